"""Which of a sentence's candidates are events? The classifier's word, made consistent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.coding.bystanders import without_bystanders
from detente.coding.rules import Candidate
from detente.coding.sure import Scale, chances, fitted_scale
from detente.core.codebook import ROOTS

__all__ = ["Choice", "choose"]

_NAMES: Final = tuple(ROOTS)
# Deeds that both sides do when both directions are likely.
_MUTUAL: Final = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE"})


@dataclass(frozen=True)
class Choice:
    """A candidate that is coded, as which root, how surely, and its status chances."""

    pair: Candidate
    root: str
    confidence: float
    statuses: NDArray[np.float32]


def choose(
    pairs: Sequence[Candidate],
    roots: NDArray[np.float32],
    statuses: NDArray[np.float32],
    *,
    scale: Scale | None = None,
) -> list[Choice]:
    """Events of one sentence, and what meetings mirror.

    Args:
        pairs: the candidates.
        roots: n x 16 probabilities (15 roots, then no event).
        statuses: n x 5 probabilities.
        scale: how sure a candidate is, and how sure it has to be; the shipped model's.

    Returns:
        For each two states, the likelier direction; the other one too where both are likely and
        the deed is mutual, or where each direction is another deed. Two deeds of one direction
        where another word carries each. None towards a state that only stands by.
    """
    if not pairs:
        return []
    scale = scale or fitted_scale()
    sure = chances(pairs, roots, statuses, scale=scale)
    deeds = [_NAMES[root] for root in roots[:, :-1].argmax(1)]
    options = [Choice(*parts) for parts in zip(pairs, deeds, sure.tolist(), statuses, strict=True)]
    taken: list[int] = []
    for at in np.argsort(-sure, kind="stable").tolist():
        if sure[at] >= scale.threshold and all(_stands(options[at], options[o]) for o in taken):
            taken.append(at)
    chosen = without_bystanders([options[at] for at in sorted(taken)])
    return chosen + _mirrored(chosen, pairs)


def _stands(one: Choice, surer: Choice) -> bool:
    """Does a deed stand beside a surer one of the same sentence?

    Not beside the same two states' in the same direction, unless another word carries another
    deed; not beside its reverse, unless the deed is mutual or another, or another word carries it
    ("A shelled B, and B shelled A").
    """
    if _states(one.pair) == _states(surer.pair):
        return one.root != surer.root and one.pair.trigger != surer.pair.trigger
    if _states(one.pair) == _states(surer.pair)[::-1]:
        other_word = one.pair.trigger != surer.pair.trigger
        return one.root != surer.root or one.root in _MUTUAL or other_word
    return True


def _states(pair: Candidate) -> tuple[str, str]:
    return pair.actor.state, pair.recipient.state


def _mirrored(chosen: Sequence[Choice], pairs: Sequence[Candidate]) -> list[Choice]:
    """The other direction of what two sides do side by side ("A and B signed"), and of meetings.

    Who visits is also received: CAMEO codes 042 and 043, and ICEWS writes both.
    """
    joint = {frozenset(_states(pair)) for pair in pairs if pair.rule == "reciprocal"}
    done = {(*_states(one.pair), one.root) for one in chosen}
    return [
        replace(one, pair=replace(one.pair, actor=one.pair.recipient, recipient=one.pair.actor))
        for one in chosen
        if (*_states(one.pair)[::-1], one.root) not in done
        and (
            one.root == "CONSULT"
            or one.pair.rule == "reciprocal"
            or (one.root in _MUTUAL and frozenset(_states(one.pair)) in joint)
        )
    ]
