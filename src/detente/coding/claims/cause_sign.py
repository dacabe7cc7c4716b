"""The sign of an effect as worded: +1 brought about or warmer, -1 hindered or colder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.coding.claims.moves import move_at
from detente.coding.claims.relation_nouns import base_of, names_relation, relation_nouns_of
from detente.coding.claims.trend_signs import signs_at

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["effect_sign"]


def effect_sign(effect: list[Token], sign: int, word: Token | None = None) -> int:
    """Sign of a causal link: the link's own, turned where the effect is a relation gone bad.

    'Fuelled tension' and 'undermined trust' are both -1, 'eased tension' and 'deepened ties' +1;
    an effect that is no relation keeps the sign of the link. What `word`, the verb of the link,
    itself says of the relation goes first: 'worsened the feud' is -1, as is 'soured ties'.
    """
    inside = {t.i for t in effect}
    for token in effect:
        move = move_at(token)
        if move is not None:
            return sign * move
    for noun in filter(names_relation, relation_nouns_of(effect)):
        told = signs_at(noun)
        by_word = [s.direction for s in told if s.word == word and s.level == "change"]
        if by_word:
            return by_word[0]
        signs = [s for s in told if s.word.i in inside]
        changes = [s for s in signs if s.level == "change"] or signs
        if changes:
            return sign * changes[0].direction
        return sign * base_of(noun)
    return sign
