"""When a surge began, how large it is, and whether it came at once or by degrees."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from detente.relations.local_level import Array

__all__ = ["course_of", "course_of_level", "onset", "surge_size"]

# How far below the best a start's log likelihood may lie: holds the planted start nine times in ten
# (a change point is no regular parameter, so the half of chi-square's point, 1.35, is too narrow).
_NEAR: Final = 2.0
_LOOK_BACK, _LOOK_ON = 14, 7
_AROUND, _LEAST_DAYS = 56, 10
_RISE_DAYS: Final = (21, 35, 56)
# A rise has to fit better than a step by e^1 before it is called gradual.
_BY: Final = 1.0


def onset(counts: Array, daily: Array, *, found: int, window: int) -> tuple[int, int, int]:
    """Most likely first day of a surge, and the first and last of its 90 % interval.

    Reads up to a window's length after the alarm, where the record goes so far.

    Args:
        counts: events a day of one series.
        daily: events a day that the baseline expects.
        found: day of the alarm.
        window: length of the window that raised it.
    """
    first = max(0, found - window - _LOOK_BACK + 1)
    days = np.arange(first, min(found + max(window, _LOOK_ON) + 1, counts.size))
    seen = np.cumsum(counts[days][::-1])[::-1]
    due = np.maximum(np.cumsum(daily[days][::-1])[::-1], 1e-6)
    rise = np.where(seen > due, seen * np.log(np.maximum(seen, 1e-9) / due) - (seen - due), 0.0)
    rise = rise[days <= found]
    best = int(np.argmax(rise))
    near = np.flatnonzero(rise >= rise[best] - _NEAR)
    return int(days[best]), int(days[near[0]]), int(days[near[-1]])


def surge_size(
    count: float, days: int, *, expected: float, spread: float
) -> tuple[float, float, float, float]:
    """Events a week before and after, and the lower and upper end of the change's 90 % band.

    `count` in `days` where the baseline let expect `expected`; `spread` as in `chart.Scores`.
    """
    before, after = 7.0 * expected / days, 7.0 * count / days
    deviation = 7.0 / days * np.sqrt(count + spread * expected**2)
    half = 1.645 * deviation
    return before, after, after - before - half, after - before + half


def course_of(counts: Array, exposure: Array, *, start: int) -> str | None:
    """`abrupt` or `gradual`: does a step or a rise over three weeks or more fit the days better?

    Poisson likelihood over eight weeks before `start` and eight after, as far as the record goes;
    null with under ten days on a side.
    """
    first, last = max(0, start - _AROUND), min(counts.size, start + _AROUND)
    if last - start < _LEAST_DAYS or start - first < _LEAST_DAYS:
        return None
    shapes, is_step = _rises()
    some = slice(first - start + _AROUND, last - start + _AROUND)
    seen, due = counts[first:last], np.maximum(exposure[first:last], 1e-12)
    mass = shapes[:, some] @ due
    fit = np.log(shapes[:, some]) @ seen - max(seen.sum(), 0.5) * np.log(mass)
    return "gradual" if fit[~is_step].max() > fit[is_step].max() + _BY else "abrupt"


@cache
def _rises() -> tuple[Array, npt.NDArray[np.bool_]]:
    """Rates relative to the old one, rise x day around the start; and which rises are steps."""
    days = np.arange(-_AROUND, _AROUND)
    shapes, steps = [], []
    for length in (1, *_RISE_DAYS):
        for begin in range(-length - 7, 8, 3 if length == 1 else 7):
            share = np.clip((days - begin + 1) / length, 0.0, 1.0)
            for ratio in np.geomspace(1.3, 60.0, 12):
                shapes.append(1.0 + (ratio - 1.0) * share)
                steps.append(length == 1)
    return np.array(shapes), np.array(steps)


def course_of_level(mean: Array, noise: Array, *, at: int) -> str | None:
    """`abrupt` or `gradual`, of weekly means (NaN where silent) around a break of their level.

    Eight weeks on either side; null with under three weeks of events on a side.
    """
    weeks = np.arange(max(0, at - 8), min(mean.size, at + 8))
    weeks = weeks[~np.isnan(mean[weeks])]
    after = weeks >= at
    if after.sum() < 3 or (~after).sum() < 3:
        return None
    weights = 1.0 / noise[weeks]
    step = _weighted_error(after.astype(float), mean[weeks], weights)
    ramp = _weighted_error(weeks.astype(float), mean[weeks], weights)
    return "gradual" if ramp / 2 < step / 2 - _BY else "abrupt"


def _weighted_error(shape: Array, values: Array, weights: Array) -> float:
    """Weighted squared error of the best line in `shape`."""
    design = np.stack([np.ones_like(shape), shape], axis=1) * np.sqrt(weights)[:, None]
    target = values * np.sqrt(weights)
    best = np.linalg.lstsq(design, target, rcond=None)[0]
    return float(((target - design @ best) ** 2).sum())
