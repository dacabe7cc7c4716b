"""Forecasts: what is said to be coming between states, by whom, towards whom, and how surely."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.coding.claims.doubts import is_doubted, is_hard
from detente.coding.claims.drafts import Draft, clause_span
from detente.coding.claims.holders import subject_of
from detente.coding.claims.modality import helpers, horizon_in, is_negated
from detente.coding.claims.moves import move_at, move_pair
from detente.coding.claims.passages import Passage
from detente.coding.claims.sides import other_side, relation_pair, subject_states
from detente.coding.claims.trend_signs import base_of, relation_nouns_of, signs_at

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["find_forecasts", "future_words", "leaning"]

_FUTURE: Final = frozenset({"will", "'ll", "’ll", "wo", "shall", "may", "might", "could", "would"})
_EXPECTING: Final = frozenset(
    {"likely", "unlikely", "bound", "set", "poised", "certain", "sure", "destined"}
)
_EXPECTED: Final = frozenset(
    {"expect", "predict", "forecast", "anticipate", "foresee", "project", "await"}
)
_UNREAL_PAST: Final = frozenset({"have"})
_FRIENDLY_LIST: Final = (
    "support help cooperate assist agree sign welcome resume visit invest sell buy supply "
    "join meet restore reopen reconcile talk negotiate recognise recognize lift ease release "
    "return extend enhance back trade share host grant lend normalise normalize benefit "
    "compromise deliver approve ratify engage settle accept mediate defend aid thaw improve "
    "deepen expand warm"
)
_FRIENDLY: Final = frozenset(_FRIENDLY_LIST.split())
_HOSTILE_LIST: Final = (
    "attack retaliate sanction expel suspend reject refuse threaten invade block oppose "
    "withdraw recall cancel close ban punish strike escalate fight clash resist boycott break "
    "quarrel impose downgrade halt cut bomb annex blockade arm veto pressure walk worsen "
    "deteriorate sour freeze obstruct protest abandon collapse cool confront provoke "
    "destabilise destabilize"
)
_HOSTILE: Final = frozenset(_HOSTILE_LIST.split())


def find_forecasts(passage: Passage) -> Iterator[Draft]:
    """Forecasts of one passage: a word of the future over a deed or relation of states."""
    taken: set[int] = set()
    for token in passage.doc:
        verb = _expected(token)
        if verb is None or verb.i in taken or _is_excluded(token, verb):
            continue
        actors, pair = _who(passage, verb)
        if not actors and not pair:
            continue
        taken.add(verb.i)
        direction = leaning(verb)
        above = token if token.lemma_.lower() in _EXPECTED else None
        said_no = is_negated(verb) or is_negated(token) or _is_fronted_no(verb)
        said_no = said_no or (above is not None and is_hard(token))
        negated = said_no != is_doubted(verb, but=above)
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
    if token.lower_ in _CHANCES and token.dep_ == "acomp" and not clausal:
        return token.head
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
        return next((c for c in token.children if c.dep_ in {"xcomp", "ccomp"}), token)
    if token.lower_ == "going" and any(
        c.dep_ == "aux" and c.lemma_ == "be" for c in token.children
    ):
        return next((c for c in token.children if c.dep_ == "xcomp" and c.tag_ == "VB"), None)
    if token.lower_ == "set" and token.pos_ == "VERB":
        return next((c for c in token.children if c.dep_ == "xcomp"), None)
    return None


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
    if _is_judgement(verb):
        return True
    if token.dep_ == "aux" and token.lower_ in {"would", "could"} and _is_reported_past(token.head):
        return True
    clause = token.head if token.dep_ == "aux" else token
    if clause.dep_ == "advcl" and any(
        c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether", "so", "that", "lest"}
        for c in clause.children
    ):
        return True
    if clause.dep_ == "relcl" and token.lower_ in {"could", "would"}:
        return True
    return str(token.doc.text).rstrip().endswith("?")


_CHANCES: Final = frozenset(
    {"likely", "unlikely", "improbable", "possible", "inevitable", "probable"}
)
_HOPED: Final = frozenset({"hope", "wish", "demand", "want", "fear"})


def _is_judgement(verb: Token) -> bool:
    """'It would be wrong to', 'would do well to' judge; 'hope that X will' wishes."""
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "expl"}), None)
    if verb.lemma_ == "be" and subject is not None and subject.lower_ == "it":
        return any(c.dep_ in {"acomp", "attr"} for c in verb.children)
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
_BURDEN_LIST: Final = (
    "tariff duty ban sanction embargo blockade restriction curb barrier threat fine levy price "
    "pressure quota boycott penalty troop base missile"
)
_BURDENS: Final = frozenset(_BURDEN_LIST.split())
_BENEFIT_LIST: Final = (
    "treaty pact talk deal aid agreement dialogue embassy border licence license loan credit "
    "bridge crossing gas patrol boat airfield port truce ceasefire letter relation access pipeline"
)
_BENEFITS: Final = frozenset(_BENEFIT_LIST.split())
_STARTING_LIST: Final = (
    "impose extend raise repeat tighten keep open restore give grant offer sign resume send reopen "
    "provide renew start write obtain have build finance find let"
)
_STARTING: Final = frozenset(_STARTING_LIST.split())
_ENDING_LIST: Final = (
    "lift suspend ease drop remove end cancel break leave close withdraw scrap abandon cut"
)
_ENDING: Final = frozenset(_ENDING_LIST.split())


# To pursue a relation is to want it warm, whatever it is now.
_KEEPING: Final = frozenset(
    {"pursue", "seek", "nurture", "preserve", "maintain", "value", "keep", "have", "safeguard"}
)


def _by_object(verb: Token) -> int:
    """'Lift the tariffs' is friendly, 'suspend the treaty' is not."""
    way = (verb.lemma_.lower() in _STARTING) - (verb.lemma_.lower() in _ENDING)
    for child in verb.children:
        if way and child.dep_ in {"dobj", "nsubjpass"}:
            nouns = {t.lemma_.lower() for t in child.subtree}
            value = -1 if child.lemma_.lower() in _BURDENS else 0
            value = value or bool(nouns & _BENEFITS) - bool(nouns & _BURDENS)
            if value:
                return way * value
    return 0


def leaning(verb: Token) -> int:
    """Direction of a deed or change: +1 warmer, -1 colder, 0 where the words don't say."""
    move = move_at(verb)
    if move is not None:
        return move
    given = _by_object(verb)
    if given:
        return given
    for noun in relation_nouns_of(verb.subtree):
        signs = signs_at(noun)
        changes = [s for s in signs if s.level == "change"] or signs
        if changes:
            return changes[0].direction
    if verb.lemma_.lower() in _KEEPING:
        objects = [c for c in verb.children if c.dep_ == "dobj"]
        return next((base_of(noun) for noun in relation_nouns_of(objects)), 0)
    for word in [verb, *(c for c in verb.children if c.dep_ in {"xcomp", "dobj", "attr", "acomp"})]:
        lemma = word.lemma_.lower()
        if lemma in _FRIENDLY:
            return 1
        if lemma in _HOSTILE:
            return -1
    return 0
