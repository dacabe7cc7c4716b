"""Recommendations: what a side ought to do, in the words of who advises."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.coding.claims.advice import advised_at, called
from detente.coding.claims.deeds import leaning
from detente.coding.claims.drafts import Draft, clause_span, span_of
from detente.coding.claims.holders import phrase, subject_of
from detente.coding.claims.modality import is_negated
from detente.coding.claims.passages import Passage
from detente.coding.claims.sides import other_side

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["find_recommendations"]

_DUTY: Final = frozenset({"should", "must", "ought"})
_NEEDING: Final = frozenset({"need", "have"})
_ADVICE_ADJECTIVES_LIST: Final = (
    "essential imperative vital crucial advisable necessary wise prudent important time "
    "incumbent advantage interest sensible better unwise foolish mistake folly dangerous smart "
    "right reckless rash best decent shrewd"
)
_ADVICE_ADJECTIVES: Final = frozenset(_ADVICE_ADJECTIVES_LIST.split())
_AGAINST: Final = frozenset(
    {"unwise", "foolish", "mistake", "folly", "dangerous", "reckless", "rash"}
)
# 'must have known' and 'should have' judge the past; 'must be' guesses.
_PAST: Final = frozenset({"have", "'ve"})


def find_recommendations(passage: Passage) -> Iterator[Draft]:
    """Advice of one passage, each deed once."""
    taken: set[int] = set()
    for token in passage.doc:
        found = _duty(token) or _needed(token) or _time_to(token) or _would_do_well(token)
        found = found or advised_at(passage, token)
        if found is None:
            continue
        verb, against = found
        if verb.i in taken or not _is_advice(passage, token, verb):
            continue
        taken.add(verb.i)
        yield _draft(passage, token, verb, against)


def _draft(passage: Passage, token: Token, verb: Token, against: bool) -> Draft:
    subject = _addressee(token, verb)
    addressed = passage.states_under(subject) or passage.at(subject) if subject is not None else ()
    others = other_side(passage, verb, but=addressed)
    negated = is_negated(verb) != against
    action = span_of(_action(verb))
    direction = leaning(verb)
    fields = {
        "addressee": phrase(subject) if subject is not None else None,
        "addressee_states": addressed,
        "action": passage.text[action[0] : action[1]],
        "direction": direction,
        "polarity": -1 if negated else 1,
    }
    top = verb if token.dep_ == "aux" else token
    if token.dep_ == "pobj" and token.head.head.lemma_ == "be":
        top = token.head.head
    start, end = clause_span(passage, top)
    return Draft(
        "recommendation", verb, start, end, tuple(dict.fromkeys([*addressed, *others])), fields
    )


def _duty(token: Token) -> tuple[Token, bool] | None:
    """'must', 'should', 'ought to'; a list of verbs shares its modal."""
    if token.lower_ == "ought":
        verb = next((c for c in token.children if c.dep_ in {"xcomp", "ccomp"}), token.head)
        return (verb, False) if verb != token else None
    if token.lower_ not in _DUTY or token.dep_ != "aux":
        return None
    return (token.head, False)


def _needed(token: Token) -> tuple[Token, bool] | None:
    """'needs to', 'has to', 'had better'."""
    if (
        token.lemma_.lower() in _NEEDING
        and token.pos_ in {"VERB", "AUX"}
        and token.tag_ in {"VBZ", "VBP"}
    ):
        verb = next((c for c in token.children if c.dep_ == "xcomp"), None)
        if verb is not None and any(c.lower_ == "to" for c in verb.children):
            return verb, False
    if (
        token.lower_ == "better"
        and token.i
        and token.doc[token.i - 1].lower_ in {"had", "'d", "’d"}
    ):
        return (token.head, False) if token.head.pos_ == "VERB" else None
    return None


def _time_to(token: Token) -> tuple[Token, bool] | None:
    """'it is time for X to', 'it is in X's interest to', 'it would be wise to'."""
    if token.lemma_.lower() not in _ADVICE_ADJECTIVES or token.dep_ not in {
        "acomp",
        "attr",
        "pobj",
        "oprd",
    }:
        return None
    verb = next(
        (c for c in token.children if c.dep_ in {"xcomp", "acl", "ccomp", "relcl", "advcl"}), None
    )
    above = token.head.head if token.dep_ == "pobj" else token.head
    if verb is None and above.lemma_.lower() == "be":
        verb = next(
            (
                c
                for c in above.children
                if c.dep_ in {"xcomp", "ccomp", "advcl", "csubj"} and c.i != token.i
            ),
            None,
        )
    if above.lemma_.lower() != "be" or verb is None or verb.tag_ not in {"VB", "VBP", "VBZ", "VBD"}:
        return None
    if verb.tag_ == "VBD" and token.lower_ != "time":  # 'high time X stopped'
        return None
    return verb, token.lemma_.lower() in _AGAINST


def _would_do_well(token: Token) -> tuple[Token, bool] | None:
    """'X would do well to', 'X would be wise to', 'let X'."""
    near = {c.lower_ for c in token.children}
    if token.lemma_.lower() == "do" and "well" in near and near & {"would", "might"}:
        verb = next((c for c in token.children if c.dep_ in {"xcomp", "advcl"}), None)
        return (verb, False) if verb is not None else None
    if token.dep_ == "ROOT" and token.tag_ == "VB" and token.i == 0 and token.lower_ == "let":
        verb = next((c for c in token.children if c.dep_ == "ccomp"), None)
        return (verb, False) if verb is not None else None
    return None


def _addressee(token: Token, verb: Token) -> Token | None:
    named = called(token, verb)
    if named is not None:
        return named
    subject = subject_of(verb)
    if subject is not None and subject.lower_ != "there" and subject.dep_ != "expl":
        judged = token.dep_ in {"acomp", "attr", "pobj", "oprd"}
        if not (subject.lower_ == "it" and judged):
            return subject
    for child in [*token.children, *verb.children, *token.head.children]:
        if child.lower_ == "for":
            inner = next((c for c in child.children if c.dep_ == "pobj"), None)
            if inner is not None:
                return inner
        if child.dep_ == "poss":
            return child
    return None


_BEFORE_DEED: Final = frozenset(
    {"nsubj", "nsubjpass", "aux", "advcl", "mark", "punct", "parataxis"}
)


def _action(verb: Token) -> list[Token]:
    """The deed: the verb and what follows it in its clause."""
    dropped = {
        t.i for c in verb.children
        if c.dep_ in _BEFORE_DEED and c.i < verb.i
        for t in c.subtree
    }  # fmt: skip
    return [t for t in verb.subtree if t.i not in dropped and t.i >= verb.i] or [verb]


def _is_advice(passage: Passage, token: Token, verb: Token) -> bool:
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if called(token, verb) is not None:
        return True
    if helpers & _PAST or passage.text.rstrip().endswith("?"):
        return False
    clause = verb
    if clause.dep_ == "advcl" and any(
        c.lower_ in {"if", "unless", "lest"} for c in clause.children
    ):
        return False
    subject = _addressee(token, verb)
    if subject is None:
        return bool(passage.states_under(verb))
    named = passage.states_under(subject) or passage.at(subject)
    return (
        bool(named)
        or bool(passage.states_under(verb))
        or subject.lower_ in {"we", "they", "leaders", "both"}
    )
