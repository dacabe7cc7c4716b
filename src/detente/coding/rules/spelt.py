"""Deeds that the classifier reads surely only when they are put as plain clauses.

It was taught on sentences with one story, and takes "prompted A to sign a pact with B" for a wish,
"A dismissed B's warning and accused B of lies" for one deed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from detente.coding.rules.side import Candidate, Spelt
from detente.coding.syntax import is_verb

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["spell"]

# Verbs that say that what they brought about was done.
_BROUGHT: Final = frozenset(
    (
        "led prompted forced pushed drove moved compelled persuaded caused induced obliged spurred "
        "emboldened convinced provoked"
    ).split()
)

_DOERS: Final = frozenset({"nsubj", "conj"})


def spell(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, those among them spelt out that need it."""
    return [_brought(one) or _apart(one, candidates) or one for one in candidates]


def _brought(one: Candidate) -> Candidate | None:
    """ "prompted A to sign a pact with B": "A did sign a pact with B"."""
    verb, above = one.trigger, one.trigger.head
    to = next((child for child in verb.children if child.lower_ == "to"), None)
    done = above.lower_ in _BROUGHT and above.tag_ in {"VBD", "VBN"} and _is_plain(above)
    if one.rule != "clause" or verb.tag_ != "VB" or to is None or not done:
        return None
    return _plain(one, f"{one.actor.words} did ", verb)


def _apart(one: Candidate, candidates: Sequence[Candidate]) -> Candidate | None:
    """One of two deeds of a side that "and" joins, where both name whom they were done to."""
    verb = one.trigger
    if one.rule != "clause" or one.spelt is not None or one.actor.head.dep_ not in _DOERS:
        return None
    joined = [
        other.trigger
        for other in candidates
        if other.rule == "clause" and _states(other) == _states(one) and other.trigger != verb
    ]
    if verb.dep_ == "conj" and verb.head in joined and not one.recipient.is_place:
        return _plain(one, f"{one.actor.words} ", verb)
    after = next((other for other in joined if other.dep_ == "conj" and other.head == verb), None)
    own = after is not None and any(child.dep_ == "nsubj" for child in after.children)
    if after is None or own or max(one.actor.end, one.recipient.end) > after.left_edge.idx:
        return None
    start = verb.left_edge.idx
    if min(one.actor.start, one.recipient.start) < start:
        return None
    text = verb.doc.text[start : after.left_edge.idx].rstrip(" ,")
    text = text.removesuffix(" and").removesuffix(" but").rstrip(" ,") + "."
    actor, recipient = (
        (side.start - start, side.end - start) for side in (one.actor, one.recipient)
    )
    return replace(one, spelt=Spelt(text, actor, recipient))


def _plain(one: Candidate, doer: str, verb: Token) -> Candidate | None:
    """`doer` and the words from `verb` to the end of its clause, if the recipient is in them."""
    doc = verb.doc
    helpers = [child.i for child in verb.children if child.dep_ in {"aux", "auxpass"}]
    first = verb.i if verb.tag_ == "VB" else min([*helpers, verb.i])
    end = verb.right_edge.idx + len(verb.right_edge)
    start = doc[first].idx
    if not (start <= one.recipient.start and one.recipient.end <= end):
        return None
    at = len(doer) - start
    text = doer + doc.text[start:end].rstrip(" .,;") + "."
    actor = (0, len(one.actor.words))
    return replace(
        one, spelt=Spelt(text, actor, (one.recipient.start + at, one.recipient.end + at))
    )


def _is_plain(verb: Token) -> bool:
    """Has it no "not" and no helper but "have"?"""
    helpers = (child.lower_ for child in verb.children if child.dep_ in {"aux", "neg"})
    return is_verb(verb) and set(helpers) <= {"has", "have", "had"}


def _states(one: Candidate) -> tuple[str, str]:
    return one.actor.state, one.recipient.state
