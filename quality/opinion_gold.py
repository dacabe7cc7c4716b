"""The gold of our own: opinion pieces written for this project, with every layer annotated.

`quality/data/opinions/<dev|test>/NN.txt` is a plain-text page; `NN.tsv` its annotation, one claim a
line, fields parted by '|', words quoted as they stand in the text:

    S|speaker|its state|states spoken of|stance|words
    T|two states|direction|level or change|words
    C|sign|cause|effect|states of the effect
    F|actors|pair|direction|polarity|words
    R|addressee|states|words
    E|actor>recipient|root|words
    X|kind of trap|words
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from detente.reading.documents import read_document
from detente.reading.sources import Document

FOLDER = Path(__file__).parent / "data" / "opinions"


@dataclass(frozen=True)
class Gold:
    """One annotated claim; spans are [start, end) in the article's text."""

    layer: str
    span: tuple[int, int]
    fields: tuple[str, ...]
    other: tuple[int, int] | None = None


PARTS = ("dev", "test", "fresh")
"""For developing; for testing, written by who writes the rules; for testing, written by others."""


def pieces(part: str) -> Iterator[tuple[str, dict[str, Any], list[Gold]]]:
    """Name, article row and gold of each piece of one of PARTS.

    Raises:
        ValueError: words of the gold don't stand in the text.
    """
    for path in sorted((FOLDER / part).glob("*.txt")):
        row = next(iter(read_document(Document(path.name, path.read_bytes()))))
        assert isinstance(row, dict), f"{path}: not read"
        lines = path.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
        yield path.stem, row, [_gold(line, row["text"], path) for line in lines if line]


def _gold(line: str, text: str, path: Path) -> Gold:
    layer, *fields = line.split("|")
    if layer == "C":
        sign, cause, effect, states = fields
        at, other = _nearest(text, cause, effect, path)
        return Gold("C", at, (sign, states), other)
    return Gold(layer, _find(text, fields[-1], path), tuple(fields[:-1]))


def _find(text: str, words: str, path: Path) -> tuple[int, int]:
    start = text.find(words)
    if start < 0:
        raise ValueError(f"{path}: '{words}' doesn't stand in the text")
    return start, start + len(words)


def _nearest(text: str, cause: str, effect: str, path: Path) -> tuple[tuple[int, int], ...]:
    """The occurrences of the two that stand nearest to each other without overlap."""
    pairs = [
        (abs(a - b), (a, a + len(cause)), (b, b + len(effect)))
        for a in _spots(text, cause)
        for b in _spots(text, effect)
        if a + len(cause) <= b or b + len(effect) <= a
    ]
    if not pairs:
        raise ValueError(f"{path}: '{cause}' and '{effect}' don't stand in the text")
    return min(pairs)[1:]


def _spots(text: str, words: str) -> list[int]:
    return [m.start() for m in re.finditer(rf"\b{re.escape(words)}\b", text)]


FRAME = """<!doctype html><html lang="en"><head><title>{title} | {outlet}</title>
<meta property="og:site_name" content="{outlet}"><meta name="author" content="By {author}">
<meta property="article:published_time" content="{day}T08:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a> <a href="/opinion">Opinion</a></nav>
<article><h1>{title}</h1>{body}</article><aside><h3>Most read</h3><ul><li><a href="/a">Harvest
festival moves to Sunday</a></li><li><a href="/b">Ten ways to cook lentils</a></li></ul></aside>
<section class="comments"><h3>2 comments</h3><p>Well said.</p></section>
<footer>© {outlet}. All rights reserved. <a href="/privacy">Privacy policy</a></footer>
</body></html>
"""


def html_of(row: dict[str, Any]) -> str:
    """A piece as an HTML page with a frame of navigation, teasers, comments and notices."""
    paragraphs = (row["text"][span["start"] : span["end"]] for span in row["paragraphs"])
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return FRAME.format(
        title=escape(row["title"]), outlet=escape(row["outlet"]), author=escape(row["author"]),
        day=row["published_on"], body=body,
    )  # fmt: skip
