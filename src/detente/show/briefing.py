"""Briefings: one self-contained HTML file for an article or for relations."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from detente.core.errors import CoverageError
from detente.core.tables import FORECAST
from detente.forecast.relations import forecast_relations
from detente.relations.warmth import warmth
from detente.shifts.find import find_shifts
from detente.show.article_page import article_briefing
from detente.show.evidence import SHIFT_RATE, coverage_of
from detente.show.memory import Run
from detente.show.relations_page import MOST_RELATIONS, relations_briefing

__all__ = [
    "TEXTS", "Measured", "article_briefing", "brief_on", "busiest_pairs", "events_briefing",
    "forecasts_of", "measure_relations", "relations_briefing",
]  # fmt: skip

TEXTS: Final = (
    "sentence", "paragraph", "start", "end", "trigger", "actor_name", "actor_start", "actor_end",
    "recipient_name", "recipient_start", "recipient_end", "attributed_to", "domains",
)  # fmt: skip
"""Columns of EVENTS that no measure of a briefing reads."""

FORECAST_WEEKS: Final = 8
LEARNT_DAYS: Final = 730
"""Days of record that a briefing's forecast learns from."""


@dataclass(frozen=True)
class Measured:
    """The tables of a briefing: warmth, shifts, covered days, relations, and two of events.

    `events` are those that the page shows, with their sentences; `record` those of all dyads that
    was measured from, which may lack the columns of `TEXTS`.
    """

    events: pl.DataFrame
    record: pl.DataFrame
    warmth: pl.DataFrame
    shifts: pl.DataFrame
    coverage: pl.DataFrame
    relations: tuple[tuple[str, str], ...]


def events_briefing(
    events: pl.DataFrame,
    *,
    period: str = "month",
    relations: Sequence[tuple[str, str]] | None = None,
    articles: pl.DataFrame | None = None,
    coverage: pl.DataFrame | None = None,
    rejects: pl.DataFrame | None = None,
    title: str = "How relations moved",
    news_since: date | None = None,
) -> str:
    """Briefing on the relations in a table of events: measures them, then writes the page.

    Args:
        events: as in `core.tables.EVENTS`; events without two states count for nothing.
        period: day, week, month, quarter or year.
        relations: pairs of states; without it, the eight with most events.
        articles, coverage, rejects, title, news_since: as in `relations_briefing`.

    Raises:
        CoverageError: no event between two states.
    """
    measured = measure_relations(events, period=period, relations=relations, coverage=coverage)
    return brief_on(
        measured, articles=articles, rejects=rejects, title=title, news_since=news_since
    )


def measure_relations(
    events: pl.DataFrame,
    *,
    period: str = "month",
    relations: Sequence[tuple[str, str]] | None = None,
    coverage: pl.DataFrame | None = None,
) -> Measured:
    """The tables that a briefing shows; arguments as `events_briefing`.

    Raises:
        CoverageError: no event between two states.
    """
    between = events.filter(pl.col("actor") != pl.col("recipient"))
    pairs = list(relations) if relations else busiest_pairs(between, number=MOST_RELATIONS)
    if between.is_empty() or not pairs:
        raise CoverageError(
            "No event between two states, so there is no relation to brief on. "
            "Code more articles, import a dataset, or widen the dates."
        )
    dyads = [way for one, two in pairs for way in ((one, two), (two, one))]
    covered = coverage_of(between, coverage)
    table = warmth(between, period=period, dyads=dyads, coverage=covered)
    shifts = find_shifts(between, dyads=pairs, coverage=covered, false_alarms=SHIFT_RATE)
    seen = pl.col("events").sum().over("dataset", "actor", "recipient") > 0
    return Measured(between, between, table.filter(seen), shifts, covered, tuple(pairs))


def brief_on(
    measured: Measured,
    *,
    articles: pl.DataFrame | None = None,
    rejects: pl.DataFrame | None = None,
    title: str = "How relations moved",
    news_since: date | None = None,
    last: Run | None = None,
    forecasts: pl.DataFrame | None = None,
) -> str:
    """The page of a briefing whose tables are measured already; arguments as
    `relations_briefing`."""
    return relations_briefing(
        measured.warmth,
        measured.events,
        articles=articles,
        shifts=measured.shifts,
        coverage=measured.coverage,
        rejects=rejects,
        relations=measured.relations,
        title=title,
        news_since=news_since,
        last=last,
        forecasts=forecasts,
    )


def forecasts_of(measured: Measured) -> pl.DataFrame:
    """Forecasts (`core.tables.FORECAST`) of the next weeks of each relation, both directions.

    Of each dataset they learn from the last two years before the end of its coverage; a dataset
    of which too little is covered gives none.
    """
    found = [FORECAST.empty()]
    for (name,), days in sorted(measured.coverage.partition_by("dataset", as_dict=True).items()):
        as_of = max(days["day"].to_list()) + timedelta(days=1)
        recent = measured.record.filter(
            pl.col("dataset") == name,
            pl.col("happened_on") >= as_of - timedelta(days=LEARNT_DAYS),
        )
        held = set(recent.select("actor", "recipient").unique().rows())
        ways = [way for pair in measured.relations for way in (pair, pair[::-1]) if way in held]
        if ways:
            with suppress(CoverageError):
                found.append(
                    forecast_relations(recent, ways, horizon=f"{FORECAST_WEEKS}w", as_of=as_of)
                )
    return pl.concat(found)


def busiest_pairs(
    events: pl.DataFrame, *, number: int, of: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """The pairs of states with most events, both directions together; ties by name.

    With `of`, only pairs that one of these states belongs to.
    """
    wanted = pl.lit(value=True)
    if of:
        wanted = pl.col("actor").is_in(list(of)) | pl.col("recipient").is_in(list(of))
    counted = (
        events.filter(wanted)
        .group_by(
            one=pl.min_horizontal("actor", "recipient"), two=pl.max_horizontal("actor", "recipient")
        )
        .len()
        .drop_nulls()
        .sort(["len", "one", "two"], descending=[True, False, False])
        .head(number)
    )
    return list(zip(counted["one"], counted["two"], strict=True))
