"""Who may have done something to whom: one file for each kind of construction.

Each rule takes a parsed sentence and its sides and yields candidates. Rules go for recall: the
classifier weighs every candidate and most of them come to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from detente.coding.rules import clause, nominal, pairs, reciprocal, reply, turned
from detente.coding.rules.side import Candidate, Side
from detente.coding.rules.spelt import spell

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["Candidate", "Side", "find_candidates"]

_CONSTRUCTIONS: Final = (turned.find, clause.find, nominal.find, reciprocal.find, reply.find)
# Rules of `turned` that name the subject as the one to whom it was done.
_TURNED: Final = frozenset({"received", "ground"})
_IN_POWER: Final = frozenset(
    ("generals government authorities regime junta rulers cabinet parliament court leaders").split()
)
# Mentions of one state pile up in a sentence ("Pakistan", "Islamabad", "its"); the first two that a
# construction joins carry the deed, and each further pair costs the classifier a pass.
_PER_DIRECTION: Final = 2


def find_candidates(doc: Doc, sides: Sequence[Side]) -> list[Candidate]:
    """Ordered pairs of sides of different states that some rule allows, first rules first.

    Two states that no construction joins are tried in text order where few sides are named.

    Args:
        doc: one parsed sentence.
        sides: who is named in it, in order.

    Returns:
        Each ordered pair of sides at most once, and at most two for each ordered pair of states
        (besides what the two do side by side).
    """
    found: dict[tuple[int, int], Candidate] = {}
    for rule in _CONSTRUCTIONS:
        _add(found, rule(doc, sides))
    # Who answers whom says nothing of what the answered one did.
    joined = {
        frozenset((one.actor.state, one.recipient.state))
        for one in found.values()
        if one.rule != "reply"
    }
    rest = (
        pair
        for pair in pairs.find(doc, sides)
        if frozenset((pair.actor.state, pair.recipient.state)) not in joined
    )
    _add(found, rest)
    return spell(_few(found.values()))


def _add(found: dict[tuple[int, int], Candidate], candidates: Iterable[Candidate]) -> None:
    for one in candidates:
        if one.actor.state != one.recipient.state and _can_act(one):
            key = (one.actor.start, one.recipient.start)
            back = found.get(key[::-1])
            if back is not None and back.rule in _TURNED:
                continue  # what A got from B, or suffered there, is no deed of A's
            if key not in found or _is_deed_of(one, found[key]):
                found[key] = one


def _can_act(one: Candidate) -> bool:
    """A location does nothing; what tells which thing is meant acts at most in a noun's deed.

    Whose deed it is, is no location: "at Oman's request"; nor where somebody is arrested.
    """
    actor = one.actor
    if one.rule in {"ground", "pair"} or _rules_there(actor):
        return True
    if one.rule == "nominal":
        return not actor.is_place or actor.head.dep_ == "poss"
    return not (actor.is_place or actor.of_thing)


def _rules_there(side: Side) -> bool:
    """Is it where those in power are: "the generals in Rangoon"?"""
    link = side.head.head
    return link.lower_ == "in" and link.head.dep_ == "nsubj" and link.head.lower_ in _IN_POWER


def _is_deed_of(inner: Candidate, outer: Candidate) -> bool:
    """In "wants to attack Oman" the deed is "attack"; "wants" says how real it is."""
    clauses = inner.rule == outer.rule == "clause"
    return clauses and bool(outer.trigger.is_ancestor(inner.trigger))


def _few(candidates: Iterable[Candidate]) -> list[Candidate]:
    """At most two of each direction, and besides what the two do side by side as its subjects."""
    kept: list[Candidate] = []
    counts: dict[tuple[str, str], int] = {}
    for one in candidates:
        key = (one.actor.state, one.recipient.state)
        counts[key] = counts.get(key, 0) + 1
        together = one.rule == "reciprocal" and one.actor.head.dep_ == "nsubj"
        if counts[key] <= _PER_DIRECTION or together:
            kept.append(one)
    return kept
