"""What a model of a relation's next weeks sees: the dyad, the way back, both states, the world.

All from periods before an origin. Rates enter as logarithms of faded means.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from detente.forecast.baselines import ewma
from detente.forecast.panel import HOSTILE, CountPanel

__all__ = ["signal_names", "signals"]

Reals = npt.NDArray[np.float64]
OWN = (1.0, 2.0, 4.0, 8.0, 16.0)
BACK = (2.0, 8.0)
SIDES = (1.0, 4.0, 16.0)
_CLASSES = ("words +", "deeds +", "words -", "deeds -")


def _log(rate: Reals) -> Reals:
    return np.log(rate + 0.02)


def _faded(counts: Reals, half_lives: tuple[float, ...]) -> list[Reals]:
    return [ewma(counts, half_life=half_life) for half_life in half_lives]


def _since(counts: Reals) -> Reals:
    """Periods since each class was last seen, rows × classes; 99 where never."""
    seen = counts[:, ::-1] > 0
    first = seen.argmax(axis=1)
    return np.where(seen.any(axis=1), first, 99.0)


def signals(panel: CountPanel, origin: int) -> Reals:
    """Dyads × signals, from the periods before `origin`; columns as in `signal_names`."""
    counts = panel.counts[:, :origin]
    actor, recipient, back = _members(panel)
    both = np.concatenate([counts, np.zeros_like(counts[:1])])[back]
    states = int(max(actor.max(), recipient.max())) + 1
    doing, doing_rest = _sides(counts, actor, states)
    getting, getting_rest = _sides(counts, recipient, states)
    world = counts.sum(axis=0, keepdims=True)
    parts = [_log(rate) for rate in _faded(counts, OWN)]
    parts += [_log(rate) for rate in _faded(both, BACK)]
    parts += [np.minimum(_since(counts), 99), np.log1p(counts[:, -1]), np.log1p(both[:, -1])]
    for rest in (doing_rest, getting_rest):
        parts += [_log(rate) for rate in _faded(rest, SIDES)]
    parts += [_log(ewma(doing[recipient], half_life=4)), _log(ewma(getting[actor], half_life=4))]
    surge = _log(ewma(world, half_life=1)) - _log(ewma(world, half_life=8))
    parts += [np.repeat(surge, len(counts), axis=0)]
    parts += [_log(counts.mean(axis=1)), np.log1p(counts[:, -8:].max(axis=1))]
    parts += [
        ewma((table > 0).astype(float), half_life=half_life)
        for table, half_life in ((counts, 3), (counts, 12), (counts, 1e6), (both, 12))
    ]
    parts += _detailed(panel, origin, back)
    parts += _third(counts, actor, recipient, states)
    return np.concatenate(parts, axis=1)


def _detailed(panel: CountPanel, origin: int, back: npt.NDArray[np.int64]) -> list[Reals]:
    """Hostile deeds by root, and the last days apart, of the dyad and of the way back."""
    width = len(HOSTILE) + len(_CLASSES)
    shape = (*panel.counts.shape[:2], width)
    detail = (np.zeros(shape) if panel.detail is None else panel.detail)[:, :origin]
    both = np.concatenate([detail, np.zeros_like(detail[:1])])[back]
    roots = len(HOSTILE)
    return [
        _log(ewma(detail[..., :roots], half_life=2)), _log(ewma(detail[..., :roots], half_life=10)),
        _log(ewma(both[..., :roots], half_life=6)),
        np.log1p(detail[:, -1, roots:]), np.log1p(both[:, -1, roots:]),
    ]  # fmt: skip


def _third(
    counts: Reals, actor: npt.NDArray[np.int64], recipient: npt.NDArray[np.int64], states: int
) -> list[Reals]:
    """What the actor does to those near the recipient, and those near the actor to the recipient.

    Near: share of a state's co-operative deeds, given and received.
    """
    rate = ewma(counts, half_life=8)
    deeds = np.zeros((states, states, rate.shape[1]))
    deeds[actor, recipient] = rate
    close = deeds[..., :2].sum(axis=2)
    close = close + close.T
    close = close / np.maximum(close.sum(axis=1, keepdims=True), 1e-9)
    kinds = range(rate.shape[1])
    theirs = np.stack([deeds[..., at] @ close.T for at in kinds], axis=-1)
    ours = np.stack([close @ deeds[..., at] for at in kinds], axis=-1)
    return [_log(theirs[actor, recipient]), _log(ours[actor, recipient])]


def signal_names() -> list[str]:
    """Names of the columns of `signals`."""
    groups = [f"own {half_life:g}" for half_life in OWN]
    groups += [f"back {half_life:g}" for half_life in BACK]
    groups += ["since", "last", "back last"]
    groups += [f"{side} {half}" for side in ("actor to others", "others to recipient")
               for half in SIDES]  # fmt: skip
    groups += ["recipient does", "actor gets", "world surge", "mean", "peak of 8"]
    groups += ["any 3", "any 12", "any", "any back 12"]
    kinds = [f"{part}, {root}" for part in ("own 2", "own 10", "back 6") for root in HOSTILE]
    after = ["last days", "last days back", "to those near the other", "from those near"]
    named = [
        [f"{group}, {name}" for group in part for name in _CLASSES] for part in (groups, after)
    ]
    return [*named[0], *kinds, *named[1]]


def _members(panel: CountPanel) -> tuple[npt.NDArray[np.int64], ...]:
    """Number of each dyad's actor and recipient, and row of the dyad back (last + 1 if absent)."""
    states = sorted({state for dyad in panel.dyads for state in dyad})
    number = {state: at for at, state in enumerate(states)}
    rows = {dyad: at for at, dyad in enumerate(panel.dyads)}
    actor = np.array([number[one] for one, _ in panel.dyads])
    recipient = np.array([number[other] for _, other in panel.dyads])
    back = np.array([rows.get((other, one), len(rows)) for one, other in panel.dyads])
    return actor, recipient, back


def _sides(counts: Reals, state: npt.NDArray[np.int64], states: int) -> tuple[Reals, Reals]:
    """Totals by state (all states × periods × classes), and each dyad's total without itself."""
    totals = np.zeros((states, *counts.shape[1:]))
    np.add.at(totals, state, counts)
    rest = totals[state] - counts
    return totals, rest
