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

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.read.sources import Document
from detente.read.documents import read_document

FOLDER = Path(__file__).parent / "data" / "opinions"


@dataclass(frozen=True)
class Gold:
    """One annotated claim; spans are [start, end) in the article's text."""

    layer: str
    span: tuple[int, int]
    fields: tuple[str, ...]
    other: tuple[int, int] | None = None


def pieces(part: str) -> Iterator[tuple[str, dict[str, Any], list[Gold]]]:
    """Name, article row and gold of each piece of 'dev' or 'test'.

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
        at = _find(text, cause, path)
        return Gold("C", at, (sign, states), _find_near(text, effect, at, path))
    return Gold(layer, _find(text, fields[-1], path), tuple(fields[:-1]))


def _find(text: str, words: str, path: Path) -> tuple[int, int]:
    start = text.find(words)
    if start < 0:
        raise ValueError(f"{path}: '{words}' doesn't stand in the text")
    return start, start + len(words)


def _find_near(text: str, words: str, near: tuple[int, int], path: Path) -> tuple[int, int]:
    """The occurrence of `words` nearest to `near`, which it may not overlap."""
    spots = []
    at = text.find(words)
    while at >= 0:
        if at >= near[1] or at + len(words) <= near[0]:
            spots.append(at)
        at = text.find(words, at + 1)
    if not spots:
        raise ValueError(f"{path}: '{words}' doesn't stand in the text")
    start = min(spots, key=lambda spot: abs(spot - near[0]))
    return start, start + len(words)
