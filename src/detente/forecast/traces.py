"""How often and how lately something was seen, at any day, from the days before it only.

A trace holds, for each key (a pair, a triple, an entity …) and each day on which it was seen, the
sum of all sightings so far, each halved once per half-life. A look at day t takes the last row
before t and lets it fade: nothing of day t or later can enter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.forecast.facts import Ints

__all__ = ["NEVER", "Floats", "Look", "Trace", "find", "look", "spread", "trace"]

Floats = npt.NDArray[np.float32]
NEVER = 10_000.0
"""Days since a key was last seen, where it never was: longer than any record."""


@dataclass(frozen=True)
class Trace:
    """Faded sums by key and day; rows sorted by key, then day.

    `keys`: the distinct keys, sorted. `first`: first row of each key. `sums`: rows × half-lives, as
    they stand at the end of the row's day.
    """

    keys: Ints
    first: Ints
    key: Ints
    day: Ints
    sums: Floats
    half_lives: tuple[float, ...]


@dataclass(frozen=True)
class Look:
    """What a trace shows before a day: faded sums (keys × half-lives), days since last seen.

    `age`: days since first seen, -1 for keys not yet seen.
    """

    keys: Ints
    sums: Floats
    since: Floats
    age: Floats
    half_lives: tuple[float, ...]

    def faded(self, half_life: float) -> Floats:
        """Sums under one of the half-lives."""
        return self.sums[:, self.half_lives.index(half_life)]


def trace(keys: Ints, days: Ints, *, half_lives: Sequence[float]) -> Trace:
    """Trace of sightings given as parallel arrays of keys and days; infinity counts without fading.

    >>> seen = trace(np.array([7, 7]), np.array([0, 2]), half_lives=[2.0, np.inf])
    >>> look(seen, 4).sums.tolist()
    [[0.75, 2.0]]
    """
    distinct, number = np.unique(keys, return_inverse=True)
    span = int(days.max(initial=0)) + 1
    rows, counts = np.unique(number * span + days, return_counts=True)
    key, day = rows // span, rows % span
    first = np.searchsorted(key, np.arange(len(distinct)))
    sums = np.repeat(counts[:, None].astype(np.float32), len(half_lives), axis=1)
    follows = np.concatenate([[False], key[1:] == key[:-1]]) if len(key) else np.zeros(0, bool)
    rates = np.array([1.0 / half_life for half_life in half_lives], np.float32)
    by_day = np.argsort(day, kind="stable")
    for block in np.split(by_day, np.flatnonzero(np.diff(day[by_day])) + 1):
        later = block[follows[block]]
        gap = (day[later] - day[later - 1]).astype(np.float32)
        sums[later] += sums[later - 1] * np.exp2(-gap[:, None] * rates)
    return Trace(distinct, first, key, day, sums, tuple(half_lives))


def look(seen: Trace, day: int) -> Look:
    """Faded sums at `day` from sightings of earlier days: 0 and NEVER for keys not yet seen."""
    before = np.bincount(seen.key[seen.day < day], minlength=len(seen.keys))
    row = seen.first + before - 1
    known = before > 0
    gap = (day - seen.day[np.where(known, row, 0)]).astype(np.float32)
    rates = np.array([1.0 / half_life for half_life in seen.half_lives], np.float32)
    sums = seen.sums[np.where(known, row, 0)] * np.exp2(-gap[:, None] * rates)
    return Look(
        seen.keys,
        np.where(known[:, None], sums, np.float32(0)),
        np.where(known, gap, np.float32(NEVER)),
        np.where(known, day - seen.day[seen.first], -1).astype(np.float32),
        seen.half_lives,
    )


def find(keys: Ints, wanted: Ints) -> Ints:
    """Position of each wanted key among sorted `keys`, -1 where it isn't there."""
    if not len(keys):
        return np.full(len(wanted), -1, np.int64)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, at, -1)


def spread(low: Ints, high: Ints) -> tuple[Ints, Ints]:
    """Every position of the ranges [low, high), with the number of its range.

    >>> [part.tolist() for part in spread(np.array([0, 5]), np.array([2, 6]))]
    [[0, 0, 1], [0, 1, 5]]
    """
    sizes = high - low
    group = np.repeat(np.arange(len(low)), sizes)
    within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return group, low[group] + within
