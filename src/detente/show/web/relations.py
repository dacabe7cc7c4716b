"""What the pages show of relations: warmth, shifts, pools of variances, over tallies and events."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, TypeVar

import polars as pl

from detente.core.codebook import QUADS
from detente.core.tables import COVERAGE, WARMTH
from detente.relations.counts import add_up
from detente.relations.panel import observed, panel_of
from detente.relations.variances import Pool, fit_pool
from detente.relations.warmth import Fit, fit_panel, warmth_of_counts
from detente.shifts.daily import DailySeries, counted_by_day, series_of_counts
from detente.shifts.find import shifts_of
from detente.show.evidence import SHIFT_RATE, Library, by_year, key_events, strongest_days
from detente.show.web.record import Asked, Record
from detente.store.tallies import COARSE, COUNTED

__all__ = [
    "Relation", "chief_events", "counts_of", "fits_of", "fitting_period", "pair_dataset",
    "pair_events", "pool_of", "relation_of", "strongest_shifts", "warmth_of",
]  # fmt: skip

Dyads = Sequence[tuple[str, str]]

POOL_DYADS: Final = 120
POOL_EVENTS: Final = 20
"""Variances are pooled over a fixed random sample of so many dyads with so many events at least in
the window: enough for a stable fit, and as quick on ten million events as on ten thousand."""

SHIFT_PAIRS: Final = 40
KEY_EVENTS: Final = 5
QUOTED: Final = 1000
"""Of a relation with more events no sentence is read: its chart draws one mark for many."""

_NARROW: Final = [
    "dataset", "happened_on", "happened_precision", "actor", "recipient", "root", "quad", "weight",
    "status", "confidence", "mentions",
]  # fmt: skip
_NAMED: Final = [
    "event_id", "article_id", "mode", "sentence", "actor_name", "recipient_name",
]  # fmt: skip
"""Columns that are read only of events that are shown one by one: half the time goes into them."""
_SUMS: Final = ["events", *QUADS, "mentions", "sum_weight", "sum_squares"]


@dataclass(frozen=True)
class Relation:
    """A pair of states: its events, warmth as a pair and each way, shifts, covered days.

    `years` and `key_events` as `show.evidence` gives them. Of a relation with more than `QUOTED`
    events the ids, articles, sentences and names of `events` are null.
    """

    pair: tuple[str, str]
    period: str
    events: pl.DataFrame
    both: pl.DataFrame
    ways: pl.DataFrame
    shifts: pl.DataFrame
    coverage: pl.DataFrame
    years: list[dict[str, Any]]
    key_events: pl.DataFrame


def relation_of(record: Record, pair: tuple[str, str], asked: Asked) -> Relation | None:
    """Everything about a pair, or null where the window has no event of it."""
    return record.keep(("relation", pair, asked), lambda: _relation(record, pair, asked))


def _relation(record: Record, pair: tuple[str, str], asked: Asked) -> Relation | None:
    cells = _of_pairs(record.cells(asked), [pair])
    if cells.is_empty():
        return None
    coverage = _coverage(record, cells["dataset"].cast(pl.String).unique().to_list(), asked)
    period = asked.period or fitting_period(coverage)
    events = pair_events(record, pair, asked, named=int(cells["events"].sum()) <= QUOTED)
    both = warmth_of(record, [pair], asked, period=period, directed=False)
    ways = warmth_of(record, [pair, pair[::-1]], asked, period=period)
    series = _series(record, daily_counts(events.lazy()), [pair], coverage)
    shifts = shifts_of(series, false_alarms=SHIFT_RATE)
    years = by_year(events, Library({}), 1, listed=0)
    found = Relation(pair, period, events, both, ways, shifts, coverage, years, events.clear())
    best = chief_events(record, found, KEY_EVENTS, asked=asked, among=events)
    return replace(found, key_events=best)


def pair_events(
    record: Record,
    pair: tuple[str, str],
    asked: Asked,
    *,
    named: bool = True,
    days: Sequence[date] | None = None,
) -> pl.DataFrame:
    """Events between two states in the window, the columns that a page needs, by day and id.

    Without `named` their ids, articles, sentences and names of sides are null. `days`: only of
    these days.
    """
    rows = record.scan(asked).filter(*_listed([pair, pair[::-1]]))
    if days is not None:
        rows = rows.filter(pl.col("happened_on").is_in(sorted(set(days))))
    if named:
        return rows.select(*_NARROW, *_NAMED).collect().sort("happened_on", "event_id")
    nameless = {name: pl.lit(None, dtype=pl.String) for name in _NAMED}
    return rows.select(_NARROW).collect().sort("happened_on").with_columns(**nameless)


def chief_events(
    record: Record, found: Relation, number: int, *, asked: Asked, among: pl.DataFrame
) -> pl.DataFrame:
    """`show.evidence.key_events` of some of a relation's events, with ids and sentences."""
    if among["event_id"].null_count() == 0:
        return key_events(among, number)
    days = strongest_days(among, 40 * number)["happened_on"].to_list()
    if not days:
        return key_events(among, number)
    span = Asked(min(days), max(days) + timedelta(days=1), asked.dataset)
    return key_events(pair_events(record, found.pair, span, days=days), number)


