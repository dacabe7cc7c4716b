"""How surely something is said: hedges, negation, wishes, conditions, and the time spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.coding.claims.lexicons import table
from detente.coding.claims.passages import Passage

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "Modality",
    "chain_of",
    "helpers",
    "horizon_in",
    "is_negated",
    "is_open",
    "is_wished",
    "matrix_of",
    "modality",
]

_NEGATORS: Final = frozenset(
    {"hardly", "scarcely", "never", "nor", "neither", "no", "barely", "n't"}
)
# Before an adjective these turn it ('hardly friendly') and leave the clause alone.
_NEAR: Final = frozenset({"hardly", "scarcely", "barely"})
_NOBODY: Final = frozenset({"no", "neither", "little", "nobody", "nothing", "none"})
_NO_WAY: Final = frozenset(
    {"circumstance", "way", "position", "event", "account", "case", "mood", "point", "condition"}
)
_FAILING: Final = frozenset(
    {
        "fail",
        "refuse",
        "decline",
        "cease",
        "stop",
        "doubt",
        "deny",
        "unlikely",
        "unable",
        "unwilling",
    }
)
_HINDERING: Final = frozenset({"stop", "prevent", "deter", "hinder", "dissuade"})
_WISHING_LIST: Final = (
    "want wish hope seek aim try attempt desire long need ask urge call demand plead strive "
    "intend plan propose pledge promise vow fear threaten pursue dream crave eager keen ready "
    "willing determined anxious desirous aspire endeavour endeavor look"
)
_WISHING: Final = frozenset(_WISHING_LIST.split())
_CONDITIONS: Final = frozenset({"if", "unless", "provided", "providing", "should", "were", "lest"})
_CLAUSE: Final = frozenset(
    {"ROOT", "ccomp", "advcl", "relcl", "conj", "parataxis", "acl", "xcomp", "pcomp", "csubj"}
)
_HORIZON: Final = re.compile(
    r"\b(?:(?:with)?in (?:the )?(?:next|coming|near|foreseeable|short|medium|long|immediate)"
    r"(?: (?:few|several|two|three|five|ten))?(?: (?:days?|weeks?|months?|years?|decades?|"
    r"future|run|"
    r"term))|over the (?:next|coming)(?: (?:few|two|three|five|ten))? (?:weeks?|months?|years?|"
    r"decades?)|(?:next|this|coming|the coming) (?:week|month|year|spring|summer|autumn|fall|"
    r"winter|"
    r"decade)|(?:by|before|until|in|from|after)(?: the end of| early| late| mid-?)? ?(?:19|20)\d\d|"
    r"by the end of (?:the|this|next) (?:year|month|decade|century)|within (?:a|one|two|three|four|"
    r"five|six|ten|\d+) (?:days|weeks|months|years?|decades?)|(?:in the )?(?:years|months|weeks|"
    r"decades?) (?:ahead|to come)|soon(?:er or later)?|eventually|before long|sooner or later|"
    r"in future|in the future|in time|for years to come|before the (?:year|summer|winter|month) is "
    r"out|before (?:\w+ ){0,2}(?:elections?|vote|summit)|(?:in|by) (?:January|February|March|April|"
    r"May|June|July|August|September|October|November|December)|tomorrow|for the foreseeable "
    r"future|in the years that follow|once (?:\w+ ){1,4}(?:ends?|is over))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Modality:
    """How a clause is put: hedges, their strength (0 flat … 1 possible), polarity, condition."""

    hedge_words: tuple[str, ...]
    hedge: float
    polarity: int
    condition: str | None
    horizon: str | None


def chain_of(token: Token) -> Iterator[Token]:
    """`token` and the words that govern it, up to and with the verb of its finite clause."""
    yield token
    while token.head != token:
        finite = token.dep_ in {"ROOT", "ccomp", "advcl", "relcl", "parataxis", "csubj"}
        if (
            token.pos_ in {"VERB", "AUX"}
            and finite
            and (token.tag_ != "VBG" or _is_progressive(token))
        ):
            return
        if token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"} and _has_subject(token):
            return
        token = token.head
        yield token


def _is_progressive(token: Token) -> bool:
    """'That are closing the gap' is a clause of its own, 'closing the gap' isn't."""
    return any(c.dep_ == "aux" and c.lemma_ == "be" for c in token.children)


def _has_subject(token: Token) -> bool:
    return any(child.dep_ in {"nsubj", "nsubjpass", "expl"} for child in token.children)


def helpers(token: Token) -> set[str]:
    """Lower-case auxiliaries of a verb, also those it shares as a later member of a list."""
    found = {child.lower_ for child in token.children if child.dep_ in {"aux", "auxpass"}}
    if not found and token.dep_ == "conj" and not _has_subject(token):
        return helpers(token.head)
    return found


def is_negated(token: Token) -> bool:
    """Whether the clause of `token` says no: 'not', 'never', 'no …', 'fails to', 'unlikely'.

    'Not only' denies nothing, and two negations in one chain lift each other.
    """
    count = 0
    for word in chain_of(token):
        for child in _with_helpers(word):
            low = child.lower_
            if child.dep_ == "neg" or low in _NEGATORS:
                following = word.doc[child.i + 1].lower_ if child.i + 1 < len(word.doc) else ""
                count += following not in {"only", "just", "merely", "doubt"}
            if child.dep_ in {"nsubj", "nsubjpass"} and _is_nobody(child):
                count += 1
            count += _is_no_way(child)
            count -= low == "nor" and any(c.lower_ == "neither" for c in word.children)
            count += low == "longer" and any(c.lower_ == "no" for c in child.children)
        if word == token and word.lemma_.lower() in _HINDERING:
            # 'Nothing will stop it' says that it will come.
            count += any(c.lower_ in {"nothing", "nobody"} for c in word.children)
        if word != token and word.lemma_.lower() in _FAILING:
            count += 1
        if word.lower_ == "unlikely":
            count += word == token
    return count % 2 == 1


