"""What the pages read: tallies for numbers, DuckDB for lists; kept until the store changes."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, TypeVar, cast

import polars as pl

from detente.core.codebook import QUADS
from detente.core.errors import StoreError
from detente.core.tables import COVERAGE, EVENTS, conform
from detente.store.layout import MANIFEST
from detente.store.segments import scan_segments
from detente.store.store import Store
from detente.store.tallies import Tallies, tallies, tally

__all__ = ["Asked", "Record"]

_MISSING = object()
_MOST_KEPT: Final = 600
T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """What a page is about: days [since, until), one dataset or all, the length of a period."""

    since: date | None = None
    until: date | None = None
    dataset: str | None = None
    period: str | None = None

    def window(self) -> Asked:
        """The same without the length of a period."""
        return Asked(self.since, self.until, self.dataset)


@dataclass
class _Kept:
    """Answers for one version of the store, and a lock for each that is being made."""

    version: Any
    answers: dict[Any, Any] = field(default_factory=dict)
    locks: defaultdict[Any, threading.RLock] = field(
        default_factory=lambda: defaultdict(threading.RLock)
    )


class Record:
    """A store as the pages see it; every answer is kept until the store changes."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = threading.Lock()
        self._counting = threading.Lock()
        self._kept = _Kept(None)
        self._tallies: Tallies | None = None

    def version(self) -> tuple[int, int]:
        """Changes whenever the store does.

        Raises:
            StoreError: the store has gone.
        """
        try:
            found = (self.store.root / MANIFEST).stat()
        except OSError as fault:
            raise StoreError(f"{self.store.root}: the store can't be read any more.") from fault
        return found.st_mtime_ns, found.st_size

    def _now(self) -> _Kept:
        version = self.version()
        with self._lock:
            if self._kept.version != version:
                self._kept = _Kept(version)
            return self._kept

    def keep(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """`make()`, or what it gave before for `key` in this version of the store."""
        kept = self._now()
        found = kept.answers.get(key, _MISSING)
        if found is not _MISSING:
            return cast(T, found)
        with self._lock:
            own = kept.locks[key]
        with own:  # Who asks for what is being made waits for it.
            found = kept.answers.get(key, _MISSING)
            if found is _MISSING:
                found = make()
                with self._lock:
                    if len(kept.answers) > _MOST_KEPT:
                        kept.answers.clear()
                    kept.answers[key] = found
        return cast(T, found)

    def known(self, key: tuple[Any, ...]) -> Any:
        """What `keep` has for `key`, or null where it wasn't asked for yet."""
        return self._now().answers.get(key)

    def query(self, sql: str, values: Sequence[Any] = ()) -> pl.DataFrame:
        """Answer of a query with `?` for each of `values`; tables as in the store."""
        import duckdb

        cursor = self.keep(("connection",), self.store.connect).cursor()
        try:
            answer: pl.DataFrame = cursor.sql(sql, params=list(values)).pl()
        except duckdb.Error as fault:
            # A compaction may have replaced the files that the old views name.
            with self._lock:
                self._kept = _Kept(None)
            raise StoreError(f"The store couldn't answer: {fault}") from fault
        finally:
            cursor.close()
        return answer

    def close(self) -> None:
        """Let go of what is kept, and of the files that a query has open."""
        with self._lock:
            connection = self._kept.answers.pop(("connection",), None)
            self._kept = _Kept(None)
        if connection is not None:
            connection.close()

    # numbers

    def tallies(self) -> Tallies:
        """Tallies of the store as it is; after a change only what is new is counted."""
        return self.keep(("tallies",), self._counted)

    def _counted(self) -> Tallies:
        with self._counting:
            days = self.keep(("coverage",), self.store.coverage)
            self._tallies = tallies(self.store, known=self._tallies, coverage=days)
            return self._tallies

    def cells(self, asked: Asked) -> pl.DataFrame:
        """Cells (`store.tallies.CELLS`) of the window; a week that it cuts is counted anew."""
        own = asked.window()
        return self.keep(("cells", own), lambda: self._cells(own))

    def _cells(self, asked: Asked) -> pl.DataFrame:
        cells = self.tallies().cells
        if asked.dataset:
            cells = cells.filter(pl.col("dataset") == asked.dataset)
        if asked.since is None and asked.until is None:
            return cells
        start = pl.max_horizontal("week", "month")
        cut = [cell_of(day) for day in (asked.since, asked.until) if day and cell_of(day)[0] != day]
        inside = cells.filter(
            *_days("", asked, start), ~start.is_in([begin for begin, _ in cut] or [date.min])
        )
        spans = {
            (max(begin, asked.since or begin), min(end, asked.until or end)) for begin, end in cut
        }
        parts = [self._cut(name, *span) for span in sorted(spans) for name in self._named(asked)]
        return pl.concat([inside, *(part for part in parts if part.height)])

    def _named(self, asked: Asked) -> list[str]:
        return [asked.dataset] if asked.dataset else self.store.datasets()

    def _cut(self, dataset: str, since: date, until: date) -> pl.DataFrame:
        stated = self.stated(dataset)
        rows = self.scan(Asked(since, until, dataset))
        return tally(rows, covered_days=stated["day"] if stated.height else None).cells

    def scan(self, asked: Asked) -> pl.LazyFrame:
        """Events of the window, lazily; only segments that may hold some are opened."""
        parts = self.store.segments(
            "events", dataset=asked.dataset, since=asked.since, until=asked.until
        )
        rows = scan_segments(self.store.root, "events", parts)
        conditions = _days("happened_on", asked)
        return rows.filter(*conditions) if conditions else rows

    def stated(self, dataset: str) -> pl.DataFrame:
        """Days that a dataset says it covers, as `core.tables.COVERAGE`; no row: it doesn't say."""
        days = self.keep(("coverage",), self.store.coverage)
        return days.filter(pl.col("dataset") == dataset)

    def days(self, dataset: str, asked: Asked) -> pl.DataFrame:
        """Covered days of a dataset in the window, as `core.tables.COVERAGE`.

        A dataset that doesn't state its days covers the span of its events.
        """
        days = self.stated(dataset)
        if days.is_empty():
            own = self.datasets().filter(pl.col("dataset") == dataset)
            first, last = own.select("first_day", "last_day").row(0) if own.height else (None, None)
            if first is None:
                return COVERAGE.empty()
            span = pl.date_range(first, last, eager=True)
            days = conform(pl.DataFrame({"dataset": dataset, "day": span}), COVERAGE)
        conditions = _days("day", asked)
        return days.filter(*conditions) if conditions else days

    def datasets(self) -> pl.DataFrame:
        """One row per dataset: events, first and last day, covered days, days in between."""
        return self.keep(("datasets",), self._datasets)

    def _datasets(self) -> pl.DataFrame:
        told = _by_dataset(self.tallies().cells, "first_day", "last_day").with_columns(
            pl.col("dataset").cast(pl.String)
        )
        days = self.keep(("coverage",), self.store.coverage)
        covered = days.group_by("dataset").agg(
            covered_days=pl.col("day").n_unique(),
            covered_from=pl.col("day").min(),
            covered_to=pl.col("day").max(),
        )
        span = (pl.col("covered_to") - pl.col("covered_from")).dt.total_days() + 1
        return (
            told.join(covered, on="dataset", how="full", coalesce=True)
            .with_columns(pl.col("events").fill_null(0), missing_days=span - pl.col("covered_days"))
            .sort("dataset")
        )

    def pairs(self, asked: Asked, *, number: int, state: str | None = None) -> pl.DataFrame:
        """Pairs with most events: one, two, events, coop, conf, mean_weight, first, last."""
        ranked = self.keep(("pairs", asked.window()), lambda: self._pairs(asked))
        if state:
            ranked = ranked.filter((pl.col("one") == state) | (pl.col("two") == state))
        return ranked.head(number)

    def _pairs(self, asked: Asked) -> pl.DataFrame:
        told = self.cells(asked).filter("told").drop_nulls(["actor", "recipient"])
        sums = pl.col("events", *QUADS).cast(pl.Int64).sum(), pl.col("sum_weight").sum()
        days = pl.col("first_day").min(), pl.col("last_day").max()
        ways = (
            told.group_by("actor", "recipient")
            .agg(*sums, *days)
            .with_columns(pl.col("actor", "recipient").cast(pl.String))
        )
        pairs = ways.filter(pl.col("actor") != pl.col("recipient")).group_by(
            one=pl.min_horizontal("actor", "recipient"), two=pl.max_horizontal("actor", "recipient")
        )
        return (
            pairs.agg(*sums, *days)
            .select(
                "one", "two", "events", coop=pl.col("verbal_coop") + pl.col("material_coop"),
                conf=pl.col("verbal_conf") + pl.col("material_conf"),
                mean_weight=pl.col("sum_weight") / pl.col("events"),
                first_day="first_day", last_day="last_day",
            )
            .sort(["events", "one", "two"], descending=[True, False, False])
        )  # fmt: skip

    def totals(self, asked: Asked) -> dict[str, Any]:
        """Events between states, and their first and last day."""
        return self.keep(("totals", asked.window()), lambda: self._totals(asked))

    def _totals(self, asked: Asked) -> dict[str, Any]:
        between = self.cells(asked).filter(pl.col("actor") != pl.col("recipient"))
        return between.select(
            pl.col("events").cast(pl.Int64).sum(),
            pl.col("first_day").min(),
            pl.col("last_day").max(),
        ).row(0, named=True)

    # lists and single things

    def listing(
        self, where: str, values: Sequence[Any], *, number: int, offset: int
    ) -> tuple[pl.DataFrame, int]:
        """Events that fit a condition, latest first, and how many fit.

        Only the months in which the asked-for rows lie are read.
        """
        months = self.keep(
            ("months", where, tuple(values)),
            lambda: self.query(_MONTHS.format(where=where), values),
        )
        ends = months["events"].cum_sum()
        inside = months.filter((ends > offset) & (ends - months["events"] < offset + number))
        total = int(months["events"].sum())
        if inside.is_empty():
            return EVENTS.empty(), total
        later = int(months.filter(pl.col("month") > inside["month"].max())["events"].sum())
        sql = (
            f"SELECT * FROM events WHERE {where} AND happened_on BETWEEN ? AND ? "
            f"ORDER BY happened_on DESC, event_id LIMIT {int(number)} OFFSET {offset - later}"
        )
        span = [inside["first_day"].min(), inside["last_day"].max()]
        return self.query(sql, [*values, *span]), total

    def event(self, event_id: str) -> dict[str, Any] | None:
        """One event, or null."""
        rows = self.query("SELECT * FROM events WHERE event_id = ? LIMIT 1", [event_id])
        return rows.row(0, named=True) if rows.height else None

    def article(self, article_id: str) -> dict[str, Any] | None:
        """One article, or null."""
        rows = self.query("SELECT * FROM articles WHERE article_id = ? LIMIT 1", [article_id])
        return rows.row(0, named=True) if rows.height else None

    def of_article(self, table: str, article_id: str) -> pl.DataFrame:
        """Events, claims or rejects of one article."""
        sql = {
            "events": "SELECT * FROM events WHERE article_id = ? ORDER BY start",
            "claims": "SELECT * FROM claims WHERE article_id = ? ORDER BY start",
            "rejects": "SELECT * FROM rejects WHERE origin = ?",
        }
        return self.query(sql[table], [article_id])

    def titles(self, article_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
        """Title, outlet, url and day of these articles, by id."""
        if not article_ids:
            return {}
        marks = ", ".join("?" * len(article_ids))
        rows = self.query(
            "SELECT article_id, title, outlet, url, published_on FROM articles "
            f"WHERE article_id IN ({marks})",
            article_ids,
        )
        return {row["article_id"]: row for row in rows.to_dicts()}

    def articles(self, *, number: int, offset: int = 0) -> pl.DataFrame:
        """Articles, latest first, with the number of events coded from each."""
        return self.query(_ARTICLES.format(number=int(number), offset=int(offset)))

    def ledger(self) -> pl.DataFrame:
        """Imported files, latest first."""
        return self.store.ledger().reverse()


def cell_of(day: date) -> tuple[date, date]:
    """First day of the cell of `day`, and the day after its last.

    >>> cell_of(date(2018, 3, 1))[0], cell_of(date(2018, 3, 31))
    (datetime.date(2018, 3, 1), (datetime.date(2018, 3, 26), datetime.date(2018, 4, 1)))
    """
    monday, first = day - timedelta(days=day.weekday()), day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return max(monday, first), min(monday + timedelta(days=7), following)


def _by_dataset(cells: pl.DataFrame, first: str, last: str) -> pl.DataFrame:
    return cells.group_by("dataset").agg(
        pl.col("events").cast(pl.Int64).sum(), pl.col(first).min(), pl.col(last).max()
    )


def _days(column: str, asked: Asked, day: pl.Expr | None = None) -> list[pl.Expr]:
    at = pl.col(column) if day is None else day
    found = []
    if asked.since is not None:
        found.append(at >= asked.since)
    if asked.until is not None:
        found.append(at < asked.until)
    return found


_MONTHS: Final = """
SELECT date_trunc('month', happened_on)::DATE AS month, count(*) AS events,
       min(happened_on) AS first_day, max(happened_on) AS last_day
FROM events WHERE {where} GROUP BY 1 ORDER BY 1 DESC
"""

_ARTICLES: Final = """
SELECT a.article_id, a.title, a.outlet, a.published_on, coalesce(e.events, 0) AS events
FROM articles a LEFT JOIN (
  SELECT article_id, count(*) AS events FROM events WHERE article_id IS NOT NULL GROUP BY article_id
) e ON a.article_id = e.article_id
ORDER BY a.published_on DESC NULLS LAST, a.article_id LIMIT {number} OFFSET {offset}
"""
