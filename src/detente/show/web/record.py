"""What the pages read: a store through DuckDB, kept open until the store changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar, cast

import polars as pl

from detente.core.errors import StoreError
from detente.core.tables import WARMTH
from detente.relations.counts import count_events
from detente.relations.panel import observed, panel_of
from detente.relations.variances import Pool, fit_pool
from detente.relations.warmth import warmth_of_counts
from detente.shifts.find import find_shifts
from detente.show.evidence import SHIFT_RATE, coverage_of
from detente.store.layout import MANIFEST, TABLES
from detente.store.store import Store

__all__ = ["Asked", "Record", "Relation"]

POOL_DYADS: Final = 120
POOL_EVENTS: Final = 20
"""Variances are pooled over a fixed random sample of so many dyads with so many events at least:
enough for a stable fit, and as quick on ten million events as on ten thousand."""

SHIFT_PAIRS: Final = 40
_MISSING = object()
T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """What a page is about: days [since, until), one dataset or all, the length of a period."""

    since: date | None = None
    until: date | None = None
    dataset: str | None = None
    period: str | None = None


@dataclass(frozen=True)
class Relation:
    """A pair of states: its events, warmth as a pair and each way, shifts, covered days."""

    pair: tuple[str, str]
    period: str
    events: pl.DataFrame
    both: pl.DataFrame
    ways: pl.DataFrame
    shifts: pl.DataFrame
    coverage: pl.DataFrame


class Record:
    """A store as the pages see it; every answer is kept until the store changes."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = threading.Lock()
        self._version: Any = None
        self._connection: Any = None
        self._kept: dict[Any, Any] = {}

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

    def query(self, sql: str, values: Sequence[Any] = ()) -> pl.DataFrame:
        """Answer of a query with `?` for each of `values`; tables as in the store."""
        import duckdb

        cursor = self._open().cursor()
        try:
            answer: pl.DataFrame = cursor.sql(sql, params=list(values)).pl()
        except duckdb.Error as fault:
            # A compaction may have replaced the files that the old views name.
            self._forget()
            raise StoreError(f"The store couldn't answer: {fault}") from fault
        finally:
            cursor.close()
        return answer

    def _open(self) -> Any:
        now = self.version()
        with self._lock:
            if self._connection is None or now != self._version:
                self._connection, self._version, self._kept = self._connected(), now, {}
            return self._connection

    def _connected(self) -> Any:
        """A connection whose empty tables its cursors see too: they come as registered frames."""
        connection = self.store.connect()
        for name in TABLES:
            if not self.store.segments(name):
                connection.execute(f"CREATE TABLE _{name} AS SELECT * FROM {name}")
                connection.unregister(name)
                connection.execute(f"ALTER TABLE _{name} RENAME TO {name}")
        return connection

    def _forget(self) -> None:
        with self._lock:
            self._connection, self._kept = None, {}

    def keep(self, key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """`make()`, or what it gave before for `key` in this version of the store."""
        self._open()
        found = self._kept.get(key, _MISSING)
        if found is _MISSING:
            found = make()
            with self._lock:
                if len(self._kept) > 400:
                    self._kept.clear()
                self._kept[key] = found
        return cast(T, found)

    # what there is

    def datasets(self) -> pl.DataFrame:
        """One row per dataset: events, first and last day, covered days, days in between."""
        return self.keep(("datasets",), lambda: self.query(_DATASETS))

    def pairs(self, asked: Asked, *, number: int, state: str | None = None) -> pl.DataFrame:
        """Pairs with most events: one, two, events, coop, conf, mean_weight, first, last."""
        where, values = _where(asked)
        if state:
            where += " AND (actor = ? OR recipient = ?)"
            values += [state, state]
        sql = _PAIRS.format(where=where, number=int(number))
        return self.keep(("pairs", asked, number, state), lambda: self.query(sql, values))

    def totals(self, asked: Asked) -> dict[str, Any]:
        """Events between states and states seen, and the first and last day."""
        where, values = _where(asked)
        sql = _TOTALS.format(where=where)
        return self.keep(("totals", asked), lambda: self.query(sql, values).row(0, named=True))

    def coverage(self, asked: Asked) -> pl.DataFrame:
        """Covered days of the asked datasets and window, as `core.tables.COVERAGE`."""
        conditions, values = ["true"], []
        for text, value in (
            ("dataset = ?", asked.dataset), ("day >= ?", asked.since), ("day < ?", asked.until),
        ):  # fmt: skip
            if value is not None:
                conditions.append(text)
                values.append(value)
        sql = f"SELECT DISTINCT dataset, day FROM coverage WHERE {' AND '.join(conditions)}"
        return self.keep(("coverage", asked), lambda: self.query(sql, values))

    # relations

    def relation(self, pair: tuple[str, str], asked: Asked) -> Relation | None:
        """Everything about a pair, or null where the window has no event of it."""
        return self.keep(("relation", pair, asked), lambda: self._relation(pair, asked))

    def _relation(self, pair: tuple[str, str], asked: Asked) -> Relation | None:
        events = self.pair_events(pair, asked)
        if events.is_empty():
            return None
        coverage = coverage_of(events, self.coverage(asked))
        period = asked.period or fitting_period(coverage)
        ways = [pair, pair[::-1]]
        both = self._warmth(events, [pair], period, coverage, directed=False)
        each = self._warmth(events, ways, period, coverage, directed=True)
        shifts = find_shifts(events, dyads=[pair], coverage=coverage, false_alarms=SHIFT_RATE)
        return Relation(pair, period, events, both, each, shifts, coverage)

    def pair_events(self, pair: tuple[str, str], asked: Asked) -> pl.DataFrame:
        """All events between two states in the window, sorted by day and id."""
        where, values = _where(asked)
        sql = (
            f"SELECT * FROM events WHERE {where} AND ((actor = ? AND recipient = ?) OR "
            "(actor = ? AND recipient = ?)) ORDER BY happened_on, event_id"
        )
        return self.query(sql, [*values, *pair, *pair[::-1]])

    def _warmth(
        self, events: pl.DataFrame, dyads: list[tuple[str, str]], period: str,
        coverage: pl.DataFrame, *, directed: bool,
    ) -> pl.DataFrame:  # fmt: skip
        counts = count_events(
            events, period=period, directed=directed, dyads=dyads, coverage=coverage
        )
        frames = []
        for dataset in counts["dataset"].unique().sort().to_list():
            own = counts.filter(pl.col("dataset") == dataset)
            pool = self.pool(dataset, period)
            frames.append(warmth_of_counts(own, period=period, pool=pool))
        return pl.concat(frames) if frames else WARMTH.empty()

    def pool(self, dataset: str, period: str) -> Pool | None:
        """Variances pooled over a sample of the dataset's dyads; null where it has too few."""
        return self.keep(("pool", dataset, period), lambda: self._pool(dataset, period))

    def _pool(self, dataset: str, period: str) -> Pool | None:
        dyads = self.query(_SAMPLE_DYADS, [POOL_EVENTS, dataset, POOL_DYADS])
        if dyads.height < 2:
            return None
        marks = ", ".join(["(?, ?)"] * dyads.height)
        sql = f"SELECT * FROM events WHERE dataset = ? AND (actor, recipient) IN ({marks})"
        sides = [side for dyad in dyads.rows() for side in dyad]
        events = self.query(sql, [dataset, *sides])
        coverage = self.coverage(Asked(dataset=dataset))
        counts = count_events(events, period=period, coverage=coverage if coverage.height else None)
        panels = panel_of(counts, period=period)
        return fit_pool(observed(panels[0])) if panels else None

    def shifts(self, asked: Asked) -> pl.DataFrame:
        """Strongest shifts of the busiest pairs in the window, as `core.tables.SHIFTS`."""
        return self.keep(("shifts", asked), lambda: self._shifts(asked))

    def _shifts(self, asked: Asked) -> pl.DataFrame:
        busiest = self.pairs(asked, number=SHIFT_PAIRS)
        pairs = busiest.select("one", "two").rows()
        where, values = _where(asked)
        marks = ", ".join(["(?, ?)"] * len(pairs)) or "(NULL, NULL)"
        sql = (
            f"SELECT * FROM events WHERE {where} AND "
            f"(least(actor, recipient), greatest(actor, recipient)) IN ({marks})"
        )
        events = self.query(sql, [*values, *(side for pair in pairs for side in pair)])
        coverage = coverage_of(events, self.coverage(asked))
        return find_shifts(events, coverage=coverage, false_alarms=SHIFT_RATE)

    # single things

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


def fitting_period(coverage: pl.DataFrame) -> str:
    """Week for up to some 14 months, month for up to 8 years, else quarter."""
    days = coverage["day"].to_list()
    span = (max(days) - min(days)).days
    return "week" if span <= 430 else "month" if span <= 3000 else "quarter"


def _where(asked: Asked) -> tuple[str, list[Any]]:
    conditions, values = ["actor <> recipient"], []
    for text, value in (
        ("dataset = ?", asked.dataset),
        ("happened_on >= ?", asked.since),
        ("happened_on < ?", asked.until),
    ):
        if value is not None:
            conditions.append(text)
            values.append(value)
    return " AND ".join(conditions), values


_DATASETS: Final = """
WITH told AS (
  SELECT dataset, count(*) AS events, min(happened_on) AS first_day, max(happened_on) AS last_day
  FROM events GROUP BY dataset),
covered AS (
  SELECT dataset, count(DISTINCT day) AS covered_days, min(day) AS covered_from,
         max(day) AS covered_to
  FROM coverage GROUP BY dataset)
SELECT coalesce(told.dataset, covered.dataset) AS dataset, coalesce(events, 0) AS events,
       first_day, last_day, covered_days, covered_from, covered_to,
       date_diff('day', covered_from, covered_to) + 1 - covered_days AS missing_days
FROM told FULL JOIN covered ON told.dataset = covered.dataset ORDER BY 1
"""

_PAIRS: Final = """
SELECT least(actor, recipient) AS one, greatest(actor, recipient) AS two, count(*) AS events,
       count(*) FILTER (quad IN ('verbal_coop', 'material_coop')) AS coop,
       count(*) FILTER (quad IN ('verbal_conf', 'material_conf')) AS conf,
       avg(weight) AS mean_weight, min(happened_on) AS first_day, max(happened_on) AS last_day
FROM events WHERE {where} AND status IN ('happened', 'announced')
GROUP BY 1, 2 ORDER BY events DESC, one, two LIMIT {number}
"""

_TOTALS: Final = """
SELECT count(*) AS events, min(happened_on) AS first_day, max(happened_on) AS last_day
FROM events WHERE {where}
"""

_SAMPLE_DYADS: Final = """
SELECT actor, recipient FROM (
  SELECT actor, recipient, count(*) AS events FROM events
  WHERE actor <> recipient AND status IN ('happened', 'announced') AND dataset = $2
  GROUP BY 1, 2) WHERE events >= $1
ORDER BY hash(actor || recipient), 1, 2 LIMIT $3
"""

_ARTICLES: Final = """
SELECT a.article_id, a.title, a.outlet, a.published_on, coalesce(e.events, 0) AS events
FROM articles a LEFT JOIN (
  SELECT article_id, count(*) AS events FROM events GROUP BY article_id) e
  ON a.article_id = e.article_id
ORDER BY a.published_on DESC NULLS LAST, a.article_id LIMIT {number} OFFSET {offset}
"""
