"""RSS and Atom: one page for each item."""

from __future__ import annotations

import calendar
import io
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import feedparser

from detente.reading.decode import UndecodableError
from detente.reading.genre import genre_of
from detente.reading.language import guess_language
from detente.reading.names import clean_names
from detente.reading.page import Page
from detente.reading.page_html import html_lines
from detente.reading.plain import read_plain

__all__ = ["looks_like_feed", "read_feed"]

_ROOT = re.compile(rb"<\s*(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)


def looks_like_feed(data: bytes) -> bool:
    """Whether the first bytes hold the root element of RSS or Atom."""
    return bool(_ROOT.search(data[:4096].replace(b"\x00", b"")))


def read_feed(data: bytes) -> Iterator[Page]:
    """One page for each item; an item without prose gives a page without paragraphs.

    Raises:
        UndecodableError: `bad_feed`, where nothing in it parses or it declares entities of its own.
    """
    if b"<!ENTITY" in data[:200_000]:
        raise UndecodableError(
            "bad_feed", "declares entities, which a feed has no need of; not parsed"
        )
    parsed: Any = feedparser.parse(io.BytesIO(data))
    if not parsed.entries:
        fault = parsed.get("bozo_exception")
        raise UndecodableError("bad_feed", f"no items in it{f' ({fault})' if fault else ''}")
    outlet = (parsed.feed.get("title") or "").strip() or None
    for entry in parsed.entries:
        yield _page(entry, outlet)


def _page(entry: Any, outlet: str | None) -> Page:
    contents = [item.get("value") or "" for item in entry.get("content", [])]
    longest = max([*contents, entry.get("summary") or ""], key=len)
    body = read_plain("\n\n".join(html_lines(longest)))
    title = " ".join((entry.get("title") or "").split()) or None
    day = _day(entry)
    sections = [tag.get("term") or "" for tag in entry.get("tags", [])]
    return replace(
        body,
        title=title,
        authors=clean_names(_authors(entry)) or body.authors,
        outlet=(entry.get("source") or {}).get("title") or outlet or body.outlet,
        published_on=day or body.published_on,
        published_by="feed" if day else body.published_by,
        url=entry.get("link") or None,
        language=guess_language("\n".join(body.paragraphs)),
        genre=genre_of(body.paragraphs, title=title, section=" ".join(sections))
        if body.paragraphs
        else None,
    )


def _authors(entry: Any) -> list[str]:
    names = [author.get("name") or "" for author in entry.get("authors", [])]
    return [name for name in names if name] or [entry.get("author") or ""]


def _day(entry: Any) -> date | None:
    stamp: time.struct_time | None = entry.get("published_parsed") or entry.get("updated_parsed")
    if not stamp:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(stamp), tz=UTC).date()
    except (OverflowError, ValueError, OSError):
        return None
