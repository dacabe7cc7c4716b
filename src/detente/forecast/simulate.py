"""Paths of counts for a few dyads: a log-linear model in which each answers the others.

Rates follow the dyad's own faded counts, those of the way back, and those of the dyad from which a
deed is supposed to come. Conditioning keeps the paths in which that deed comes in the first period;
where it is too rare to wait for, one such deed is put in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.forecast.dispersion import Dispersion, fit_dispersion, sizes_of
from detente.forecast.panel import CountPanel, Dyad

__all__ = ["Simulated", "simulate"]

Reals = npt.NDArray[np.float64]
KEEP = (0.5 ** (1 / 2), 0.5 ** (1 / 8))
"""What is kept of a faded mean per period: half-lives of two and eight."""
ENOUGH = 100


@dataclass(frozen=True)
class Simulated:
    """Mean counts of the dyad by period ahead and class: all paths, and those with the deed.

    `kept`: how many paths had the deed of themselves; `forced`: it had to be put in.
    """

    mean: Reals
    mean_if: Reals
    kept: int
    forced: bool


@dataclass(frozen=True)
class _Model:
    """Coefficients by class (rows) and the dispersion of counts around the rates."""

    weights: Reals
    spread: Dispersion


def simulate(
    panel: CountPanel,
    dyad: Dyad,
    *,
    shock: Dyad,
    kind: int,
    steps: int,
    paths: int = 4_000,
    seed: int = 0,
) -> Simulated:
    """Draw paths of the dyad, the way back, the shocked dyad and its way back, and condition.

    The shock's dyad speaks to the forecast one only as far as third dyads of the same two states
    did so in the panel; its weights are learned with everything else.
    """
    members = list(dict.fromkeys([dyad, dyad[::-1], shock, shock[::-1]]))
    rows = np.array([panel.row(member) for member in members])
    back = np.array([members.index(member[::-1]) for member in members])
    near = np.array([_near(members, at) for at in range(len(members))])
    faded = np.stack([_faded(panel.counts[:, :], keep)[:, -1] for keep in KEEP], axis=1)
    model = _fit(panel)
    random = np.random.default_rng(seed)
    start = np.repeat(faded[rows][None], paths, axis=0)
    struck = members.index(shock)
    drawn = _draw(model, start, back, near, steps, random)
    came = drawn[:, 0, struck, kind] > 0
    if came.sum() >= ENOUGH:
        kept, forced = drawn[came], False
    else:
        kept = _draw(model, start, back, near, steps, random, put=(struck, kind))
        forced = True
    return Simulated(
        drawn[:, :, 0].mean(axis=0), kept[:, :, 0].mean(axis=0), int(came.sum()), forced
    )


def _near(members: list[Dyad], at: int) -> list[float]:
    """Weights of the members whose deeds reach a dyad: those that share one state with it."""
    mine = set(members[at])
    shares = [float(len(mine & set(other)) == 1) for other in members]
    total = sum(shares)
    return [share / total if total else 0.0 for share in shares]


def _faded(counts: Reals, keep: float) -> Reals:
    """Faded mean after each period, dyads × periods × classes, starting from the dyad's mean."""
    out = np.empty(counts.shape)
    level = counts[:, : min(8, counts.shape[1])].mean(axis=1)
    for period in range(counts.shape[1]):
        level = keep * level + (1 - keep) * counts[:, period]
        out[:, period] = level
    return out


def _known(own: Reals, back: Reals, near: Reals) -> Reals:
    """Signals: logs of faded counts, own and back at both fadings, of near dyads at the short."""
    parts = [own[..., 0, :], own[..., 1, :], back[..., 0, :], back[..., 1, :], near]
    logs = [np.log(part + 0.05) for part in parts]
    ones = np.ones((*own.shape[:-2], 1))
    return np.concatenate([*logs, ones], axis=-1)


