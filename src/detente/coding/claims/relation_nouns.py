"""Nouns that name a relation or its change, and what each says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from detente.coding.claims.lexicons import table
from detente.coding.claims.passages import Passage

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "CHANGES",
    "NOUNS",
    "RELATION_NOUNS",
    "base_of",
    "base_of_change",
    "direction_of",
    "is_of_relation",
    "is_other_growth",
    "key_of",
    "names_relation",
    "object_base_of",
    "relation_nouns",
    "relation_nouns_of",
]

NOUNS: Final = table("trends", key="word", value="effect", part="noun")
CHANGES: Final = table("trends", key="word", value="effect", part="change_noun")
RELATION_NOUNS: Final = frozenset(NOUNS) | frozenset(CHANGES)
"""Nouns that name a relation or its change."""


def relation_nouns(passage: Passage) -> Iterator[Token]:
    """Nouns of the passage that name a relation or a change of one."""
    yield from relation_nouns_of(passage.doc)


def relation_nouns_of(tokens: Iterable[Token]) -> Iterator[Token]:
    """Nouns among `tokens` that name a relation or a change of one."""
    for token in tokens:
        if token.pos_ in {"NOUN", "PROPN"} and key_of(token) in RELATION_NOUNS:
            yield token


def key_of(noun: Token) -> str:
    """The noun as the lists have it: 'trade war' and 'bad blood' are two words."""
    lemma = noun.lemma_.lower()
    before = noun.doc[noun.i - 1].lower_ if noun.i else ""
    return f"{before} {lemma}" if f"{before} {lemma}" in NOUNS else lemma


def is_other_growth(noun: Token) -> bool:
    """'Growth in Cambodia' is of no relation."""
    lemma = noun.lemma_.lower()
    amount = CHANGES.get(lemma) in {"up", "down"} and lemma not in NOUNS
    return amount and not is_of_relation(noun)


_BY_THEMSELVES: Final = frozenset(
    {"rapprochement", "détente", "detente", "thaw", "reconciliation", "normalisation",
     "normalization", "estrangement", "falling-out", "bonhomie"}
)  # fmt: skip


def is_of_relation(noun: Token) -> bool:
    """'Thaw' and 'rapprochement' are of relations; 'growth' only where it says so."""
    if noun.lemma_.lower() in _BY_THEMSELVES:
        return True
    for child in noun.children:
        inner = [c for c in child.children if c.dep_ == "pobj"] if child.dep_ == "prep" else []
        if child.lower_ == "between":
            return True
        if child.lower_ in {"of", "in", "to"} and any(c.lemma_.lower() in NOUNS for c in inner):
            return True
    return False


def names_relation(noun: Token) -> bool:
    """Whether the noun is one of a relation, not 'the end' or 'growth' of something else."""
    return key_of(noun) in NOUNS or is_of_relation(noun)


def base_of(noun: Token) -> int:
    """-1 for a noun of quarrel, +1 for one of friendship or a neutral one."""
    lemma = key_of(noun)
    if lemma in CHANGES and lemma not in NOUNS:
        return base_of_change(noun, object_base_of(noun))
    return -1 if NOUNS.get(lemma, "neutral") == "minus" else 1


def base_of_change(noun: Token, base: int) -> int:
    """'The chill has deepened' is colder, 'the growth of trust has stalled' too."""
    return direction_of(CHANGES[noun.lemma_.lower()], base)


def object_base_of(noun: Token) -> int:
    """Sign of what a change noun is a change of: 'growth of tension'."""
    for child in noun.children:
        for inner in child.children if child.dep_ == "prep" else ():
            if inner.lemma_.lower() in NOUNS:
                return base_of(inner)
    return 1


def direction_of(effect: str, base: int) -> int:
    """+1 warmer or -1 colder: more or less of a thing of that base, or good or bad whatever."""
    return {"up": base, "down": -base, "good": 1, "bad": -1}[effect]
