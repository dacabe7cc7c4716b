"""Ways to advise without 'should': orders, 'is advised to', 'could help by', 'it falls to X to'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.coding.claims.holders import subject_of
from detente.coding.claims.passages import Passage

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["advised_at", "called"]

_ADVISED: Final = frozenset({"advise", "urge", "counsel", "recommend", "beg", "implore"})
_BEHOVES: Final = frozenset({"behove", "behoof", "behoove", "befit"})
_FALLING: Final = frozenset({"fall", "remain"})
_ADVICE: Final = frozenset({"advice", "counsel", "recommendation", "plea", "suggestion", "request"})
_USEFULLY: Final = frozenset(
    {"usefully", "profitably", "well", "sensibly", "wisely", "better", "properly", "easily"}
)
_ENDS: Final = frozenset({",", ":", "!"})
_NOT_ORDERS: Final = frozenset(
    {"take", "consider", "imagine", "suppose", "say", "ask", "call", "mark", "look", "see", "note",
     "remember", "forget", "think", "read", "mind", "expect", "compare", "listen", "add", "recall",
     "picture", "count", "blame", "thank", "watch"}
)  # fmt: skip


def advised_at(passage: Passage, token: Token) -> tuple[Token, bool] | None:
    """The verb of a deed that is advised, and whether it is advised against."""
    return (
        _ordered(passage, token)
        or _passive(token)
        or _behoves(token)
        or _advice_is(token)
        or _could_help(token)
        or _owes(passage, token)
    )


def called(token: Token, verb: Token) -> Token | None:
    """The side that an order, a 'behoves' or an 'owes' is addressed to, where it is named apart."""
    lemma = token.lemma_.lower()
    if lemma in _BEHOVES:
        return next((c for c in token.children if c.dep_ in {"dobj", "dative"}), None) or (
            subject_of(verb) if verb != token else None
        )
    if lemma in _FALLING:
        to = next((c for c in token.children if c.lower_ == "to" and c.dep_ != "aux"), None)
        return next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if lemma in _ADVICE:
        to = next((c for c in token.children if c.lower_ in {"to", "for"}), None)
        return next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if token == verb and token.tag_ in {"VB", "VBP"}:
        return _vocative(verb)
    return None


def _ordered(passage: Passage, token: Token) -> tuple[Token, bool] | None:
    """'Kinshasa, feed the army!', 'Scrap the ban now, Mr President', 'Let X do it'."""
    if token.tag_ not in {"VB", "VBP"} or token.lemma_.lower() in _NOT_ORDERS:
        return None
    if any(c.dep_ in _NO_ORDER and not _is_apart(c) for c in token.children):
        return None
    if _vocative(token) is None and not _is_opening(token):
        return None
    if token.dep_ not in {"ROOT", "ccomp", "parataxis"}:
        return None
    return token, any(c.dep_ == "neg" for c in token.children)


_NO_ORDER: Final = frozenset({"nsubj", "nsubjpass", "aux", "mark", "expl"})


def _is_apart(name: Token) -> bool:
    """'Kinshasa, feed the army!', where the parser takes the name for a subject."""
    return name.i + 1 < len(name.doc) and name.doc[name.i + 1].text in {",", ":"}


def _is_opening(verb: Token) -> bool:
    """Whether the verb opens the sentence, with an object or a goal after it."""
    words = [t for t in verb.sent if not t.is_punct and t.lower_ not in {"so", "then", "please"}]
    goes_on = any(c.i > verb.i and c.dep_ in {"dobj", "prep", "advmod"} for c in verb.children)
    return words[:1] == [verb] and verb.dep_ == "ROOT" and goes_on


def _vocative(verb: Token) -> Token | None:
    """'Kinshasa, …', 'A: Kuwait: …', '…, Mr President'."""
    doc = verb.doc
    before = verb.i - 1
    while before > 0 and doc[before].lower_ in {"please", "do", "n't", "not", "don’t"}:
        before -= 1
    if before > 0 and doc[before].text in _ENDS and doc[before - 1].pos_ == "PROPN":
        first = before - 1
        while first > 0 and doc[first - 1].pos_ in {"PROPN", "DET", "ADJ"}:
            first -= 1
        opening = first == verb.sent.start or doc[first - 1].text in {":", "”", "—"}
        return doc[before - 1] if opening else None
    return None


def _passive(token: Token) -> tuple[Token, bool] | None:
    """'Tashkent is advised to offer'."""
    if token.lemma_.lower() not in _ADVISED or token.tag_ != "VBN":
        return None
    present = any(c.dep_ == "auxpass" and c.tag_ in {"VBZ", "VBP"} for c in token.children)
    verb = next((c for c in token.children if c.dep_ in {"xcomp", "ccomp", "advcl"}), None)
    return (verb, False) if present and verb is not None else None


def _behoves(token: Token) -> tuple[Token, bool] | None:
    """'It behoves Chile to speak first', 'it falls to India to forget first'."""
    lemma = token.lemma_.lower()
    if lemma not in _BEHOVES | _FALLING or token.tag_ not in {"VBZ", "VBP", "NNS", "NN"}:
        return None
    subject = [c.lower_ for c in token.children if c.dep_ in {"nsubj", "expl"}]
    if lemma in _FALLING and "it" not in subject:
        return None
    verb = next((t for t in token.subtree if t.i > token.i and t.tag_ == "VB"), None)
    return (verb, False) if verb is not None else None


def _advice_is(token: Token) -> tuple[Token, bool] | None:
    """'My advice to the Poles is to invite both'."""
    if token.lemma_.lower() not in _ADVICE or token.dep_ != "nsubj" or token.head.lemma_ != "be":
        return None
    mine = any(c.lower_ in {"my", "our"} for c in token.children)
    verb = next((c for c in token.head.children if c.dep_ in {"xcomp", "ccomp"}), None)
    return (verb, False) if mine and verb is not None else None


def _could_help(token: Token) -> tuple[Token, bool] | None:
    """'Could help by publishing', 'might usefully ask', 'could well afford to let'."""
    if token.dep_ != "aux" or token.lower_ not in {"could", "might"}:
        return None
    verb = token.head
    if any(c.lower_ in _USEFULLY and c.dep_ == "advmod" for c in verb.children):
        return verb, False
    if verb.lemma_.lower() == "help" and any(c.lower_ == "by" for c in verb.children):
        return verb, False
    if verb.lemma_.lower() == "afford" and any(c.dep_ == "xcomp" for c in verb.children):
        return verb, False
    return (verb, False) if verb.lower_ in {"start", "begin"} else None


def _owes(passage: Passage, token: Token) -> tuple[Token, bool] | None:
    """'Delhi owes Kathmandu a visit', 'owes it to'."""
    if token.lemma_.lower() != "owe" or token.tag_ not in {"VBZ", "VBP"}:
        return None
    subject = subject_of(token)
    owed = any(passage.states_under(c) for c in token.children if c.dep_ in {"dative", "dobj"})
    money = any(t.pos_ == "NUM" or t.lemma_ in {"money", "debt", "loan"} for t in token.subtree)
    named = subject is not None and passage.states_under(subject)
    return (token, False) if named and owed and not money else None
