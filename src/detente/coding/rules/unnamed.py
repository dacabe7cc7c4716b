"""Deeds whose doer the sentence leaves out: "renewed sanctions on Russia".

Only nouns that are themselves the deed and are said to be new or in force count; what is lifted,
threatened or demanded is another deed and the classifier's to weigh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.coding.rules.side import Side

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["CONFIDENCE", "Unnamed", "find_unnamed"]


@dataclass(frozen=True)
class Unnamed:
    """A deed of `root` done to `recipient` by a side that isn't named; `trigger` is its noun."""

    recipient: Side
    trigger: Token
    root: str


# Such phrases are too few in our own sentences to count how often they are right: even odds.
CONFIDENCE: Final = 0.5

_SANCTIONS: Final = re.compile(
    r"\b(?:new|renewed|fresh|further|additional|extended|tightened|sweeping|punitive|existing)\s"
    r"(?:\w+\s){0,2}(?P<noun>sanctions|embargo)\s(?:imposed\s)?(?:on|against)\s$",
    re.IGNORECASE,
)


def find_unnamed(doc: Doc, sides: Sequence[Side]) -> Iterator[Unnamed]:
    """Sanctions on a side without a sender, in a parsed sentence."""
    for side in sides:
        match = _SANCTIONS.search(doc.text[: side.start])
        if match:
            span = doc.char_span(match.start("noun"), match.end("noun"), alignment_mode="expand")
            if span is not None:
                yield Unnamed(side, span.root, "SANCTION")
