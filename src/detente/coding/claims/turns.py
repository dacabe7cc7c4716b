"""Turns: what two sides have gone from and come to ('from rivalry to partnership')."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.coding.claims.valence import valence

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["turn_at"]

_PASSING: Final = frozenset(
    {"go", "move", "turn", "pass", "shift", "slide", "swing", "progress", "evolve", "grow",
     "change", "transform", "lurch", "drift", "descend", "develop", "mature", "sink", "slip",
     "soften", "harden", "degenerate", "tip", "spill", "mutate", "convert", "ripen", "melt",
     "blossom", "curdle", "settle", "deteriorate", "fall", "plunge", "morph", "escalate"}
)  # fmt: skip
_INTO: Final = frozenset({"to", "into", "in", "towards", "toward"})
_REPLACING: Final = frozenset({"replace", "supplant", "succeed", "follow", "displace", "supersede"})
_YIELDING: Final = frozenset({"way", "place", "ground"})


def turn_at(verb: Token) -> int | None:
    """Direction of the turn that `verb` tells, or null.

    It is the sign of what has been reached; where that says nothing, the opposite of what was left.
    """
    if verb.pos_ not in {"VERB", "AUX"}:
        return None
    left, reached = _ends(verb)
    signs = [valence(word) for word in (reached, left) if word is not None]
    if reached is None or not signs:
        return None
    if signs[0]:
        return signs[0]
    return -signs[1] if len(signs) > 1 and signs[1] else None


def _ends(verb: Token) -> tuple[Token | None, Token | None]:
    """What was left and what was reached."""
    lemma = verb.lemma_.lower()
    subject = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if lemma in {"give", "yield", "cede"}:
        way = next((c for c in verb.children if c.lower_ in _YIELDING), None)
        return (subject, _reached(way, verb)) if way is not None else (None, None)
    if lemma in _REPLACING:
        agent = next((c for c in verb.children if c.dep_ == "agent"), None)
        if agent is not None:
            return subject, next((c for c in agent.children if c.dep_ == "pobj"), None)
        left = next((c for c in verb.children if c.dep_ == "dobj"), None)
        return (left, subject) if left is not None else (None, None)
    if lemma not in _PASSING:
        return None, None
    reached = _after(verb, _INTO)
    left = _after(verb, {"from"})
    if left is None and subject is not None and valence(subject):
        left = subject
    return (left, reached) if left is not None else (None, None)


def _reached(way: Token, verb: Token) -> Token | None:
    """'To trust' may be parsed as an infinitive."""
    clause = next((c for c in way.children if c.dep_ in {"relcl", "acl", "xcomp"}), None)
    return clause or _after(way, {"to"}) or _after(verb, {"to"})


def _after(word: Token, preps: frozenset[str] | set[str]) -> Token | None:
    """The noun or adjective after one of the prepositions."""
    for child in word.children:
        if child.dep_ in {"prep", "dative"} and child.lower_ in preps:
            inner = next(
                (c for c in child.children if c.dep_ in {"pobj", "amod", "pcomp", "advmod"}), None
            )
            if inner is not None:
                return inner
            nested = _after(child, preps)
            if nested is not None:
                return nested
        if child.dep_ == "prep" and child.lower_ == "from":
            nested = _after(child, preps)
            if nested is not None:
                return nested
    return None
