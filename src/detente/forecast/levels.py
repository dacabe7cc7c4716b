"""Forecasts of a measured level, such as a weekly score or mean weight, as normal distributions.

For tables that hold scores and no counts. Last value, moving mean, EWMA, and the local-level model
with its noise-to-drift ratio by maximum likelihood per series; spreads come from past errors.
Source: Durbin & Koopman 2012, chapter 2; CRPS of the normal: Gneiting & Raftery 2007, eq. 21.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from detente.relations.local_level import filter_levels

__all__ = ["crps_normal", "level_means", "level_scores"]

Reals = npt.NDArray[np.float64]
DRIFTS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
"""Variance of a period's drift over that of the noise."""


def crps_normal(value: Reals, *, mean: Reals, sd: Reals) -> Reals:
    """Continuous ranked probability score of normal distributions, in units of the value.

    >>> float(crps_normal(np.zeros(1), mean=np.zeros(1), sd=np.ones(1)).round(4)[0])
    0.2337
    """
    z = (value - mean) / sd
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return np.asarray(sd * (z * (2 * ndtr(z) - 1) + 2 * density - 1 / np.sqrt(np.pi)))


def level_means(y: Reals) -> dict[str, Reals]:
    """What each model expects after each period, series × times; NaN marks a missing period."""
    filled = _carried(y)
    return {
        "last value": filled,
        "mean of 26": _moving(y, 26),
        "EWMA, half-life 6": _faded(y, 6.0),
        "local level": _local_level(y),
    }


def level_scores(
    y: Reals, *, origins: Sequence[int], step: int, history: int = 52
) -> dict[str, Reals]:
    """CRPS by model, origins × series; NaN where the period that came is missing.

    The spread of a model at an origin is the root mean square of its errors over the `history`
    periods before, per series; only errors known by then count.
    """
    found: dict[str, Reals] = {}
    for name, means in level_means(y).items():
        errors = y[:, step:] - means[:, :-step]
        rows = []
        for origin in origins:
            past = errors[:, max(origin - history - step, 0) : origin - step]
            sd = np.sqrt(np.nanmean(past**2, axis=1)) + 1e-9
            came = y[:, origin + step - 1]
            rows.append(crps_normal(came, mean=means[:, origin - 1], sd=sd))
        found[name] = np.stack(rows)
    return found


def _carried(y: Reals) -> Reals:
    out = np.where(np.isnan(y), 0.0, y)
    for period in range(1, y.shape[1]):
        gone = np.isnan(y[:, period])
        out[gone, period] = out[gone, period - 1]
    return out


def _moving(y: Reals, periods: int) -> Reals:
    seen = ~np.isnan(y)
    sums = np.cumsum(np.where(seen, y, 0.0), axis=1)
    counts = np.cumsum(seen, axis=1).astype(float)
    sums[:, periods:] -= sums[:, :-periods].copy()
    counts[:, periods:] -= counts[:, :-periods].copy()
    return np.asarray(sums / np.maximum(counts, 1))


def _faded(y: Reals, half_life: float) -> Reals:
    keep = 0.5 ** (1 / half_life)
    total, weight = np.zeros(len(y)), np.zeros(len(y))
    out = np.empty(y.shape)
    for period in range(y.shape[1]):
        seen = ~np.isnan(y[:, period])
        total = keep * total + np.where(seen, y[:, period], 0.0)
        weight = keep * weight + seen
        out[:, period] = total / np.maximum(weight, 1e-9)
    return out


def _local_level(y: Reals) -> Reals:
    """Filtered levels under the likeliest drift of each series; chosen on the first half."""
    half = y.shape[1] // 2
    start = np.nanmean(y[:, :half], axis=1)
    noise = np.nanvar(y[:, :half], axis=1) + 1e-9
    best = np.full(len(y), -np.inf)
    level = np.zeros(y.shape)
    for drift in DRIFTS:
        scale = noise / (1 + 3 * drift)
        spread, step = (np.repeat(part[:, None], y.shape[1], axis=1)
                        for part in (scale, drift * scale))  # fmt: skip
        early = filter_levels(
            y[:, :half], spread[:, :half], step=step[:, :half], start=start, start_variance=noise
        )
        better = early.log_likelihood > best
        whole = filter_levels(y, spread, step=step, start=start, start_variance=noise)
        level[better] = whole.level[better]
        best = np.maximum(best, early.log_likelihood)
    return level
