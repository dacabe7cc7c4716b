"""Dates as people type them on the command line, and what a store holds of a window."""

from __future__ import annotations

import re
from datetime import date, timedelta

import polars as pl

from detente.core.codebook import SECTORS
from detente.core.errors import CodebookError, CoverageError, DetenteError
from detente.relations.counts import covered_days
from detente.relations.events import known, require_period
from detente.store import store as stores

__all__ = [
    "Window",
    "covered_window",
    "from_period",
    "of_sectors",
    "parse_window",
    "record_until",
    "window_events",
]

Window = tuple[date | None, date | None]
"""[since, until); null is open."""

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
# Columns that the measures read; the rest of a wide table stays on disk.
_COLUMNS = [
    "event_id", "dataset", "happened_on", "happened_precision", "reported_on", "actor",
    "recipient", "root", "mode", "quad", "weight", "domains", "status", "mentions",
]  # fmt: skip


def parse_window(since: str | None, until: str | None) -> Window:
    """[first day, day after the last) of two dates, months or years, both included whole.

    Raises:
        DetenteError: a text that is no date, or an end before the start.

    >>> parse_window("2018-01", "2018-10")
    (datetime.date(2018, 1, 1), datetime.date(2018, 11, 1))
    """
    first = _span(since)[0] if since else None
    after = _span(until)[1] if until else None
    if first and after and after <= first:
        raise DetenteError(f"--to {until} lies before --from {since}; swap them.")
    return first, after


def _span(text: str) -> tuple[date, date]:
    found = _WRITTEN.fullmatch(text.strip())
    try:
        if not found:
            raise ValueError
        year, month, day = (int(part or 0) for part in found.groups())
        if not month:
            return date(year, 1, 1), date(year + 1, 1, 1)
        if not day:
            first = date(year, month, 1)
            return first, (first + timedelta(days=32)).replace(day=1)
        whole = date(year, month, day)
        return whole, whole + timedelta(days=1)
    except ValueError:
        raise DetenteError(
            f"'{text}' is no date. Write a day (2018-03-01), a month (2018-03) or a year (2018)."
        ) from None


def of_sectors(sectors: str | None) -> pl.Expr:
    """Whether both sides are of one of the `sectors` ("GOV,MIL"); all rows if none is named.

    Raises:
        CodebookError: no such sector.
    """
    if sectors is None:
        return pl.lit(value=True)
    asked = [sector.strip().upper() for sector in sectors.split(",")]
    if unknown := sorted(set(asked) - set(SECTORS)):
        raise CodebookError(
            f"'{unknown[0]}' is not a sector. Known: {', '.join(SECTORS)}; "
            "write several with commas: GOV,MIL."
        )
    sides = (pl.col("actor_sector").is_in(asked), pl.col("recipient_sector").is_in(asked))
    return pl.all_horizontal(*sides).fill_null(value=False)


def window_events(
    store: stores.Store,
    window: Window,
    *,
    dataset: str | None,
    late_days: int | None = None,
    sectors: str | None = None,
) -> pl.DataFrame:
    """Deeds between states in the window, only the columns that the measures read.

    With `late_days`, without those that were reported more than so many days after. With
    `sectors`, only those of which both sides are of one of them.

    Raises:
        CoverageError: the store has no event between states there.
        CodebookError: no such sector.
    """
    kept = of_sectors(sectors)
    rows = store.scan("events", dataset=dataset).filter(pl.col("actor") != pl.col("recipient"))
    since, until = window
    if since:
        rows = rows.filter(pl.col("happened_on") >= since)
    if until:
        rows = rows.filter(pl.col("happened_on") < until)
    if late_days is not None:
        rows = rows.filter(stores.reported_within(late_days))
    events = rows.filter(kept).select(_COLUMNS).sort("happened_on", "event_id").collect()
    if events.is_empty():
        if sectors is not None and rows.select(pl.len()).collect().item():
            raise CoverageError(
                f"{store.root}: no event there has both sides of the sectors {sectors}. Leave out "
                "--sectors, or name more of them; a dataset without sectors has none that fit."
            )
        raise CoverageError(_nothing(store, window, dataset))
    return events


def record_until(
    store: stores.Store, window: Window, *, dataset: str | None, sectors: str | None = None
) -> pl.DataFrame:
    """`window_events` of the whole record up to the end of the window.

    For measures that carry a level on: begun at the window, they would know nothing of the years
    before it, and move with its first day. `from_period` then cuts what they give.

    Raises:
        CoverageError: the store has no event between states in the window itself.
        CodebookError: no such sector.
    """
    since, until = window
    events = window_events(store, (None, until), dataset=dataset, sectors=sectors)
    if since and not (events["happened_on"] >= since).any():
        raise CoverageError(_nothing(store, window, dataset))
    return events


def from_period(table: pl.DataFrame, since: date | None, *, period: str) -> pl.DataFrame:
    """Rows from the period on that holds the day `since`; all rows where it is null."""
    if since is None:
        return table
    first = pl.lit(since).dt.truncate(require_period(period))
    return table.filter(pl.col("period") >= first)


def covered_window(
    store: stores.Store, window: Window, *, dataset: str | None, as_of: date | None = None
) -> pl.DataFrame | None:
    """Days of the window that datasets cover; null where the store says nothing of any.

    A dataset of which it says nothing, beside others of which it does, counts as covered from its
    first to its last report (of those known by `as_of`).
    """
    days = store.coverage(dataset=dataset)
    if days.is_empty():
        return None
    stated = days["dataset"].unique().to_list()
    if set(store.datasets()) - set(stated):
        silent = store.scan("events", dataset=dataset).filter(~pl.col("dataset").is_in(stated))
        told = silent.select("dataset", "happened_on", "reported_on").collect()
        days = pl.concat([days, covered_days(known(told, as_of))])
    since, until = window
    if since:
        days = days.filter(pl.col("day") >= since)
    return days.filter(pl.col("day") < until) if until else days


def _nothing(store: stores.Store, window: Window, dataset: str | None) -> str:
    held = (
        store.scan("events")
        .group_by("dataset")
        .agg(first=pl.col("happened_on").min(), last=pl.col("happened_on").max())
        .collect()
    )
    spans = "; ".join(
        f"{name} {first} … {last}" for name, first, last in held.sort("dataset").rows()
    )
    asked = " to ".join(str(day) if day else "…" for day in window)
    of = f" of dataset '{dataset}'" if dataset else ""
    return (
        f"{store.root}: no event between states{of} from {asked} (exclusive). "
        f"The store holds: {spans or 'no events; run `detente import FILE --store …` first'}."
    )
