"""Did it happen, or is it announced, denied, habitual, or only thought of?

The grammar decides where it speaks plainly (a modal, "if", "not", "will"); elsewhere the
classifier's own reading stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from detente.coding.syntax import governors, is_verb, speaker_of
from detente.core.codebook import STATUSES

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["SPEECH_DEEDS", "is_foretold", "status_of"]

SPEECH_DEEDS: Final = frozenset({"AGREE", "THREATEN", "REJECT", "REQUEST", "ACCUSE"})
"""Roots whose deed is itself a word about the future, a refusal or a demand: "will not meet" is a
refusal that happened, "would retaliate" a threat that happened."""
_POSSIBLE: Final = frozenset({"may", "might", "could", "would", "should", "must", "can", "ought"})
_IRREALIS_VERBS: Final = frozenset(
    (
        "want hope wish fear seek aim consider need expect urge call ask recommend propose tempt "
        "fail refuse decline threaten contemplate mull weigh intend try attempt"
    ).split()
)
_PLANNED: Final = frozenset(
    ("be will shall plan intend schedule set due prepare pledge promise").split()
)
_FORETELLING: Final = frozenset({"will", "'ll", "’ll", "shall", "wo", "would"})
_HABITUAL: Final = frozenset(
    ["regularly", "routinely", "usually", "often", "annually", "always", "repeatedly"]
)
_UNLIKELY_HEADS: Final = frozenset({"likely", "unlikely", "possible", "possibly", "perhaps"})
_RUMOURS: Final = frozenset(
    "rumour rumours rumor rumors speculation hoax possibility prospect chance fear fears".split()
)
_REPORTS: Final = frozenset(
    "report reports claim claims story stories suggestion suggestions".split()
)
_FALSE: Final = frozenset("untrue false baseless unfounded groundless wrong fabricated".split())
_DENYING: Final = frozenset(
    "denied denies deny denying dismissed dismisses refuted rejects".split()
)
_SURE: Final = 0.8


def status_of(word: Token, root: str, chances: NDArray[np.float32]) -> str:
    """Status of the deed that `word` carries.

    Args:
        word: the trigger in a parsed sentence.
        root: the PLOVER root of the deed.
        chances: the classifier's probability for each of STATUSES.
    """
    guess = STATUSES[int(chances.argmax())]
    if root in SPEECH_DEEDS:
        return guess if guess != "denied" or root not in {"REJECT"} else "happened"
    spoken = _by_grammar(word)
    if spoken is None or (guess != spoken and chances.max() >= _SURE and spoken != "hypothetical"):
        return guess
    return spoken


def is_foretold(word: Token) -> bool:
    """Does the clause of `word` say "will", and nobody in the sentence but its author says so?

    In a report that is what the doer announced; in an opinion piece it is the author's forecast.
    """
    for token in governors(word):
        links = {child.dep_: child.lower_ for child in token.children}
        helpers = {child.lower_ for child in token.children if child.dep_ == "aux"}
        if helpers & _FORETELLING:
            return speaker_of(word) is None
        own = "auxpass" in links or "nsubj" in links or (helpers and token.dep_ == "conj")
        if is_verb(token) and (own or token.dep_ not in {"xcomp", "conj"}):
            return False
    return False


def _by_grammar(word: Token) -> str | None:
    for token in governors(word):
        helpers = {child.lower_ for child in token.children if child.dep_ in {"aux", "auxpass"}}
        marks = {child.lower_ for child in token.children if child.dep_ in {"mark", "advmod"}}
        if helpers & _POSSIBLE or marks & {"if", "unless", "whether", "perhaps", "possibly"}:
            return "hypothetical"
        if any(child.dep_ == "neg" or child.lower_ == "no" for child in token.children):
            return "denied"
        if helpers & {"will", "'ll", "shall"}:
            return "announced"
        if token.dep_ in {"xcomp", "ccomp", "acl"} and token.head != token:
            lemma = token.head.lemma_.lower()
            if token.dep_ == "ccomp" and lemma == "deny":
                return "denied"
            if token.dep_ == "xcomp" or token.tag_ == "VB":
                if lemma in _PLANNED:
                    return "announced"
                if lemma in _IRREALIS_VERBS or lemma in _UNLIKELY_HEADS:
                    return "hypothetical"
        if token.dep_ in {"acl", "relcl"} and (unsure := _told_as(token.head)):
            return unsure
        if marks & _HABITUAL:
            return "habitual"
        if is_verb(token) and token.dep_ in {"ccomp", "relcl", "advcl", "ROOT"}:
            return None
        if is_verb(token) and token.dep_ == "conj" and helpers:
            # "it would be expanded and a memorandum was signed": the second verb has its own mood.
            return None
    return None


def _told_as(noun: Token) -> str | None:
    """What a noun says of the clause on it: "a rumour that A shelled B", "reports … are untrue"."""
    if noun.lower_ in _RUMOURS:
        return "hypothetical"
    if noun.lower_ not in _REPORTS:
        return None
    verb = noun.head
    said = {child.lower_ for child in verb.children if child.dep_ in {"acomp", "attr", "oprd"}}
    false = noun.dep_ == "nsubj" and said & _FALSE
    return "denied" if false or (noun.dep_ == "dobj" and verb.lower_ in _DENYING) else None
