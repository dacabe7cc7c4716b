"""Speed of reading: plain-text copies and HTML pages, beside trafilatura, and of finding claims."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from detente.coding.claims.find import find_claims
from detente.reading.page_html import read_html
from detente.reading.plain import read_plain
from quality.opinion_gold import pieces
from quality.report import Figures

TITLE = "Reading and claims"
_NOTE = (
    "The clock counts other work on the machine too; the processor's time is that of the reader "
    "alone. Asked: 300 plain-text pages a second."
)


def measure(shared: Path) -> list[Figures]:
    with gzip.open(shared / "data" / "pages" / "pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        pages = [page for page in map(json.loads, lines) if "body" in page]
    rows = [row for _, row, _ in pieces("dev")]
    find_claims(rows[0])
    jobs: list[tuple[str, list[Any], Callable[[Any], object]]] = [
        ("whole page as text", pages, lambda page: read_plain(page["plain_full"])),
        ("main content as text", pages, lambda page: read_plain(page["plain_main"])),
        ("HTML", pages[:40], lambda page: read_html(page["html"], url=page["url"])),
        ("HTML, trafilatura alone", pages[:40], _trafilatura),
        ("claims of an opinion piece", rows, find_claims),
    ]
    timed = tuple((name, len(items), *_speed(items, job)) for name, items, job in jobs)
    columns = ("input", "documents", "a second of the clock", "a second of the processor")
    return [Figures("Documents a second, one process", columns, timed, _NOTE)]


def _trafilatura(page: dict[str, Any]) -> object:
    from trafilatura import bare_extraction

    return bare_extraction(page["html"], url=page["url"], with_metadata=True)


def _speed(items: list[Any], job: Callable[[Any], object]) -> tuple[float, float]:
    began, worked = time.perf_counter(), time.process_time()
    for item in items:
        job(item)
    clock, processor = time.perf_counter() - began, time.process_time() - worked
    return round(len(items) / clock, 1), round(len(items) / processor, 1)
