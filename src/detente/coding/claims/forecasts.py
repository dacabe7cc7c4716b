"""Forecasts: what is said to be coming between states, by whom, towards whom, and how surely."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.coding.claims.chances import (
    CHANCES,
    chance_of,
    is_own_guess,
    is_surprise,
    is_unlikely,
    of_odds,
    scenario_verb,
)
from detente.coding.claims.deeds import leaning
from detente.coding.claims.doubts import is_doubted, is_hard
from detente.coding.claims.drafts import Draft, clause_span
from detente.coding.claims.holders import subject_of
from detente.coding.claims.modality import helpers, horizon_in, is_negated
from detente.coding.claims.moves import move_at, move_pair
from detente.coding.claims.passages import Passage
from detente.coding.claims.relation_nouns import relation_nouns_of
from detente.coding.claims.sides import other_side, relation_pair, subject_states

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["find_forecasts", "future_words"]

_FUTURE: Final = frozenset({"will", "'ll", "’ll", "wo", "shall", "may", "might", "could", "would"})
_EXPECTING: Final = frozenset(
    {"likely", "unlikely", "bound", "set", "poised", "certain", "sure", "destined", "apt", "liable",
     "slated", "fated", "prone", "primed", "doomed", "due", "about"}
)  # fmt: skip
_ON_ITS_WAY: Final = frozenset({"course", "track", "way", "verge", "brink", "point"})
_EXPECTED: Final = frozenset(
    {"expect", "predict", "forecast", "anticipate", "foresee", "project", "await"}
)
_UNREAL_PAST: Final = frozenset({"have"})


def find_forecasts(passage: Passage) -> Iterator[Draft]:
    """Forecasts of one passage: a word of the future over a deed or relation of states."""
    taken: set[int] = set()
    for token in passage.doc:
        verb = _expected(token) or _to_come(token) or scenario_verb(passage, token)
        if verb is None or verb.i in taken or _is_excluded(token, verb):
            continue
        actors, pair = _who(passage, verb)
        if not actors and not pair and is_own_guess(verb):
            actors, pair = passage.pair or (), passage.pair or ()
        if not actors and not pair:
            continue
        taken.add(verb.i)
        direction = leaning(verb)
        above = token if token.lemma_.lower() in _EXPECTED else None
        said_no = is_negated(verb) or (token.dep_ != "aux" and is_negated(token))
        said_no = said_no or _is_fronted_no(verb)
        said_no = said_no or (above is not None and is_hard(token))
        negated = is_unlikely(token, verb) or said_no != is_doubted(verb, but=above)
        fields = {
            "actors": actors,
            "direction": direction,
            "polarity": -1 if negated else 1,
        }
        states = tuple(dict.fromkeys([*pair, *actors]))
        yield Draft("forecast", verb, *clause_span(passage, _top(token, verb)), states, fields)


def _is_fronted_no(verb: Token) -> bool:
    """'Rarely will …', 'seldom would …'."""
    return any(c.lower_ in {"rarely", "seldom"} and c.i < verb.i for c in verb.children)


def _top(token: Token, verb: Token) -> Token:
    if token.dep_ == "aux":
        return token.head
    if token.dep_ in {"acomp", "oprd", "attr"} and token.head.pos_ in {"VERB", "AUX"}:
        return token.head
    return token if token.pos_ in {"VERB", "AUX"} and token.i < verb.i else verb


def future_words(token: Token) -> set[str]:
    """Auxiliaries of the future that stand with a verb."""
    return {c.lower_ for c in token.children if c.dep_ == "aux" and c.lower_ in _FUTURE}


def _expected(token: Token) -> Token | None:
    """The verb of what is to come, where `token` says so: a modal, 'likely to', 'expected to'."""
    if token.dep_ == "aux" and token.lower_ in _FUTURE:
        return _inner(token.head)
    if token.dep_ == "aux" and token.lower_ in {"can", "ca"} and is_negated(token.head):
        return token.head if horizon_in(token.doc.text) else None
    if token.pos_ == "AUX" and token.lower_ in {"will", "wo"} and token.dep_ in {"ROOT", "conj"}:
        return token
    clausal = any(c.dep_ in {"xcomp", "ccomp"} for c in token.children)
    if token.lower_ in CHANCES and token.dep_ == "acomp" and not clausal and not of_odds(token):
        return token.head
    if chance := chance_of(token):
        return chance
    if token.lower_ in _EXPECTING and token.dep_ in {
        "acomp",
        "ROOT",
        "oprd",
        "advcl",
        "conj",
        "ccomp",
    }:
        return next((c for c in token.children if c.dep_ in {"xcomp", "ccomp"}), None)
    if token.lemma_.lower() in _EXPECTED and token.pos_ == "VERB":
        told = [c for c in token.children if c.dep_ in {"xcomp", "ccomp", "dobj"}]
        return next((c for c in told if c.dep_ != "dobj"), None) or next(iter(told), token)
    if token.lower_ == "going" and any(
        c.dep_ == "aux" and c.lemma_ == "be" for c in token.children
    ):
        return next((c for c in token.children if c.dep_ == "xcomp" and c.tag_ == "VB"), None)
    if token.lower_ == "set" and token.pos_ == "VERB":
        return next((c for c in token.children if c.dep_ == "xcomp"), None)
    return None


def _to_come(token: Token) -> Token | None:
    """'On course to sign', 'about to match', 'bound to court', whatever the parser makes of it."""
    doc = token.doc
    on_way = token.lower_ in _ON_ITS_WAY and doc[max(token.i - 1, 0)].lower_ in {"on", "the"}
    if token.lower_ not in _EXPECTING and not on_way:
        return None
    near = doc[token.i + 1 : token.i + 4]
    if not len(near) or near[0].lower_ != "to":
        return None
    be = any(t.lemma_ in {"be", "look", "seem"} for t in doc[max(token.i - 5, 0) : token.i])
    verb = next((t for t in near[1:] if t.pos_ != "ADV"), None)
    return verb if be and verb is not None and (verb.tag_ == "VB" or verb.pos_ == "NOUN") else None


def _inner(verb: Token) -> Token:
    """'may need to look', 'will be likely to seek': the deed is the inner verb."""
    lemma = verb.lemma_.lower()
    if lemma in {"be"}:
        for child in verb.children:
            if child.lower_ in _EXPECTING:
                return next((c for c in child.children if c.dep_ == "xcomp"), child)
        return verb
    if lemma in {
        "need",
        "have",
        "seek",
        "try",
        "continue",
        "start",
        "begin",
        "want",
        "decide",
        "choose",
        "seem",
    }:
        return next((c for c in verb.children if c.dep_ == "xcomp"), verb)
    return verb


def _is_excluded(token: Token, verb: Token) -> bool:
    """Unreal past ('would have'), past intent ('said it would'), questions, conditions, wishes."""
    if token.dep_ == "aux" and helpers(token.head) & _UNREAL_PAST and token.lower_ != "will":
        return True
    if _is_judgement(verb) or (token.dep_ == "aux" and is_surprise(verb)):
        return True
    if token.dep_ == "aux" and token.lower_ in {"would", "could"} and _is_reported_past(token.head):
        return True
    clause = token.head if token.dep_ == "aux" else token
    if clause.dep_ == "advcl" and any(
        c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether", "so", "that", "lest", "than"}
        for c in clause.children
    ):
        return True
    if clause.dep_ == "relcl" and token.lower_ in {"could", "would"}:
        return True
    return str(token.doc.text).rstrip().endswith("?")


_JUDGED: Final = frozenset(
    {"wise", "smart", "foolish", "unwise", "mad", "crazy", "stupid", "prudent", "well-advised",
     "right", "wrong", "rash", "reckless", "better", "sensible", "ill-advised", "clever"}
)  # fmt: skip
_HOPED: Final = frozenset({"hope", "wish", "demand", "want", "fear"})


def _is_judgement(verb: Token) -> bool:
    """'It would be wrong to', 'would do well to' judge; 'hope that X will' wishes."""
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "expl"}), None)
    if verb.lemma_ == "be" and subject is not None and subject.lower_ == "it":
        return any(c.dep_ in {"acomp", "attr"} for c in verb.children)
    if verb.lemma_ == "be" and any(c.lower_ in _JUDGED for c in verb.children):
        return True
    if subject is not None and subject.lower_ == "one":
        return True
    if verb.lemma_ == "do" and any(c.lower_ == "well" for c in verb.children):
        return True
    return bool(verb.dep_ == "ccomp" and verb.head.lemma_.lower() in _HOPED)


def _is_reported_past(verb: Token) -> bool:
    """'It was decided that capacity would be expanded' tells of the past."""
    return bool(
        verb.dep_ == "ccomp"
        and verb.head.tag_ in {"VBD", "VBN"}
        and verb.head.lemma_ not in {"expect"}
    )


def _who(passage: Passage, verb: Token) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """States that act, and the pair concerned where the clause names a second."""
    if verb.pos_ == "NOUN":
        named = passage.states_under(verb)
        return named[:2], named[:2] if len(named) >= 2 else ()
    moved = [s for c in verb.children if c.dep_ == "dobj" for s in passage.at(c)]
    if verb.lemma_.lower() in _MOVING and moved:
        others = other_side(passage, verb, but=tuple(moved))
        return tuple(moved), tuple(dict.fromkeys([*moved, *others]))[:2]
    for noun in relation_nouns_of(verb.subtree):
        pair = relation_pair(passage, noun)
        if pair:
            actors = subject_states(passage, verb) or pair
            return actors, pair
    if move_at(verb) is not None:
        moving = move_pair(passage, verb)
        if moving:
            return subject_states(passage, verb) or moving, moving
    actors = subject_states(passage, verb)
    others = other_side(passage, verb, but=actors)
    if not actors:
        subject = subject_of(verb)
        named = others or tuple(dict.fromkeys(s for t in verb.subtree for s in passage.at(t)))
        return (named, named[:2]) if subject is not None and named else ((), ())
    return actors, tuple(dict.fromkeys([*actors, *others]))[:2] if others else ()


_MOVING: Final = frozenset({"push", "drive", "force", "draw", "pull", "drag", "bring", "nudge"})
