"""Sentences that the classifier reads better turned round.

- "A received maize from B", "A drew a rebuke from B": B is the doer, of "B gave A maize". Subject
  first, the classifier finds no deed or takes it for A's.
- "Two men of A were expelled from B", "arrested in B": where it was done tells who did it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from detente.coding.rules.side import Candidate, Side, Spelt, sides_in
from detente.coding.syntax import is_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["find"]

# What is bought or accepted from somebody is the subject's own deed.
_GETTING: Final = frozenset(
    (
        "receive receives received receiving get got getting obtain obtains obtained obtaining "
        "win wins won winning secure secures secured securing draw draws drew drawing "
        "face faces faced facing gain gains gained gaining earn earns earned"
    ).split()
)
_YET_TO_COME: Final = frozenset({"will", "'ll", "shall", "to"})
# What a state does to those on its ground, and the prepositions of that ground.
_ON_ITS_GROUND: Final = {
    verb: link
    for link, verbs in {
        "from": "expelled deported barred banned",
        "out": "ordered thrown",
        "in": "held seized arrested detained jailed imprisoned freed released sentenced convicted "
        "charged executed",
        "to": "summoned",
    }.items()
    for verb in verbs.split()
}


def find(doc: Doc, sides: Sequence[Side]) -> Iterator[Candidate]:
    """Candidates with the words that the classifier is to read."""
    for token in doc:
        if token.dep_ == "dobj" and token.head.lower_ in _GETTING and is_verb(token.head):
            yield from _received(token.head, token, sides)
        elif token.tag_ == "VBN" and token.lower_ in _ON_ITS_GROUND:
            yield from _on_its_ground(token, sides)


def _children(token: Token, *labels: str) -> list[Token]:
    return [child for child in token.children if child.dep_ in labels]


def _sides(tokens: Sequence[Token], sides: Sequence[Side]) -> list[Side]:
    return [side for token in tokens for side in sides_in(token, sides)]


def _received(verb: Token, thing: Token, sides: Sequence[Side]) -> Iterator[Candidate]:
    """Each side that `thing` comes from, as the doer, with the subject that gets it."""
    takers = _sides(_children(verb, "nsubj"), sides)
    back = [inner for child in _children(verb, "advmod") for inner in _children(child, "prep")]
    for link in [*_children(verb, "prep"), *_children(thing, "prep"), *back]:
        if link.lower_ != "from":
            continue
        left_out = {token.i for token in link.subtree}
        given = _text(token for token in thing.subtree if token.i not in left_out)
        later = any(child.lower_ in _YET_TO_COME for child in _children(verb, "aux"))
        for giver in _sides(_children(link, "pobj"), sides):
            doer = link.doc.text[max(giver.start, link.idx + len(link)) : giver.end].strip()
            for taker in takers:
                words = _spelt(doer, "will give" if later else "gave", taker.words, f" {given}.")
                yield Candidate(giver, taker, verb, "received", words)


def _on_its_ground(verb: Token, sides: Sequence[Side]) -> Iterator[Candidate]:
    """The state on whose ground the subject suffers it, where nobody else is named as the doer."""
    if _children(verb, "agent") or not _children(verb, "auxpass"):
        return
    link = _ON_ITS_GROUND[verb.lower_]
    places = [
        thing
        for child in _children(verb, "prep")
        if child.lower_ == link
        for inner in [child, *_children(child, "prep")]  # "out of A"
        for thing in _children(inner, "pobj")
    ]
    rest = " out." if link == "out" else "."
    for where in _sides(places, sides):
        for who in _sides(_children(verb, "nsubjpass"), sides):
            yield Candidate(
                where, who, verb, "ground", _spelt(where.words, verb.text, who.words, rest)
            )


def _text(tokens: Iterator[Token]) -> str:
    return "".join(token.text_with_ws for token in tokens).strip()


def _spelt(doer: str, verb: str, other: str, rest: str) -> Spelt:
    start = len(doer) + len(verb) + 2
    return Spelt(f"{doer} {verb} {other}{rest}", (0, len(doer)), (start, start + len(other)))