def warmth_of(
    record: Record, dyads: Dyads, asked: Asked, *, period: str, directed: bool = True
) -> pl.DataFrame:
    """Warmth of dyads (`core.tables.WARMTH`), variances pooled over a sample of their dataset."""
    counts = counts_of(record, dyads, asked, period=period, directed=directed)
    frames = []
    for (dataset,), own in sorted(counts.partition_by("dataset", as_dict=True).items()):
        pool = pool_of(record, str(dataset), asked, period=period)
        frames.append(warmth_of_counts(own, period=period, pool=pool))
    return pl.concat(frames) if frames else WARMTH.empty()


def pair_dataset(record: Record, pair: tuple[str, str], asked: Asked) -> str | None:
    """The dataset asked for, or that with most events of the pair; null where it has none."""
    cells = _of_pairs(record.cells(asked), [pair]).filter("counted")
    sums = cells.group_by("dataset").agg(pl.col("events").sum())
    ranked = sums.with_columns(pl.col("dataset").cast(pl.String)).sort(
        ["events", "dataset"], descending=[True, False]
    )
    return str(ranked["dataset"][0]) if ranked.height else None


def fits_of(record: Record, dyads: Dyads, asked: Asked, *, period: str) -> list[Fit]:
    """Fitted models of warmth of these pairs (undirected), one a dataset."""
    counts = counts_of(record, dyads, asked, period=period, directed=False)
    return [
        fit_panel(panel, pool=pool_of(record, panel.dataset, asked, period=period))
        for panel in panel_of(counts, period=period)
    ]


def counts_of(
    record: Record, dyads: Dyads, asked: Asked, *, period: str, directed: bool = True
) -> pl.DataFrame:
    """Counts of dyads in each covered period, as `core.tables.DYAD_PERIOD`."""
    if period == "day":
        spans = _by_day(record, dyads, asked)
    else:
        spans = (
            _of_pairs(record.cells(asked), dyads, directed=directed)
            .filter("counted", ~pl.col("precision").is_in(COARSE[period]))
            .with_columns(pl.col("dataset", "actor", "recipient").cast(pl.String))
            .with_columns(on=pl.max_horizontal("week", "month"))
        )
    wanted = _frame(dyads)
    if not directed:
        spans, wanted = _undirected(spans), _undirected(wanted).unique(maintain_order=True)
    seen = _of_pairs(record.cells(asked), dyads)["dataset"].cast(pl.String).unique().to_frame()
    days = _coverage(record, seen["dataset"].to_list(), asked)
    rows = seen.join(wanted, how="cross")
    kept = spans.join(rows, on=["dataset", "actor", "recipient"], how="semi")
    return add_up(kept, period=period, days=days, dyads=rows)


def _by_day(record: Record, dyads: Dyads, asked: Asked) -> pl.DataFrame:
    rows = record.scan(asked).filter(*_listed(dyads))
    weight = pl.col("weight")
    counted = _counted(rows).group_by("dataset", "actor", "recipient", on="happened_on").agg(
        events=pl.len(), **{quad: (pl.col("quad") == quad).sum() for quad in QUADS},
        mentions=pl.col("mentions").sum(), sum_weight=weight.sum(),
        sum_squares=weight.pow(2).sum(),
    ).collect()  # fmt: skip
    days = _coverage(record, counted["dataset"].unique().to_list(), asked)
    return counted.join(days, left_on=["dataset", "on"], right_on=["dataset", "day"], how="semi")


def pool_of(record: Record, dataset: str, asked: Asked, *, period: str) -> Pool | None:
    """Variances pooled over a sample of the window's dyads; null where it has too few."""
    own = Asked(asked.since, asked.until, dataset)
    return record.keep(("pool", own, period), lambda: _pool(record, own, period))


def _pool(record: Record, asked: Asked, period: str) -> Pool | None:
    dyads = _sample(record.cells(asked))
    if len(dyads) < 2:
        return None
    panels = panel_of(counts_of(record, dyads, asked, period=period), period=period)
    return fit_pool(observed(panels[0])) if panels else None


