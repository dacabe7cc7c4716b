"""The signed network of a period: who is on good and who on bad terms, beyond doubt."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl
from scipy.stats import norm

from detente.core.tables import NETWORK, check, conform
from detente.relations.variances import Pool
from detente.relations.warmth import LEVEL, Fit, fit_warmth

if TYPE_CHECKING:
    import networkx

__all__ = ["network", "positions"]

_SETTLE: Final = 300
_MOVE: Final = 15
# Two and a half times the usual distance of neighbours: else the great powers lie on one heap.
_APART: Final = 2.5


def network(
    events: pl.DataFrame,
    *,
    period: str = "quarter",
    neutral: float = 0.0,
    min_events: int = 3,
    as_of: date | None = None,
    coverage: pl.DataFrame | None = None,
    domain: str | None = None,
    dataset: str | None = None,
    level: float = LEVEL,
    pool: Pool | None = None,
) -> pl.DataFrame:
    """Relations of each period whose warmth lies surely over or under the neutral level.

    Args:
        events: one row per event, columns as in `core.tables.EVENTS`.
        period: day, week, month, quarter or year; the warmth model runs on it.
        neutral: level that the band must exclude, in Goldstein points. In a record where most
            reports are of meetings, the mean (about 2) may say more than 0.
        min_events: least events of the pair in the period.
        as_of, coverage, domain, dataset, level, pool: as `relations.warmth.warmth`.

    Returns:
        `core.tables.NETWORK`, sorted. A pair without a row is not surely either, or too little is
        known of it in that period.

    Raises:
        TableError, CodebookError: as `warmth`.
    """
    fits = fit_warmth(
        events, period=period, directed=False, as_of=as_of, coverage=coverage,
        domain=domain, dataset=dataset, pool=pool,
    )  # fmt: skip
    frames = [_edges(fit, neutral, min_events, level) for fit in fits]
    return pl.concat(frames) if frames else NETWORK.empty()


def _edges(fit: Fit, neutral: float, min_events: int, level: float) -> pl.DataFrame:
    half = float(norm.ppf(0.5 + level / 2)) * np.sqrt(fit.smoothed.variance)
    warmth = fit.smoothed.level
    sure = (np.abs(warmth - neutral) > half) & (fit.panel.events >= min_events)
    rows, columns = np.nonzero(sure & fit.panel.covered)
    names = fit.panel.dyads[rows]
    edges = pl.DataFrame(
        {
            "dataset": [fit.panel.dataset] * rows.size,
            "period": pl.Series([fit.panel.periods[at] for at in columns], dtype=pl.Date),
            "one": names["actor"],
            "other": names["recipient"],
            "sign": np.sign(warmth[rows, columns] - neutral),
            "warmth": warmth[rows, columns],
            "low": (warmth - half)[rows, columns],
            "high": (warmth + half)[rows, columns],
            "events": fit.panel.events[rows, columns],
        }
    )
    return conform(edges, NETWORK).sort("period", "one", "other")


def positions(edges: pl.DataFrame, *, seed: int = 0) -> pl.DataFrame:
    """Places to draw the states of each period at, moved as little as need be between periods.

    Friends are drawn together. The first layout is of all periods together; each period starts
    from the places of the one before and is let settle only briefly.

    Returns:
        One row a period and state in it: `dataset`, `period`, `state`, `x`, `y` (about -1 … 1).

    Raises:
        TableError: `edges` is no `core.tables.NETWORK`.
    """
    check(edges, NETWORK)
    rows = []
    for (dataset,), own in edges.partition_by("dataset", as_dict=True, maintain_order=True).items():
        places = _settled(_graph(own), None, seed, _SETTLE)
        for (day,), now in (
            own.sort("period").partition_by("period", as_dict=True, maintain_order=True).items()
        ):
            graph = _graph(now)
            places = places | _settled(graph, {n: places[n] for n in graph}, seed, _MOVE)
            rows += [(dataset, day, n, *map(float, places[n])) for n in sorted(graph)]
    schema = {"dataset": pl.String, "period": pl.Date, "state": pl.String,
              "x": pl.Float64, "y": pl.Float64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _graph(edges: pl.DataFrame) -> networkx.Graph:
    """Pull of each pair: strong between friends, weak between foes, so that blocs part."""
    import networkx

    graph = networkx.Graph()
    pulls = edges.group_by("one", "other").agg(pull=pl.col("sign").mean()).sort("one", "other")
    for one, other, pull in pulls.iter_rows():
        graph.add_edge(one, other, weight=1.0 if pull > 0 else 0.05)
    return graph


def _settled(
    graph: networkx.Graph, start: dict[str, np.ndarray] | None, seed: int, steps: int
) -> dict[str, np.ndarray]:
    import networkx

    apart = _APART / max(1.0, len(graph) ** 0.5)
    places: dict[str, np.ndarray] = networkx.spring_layout(
        graph, k=apart, pos=start, seed=seed, iterations=steps, weight="weight"
    )
    return places
