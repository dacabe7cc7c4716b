"""Plain-text copies of pages: what an analyst gets who copies a page out of the browser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from detente.reading.body import body_run
from detente.reading.days import day_in
from detente.reading.frame_lines import (
    affiliation_in,
    byline_names,
    imprint_of,
    is_biography,
    masthead_of,
    rights_holder,
)
from detente.reading.genre import genre_of
from detente.reading.language import guess_language
from detente.reading.lines import Line, label, split_lines
from detente.reading.page import Page, Part, mask_contacts
from detente.reading.repeats import repeats_in

__all__ = ["part_of", "read_plain"]

_REASON = {
    "ago": "relative_time",
    "stop": "section",
    "frame": "share",
    "cut": "teaser",
    "caption": "caption",
    "short": "boilerplate",
    "bullet": "boilerplate",
    "prose": "boilerplate",
    "item": "boilerplate",
    "notice": "boilerplate",
    "shout": "teaser",
}
_NEVER_BODY = frozenset({"ago", "stop", "frame", "cut", "caption", "notice", "shout"})
_COMMENT = re.compile(r"\b(?:comments?|reply|discussion|conversation)\b", re.IGNORECASE)
_SHARED = re.compile(
    r"\b(?:share|tweet|print|e-?mail|facebook|twitter|whatsapp|subscribe|follow)\b", re.I
)


@dataclass
class _Reading:
    """What the lines have given so far."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    affiliation: str | None = None
    outlet: str | None = None
    day: date | None = None
    biography: str = ""
    body: list[Line] = field(default_factory=list)
    dropped: dict[int, Part] = field(default_factory=dict)


def read_plain(text: str) -> Page:
    """Read a plain-text copy of a page; body paragraphs are kept word for word.

    The title line, byline, publication line and biography become fields and, with pull quotes,
    captions, share links, comments and teasers, stand in `dropped`. A text without any prose gives
    a page without paragraphs.
    """
    lines = [label(line, i) for i, line in enumerate(split_lines(text))]
    start, end = body_run(lines)
    reading = _Reading()
    _read_body(lines[start:end], reading)
    _read_head(lines, reading)
    _read_foot(lines, end, reading)
    kept = [line.text for line in reading.body]
    _drop_rest(lines, reading)
    return Page(
        paragraphs=tuple(kept),
        dropped=tuple(reading.dropped[i] for i in sorted(reading.dropped)),
        title=reading.title,
        authors=reading.authors,
        affiliation=reading.affiliation,
        outlet=reading.outlet,
        published_on=reading.day,
        published_by="text" if reading.day else None,
        language=guess_language("\n".join(kept)),
        genre=genre_of(kept, title=reading.title, biography=reading.biography) if kept else None,
    )


def _drop(reading: _Reading, line: Line, reason: str) -> None:
    reading.dropped[line.index] = Part(reason, mask_contacts(line.text))


def _read_body(run: Sequence[Line], reading: _Reading) -> None:
    """Keep the run's prose and subheads; leave out repeats and what belongs to the page's frame."""
    inner = [line for line in run if line.label not in _NEVER_BODY]
    repeats = repeats_in([line.text for line in inner])
    for at, line in enumerate(inner):
        if at in repeats:
            _drop(reading, line, repeats[at])
        else:
            reading.body.append(line)
    while reading.body and _is_foot(reading.body[-1], reading):
        reading.body.pop()
    while reading.body and _is_head(reading.body[0], reading):
        reading.body.pop(0)


def _is_foot(line: Line, reading: _Reading) -> bool:
    imprint = imprint_of(line.text)
    if imprint:
        reading.outlet = reading.outlet or imprint.outlet
        reading.day = reading.day or imprint.day
        _drop(reading, line, "publication")
        return True
    if is_biography(line.text):
        _biography(line, reading)
        return True
    return line.label == "short" and not line.ends


def _biography(line: Line, reading: _Reading) -> None:
    reading.biography = f"{line.text} {reading.biography}".strip()
    reading.affiliation = affiliation_in(line.text) or reading.affiliation
    _drop(reading, line, "biography")


def _is_head(line: Line, reading: _Reading) -> bool:
    return line.label not in {"prose", "item"} and not line.ends


def _read_head(lines: Sequence[Line], reading: _Reading) -> None:
    """Title, byline and day out of the lines just above the body."""
    first = reading.body[0].index if reading.body else 0
    head = [line for line in lines[max(0, first - 14) : first] if line.index not in reading.dropped]
    head = _after_last_stop(head)
    for line in head:
        names = byline_names(line.text, near_title=bool(reading.title))
        day = day_in(line.text)
        masthead = masthead_of(line.text)
        if masthead:
            reading.outlet = reading.outlet or masthead
            reading.day = reading.day or day
            _drop(reading, line, "publication")
        elif names and not reading.authors and (reading.title or line.index > 0):
            reading.authors = names
            reading.day = reading.day or day
            _drop(reading, line, "byline")
        elif day and line.words <= 14:
            imprint = imprint_of(line.text)
            reading.outlet = reading.outlet or (imprint.outlet if imprint else None)
            reading.day = reading.day or day
            _drop(reading, line, "publication")
        elif _may_be_title(line) and (reading.title is None or _better(line, reading.title)):
            if not reading.authors:
                reading.title = line.text
                _drop(reading, line, "title")
        elif reading.title and line.words >= 8 and line.label in {"prose", "short"}:
            _drop(reading, line, "standfirst")


def _after_last_stop(head: list[Line]) -> list[Line]:
    stops = [i for i, line in enumerate(head) if line.label in {"ago", "stop"} and line.words > 1]
    return head[stops[-1] + 1 :] if stops and stops[-1] + 1 < len(head) else head


def _may_be_title(line: Line) -> bool:
    return line.label in {"short", "prose"} and 2 <= line.words <= 30


def _better(line: Line, title: str) -> bool:
    """A longer line replaces a title of one to three words, which is mostly a section's name."""
    return len(title.split()) <= 3 and 4 <= line.words <= 22


def _read_foot(lines: Sequence[Line], end: int, reading: _Reading) -> None:
    """Publication line and biography out of the lines below the body."""
    last = reading.body[-1].index + 1 if reading.body else end
    stopped = False
    for line in lines[last : last + 30]:
        if line.index in reading.dropped:
            continue
        reading.outlet = reading.outlet or rights_holder(line.text)
        if line.label == "stop":
            stopped = True
        if stopped:
            continue
        imprint = imprint_of(line.text)
        if imprint:
            reading.outlet = reading.outlet or imprint.outlet
            reading.day = reading.day or imprint.day
            _drop(reading, line, "publication")
        elif is_biography(line.text):
            _biography(line, reading)


def _drop_rest(lines: Sequence[Line], reading: _Reading) -> None:
    kept = {line.index for line in reading.body}
    last = max(kept, default=0)
    teasers = False
    for line in lines:
        if line.index in kept:
            continue
        teasers = teasers or (
            line.index > last and line.label in {"stop", "ago"} and not _COMMENT.search(line.text)
        )
        if line.index not in reading.dropped:
            _drop(reading, line, part_of(line, teasers=teasers))


def part_of(line: Line, *, teasers: bool = False) -> str:
    """Which part of the page's frame a left-out line is; `teasers`: after other articles began."""
    if line.label in {"stop", "frame"} and line.words <= 6 and _COMMENT.search(line.text):
        return "comment"
    if line.label == "frame" and _SHARED.search(line.text):
        return "share"
    if teasers and line.label in {"short", "bullet", "prose", "item", "cut"}:
        return "teaser"
    return _REASON[line.label] if line.label != "frame" else "boilerplate"
