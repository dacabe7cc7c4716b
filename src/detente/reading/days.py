"""Days written in text: '12 January 2018', 'January 12th 2018', '2018-01-12', '30/05/2024'."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

__all__ = ["day_in", "days_in"]

_MONTHS: Final = (
    "jan january janvier enero januar janeiro gennaio ocak",
    "feb february février fevrier febrero februar fevereiro febbraio şubat",
    "mar march mars marzo märz maerz março mart",
    "apr april avril abril aprile nisan",
    "may mai mayo maio maggio mayıs",
    "jun june juin junio juni junho giugno haziran",
    "jul july juillet julio juli julho luglio temmuz",
    "aug august août aout agosto ağustos",
    "sep sept september septembre septiembre setembro settembre eylül",
    "oct october octobre octubre oktober outubro ottobre ekim",
    "nov november novembre noviembre novembro kasım",
    "dec december décembre decembre diciembre dezember dezembro dicembre aralık",
)
_MONTH: Final = {name: i + 1 for i, names in enumerate(_MONTHS) for name in names.split()}
_NAME = "|".join(sorted(_MONTH, key=len, reverse=True))
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º|\.)?"
_FORMS: Final = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d){_YEAR}[-/.](?P<month>[01]?\d)[-/.](?P<day>[0-3]?\d)(?!\d)",
        rf"(?<!\d){_YEAR}年(?P<month>[01]?\d)月(?P<day>[0-3]?\d)日",
        rf"\b(?P<name>{_NAME})\b\.?,?\s+{_DAY},?\s+{_YEAR}(?!\d)",
        rf"(?<!\d){_DAY}[\s-]+(?:de\s+|of\s+)?(?P<name>{_NAME})\b\.?,?[\s-]+(?:de\s+)?{_YEAR}(?!\d)",
        rf"(?<!\d)(?P<first>[0-3]?\d)[/.-](?P<second>[0-3]?\d)[/.-]{_YEAR}(?!\d)",
    )
)


_ANY_YEAR: Final = re.compile(r"(?:19|20)\d\d")


def days_in(text: str) -> list[tuple[int, int, date]]:
    """Every full day named in `text`: start, end, day; in order of place, without overlaps.

    A numeric day such as 05/06/2024 is read day first, unless only month first gives a real day.
    """
    found: list[tuple[int, int, date]] = []
    if not _ANY_YEAR.search(text):
        return found
    for form in _FORMS:
        for match in form.finditer(text):
            day = _day_of(match.groupdict())
            taken = any(match.start() < end and start < match.end() for start, end, _ in found)
            if day and not taken:
                found.append((match.start(), match.end(), day))
    return sorted(found)


def day_in(text: str) -> date | None:
    """The first full day named in `text`, or null.

    >>> day_in("Published in Example Daily, January 12th 2018.")
    datetime.date(2018, 1, 12)
    >>> day_in("06 June 2023 11.20 EAT"), day_in("30/05/2024"), day_in("in May 2024")
    (datetime.date(2023, 6, 6), datetime.date(2024, 5, 30), None)
    """
    found = days_in(text)
    return found[0][2] if found else None


def _day_of(parts: dict[str, str | None]) -> date | None:
    year = int(parts["year"] or 0)
    if parts.get("first"):
        first, second = int(parts["first"] or 0), int(parts["second"] or 0)
        return _real(year, second, first) or _real(year, first, second)
    name = parts.get("name")
    month = _MONTH[name.casefold()] if name else int(parts["month"] or 0)
    return _real(year, month, int(parts["day"] or 0))


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
