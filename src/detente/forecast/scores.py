"""How good a probability or a distribution was, in the units of what happened.

Counts are forecast as negative binomials, given by mean and size: variance = mean + mean²/size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import special

__all__ = [
    "Gain",
    "area_under_curve",
    "brier",
    "calibration_error",
    "crps_counts",
    "gain",
    "log_score_counts",
    "quantile_counts",
]

Reals = npt.NDArray[np.float64]


def _cdf(count: Reals, mean: Reals, size: Reals) -> Reals:
    """P(Y ≤ count); 0 below 0."""
    success = size / (size + mean)
    value = special.betainc(size, np.maximum(count, 0) + 1, success)
    return np.where(count < 0, 0.0, value)


def crps_counts(count: Reals, *, mean: Reals, size: Reals) -> Reals:
    """Continuous ranked probability score of negative binomials, in events; 0 is perfect.

    CRPS = Σ_k (P(Y ≤ k) - 1[count ≤ k])², summed until nothing is left in the tail.
    Source: Gneiting & Raftery 2007, JASA 102(477); Wei & Held 2014, Test 23(4), for counts.

    >>> crps_counts(np.zeros(1), mean=np.full(1, 1e-9), size=np.ones(1)).round(6).tolist()
    [0.0]
    """
    count, mean, size = np.broadcast_arrays(count, mean, size)
    # The upper tail falls like (mean / (mean + size))^k: this many more terms leave nothing over.
    limit = np.ceil(np.maximum(count, mean) + 12 / np.log1p(size / mean) + 6 * np.sqrt(mean) + 2)
    out = np.empty(count.shape)
    order = np.argsort(limit, axis=None)
    flat = [part.ravel()[order] for part in (count, mean, size, limit)]
    result = np.empty(len(order))
    at = 0
    while at < len(order):
        stop = min(len(order), at + max(1, int(2_000_000 / (flat[3][at] + 1))))
        stop = max(at + 1, int(np.searchsorted(flat[3][:stop], 2 * flat[3][at] + 8, side="right")))
        grid = np.arange(flat[3][stop - 1] + 1)
        part = [values[at:stop, None] for values in flat[:3]]
        below = _cdf(grid[None, :], part[1], part[2])
        result[at:stop] = ((below - (part[0] <= grid[None, :])) ** 2).sum(axis=1)
        at = stop
    out.ravel()[order] = result
    return out


def log_score_counts(count: Reals, *, mean: Reals, size: Reals) -> Reals:
    """Minus the log-probability of the count, in nats."""
    success = size / (size + mean)
    return np.asarray(
        special.gammaln(size)
        + special.gammaln(count + 1)
        - special.gammaln(count + size)
        - size * np.log(success)
        - special.xlog1py(count, -success)
    )


def quantile_counts(level: float, *, mean: Reals, size: Reals) -> Reals:
    """Smallest count with P(Y ≤ count) ≥ level."""
    from scipy.stats import nbinom

    return np.asarray(nbinom.ppf(level, size, size / (size + mean)), float)


def brier(happened: Reals, probability: Reals) -> float:
    """Mean squared error of probabilities."""
    return float(np.mean((probability - happened) ** 2))


def area_under_curve(happened: Reals, probability: Reals) -> float:
    """Chance that a case that happened had the higher probability; ties count half.

    NaN where all or none happened.

    >>> area_under_curve(np.array([0, 1, 1.0]), np.array([0.1, 0.1, 0.9]))
    0.75
    """
    from scipy.stats import rankdata

    yes = happened > 0.5
    positives, negatives = int(yes.sum()), int((~yes).sum())
    if not positives or not negatives:
        return float("nan")
    ranks = rankdata(probability)
    return float((ranks[yes].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def calibration_error(happened: Reals, probability: Reals, *, bins: int = 10) -> float:
    """Expected calibration error over `bins` groups of equal size, as a probability.

    Of fewer cases than `bins`, each is a group.

    >>> calibration_error(np.array([0.0, 1.0]), np.array([0.25, 0.75]))
    0.25
    """
    order = np.argsort(probability, kind="stable")
    parts = np.array_split(order, min(bins, len(order)))
    gaps = [abs(happened[part].mean() - probability[part].mean()) * len(part) for part in parts]
    return float(sum(gaps) / len(order))


@dataclass(frozen=True)
class Gain:
    """Share by which a model's score is below the baseline's, with a 95 % interval."""

    share: float
    low: float
    high: float


def gain(score: Reals, baseline: Reals, *, draws: int = 1000, seed: int = 0) -> Gain:
    """Gain over a baseline from scores per dyad (lower is better), by bootstrap over dyads."""
    random = np.random.default_rng(seed)
    picks = random.integers(len(score), size=(draws, len(score)))
    shares = 1 - score[picks].sum(axis=1) / baseline[picks].sum(axis=1)
    low, high = np.quantile(shares, [0.025, 0.975])
    return Gain(float(1 - score.sum() / baseline.sum()), float(low), float(high))
