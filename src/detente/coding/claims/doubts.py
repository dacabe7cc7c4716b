"""Whether the author denies or doubts a clause: 'I doubt that', 'it is a legend that'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.coding.claims.modality import chain_of, is_negated, matrix_of
from detente.coding.syntax import that_of

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_doubted", "is_hard"]

_HELD_LIST: Final = (
    "think believe expect see suppose say mean suggest indicate imply imagine foresee assume hint "
    "claim pretend assert argue maintain contend conclude infer fancy speak talk insist hold"
)
_HELD: Final = frozenset(_HELD_LIST.split())
_REFUTING_LIST: Final = (
    "doubt deny wrong mistake myth illusion untrue improbable unlikely inconceivable unthinkable "
    "doubtful implausible impossible legend fiction fable fantasy nonsense canard fairy delusion "
    "fallacy rumour rumor lie falsehood false mistaken absurd exaggeration misconception error "
    "figment propaganda hogwash baseless unfounded unproven refute rebut disprove dispute debunk"
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
    {
        "hard",
        "difficult",
        "impossible",
        "naive",
        "foolish",
        "futile",
        "unrealistic",
        "premature",
        "false",
        "wrong",
        "mistaken",
        "absurd",
        "idle",
        "silly",
        "misleading",
        "dishonest",
        "rash",
        "folly",
        "mistake",
        "error",
        "exaggeration",
        "overstatement",
        "simplistic",
        "fanciful",
    }
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
    if _is_refuted_before(token):
        return True
    above = matrix_of(token)
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
        above = matrix_of(above)
    return False


def _is_refuted_before(token: Token) -> bool:
    """'It is a legend, though a hardy one, that …', whatever the parser hangs the clause on."""
    if token.sent[0].lower_ not in {"it", "this"}:
        return False
    that = that_of(token)
    if that is None or token.dep_ == "ccomp":
        return False
    before = list(token.doc[token.sent.start : that.i])
    denied = any(t.dep_ == "neg" or t.lower_ == "no" for t in before)
    return not denied and any(t.lemma_.lower() in _REFUTING for t in before)


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
