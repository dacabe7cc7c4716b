"""Who says it: the author, or somebody whose view the author reports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.coding.claims.doubts import is_hard
from detente.coding.claims.frames import is_hearsay
from detente.coding.claims.lexicons import table
from detente.coding.claims.passages import Passage

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["AUTHOR", "Holder", "holder_of", "phrase", "speech_verb", "subject_of"]

PERSONS_LIST: Final = (
    "critic analyst official observer expert minister president envoy ambassador spokesman "
    "spokeswoman spokesperson diplomat leader government ministry officer general adviser advisor "
    "commentator opposition lawmaker senator politician scholar economist source authority "
    "chancellor premier king emir prince secretary chief commander delegate delegation parliament "
    "cabinet party supporter opponent sceptic skeptic advocate hawk insider strategist newspaper "
    "media press historian negotiator think-tank pundit representative candidate aide presidency "
    "administration conservative democrat republican engineer voter court ministers man woman "
    "people public rebel army soldier troop trader farmer mayor judge lawyer editor author writer"
)
PERSONS: Final = frozenset(PERSONS_LIST.split())
"""Nouns for people and bodies that speak and act."""

_PEOPLE: Final = re.compile(r"(?:ist|crat|ian|ive|eer|man|men|maker|liner|holder|er)$")
AUTHOR: Final = "author"
_UNNAMED: Final = "unnamed"
_FIRST_PERSON: Final = frozenset({"i", "we"})
# Verbs of holding whose clause reports a view only where somebody else is their subject.
_NOT_SPEECH_LIST: Final = (
    "add see point call term regard propose hope signal confirm reveal vow pledge promise"
)
_NOT_SPEECH: Final = frozenset(_NOT_SPEECH_LIST.split())


@dataclass(frozen=True)
class Holder:
    """Who holds a claim: their words, and their state where they have one."""

    name: str
    state: str | None


def speech_verb(token: Token) -> bool:
    """Whether a word is a verb of saying, praising or blaming."""
    return token.pos_ == "VERB" and token.lemma_.lower() in table(
        "speech", key="verb", value="stance"
    )


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, also the one it shares in a list or from the clause above."""
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"}:
            return child
    if verb.dep_ in {"conj", "xcomp", "acl", "advcl"} and verb.head != verb:
        if verb.dep_ == "acl" and verb.head.pos_ in {"NOUN", "PROPN"}:
            return verb.head
        return subject_of(verb.head)
    if verb.dep_ in {"acomp", "attr", "oprd", "pobj", "prep"} and verb.head != verb:
        return subject_of(verb.head) if verb.pos_ in {"ADJ", "VERB", "ADP", "NOUN"} else None
    if verb.dep_ == "relcl":
        return verb.head
    return None


def phrase(token: Token) -> str:
    """The noun phrase of `token` without relative clauses, as written."""
    left = min((t.i for t in token.children if t.dep_ not in _LOOSE), default=token.i)
    words = [t for t in _tight(token) if t.i >= min(left, token.i)]
    first, last = min(t.i for t in words), max(t.i for t in words)
    return str(token.doc[first : last + 1].text)


_LOOSE: Final = frozenset(
    {"relcl", "acl", "advcl", "punct", "cc", "conj", "parataxis", "ccomp", "appos"}
)


def _tight(token: Token) -> list[Token]:
    kept = [token]
    for child in token.children:
        if child.dep_ not in _LOOSE:
            kept += _tight(child)
    return kept


def holder_of(passage: Passage, token: Token, *, speaker: Holder | None = None) -> Holder:
    """Who says what the clause of `token` says.

    Args:
        passage: the sentence.
        token: a word of the claim.
        speaker: who spoke last in the same paragraph, for a quotation that runs on.
    """
    for verb in _speech_above(token):
        subject = subject_of(verb)
        if subject is None:
            return Holder(_UNNAMED, None)
        if subject.lower_ in _FIRST_PERSON:
            return Holder(AUTHOR, None)
        if subject.lower_ == "it" and is_hard(verb):
            return Holder(AUTHOR, None)  # 'it would be wrong to say that'
        if subject.lower_ == "it" or subject.dep_ == "nsubjpass":
            return Holder(_UNNAMED, None)
        if _is_person_or_body(passage, subject):
            return _holder(passage, subject)
    source = _according_to(passage)
    if source is not None:
        return _holder(passage, source)
    if is_hearsay(token):
        return Holder(_UNNAMED, None)
    if passage.is_quoted(token):
        return _quoting(passage) or speaker or Holder(AUTHOR, None)
    return Holder(AUTHOR, None)


