"""How far a word of standing holds: 'no longer', 'hardly', 'less', 'never so', 'as … as ever'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.coding.claims.modality import helpers, is_open, is_wished

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "MODALS",
    "could_hardly",
    "is_compared",
    "is_no_longer",
    "is_once",
    "is_record",
    "is_turned",
    "is_unfulfilled",
    "is_unreal",
]

MODALS: Final = frozenset(
    {"will", "shall", "'ll", "’ll", "wo", "may", "might", "could", "would", "should", "must",
     "can", "ought"}
)  # fmt: skip
_TURNING: Final = frozenset({"hardly", "scarcely", "barely", "less", "least", "insufficiently"})
_COMPARED: Final = frozenset({"more", "increasingly", "ever", "steadily", "less", "progressively"})
_SELDOM: Final = frozenset({"never", "seldom", "rarely", "not"})
_FAILING: Final = frozenset({"fail", "refuse", "decline", "neglect"})
_ONCE: Final = frozenset({"once", "formerly", "previously", "hitherto"})
_NOT_SINCE: Final = frozenset({"since", "before", "at"})


def is_unreal(word: Token) -> bool:
    """Whether the clause of `word` is a modal's, a wish's or an infinitive's."""
    if could_hardly(word) or is_unfulfilled(word):
        return False
    return bool(helpers(word) & MODALS) or is_wished(word) or is_open(word)


def is_unfulfilled(word: Token) -> bool:
    """'Have failed to improve', 'have yet to recover', 'refuses to heal': it is denied."""
    if word.dep_ != "xcomp" or word.tag_ != "VB" or helpers(word.head) & MODALS:
        return False
    if word.head.lemma_.lower() == "have":
        return any(t.lower_ == "yet" for t in word.doc[word.head.i : word.i])
    return word.head.lemma_.lower() in _FAILING


def could_hardly(word: Token) -> bool:
    """'Could hardly be better' says that they are as good as can be."""
    near = {t.lower_ for t in [*word.children, *word.subtree]}
    better = any(t.tag_ == "JJR" for c in word.children for t in [c, *c.children])
    return better and "could" in near and bool(near & {"hardly", "scarcely", "not"})


def is_turned(word: Token) -> bool:
    """'Hardly friendly', 'less tense': the adjective says the opposite."""
    return any(c.lower_ in _TURNING for c in word.children)


def is_compared(word: Token) -> bool:
    """'Warmer', 'ever closer', 'more distant': the word tells of a change."""
    return word.tag_ in {"JJR", "RBR"} or any(c.lower_ in _COMPARED for c in word.children)


def is_once(word: Token) -> bool:
    """'Once warm relations' are so no more."""
    return any(c.lower_ in _ONCE for c in word.children)


def is_no_longer(verb: Token) -> bool:
    """'Are no longer hostile', 'do not trust each other any more': a change, not a denial."""
    words = [t.lower_ for t in verb.doc[max(verb.i - 4, 0) : verb.i + 4]]
    near = f" {' '.join(words)} "
    if " no longer " in near:
        return True
    denied = any(c.dep_ == "neg" for c in verb.children)
    text = f" {' '.join(t.lower_ for t in verb.subtree)} "
    return denied and (" any more " in text or " anymore " in text or " any longer " in text)


def is_record(word: Token) -> bool:
    """'Have never been stronger', 'not since 1990 have they been so close': most of all now."""
    if could_hardly(word):
        return True
    near = [word, *word.children]
    if word.dep_ == "ccomp":  # how the parser takes "never have they been …"
        near += [word.head, *word.head.children]
    words = {t.lower_ for t in near}
    seldom = bool(words & (_SELDOM - {"not"})) or ("not" in words and _is_not_since(word))
    return seldom and any(_is_high(t) for c in near for t in [c, *c.children])


def _is_high(token: Token) -> bool:
    return token.tag_ in {"JJR", "RBR"} or token.lower_ in {"as", "so", "this", "such"}


def _is_not_since(word: Token) -> bool:
    """'Not since the war', 'at no time since'."""
    first = [t.lower_ for t in word.sent[:3]]
    return first[:1] == ["not"] and bool(set(first) & _NOT_SINCE)