def _sample(cells: pl.DataFrame) -> list[tuple[str, str]]:
    """A random sample of the dyads with enough events that is the same on every day."""
    sums = cells.filter("counted").group_by("actor", "recipient").agg(pl.col("events").sum())
    enough = sums.filter(pl.col("events") >= POOL_EVENTS).select("actor", "recipient")
    names = enough.cast(pl.String).rows()
    names.sort(key=lambda dyad: hashlib.blake2b("".join(dyad).encode(), digest_size=8).digest())
    return names[:POOL_DYADS]


def strongest_shifts(record: Record, asked: Asked) -> pl.DataFrame:
    """Strongest shifts of the busiest pairs in the window, as `core.tables.SHIFTS`."""
    own = asked.window()
    return record.keep(("shifts", own), lambda: _strongest(record, own))


def _strongest(record: Record, asked: Asked) -> pl.DataFrame:
    pairs = record.pairs(asked, number=SHIFT_PAIRS).select("one", "two").rows()
    ways = [way for pair in pairs for way in (pair, pair[::-1])]
    counts = daily_counts(record.scan(asked).filter(*_listed(ways)))
    coverage = _coverage(record, counts["dataset"].unique().to_list(), asked)
    return shifts_of(_series(record, counts, pairs, coverage), false_alarms=SHIFT_RATE)


def daily_counts(events: pl.LazyFrame) -> pl.DataFrame:
    """Events of each pair by day and class, for `shifts.daily.series_of_counts`."""
    pairs = _undirected(_counted(events))
    return pairs.group_by("dataset", "actor", "recipient", "quad", day="happened_on").agg(
        *counted_by_day()
    ).collect()  # fmt: skip


def _series(
    record: Record, counts: pl.DataFrame, pairs: Dyads, coverage: pl.DataFrame
) -> list[DailySeries]:
    """Daily series of pairs beside the volume of their whole dataset."""
    volume = record.tallies().volume.group_by("dataset", "day").agg(pl.col("events").sum())
    own = volume.with_columns(pl.col("dataset").cast(pl.String))
    wanted = _undirected(_frame(pairs))
    return series_of_counts(counts, days=coverage, dyads=wanted, volume=own)


def _counted(events: pl.LazyFrame) -> pl.LazyFrame:
    """Deeds between two states, dated to the day."""
    return events.filter(
        pl.col("status").is_in(COUNTED),
        pl.col("actor") != pl.col("recipient"),
        ~pl.col("happened_precision").is_in(COARSE["week"]),
    )


F = TypeVar("F", pl.LazyFrame, pl.DataFrame)


def _undirected(rows: F) -> F:
    return rows.with_columns(
        actor=pl.min_horizontal("actor", "recipient"),
        recipient=pl.max_horizontal("actor", "recipient"),
    )


def _frame(dyads: Dyads) -> pl.DataFrame:
    schema = {"actor": pl.String, "recipient": pl.String}
    return pl.DataFrame(list(dyads), schema=schema, orient="row")


def _listed(dyads: Dyads) -> list[pl.Expr]:
    """Conditions for these dyads; the first two let a reader skip parts of files."""
    actors, recipients = {dyad[0] for dyad in dyads}, {dyad[1] for dyad in dyads}
    return [
        pl.col("actor").is_in(sorted(actors)),
        pl.col("recipient").is_in(sorted(recipients)),
        pl.concat_str("actor", pl.lit(">"), "recipient").is_in([">".join(dyad) for dyad in dyads]),
    ]


def _of_pairs(cells: pl.DataFrame, dyads: Dyads, *, directed: bool = False) -> pl.DataFrame:
    """Cells of these dyads; of both directions unless `directed`."""
    both = {*dyads} if directed else {*dyads, *(dyad[::-1] for dyad in dyads)}
    if len(both) <= 4:
        kept = pl.lit(value=False)
        for actor, recipient in both:
            kept |= (pl.col("actor") == actor) & (pl.col("recipient") == recipient)
        return cells.filter(kept)
    wanted = _frame(sorted(both)).cast(cells.schema["actor"])
    return cells.join(wanted, on=["actor", "recipient"], how="semi")


def _coverage(record: Record, datasets: Sequence[str], asked: Asked) -> pl.DataFrame:
    """Covered days of these datasets in the window, as `core.tables.COVERAGE`."""
    return pl.concat([COVERAGE.empty(), *(record.days(name, asked) for name in sorted(datasets))])


def fitting_period(coverage: pl.DataFrame) -> str:
    """Week for up to some 14 months, month for up to 8 years, else quarter."""
    first, last = coverage["day"].min(), coverage["day"].max()
    if not isinstance(first, date) or not isinstance(last, date):
        return "month"
    span = (last - first).days
    return "week" if span <= 430 else "month" if span <= 3000 else "quarter"
