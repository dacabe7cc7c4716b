"""A noun that is a deed: "India's condemnation of", "sanctions on", "arms exports to"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from detente.coding.rules.side import Candidate, Side, sides_in
from detente.coding.syntax import is_noun

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["find"]

_DOER_DEPS: Final = frozenset({"poss", "amod", "compound", "nmod"})
_DOER_PREPOSITIONS: Final = frozenset({"by", "of", "from"})
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
