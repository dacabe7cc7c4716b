"""One distribution from many models: weights, spread and calibration chosen on past forecasts.

Rates are pooled with non-negative weights that sum to one and make past counts likely; the
negative-binomial sizes come from the pooled rates of the past. Beyond one period, where past
outcomes overlap and tell less, a part of the weight stays with the hard baseline (decisions/0072).
Probabilities of a rare event are averaged as log-odds and straightened by a two-parameter logistic
fit (Platt 1999).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.forecast.baselines import HARD_BASELINE
from detente.forecast.boosted import RARE
from detente.forecast.dispersion import Dispersion, fit_dispersion, sizes_of
from detente.forecast.rolling import Rolled

__all__ = ["Pool", "first_origins", "fit_pool", "pooled_rare", "pooled_rates", "single"]

Reals = npt.NDArray[np.float64]
_ROUNDS = 60
_PRIOR = 5.0
"""Events' worth of trust in equal weights: matters only where almost nothing was seen."""
_HOME = 0.3
"""Share of the weight that stays with the hard baseline beyond one period."""


@dataclass(frozen=True)
class Pool:
    """`weights`: models × classes; `line`: intercept and slope of the rare event's log-odds."""

    models: tuple[str, ...]
    weights: Reals
    spread: Dispersion
    line: tuple[float, float]


def first_origins(rolled: Rolled, count: int) -> Rolled:
    """The first `count` origins only."""
    return Rolled(
        rolled.origins[:count],
        rolled.step,
        {name: rates[:count] for name, rates in rolled.rates.items()},
        {name: rates[:count] for name, rates in rolled.rare.items()},
        rolled.counts[:count],
    )


def fit_pool(past: Rolled, *, models: tuple[str, ...] | None = None) -> Pool:
    """Weights, spread and calibration from past forecasts and their outcomes."""
    chosen = models or tuple(past.rates)
    count = past.counts.reshape(-1, past.counts.shape[-1])
    rates = np.stack([past.rates[name].reshape(count.shape) for name in chosen])
    weights = _most_likely(rates, count)
    weights = weights / weights.sum(axis=0)
    if past.step > 1 and HARD_BASELINE in chosen:
        home = np.array([name == HARD_BASELINE for name in chosen], float)[:, None]
        weights = (1 - _HOME) * weights + _HOME * home
    pooled = np.einsum("mnc,mc->nc", rates, weights)
    spread = fit_dispersion(count, pooled)
    raw = _rare_odds(pooled, spread, {name: x.ravel() for name, x in past.rare.items()})
    return Pool(chosen, weights, spread, _straight(raw, count[:, RARE] > 0))


def _most_likely(rates: Reals, count: Reals) -> Reals:
    """Non-negative weights by expectation-maximisation of the Poisson likelihood, per class."""
    weights = np.full((len(rates), count.shape[1]), 1.0 / len(rates))
    total = rates.sum(axis=1)
    for _ in range(_ROUNDS if len(rates) > 1 else 0):
        pooled = np.einsum("mnc,mc->nc", rates, weights)
        credit = weights * np.einsum("mnc,nc->mc", rates, count / pooled)
        weights = (credit + _PRIOR / len(rates)) / (total + _PRIOR)
    return weights


def pooled_rates(pool: Pool, rates: dict[str, Reals]) -> tuple[Reals, Reals]:
    """Pooled rate and negative-binomial size, rows × classes."""
    pooled = sum(rates[name] * pool.weights[at] for at, name in enumerate(pool.models))
    mean = np.maximum(np.asarray(pooled), 1e-4)
    return mean, sizes_of(pool.spread, mean)


def pooled_rare(pool: Pool, *, rates: dict[str, Reals], rare: dict[str, Reals]) -> Reals:
    """Probability of any material conflict, per row."""
    mean, _ = pooled_rates(pool, rates)
    return _sigmoid(pool.line[0] + pool.line[1] * _rare_odds(mean, pool.spread, rare))


def _rare_odds(mean: Reals, spread: Dispersion, rare: dict[str, Reals]) -> Reals:
    size = sizes_of(spread, mean)[:, RARE]
    none = (size / (size + mean[:, RARE])) ** size
    odds = [_logit(1 - none), *(_logit(probability) for probability in rare.values())]
    return np.asarray(np.mean(odds, axis=0))


def _straight(odds: Reals, happened: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Intercept and slope of the outcome on the log-odds; (0, 1) where too little happened."""
    from sklearn.linear_model import LogisticRegression

    if happened.sum() < 30 or (~happened).sum() < 30:
        return 0.0, 1.0
    model = LogisticRegression(C=100.0).fit(odds[:, None], happened)
    return float(model.intercept_[0]), float(model.coef_[0, 0])


def _logit(probability: Reals) -> Reals:
    inside = np.clip(probability, 1e-5, 1 - 1e-5)
    return np.asarray(np.log(inside / (1 - inside)))


def _sigmoid(odds: Reals) -> Reals:
    return np.asarray(1 / (1 + np.exp(-odds)))


def single(past: Rolled, name: str) -> Pool:
    """One model alone, with its own spread: how a baseline is scored."""
    pool = fit_pool(past, models=(name,))
    return Pool((name,), np.ones_like(pool.weights), pool.spread, pool.line)
