"""Which files of GDELT make up a span of days, from its own lists.

2.0: `masterfilelist.txt`, lines of BYTES MD5 URL, a file every 15 minutes. 1.0: `md5sums` and
`filesizes`; a file a year to 2005, a month to March 2013, a day since.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from detente.core.errors import FetchError
from detente.store.fetch.download import Wanted

__all__ = [
    "MIRRORS",
    "Feed",
    "latest_stamp",
    "list_paths",
    "plan_daily",
    "plan_quarters",
    "quarters_between",
]

MIRRORS = (
    "http://data.gdeltproject.org",
    "https://storage.googleapis.com/data.gdeltproject.org",
)
"""Where the files lie, in the order tried; the second isn't throttled."""

FIRST_QUARTER = datetime(2015, 2, 18, 23, 0)
FIRST_DAILY = date(2013, 4, 1)
FIRST_MONTHLY = date(2006, 1, 1)
FIRST_YEAR = date(1979, 1, 1)
QUARTER = timedelta(minutes=15)

_LINE = re.compile(r"^(\d+)\s+([0-9a-fA-F]{32})\s+\S*?(gdeltv2/(\d{14})\.(\S+))$")


@dataclass(frozen=True)
class Feed:
    """What to take of GDELT 2.0: the translated feed too, the mentions too."""

    translated: bool = False
    mentions: bool = False

    @property
    def endings(self) -> tuple[str, ...]:
        """Endings of the wanted files after their time stamp."""
        kinds = ("export.CSV.zip", *(["mentions.CSV.zip"] if self.mentions else []))
        both = ("", "translation.") if self.translated else ("",)
        return tuple(prefix + kind for prefix in both for kind in kinds)


def list_paths(feed: Feed) -> list[str]:
    """Paths of the master lists of a feed."""
    lists = ["gdeltv2/masterfilelist.txt"]
    return [*lists, "gdeltv2/masterfilelist-translation.txt"] if feed.translated else lists


def plan_quarters(
    lines: Iterable[str], *, since: date, until: date, feed: Feed
) -> tuple[list[Wanted], list[str]]:
    """Files of GDELT 2.0 for the days `[since, until)`, and the stamps that the list lacks.

    Args:
        lines: lines of the master lists; one with fewer than three fields is passed over.
        since, until: days.
        feed: what to take.
    """
    low, high = f"{since:%Y%m%d}000000", f"{until:%Y%m%d}000000"
    found: dict[str, Wanted] = {}
    stamps: set[str] = set()
    for line in lines:
        match = _LINE.match(line.strip())
        if match and low <= match[4] < high and match[5] in feed.endings:
            found[match[3]] = Wanted(match[3], int(match[1]), match[2])
            if match[5] == "export.CSV.zip":
                stamps.add(match[4])
    expected = quarters_between(_at(max(low, f"{FIRST_QUARTER:%Y%m%d%H%M%S}")), _at(high))
    last = max(stamps, default=low)
    gaps = [stamp for stamp in expected if stamp not in stamps and stamp <= last]
    return [found[path] for path in sorted(found)], gaps


def quarters_between(since: datetime, until: datetime) -> Iterator[str]:
    """Yield the stamps of the 15-minute files `[since, until)`."""
    now = since
    while now < until:
        yield f"{now:%Y%m%d%H%M%S}"
        now += QUARTER


def _at(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y%m%d%H%M%S")


def latest_stamp(text: str) -> datetime:
    """Time of the newest file, as `lastupdate.txt` says; the machine's clock is never asked.

    Raises:
        FetchError: the text names no file.
    """
    stamps = re.findall(r"gdeltv2/(\d{14})\.export", text)
    if not stamps:
        raise FetchError(f"lastupdate.txt names no export file; found: {text[:200]!r}.")
    return _at(max(stamps))


def plan_daily(
    md5sums: str, filesizes: str, *, since: date, until: date
) -> tuple[list[Wanted], list[str]]:
    """Files of GDELT 1.0 for the days `[since, until)`, and the names that the lists lack.

    Bulk first: whole years to 2005 and whole months to March 2013 come as one file each.
    """
    sums = {name: md5 for md5, name in _pairs(md5sums)}
    sizes = {name: int(size) for size, name in _pairs(filesizes) if size.isdigit()}
    names = list(dict.fromkeys(_daily_name(day) for day in _days(max(since, FIRST_YEAR), until)))
    listed = [name for name in names if name in sums or name in sizes]
    wanted = [Wanted(f"events/{name}", sizes.get(name), sums.get(name)) for name in listed]
    return wanted, [name for name in names if name not in sums and name not in sizes]


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        fields = line.split()
        if len(fields) == 2:
            yield fields[0], fields[1].lstrip("*")


def _days(since: date, until: date) -> Iterator[date]:
    return (since + timedelta(days=n) for n in range((until - since).days))


def _daily_name(day: date) -> str:
    if day >= FIRST_DAILY:
        return f"{day:%Y%m%d}.export.CSV.zip"
    return f"{day:%Y%m}.zip" if day >= FIRST_MONTHLY else f"{day:%Y}.zip"
