"""Which two states a relation word speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.coding.claims.holders import subject_of
from detente.coding.claims.passages import Passage, main_two
from detente.coding.syntax import clause_of

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["other_side", "relation_pair", "subject_states"]

_WITH: Final = frozenset({"with", "to", "towards", "toward", "against", "between", "among", "from"})


def relation_pair(passage: Passage, noun: Token) -> tuple[str, str] | None:
    """The two states of a relation noun, or null where the text names none.

    In order: both in the noun's own phrase ('ties between Oman and Iran', 'US-India ties'); one
    there and the other as subject or object of its clause ('Oman has close ties with Iran'); "the
    two" in the clause; else, for a bare 'relations', the two states spoken of last.
    """
    own = passage.states_under(noun)
    if len(own) >= 2:
        return own[0], own[1]
    if noun.dep_ == "conj":
        shared = relation_pair(passage, noun.head) if noun.head.pos_ == "NOUN" else None
        if shared and not own:
            return shared
    if not own and _is_held_by_one(passage, noun):
        return None
    near = _clause_states(passage, noun)
    if len(own) == 1:
        other = next((state for state in near if state != own[0]), None)
        if other is None and _is_bilateral(passage, noun):
            other = next((s for s in reversed(passage.before) if s != own[0]), None)
        if other is None:
            other = _partner_before(passage, own[0])
        return (own[0], other) if other else None
    if len(near) >= 2:
        return near[0], near[1]
    two = _two_before(passage, noun)
    if len(near) == 1 and two and near[0] in two:
        return two
    return two if not near else None


def _is_held_by_one(passage: Passage, noun: Token) -> bool:
    """'The respect that Oman enjoys' is no pair's: who respects it is left open."""
    holders = [subject_states(passage, c) for c in noun.children if c.dep_ == "relcl"]
    return any(len(states) == 1 for states in holders)


def _is_bilateral(passage: Passage, noun: Token) -> bool:
    return any(child.lower_ in {"bilateral", "mutual"} for child in noun.children)


def _clause_states(passage: Passage, noun: Token) -> list[str]:
    """States of subject, object and prepositional phrases of the noun's clause, subject first."""
    verb = clause_of(noun)
    found: list[str] = []
    subject = subject_of(verb)
    if subject is not None and subject != noun:
        found += passage.states_under(subject)
    for child in verb.children:
        if child.dep_ in {"dobj", "prep", "dative", "attr", "xcomp", "agent"}:
            found += passage.states_under(child)
    while verb.dep_ in {"xcomp", "ccomp", "pcomp", "acl"} and not found and verb.head != verb:
        verb = clause_of(verb.head)
        subject = subject_of(verb)
        found += passage.states_under(subject) if subject is not None else ()
        if verb.dep_ == "ROOT":
            break
    return list(dict.fromkeys(found))


def _partner_before(passage: Passage, state: str) -> str | None:
    """Where a phrase names one side only, the other side if just one was spoken of lately."""
    lately = [s for s in passage.before[-6:] if s != state]
    return lately[-1] if lately and len(set(lately)) == 1 else None


def _two_before(passage: Passage, noun: Token) -> tuple[str, str] | None:
    """The two states that the text is on before the noun."""
    here = passage.states_in(0, noun.idx)
    if len(here) > 2:  # of three, no two stand out
        return None
    if passage.pair is not None and set(here) <= set(passage.pair):
        return passage.pair
    return main_two([*passage.before, *here])


def subject_states(passage: Passage, verb: Token) -> tuple[str, ...]:
    """States of the subject of a verb, at the subject's own words first."""
    subject = subject_of(verb)
    if subject is None:
        return ()
    return passage.states_under(subject) or passage.at(subject)


def other_side(passage: Passage, verb: Token, *, but: tuple[str, ...]) -> tuple[str, ...]:
    """States among the complements of a verb, those of `but` left out."""
    found: list[str] = []
    for child in verb.children:
        if child.dep_ == "ccomp" and child.i < verb.i:
            continue
        if child.dep_ in {
            "dobj",
            "prep",
            "dative",
            "xcomp",
            "agent",
            "attr",
            "ccomp",
            "oprd",
            "acomp",
        }:
            found += passage.states_under(child)
        if child.dep_ in {"advmod", "prt"} and child.lower_ in {"closer", "away", "nearer", "back"}:
            found += passage.states_under(child)
    return tuple(s for s in dict.fromkeys(found) if s not in but)
