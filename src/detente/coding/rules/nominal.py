"""A noun that is a deed: "India's condemnation of", "sanctions on", "arms exports to"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from detente.coding.rules.side import Candidate, Side, sides_in
from detente.coding.syntax import is_noun, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["find"]

_DOER_DEPS: Final = frozenset({"poss", "amod", "compound", "nmod"})
_DOER_PREPOSITIONS: Final = frozenset({"by", "of", "from"})
# What one side does at, with or under which another acts: "at B's request", "with B's blessing".
_ATTENDING: Final = frozenset({"at", "with", "under", "on", "upon", "despite", "after"})
_OTHER_PREPOSITIONS: Final = frozenset(
    [
        "on",
        "against",
        "to",
        "toward",
        "towards",
        "with",
        "of",
        "for",
        "in",
        "into",
        "over",
        "at",
        "upon",
        "between",
        "from",
    ]
)


def find(doc: Doc, sides: Sequence[Side]) -> Iterator[Candidate]:
    """For every noun, each side that may do it with each side that it may be done to."""
    for noun in doc:
        if not is_noun(noun):
            continue
        doers = [side for token in _doers(noun) for side in sides_in(token, sides)]
        if not doers:
            continue
        others = [side for token in _others(noun) for side in sides_in(token, sides)]
        others = others or [side for token in _helped(noun) for side in sides_in(token, sides)]
        for actor in doers:
            for other in others:
                if other is not actor:
                    yield Candidate(actor, other, noun, "nominal")


def _doers(noun: Token) -> Iterator[Token]:
    for child in noun.children:
        if child.dep_ in _DOER_DEPS:
            yield child
        elif child.dep_ in {"prep", "agent"} and child.lower_ in _DOER_PREPOSITIONS:
            yield from (thing for thing in child.children if thing.dep_ == "pobj")


def _others(noun: Token) -> Iterator[Token]:
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in _OTHER_PREPOSITIONS:
            yield from (thing for thing in child.children if thing.dep_ == "pobj")
        elif child.dep_ in {"amod", "compound", "nmod"}:
            yield child


def _helped(noun: Token) -> Iterator[Token]:
    """Who acts "at the request of B": the subject of the clause that such a phrase goes with."""
    link = noun.head
    if noun.dep_ == "pobj" and link.lower_ in _ATTENDING and is_verb(link.head):
        yield from (child for child in link.head.children if child.dep_ in {"nsubj", "nsubjpass"})
