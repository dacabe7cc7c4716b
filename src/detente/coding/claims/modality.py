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
    "is_doubted",
    "is_hard",
    "is_negated",
    "is_open",
    "is_wished",
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
        for child in word.children:
            low = child.lower_
            if child.dep_ == "neg" or low in _NEGATORS:
                following = word.doc[child.i + 1].lower_ if child.i + 1 < len(word.doc) else ""
                count += following not in {"only", "just", "merely", "doubt"}
            if child.dep_ in {"nsubj", "nsubjpass"} and _is_nobody(child):
                count += 1
            count += _is_no_way(child)
            count += low == "longer" and any(c.lower_ == "no" for c in child.children)
        if word == token and word.lemma_.lower() in _HINDERING:
            # 'Nothing will stop it' says that it will come.
            count += any(c.lower_ in {"nothing", "nobody"} for c in word.children)
        if word != token and word.lemma_.lower() in _FAILING:
            count += 1
        if word.lower_ == "unlikely":
            count += word == token
    return count % 2 == 1


def _is_nobody(subject: Token) -> bool:
    """'Nobody', 'no state', 'little', 'few' (but not 'a few')."""
    words = [subject, *subject.children]
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


_HELD_LIST: Final = (
    "think believe expect see suppose say mean suggest indicate imply imagine foresee assume hint"
)
_HELD: Final = frozenset(_HELD_LIST.split())
_REFUTING_LIST: Final = (
    "doubt deny wrong mistake myth illusion untrue improbable unlikely inconceivable unthinkable "
    "doubtful implausible impossible"
)
_REFUTING: Final = frozenset(_REFUTING_LIST.split())
_PROSPECTS: Final = frozenset(
    {"prospect", "chance", "hope", "likelihood", "sign", "reason", "probability", "evidence"}
)
_SLIM: Final = frozenset(
    {"no", "little", "slim", "scant", "remote", "small", "low", "few", "slender", "faint", "thin"}
)


def _is_slim(noun: Token) -> bool:
    """'Little prospect that', 'the chances are slim that'."""
    if noun.lemma_.lower() not in _PROSPECTS:
        return False
    words = {c.lower_ for c in noun.children}
    if noun.dep_ == "nsubj":
        said = noun.head
        words |= {c.lower_ for c in said.children if c.dep_ in {"acomp", "attr"}}
    return bool(words & _SLIM) and "a" not in words


_HARD: Final = frozenset(
    {"hard", "difficult", "impossible", "naive", "foolish", "futile", "unrealistic", "premature"}
)


def is_hard(verb: Token) -> bool:
    """'It is hard to imagine that', 'it would be naive to expect'."""
    near = [verb.head, *verb.head.children]
    return verb.tag_ == "VB" and any(t.lower_ in _HARD for t in near)


def is_doubted(token: Token, *, but: Token | None = None) -> bool:
    """Whether the author denies or doubts the clause of `token`: 'I doubt that', 'I don't think'.

    `but` is a word above it whose own negation counts elsewhere.
    """
    if any(_is_slim(noun) for word in chain_of(token) for noun in _prospects_by(word)):
        return True
    above = _matrix(token)
    for _ in range(4):
        if above is None or above == but:
            return False
        lemma = above.lemma_.lower()
        if lemma in _HELD and is_hard(above):
            return True
        if _refuted_by(above):
            return True
        if lemma in _REFUTING:
            return not is_negated(above)
        if lemma in _HELD and is_negated(above):
            return True
        if lemma == "think" and above.dep_ in {"xcomp", "ccomp"} and above.head.lemma_ == "be":
            return any(c.lemma_.lower() in _REFUTING for c in above.head.children)
        above = _matrix(above)
    return False


def _prospects_by(word: Token) -> Iterator[Token]:
    """Nouns of prospect that the clause hangs on, or that stand as subject over it."""
    if word.head != word:
        above = word.head.head if word.head.dep_ == "acomp" else word.head
        yield word.head
        yield from (c for c in above.children if c.dep_ == "nsubj")


def _refuted_by(above: Token) -> bool:
    """'It seems improbable that'."""
    if above.lemma_ not in {"be", "seem", "appear", "look"}:
        return False
    words = [c for c in above.children if c.dep_ in {"acomp", "oprd", "attr"}]
    return any(c.lower_ in _REFUTING for c in words) and not is_negated(above)


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


def is_wished(token: Token) -> bool:
    """Whether `token` hangs on a word of wanting, asking or "
    "trying, so that it hasn't come about."""
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
    top = _matrix(token)
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


def _matrix(token: Token) -> Token | None:
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
