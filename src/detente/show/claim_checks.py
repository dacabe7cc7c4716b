"""An article's claims held against a record of events: verdicts, and a chart for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

import polars as pl
from markupsafe import Markup

from detente.relations.warmth import warmth
from detente.shifts.verdicts import best_of, check_claims, join_verdicts
from detente.show.chart_verdict import verdict_spec
from detente.show.evidence import coverage_of
from detente.show.vega import chart_svg
from detente.store.store import Store

__all__ = ["Checked", "check_article", "check_in_store"]

Row = dict[str, Any]
_COLUMNS: Final = (
    "event_id", "dataset", "happened_on", "happened_precision", "reported_on", "actor",
    "recipient", "root", "quad", "weight", "status", "mentions", "article_id",
)  # fmt: skip

_YEARS_BEFORE: Final = 5


@dataclass(frozen=True)
class Checked:
    """Claims with their verdicts joined, the verdicts, and what charts of them are drawn from.

    `published_on` is null, and nothing checked, where the article names no day.
    """

    claims: pl.DataFrame
    published_on: date | None = None
    verdicts: pl.DataFrame = field(default_factory=pl.DataFrame)
    warmth: pl.DataFrame = field(default_factory=pl.DataFrame)
    coverage: pl.DataFrame = field(default_factory=pl.DataFrame)
    drawn: dict[tuple[str, str, str], Markup | None] = field(
        default_factory=dict, compare=False, repr=False
    )

    def rows(self) -> dict[tuple[str, str], Row]:
        """(claim, view) → the verdict that speaks for it."""
        if self.verdicts.is_empty():
            return {}
        return {(row["claim_id"], row["view"]): row for row in best_of(self.verdicts).to_dicts()}

    def chart(self, verdict: Mapping[str, Any]) -> Markup | None:
        """Inline SVG of one verdict; null where nothing was coded of its pair."""
        if self.published_on is None or self.warmth.is_empty():
            return None
        key = (verdict["claim_id"], verdict["view"], verdict["dataset"])
        if key not in self.drawn:
            self.drawn[key] = self._draw(verdict, self.published_on)
        return self.drawn[key]

    def _draw(self, verdict: Mapping[str, Any], day: date) -> Markup | None:
        own = self.warmth.filter(pl.col("view") == verdict["view"])
        spec = verdict_spec(
            verdict,
            own,
            published_on=day,
            coverage=self.coverage,
            width=430,
            heading=False,
        )
        return Markup(chart_svg(spec)) if spec else None  # our own SVG, escaped by the converter


def check_article(
    article: Mapping[str, Any],
    claims: pl.DataFrame,
    events: pl.DataFrame,
    *,
    coverage: pl.DataFrame | None = None,
) -> Checked:
    """Hold the claims of one article against a record; what charts need is measured along.

    Args:
        article: a row of `core.tables.ARTICLES`.
        claims: its claims, `core.tables.CLAIMS`.
        events: the record, all pairs of it.
        coverage: days that each dataset covers; None: those with any event.
    """
    day = article["published_on"]
    if day is None or events.is_empty():
        return Checked(claims)
    # What was coded from the article itself can't bear it out.
    events = events.filter(pl.col("article_id").ne_missing(article["article_id"]))
    covered = coverage_of(events, coverage)
    verdicts = check_claims(claims, events, published_on=day, coverage=covered)
    return Checked(
        join_verdicts(claims, verdicts),
        day,
        verdicts,
        _warmth(verdicts, events, covered, day),
        covered,
    )


def check_in_store(article: Mapping[str, Any], claims: pl.DataFrame, store: Store) -> Checked:
    """Hold the claims of one article against all that a store knows of the years around it.

    Events are read without their texts, from five years before the article (or before the time
    that a claim speaks of) to two years after it.
    """
    day = article["published_on"]
    if day is None:
        return Checked(claims)
    named = [start for start in claims["about_from"].to_list() if start is not None]
    first = min([day, *named]) - timedelta(days=_YEARS_BEFORE * 365)
    around = pl.col("happened_on").is_between(first, day + timedelta(days=730), closed="left")
    rows = store.scan("events").select(_COLUMNS).filter(around)
    between = rows.filter(pl.col("actor") != pl.col("recipient"))
    events = between.sort("happened_on", "event_id").collect()
    return check_article(article, claims, events, coverage=store.coverage())


def _warmth(
    verdicts: pl.DataFrame, events: pl.DataFrame, coverage: pl.DataFrame, day: date
) -> pl.DataFrame:
    """Warmth by month of every pair that a verdict speaks of, for each view (column `view`).

    In the view 'known' nothing from the article's day on is seen. Variances are pooled over the
    relations of these states.
    """
    rows = [*verdicts["pair"].to_list(), *verdicts["cause_pair"].to_list()]
    pairs = sorted({(min(pair), max(pair)) for pair in rows if pair and len(pair) == 2})
    states = sorted({state for pair in pairs for state in pair})
    own = events.filter(pl.col("actor").is_in(states) & pl.col("recipient").is_in(states))
    earlier = own.filter(pl.col("happened_on") < day)
    tables = [
        warmth(
            seen, period="month", directed=False, dyads=pairs, as_of=as_of, coverage=coverage
        ).with_columns(view=pl.lit(view))
        for view, seen, as_of in (("known", earlier, day), ("since", own, None))
        if seen.height
    ]
    return pl.concat(tables) if tables else pl.DataFrame()
