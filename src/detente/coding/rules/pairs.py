"""Any two sides of a short sentence: the parser errs, and the classifier needs no grammar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import TYPE_CHECKING, Final

from detente.coding.rules.side import Candidate, Side
from detente.coding.syntax import trigger

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["find"]

# In long sentences the pairs that no construction joins are nearly all chance neighbours.
_MAX_SIDES: Final = 4


def find(doc: Doc, sides: Sequence[Side]) -> Iterator[Candidate]:
    """Every ordered pair of sides where at most four sides are named."""
    if len(sides) > _MAX_SIDES:
        return
    for actor, recipient in permutations(sides, 2):
        yield Candidate(actor, recipient, trigger(actor.head, recipient.head), "pair")
