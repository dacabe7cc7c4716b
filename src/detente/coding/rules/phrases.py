"""Deeds that a phrase is by itself, whatever its sentence goes on to say.

The classifier gives two sides one deed a sentence. "During the visit of the President of A to B an
agreement was signed" holds two, and "renewed sanctions on A" has no doer to mark. What is lifted,
threatened or demanded is another deed, and the classifier's to weigh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.coding.rules.side import Side, sides_in

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["CONFIDENCE", "PhraseDeed", "find_phrase_deeds"]

# Such phrases are too few in our own sentences to count how often they are right: even odds.
CONFIDENCE: Final = 0.5


@dataclass(frozen=True)
class PhraseDeed:
    """A deed of `root` that the noun `trigger` names; `actor` is null where nobody is named."""

    actor: Side | None
    recipient: Side
    trigger: Token
    root: str


_SANCTIONS: Final = re.compile(
    r"\b(?:new|renewed|fresh|further|additional|extended|tightened|sweeping|punitive|existing)\s"
    r"(?:\w+\s){0,2}(?P<noun>sanctions|embargo)\s(?:imposed\s)?(?:on|against)\s$",
    re.IGNORECASE,
)
_VISIT: Final = re.compile(
    r"\b[Dd]uring (?:the|a|an|his|her) (?:\w+ )?(?P<noun>visit|trip) (?:of|by) $"
)
# After "In response to A," (written so, or spelt out by `working.py`) B holds to what it says.
_RESPONSE: Final = re.compile(r"In (?:response|reply|answer) to (?:the )?$")
_HOLDS: Final = re.compile(
    r"\s(?P<verb>denied|rejected|dismissed|refuted|rebutted|reiterated|insisted|maintained)\b"
)
_DEFENCE: Final = re.compile(
    r"\b(?P<verb>came|rose|spoke|stood|sprang)\b(?: (?:out|up|forward|forth))? "
    r"in (?:defence|defense|support|favour|favor) of (?:the )?$"
)
_TO: Final = re.compile(r"(?: \([^)]*\))? to $")
_SIGNED: Final = re.compile(
    r"\b(?:was|were|been) (?:\w+ly )?(?P<verb>signed|initialled|inked|concluded|ratified) "
    r"by (?:the )?$"
)
_AND: Final = re.compile(r" and (?:the )?$")


def find_phrase_deeds(doc: Doc, sides: Sequence[Side]) -> Iterator[PhraseDeed]:
    """Sanctions without a sender, visits in passing, what two signed, words in defence, denials."""
    text = doc.text
    for at, side in enumerate(sides):
        before = text[: side.start]
        if (match := _SANCTIONS.search(before)) and (noun := _word(doc, match, "noun")):
            yield PhraseDeed(None, side, noun, "SANCTION")
        if (match := _DEFENCE.search(before)) and (verb := _word(doc, match, "verb")):
            for friend in _subjects(verb, sides):
                if friend.state != side.state:
                    yield PhraseDeed(friend, side, verb, "SUPPORT")
        if at == 0 and _RESPONSE.fullmatch(before):
            yield from _reply(doc, sides)
        if (match := _VISIT.search(before)) and (noun := _word(doc, match, "noun")):
            for host in sides[at + 1 : at + 2]:
                if host.state != side.state and _TO.fullmatch(text[side.end : host.start]):
                    yield PhraseDeed(side, host, noun, "CONSULT")
                    yield PhraseDeed(host, side, noun, "CONSULT")
        if (match := _SIGNED.search(before)) and (verb := _word(doc, match, "verb")):
            for other in sides[at + 1 : at + 2]:
                if other.state != side.state and _AND.fullmatch(text[side.end : other.start]):
                    yield PhraseDeed(side, other, verb, "SUPPORT")
                    yield PhraseDeed(other, side, verb, "SUPPORT")


def _subjects(verb: Token, sides: Sequence[Side]) -> Iterator[Side]:
    for child in verb.children:
        if child.dep_ == "nsubj":
            yield from sides_in(child, sides)


def _reply(doc: Doc, sides: Sequence[Side]) -> Iterator[PhraseDeed]:
    """B's denial towards A, in a sentence that begins "In response to A, B denied …"."""
    asked = sides[0]
    for own in sides[1:2]:
        match = _HOLDS.match(doc.text, own.end)
        if own.state != asked.state and match and (verb := _word(doc, match, "verb")):
            yield PhraseDeed(own, asked, verb, "REJECT")


def _word(doc: Doc, match: re.Match[str], group: str) -> Token | None:
    span = doc.char_span(match.start(group), match.end(group), alignment_mode="expand")
    return span.root if span is not None else None
