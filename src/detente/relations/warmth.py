"""Warmth: how friendly what one state does to another is, with a band that silence widens.

In period t with n events of mean weight y: `y ~ N(θ_t, σ²(ρ + 1/n))`, `θ_t = θ_{t-1} + N(0, κσ²)`.
θ is the warmth, in Goldstein points. Filtered values use events up to their period, smoothed ones
all events given. Variances: see `variances.py`; equations: see `local_level.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from scipy.stats import norm
from scipy.stats import t as student

from detente.core.errors import TableError
from detente.core.tables import DYAD_PERIOD, WARMTH, conform
from detente.relations.counts import count_events
from detente.relations.events import require_dyads
from detente.relations.local_level import (
    Array,
    Filtered,
    Smoothed,
    filter_levels,
    smooth_levels,
)
from detente.relations.panel import DAYS, Panel, observed, panel_of
from detente.relations.variances import Pool, Variances, estimate_variances, fit_pool

__all__ = ["Fit", "fit_panel", "fit_warmth", "warmth", "warmth_of_counts"]

LEVEL = 0.9


@dataclass(frozen=True)
class Fit:
    """The model fitted to one dataset: the panel, the variances and the levels, dyad x period."""

    panel: Panel
    pool: Pool
    variances: Variances
    noise: Array
    step: Array
    filtered: Filtered
    smoothed: Smoothed


def warmth(
    events: pl.DataFrame,
    *,
    period: str = "week",
    directed: bool = True,
    dyads: Sequence[tuple[str, str]] | None = None,
    as_of: date | None = None,
    coverage: pl.DataFrame | None = None,
    domain: str | None = None,
    dataset: str | None = None,
    level: float = LEVEL,
    pool: Pool | None = None,
) -> pl.DataFrame:
    """Warmth of each dyad in each covered period.

    Args:
        events: one row per event, columns as in `core.tables.EVENTS`; or counts already made
            (`core.tables.DYAD_PERIOD`), with which `as_of`, `coverage` and `domain` don't go.
        period: day, week (from Monday), month, quarter or year.
        directed: False joins both directions of a pair; `actor` is then the first by alphabet.
        dyads: only these; None: all. Variances are pooled over all dyads of `events` either way.
        as_of: nothing reported on this day or later is seen.
        coverage: days that each dataset covers; None: see `count_events`.
        domain: only events of this domain.
        dataset: only this dataset; None: each dataset in rows of its own.
        level: probability that the band holds.
        pool: variances pooled elsewhere (`fit_warmth(…)[0].pool`); None: from `events`.

    Returns:
        `core.tables.WARMTH`, sorted by dyad and period. A covered period without events has
        `events` 0, `mean_weight` null, and a warmth carried on with a wider band; a period that
        isn't covered has no row. `filtered` is null before a dyad's first event, and all values
        are null for a dyad without any event.

    Raises:
        TableError: `events` lacks a column or holds an impossible value.
        CodebookError: an unknown state or domain.

    Source: Durbin & Koopman 2012; decisions/0030 for the noise that a period's events share.
    """
    wanted = require_dyads(dyads, directed=directed)
    counts = _counts(
        events, period=period, directed=directed, as_of=as_of, coverage=coverage,
        domain=domain, dataset=dataset, wanted=wanted,
    )  # fmt: skip
    return warmth_of_counts(counts, period=period, wanted=wanted, level=level, pool=pool).select(
        pl.col("dataset", "actor", "recipient"),
        pl.lit(domain, dtype=pl.String).alias("domain"),
        pl.exclude("dataset", "actor", "recipient", "domain"),
    )


def _counts(
    events: pl.DataFrame, *, wanted: pl.DataFrame | None, directed: bool, **choices: object
) -> pl.DataFrame:
    """Counts of all dyads (for the pool), with rows for wanted dyads that have no event."""
    if set(DYAD_PERIOD.names) <= set(events.columns):
        if any(choices[name] is not None for name in ("as_of", "coverage", "domain")):
            raise TableError("counts are made: give as_of, coverage and domain to count_events.")
        name = choices["dataset"]
        return events if name is None else events.filter(pl.col("dataset") == name)
    counts = count_events(events, directed=directed, **choices)  # type: ignore[arg-type]
    if wanted is None:
        return counts
    absent = wanted.join(counts, on=["actor", "recipient"], how="anti")
    if not absent.height:
        return counts
    empty = count_events(events, directed=directed, dyads=absent.rows(), **choices)  # type: ignore[arg-type]
    return pl.concat([counts, empty])


def fit_warmth(
    events: pl.DataFrame,
    *,
    period: str = "week",
    directed: bool = True,
    as_of: date | None = None,
    coverage: pl.DataFrame | None = None,
    domain: str | None = None,
    dataset: str | None = None,
    pool: Pool | None = None,
) -> list[Fit]:
    """The fitted model of every dataset in `events`, for all its dyads; arguments as `warmth`."""
    counts = _counts(
        events, period=period, directed=directed, as_of=as_of, coverage=coverage,
        domain=domain, dataset=dataset, wanted=None,
    )  # fmt: skip
    return [fit_panel(panel, pool=pool) for panel in panel_of(counts, period=period)]


def warmth_of_counts(
    counts: pl.DataFrame,
    *,
    period: str = "week",
    wanted: pl.DataFrame | None = None,
    level: float = LEVEL,
    pool: Pool | None = None,
) -> pl.DataFrame:
    """`warmth` from `core.tables.DYAD_PERIOD`; `wanted` (`actor`, `recipient`) keeps some dyads."""
    if not 0 < level < 1:
        raise TableError(f"level is {level}; a band's probability lies between 0 and 1.")
    frames = [
        _frame(fit_panel(panel, pool=pool), level=level)
        for panel in panel_of(counts, period=period)
    ]
    table = pl.concat(frames) if frames else WARMTH.empty()
    if wanted is not None:
        table = table.join(wanted, on=["actor", "recipient"], how="semi", maintain_order="left")
    return table


def fit_panel(panel: Panel, *, pool: Pool | None = None) -> Fit:
    """Variances, filter and smoother for every dyad of one panel at once."""
    packed = observed(panel)
    pool = pool or fit_pool(packed)
    variances = estimate_variances(packed, pool)
    events = np.where(panel.seen, panel.events, 1.0)
    noise = variances.noise[:, None] / events + variances.shared[:, None]
    moves = variances.step * DAYS[panel.period] / 7.0
    step = np.broadcast_to(moves[:, None], panel.events.shape)
    filtered = filter_levels(
        panel.mean, noise, step=step,
        start=np.full(panel.dyads.height, pool.start),
        start_variance=pool.spread * variances.noise,
    )  # fmt: skip
    smoothed = smooth_levels(panel.mean, noise, filtered=filtered)
    return Fit(panel, pool, variances, noise, step, filtered, smoothed)


def _frame(fit: Fit, *, level: float) -> pl.DataFrame:
    panel = fit.panel
    started = np.maximum.accumulate(panel.seen, axis=1)
    ever = np.broadcast_to(started[:, -1:], started.shape)
    reach = _reach(fit.variances.freedom, level)[:, None]
    half_filtered = reach * np.sqrt(fit.filtered.variance)
    half = reach * np.sqrt(fit.smoothed.variance)
    at = np.flatnonzero(panel.covered)
    columns = {
        "events": panel.events,
        "mean_weight": panel.mean,
        "filtered": np.where(started, fit.filtered.level, np.nan),
        "filtered_low": np.where(started, fit.filtered.level - half_filtered, np.nan),
        "filtered_high": np.where(started, fit.filtered.level + half_filtered, np.nan),
        "warmth": np.where(ever, fit.smoothed.level, np.nan),
        "low": np.where(ever, fit.smoothed.level - half, np.nan),
        "high": np.where(ever, fit.smoothed.level + half, np.nan),
    }
    flat = {name: values[:, at].ravel() for name, values in columns.items()}
    return conform(
        panel.dyads.select(pl.all().repeat_by(at.size).explode(empty_as_null=False))
        .with_columns(
            dataset=pl.lit(panel.dataset),
            period=pl.Series([panel.periods[i] for i in at] * panel.dyads.height, dtype=pl.Date),
            **{name: pl.Series(values) for name, values in flat.items()},
            level=pl.lit(level),
        )
        .with_columns(pl.col(list(flat)).fill_nan(None)),
        WARMTH,
    )


def _reach(freedom: Array, level: float) -> Array:
    """Half width of the band in standard deviations: Student's t where σ² is poorly known."""
    tail = 0.5 + level / 2
    reach: Array = np.where(freedom > 200, norm.ppf(tail), student.ppf(tail, freedom))
    return reach
