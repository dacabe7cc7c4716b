"""When did it happen? Date expressions of a sentence, against the day of the report.

Every expression becomes a day and how exactly it is known. A month is its first day, a year its
first of January. Expressions without a year mean the last such day before the report.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

__all__ = ["When", "find_dates"]


@dataclass(frozen=True)
class When:
    """A date expression: its [start, end) in the text, its day, and day, month or year."""

    start: int
    end: int
    day: date
    precision: str


_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS: Final = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "several": 3, "few": 3,
}  # fmt: skip
_MONTH: Final = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR: Final = r"(?P<year>1[89]\d\d|20\d\d)"
_DAY: Final = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_COUNT: Final = r"(?P<count>\d{1,3}|" + "|".join(_NUMBERS) + ")"


def find_dates(text: str, *, reported_on: date | None) -> list[When]:
    """Date expressions of `text` in order; relative ones only where `reported_on` is known.

    Args:
        text: a sentence.
        reported_on: day of publication, against which "Tuesday" or "last month" are read.

    Returns:
        Non-overlapping expressions. None lies after `reported_on` unless it names its year.

    >>> [(w.day.isoformat(), w.precision) for w in find_dates(
    ...     "They met on Tuesday, as in May 2016.", reported_on=date(2018, 8, 9))]
    [('2018-08-07', 'day'), ('2016-05-01', 'month')]
    """
    found: list[When] = []
    for pattern, read in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < hit.end and hit.start < match.end() for hit in found):
                continue
            if (read_as := read(match, reported_on)) is not None:
                found.append(When(match.start(), match.end(), *read_as))
    return sorted(found, key=lambda hit: hit.start)


_Reading = tuple[date, str] | None


def _month_number(match: re.Match[str]) -> int:
    stem = match["month"].lower().rstrip(".")[:3]
    return next(at for at, name in enumerate(_MONTHS, 1) if name.startswith(stem))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full(match: re.Match[str], _: date | None) -> _Reading:
    day = _valid(int(match["year"]), _month_number(match), int(match["day"]))
    return (day, "day") if day else None


def _iso(match: re.Match[str], _: date | None) -> _Reading:
    day = _valid(*(int(part) for part in match.group().split("-")))
    return (day, "day") if day else None


def _month_year(match: re.Match[str], _: date | None) -> _Reading:
    return date(int(match["year"]), _month_number(match), 1), "month"


def _day_month(match: re.Match[str], reported_on: date | None) -> _Reading:
    if reported_on is None:
        return None
    month, number = _month_number(match), int(match["day"])
    for year in (reported_on.year, reported_on.year - 1):
        day = _valid(year, month, number)
        if day and day <= reported_on:
            return day, "day"
    return None


def _month_alone(match: re.Match[str], reported_on: date | None) -> _Reading:
    if reported_on is None:
        return None
    month = _month_number(match)
    year = reported_on.year - (month > reported_on.month)
    if (match["last"] or "").strip().lower() == "last" and month == reported_on.month:
        year -= 1
    return date(year, month, 1), "month"


def _year_alone(match: re.Match[str], _: date | None) -> _Reading:
    return date(int(match["year"]), 1, 1), "year"


def _weekday(match: re.Match[str], reported_on: date | None) -> _Reading:
    if reported_on is None or match["next"]:
        return None
    wanted = _DAYS.index(match["weekday"].lower())
    back = (reported_on.weekday() - wanted) % 7
    if match["last"] and back == 0:
        back = 7
    return reported_on - timedelta(days=back), "day"


def _named_day(match: re.Match[str], reported_on: date | None) -> _Reading:
    if reported_on is None:
        return None
    back = 1 if match.group().lower() in {"yesterday", "last night"} else 0
    return reported_on - timedelta(days=back), "day"


def _ago(match: re.Match[str], reported_on: date | None) -> _Reading:
    if reported_on is None:
        return None
    count = _NUMBERS.get(match["count"].lower()) or int(match["count"])
    return _back(reported_on, count, match["unit"].lower())


def _last(match: re.Match[str], reported_on: date | None) -> _Reading:
    if reported_on is None:
        return None
    unit = match["unit"].lower()
    if match["which"].lower() in {"this", "earlier this", "later this"}:
        return _back(reported_on, 0, unit)
    return _back(reported_on, 1, unit)


def _back(day: date, count: int, unit: str) -> _Reading:
    if unit == "day":
        return day - timedelta(days=count), "day"
    if unit == "week":
        monday = day - timedelta(days=day.weekday() + 7 * count)
        return (monday.replace(day=1), "month") if count > 4 else (monday, "day")
    if unit == "month":
        months = day.year * 12 + day.month - 1 - count
        return date(months // 12, months % 12 + 1, 1), "month"
    if unit == "decade":
        return date(day.year - 10 * count, 1, 1), "year"
    return date(day.year - count, 1, 1), "year"


def _compile(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])" + pattern + r"(?![\w%])", flags)


# Longest and surest first: an expression that overlaps an earlier hit is passed over.
_PATTERNS: Final[tuple[tuple[re.Pattern[str], Callable[..., _Reading]], ...]] = (
    (_compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d"), _iso),
    (_compile(_DAY + r"(?: of)? " + _MONTH + r",? " + _YEAR), _full),
    (_compile(_MONTH + r" " + _DAY + r",? " + _YEAR), _full),
    (_compile(_MONTH + r",? (?:of )?" + _YEAR), _month_year),
    (_compile(_DAY + r"(?: of)? " + _MONTH), _day_month),
    (_compile(_MONTH + r" " + _DAY + r"(?!,? \d{4})(?!:\d)"), _day_month),
    (
        _compile(r"(?:on |since |by |until |from |late |early )?(?P<last>last )?"
                 r"(?P<next>next |coming |following )?"
                 r"(?P<weekday>" + "|".join(_DAYS) + ")", re.IGNORECASE),
        _weekday,
    ),
    (_compile(r"(?:yesterday|today|tonight|last night|this (?:morning|evening))",
              re.IGNORECASE), _named_day),
    (_compile(_COUNT + r" (?P<unit>day|week|month|year|decade)s? ago",
              re.IGNORECASE), _ago),
    (
        _compile(r"(?P<which>earlier this|later this|last|this|the previous|the past) "
                 r"(?P<unit>week|month|year|decade)", re.IGNORECASE),
        _last,
    ),
    (
        _compile(r"(?:in|since|until|by|of|from|during|early|late|mid) (?P<last>last )?" + _MONTH
                 + r"(?! \d)"),
        _month_alone,
    ),
    (_compile(r"(?P<last>last )" + _MONTH), _month_alone),
    (_compile(r"(?:in|since|of|from|by|during|until|early|late|mid|and|the|for|before|after|between)"
              r"[ -]" + _YEAR), _year_alone),
)  # fmt: skip
