"""The one entry to reading: paths, folders, globs and addresses become articles and rejects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl

from detente.core.errors import ReadError
from detente.core.ids import stable_id
from detente.core.tables import ARTICLES, REJECTS
from detente.reading.decode import UndecodableError, decode
from detente.reading.feeds import looks_like_feed, read_feed
from detente.reading.near_copies import near_copies
from detente.reading.page import Page
from detente.reading.page_html import looks_like_html, read_html
from detente.reading.plain import read_plain
from detente.reading.sources import MAX_BYTES, Document, Refused, load, origins

__all__ = ["ReadResult", "article_row", "read_document", "read_paths"]

_PARTING: Final = "\n\n"
_LAST: Final = date.max


@dataclass(frozen=True)
class ReadResult:
    """What reading gave: `articles` (core.tables.ARTICLES) and `rejects` (core.tables.REJECTS)."""

    articles: pl.DataFrame
    rejects: pl.DataFrame


def read_paths(
    paths: str | Path | Iterable[str | Path],
    *,
    published_on: date | None = None,
    fold_copies: bool = True,
    max_bytes: int = MAX_BYTES,
    progress: Callable[[int, int], None] | None = None,
) -> ReadResult:
    """Read every page, plain-text copy and feed that `paths` name.

    Args:
        paths: a file, folder, glob pattern or http(s) address, or several.
        published_on: stands in as day of publication where a page names none.
        fold_copies: keep near copies once, with their count in `copies`; the earliest stays.
        max_bytes: larger documents are rejected unread.
        progress: called with (documents done, documents in all).

    Returns:
        Articles in order of reading, and one reject for each document or feed item that gave none;
        one bad document never stops the rest.

    Raises:
        ReadError: no document at all was found under `paths`.
    """
    found = list(origins(paths))
    if not found or all(isinstance(item, Refused) and item.reason == "not_found" for item in found):
        raise ReadError(_nothing(paths, missing=bool(found)))
    rows: list[dict[str, Any]] = []
    rejects: list[dict[str, Any]] = []
    for done, item in enumerate(found, start=1):
        for outcome in _outcomes(item, max_bytes):
            if isinstance(outcome, Refused):
                rejects.append(_reject_row(outcome))
            else:
                rows.append(_dated(outcome, published_on))
        if progress:
            progress(done, len(found))
    if fold_copies:
        rows, copied = _fold(rows)
        rejects += copied
    return ReadResult(ARTICLES.frame(rows), REJECTS.frame(rejects))


def _nothing(paths: object, *, missing: bool) -> str:
    named = paths if isinstance(paths, str | Path) else ", ".join(map(str, paths))  # type: ignore[call-overload]
    why = "no such file or folder" if missing else "no file in it"
    return (
        f"Nothing to read under {named or 'an empty list'}: {why}. Give pages (.html), text copies "
        "(.txt), feeds (.xml, .rss), a folder of them, or an address."
    )


def _outcomes(item: str | Refused, max_bytes: int) -> Iterator[dict[str, Any] | Refused]:
    document = item if isinstance(item, Refused) else load(item, max_bytes=max_bytes)
    if isinstance(document, Refused):
        yield document
        return
    try:
        yield from read_document(document)
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as fault:
        # One page that breaks a parser must not stop the batch; the reject says how it failed.
        yield Refused(document.origin, "failed", f"{type(fault).__name__}: {fault}")


def read_document(document: Document) -> Iterator[dict[str, Any] | Refused]:
    """Article rows of one document (several for a feed), or why there are none."""
    try:
        pages = list(_pages(document))
    except UndecodableError as fault:
        yield Refused(document.origin, fault.reason, str(fault))
        return
    for number, page in enumerate(pages):
        origin = document.origin if len(pages) == 1 else f"{document.origin}#{number + 1}"
        if page.paragraphs:
            yield article_row(page, origin=origin)
        else:
            yield Refused(origin, "no_article", "no paragraph of prose found in it")


def _pages(document: Document) -> Iterator[Page]:
    if looks_like_feed(document.data):
        yield from read_feed(document.data)
        return
    text = decode(document.data, declared=document.charset)
    if looks_like_html(text):
        yield read_html(text, url=document.url)
    else:
        yield replace(read_plain(text), url=document.url)


def article_row(page: Page, *, origin: str) -> dict[str, Any]:
    """One row of `core.tables.ARTICLES`: text, exact paragraph offsets, fields, left-out parts."""
    text = _PARTING.join(page.paragraphs)
    spans, at = [], 0
    for paragraph in page.paragraphs:
        spans.append({"start": at, "end": at + len(paragraph)})
        at += len(paragraph) + len(_PARTING)
    return {
        "article_id": stable_id(origin, text),
        "origin": origin,
        "url": page.url,
        "outlet": page.outlet,
        "title": page.title,
        "author": "; ".join(page.authors) or None,
        "affiliation": page.affiliation,
        "published_on": page.published_on,
        "published_by": page.published_by,
        "fetched_at": datetime.now(UTC),
        "language": page.language,
        "genre": page.genre,
        "text": text,
        "paragraphs": spans,
        "dropped": [{"reason": part.reason, "text": part.text} for part in page.dropped],
        "copies": 0,
    }


def _dated(row: dict[str, Any], given: date | None) -> dict[str, Any]:
    if row["published_on"] is None and given is not None:
        return row | {"published_on": given, "published_by": "given"}
    return row


def _fold(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Keep the earliest of each set of near copies, counted; the others become rejects."""
    ranks = [(row["published_on"] or _LAST, -len(row["text"]), row["origin"]) for row in rows]
    copies = near_copies([row["text"] for row in rows], ranks=ranks)
    counts: dict[int, int] = {}
    rejects = []
    for copy, first in copies.items():
        counts[first] = counts.get(first, 0) + 1
        detail = f"near copy of {rows[first]['origin']}, which is kept"
        rejects.append(_reject_row(Refused(rows[copy]["origin"], "duplicate", detail)))
    kept = [row | {"copies": counts.get(i, 0)} for i, row in enumerate(rows) if i not in copies]
    return kept, rejects


def _reject_row(refused: Refused) -> dict[str, Any]:
    path, _, number = refused.origin.rpartition("#")
    is_item = bool(path) and number.isdigit()
    return {
        "origin": path if is_item else refused.origin,
        "item": "article",
        "locator": f"item {number}" if is_item else None,
        "reason": refused.reason,
        "detail": refused.detail,
    }
