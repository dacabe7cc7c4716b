"""A coder's record of events, as an article's day lets one see it: means of windows with errors.

Files of one coder that cover different days (icews14, icews18) are one record. News comes in
bursts, so the error of a mean takes weeks, not events, as what is drawn: from the spread between
blocks of the window, and not less than what the share of variance that a week's events have in
common (estimated over the pair's whole record) makes of it. That keeps short windows honest.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.core.errors import CodebookError
from detente.core.states import state_name
from detente.relations.events import known

__all__ = ["Cells", "Mean", "Record", "by_coder", "in_words", "mean_of", "name_of", "names_of"]

Pair = tuple[str, str]
_LONG_DAYS: Final = 182
_WEEK: Final = 7
# Weeks of a pair with two events or more, before its own share of variance is believed.
_ENOUGH_WEEKS: Final = 12
_STAND_IN_DAYS: Final = 182
_EPOCH: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Mean:
    """Events of a window: how many, their mean weight and its standard error."""

    events: int
    blocks: int
    weight: float
    error: float
    cooperation: int
    conflict: int


NOTHING: Final = Mean(0, 0, 0.0, float("inf"), 0, 0)


@dataclass(frozen=True)
class Cells:
    """Daily sums of some events: day as ordinal, weight, squared weight, number, friendly ones."""

    day: npt.NDArray[np.int64]
    total: npt.NDArray[np.float64]
    squares: npt.NDArray[np.float64]
    count: npt.NDArray[np.int64]
    friendly: npt.NDArray[np.int64]

    def within(self, start: date, end: date) -> Cells:
        """Those of `[start, end)`."""
        low, high = np.searchsorted(self.day, [start.toordinal(), end.toordinal()])
        part = slice(low, high)
        return Cells(
            self.day[part],
            self.total[part],
            self.squares[part],
            self.count[part],
            self.friendly[part],
        )


def by_coder(events: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Name and events of each record: datasets of one coder on different days are joined.

    A coder is the dataset's name up to its first digit or sign. The name lists what was joined.
    """
    spans = events.group_by("dataset").agg(
        first=pl.col("happened_on").min(), last=pl.col("happened_on").max()
    )
    families: dict[str, list[tuple[date, date, str]]] = {}
    for name, first, last in spans.sort("dataset").iter_rows():
        stem = re.split(r"[\d_+-]", name)[0] or name
        families.setdefault(stem, []).append((first, last, name))
    for stem in sorted(families):
        parts = sorted(families[stem])
        apart = all(one[1] < two[0] for one, two in pairwise(parts))
        groups = [parts] if apart else [[part] for part in parts]
        for group in groups:
            names = [name for _, _, name in group]
            yield " + ".join(names), events.filter(pl.col("dataset").is_in(names))


