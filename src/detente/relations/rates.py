"""The rates of co-operation and of conflict, apart: level and mix of a relation are two things.

In many quarrels the balance rises because calls and visits multiply. So the two rates stand beside
warmth: each a latent Poisson rate per exposure (the dataset's own volume, so that a record that
grows does not look like a relation that grows). Rates are gamma distributed; from one period to the
next the information is discounted by δ, chosen by likelihood for each dyad and series; counts are
divided by a dispersion, since reports come in clusters.

Filter: `a_t = δ a_{t-1} + x_t`, `b_t = δ b_{t-1} + e_t`. Smoother, exact for this model:
`λ_{t-1} = δ λ_t + Gamma((1-δ) a_{t-1}, b_{t-1})`.

Source: West & Harrison 1997, chapter 14; Aktekin, Polson & Soyer 2018, Bayesian Analysis 13(2).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from scipy.special import gammaln, logsumexp
from scipy.stats import gamma

from detente.core.tables import RATES, conform
from detente.relations.counts import count_events
from detente.relations.local_level import Array
from detente.relations.panel import Panel, panel_of

__all__ = ["rates"]

_SIDES: Final = {
    "cooperation": ("verbal_coop", "material_coop"),
    "conflict": ("verbal_conf", "material_conf"),
}
_DISCOUNTS: Final = np.array([0.6, 0.7, 0.8, 0.87, 0.92, 0.95, 0.97, 0.98, 0.99, 0.995])
_START_WORTH: Final = 0.5


def rates(
    events: pl.DataFrame,
    *,
    period: str = "week",
    directed: bool = True,
    dyads: Sequence[tuple[str, str]] | None = None,
    as_of: date | None = None,
    coverage: pl.DataFrame | None = None,
    domain: str | None = None,
    dataset: str | None = None,
    level: float = 0.9,
) -> pl.DataFrame:
    """Latent rates of co-operation and conflict of each dyad, with bands.

    Arguments as `relations.warmth.warmth`; exposure is taken from all dyads of `events`.

    Returns:
        `core.tables.RATES`, sorted. `rate` is what a period of mean exposure would bring; a covered
        period without events has `events` 0 and a lower rate; one not covered has no row.

    Raises:
        TableError: `events` lacks a column or holds an impossible value.
        CodebookError: an unknown state or domain.
    """
    seen = {"period": period, "directed": directed, "as_of": as_of, "coverage": coverage,
            "domain": domain, "dataset": dataset}  # fmt: skip
    counts = count_events(events, **seen)  # type: ignore[arg-type]
    volume = counts.group_by("dataset", "period").agg(pl.col("events").sum().alias("volume"))
    if dyads is not None:
        counts = count_events(events, dyads=dyads, **seen)  # type: ignore[arg-type]
    frames = [
        _series(panel, volume.filter(pl.col("dataset") == panel.dataset), side, level=level)
        for panel in panel_of(counts, period=period)
        for side in _SIDES
    ]
    table = pl.concat(frames) if frames else RATES.empty()
    return table.sort("dataset", "actor", "recipient", "series", "period")


def _series(panel: Panel, volume: pl.DataFrame, side: str, *, level: float) -> pl.DataFrame:
    words, deeds = _SIDES[side]
    counts = panel.quads[words] + panel.quads[deeds]
    exposure = _exposure(panel, volume)
    spread = _dispersion(counts[:, panel.covered], exposure[panel.covered])
    scaled, worth = counts / spread[:, None], exposure / spread[:, None]
    start = _START_WORTH * (scaled.sum(axis=1) + 0.5) / (worth.sum(axis=1) + 1e-9)
    discount = _discounts(scaled, worth, start)
    a, b = _filter(scaled, worth, start, discount)
    mean, variance = _smooth(a, b, discount)
    shape = mean**2 / np.maximum(variance, 1e-12)
    low, high = (
        gamma.ppf(tail, shape, scale=mean / shape) for tail in (0.5 - level / 2, 0.5 + level / 2)
    )
    return _frame(
        panel, side, level,
        {"events": counts, "exposure": np.broadcast_to(exposure, counts.shape),
         "filtered": a / b, "rate": mean, "low": low, "high": high},
    )  # fmt: skip


def _exposure(panel: Panel, volume: pl.DataFrame) -> Array:
    """The dataset's events in each period over their mean; 0 in holes."""
    by_period = dict(volume.select("period", "volume").iter_rows())
    raw = np.array([float(by_period.get(day, 0.0)) for day in panel.periods])
    floor = panel.covered_days / max(panel.covered_days.mean(), 1e-9) * raw.mean() * 0.02
    raw = np.where(panel.covered, np.maximum(raw, floor), 0.0)
    exposure: Array = raw / raw[panel.covered].mean()
    return exposure


