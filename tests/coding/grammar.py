"""One parsed sentence with its sides, for the tests that need grammar but no classifier."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from detente.coding.coder import _read
from detente.coding.drafts import drafts_of
from detente.coding.parse import parse
from detente.coding.rules import Side

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

REPORT = date(2018, 8, 9)
"""A Thursday."""


@cache
def parsed(sentence: str) -> tuple[Doc, list[Side]]:
    """The parse of a sentence that names two states, and its sides."""
    [draft] = drafts_of(sentence, [(0, len(sentence))], on=REPORT)
    [doc] = parse([draft.working])
    return doc, _read(draft, doc).sides


def word(sentence: str, text: str) -> Token:
    """The first word of a sentence that reads `text`."""
    [doc] = parse([sentence])
    return next(token for token in doc if token.text == text)
