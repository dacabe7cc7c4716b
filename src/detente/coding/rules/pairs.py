"""Two sides of a short sentence that no construction joins: the parser errs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final

from detente.coding.rules.side import Candidate, Side
from detente.coding.syntax import steps_between, trigger

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["find"]

# In long sentences the pairs that no construction joins are nearly all chance neighbours.
_MAX_SIDES: Final = 4
# Where a sentence names only two states, who else should have done it: there any distance counts
# (three more deeds right and one wrong, in gold sentences, example corpus and half of PLV_train).
# Of 929 such pairs (gold sentences and example corpus) 39 held a deed that was right: none of those
# whose side is a location or only an adjective, 8 where who is named first is the recipient, and 3
# beyond six steps.
_MAX_STEPS: Final = 6
_MERE: Final = frozenset({"place", "modifier", "demonym"})

# Alone with another, what seems to tell which thing is meant may be a verb's: "Lagos begs Rome".
_NAMES: Final = frozenset({"capital", "state name"})


def find(doc: Doc, sides: Sequence[Side]) -> Iterator[Candidate]:
    """Each two sides that lie near in the grammar, or are alone; the first named as the actor."""
    if len(sides) > _MAX_SIDES:
        return
    alone = len({side.state for side in sides}) == 2
    full = [
        side
        for side in sides
        if side.how not in _MERE and (not side.of_thing or (alone and side.how in _NAMES))
    ]
    for actor, recipient in combinations(full, 2):
        if alone or steps_between(actor.head, recipient.head) <= _MAX_STEPS:
            yield Candidate(actor, recipient, trigger(actor.head, recipient.head), "pair")
