"""Forecasts that cost nothing, and that a model has to beat: last value, averages, EWMA, levels.

Each gives, for every dyad and class, the rate expected per period from the periods before an
origin; the same rate for every step ahead.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

__all__ = ["BASELINES", "HARD_BASELINE", "average", "ewma", "last_value", "local_level", "overall"]

Reals = npt.NDArray[np.float64]
HARD_BASELINE = "EWMA, half-life 6"
FLOOR = 0.01
"""Least rate forecast, in events per period: a silent class isn't an impossible one."""


def last_value(counts: Reals) -> Reals:
    """The last period's count."""
    return np.asarray(np.maximum(counts[:, -1], FLOOR))


def average(counts: Reals, *, periods: int) -> Reals:
    """Mean of the last periods."""
    return np.asarray(np.maximum(counts[:, -periods:].mean(axis=1), FLOOR))


def overall(counts: Reals) -> Reals:
    """Mean of all periods (climatology)."""
    return np.asarray(np.maximum(counts.mean(axis=1), FLOOR))


def ewma(counts: Reals, *, half_life: float) -> Reals:
    """Mean with weights halved per `half_life` periods; the weights sum to 1 from the start."""
    age = np.arange(counts.shape[1] - 1, -1, -1)
    weight = np.exp2(-age / half_life)
    mean = np.einsum("dtc,t->dc", counts, weight / weight.sum())
    return np.asarray(np.maximum(mean, FLOOR))


def local_level(counts: Reals, *, half_life: float = 6.0, trust: float = 2.0) -> Reals:
    """Mean of a gamma-Poisson level that drifts; starts as `trust` periods of the class's mean.

    Source: Harvey & Fernandes 1989, JBES 7(4), 407-417; discounting as in West & Harrison 1997.
    """
    keep = 0.5 ** (1 / half_life)
    prior = counts.mean(axis=(0, 1))
    shape = np.tile(trust * prior, (counts.shape[0], 1))
    rate = trust
    for period in range(counts.shape[1]):
        shape = keep * shape + counts[:, period]
        rate = keep * rate + 1
    return np.maximum(shape / rate, FLOOR)


BASELINES: dict[str, Callable[[Reals], Reals]] = {
    "last value": last_value,
    "mean of 4": lambda counts: average(counts, periods=4),
    "mean of 26": lambda counts: average(counts, periods=26),
    "mean of all": overall,
    "EWMA, half-life 3": lambda counts: ewma(counts, half_life=3),
    HARD_BASELINE: lambda counts: ewma(counts, half_life=6),
    "EWMA, half-life 12": lambda counts: ewma(counts, half_life=12),
    "local level": local_level,
}
