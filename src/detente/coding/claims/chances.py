"""Forecasts without a word of the future: scenarios, odds, 'I would be surprised if'."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detente.coding.claims.passages import Passage

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "CHANCES",
    "chance_of",
    "is_own_guess",
    "is_surprise",
    "is_unlikely",
    "of_odds",
    "scenario_verb",
]

_UNLIKELY: Final = frozenset(
    {"unlikely", "improbable", "inconceivable", "unthinkable", "remote", "doubtful", "slim",
     "implausible", "far-fetched", "negligible"}
)  # fmt: skip
CHANCES: Final = _UNLIKELY | {
    "likely", "possible", "inevitable", "probable", "certain", "sure", "imminent", "unavoidable",
    "conceivable", "plausible", "near",
}  # fmt: skip
"""Adjectives for the chance of something to come."""

_ODDS: Final = frozenset(
    {"prospect", "odds", "chance", "likelihood", "danger", "risk", "probability", "possibility"}
)
_NONE: Final = frozenset({"no", "little", "scant", "slim", "small", "remote", "low", "poor", "nil"})
_SURPRISED: Final = frozenset(
    {"astonish", "surprise", "amaze", "stun", "astonished", "surprised", "amazed", "stunned"}
)
_JUDGING: Final = frozenset(
    {
        "assess",
        "judge",
        "rate",
        "hold",
        "consider",
        "deem",
        "see",
        "regard",
        "think",
        "call",
        "find",
    }
)
_GUESSING: Final = frozenset(
    {"fancy", "bet", "wager", "reckon", "guess", "expect", "imagine", "suspect", "think", "believe",
     "doubt", "predict", "trust", "say"}
)  # fmt: skip
_SCENARIO: Final = re.compile(
    r"^\W*(?:(?:our |my |the )?(?:base(?: ?line)?|central|upside|downside|worst|best|likeliest|"
    r"most likely|bull|bear|tail|main)(?: case| scenario| risk| outcome)?|mark my words|"
    r"(?:my|our) (?:bet|guess|forecast|prediction|hunch)|scenario \w+|outlook)"
    r"(?: is| are)?(?: that)?(?: \([^)]*\))?(?: that)?\s?[:,–—-]",
    re.IGNORECASE,
)


def chance_of(token: Token) -> Token | None:
    """The verb or noun of what 'the odds of', 'astonished if', 'assess … as unlikely' speak of."""
    lemma = token.lemma_.lower()
    if _is_odds(token) and token.pos_ == "NOUN":
        of = next((c for c in token.children if c.lower_ == "of"), None)
        return next((c for c in of.children if c.dep_ in {"pobj", "pcomp"}), None) if of else None
    if lemma in _SURPRISED:
        return next((c for c in _clauses(token) if _begins_with_if(c)), None)
    if token.lower_ in CHANCES and token.head.lower_ == "as":
        verb = token.head.head
        return _object_of(verb) if verb.lemma_.lower() in _JUDGING else None
    return None


def _is_odds(token: Token) -> bool:
    return token.lower_ == "odds" or token.lemma_.lower() in _ODDS


def _clauses(token: Token) -> list[Token]:
    return [c for c in [*token.children, *token.head.children] if c.dep_ in {"advcl", "ccomp"}]


def _begins_with_if(clause: Token) -> bool:
    return any(c.lower_ == "if" for c in clause.children)


def _object_of(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ == "dobj"), None)


def of_odds(token: Token) -> bool:
    """'The odds of X are slim': what is said is of X."""
    return any(_is_odds(c) for c in token.head.children if c.dep_ == "nsubj")


def is_surprise(verb: Token) -> bool:
    """'I would be astonished if' foretells by what is after 'if'."""
    said = [verb, *(c for c in verb.children if c.dep_ in {"acomp", "oprd"})]
    return any(word.lemma_.lower() in _SURPRISED for word in said)


def is_unlikely(token: Token, verb: Token) -> bool:
    """Whether the words of chance say that it won't come: 'improbable', 'the odds are slim'."""
    if token.lower_ in _UNLIKELY - {"unlikely"} and token != verb:
        return True
    if token.lower_ == "unlikely" and token.head.lower_ == "as":
        return True
    if token.lemma_.lower() in _SURPRISED:
        return True
    if not _is_odds(token):
        return False
    said = [c for c in token.head.children if c.dep_ in {"acomp", "attr"}]
    return any(c.lower_ in _NONE for c in [*token.children, *said])


def scenario_verb(passage: Passage, token: Token) -> Token | None:
    """The present tense of a scenario: 'Base case (65 per cent): the two sign a treaty'."""
    if token.tag_ not in {"VBP", "VBZ", "VB"} or token.dep_ in {"aux", "auxpass"}:
        return None
    opening = _SCENARIO.match(passage.text)
    if opening is None or token.idx < opening.end():
        return None
    return token if any(c.dep_ == "nsubj" for c in token.children) else None


def is_own_guess(verb: Token) -> bool:
    """'I fancy that …': the author's guess about the two states that the text is on."""
    above = verb.head
    mine = any(c.lower_ in {"i", "we"} for c in above.children if c.dep_ == "nsubj")
    return verb.dep_ == "ccomp" and mine and above.lemma_.lower() in _GUESSING
