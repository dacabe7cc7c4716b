"""One page as read: its fields, its body in paragraphs, and every part that isn't the body."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

__all__ = ["PARTS", "Page", "Part", "mask_contacts"]

PARTS: Final[dict[str, str]] = {
    "title": "the headline, kept in its own field",
    "standfirst": "the deck under the headline",
    "byline": "who wrote it, kept in its own field",
    "biography": "who the writer is",
    "publication": "where and when it was published",
    "pull_quote": "a line set large that repeats a sentence of the body",
    "repeat": "a paragraph that stands in the body already",
    "caption": "words under a picture, or its credit",
    "teaser": "another article's headline or first words",
    "comment": "what readers wrote, or the way to it",
    "share": "links to share, follow, subscribe or print",
    "relative_time": "an age such as '3 hours ago', of another article",
    "section": "a heading over lists of other articles",
    "boilerplate": "navigation, notices and other lines of the page's frame",
}
"""Part → what it is; the column `dropped` of articles holds the part as its reason."""

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HANDLE = re.compile(r"(?<![\w@./])@\w{2,30}\b")


@dataclass(frozen=True)
class Part:
    """A stretch of the page outside the body, with the name of what it is (see `PARTS`)."""

    reason: str
    text: str


@dataclass(frozen=True)
class Page:
    """What one page says; a field that it doesn't name is null, or an empty tuple."""

    paragraphs: tuple[str, ...]
    dropped: tuple[Part, ...] = ()
    title: str | None = None
    authors: tuple[str, ...] = ()
    affiliation: str | None = None
    outlet: str | None = None
    published_on: date | None = None
    published_by: str | None = None
    url: str | None = None
    language: str | None = None
    genre: str | None = None


def mask_contacts(text: str) -> str:
    """`text` with e-mail addresses and @handles replaced by what they are.

    >>> mask_contacts("She tweets @example1 and reads a.b@mail.example")
    'She tweets [handle] and reads [e-mail]'
    """
    if "@" not in text:
        return text
    return _HANDLE.sub("[handle]", _MAIL.sub("[e-mail]", text))