def _fit(panel: CountPanel, *, ridge: float = 5.0) -> _Model:
    """Poisson regressions of all dyads' counts on the signals of the period before."""
    counts = panel.counts
    faded = np.stack([_faded(counts, keep) for keep in KEEP], axis=2)
    rows = {dyad: at for at, dyad in enumerate(panel.dyads)}
    back = np.array([rows.get(dyad[::-1], -1) for dyad in panel.dyads])
    other = np.where(back[:, None, None, None] >= 0, faded[np.maximum(back, 0)], 0.0)
    near = _neighbours(panel, faded[:, :, 0])
    first = min(8, counts.shape[1] - 2)
    known = _known(faded[:, first:-1], other[:, first:-1], near[:, first:-1])
    known = known.reshape(-1, known.shape[-1])
    target = counts[:, first + 1 :].reshape(-1, counts.shape[2])
    weights = np.stack([_poisson(known, target[:, k], ridge) for k in range(counts.shape[2])])
    rates = np.exp(np.clip(known @ weights.T, -8, 6))
    return _Model(weights, fit_dispersion(target, rates))


def _neighbours(panel: CountPanel, faded: Reals) -> Reals:
    """Mean of the faded counts of dyads that share exactly one state, dyads × periods × classes."""
    states = sorted({state for dyad in panel.dyads for state in dyad})
    number = {state: at for at, state in enumerate(states)}
    ends = np.array([[number[one], number[other]] for one, other in panel.dyads])
    sums = np.zeros((len(states), *faded.shape[1:]))
    counted = np.zeros(len(states))
    for side in (0, 1):
        np.add.at(sums, ends[:, side], faded)
        np.add.at(counted, ends[:, side], 1.0)
    rows = {dyad: at for at, dyad in enumerate(panel.dyads)}
    pair = faded.copy()
    members = np.ones(len(panel.dyads))
    for at, dyad in enumerate(panel.dyads):
        if (other := rows.get(dyad[::-1])) is not None:
            pair[at] = faded[at] + faded[other]
            members[at] = 2
    total = sums[ends[:, 0]] + sums[ends[:, 1]] - 2 * pair
    size = counted[ends[:, 0]] + counted[ends[:, 1]] - 2 * members
    return np.asarray(np.maximum(total, 0) / np.maximum(size, 1)[:, None, None])


def _poisson(known: Reals, target: Reals, ridge: float) -> Reals:
    """Coefficients of a ridge Poisson regression by Newton's method; the last is the intercept."""
    weights = np.zeros(known.shape[1])
    weights[-1] = np.log(target.mean() + 1e-6)
    penalty = np.full(known.shape[1], ridge)
    penalty[-1] = 1e-6
    for _ in range(25):
        rate = np.exp(np.clip(known @ weights, -12, 8))
        slope = known.T @ (target - rate) - penalty * weights
        bend = (known * rate[:, None]).T @ known + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights = weights + step * min(1.0, 2.0 / (np.abs(step).max() + 1e-12))
        if np.abs(step).max() < 1e-6:
            break
    return weights


def _draw(
    model: _Model,
    start: Reals,
    back: npt.NDArray[np.int64],
    near: Reals,
    steps: int,
    random: np.random.Generator,
    *,
    put: tuple[int, int] | None = None,
) -> Reals:
    """Counts by path, period, member and class; `put` makes sure of one deed in the first."""
    faded = start.copy()
    out = np.empty((len(start), steps, start.shape[1], start.shape[3]))
    keep = np.array(KEEP)[None, None, :, None]
    for step in range(steps):
        around = np.einsum("mn,pnc->pmc", near, faded[:, :, 0])
        known = _known(faded, faded[:, back], around)
        rate = np.exp(np.clip(known @ model.weights.T, -8, 4.6))
        size = sizes_of(model.spread, rate.reshape(-1, rate.shape[-1])).reshape(rate.shape)
        counts = random.poisson(random.gamma(size, rate / size)).astype(float)
        if put is not None and step == 0:
            member, kind = put
            counts[:, member, kind] = np.maximum(counts[:, member, kind], 1.0)
        out[:, step] = counts
        faded = keep * faded + (1 - keep) * counts[:, :, None, :]
    return out
