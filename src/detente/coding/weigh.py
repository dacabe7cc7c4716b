"""What the classifier says of each candidate of many sentences, asking no more than it has to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.coding.classify import Marked, Scores, score
from detente.coding.rules import Candidate, again

__all__ = ["Weighed", "weigh"]

# Where the first pair of mentions says so surely that there is no deed, a second pair of the same
# two states says otherwise once in 45 (example corpus); where it says as surely that there is one,
# a second has something to add only if another word carries it.
_SURELY_NONE: Final = 0.95
_SURELY_SOME: Final = 0.02
# Who did nothing to a side hardly went on to do more.
_LIKELY: Final = 0.3


@dataclass(frozen=True)
class Weighed:
    """Candidates of a sentence with their probabilities: `roots` n x 16, `statuses` n x 5."""

    pairs: list[Candidate]
    roots: NDArray[np.float32]
    statuses: NDArray[np.float32]


def weigh(sentences: Sequence[tuple[str, list[Candidate]]], *, threads: int = 1) -> list[Weighed]:
    """Candidates of each sentence (its words, its candidates) that were worth asking for."""
    firsts = [(text, _first_of_each(pairs)) for text, pairs in sentences]
    once = _ask(firsts, threads=threads)
    twice = [
        (text, _worth_a_second(pairs, done))
        for (text, pairs), done in zip(sentences, once, strict=True)
    ]
    return [_join(*both) for both in zip(once, _ask(twice, threads=threads), strict=True)]


def _ask(sentences: Sequence[tuple[str, list[Candidate]]], *, threads: int) -> list[Weighed]:
    marked = [_marked(text, one) for text, pairs in sentences for one in pairs]
    scores: Scores = score(marked, threads=threads)
    ends = np.cumsum([len(pairs) for _, pairs in sentences], dtype=int)
    return [
        Weighed(
            pairs, scores.roots[end - len(pairs) : end], scores.statuses[end - len(pairs) : end]
        )
        for (_, pairs), end in zip(sentences, ends, strict=True)
    ]


def _marked(text: str, one: Candidate) -> Marked:
    if one.spelt is not None:
        return Marked(one.spelt.text, one.spelt.actor, one.spelt.recipient)
    actor, recipient = one.actor, one.recipient
    return Marked(text, (actor.start, actor.end), (recipient.start, recipient.end))


def _states(one: Candidate) -> tuple[str, str]:
    return one.actor.state, one.recipient.state


def _first_of_each(pairs: Sequence[Candidate]) -> list[Candidate]:
    """The first candidate of each ordered pair of states."""
    firsts: dict[tuple[str, str], Candidate] = {}
    for one in pairs:
        firsts.setdefault(_states(one), one)
    return list(firsts.values())


def _worth_a_second(pairs: Sequence[Candidate], done: Weighed) -> list[Candidate]:
    first = {_states(one): at for at, one in enumerate(done.pairs)}
    out = []
    for one in pairs:
        at = first[_states(one)]
        if one is done.pairs[at] or (none := float(done.roots[at, -1])) >= _SURELY_NONE:
            continue
        if none > _SURELY_SOME or one.trigger != done.pairs[at].trigger:
            out.append(one)
    return out + _going_on(done)


def _going_on(done: Weighed) -> list[Candidate]:
    """What those who likely did one thing may have gone on to do to the same side."""
    sides = {side.start: side for one in done.pairs for side in (one.actor, one.recipient)}
    likely = (
        one for one, none in zip(done.pairs, done.roots[:, -1], strict=True) if none < _LIKELY
    )
    return [more for one in likely for more in again.find(one, list(sides.values()))]


def _join(one: Weighed, other: Weighed) -> Weighed:
    return Weighed(
        one.pairs + other.pairs,
        np.concatenate([one.roots, other.roots]),
        np.concatenate([one.statuses, other.statuses]),
    )
