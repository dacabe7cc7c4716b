"""Small questions to a parsed sentence: heads, the word between two sides, who says so.

Labels are those of spaCy's English models (ClearNLP dependencies).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

__all__ = [
    "SAY_LEMMAS",
    "clause_of",
    "common_word",
    "governors",
    "head_of",
    "is_noun",
    "is_verb",
    "speaker_of",
    "steps_between",
    "that_of",
    "trigger",
]

SAY_LEMMAS: Final = frozenset(
    (
        "say tell report announce state claim add note write declare insist argue maintain allege "
        "acknowledge admit confirm reveal explain assert contend believe think suggest stress "
        "reiterate emphasise emphasize warn quote comment remark reply recall testify estimate"
    ).split()
)

_NOUN_LINKS: Final = frozenset({"compound", "amod", "poss", "appos", "nmod", "nummod", "flat"})


def is_verb(token: Token) -> bool:
    """Is it a verb or a modal? Told by the fine tag, which needs no lemmas."""
    return bool(token.tag_.startswith(("VB", "MD")))


def is_noun(token: Token) -> bool:
    """Is it a noun or a name? Told by the fine tag."""
    return bool(token.tag_.startswith("NN"))


def head_of(doc: Doc, start: int, end: int) -> Token | None:
    """The token of [start, end) (characters of the doc's text) that the others of it hang on."""
    span: Span | None = doc.char_span(start, end, alignment_mode="expand")
    return span.root if span is not None and len(span) else None


def governors(token: Token) -> Iterator[Token]:
    """`token`, then what governs it, up to the root of the sentence."""
    yield token
    while token.head != token:
        token = token.head
        yield token


def common_word(one: Token, other: Token) -> Token:
    """The lowest token that governs both; what governs `one` where the parse fell in two."""
    line = list(governors(one))
    above = {token.i for token in line}
    return next((token for token in governors(other) if token.i in above), line[-1])


def steps_between(one: Token, other: Token) -> int:
    """Edges of the parse between two tokens; 99 where the parse fell in two."""
    line = {token.i: at for at, token in enumerate(governors(one))}
    for at, token in enumerate(governors(other)):
        if token.i in line:
            return at + line[token.i]
    return 99


def trigger(actor: Token, recipient: Token) -> Token:
    """The word that carries the deed between two sides: a verb, or an event noun.

    The lowest common governor, unless that is one of the sides themselves: then the verb or noun
    nearest above it. A light verb ("hold talks", "impose sanctions") keeps its own place, since
    modality hangs on it.
    """
    word = common_word(actor, recipient)
    if word in (actor, recipient):
        for token in governors(word.head if word.dep_ in _NOUN_LINKS | {"conj"} else word):
            if is_verb(token):
                return token
            if token not in (actor, recipient) and token.tag_ in {"NN", "NNS"}:
                return token
    return word


def clause_of(word: Token) -> Token:
    """The verb of the clause that `word` stands in (itself, if it is one)."""
    for token in governors(word):
        if is_verb(token):
            return token
    return word


def that_of(clause: Token) -> Token | None:
    """The 'that' which opens the clause."""
    return next((c for c in clause.children if c.dep_ == "mark" and c.lower_ == "that"), None)


def speaker_of(word: Token) -> Span | None:
    """Who says that the deed of `word` happened: the subject of a verb of saying above it.

    "According to X" counts too. None where the sentence doesn't say, or where saying is the deed.
    """
    doc = word.doc
    for token in governors(word):
        if token.dep_ in {"ccomp", "parataxis", "advcl"} or token.dep_ == "ROOT":
            verb = token.head if token.dep_ != "ROOT" else None
            if verb is not None and verb.lemma_.lower() in SAY_LEMMAS and verb != word:
                return _subject(verb)
            for child in token.children:
                aside = child.dep_ in {"parataxis", "ccomp"} and word not in child.subtree
                if aside and child.lemma_.lower() in SAY_LEMMAS:
                    return _subject(child)
    for token in doc:
        if (
            token.lower_ == "according"
            and token.i + 2 < len(doc)
            and doc[token.i + 1].lower_ == "to"
        ):
            objects = [child for child in doc[token.i + 1].children if child.dep_ == "pobj"]
            if objects:
                return _phrase(objects[0])
    return None


def _subject(verb: Token) -> Span | None:
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            return _phrase(child)
    return None


def _phrase(head: Token) -> Span:
    """The noun phrase of `head`, without its relative clauses."""
    keep = [head]
    for child in head.children:
        if child.dep_ not in {"relcl", "acl", "advcl", "punct", "cc", "conj"}:
            keep += list(child.subtree)
    first, last = min(t.i for t in keep), max(t.i for t in keep)
    return head.doc[first : last + 1]
