"""The events behind a number, each with its sentence and the article it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

import polars as pl

from detente.core.errors import TableError
from detente.core.reasons import REASONS
from detente.relations.counts import covered_days
from detente.show.names import side_name

__all__ = [
    "MOST_LISTED",
    "Library",
    "by_year",
    "key_events",
    "period_length",
    "reason_counts",
    "strongest_days",
    "window_of",
]

Row = dict[str, Any]
MOST_LISTED = 400
"""Events that a page lists for one relation; beyond that it says how many it left out."""


SHIFT_RATE = 0.25
"""Shifts that noise alone may give, a relation and year: one in four years. A page shows relations
over many years, where the search's own default of one a year would bury the true ones."""


@dataclass(frozen=True)
class Library:
    """Articles by id, to say where a sentence stands."""

    articles: Mapping[str, Row]

    @classmethod
    def of(cls, articles: pl.DataFrame | None) -> Library:
        """A library of these articles, or an empty one."""
        if articles is None:
            return cls({})
        kept = articles.select("article_id", "title", "outlet", "url", "published_on")
        return cls({row["article_id"]: row for row in kept.to_dicts()})

    def tell(self, events: pl.DataFrame) -> list[Row]:
        """Events as rows, each with the names of its sides and its `article` (or null)."""
        return self.tell_rows(events.to_dicts())

    def tell_rows(self, events: Iterable[Row]) -> list[Row]:
        """The same for events that are rows already."""
        return [
            {
                **row,
                "actor_label": side_name(row["actor"]) if row["actor"] else row["actor_name"],
                "recipient_label": side_name(row["recipient"])
                if row["recipient"]
                else row["recipient_name"],
                "article": self.articles.get(row["article_id"] or ""),
            }
            for row in events
        ]


def coverage_of(events: pl.DataFrame, coverage: pl.DataFrame | None) -> pl.DataFrame:
    """Covered days, where a dataset that says nothing of them covers the span of its events.

    Without this a dataset that states its days would make those that don't look uncovered.
    """
    if coverage is None or coverage.is_empty():
        return covered_days(events)
    silent = events.join(coverage, on="dataset", how="anti")
    return pl.concat([covered_days(events, coverage=coverage), covered_days(silent)])


def key_events(events: pl.DataFrame, number: int) -> pl.DataFrame:
    """Up to `number` friendly and `number` hostile deeds that weigh most, by day.

    Weight is the size of the Goldstein weight times confidence times 1 + log of the reports. Events
    of one kind between the same two on one day stand once, with their count in the column `alike`;
    events that did not happen (denied, hypothetical) are left out.
    """
    happened = events.filter(~pl.col("status").is_in(["denied", "hypothetical"]))
    friendly, hostile = pl.col("weight") > 0, pl.col("weight") < 0
    for some in (strongest_days(happened, 40 * number), happened):
        ranked = (
            some.pipe(_by_pull)
            .with_columns(alike=pl.len().over(_DEEDS).cast(pl.Int32))
            .unique(_DEEDS, keep="first", maintain_order=True)
        )
        best = [ranked.filter(sign).head(number) for sign in (friendly, hostile)]
        if all(one.height == number for one in best):
            break
    return pl.concat(best).sort("happened_on", "event_id")


_DEEDS = ["happened_on", "actor", "recipient", "root"]
_PULL = pl.col("weight").abs() * pl.col("confidence") * (1 + pl.col("mentions").clip(1).log())


def strongest_days(events: pl.DataFrame, number: int) -> pl.DataFrame:
    """Events of the `number` days and kinds with the strongest ones, all where they are few.

    To rank half a million takes long.
    """
    if events.height <= 20 * number:
        return events
    kinds = events.group_by(_DEEDS).agg(pull=_PULL.max(), event_id=pl.col("event_id").min())
    best = _ranked(kinds).head(number)
    return events.join(best.select(_DEEDS), on=_DEEDS, how="semi")


def _by_pull(events: pl.DataFrame) -> pl.DataFrame:
    return _ranked(events.with_columns(pull=_PULL)).drop("pull")


def _ranked(events: pl.DataFrame) -> pl.DataFrame:
    return events.sort(["pull", "happened_on", "event_id"], descending=[True, False, False])


def by_year(
    events: pl.DataFrame, library: Library, number: int, *, listed: int = MOST_LISTED
) -> list[Row]:
    """Events by year with counts by class, at most `listed` of them in full.

    Where there are more, those of greatest weight stand and `left_out` says how many are not.
    """
    best = _by_pull(events).head(listed) if listed else events.clear()
    years = events["happened_on"].dt.year().unique().sort().to_list()
    rows = []
    for year in years:
        inside = pl.col("happened_on").dt.year() == year
        all_of_year, shown = events.filter(inside), best.filter(inside)
        counts = dict(all_of_year.group_by("quad").len().iter_rows())
        rows.append(
            {
                "year": year,
                "anchor": f"events-{number}-{year}",
                "total": all_of_year.height,
                "counts": counts,
                "mean_weight": all_of_year["weight"].mean(),
                "events": library.tell(shown.sort("happened_on", "event_id")),
                "left_out": all_of_year.height - shown.height,
            }
        )
    return rows


def reason_counts(rejects: pl.DataFrame | None) -> list[tuple[str, int]]:
    """Why things gave nothing, with how often, most frequent first."""
    if rejects is None or rejects.is_empty():
        return []
    counted = rejects.group_by("reason").len().sort(["len", "reason"], descending=[True, False])
    return [(REASONS.get(reason, reason), number) for reason, number in counted.iter_rows()]


def window_of(warmth: pl.DataFrame, *, coverage: pl.DataFrame | None = None) -> tuple[date, date]:
    """First day of the first period and the day after the last period, or after the last covered.

    Raises:
        TableError: no row.
    """
    days = sorted(set(warmth["period"].to_list()))
    if not days:
        raise TableError("warmth: no row, so there is no window to speak of.")
    until = _period_after(days[-1], period_length(warmth))
    covered = [] if coverage is None else coverage["day"].to_list()
    last = max(covered, default=None)
    return days[0], min(until, last + timedelta(days=1)) if last and last > days[0] else until


def period_length(warmth: pl.DataFrame) -> int:
    """Days of a period, from the usual distance of their first days, holes left out.

    One period alone counts as a month if it begins on a first, as a week on a Monday, else a day.
    """
    days = sorted(set(warmth["period"].to_list()))
    steps: list[int] = [(after - before).days for before, after in pairwise(days)]
    if steps:
        return round(median(step for step in steps if step <= 1.2 * min(steps)))
    if not days:
        return 1
    return 30 if days[0].day == 1 else 7 if days[0].weekday() == 0 else 1


def _period_after(first: date, length: int) -> date:
    """First day of the period after one of about `length` days: months are not all as long."""
    months = next((n for limit, n in ((8, 0), (45, 1), (120, 3)) if length < limit), 12)
    if not months:
        return first + timedelta(days=length)
    ahead = first.month - 1 + months
    return first.replace(year=first.year + ahead // 12, month=ahead % 12 + 1)
