"""Whether a word names something good or bad between two sides: 'trust', 'war', 'frosty'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.coding.claims.lexicons import rows, table

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["ADJECTIVES", "FEELINGS", "valence"]

FEELINGS: Final = {
    word: int(sign)
    for word, sign in table("attitudes", key="word", value="direction", part="adj").items()
}
"""Adjectives for how one side feels towards another, and their sign."""

ADJECTIVES: Final = {row["word"]: row for row in rows("trends") if row["part"] == "adj"}
_NOUNS: Final = table("trends", key="word", value="effect", part="noun")
_CHANGES: Final = table("trends", key="word", value="effect", part="change_noun")
_MORE_NOUNS: Final = table("attitudes", key="word", value="direction", part="noun")
_ROLES: Final = table("roles", key="word", value="direction")
_SIGNS: Final = {"plus": 1, "minus": -1, "good": 1, "bad": -1}


def valence(word: Token) -> int:
    """+1 for friendship, friends and friendly, -1 for quarrel, foes and hostile, else 0.

    A noun that says nothing itself has the sign of its adjective: 'bad terms', 'cold peace'.
    """
    lemma = word.lemma_.lower()
    if word.pos_ in {"ADJ", "VERB", "ADV"} and (sign := _of_adjective(word)):
        return sign
    told = next((s for c in word.children if (s := _of_adjective(c)) and c.dep_ == "amod"), 0)
    own = _of_noun(lemma)
    if own < 0 and told > 0:  # 'deep mistrust', 'warm rivalry'
        return own
    return told or own


def _of_noun(lemma: str) -> int:
    if lemma in _ROLES:
        return int(_ROLES[lemma])
    sign = _SIGNS.get(_NOUNS.get(lemma, ""), 0) or _SIGNS.get(_CHANGES.get(lemma, ""), 0)
    return sign or int(_MORE_NOUNS.get(lemma, 0))


def _of_adjective(word: Token) -> int:
    for form in (word.lower_, word.lemma_.lower()):
        row = ADJECTIVES.get(form)
        if row is not None:
            return {"good": 1, "bad": -1}.get(row["effect"], 0)
        if form in FEELINGS:
            return FEELINGS[form]
    return 0
