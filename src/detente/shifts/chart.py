"""On-line control chart: is there more of it in the last days than the weeks before let expect?

The rate of each series is gamma distributed with exponentially discounted counts over exposures
(half-life eight weeks); the count of the last 3, 7 and 14 days is then negative binomial, with an
extra dispersion that each dyad shows in its own past windows. The score of a day is -log10 of the
chance of at least that count, the largest of the three. Nothing after a day enters its score.

Source: discounted gamma-Poisson, West & Harrison 1997, Bayesian Forecasting and Dynamic Models,
chapter 14; negative binomial charts, Hoehle & Paul 2008, Comput. Stat. Data Anal. 52(9).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.stats import nbinom

from detente.relations.local_level import Array

__all__ = ["Alarm", "Scores", "alarms", "control_chart", "score_limit"]

HALF_LIFE_DAYS: Final = 56
WINDOWS: Final = (3, 7, 14)
# A month of record before the first score: with less, the first busy week would be a shift.
LEARN_DAYS: Final = 28
# One event too many beside the record's own: an empty past is not proof of a rate of zero.
_PRIOR_EVENTS: Final = 1.0
# Dispersion 1/r before a dyad has shown its own, worth 20 squared expected events.
_DISPERSION: Final = 0.25
_DISPERSION_WORTH: Final = 20.0
# Two reports are no shift, however quiet it was before (decisions/0033).
LEAST_COUNT: Final = 3
# Two alarms of a series less than three weeks apart are one.
QUIET_DAYS: Final = 21


@dataclass(frozen=True)
class Scores:
    """Dyad x day: `score` (-log10 of the chance; 0 where not scored), the `window` in days that
    gave it, the count `expected` in that window, and `spread`: variance of a rate of one that
    is not Poisson noise (of the baseline, and of clustering)."""

    score: Array
    window: npt.NDArray[np.int64]
    expected: Array
    spread: Array


@dataclass(frozen=True)
class Alarm:
    """A run of days over the limit: row of the dyad, first and last day, and its highest score."""

    row: int
    first: int
    last: int
    score: float


def control_chart(counts: Array, exposure: Array) -> Scores:
    """Score every day of every series.

    Args:
        counts: events, series x day.
        exposure: expected volume of the record, one a day, in any unit; 0 where not covered.
    """
    shape = counts.shape
    total = np.concatenate([np.zeros((shape[0], 1)), np.cumsum(counts, axis=1)], axis=1)
    exposed = np.concatenate([[0.0], np.cumsum(exposure)])
    learned = np.cumsum((exposure > 0).astype(float))
    past, past_exposure = _discounted(counts), _discounted(exposure[None])[0]
    best = Scores(
        np.zeros(shape), np.zeros(shape, dtype=np.int64), np.zeros(shape), np.zeros(shape)
    )
    for window in WINDOWS:
        if shape[1] > window:
            _score(best, window, total, exposed, past, past_exposure, learned)
    return best


def _score(
    best: Scores, window: int, total: Array, exposed: Array, past: Array, past_exposure: Array,
    learned: Array,
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
    likely = usable & (count >= LEAST_COUNT) & (count > expected)
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


def score_limit(false_alarms: float) -> float:
    """Score that noise passes `false_alarms` times a dyad and year, both series together.

    Fitted to simulated noise: Poisson and weekly clustered counts at 0.02 to 5 events a day
    (quality/shifts.py repeats the simulation). Poisson noise gives fewer.

    >>> round(score_limit(1.0), 2), round(score_limit(0.1), 2)
    (2.75, 4.07)
    """
    return float(2.0 + (0.57 - np.log10(false_alarms)) / 0.76)


def alarms(scores: Array, limit: float) -> list[Alarm]:
    """Runs of days at or over `limit`, pauses of up to three weeks bridged."""
    found = []
    rows, days = np.nonzero(scores >= limit)
    apart = (np.diff(rows, prepend=-1) != 0) | (np.diff(days, prepend=-QUIET_DAYS) > QUIET_DAYS)
    starts = np.flatnonzero(apart)
    for begin, end in pairwise([*starts, rows.size]):
        run = slice(begin, end)
        peak = float(scores[rows[run], days[run]].max())
        found.append(Alarm(int(rows[begin]), int(days[begin]), int(days[end - 1]), peak))
    return found
