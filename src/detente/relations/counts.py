"""How many deeds, of which kind, passed between two states in each period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from detente.core.codebook import QUADS
from detente.core.tables import COVERAGE, DYAD_PERIOD, check, conform
from detente.relations.events import (
    between_states,
    fitting,
    known,
    prepare,
    require_dyads,
    require_period,
)

__all__ = ["add_up", "count_events", "covered_days"]

DYAD: Final = ("dataset", "actor", "recipient")


def count_events(
    events: pl.DataFrame,
    *,
    period: str = "week",
    directed: bool = True,
    dyads: Sequence[tuple[str, str]] | None = None,
    as_of: date | None = None,
    coverage: pl.DataFrame | None = None,
    domain: str | None = None,
    dataset: str | None = None,
) -> pl.DataFrame:
    """Events of each dyad in each covered period, by quad class, with the sums of their weights.

    Args:
        events: one row per event, columns as in `core.tables.EVENTS`.
        period: day, week (from Monday), month, quarter or year.
        directed: False joins both directions; `actor` is then the first by alphabet.
        dyads: only these, as (actor, recipient); None: all seen in `events`.
        as_of: nothing reported on this day or later is seen.
        coverage: days that each dataset covers (`core.tables.COVERAGE`); events on other days
            are left out. None: from the first to the last day of report of each dataset in
            `events` (day of the deed where it has none), and any day with an event.
        domain: only events of this domain.
        dataset: only events of this dataset; None: all, each dataset in rows of its own.

    Returns:
        `core.tables.DYAD_PERIOD`, sorted. 0 in a covered period without events; no row for a
        period that isn't covered. Events dated only to a month or year are left out of shorter
        periods; so are deeds within one state and those denied, hypothetical or habitual.

    Raises:
        TableError: `events` lacks a column or holds an impossible value.
        CodebookError: an unknown state or domain.
    """
    every = require_period(period)
    seen = known(prepare(events), as_of)
    placed = fitting(seen if dataset is None else seen.filter(pl.col("dataset") == dataset), period)
    days = covered_days(placed, coverage=coverage, as_of=as_of)
    deeds = between_states(placed, domain=domain)
    if coverage is not None:
        deeds = deeds.join(days, left_on=["dataset", "happened_on"], right_on=["dataset", "day"],
                           how="semi")  # fmt: skip
    return _table(
        deeds if directed else _undirected(deeds),
        periods=_periods(days, every),
        wanted=require_dyads(dyads, directed=directed),
        every=every,
    )


def covered_days(
    events: pl.DataFrame, *, coverage: pl.DataFrame | None = None, as_of: date | None = None
) -> pl.DataFrame:
    """Days that each dataset covers (`core.tables.COVERAGE`), each once, sorted.

    Without `coverage`: from the first to the last day of report in `events` (of the deed where
    no day of report is known), and every day that has an event.

    Raises:
        TableError: `coverage` lacks a column.
    """
    if coverage is None:
        days = pl.concat([_reported_span(events), events.select("dataset", day="happened_on")])
    else:
        days = check(coverage, COVERAGE).select(COVERAGE.names)
    if as_of is not None:
        days = days.filter(pl.col("day") < as_of)
    return days.unique().sort("dataset", "day")


def _reported_span(events: pl.DataFrame) -> pl.DataFrame:
    day = pl.coalesce("reported_on", "happened_on")
    span = events.group_by("dataset").agg(first=day.min(), last=day.max())
    return span.select(
        "dataset", day=pl.date_ranges("first", "last", interval="1d")
    ).explode("day", empty_as_null=True).drop_nulls()  # fmt: skip


def _periods(days: pl.DataFrame, every: str) -> pl.DataFrame:
    by_period = days.group_by("dataset", period=pl.col("day").dt.truncate(every))
    return by_period.agg(covered_days=pl.len().cast(pl.Int32))


def _undirected(events: pl.DataFrame) -> pl.DataFrame:
    return events.with_columns(
        actor=pl.min_horizontal("actor", "recipient"),
        recipient=pl.max_horizontal("actor", "recipient"),
    )


def _table(
    deeds: pl.DataFrame, *, periods: pl.DataFrame, wanted: pl.DataFrame | None, every: str
) -> pl.DataFrame:
    if wanted is None:
        dyads = deeds.select(DYAD).unique()
    else:
        deeds = deeds.join(wanted, on=["actor", "recipient"], how="semi")
        dyads = periods.select("dataset").unique().join(wanted, how="cross")
    weight = pl.col("weight")
    coded = deeds.group_by(*DYAD, period=pl.col("happened_on").dt.truncate(every)).agg(
        events=pl.len(),
        **{quad: (pl.col("quad") == quad).sum() for quad in QUADS},
        mentions=pl.col("mentions").sum(),
        sum_weight=weight.sum(),
        mean_weight=weight.mean(),
        sum_squares=weight.pow(2).sum(),
    )
    return _with_zeros(coded, dyads=dyads, periods=periods)


def _with_zeros(coded: pl.DataFrame, *, dyads: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    filled = ["events", *QUADS, "mentions", "sum_weight", "sum_squares"]
    return conform(
        dyads.join(periods, on="dataset")
        .join(coded, on=[*DYAD, "period"], how="left")
        .with_columns(pl.col(filled).fill_null(0))
        .sort(*DYAD, "period"),
        DYAD_PERIOD,
    )


def add_up(
    counts: pl.DataFrame, *, period: str, days: pl.DataFrame, dyads: pl.DataFrame | None = None
) -> pl.DataFrame:
    """`count_events` from counts of shorter spans that lie within periods.

    Args:
        counts: `dataset`, `actor`, `recipient`, `on` (a day of the span), `events`, one column a
            quad class, `mentions`, `sum_weight` and `sum_squares`.
        period: day, week (from Monday), month, quarter or year.
        days: covered days, as `core.tables.COVERAGE`.
        dyads: `dataset`, `actor`, `recipient` to give rows even without events; None: all.

    Returns:
        `core.tables.DYAD_PERIOD`, sorted.
    """
    every = require_period(period)
    sums = ["events", *QUADS, "mentions", "sum_weight", "sum_squares"]
    coded = (
        counts.group_by(*DYAD, period=pl.col("on").dt.truncate(every))
        .agg(pl.col(sums).sum())
        .with_columns(mean_weight=pl.col("sum_weight") / pl.col("events"))
    )
    wanted = counts.select(DYAD).unique() if dyads is None else dyads
    return _with_zeros(coded, dyads=wanted, periods=_periods(days, every))
