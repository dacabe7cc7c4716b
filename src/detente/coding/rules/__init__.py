"""Who may have done something to whom: one file for each kind of construction.

Each rule takes a parsed sentence and its sides and yields candidates. Rules go for recall: the
classifier weighs every candidate and most of them come to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.coding.rules import clause, nominal, pairs, reciprocal
from detente.coding.rules.side import Candidate, Side

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Candidate", "Side", "find_candidates"]

_RULES = (clause.find, nominal.find, reciprocal.find, pairs.find)


def find_candidates(doc: Doc, sides: Sequence[Side]) -> list[Candidate]:
    """Ordered pairs of sides of different states that some rule allows, the first rule's word first.

    Args:
        doc: one parsed sentence.
        sides: who is named in it, in order.

    Returns:
        Each ordered pair of sides at most once.
    """
    found: dict[tuple[int, int], Candidate] = {}
    for rule in _RULES:
        for candidate in rule(doc, sides):
            if candidate.actor.state != candidate.recipient.state and not candidate.actor.is_place:
                key = (candidate.actor.start, candidate.recipient.start)
                found.setdefault(key, candidate)
    return list(found.values())