def _with_helpers(word: Token) -> Iterator[Token]:
    """The children of a verb and those of its auxiliaries: 'did not, as is said, drive'."""
    for child in word.children:
        yield child
        if child.dep_ in {"aux", "auxpass"}:
            yield from child.children


def _is_nobody(subject: Token) -> bool:
    """'Nobody', 'no state', 'little', 'few' (but not 'a few')."""
    words = [subject, *subject.children]
    if any(c.lower_ == "not" for c in subject.children):  # 'not a single state'
        return True
    if any(word.lower_ in _NOBODY for word in words):
        return True
    few = any(word.lower_ == "few" for word in words)
    return few and not any(c.lower_ in {"a", "the"} for word in words for c in word.children)


def _is_no_way(child: Token) -> bool:
    """'Under no circumstances', 'in no position to'."""
    return child.dep_ == "prep" and any(
        c.lemma_.lower() in _NO_WAY and any(d.lower_ == "no" for d in c.children)
        for c in child.children
    )


_ACHIEVED: Final = frozenset(
    {
        "manage",
        "start",
        "begin",
        "continue",
        "help",
        "come",
        "proceed",
        "serve",
        "go",
        "do",
        "make",
        "learn",
        "grow",
    }
)


def is_open(token: Token) -> bool:
    """Whether `token` is an infinitive that nothing says was carried out ('likely to extend')."""
    for word in chain_of(token):
        marked = any(c.lower_ == "to" and c.dep_ == "aux" for c in word.children)
        if word.tag_ == "VB" and marked and word.head.lemma_.lower() not in _ACHIEVED:
            return True
    return False


_DREAMING: Final = frozenset(
    {"dream", "wish", "hope", "imagine", "suppose", "picture", "yearn", "pray", "assume"}
)


def _is_dreamt(token: Token) -> bool:
    """'I dream of a morning on which the two have made up'."""
    above = token
    while above.head != above:
        inner, above = above, above.head
        if above.lemma_.lower() in _DREAMING and above.pos_ == "VERB":
            return inner.dep_ in {"ccomp", "prep", "dobj", "xcomp"} and not is_negated(above)
    return False


def is_wished(token: Token) -> bool:
    """Whether `token` hangs on a word of wanting, asking or "
    "trying, so that it hasn't come about."""
    if _is_dreamt(token):
        return True
    for word in chain_of(token):
        if word != token and word.lemma_.lower() in _WISHING:
            return True
        if (
            word.dep_ == "advcl"
            and word.tag_ == "VB"
            and any(c.lower_ == "to" for c in word.children)
        ):
            return True
    return False


def modality(passage: Passage, token: Token) -> Modality:
    """How the clause of `token` is put."""
    strengths = table("hedges", key="word", value="strength")
    words: dict[str, float] = {}
    for word in chain_of(token):
        for near in [word, *word.children]:
            key = near.lemma_.lower() if near.pos_ in {"VERB", "AUX"} else near.lower_
            key = near.lower_ if near.dep_ == "aux" else key
            if key in strengths and near != token and _weakens(near):
                words[near.text] = float(strengths[key])
    top = matrix_of(token)
    if top is not None and top.lemma_.lower() in strengths and top.lemma_.lower() not in _SAID:
        words[top.text] = float(strengths[top.lemma_.lower()])
    weak = {text: strength for text, strength in words.items() if strength > 0}
    hedge = 1.0
    for strength in weak.values():
        hedge *= 1 - strength
    return Modality(
        hedge_words=tuple(weak),
        hedge=round(1 - hedge, 2),
        polarity=-1 if is_negated(token) else 1,
        condition=_condition(token),
        horizon=horizon_in(passage.text),
    )


_SAID: Final = frozenset({"consider", "suggest", "believe", "think"})


def _weakens(word: Token) -> bool:
    return word.dep_ in {
        "aux",
        "advmod",
        "acomp",
        "amod",
        "xcomp",
        "oprd",
        "ROOT",
        "ccomp",
        "conj",
        "relcl",
        "advcl",
        "attr",
    }


def matrix_of(token: Token) -> Token | None:
    """The word above the clause of `token`: 'seem' in 'it seems that …'."""
    last = token
    for word in chain_of(token):
        last = word
    return last.head if last.dep_ == "ccomp" and last.head != last else None


def _condition(token: Token) -> str | None:
    """Words of the clause that sets the condition, or null."""
    for word in chain_of(token):
        for child in word.children:
            marks = {c.lower_ for c in child.children if c.dep_ in {"mark", "aux", "prep"}}
            if child.dep_ == "advcl" and marks & _CONDITIONS:
                words = sorted(child.subtree, key=lambda t: t.i)
                return str(word.doc[words[0].i : words[-1].i + 1].text).strip(" ,")
    return None


def horizon_in(text: str) -> str | None:
    """Words on when, for something to come, or null.

    >>> horizon_in("Ties will cool over the next two years."), horizon_in("Ties will cool.")
    ('over the next two years', None)
    """
    match = _HORIZON.search(text)
    return match.group() if match else None
