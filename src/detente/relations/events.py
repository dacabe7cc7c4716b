"""Which events of anyone's table a measure may see: known by then, happened, between two states."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from detente.core.codebook import DOMAINS, QUADS
from detente.core.errors import CodebookError, TableError
from detente.core.states import require_state

__all__ = [
    "COUNTED",
    "PERIODS",
    "between_states",
    "fitting",
    "known",
    "prepare",
    "require_dyads",
    "require_period",
]

PERIODS: Final = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}
"""Length of a period → its Polars name; weeks start on Monday."""

COUNTED: Final = ("happened", "announced")
"""Statuses that count as deeds: a denied, wished-for or habitual deed moves no measure."""

_NEEDED: Final = {
    "happened_on": pl.Date(),
    "actor": pl.String(),
    "recipient": pl.String(),
    "quad": pl.String(),
    "weight": pl.Float64(),
}
# Columns that a foreign table may lack, and what then stands in.
_STAND_INS: Final[dict[str, pl.Expr]] = {
    "event_id": pl.int_range(pl.len()).cast(pl.String),
    "dataset": pl.lit("events"),
    "happened_precision": pl.lit("day"),
    "reported_on": pl.lit(None, dtype=pl.Date),
    "root": pl.lit(None, dtype=pl.String),
    "domains": pl.lit([], dtype=pl.List(pl.String)),
    "status": pl.lit("happened"),
    "mentions": pl.lit(1, dtype=pl.Int32),
    "sentence": pl.lit(None, dtype=pl.String),
}
# A day known to the month has no place in a table of weeks.
_COARSE: Final = {
    "day": ("month", "year"),
    "week": ("month", "year"),
    "month": ("year",),
    "quarter": ("year",),
    "year": (),
}


def require_period(period: str) -> str:
    """Polars name of a length of period.

    Raises:
        TableError: no such length.

    >>> require_period("week")
    '1w'
    """
    if period not in PERIODS:
        raise TableError(f"'{period}' is not a length of period. Known: {', '.join(PERIODS)}.")
    return PERIODS[period]


def prepare(events: pl.DataFrame) -> pl.DataFrame:
    """Anyone's event table with the columns that the measures read; further columns are kept.

    Needed: `happened_on`, `actor`, `recipient`, `quad`, `weight`. Where absent, `dataset` is
    "events", `status` happened, `happened_precision` day, `mentions` 1, `reported_on` null.

    Raises:
        TableError: a needed column is missing, of a wrong type, or `happened_on`, `quad` or
            `weight` holds a null or a value that none may have.
    """
    for name, dtype in _NEEDED.items():
        if name not in events.columns:
            found = ", ".join(events.columns) or "no columns"
            raise TableError(f"events: column '{name}' is missing; found {found}.")
        if events.schema[name] != dtype:
            raise TableError(
                f"events: column '{name}' is {events.schema[name]}, not {dtype}. Cast it first."
            )
    _no_bad_values(events)
    absent = [name for name in _STAND_INS if name not in events.columns]
    return events.with_columns(**{name: _STAND_INS[name] for name in absent})


def _no_bad_values(events: pl.DataFrame) -> None:
    for name in ("happened_on", "quad", "weight"):
        if nulls := events[name].null_count():
            raise TableError(f"events: column '{name}' has {nulls} nulls; drop or fill them.")
    if bad := events.filter(~pl.col("weight").is_finite()).height:
        raise TableError(f"events: column 'weight' has {bad} values that are no finite number.")
    if strange := sorted(set(events["quad"].unique()) - set(QUADS)):
        raise TableError(
            f"events: column 'quad' holds '{strange[0]}'; known classes: {', '.join(QUADS)}."
        )


def known(events: pl.DataFrame, as_of: date | None) -> pl.DataFrame:
    """The events reported (or, where no day of report is known, done) before the day `as_of`.

    What is dated on that day or later is left out too, whenever it was reported.
    """
    if as_of is None:
        return events
    reported = pl.coalesce("reported_on", "happened_on")
    return events.filter((reported < as_of) & (pl.col("happened_on") < as_of))


def between_states(
    events: pl.DataFrame, *, domain: str | None = None, dataset: str | None = None
) -> pl.DataFrame:
    """Deeds (happened or announced) of one state to another, of one domain and dataset if named.

    Raises:
        CodebookError: no such domain.
    """
    if domain is not None and domain not in DOMAINS:
        raise CodebookError(f"'{domain}' is not a domain. Known: {', '.join(DOMAINS)}.")
    kept = events.filter((pl.col("actor") != pl.col("recipient")) & pl.col("status").is_in(COUNTED))
    if domain is not None:
        kept = kept.filter(pl.col("domains").list.contains(domain))
    return kept if dataset is None else kept.filter(pl.col("dataset") == dataset)


def fitting(events: pl.DataFrame, period: str) -> pl.DataFrame:
    """The events whose day is known finely enough for a table of such periods."""
    require_period(period)
    return events.filter(~pl.col("happened_precision").is_in(_COARSE[period]))


def require_dyads(
    dyads: Sequence[tuple[str, str]] | None, *, directed: bool
) -> pl.DataFrame | None:
    """Asked-for dyads as a frame `actor`, `recipient`; pairs in alphabetical order.

    Raises:
        CodebookError: a name that means no state, or a state with itself.
    """
    if dyads is None:
        return None
    rows = []
    for one, other in dyads:
        dyad = (require_state(one), require_state(other))
        if dyad[0] == dyad[1]:
            raise CodebookError(f"'{one}' and '{other}' are one state; a dyad needs two.")
        rows.append(dyad if directed else tuple(sorted(dyad)))
    schema = {"actor": pl.String, "recipient": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row").unique(maintain_order=True)
