"""Control chart: is there more of it in the last days than the weeks before let expect?

The rate of each series is gamma distributed with exponentially discounted counts over exposures
(half-life eight weeks); the count of the last 2, 5 and 10 days (on-line 3, 7 and 14) is then
negative binomial, with an extra dispersion that each dyad shows in its own past windows. The score
of a day is -log10 of the chance of at least that count, the largest of the three. Nothing after a
day enters its score.

Two ways to read the chart. On-line, a day over the limit is an alarm. Looking back, an alarm counts
if no larger surge of its series lies near; the further off, the larger it must be to count
(decisions/0035). So busy relations do not crowd the list, and noise of any kind gives few alarms.

Source: discounted gamma-Poisson, West & Harrison 1997, Bayesian Forecasting and Dynamic Models,
chapter 14; negative binomial charts, Hoehle & Paul 2008, Comput. Stat. Data Anal. 52(9).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.stats import nbinom

from detente.relations.local_level import Array

__all__ = [
    "Alarm",
    "Scores",
    "alarms",
    "apart_from",
    "control_chart",
    "fresh",
    "outstanding",
    "review_limits",
    "score_limit",
    "surge_heights",
]

HALF_LIFE_DAYS: Final = 56
# Days of a window, looking back and on-line (decisions/0038).
WINDOWS: Final = (2, 5, 10)
ONLINE_WINDOWS: Final = (3, 7, 14)
# Two weeks of record before the first score: with less, the first busy days would be a shift.
LEARN_DAYS: Final = 14
# One event too many beside the record's own: an empty past is not proof of a rate of zero.
_PRIOR_EVENTS: Final = 1.0
# Dispersion 1/r before a dyad has shown its own, worth 20 squared expected events.
_DISPERSION: Final = 0.25
_DISPERSION_WORTH: Final = 20.0
# One report is no shift, however quiet it was before; on-line two aren't either (decisions/0033).
LEAST_COUNT: Final = 2
LEAST_ONLINE: Final = 3
# On-line, alarms of a series less than two weeks apart are one; looking back, less than four days.
QUIET_DAYS: Final = 14
BRIDGED_DAYS: Final = 3
# On-line, a week must be as busy as the busiest before, which fades to half in half a year.
_FADE_DAYS: Final = 180
_RECENT_DAYS: Final = 21
# Looking back, the chart raises 1.5 times as many alarms in noise as may be kept, and a surge
# reaches as far as 0.8 of the mean time between two that may be kept (decisions/0038).
_RAISED: Final = 1.5
_REACH: Final = 0.8
# A surge is as high as its busiest fortnight, less part of what is usual (decisions/0038).
_HEIGHT_DAYS: Final = 14
_USUAL: Final = 0.75
# Alarms of two series of one kind that begin this near to each other are one.
SAME_DAYS: Final = 21


@dataclass(frozen=True)
class Scores:
    """Dyad x day: `score` (-log10 of the chance; 0 where not scored), the `window` in days that
    gave it, the count `expected` in that window, and `spread`: variance of a rate of one that
    is not Poisson noise (of the baseline, and of clustering)."""

    score: Array
    window: npt.NDArray[np.int64]
    expected: Array
    spread: Array

    @property
    def daily(self) -> Array:
        """Events a day that the baseline of each day expected; 0 where not scored."""
        rate: Array = self.expected / np.maximum(self.window, 1)
        return rate


@dataclass(frozen=True)
class Alarm:
    """A run of days over the limit: row of the dyad, first and last day, and its highest score."""

    row: int
    first: int
    last: int
    score: float


def control_chart(counts: Array, exposure: Array, *, online: bool = False) -> Scores:
    """Score every day of every series.

    Args:
        counts: events, series x day.
        exposure: expected volume of the record, one a day, in any unit; 0 where not covered.
        online: the windows and the least count of the on-line reading.
    """
    windows, least = (ONLINE_WINDOWS, LEAST_ONLINE) if online else (WINDOWS, LEAST_COUNT)
    shape = counts.shape
    total = np.concatenate([np.zeros((shape[0], 1)), np.cumsum(counts, axis=1)], axis=1)
    exposed = np.concatenate([[0.0], np.cumsum(exposure)])
    learned = np.cumsum((exposure > 0).astype(float))
    past, past_exposure = _discounted(counts), _discounted(exposure[None])[0]
    best = Scores(
        np.zeros(shape), np.zeros(shape, dtype=np.int64), np.zeros(shape), np.zeros(shape)
    )
    for window in windows:
        if shape[1] > window:
            _score(best, window, least, total, exposed, past, past_exposure, learned)
    return best


def _score(
    best: Scores, window: int, least: int, total: Array, exposed: Array, past: Array,
    past_exposure: Array, learned: Array,
) -> None:  # fmt: skip
    """Put the scores of one window into `best` where they are higher."""
    days = past.shape[1]
    here = slice(window, days)
    baseline = _PRIOR_EVENTS + past[:, : days - window]
    passed = exposed[window + 1 :] - exposed[1 : days + 1 - window]
    before = np.maximum(past_exposure[: days - window], 1e-12)
    expected = baseline / before * passed
    count = total[:, window + 1 :] - total[:, 1 : days + 1 - window]
    usable = (learned[: days - window] >= LEARN_DAYS) & (passed > 0)
    spread = 1.0 / baseline + _dispersion(count, np.where(usable, expected, 0.0), window)
    likely = usable & (count >= least) & (count > expected)
    rows, columns = np.nonzero(likely)
    found = _surprise(count[likely], expected[likely], spread[likely])
    better = found > best.score[:, here][likely]
    rows, columns = rows[better], columns[better] + window
    best.score[rows, columns] = found[better]
    best.window[rows, columns] = window
    best.expected[rows, columns] = expected[likely][better]
    best.spread[rows, columns] = spread[likely][better]


def _surprise(count: Array, expected: Array, spread: Array) -> Array:
    """-log10 of the mid-p value of a count under a negative binomial."""
    shape = 1.0 / spread
    chance = shape / (shape + expected)
    above = nbinom.sf(count - 1, shape, chance) - 0.5 * nbinom.pmf(count, shape, chance)
    surprise: Array = -np.log10(np.maximum(above, 1e-300))
    return surprise


def _dispersion(count: Array, expected: Array, window: int) -> Array:
    """Clustering that past windows of this length have shown, discounted; none of it later."""
    excess = np.where(expected > 0, (count - expected) ** 2 - expected, 0.0)
    shown = _discounted(excess), _discounted(expected**2)
    late = [np.zeros_like(part) for part in shown]
    for part, delayed in zip(shown, late, strict=True):
        delayed[:, window:] = part[:, : max(part.shape[1] - window, 0)]
    prior = _DISPERSION * _DISPERSION_WORTH
    ratio: Array = (prior + late[0]) / (_DISPERSION_WORTH + late[1])
    return np.clip(ratio, _DISPERSION, 3.0)


def _discounted(values: Array) -> Array:
    """Running sum along time in which a day loses half its weight in eight weeks."""
    keep = 0.5 ** (1.0 / HALF_LIFE_DAYS)
    sums = np.empty_like(values)
    running = np.zeros(values.shape[0])
    for day in range(values.shape[1]):
        running = running * keep + values[:, day]
        sums[:, day] = running
    return sums


def fresh(counts: Array) -> npt.NDArray[np.bool_]:
    """Days whose last week is as busy as the busiest before, which fades to half in half a year.

    Weeks that ended less than three weeks ago don't count as before.
    """
    total = np.concatenate([np.zeros((len(counts), 1)), np.cumsum(counts, axis=1)], axis=1)
    at = np.arange(counts.shape[1])
    weekly = total[:, 1:] - total[:, np.maximum(at - 6, 0)]
    keep = 0.5 ** (1.0 / _FADE_DAYS)
    busiest = np.zeros_like(weekly)
    running = np.zeros(len(weekly))
    for day in range(_RECENT_DAYS, weekly.shape[1]):
        running = np.maximum(running * keep, weekly[:, day - _RECENT_DAYS] * keep**_RECENT_DAYS)
        busiest[:, day] = running
    return np.asarray(weekly >= busiest)


def score_limit(false_alarms: float) -> float:
    """Score that noise passes `false_alarms` times a dyad and year on-line, both series together.

    Fitted to simulated noise: Poisson and weekly clustered counts at 0.02 to 5 events a day
    (quality/shifts.py repeats the simulation). Poisson noise gives fewer.

    >>> round(score_limit(1.0), 2), round(score_limit(0.1), 2)
    (2.75, 4.07)
    """
    return float(2.0 + (0.57 - np.log10(false_alarms)) / 0.76)


def review_limits(false_alarms: float) -> tuple[float, float]:
    """Score limit, and reach of a surge in days (`outstanding`), that keep noise to `false_alarms`.

    Fitted to the noise of `score_limit`, with the three series that `find.find_shifts` reads.

    >>> limit, reach = review_limits(3.25)
    >>> round(limit, 2), round(reach)
    (1.84, 90)
    """
    return score_limit(_RAISED * false_alarms), _REACH * 365.25 / false_alarms


def alarms(scores: Array, limit: float, *, bridged: int = QUIET_DAYS) -> list[Alarm]:
    """Runs of days at or over `limit`, pauses of up to `bridged` days bridged."""
    found = []
    rows, days = np.nonzero(scores >= limit)
    apart = (np.diff(rows, prepend=-1) != 0) | (np.diff(days, prepend=-bridged) > bridged)
    starts = np.flatnonzero(apart)
    for begin, end in pairwise([*starts, rows.size]):
        run = slice(begin, end)
        peak = float(scores[rows[run], days[run]].max())
        found.append(Alarm(int(rows[begin]), int(days[begin]), int(days[end - 1]), peak))
    return found


def outstanding(found: list[Alarm], heights: Sequence[float], *, reach: float) -> list[Alarm]:
    """Alarms that stand beside all others of their series.

    Within `reach` columns the higher one stands; beyond, an alarm's height counts less to others,
    half at twice the reach, a quarter at three times. Of equal heights the earlier stands.
    """
    by_row: dict[int, list[int]] = {}
    for at, one in enumerate(found):
        by_row.setdefault(one.row, []).append(at)
    standing = np.ones(len(found), dtype=bool)
    for rows in by_row.values():
        first = np.array([found[at].first for at in rows])
        height = np.array([heights[at] for at in rows])
        far = np.abs(first[:, None] - first) / reach
        felt = height * 0.5 ** np.maximum(far - 1.0, 0.0)
        earlier = np.tri(len(rows), k=-1, dtype=bool)
        lower = (felt > height[:, None]) | ((felt == height[:, None]) & earlier)
        standing[rows] = ~lower.any(axis=1)
    return [one for one, stands in zip(found, standing, strict=True) if stands]


def apart_from(found: list[Alarm], others: list[Alarm]) -> list[Alarm]:
    """Alarms of `found` that begin over three weeks from every one of `others` in their row."""
    taken: dict[int, list[int]] = {}
    for one in others:
        taken.setdefault(one.row, []).append(one.first)
    return [
        one
        for one in found
        if all(abs(one.first - first) > SAME_DAYS for first in taken.get(one.row, ()))
    ]


def surge_heights(found: list[Alarm], counts: Array, daily: Array) -> list[float]:
    """Largest number of events in 14 days in the first three weeks of each alarm, less the usual.

    Of the usual (14 days of `Scores.daily` on the day of the alarm) three quarters are taken off.
    """
    heights = []
    for one in found:
        span = counts[one.row, max(0, one.first - 13) : min(one.last, one.first + 20) + 1]
        total = np.concatenate([[0.0], np.cumsum(span)])
        width = min(_HEIGHT_DAYS, span.size)
        most = float((total[width:] - total[:-width]).max())
        usual = _HEIGHT_DAYS * float(daily[one.row, one.first])
        heights.append(max(most - _USUAL * usual, 0.0))
    return heights
