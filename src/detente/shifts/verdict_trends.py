"""What the record says of a trend: a level, a change, or a leaning towards one state."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from detente.shifts.claim_record import Record, in_words, name_of
from detente.shifts.verdict_rule import MIN_EVENTS, Finding, Side, Window, compare, signed

__all__ = ["leans", "moved_since", "trend_verdict"]

Pair = tuple[str, str]

_LEANING: Final = re.compile(
    r"\b(?:gravitat|tilt|lean|drift|pivot|swing|swung|shift|turn|edg|inch|mov|veer|steer|slid)\w*\b"
    r"(?: \w+){0,4} (?:to|towards?|into|away|from|out of)\b",
    re.IGNORECASE,
)


def leans(claim: Mapping[str, Any]) -> bool:
    """Whether a trend says that one state leans towards or away from another ('gravitated to')."""
    return bool(claim["actor"]) and bool(_LEANING.search(claim["text"] or ""))


def trend_verdict(
    record: Record, view: str, claim: Mapping[str, Any], start: date, end: date
) -> Finding:
    """A level against all pairs; a change against the days before; a leaning, other pairs off."""
    if len(claim["states"]) < 2:
        return Finding("not enough data", "The claim names one state only.")
    pair = (claim["states"][0], claim["states"][1])
    direction = claim["direction"] or 0
    if record.covered(view, start, end) == 0:
        return _uncovered(record, view, start, end)
    if claim["level"] == "level":
        return _level(record, view, pair, start, end, direction)
    reading = "tilt" if leans(claim) else "change"
    return moved_since(record, view, pair, start, end, direction=direction, reading=reading)


def _uncovered(record: Record, view: str, start: date, end: date) -> Finding:
    return Finding(
        "not enough data",
        f"The dataset doesn't cover {in_words(start, end)}.",
        window=Window.of(record, view, start, end),
        needed=f"Events of {in_words(start, end)}, at least {MIN_EVENTS} of the pair.",
    )


def _level(
    record: Record, view: str, pair: Pair, start: date, end: date, direction: int
) -> Finding:
    window = Window.of(record, view, start, end)
    own = Side(record.pair(view, pair, start, end), window, _in(record, view, window))
    everyone = Side(record.everyone(view, start, end), window, "of all pairs in the same days")
    return compare(own, everyone, direction, reading="level")


def moved_since(
    record: Record,
    view: str,
    pair: Pair,
    start: date,
    end: date,
    *,
    direction: int,
    reading: str = "change",
) -> Finding:
    """The pair's mean in `[start, end)` against the days before them.

    In the view 'since', where too little of the pair stands before the article, the later half of
    the covered days is held against the earlier one (reading 'halves').
    """
    first, last = record.reference(view, start, end)
    found = _against(record, view, pair, (first, last), (start, end), direction, reading)
    lacking = found.before is not None and found.before.events < MIN_EVENTS
    if view == "since" and found.verdict == "not enough data" and lacking:
        span = record.span(view, start, end)
        if span is not None:
            middle = span[0] + timedelta(days=(span[1] - span[0]).days // 2)
            halves = _against(
                record, view, pair, (span[0], middle), (middle, span[1]), direction, reading
            )
            return halves.but(
                reading="halves",
                why=f"Too few reports before the article to compare with. {halves.why}",
            )
    return found


def _against(
    record: Record,
    view: str,
    pair: Pair,
    before: tuple[date, date],
    within: tuple[date, date],
    direction: int,
    reading: str,
) -> Finding:
    """Two windows of one pair; what is usual is taken off where the two stand in different files,
    or where a leaning is claimed (then the mover's other relations are what is usual)."""
    sides = []
    for start, end in (within, before):
        window = Window.of(record, view, start, end)
        beside = None
        if reading == "tilt":
            beside = record.others(view, pair[0], but=pair[1], start=start, end=end)
        elif not record.one_file(within, before):
            beside = record.everyone(view, start, end)
        name = _in(record, view, window)
        own = record.pair(view, pair, start, end)
        sides.append(Side(own, window, name, beside if beside and beside.events else None))
    if sum(side.beside is None for side in sides) == 1:
        sides = [Side(side.mean, side.window, side.name) for side in sides]
    found = compare(sides[0], sides[1], direction, reading=reading)
    return found.but(why=f"{found.why}{_usual(pair, sides, reading)}") if found.change else found


def _usual(pair: Pair, sides: list[Side], reading: str) -> str:
    if sides[0].beside is None:
        return ""
    what = f"the other relations of {name_of(pair[0])}" if reading == "tilt" else "all pairs"
    numbers = " and ".join(signed(side.beside.weight) for side in sides if side.beside)
    return f" The usual is the mean of {what} in the same days: {numbers}."


def _in(record: Record, view: str, window: Window) -> str:
    """'in 12 January 2018 to …', by the days that are covered."""
    span = record.span(view, window.start, window.end) or (window.start, window.end)
    return f"from {in_words(*span)}"
