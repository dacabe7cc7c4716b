"""How noisy each relation is and how fast it moves: variances by likelihood, pooled over dyads.

Events of one dyad in one period have weights `x = θ_t + u_t + e`, with `e ~ N(0, σ²)` for each
event and `u_t ~ N(0, ρσ²)` shared by the period's events, which tell of one crisis or one summit;
so the mean of n events has the noise `σ²(ρ + 1/n)`, and a day of five hundred events counts as at
most 1/ρ of them. The level moves by `N(0, κσ²)` a week.

Marginal likelihood: σ² is integrated out under an inverse-gamma prior; κ and ρ run over a grid. The
priors (one weight for each grid point, and the two numbers of the inverse gamma) maximise the
likelihood of all dyads together, so a dyad with few events borrows from the others and one with
many speaks for itself (empirical Bayes; Efron 2010, Large-Scale Inference, chapter 1).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln, logsumexp

from detente.relations.local_level import Array

__all__ = ["Observed", "Pool", "Variances", "estimate_variances", "fit_pool"]

# Steps a week relative to the noise of one event: from "does not move in a decade" to "is new
# every week". Shared noise: from "each event speaks for itself" to "a period is worth one half".
_KAPPA: Final = np.concatenate([[1e-7], np.logspace(-4.5, 0.5, 11)])
_RHO: Final = np.array([0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 2.0])
GRID: Final = np.array([(kappa, rho) for kappa in _KAPPA for rho in _RHO])

# Worth of the reference prior over the grid, in dyads: it decides where few dyads are given.
_REFERENCE_DYADS: Final = 4.0
_MAX_POOLED: Final = 700
_LEAST_NOISE: Final = 0.05
# A step is the power mean of the grid under its posterior. Large steps weigh more where few dyads
# are pooled and steps are poorly known: there the band was too narrow with a plain mean.
_MANY_DYADS: Final = 60
_POWER_OF_MANY, _POWER_OF_FEW = 0.5, 2.0
_EM_STEPS: Final = 60


@dataclass(frozen=True)
class Observed:
    """Observations of each dyad packed to the left, dyad x observation.

    `mean` of the period's weights, `events` in it (0 past the last), `gap` in weeks since the
    observation before, and one a dyad: `count` of observations, `scatter` (sum of squares within
    periods) and `freedom` (events less observations).
    """

    mean: Array
    events: Array
    gap: Array
    count: np.ndarray[tuple[int], np.dtype[np.int64]]
    scatter: Array
    freedom: Array

    def take(self, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Observed:
        """Only these dyads, in this order."""
        width = int(self.count[rows].max()) if len(rows) else 0
        return Observed(
            self.mean[rows, :width], self.events[rows, :width], self.gap[rows, :width],
            self.count[rows], self.scatter[rows], self.freedom[rows],
        )  # fmt: skip


@dataclass(frozen=True)
class Pool:
    """What all dyads together say of one of them before its own events are seen.

    `start` is the mean level (Goldstein points), `spread` its variance over dyads in units of σ²;
    `shape` and `scale` are of the inverse gamma of σ²; `log_prior` has one value a grid point;
    `dyads` is how many dyads were pooled (0: the reference).
    """

    start: float
    spread: float
    shape: float
    scale: float
    log_prior: Array
    dyads: int = 0


# After all 8,041 directed dyads of ICEWS 2018 by week (`make quality` prints the fit), with steps
# spread wider: one dyad alone may be of another record. It stands in where fewer than a handful of
# dyads are given, and is where the search starts.
_KAPPA_CHANCE: Final = np.array([4, 5, 6, 8, 12, 18, 18, 12, 8, 5, 3, 1]) / 100
_RHO_CHANCE: Final = np.array([10, 11, 14, 14, 15, 16, 10, 10]) / 100
REFERENCE: Final = Pool(
    start=1.9,
    spread=1.0,
    shape=2.2,
    scale=8.5,
    log_prior=np.log(np.outer(_KAPPA_CHANCE, _RHO_CHANCE).ravel()),
)


@dataclass(frozen=True)
class Variances:
    """One value a dyad: `noise` σ², `shared` ρσ², `step` κσ² a week, `freedom` of σ²'s estimate."""

    noise: Array
    shared: Array
    step: Array
    freedom: Array


def fit_pool(observed: Observed) -> Pool:
    """The priors that maximise the likelihood of all dyads together.

    At most 700 dyads are used, spread evenly over the ranks by number of observations. With
    fewer than five dyads of two or more events the reference pool is returned.
    """
    usable = np.flatnonzero(observed.count + observed.freedom >= 2)
    if usable.size < 5:
        return REFERENCE
    ranked = usable[np.argsort(-observed.count[usable], kind="stable")]
    chosen = ranked[np.unique(np.linspace(0, ranked.size - 1, _MAX_POOLED).astype(np.int64))]
    sample = observed.take(chosen)
    start, spread = _starts(sample)
    pool = replace(REFERENCE, start=start, spread=spread, dyads=int(usable.size))
    for _ in range(3):
        log_f, squares = _grid_likelihood(sample, pool)
        shape, scale = _inverse_gamma(sample, pool, log_f=log_f, squares=squares)
        pool = replace(pool, shape=shape, scale=scale)
        fit = _log_marginal(sample, pool, log_f=log_f, squares=squares)
        pool = replace(pool, log_prior=_grid_prior(fit))
    return pool


