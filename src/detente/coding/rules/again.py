"""A second deed of the same two sides: "A thanked B for the tanks and asked him for aircraft".

The second predicate has no doer of its own and names the other side by a pronoun, or not at all.
Read as it stands, the classifier takes the first deed for both; so it is given the second alone,
with both sides spelt out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from detente.coding.rules.side import Candidate, Side, Spelt
from detente.coding.syntax import is_verb

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["find"]

_PRONOUNS: Final = frozenset({"him", "her", "it", "them", "his", "its", "their"})


def find(first: Candidate, sides: Sequence[Side]) -> list[Candidate]:
    """Candidates for what the doer of `first` goes on to do to the same side.

    Args:
        first: a candidate whose trigger is a verb behind its doer; others give none.
        sides: the sides of the sentence.
    """
    verb = first.trigger
    if not is_verb(verb) or first.actor.end > verb.idx:
        return []
    spelt = [
        (again, _spell_out(first, again, sides))
        for again in verb.children
        if again.i > verb.i and _goes_on(again)
    ]
    return [
        replace(first, trigger=again, rule="again", spelt=words)
        for again, words in spelt
        if words is not None
    ]


def _goes_on(verb: Token) -> bool:
    """Is it a further predicate of the same doer?"""
    own = any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)
    return verb.dep_ in {"conj", "advcl"} and is_verb(verb) and not own


def _spell_out(first: Candidate, again: Token, sides: Sequence[Side]) -> Spelt | None:
    """The doer, the second predicate, and the other side for its pronoun or in brackets behind."""
    doc, last = again.doc, again.right_edge
    if any(
        again.i <= side.head.i <= last.i and side.how != "carried" and side.state != own
        for side in sides
        if (own := first.actor.state)
    ):
        return None
    end = last.idx + len(last)
    actor, recipient = first.actor.words, first.recipient.words
    said = next((word for word in doc[again.i : last.i + 1] if word.lower_ in _PRONOUNS), None)
    if said is not None:
        before = f"{actor} {doc.text[again.idx : said.idx]}"
        after = doc.text[said.idx + len(said) : end]
        after = f"'s{after}" if said.tag_ == "PRP$" else after
    elif again.dep_ == "conj" and not any(word.tag_ == "NNP" for word in doc[again.i : last.i + 1]):
        before, after = f"{actor} {doc.text[again.idx : end]} (", ")"
    else:
        return None
    start = len(before)
    return Spelt(f"{before}{recipient}{after}", (0, len(actor)), (start, start + len(recipient)))
