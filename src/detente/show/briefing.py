"""Briefings: one self-contained HTML file for an article or for relations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from detente.core.errors import CoverageError
from detente.relations.warmth import warmth
from detente.shifts.find import find_shifts
from detente.show.article_page import article_briefing
from detente.show.evidence import SHIFT_RATE, coverage_of
from detente.show.relations_page import MOST_RELATIONS, relations_briefing

__all__ = ["article_briefing", "busiest_pairs", "events_briefing", "relations_briefing"]


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
    return relations_briefing(
        table.filter(pl.col("events").sum().over("dataset", "actor", "recipient") > 0),
        between,
        articles=articles,
        shifts=find_shifts(
            _between_pairs(between, pairs), coverage=covered, false_alarms=SHIFT_RATE
        ),
        coverage=covered,
        rejects=rejects,
        relations=pairs,
        title=title,
        news_since=news_since,
    )


def _between_pairs(events: pl.DataFrame, pairs: Sequence[tuple[str, str]]) -> pl.DataFrame:
    sides = pl.DataFrame(
        [tuple(sorted(pair)) for pair in pairs], schema=["one", "two"], orient="row"
    )
    keyed = events.with_columns(
        one=pl.min_horizontal("actor", "recipient"), two=pl.max_horizontal("actor", "recipient")
    )
    return keyed.join(sides, on=["one", "two"], how="semi").drop("one", "two")


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