def _speech_above(token: Token) -> Iterator[Token]:
    """Verbs of saying in whose content clause `token` stands, innermost first."""
    while token.head != token:
        head = token.head
        if token.dep_ in {"ccomp", "xcomp", "parataxis"} and speech_verb(head):
            yield head
        if token.dep_ == "dobj" and head.lemma_.lower() in _FORETELLING:
            yield head
        if token.dep_ == "pobj" and head.lower_ == "as" and head.head.lemma_.lower() in _READING:
            yield head.head
        for child in head.children if token.dep_ == "ROOT" else ():
            if child.dep_ == "parataxis" and speech_verb(child):
                yield child
        token = head
    for child in token.children:
        if child.dep_ in {"parataxis", "ccomp"} and speech_verb(child) and _shorter(child, token):
            yield child


_FORETELLING: Final = frozenset(
    {"predict", "allege", "forecast", "foresee", "claim", "fear", "expect", "deny", "dispute",
     "imagine", "suspect", "prophesy", "detect"}
)  # fmt: skip
_READING: Final = frozenset(
    {"read", "see", "view", "regard", "describe", "portray", "interpret", "present", "denounce",
     "paint", "brand", "depict", "dismiss"}
)  # fmt: skip


def is_human(token: Token) -> bool:
    """Whether a noun names people by what they are: 'officials', 'nationalists', 'Tigrayans'."""
    lemma = token.lemma_.lower()
    if lemma in PERSONS:
        return True
    plural = token.tag_ in {"NNS", "NNPS"}
    return plural and bool(_PEOPLE.search(lemma)) and lemma not in _THINGS


def _shorter(child: Token, root: Token) -> bool:
    """An inserted 'officials say': a short clause of its own without a content clause."""
    whole = any(c.dep_ in {"ccomp", "oprd", "dobj"} for c in child.children)
    return len(list(child.subtree)) <= 12 and not whole


def _is_person_or_body(passage: Passage, subject: Token) -> bool:
    """Facts and papers 'suggest' things too; a holder is a person, a body or a state."""
    lemma = subject.lemma_.lower()
    if lemma in _THINGS and not passage.at(subject):
        return False
    return subject.pos_ in {"PROPN", "NOUN", "PRON"}


_THINGS_LIST: Final = (
    "development event fact figure datum evidence record history statement visit sign trend "
    "strategy policy move decision deal agreement step this that these which number trade "
    "episode crisis war tension experience logic report order border river water tower paper "
    "matter letter quarter danger disaster hunger anger transfer charter power winter summer "
    "weather "
    "corner shower timber rubber copper silver offer answer barrier frontier corridor pier lever "
    "tanker freighter trawler cutter bomber fighter carrier cruiser factor reactor sector harbour"
)
_THINGS: Final = frozenset(_THINGS_LIST.split())


def _holder(passage: Passage, subject: Token) -> Holder:
    states = passage.states_under(subject) or passage.at(subject)
    return Holder(phrase(subject), states[0] if states else None)


def _according_to(passage: Passage) -> Token | None:
    for token in passage.doc:
        if token.lower_ == "according" and any(c.lower_ == "to" for c in token.children):
            to = next(c for c in token.children if c.lower_ == "to")
            return next((c for c in to.children if c.dep_ == "pobj"), None)
        if token.lower_ == "view" and token.head.lower_ == "in" and token.head.i == token.i - 2:
            return next((c for c in token.children if c.dep_ == "poss"), None)
    return None


def _quoting(passage: Passage) -> Holder | None:
    """The subject of a verb of saying outside the quotation marks."""
    for token in passage.doc:
        if speech_verb(token) and not passage.is_quoted(token):
            subject = subject_of(token)
            if subject is not None and not passage.is_quoted(subject):
                return _holder(passage, subject)
    return None
