"""A deed whose clause names only its doer: "A shelled a village and B's tanks replied in kind".

Whom it is done to, the clause above says: in answers, and in what somebody is blamed or thanked for
("A accused B of bugging a room").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from detente.coding.rules.clause import blamed_for
from detente.coding.rules.side import Candidate, Side, sides_in, sides_within
from detente.coding.syntax import clause_of, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["find"]

_LINKS: Final = frozenset({"conj", "ccomp", "advcl", "relcl", "parataxis", "xcomp", "pcomp"})


def find(doc: Doc, sides: Sequence[Side]) -> Iterator[Candidate]:
    """The doer of a clause that names nobody else, with the doer of the clause it hangs on."""
    for verb in doc:
        yield from _reactions(verb, sides)
        if verb.dep_ not in _LINKS or not is_verb(verb):
            continue
        blamed = blamed_for(verb)
        subjects = blamed or [child for child in verb.children if child.dep_ == "nsubj"]
        own = [side for subject in subjects for side in sides_in(subject, sides)]
        if not own or any(side.state != own[0].state for side in sides_within(verb, sides)):
            continue
        for actor in own[:1]:
            below = verb.head if blamed else verb
            for other in _subjects(below.head, sides) if below.head != below else ():
                if other.state != actor.state:
                    yield Candidate(actor, other, verb, "reply")


def _reactions(verb: Token, sides: Sequence[Side]) -> Iterator[Candidate]:
    """Who acts when, after or if another does: "A scrambled jets after B's bombers came near".

    Only where the clause above names nobody else.
    """
    if verb.dep_ not in {"advcl", "relcl"} or not is_verb(verb):
        return
    if verb.dep_ == "relcl" and not any(child.lower_ == "where" for child in verb.children):
        return
    other = next(_subjects(verb, sides), None)
    if other is None:
        return
    above = clause_of(verb.head)
    while (actor := next(_subjects(above, sides), None)) is None:
        if above.dep_ != "ccomp" or above.head == above:
            return
        above = above.head
    near = sides_within(above, sides)
    if actor.state != other.state and all(one.state == actor.state for one in near):
        yield Candidate(actor, other, above, "reply")


def _subjects(clause: Token, sides: Sequence[Side]) -> Iterator[Side]:
    """Sides of the subject of a clause."""
    for child in clause.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            yield from sides_in(child, sides)
