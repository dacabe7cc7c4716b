"""Reading pages: body, title, author and day, beside raw text and trafilatura."""

from __future__ import annotations

import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from detente.reading.page import Page
from detente.reading.page_html import read_html
from detente.reading.plain import read_plain
from quality.report import Figures

TITLE = "Reading pages"

Counts = tuple[int, int, int]
_WORD = re.compile(r"\w+")
_NOTE = (
    "Development pages of `../shared/data/pages` (other sites of the same sets are held out). "
    "F1 of 4-word shingles, precision and recall averaged over pages."
)


def measure(shared: Path) -> list[Figures]:
    with gzip.open(shared / "data" / "pages" / "pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    with_body = [page for page in pages if "body" in page]
    return [*_bodies(with_body), _fields([page for page in pages if page["set"] == "postlight"])]


def _bodies(pages: list[dict[str, Any]]) -> list[Figures]:
    inputs: list[tuple[str, list[tuple[str, Callable[[dict[str, Any]], str]]]]] = [
        ("HTML", [("trafilatura", _trafilatura), ("detente", lambda p: _text(_html(p)))]),
        ("whole page as text", [("raw", lambda p: p["plain_full"]),
                                ("detente", lambda p: _text(read_plain(p["plain_full"])))]),
        ("main content as text", [("raw", lambda p: p["plain_main"]),
                                  ("detente", lambda p: _text(read_plain(p["plain_main"])))]),
        ("main content wrapped at 72", [("raw", lambda p: _wrap(p["plain_main"])),
                                  ("detente",
                                   lambda p: _text(read_plain(_wrap(p["plain_main"]))))]),
    ]  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for name, readers in inputs:
        for reader, read in readers:
            began = time.perf_counter()
            counts = [_shared(page["body"], read(page)) for page in pages]
            speed = len(pages) / (time.perf_counter() - began)
            news = [c for c, page in zip(counts, pages, strict=True) if page["set"] == "fundus"]
            rows.append((name, reader, *_f1(counts), _f1(news)[2], round(speed)))
    columns = ("input", "reader", "precision", "recall", "F1", "F1 news", "pages/s")
    ours = {row[0]: float(str(row[4])) for row in rows if row[1] == "detente"}
    floors = {
        "HTML body F1": (ours["HTML"], 0.95),
        "whole page as text F1": (ours["whole page as text"], 0.88),
        "main content as text F1": (ours["main content as text"], 0.92),
    }
    return [Figures(f"Body, {len(pages)} pages", columns, tuple(rows), _NOTE, floors)]


def _fields(pages: list[dict[str, Any]]) -> Figures:
    ours = [_html(page) for page in pages]
    theirs = [_trafilatura_fields(page) for page in pages]
    mine = [(page.title, page.authors, page.published_on) for page in ours]
    rows = tuple(
        (
            reader,
            _title_share(pages, [title for title, _, _ in found]),
            _author_f1(pages, [authors for _, authors, _ in found]),
            _day_share(pages, [day for _, _, day in found]),
        )
        for reader, found in (("trafilatura", theirs), ("detente", mine))
    )
    columns = ("reader", "title right", "author F1", "date within a day")
    floors = {
        "title": (rows[1][1], 0.93),
        "author F1": (rows[1][2], 0.75),
        "date": (rows[1][3], 0.93),
    }
    note = f"{len(pages)} pages of many sites; names compared without case and punctuation."
    return Figures("Title, author and day of HTML pages", columns, rows, note, floors)


def _html(page: dict[str, Any]) -> Page:
    return read_html(page["html"], url=page["url"])


def _text(page: Page) -> str:
    return "\n".join(page.paragraphs)


def _trafilatura(page: dict[str, Any]) -> str:
    from trafilatura import bare_extraction

    found = bare_extraction(page["html"], url=page["url"], include_comments=False)
    return (found.text or "") if found else ""


def _trafilatura_fields(page: dict[str, Any]) -> tuple[str | None, tuple[str, ...], date | None]:
    from trafilatura import bare_extraction

    found = bare_extraction(page["html"], url=page["url"], with_metadata=True)
    if not found:
        return None, (), None
    day = date.fromisoformat(found.date[:10]) if found.date else None
    return found.title, tuple((found.author or "").split("; ")) if found.author else (), day


def _wrap(text: str) -> str:
    import textwrap

    return "\n".join(
        part if len(part) <= 72 else textwrap.fill(part, 72, break_long_words=False)
        for part in text.split("\n")
    )


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)) if words)


def _shared(gold: str, found: str) -> Counts:
    a, b = _shingles(gold), _shingles(found)
    both = sum((a & b).values())
    return both, sum(b.values()) - both, sum(a.values()) - both


def _f1(counts: Iterable[Counts]) -> tuple[float, float, float]:
    rows = list(counts)
    precision = _mean([both / (both + more) for both, more, _ in rows if both + more])
    recall = _mean([both / (both + missed) for both, _, missed in rows if both + missed])
    return precision, recall, _harmonic(precision, recall)


def _harmonic(a: float, b: float) -> float:
    return 2 * a * b / (a + b) if a + b else 0.0


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _key(text: str | None) -> str:
    return re.sub(r"\W+", "", (text or "").casefold())


def _title_share(pages: list[dict[str, Any]], found: list[str | None]) -> float:
    pairs = [
        (page["title"], title) for page, title in zip(pages, found, strict=True) if page["title"]
    ]
    return _mean([float(_key(gold) == _key(title)) for gold, title in pairs])


def _author_f1(pages: list[dict[str, Any]], found: list[tuple[str, ...]]) -> float:
    """F1 of names: precision over pages with a name found, recall over pages with one in truth."""
    precision, recall = [], []
    for page, names in zip(pages, found, strict=True):
        gold = {_key(name) for name in _gold_names(page["author"])}
        ours = {_key(name) for name in names}
        if ours:
            precision.append(len(gold & ours) / len(ours))
        if gold:
            recall.append(len(gold & ours) / len(gold))
    return _harmonic(_mean(precision), _mean(recall))


def _gold_names(author: str | None) -> list[str]:
    text = re.sub(r"\s*\|\s*\S+@\S+|,? The Associated Press|\s+Illustration by.*", "", author or "")
    return [name for name in re.split(r",\s+|\s+and\s+", text) if name]


def _day_share(pages: list[dict[str, Any]], found: list[date | None]) -> float:
    pairs = [(page["date"], day) for page, day in zip(pages, found, strict=True) if page["date"]]
    return _mean(
        [
            float(day is not None and abs((date.fromisoformat(gold) - day).days) <= 1)
            for gold, day in pairs
        ]
    )
