"""The local-level model for many series at once: filter, smoother, and weights of observations.

    y_t = θ_t + ε_t,  ε_t ~ N(0, noise_t)        θ_t = θ_{t-1} + η_t,  η_t ~ N(0, step_t)

Every array is series x time; each operation runs over all series at once, so the loop is over time
alone. A missing observation is NaN: the level is carried on and its variance grows.

Source: Durbin & Koopman 2012, Time Series Analysis by State Space Methods, 2nd ed., chapters 2, 4.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.linalg import solveh_banded

__all__ = [
    "Array",
    "Change",
    "Filtered",
    "Smoothed",
    "change_weights",
    "filter_levels",
    "smooth_levels",
]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Filtered:
    """What was known at each time, series x time, in units of y (variances: squared).

    `predicted` uses observations before t, `level` those up to t. `log_likelihood` has one value a
    series: the sum over its observations.
    """

    predicted: Array
    predicted_variance: Array
    level: Array
    variance: Array
    log_likelihood: Array


@dataclass(frozen=True)
class Smoothed:
    """The best account now, series x time.

    `pull` and `pull_variance` are the smoothing cumulants r_{t-1} and N_{t-1}: step_t * pull is the
    estimated move of the level into t, and pull / sqrt(pull_variance) its auxiliary residual,
    standard normal where nothing broke (Harvey & Koopman 1992).
    """

    level: Array
    variance: Array
    pull: Array
    pull_variance: Array


@dataclass(frozen=True)
class Change:
    """What the change of one series' smoothed level between two times is made of.

    `weights` of the observations (0 where there is none) and `start_weight` of the start's mean
    sum to zero; `variance` is the change's own.
    """

    weights: Array
    start_weight: float
    variance: float


def filter_levels(
    y: Array, noise: Array, *, step: Array, start: Array, start_variance: Array
) -> Filtered:
    """Kalman filter of the local-level model.

    Args:
        y: observations, NaN where missing.
        noise: variance of each observation (read only where y is present).
        step: variance of the move from t-1 into t; column 0 is not used.
        start: mean of the level at the first time, one a series.
        start_variance: its variance.
    """
    shape = y.shape
    seen = ~np.isnan(y)
    predicted, predicted_variance = np.empty(shape), np.empty(shape)
    level, variance = np.empty(shape), np.empty(shape)
    log_likelihood = np.zeros(shape[0])
    a, p = start.astype(float), start_variance.astype(float)
    for t in range(shape[1]):
        if t:
            p = p + step[:, t]
        predicted[:, t], predicted_variance[:, t] = a, p
        now = seen[:, t]
        total = np.where(now, p + noise[:, t], 1.0)
        error = np.where(now, y[:, t] - a, 0.0)
        gain = np.where(now, p / total, 0.0)
        log_likelihood -= np.where(now, 0.5 * (np.log(2 * np.pi * total) + error**2 / total), 0.0)
        a = a + gain * error
        p = p * (1.0 - gain)
        level[:, t], variance[:, t] = a, p
    return Filtered(predicted, predicted_variance, level, variance, log_likelihood)


def smooth_levels(y: Array, noise: Array, *, filtered: Filtered) -> Smoothed:
    """Fixed-interval smoother, run backwards over `filtered`."""
    shape = y.shape
    seen = ~np.isnan(y)
    level, variance = np.empty(shape), np.empty(shape)
    pull, pull_variance = np.empty(shape), np.empty(shape)
    r, n = np.zeros(shape[0]), np.zeros(shape[0])
    for t in range(shape[1] - 1, -1, -1):
        a, p = filtered.predicted[:, t], filtered.predicted_variance[:, t]
        now = seen[:, t]
        precision = np.where(now, 1.0 / np.where(now, p + noise[:, t], 1.0), 0.0)
        error = np.where(now, y[:, t] - a, 0.0)
        keep = 1.0 - p * precision
        r = error * precision + keep * r
        n = precision + keep**2 * n
        level[:, t], variance[:, t] = a + p * r, np.maximum(p - p**2 * n, 0.0)
        pull[:, t], pull_variance[:, t] = r, n
    return Smoothed(level, variance, pull, pull_variance)


def change_weights(
    seen: npt.NDArray[np.bool_],
    noise: Array,
    *,
    step: Array,
    start_variance: float,
    between: tuple[int, int],
) -> Change:
    """Weight of each observation of one series in smoothed level[after] - level[before].

    The smoothed level is linear in the observations and in the mean of the start; given the
    variances these weights are exact. They sum, with the weight of the start, to zero.

    Args:
        seen: whether each time has an observation.
        noise: variance of each observation.
        step: variance of each move; all but the first above zero.
        start_variance: variance of the level at the first time.
        between: the times (before, after).
    """
    if between[0] == between[1]:
        return Change(np.zeros(seen.size), 0.0, 0.0)
    precision = np.where(seen, 1.0 / np.where(seen, noise, 1.0), 0.0)
    stiff = 1.0 / step[1:]
    bands = np.zeros((2, seen.size))
    bands[1] = precision
    bands[1, 0] += 1.0 / start_variance
    bands[1, 1:] += stiff
    bands[1, :-1] += stiff
    bands[0, 1:] = -stiff
    target = np.zeros(seen.size)
    target[between[1]] += 1.0
    target[between[0]] -= 1.0
    solved = solveh_banded(bands, target)
    moved = float(solved[between[1]] - solved[between[0]])
    return Change(solved * precision, float(solved[0] / start_variance), moved)
