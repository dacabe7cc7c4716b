"""The time that a claim speaks of: 'since 2014', 'in recent years', 'last year'."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

__all__ = ["window_of"]

_NUMBERS: Final = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "ten": 10,
}
_SINCE = re.compile(r"\b(?:since|from) (?:early |late |mid-)?(?:\w+ )?((?:19|20)\d\d)\b", re.I)
_BETWEEN = re.compile(r"\b(?:between|from) ((?:19|20)\d\d) (?:and|to) ((?:19|20)\d\d)\b", re.I)
_IN_YEAR = re.compile(r"\b(?:in|during|throughout|of) (?:\w+,? )?((?:19|20)\d\d)\b", re.I)
_RECENT = re.compile(
    r"\b(?:in|over|during) (?:the )?(?:recent|past few|last few|past|last) (years|months|"
    r"weeks)\b|\brecently\b|\blately\b",
    re.I,
)
_PAST_N = re.compile(
    r"\b(?:in|over|during|for) the (?:past|last) (a|one|two|three|four|five|six|ten|\d+)? ?"
    r"(year|month|decade|week)s?\b",
    re.I,
)
_LAST_YEAR = re.compile(r"\b(last|this) year\b", re.I)
_DAYS: Final = {"year": 365, "month": 30, "decade": 3652, "week": 7}
_RECENT_DAYS: Final = {"years": 1096, "months": 183, "weeks": 42}


def window_of(text: str, *, published_on: date | None) -> tuple[date | None, date | None]:
    """`[from, to)` of the time that a sentence speaks of; nulls where it names none.

    'In recent years' is read as three years, 'in recent months' as six months before publication.

    >>> window_of("Ties have grown since 2014.", published_on=date(2018, 1, 12))
    (datetime.date(2014, 1, 1), datetime.date(2018, 1, 12))
    >>> window_of("Ties are close.", published_on=date(2018, 1, 12))
    (None, None)
    """
    between = _BETWEEN.search(text)
    if between:
        return date(int(between[1]), 1, 1), date(int(between[2]) + 1, 1, 1)
    since = _SINCE.search(text)
    if since:
        start = date(int(since[1]), 1, 1)
        if published_on is None or start < published_on:
            return start, published_on
    if published_on is not None:
        relative = _relative(text, published_on)
        if relative is not None:
            return relative, published_on
    year = _IN_YEAR.search(text)
    if year:
        return date(int(year[1]), 1, 1), date(int(year[1]) + 1, 1, 1)
    named = _LAST_YEAR.search(text)
    if named and published_on is not None:
        first = published_on.year - (named[1].lower() == "last")
        end = date(first + 1, 1, 1) if named[1].lower() == "last" else published_on
        return date(first, 1, 1), end
    return None, None


def _relative(text: str, published_on: date) -> date | None:
    past = _PAST_N.search(text)
    if past:
        words = (past[1] or "one").lower()
        count = int(words) if words.isdigit() else _NUMBERS[words]
        return _back(published_on, count * _DAYS[past[2].lower()])
    recent = _RECENT.search(text)
    if recent:
        return _back(published_on, _RECENT_DAYS[(recent[1] or "months").lower()])
    return None


def _back(day: date, days: int) -> date:
    return date.fromordinal(max(1, day.toordinal() - days))