class Record:
    """One coder's record; `known` holds what was reported before the article's day, `since` all."""

    def __init__(
        self,
        name: str,
        events: pl.DataFrame,
        published_on: date,
        *,
        coverage: pl.DataFrame | None = None,
    ) -> None:
        self.name = name
        self.published_on = published_on
        self._daily = {
            "known": _daily(known(events, published_on)),
            "since": _daily(events),
        }
        self._days = {
            view: np.unique(cells["day"].to_numpy()) for view, cells in self._daily.items()
        }
        if coverage is not None:
            self._cover(name.split(" + "), coverage)
        self._files = _files(events)
        self._cells: dict[tuple[str, object], Cells] = {}
        self._shares: dict[tuple[str, object], float] = {}

    def _cover(self, datasets: list[str], coverage: pl.DataFrame) -> None:
        """Days on which nothing was coded are covered too, where the coverage says so."""
        stated = coverage.filter(pl.col("dataset").is_in(datasets))["day"].unique().sort()
        days = stated.cast(pl.Int64).to_numpy() + _EPOCH
        own = {"known": days[days < self.published_on.toordinal()], "since": days}
        self._days = {view: np.union1d(self._days[view], own[view]) for view in own}

    def pair(self, view: str, pair: Pair, start: date, end: date) -> Mean:
        """Events between the two, either way, in `[start, end)`."""
        key = tuple(sorted(pair))
        return _mean(self.cells(view, pair).within(start, end), self._share(view, key))

    def everyone(self, view: str, start: date, end: date) -> Mean:
        """All events of the record in `[start, end)`."""
        cells = self._kept(view, "all", lambda: pl.lit(value=True))
        return _mean(cells.within(start, end), 0.0)

    def others(self, view: str, mover: str, *, but: str, start: date, end: date) -> Mean:
        """Events of `mover` with every state except `but`."""
        cells = self._kept(
            view,
            (mover, "without", but),
            lambda: (
                ((pl.col("one") == mover) ^ (pl.col("two") == mover))
                & (pl.col("one") != but)
                & (pl.col("two") != but)
            ),
        )
        return _mean(cells.within(start, end), self._share(view, (mover, "without", but)))

    def cells(self, view: str, pair: Pair) -> Cells:
        """Daily sums of the pair's events."""
        one, two = sorted(pair)
        return self._kept(view, (one, two), lambda: (pl.col("one") == one) & (pl.col("two") == two))

    def covered(self, view: str, start: date, end: date) -> int:
        """Days of `[start, end)` on which the record has any event."""
        low, high = np.searchsorted(self._days[view], [start.toordinal(), end.toordinal()])
        return int(high - low)

    def span(self, view: str, start: date, end: date) -> tuple[date, date] | None:
        """First covered day of `[start, end)` and the day after the last, or null."""
        low, high = np.searchsorted(self._days[view], [start.toordinal(), end.toordinal()])
        if low == high:
            return None
        days = self._days[view]
        return date.fromordinal(int(days[low])), date.fromordinal(int(days[high - 1]) + 1)

    def reference(self, view: str, start: date, end: date) -> tuple[date, date]:
        """The equally long window before `start`; if not half covered, the latest that is.

        Half a year of covered days will do for a longer window.
        """
        length = end - start
        enough = min(length.days / 2, _STAND_IN_DAYS)
        plain = (start - length, start)
        if self.covered(view, *plain) >= enough:
            return plain
        days = self._days[view]
        before = days[: np.searchsorted(days, start.toordinal())]
        step = max(1, length.days // 12)
        for day in before[::-1][::step]:
            stop = date.fromordinal(int(day) + 1)
            if self.covered(view, stop - length, stop) >= enough:
                return self.span(view, stop - length, stop) or plain
        return plain

    def one_file(self, *windows: tuple[date, date]) -> bool:
        """Whether one and the same file of the record covers the windows."""
        found = {
            name
            for start, end in windows
            for name, first, last in self._files
            if first < end and last >= start
        }
        return len(found) < 2

    def _kept(self, view: str, key: object, chosen: Callable[[], pl.Expr]) -> Cells:
        if (view, key) not in self._cells:
            rows = self._daily[view].filter(chosen())
            self._cells[view, key] = _cells(rows)
        return self._cells[view, key]

    def _share(self, view: str, key: object) -> float:
        """Share of variance that the events of a week have in common; a pooled one for few."""
        if (view, key) not in self._shares:
            own = _share_of(self._cells[view, key]) if (view, key) in self._cells else None
            self._shares[view, key] = own if own is not None else self._pooled(view)
        return self._shares[view, key]

    def _pooled(self, view: str) -> float:
        """The median share of the pairs with most events, for a pair that shows none of its own."""
        if (view, "pooled") not in self._shares:
            busy = (
                self._daily[view].group_by("one", "two").agg(n=pl.col("count").sum())
                .sort("n", "one", "two", descending=[True, False, False]).head(40)
            )  # fmt: skip
            found = [
                share
                for one, two, _ in busy.iter_rows()
                if (share := _share_of(self.cells(view, (one, two)))) is not None
            ]
            self._shares[view, "pooled"] = float(np.median(found)) if found else 0.1
        return self._shares[view, "pooled"]


def mean_of(events: pl.DataFrame) -> Mean:
    """Mean weight of events and its error, as of a record that holds nothing else."""
    if events.is_empty():
        return NOTHING
    ordered = events.with_columns(actor=pl.lit("A"), recipient=pl.lit("B"))
    cells = _cells(_daily(ordered))
    return _mean(cells, _share_of(cells) or 0.0)


def _daily(events: pl.DataFrame) -> pl.DataFrame:
    """Sums of each unordered pair and day, in order of day."""
    return (
        events.group_by(
            one=pl.min_horizontal("actor", "recipient"),
            two=pl.max_horizontal("actor", "recipient"),
            day=pl.col("happened_on").cast(pl.Int64) + _EPOCH,
        )
        .agg(
            # Rounded, so that the order of rows can't show in the last digit.
            total=pl.col("weight").sum().round(6),
            squares=pl.col("weight").pow(2).sum().round(6),
            count=pl.len().cast(pl.Int64),
            friendly=pl.col("quad").str.ends_with("_coop").sum().cast(pl.Int64),
        )
        .sort("day", "one", "two")
    )


def _cells(rows: pl.DataFrame) -> Cells:
    by_day = (
        rows.group_by("day", maintain_order=True)
        .agg(pl.col("total", "squares", "count", "friendly").sum())
        .sort("day")
    )
    return Cells(
        by_day["day"].to_numpy().astype(np.int64),
        by_day["total"].to_numpy().astype(np.float64),
        by_day["squares"].to_numpy().astype(np.float64),
        by_day["count"].to_numpy().astype(np.int64),
        by_day["friendly"].to_numpy().astype(np.int64),
    )


def _files(events: pl.DataFrame) -> list[tuple[str, date, date]]:
    spans = events.group_by("dataset").agg(
        first=pl.col("happened_on").min(), last=pl.col("happened_on").max()
    )
    return list(spans.sort("dataset").iter_rows())


def _block_days(days: int) -> int:
    """Four weeks; weeks in windows of under half a year, less in those of under two months."""
    if days >= _LONG_DAYS:
        return 4 * _WEEK
    return _WEEK if days >= 8 * _WEEK else max(1, -(-days // 8))


def _mean(cells: Cells, share: float) -> Mean:
    """Mean weight and error of the events of a window."""
    count = int(cells.count.sum())
    if not count:
        return NOTHING
    weight = float(cells.total.sum()) / count
    first, last = int(cells.day[0]), int(cells.day[-1])
    groups = (cells.day - first) // _block_days(last - first + 1)
    surplus = np.bincount(groups, cells.total - weight * cells.count)
    blocks = int(np.count_nonzero(np.bincount(groups, cells.count)))
    if blocks < 2:
        return Mean(count, blocks, weight, float("inf"), *_kinds(cells))
    between = float((surplus**2).sum()) * blocks / (blocks - 1)
    spread = float(cells.squares.sum()) - count * weight**2
    weekly = np.bincount((cells.day - first) // _WEEK, cells.count)
    crowd = float((weekly**2).sum()) / count
    shared = spread * count / max(count - 1, 1) * (1 + max(crowd - 1, 0) * share)
    error = float(np.sqrt(max(between, shared, 0.0))) / count
    return Mean(count, blocks, weight, error, *_kinds(cells))


def _kinds(cells: Cells) -> tuple[int, int]:
    friendly = int(cells.friendly.sum())
    return friendly, int(cells.count.sum()) - friendly


def _share_of(cells: Cells) -> float | None:
    """The share between weeks, from neighbouring weeks, so that a lasting change adds nothing.

    Two neighbours' means differ by twice the variance between weeks besides that within them (von
    Neumann's successive differences). Null with fewer than a dozen weeks that hold two events.
    """
    if not cells.day.size:
        return None
    week = (cells.day - cells.day[0]) // _WEEK
    count, total = np.bincount(week, cells.count), np.bincount(week, cells.total)
    squares = np.bincount(week, cells.squares)
    held = count > 0
    count, total, squares = count[held], total[held], squares[held]
    if int((count >= 2).sum()) < _ENOUGH_WEEKS:
        return None
    inner = float((squares - total**2 / count).sum()) / (float(count.sum()) - len(count))
    means, noise = total / count, inner / count
    steps = np.diff(means) ** 2 - noise[1:] - noise[:-1]
    worth = 1 / (noise[1:] + noise[:-1] + inner)
    between = max(float((steps * worth).sum() / (2 * worth.sum())), 0.0)
    return between / (between + inner) if between + inner > 0 else 0.0


def names_of(pair: Pair) -> str:
    """The two states by name: 'Russia and Pakistan'.

    >>> names_of(("RUS", "PAK")), names_of(("RUS", "NATO"))
    ('Russia and Pakistan', 'Russia and NATO')
    """
    return " and ".join(map(name_of, pair))


def name_of(state: str) -> str:
    """Name of a state; a code of no state stands for itself."""
    try:
        return state_name(state)
    except CodebookError:
        return state


def in_words(start: date, end: date) -> str:
    """A window `[start, end)` by its first and last day.

    >>> in_words(date(2014, 1, 1), date(2015, 1, 1))
    '1 January 2014 to 31 December 2014'
    """
    last = end - timedelta(days=1)
    return f"{start.day} {start:%B %Y} to {last.day} {last:%B %Y}"
