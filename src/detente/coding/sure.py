"""How likely is it that a coded event is right, sides and root alike?

A logistic model over what the classifier says and over the sentence: a deed between two sides that
stand far apart, or among many, is wrong more often than the classifier thinks. Its weights, and the
least chance at which an event is coded, are fitted by `training/calibrate.py` on half of the gold
sentences and stand in the model's `labels.json`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.coding.classify import model_labels
from detente.coding.rules import Candidate
from detente.coding.status import SPEECH_DEEDS
from detente.coding.syntax import steps_between
from detente.core.codebook import ROOTS, STATUSES

__all__ = ["FEATURES", "Scale", "chances", "features", "fitted_scale"]

FEATURES: Final = ("root", "steps", "states", "backwards", "unreal")
"""Log-odds of the likeliest root; steps of grammar between the sides, in fives, at most two; states
that the sentence's pairs name, in threes, at most two; whether the recipient is named first; the
classifier's chance that the deed is denied or hypothetical (0 where the deed is a word)."""

_NAMES: Final = tuple(ROOTS)
_UNREAL: Final = [STATUSES.index(status) for status in ("denied", "hypothetical")]
_CERTAIN: Final = 1e-4


@dataclass(frozen=True)
class Scale:
    """Weights of FEATURES, an intercept, and the least chance at which an event is coded."""

    weights: tuple[float, ...]
    intercept: float
    threshold: float


@lru_cache(maxsize=1)
def fitted_scale() -> Scale:
    """The scale of the shipped model; of one fresh from training, the root's own odds."""
    kept: Any = model_labels().get("calibration")
    if not isinstance(kept, Mapping):
        return Scale(tuple(float(name == "root") for name in FEATURES), 0.0, 0.5)
    weights = tuple(float(kept["weights"].get(name, 0)) for name in FEATURES)
    return Scale(weights, float(kept["intercept"]), float(kept["threshold"]))


def chances(
    pairs: Sequence[Candidate],
    roots: NDArray[np.float32],
    statuses: NDArray[np.float32],
    *,
    scale: Scale | None = None,
) -> NDArray[np.float64]:
    """Chance of each of a sentence's candidates that it is an event and of its likeliest root."""
    scale = scale or fitted_scale()
    odds = features(pairs, roots, statuses) @ np.array(scale.weights) + scale.intercept
    return np.asarray(1 / (1 + np.exp(-odds)))


def features(
    pairs: Sequence[Candidate], roots: NDArray[np.float32], statuses: NDArray[np.float32]
) -> NDArray[np.float64]:
    """A row of FEATURES for each of a sentence's candidates."""
    if not pairs:
        return np.empty((0, len(FEATURES)))
    best = roots[:, :-1].argmax(1)
    chance = np.clip(roots[np.arange(len(best)), best].astype(float), _CERTAIN, 1 - _CERTAIN)
    states = len({side.state for one in pairs for side in (one.actor, one.recipient)})
    spoken = np.array([_NAMES[root] in SPEECH_DEEDS for root in best])
    return np.column_stack(
        [
            np.log(chance / (1 - chance)),
            [min(steps_between(one.actor.head, one.recipient.head), 10) / 5 for one in pairs],
            np.full(len(pairs), min(states, 6) / 3),
            [float(one.recipient.start < one.actor.start) for one in pairs],
            np.where(spoken, 0, statuses[:, _UNREAL].sum(1)),
        ]
    )
