"""Shifts in ready scores: one signed number a pair and period, without counts behind it.

Each period, the mean of the last one or two is held against a discounted mean and variance of those
before (half-life a quarter of a year): the score is -log10 of the chance of as much under Student's
t. What raises an alarm stands, as in `chart.py`, if no larger move the same way lies near.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
from scipy.stats import t as student

from detente.relations.local_level import Array
from detente.relations.panel import DAYS
from detente.shifts.chart import Alarm, alarms, outstanding, review_limits
from detente.shifts.weekly import NetSeries

__all__ = ["score_alarms", "score_shifts"]

_HALF_LIFE_DAYS: Final = 91.0
_WINDOWS: Final = (1, 2)
_LEARN_PERIODS: Final = 6
_LEAST_FREEDOM: Final = 3.0


def score_shifts(
    series: NetSeries, *, rows: list[int], false_alarms: float
) -> Iterator[dict[str, Any]]:
    """Rows of `core.tables.SHIFTS` (without id and method) for some pairs of `series`.

    Sizes are on the bounded scale of `NetSeries.values`: typical sizes of the pair's own score.
    """
    values = series.values[rows]
    length = DAYS[series.period]
    limit, reach = review_limits(false_alarms)
    for sign in (1, -1):
        scores, mean, error = score_alarms(sign * values, series.covered, days=length)
        raised = alarms(scores, limit, bridged=1)
        heights = [
            float((sign * values[one.row, one.first : min(one.last, one.first + 2) + 1]).max())
            for one in raised
        ]
        for one in outstanding(raised, heights, reach=reach / length):
            before, spread = float(mean[one.row, one.first]), float(error[one.row, one.first])
            yield _row(series, rows[one.row], one, sign, values[one.row], before, spread)


def score_alarms(values: Array, covered: np.ndarray, *, days: float) -> tuple[Array, Array, Array]:
    """-log10 of the chance of so high a value, pair x period; the mean before, and its error.

    Nothing after a period enters its score; 0 where it isn't covered or too little came before.
    """
    shape = values.shape
    mean, variance, worth = _discounted(values, covered, 0.5 ** (days / _HALF_LIFE_DAYS))
    score, before, error = np.zeros(shape), np.zeros(shape), np.ones(shape)
    learned = np.cumsum(covered)
    for window in _WINDOWS:
        for t in range(window, shape[1]):
            use = [u for u in range(t - window + 1, t + 1) if covered[u]]
            if not covered[t] or learned[t - window] < _LEARN_PERIODS:
                continue
            past = t - window
            deviation = np.sqrt(variance[:, past] * (1 / len(use) + 1 / worth[past]) + 1e-12)
            high = (values[:, use].mean(axis=1) - mean[:, past]) / deviation
            freedom = max(float(worth[past]), _LEAST_FREEDOM)
            surprise = np.where(high > 0, -student.logsf(high, freedom) / np.log(10), 0.0)
            better = surprise > score[:, t]
            score[better, t] = surprise[better]
            before[better, t], error[better, t] = mean[better, past], deviation[better]
    return score, before, error


def _discounted(values: Array, covered: np.ndarray, keep: float) -> tuple[Array, Array, Array]:
    """Mean and one-step variance of each pair up to each period, and how many periods they hold."""
    total, squares = np.zeros(len(values)), np.zeros(len(values))
    worth = 0.0
    means, variances = np.zeros(values.shape), np.zeros(values.shape)
    held = np.zeros(values.shape[1])
    for t in range(values.shape[1]):
        if covered[t]:
            miss = values[:, t] - total / worth if worth else np.zeros(len(values))
            total, squares = total * keep + values[:, t], squares * keep + miss**2
            worth = worth * keep + 1.0
        means[:, t], variances[:, t] = total / max(worth, 1e-9), squares / max(worth, 1e-9)
        held[t] = max(worth, 1e-9)
    return means, variances, held


def _row(
    series: NetSeries, pair: int, one: Alarm, sign: int, values: Array, before: float, error: float
) -> dict[str, Any]:
    last = series.periods[one.last] + timedelta(days=round(DAYS[series.period]) - 1)
    after = float(values[one.first : one.last + 1].mean())
    start: date = series.periods[one.first]
    size, half = after - sign * before, 1.645 * error
    return {
        "dataset": series.dataset,
        "actor": series.pairs[pair][0],
        "recipient": series.pairs[pair][1],
        "shifted_on": start,
        "earliest": series.periods[max(one.first - 1, 0)],
        "latest": start + timedelta(days=round(DAYS[series.period]) - 1),
        "found_on": start + timedelta(days=round(DAYS[series.period]) - 1),
        "until": last,
        "series": "score",
        "direction": sign,
        "size": size,
        "size_low": size - half,
        "size_high": size + half,
        "unit": "typical scores",
        "before": sign * before,
        "after": after,
        "strength": one.score,
        "course": None,
        "events": 0,
    }
