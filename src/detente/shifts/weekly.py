"""Net series of pairs on one grid of periods, as the lagged test reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.core.errors import TableError
from detente.relations.counts import count_events
from detente.relations.events import require_period
from detente.relations.local_level import Array
from detente.relations.panel import Panel, panel_of

__all__ = ["NetSeries", "holds_scores", "net_series"]

_VALUES = {"actor", "recipient", "period", "value"}


@dataclass(frozen=True)
class NetSeries:
    """One dataset: net weight of each pair in each period, pair x period.

    `values` is on a scale that bounds single weeks (asinh of the net weight over its median size);
    in periods not covered it holds the pair's mean. `events` is each pair's number of events,
    `volume` how much happened (pair x period).
    """

    dataset: str
    period: str
    pairs: list[tuple[str, str]]
    periods: list[date]
    covered: npt.NDArray[np.bool_]
    values: Array
    events: Array
    volume: Array
    _rows: dict[tuple[str, str], int] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._rows.update({pair: row for row, pair in enumerate(self.pairs)})

    def row(self, pair: tuple[str, str]) -> int:
        """Row of a pair in any order, or -1."""
        return self._rows.get((min(pair), max(pair)), -1)

    def activity(self, row: int) -> Array:
        """Log volume of each of a pair's two states, their own relation left out; centred."""
        found = []
        for state in self.pairs[row]:
            own = [at for at, pair in enumerate(self.pairs) if state in pair and at != row]
            log = np.log1p(self.volume[own].sum(axis=0))
            found.append(np.where(self.covered, log - log[self.covered].mean(), 0.0))
        return np.array(found)

    def between(self, first: int, last: int) -> NetSeries:
        """The same series, periods `[first, last)` only."""
        part = slice(first, last)
        return NetSeries(
            self.dataset, self.period, self.pairs, self.periods[part], self.covered[part],
            self.values[:, part], self.events * self.volume[:, part].sum(axis=1)
            / np.maximum(self.volume.sum(axis=1), 1e-9), self.volume[:, part],
        )  # fmt: skip


def holds_scores(table: pl.DataFrame) -> bool:
    """Whether a table holds ready scores (`actor`, `recipient`, `period`, `value`), not events."""
    return set(table.columns) >= _VALUES and "weight" not in table.columns


def net_series(
    events: pl.DataFrame,
    *,
    period: str = "week",
    as_of: date | None = None,
    coverage: pl.DataFrame | None = None,
    domain: str | None = None,
    dataset: str | None = None,
) -> list[NetSeries]:
    """Net series of all pairs, one set a dataset.

    Args:
        events: one row per event (`core.tables.EVENTS`); or a ready score a pair and period:
            `actor`, `recipient`, `period` (first day), `value`, and, if known, `events` and
            `dataset`. A period that no pair has a score in counts as not covered.
        period, as_of, coverage, domain, dataset: as `relations.counts.count_events`; of scores,
            `as_of` keeps the periods that were over by then.

    Raises:
        TableError: neither kind of table.
    """
    if holds_scores(events):
        over = pl.col("period").dt.offset_by(require_period(period)) <= pl.lit(as_of)
        scores = events if as_of is None else events.filter(over)
        return [one for one in _of_scores(scores, period) if dataset in (None, one.dataset)]
    counts = count_events(
        events, period=period, directed=False, as_of=as_of, coverage=coverage,
        domain=domain, dataset=dataset,
    )  # fmt: skip
    return [_of_panel(panel) for panel in panel_of(counts, period=period)]


def _of_panel(panel: Panel) -> NetSeries:
    net = np.nan_to_num(panel.mean) * panel.events
    pairs = [(one, other) for one, other in panel.dyads.rows()]
    return NetSeries(
        panel.dataset, panel.period, pairs, panel.periods, panel.covered,
        _bounded(net, panel.covered), panel.events.sum(axis=1), panel.events,
    )  # fmt: skip


def _of_scores(scores: pl.DataFrame, period: str) -> list[NetSeries]:
    for name, fill in (("dataset", pl.lit("scores")), ("events", pl.lit(1))):
        if name not in scores.columns:
            scores = scores.with_columns(fill.alias(name))
    if bad := scores.filter(pl.col("value").is_null() | ~pl.col("value").is_finite()).height:
        raise TableError(f"scores: column 'value' has {bad} values that are no finite number.")
    counts = scores.select(
        "dataset",
        actor=pl.min_horizontal("actor", "recipient"),
        recipient=pl.max_horizontal("actor", "recipient"),
        period="period",
        events=pl.col("events").cast(pl.Int32),
        verbal_coop=pl.lit(0, pl.Int32), material_coop=pl.lit(0, pl.Int32),
        verbal_conf=pl.lit(0, pl.Int32), material_conf=pl.lit(0, pl.Int32),
        mentions=pl.lit(0, pl.Int64),
        sum_weight=pl.col("value").cast(pl.Float64), mean_weight=pl.col("value").cast(pl.Float64),
        sum_squares=pl.lit(0.0), covered_days=pl.lit(7, pl.Int32),
    )  # fmt: skip
    found = []
    for panel in panel_of(counts, period=period):
        value = np.nan_to_num(panel.mean)
        pairs = [(one, other) for one, other in panel.dyads.rows()]
        found.append(
            NetSeries(
                panel.dataset, period, pairs, panel.periods, panel.covered,
                _bounded(value, panel.covered), panel.events.sum(axis=1), np.abs(value),
            )
        )  # fmt: skip
    return found


def _bounded(net: Array, covered: npt.NDArray[np.bool_]) -> Array:
    size = np.where(net == 0, np.nan, np.abs(net))
    some = ~np.isnan(size).all(axis=1)
    typical = np.ones(len(net))
    typical[some] = np.nanmedian(size[some], axis=1)
    values = np.arcsinh(net / typical[:, None])
    mean = values[:, covered].mean(axis=1, keepdims=True)
    bounded: Array = np.where(covered, values, mean)
    return bounded