def estimate_variances(observed: Observed, pool: Pool) -> Variances:
    """Posterior mean of each dyad's σ² and ρσ² under `pool`, and power mean of its step."""
    log_f, squares = _grid_likelihood(observed, pool)
    fit = _log_marginal(observed, pool, log_f=log_f, squares=squares) + pool.log_prior
    chance = np.exp(fit - logsumexp(fit, axis=1, keepdims=True))
    power = _POWER_OF_MANY if pool.dyads >= _MANY_DYADS else _POWER_OF_FEW
    freedom = observed.count + observed.freedom
    shape = pool.shape + freedom / 2
    scale = pool.scale + (squares + observed.scatter[:, None]) / 2
    noise = (chance * scale).sum(axis=1) / (shape - 1)
    return Variances(
        noise=noise,
        shared=chance @ GRID[:, 1] * noise,
        step=(chance @ GRID[:, 0] ** power) ** (1 / power) * noise,
        freedom=2 * shape,
    )


def _starts(sample: Observed) -> tuple[float, float]:
    """Mean of the dyads' levels, and its variance over dyads in units of one event's noise."""
    events = sample.events.sum(axis=1)
    means = (sample.events * sample.mean).sum(axis=1) / events
    noise = sample.scatter.sum() / max(sample.freedom.sum(), 1.0)
    if noise <= 0:
        return float(means.mean()), REFERENCE.spread
    weight = 1.0 / (1.0 + 1.0 / events)
    start = float((weight * means).sum() / weight.sum())
    between = (weight * ((means - start) ** 2 - noise / events)).sum() / weight.sum()
    # Kept wide on purpose: a start worth more than one event would pull thin dyads to the mean.
    return start, float(np.clip(between / noise, 0.5, 100.0))


def _grid_likelihood(observed: Observed, pool: Pool) -> tuple[Array, Array]:
    """Sum of log variances and of squared standardised errors (σ² = 1), dyad x grid point."""
    order = np.argsort(-observed.count, kind="stable")
    dyads, points = observed.count.size, len(GRID)
    active = np.searchsorted(-observed.count[order], -np.arange(observed.mean.shape[1]), "left")
    log_f, squares = np.zeros((dyads, points)), np.zeros((dyads, points))
    a, p = np.full((dyads, points), pool.start), np.full((dyads, points), pool.spread)
    kappa, rho = GRID[:, 0], GRID[:, 1]
    for j, some in enumerate(active):
        rows = order[:some]
        here = slice(0, some)
        p[here] += observed.gap[rows, j][:, None] * kappa
        total = p[here] + rho + 1.0 / observed.events[rows, j][:, None]
        error = observed.mean[rows, j][:, None] - a[here]
        gain = p[here] / total
        log_f[here] += np.log(total)
        squares[here] += error * error / total
        a[here] += gain * error
        p[here] *= 1.0 - gain
    back = np.argsort(order, kind="stable")
    return log_f[back], squares[back]


def _log_marginal(observed: Observed, pool: Pool, *, log_f: Array, squares: Array) -> Array:
    half = ((observed.count + observed.freedom) / 2)[:, None]
    scale = pool.scale + (squares + observed.scatter[:, None]) / 2
    fit: Array = (
        -0.5 * log_f
        + gammaln(pool.shape + half) - gammaln(pool.shape)
        + pool.shape * np.log(pool.scale) - (pool.shape + half) * np.log(scale)
    )  # fmt: skip
    return fit


def _inverse_gamma(
    sample: Observed, pool: Pool, *, log_f: Array, squares: Array
) -> tuple[float, float]:
    # Searched as (shape, mean of σ²): shape and scale themselves lie along a narrow ridge.
    def loss(logs: Array) -> float:
        shape, mean = 1.5 + np.exp(logs[0]), np.exp(logs[1])
        trial = replace(pool, shape=shape, scale=mean * (shape - 1))
        fit = _log_marginal(sample, trial, log_f=log_f, squares=squares) + pool.log_prior
        return -float(logsumexp(fit, axis=1).sum())

    freedom = sample.count + sample.freedom
    mean = (squares.mean(axis=1) + sample.scatter).sum() / freedom.sum()
    begin = np.log([pool.shape - 1.5, max(mean, _LEAST_NOISE)])
    found = minimize(loss, begin, method="Nelder-Mead", options={"maxiter": 50, "xatol": 0.02})
    shape = float(1.5 + np.exp(np.clip(found.x[0], -3.0, 4.0)))
    return shape, float(np.exp(found.x[1])) * (shape - 1)


def _grid_prior(fit: Array) -> Array:
    """Weights of the grid points by EM (a mixture whose components are fixed)."""
    prior = np.exp(REFERENCE.log_prior)
    likelihood = np.exp(fit - fit.max(axis=1, keepdims=True))
    for _ in range(_EM_STEPS):
        joint = likelihood * prior
        counts = (joint / joint.sum(axis=1, keepdims=True)).sum(axis=0) + _REFERENCE_DYADS * np.exp(
            REFERENCE.log_prior
        )
        prior = counts / counts.sum()
    logs: Array = np.log(prior)
    return logs
