"""Which of a sentence's candidates are events? The classifier's word, made consistent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.coding.classify import confidence_of
from detente.coding.rules import Candidate
from detente.core.codebook import ROOTS

__all__ = ["Choice", "choose"]

# Least probability of "some event" at which a pair is coded. On the even rows of the gold sentences
# F1 of pair and root is flat (0.7: .621, 0.8: .619, 0.9: .625) while false alarms fall from 13 to
# 9 %; on the example corpus recall falls too (F1 .53 at 0.75, .51 at 0.9).
THRESHOLD: Final = 0.85

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
    pairs: Sequence[Candidate], roots: NDArray[np.float32], statuses: NDArray[np.float32]
) -> list[Choice]:
    """Events of one sentence, and what meetings mirror.

    Args:
        pairs: the candidates.
        roots: n x 16 probabilities (15 roots, then no event).
        statuses: n x 5 probabilities.

    Returns:
        For each two states, the likelier direction; the other one too where both are likely and
        the deed is mutual, or where each direction is another deed. Two deeds of one direction
        where another word carries each.
    """
    best: dict[tuple[str, str], int] = {}
    for at, pair in enumerate(pairs):
        key = _states(pair)
        if key not in best or roots[at, :-1].max() > roots[best[key], :-1].max():
            best[key] = at
    taken = []
    for (actor, recipient), at in best.items():
        back = best.get((recipient, actor))
        if roots[at, -1] <= 1 - THRESHOLD and (back is None or _stands(at, back, roots)):
            taken.append(at)
            taken += _others(at, pairs, roots)
    chosen = [_choice(at, pairs, roots, statuses) for at in taken]
    return chosen + _mirrored(chosen, pairs)


def _others(best: int, pairs: Sequence[Candidate], roots: NDArray[np.float32]) -> list[int]:
    """Further deeds of the same two states that another word carries: "thanked and asked"."""
    seen, out = {int(roots[best, :-1].argmax())}, []
    for at, pair in enumerate(pairs):
        if _states(pair) == _states(pairs[best]) and pair.trigger != pairs[best].trigger:
            root = int(roots[at, :-1].argmax())
            if roots[at, -1] <= 1 - THRESHOLD and root not in seen:
                seen.add(root)
                out.append(at)
    return out


def _choice(
    at: int,
    pairs: Sequence[Candidate],
    roots: NDArray[np.float32],
    statuses: NDArray[np.float32],
) -> Choice:
    root = int(roots[at, :-1].argmax())
    return Choice(pairs[at], _NAMES[root], confidence_of(float(roots[at, root])), statuses[at])


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


def _stands(at: int, back: int, roots: NDArray[np.float32]) -> bool:
    """Does the pair stand beside its reverse?"""
    if roots[at, -1] <= roots[back, -1] or roots[back, -1] > 1 - THRESHOLD:
        return True
    root, other = (_NAMES[int(roots[one, :-1].argmax())] for one in (at, back))
    return root != other or root in _MUTUAL
