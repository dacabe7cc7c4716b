"""Score finders of shifts on `data/known_shifts.csv`: our list of well-known shifts, 2011-2023."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
from scipy.stats import binomtest

from detente.shifts.daily import DailySeries

LIST = Path(__file__).parent / "data" / "known_shifts.csv"
NEAR_DAYS = 21
SIDE = {1: "cooperation", -1: "conflict"}


@dataclass(frozen=True)
class Score:
    """Counts over one record: known shifts, found, visible, visible and found, sum of the shares
    of days that count as found by chance, alarms, dyad-years, and delays in days."""

    known: int
    found: int
    visible: int
    visible_found: int
    chance: float
    alarms: int
    dyad_years: float
    delays: tuple[int, ...]

    def __add__(self, other: Score) -> Score:
        return Score(
            self.known + other.known, self.found + other.found, self.visible + other.visible,
            self.visible_found + other.visible_found, self.chance + other.chance,
            self.alarms + other.alarms, self.dyad_years + other.dyad_years,
            self.delays + other.delays,
        )  # fmt: skip

    def row(self, *names: object) -> tuple[object, ...]:
        recall, chance = self.found / self.known, self.chance / self.known
        return (
            *names, self.known, recall,
            self.visible_found / self.visible if self.visible else None, chance,
            recall / chance if chance else None, self.alarms / self.dyad_years,
            float(np.median(self.delays)) if self.delays else None,
        )  # fmt: skip


COLUMNS = ("finder", "record", "known", "recall", "recall of visible", "chance",
           "over chance", "alarms a dyad-year", "median delay, days")  # fmt: skip


def known_shifts(record: str, half: str) -> pl.DataFrame:
    """Rows of our list for a record (icews14, icews18, icews05_15, gdelt) and half (dev, test)."""
    table = pl.read_csv(LIST, try_parse_dates=True)
    return table.filter(pl.col("record") == record, pl.col("half") == half)


def score(series: DailySeries, found: pl.DataFrame, known: pl.DataFrame) -> Score:
    """Score `found` (`core.tables.SHIFTS`) on `known`; hit: right sign, begun within 21 days."""
    rows = {dyad[:2]: row for row, dyad in enumerate(series.dyads.rows())}

    def seen(one: str, other: str, day: date, sign: int) -> bool:
        row = rows.get((one, other))
        at = (day - series.first).days
        return row is not None and _visible(series.counts[SIDE[sign]][row], at)

    return score_span(found, known, first=series.first, days=series.exposure.size, seen=seen)


def score_span(
    found: pl.DataFrame, known: pl.DataFrame, *, first: date, days: int,
    seen: Callable[[str, str, date, int], bool] = lambda *_: False,
) -> Score:  # fmt: skip
    """`score` over a span of days; `seen` says whether a known shift shows in the counts."""
    hits, visible, chance, delays = [], [], 0.0, []
    for one, other, day, sign in known.select("one", "other", "day", "sign").iter_rows():
        own = found.filter(actor=one, recipient=other, direction=sign)
        near = own.filter((pl.col("shifted_on") - day).abs() <= timedelta(days=NEAR_DAYS))
        hits.append(near.height > 0)
        if near.height and near["found_on"].null_count() == 0:
            delays.append(min((found_on - day).days for found_on in near["found_on"]))
        visible.append(seen(one, other, day, sign))
        chance += _covered_share(own["shifted_on"].to_list(), first, days)
    dyads = known.select("one", "other").unique().rename({"one": "actor", "other": "recipient"})
    alarms = found.join(dyads, on=["actor", "recipient"], how="semi").height
    both = sum(hit and shown for hit, shown in zip(hits, visible, strict=True))
    return Score(
        len(hits), sum(hits), sum(visible), both, chance, alarms,
        dyads.height * days / 365.25, tuple(delays),
    )  # fmt: skip


def _visible(counts: np.ndarray, at: int) -> bool:
    """Whether a binomial test of 8 weeks before against 4 after sees more of it (p < 0.01)."""
    before = counts[max(0, at - 56) : at]
    after = counts[at : at + 28]
    total = int(before.sum() + after.sum())
    if total == 0 or before.size < 14 or after.size == 0:
        return False
    share = after.size / (after.size + before.size)
    return bool(binomtest(int(after.sum()), total, share, alternative="greater").pvalue < 0.01)


def _covered_share(starts: list[date], first: date, days: int) -> float:
    near = np.zeros(days, dtype=bool)
    for start in starts:
        at = (start - first).days
        near[max(0, at - NEAR_DAYS) : at + NEAR_DAYS + 1] = True
    return float(near.mean())
