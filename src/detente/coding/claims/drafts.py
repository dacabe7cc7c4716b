"""A claim before it becomes a row of the table: what every kind of finder hands over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from detente.coding.claims.passages import Passage

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Draft", "clause_span", "span_of"]


@dataclass(frozen=True)
class Draft:
    """One claim in one passage; `start`, `end` are offsets in the passage's text.

    `word` carries it: modality and holder are read off its clause.
    """

    kind: str
    word: Token
    start: int
    end: int
    states: tuple[str, ...]
    fields: dict[str, Any] = field(default_factory=dict)


def span_of(tokens: list[Token]) -> tuple[int, int]:
    """Offsets from the first to the last of `tokens`, punctuation at the ends left out."""
    words = sorted((t for t in tokens if not t.is_space), key=lambda t: t.i)
    while len(words) > 1 and _is_loose(words[-1], {"”", '"', "’", ")"}):
        words.pop()
    while len(words) > 1 and _is_loose(words[0], {"“", '"', "‘", "("}):
        words.pop(0)
    return words[0].idx, words[-1].idx + len(words[-1])


_JOINING: Final = frozenset({"and", "but", "or", "that", "so"})


def _is_loose(word: Token, kept: set[str]) -> bool:
    """Punctuation and joining words at an edge belong to the sentence, not to the claim."""
    if word.is_punct:
        return word.text not in kept
    return word.lower_ in _JOINING and word.dep_ in {"cc", "mark"}


def clause_span(passage: Passage, verb: Token) -> tuple[int, int]:
    """Offsets of the clause of `verb`: its subtree without coordinate and adverbial clauses."""
    kept: list[Token] = []

    def take(token: Token) -> None:
        kept.append(token)
        for child in token.children:
            earlier = child.dep_ == "ccomp" and child.i < token.i
            loose = (
                child.dep_ == "parataxis"
                or earlier
                or (
                    token == verb
                    and (
                        child.dep_ == "advcl"
                        or (child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"})
                    )
                )
            )
            if (not loose and child.dep_ not in {"cc"}) or (child.dep_ == "cc" and token != verb):
                take(child)

    take(verb)
    near = [t for t in kept if not (t.is_punct and t.i in {kept[0].i, passage.doc[-1].i})]
    return span_of(near or [verb])
