"""Gradient boosting that learns when to depart from the EWMA, and by how much.

Poisson trees with the logarithm of the EWMA as offset, one model per quad class, the step ahead as
a signal; a separate classifier for "any material conflict", and regularised regressions beside
both. Source: offsets as in McCullagh & Nelder 1989; LightGBM: Ke et al. 2017, NeurIPS.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.forecast.baselines import ewma
from detente.forecast.panel import CountPanel
from detente.forecast.signals import signals

__all__ = ["Boosted", "Plan", "boosted_probabilities", "boosted_rates", "fit_boosted", "learnable"]

Reals = npt.NDArray[np.float64]
RARE = 3
"""The class whose occurrence has a classifier of its own: material conflict."""


@dataclass(frozen=True)
class Plan:
    """How the trees are grown, and which origins they learn from."""

    warm_up: int = 8
    rounds: int = 120
    leaves: int = 15
    rate: float = 0.05
    seeds: tuple[int, ...] = (1,)
    stride: int = 1
    most_rows: int = 250_000
    threads: int = 1


@dataclass(frozen=True)
class Boosted:
    """Fitted models: trees and a Poisson regression per class, two classifiers of the rare one."""

    counts: tuple[tuple[Any, ...], ...] = field(repr=False)
    regressions: tuple[Any, ...] = field(repr=False)
    rare: tuple[Any, ...] = field(repr=False)
    logit: Any = field(repr=False)
    scaling: tuple[Reals, Reals] = field(repr=False)


def _rows(known: Reals, step: int) -> Reals:
    return np.column_stack([known, np.full(len(known), float(step))])


def _training(
    panel: CountPanel, origin: int, steps: Sequence[int], plan: Plan
) -> tuple[Reals, Reals, Reals]:
    """Signals, counts that followed, and EWMAs, of all pairs of origin and step before `origin`."""
    pairs = [
        (past, step)
        for past in range(plan.warm_up, origin, plan.stride)
        for step in steps
        if past + step <= origin
    ]
    dyads = len(panel.dyads)
    if len(pairs) * dyads > plan.most_rows:
        every = int(np.ceil(len(pairs) * dyads / plan.most_rows))
        pairs = pairs[::-1][::every]
    tables = {past: signals(panel, past) for past in sorted({past for past, _ in pairs})}
    known = [np.column_stack([tables[past], np.full(dyads, float(step))]) for past, step in pairs]
    target = [panel.counts[:, past + step - 1] for past, step in pairs]
    base = [ewma(panel.counts[:, :past], half_life=6) for past, _ in pairs]
    return np.concatenate(known), np.concatenate(target), np.concatenate(base)


LEAST_SEEN = 10
"""Dyad and period pairs with an event that a class needs."""


def fit_boosted(
    panel: CountPanel, *, origin: int, steps: Sequence[int], plan: Plan | None = None
) -> Boosted:
    """Fit on periods before `origin` alone; every target lies before it too."""
    from sklearn.linear_model import LogisticRegression, PoissonRegressor

    chosen = plan or Plan()
    known, target, base = _training(panel, origin, steps, chosen)
    centre, scale = known.mean(axis=0), known.std(axis=0) + 1e-6
    scaled = (known - centre) / scale
    classes = range(target.shape[1])
    counts = tuple(_trees(known, target[:, k], np.log(base[:, k]), chosen) for k in classes)
    some = slice(None, None, max(1, len(scaled) // 60_000))
    regressions = tuple(
        PoissonRegressor(alpha=0.01, solver="newton-cholesky").fit(scaled[some], target[some, k])
        for k in classes
    )
    happened = (target[:, RARE] > 0).astype(float)
    offset = np.log(np.expm1(base[:, RARE]))
    rare = _trees(known, happened, offset, chosen, objective="binary")
    logit = LogisticRegression(C=0.05, solver="newton-cholesky").fit(scaled[some], happened[some])
    return Boosted(counts, regressions, rare, logit, (centre, scale))


def learnable(panel: CountPanel, origin: int) -> bool:
    """Whether the later half of the periods before `origin` tells enough of every class.

    Of a class that (almost) never came there is nothing to learn, and the libraries refuse.
    """
    came = panel.counts[:, origin // 2 : origin] > 0
    seen = came.sum(axis=(0, 1))
    return bool((seen >= LEAST_SEEN).all() and not came[:, :, RARE].all())


def _trees(
    known: Reals, target: Reals, offset: Reals, plan: Plan, *, objective: str = "poisson"
) -> tuple[Any, ...]:
    import lightgbm

    data = lightgbm.Dataset(
        known, label=target, init_score=offset, params={"verbose": -1, "max_bin": 127}
    )
    settings = {
        "objective": objective,
        "learning_rate": plan.rate,
        "num_leaves": plan.leaves,
        "min_data_in_leaf": 300,
        "feature_fraction": 0.4,
        "bagging_fraction": 0.7,
        "bagging_freq": 1,
        "lambda_l2": 20.0,
        "boost_from_average": False,
        "num_threads": plan.threads,
        "deterministic": True,
        "force_row_wise": True,
        "verbose": -1,
    }
    return tuple(
        lightgbm.train(settings | {"seed": seed}, data, num_boost_round=plan.rounds)
        for seed in plan.seeds
    )


def boosted_rates(
    fitted: Boosted, panel: CountPanel, *, origin: int, step: int, seen: Reals
) -> dict[str, Reals]:
    """Rates (dyads × classes) of period `origin + step - 1`: by trees, and by regression.

    `seen`: `signals(panel, origin)`.
    """
    known = _rows(seen, step)
    base = ewma(panel.counts[:, :origin], half_life=6)
    centre, scale = fitted.scaling
    trees = [
        np.mean([tree.predict(known, raw_score=True) for tree in group], axis=0)
        for group in fitted.counts
    ]
    linear = [model.predict((known - centre) / scale) for model in fitted.regressions]
    most = 3 * panel.counts[:, :origin].max(axis=1) + 3
    return {
        "boosting": np.minimum(base * np.exp(np.column_stack(trees)), most),
        "Poisson, own lags": np.minimum(np.maximum(np.column_stack(linear), 1e-3), most),
    }


def boosted_probabilities(
    fitted: Boosted, panel: CountPanel, *, origin: int, step: int, seen: Reals
) -> dict[str, Reals]:
    """Probability of any material conflict in period `origin + step - 1`, by both classifiers.

    `seen`: `signals(panel, origin)`.
    """
    known = _rows(seen, step)
    offset = np.log(np.expm1(ewma(panel.counts[:, :origin], half_life=6)[:, RARE]))
    centre, scale = fitted.scaling
    raw = np.mean([tree.predict(known, raw_score=True) for tree in fitted.rare], axis=0)
    return {
        "boosted classifier": 1 / (1 + np.exp(-(raw + offset))),
        "logistic regression": fitted.logit.predict_proba((known - centre) / scale)[:, 1],
    }
