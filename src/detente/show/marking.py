"""A text with what was coded from it marked in place, as safe HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markupsafe import Markup, escape

__all__ = ["Span", "mark_paragraphs", "mark_text"]


@dataclass(frozen=True)
class Span:
    """A stretch [start, end) of a text, and how to mark it.

    `css` are class names, `anchor` the id at its start, `label` and `link` a small reference
    after its end, `title` what the reference says when pointed at.
    """

    start: int
    end: int
    css: str
    anchor: str = ""
    label: str = ""
    link: str = ""
    title: str = field(default="", compare=False)


def mark_paragraphs(
    text: str, paragraphs: Sequence[tuple[int, int]], spans: Iterable[Span]
) -> list[Markup]:
    """HTML of each paragraph [start, end) of `text`; all of the text is escaped.

    Spans may overlap and cross paragraphs: a piece under several spans carries all their classes.
    Spans outside the text, empty or reversed ones mark nothing.

    >>> mark_paragraphs("A met B.", [(0, 8)], [Span(0, 1, "who")])
    [Markup('<span class="who">A</span> met B.')]
    """
    kept = [span for span in spans if 0 <= span.start < span.end <= len(text)]
    return [mark_text(text, start, end, kept) for start, end in paragraphs]


def mark_text(text: str, start: int, end: int, spans: Sequence[Span]) -> Markup:
    """HTML of text[start:end] with `spans` (offsets in the whole text) marked."""
    inside = [span for span in spans if span.start < end and span.end > start]
    cuts = {start, end}
    for span in inside:
        cuts |= {max(span.start, start), min(span.end, end)}
    edges = sorted(cuts)
    pieces = [_before(inside, start)]
    for left, right in pairwise(edges):
        pieces += [_piece(text[left:right], left, inside), _after(inside, right)]
        pieces.append(_before(inside, right) if right < end else Markup(""))
    return Markup("").join(pieces)


def _piece(text: str, at: int, spans: Sequence[Span]) -> Markup:
    classes = " ".join(dict.fromkeys(s.css for s in spans if s.css and s.start <= at < s.end))
    if not classes:
        return escape(text)
    return Markup('<span class="{}">{}</span>').format(classes, text)


def _before(spans: Sequence[Span], at: int) -> Markup:
    marks = [
        Markup('<a id="{}"></a>').format(s.anchor) for s in spans if s.start == at and s.anchor
    ]
    return Markup("").join(marks)


def _after(spans: Sequence[Span], at: int) -> Markup:
    template = Markup('<sup class="ref"><a href="{}" title="{}">{}</a></sup>')
    marks = [template.format(s.link, s.title, s.label) for s in spans if s.end == at and s.label]
    return Markup("").join(marks)
