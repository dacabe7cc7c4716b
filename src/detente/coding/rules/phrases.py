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

from detente.coding.rules.side import Side

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
    r"\bduring (?:the|a|an|his|her) (?:\w+ )?(?P<noun>visit|trip) (?:of|by) $"
)
_TO: Final = re.compile(r"(?: \([^)]*\))? to $")


def find_phrase_deeds(doc: Doc, sides: Sequence[Side]) -> Iterator[PhraseDeed]:
    """Sanctions without a sender, and visits told in passing, in a parsed sentence."""
    text = doc.text
    for at, side in enumerate(sides):
        before = text[: side.start]
        if (match := _SANCTIONS.search(before)) and (noun := _noun(doc, match)):
            yield PhraseDeed(None, side, noun, "SANCTION")
        if (match := _VISIT.search(before)) and (noun := _noun(doc, match)):
            for host in sides[at + 1 : at + 2]:
                if host.state != side.state and _TO.fullmatch(text[side.end : host.start]):
                    yield PhraseDeed(side, host, noun, "CONSULT")
                    yield PhraseDeed(host, side, noun, "CONSULT")


def _noun(doc: Doc, match: re.Match[str]) -> Token | None:
    span = doc.char_span(match.start("noun"), match.end("noun"), alignment_mode="expand")
    return span.root if span is not None else None