def _dispersion(counts: Array, exposure: Array) -> Array:
    """Variance over mean of a dyad's counts about a slowly moving level; at least 1."""
    rate = counts / exposure
    if counts.shape[1] < 3:
        return np.ones(counts.shape[0])
    jump = np.diff(rate, axis=1) ** 2 / (1 / exposure[1:] + 1 / exposure[:-1])
    mean = counts.sum(axis=1) / exposure.sum()
    raw = jump.sum(axis=1) / np.maximum(mean * jump.shape[1], 1e-9)
    weight = counts.sum(axis=1)
    pooled = max(1.0, float((weight * raw).sum() / max(weight.sum(), 1.0)))
    shrunk: Array = (weight * raw + 10.0 * pooled) / (weight + 10.0)
    return np.maximum(shrunk, 1.0)


def _discounts(counts: Array, exposure: Array, start: Array) -> Array:
    """Each dyad's discount on a grid with an even prior.

    What is averaged is the square of the part forgotten, `1 - δ`: so 90 % bands hold 84-95 % of
    rates that walk on the log scale, with the plain mean 81-93 %.
    """
    fit = np.stack(
        [_log_likelihood(counts, exposure, start, value) for value in _DISCOUNTS], axis=1
    )
    chance = np.exp(fit - logsumexp(fit, axis=1, keepdims=True))
    discount: Array = 1.0 - np.sqrt(chance @ (1.0 - _DISCOUNTS) ** 2)
    return discount


def _log_likelihood(counts: Array, exposure: Array, start: Array, discount: float) -> Array:
    a, b = start.copy(), np.full(start.size, _START_WORTH)
    total = np.zeros(start.size)
    for t in range(counts.shape[1]):
        a, b, x, e = a * discount, b * discount, counts[:, t], exposure[:, t]
        seen = e > 0
        fit = (
            gammaln(a + x) - gammaln(a) - gammaln(x + 1)
            + a * np.log(b / (b + e)) + x * np.log(np.where(seen, e, 1.0) / (b + e))
        )  # fmt: skip
        total += np.where(seen, fit, 0.0)
        a, b = a + x, b + e
    return total


def _filter(counts: Array, exposure: Array, start: Array, discount: Array) -> tuple[Array, Array]:
    shape, scale = np.empty(counts.shape), np.empty(counts.shape)
    a, b = start.copy(), np.full(start.size, _START_WORTH)
    for t in range(counts.shape[1]):
        a, b = discount * a + counts[:, t], discount * b + exposure[:, t]
        # Information never falls below a small start, else a long silence would end in 0 / 0.
        a, b = np.maximum(a, 1e-3), np.maximum(b, 1e-3)
        shape[:, t], scale[:, t] = a, b
    return shape, scale


def _smooth(a: Array, b: Array, discount: Array) -> tuple[Array, Array]:
    mean, variance = a / b, a / b**2
    for t in range(a.shape[1] - 2, -1, -1):
        fresh = (1.0 - discount) * a[:, t]
        mean[:, t] = discount * mean[:, t + 1] + fresh / b[:, t]
        variance[:, t] = discount**2 * variance[:, t + 1] + fresh / b[:, t] ** 2
    return mean, variance


def _frame(panel: Panel, side: str, level: float, columns: dict[str, Array]) -> pl.DataFrame:
    at = np.flatnonzero(panel.covered)
    flat = {name: values[:, at].ravel() for name, values in columns.items()}
    return conform(
        panel.dyads.select(pl.all().repeat_by(at.size).explode(empty_as_null=False)).with_columns(
            dataset=pl.lit(panel.dataset), series=pl.lit(side), level=pl.lit(level),
            period=pl.Series([panel.periods[i] for i in at] * panel.dyads.height, dtype=pl.Date),
            **{name: pl.Series(values) for name, values in flat.items()},
        ),
        RATES,
    )  # fmt: skip
