"""Off-line: breaks in the level of warmth, from the smoother's auxiliary residuals; and PELT.

With all weeks in hand, the smoother's residual of the level's move into week t, over its standard
deviation, is standard normal where the level only walked. Where it stands out,
`pull / pull_variance` is the least-squares size of a break in that week.

Source: Harvey & Koopman 1992, J. Business & Economic Statistics 10(4); de Jong & Penzer 1998,
J. American Statistical Association 93(442). PELT: Killick, Fearnhead & Eckley 2012, JASA 107(500).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import norm

from detente.core.errors import MissingExtraError
from detente.relations.local_level import Array
from detente.relations.warmth import Fit

__all__ = ["Break", "level_breaks", "pelt_breaks"]

WEEKS_A_YEAR: Final = 52.18
# Two breaks of one level less than six weeks apart can't be told apart by its residuals.
_APART_WEEKS: Final = 6
_LEAST_PERIODS: Final = 8


@dataclass(frozen=True)
class Break:
    """A break of one dyad's series at a week: its size, standard error and strength (-log10 p)."""

    row: int
    at: int
    size: float
    error: float
    strength: float
    first: int
    last: int


def level_breaks(fit: Fit, *, false_alarms: float) -> list[Break]:
    """Weeks in which warmth moved more than its walk allows, at most `false_alarms` a dyad-year.

    The limit is Bonferroni's over the weeks of a year, so noise alone gives fewer.
    """
    limit = float(norm.isf(min(0.5, false_alarms / WEEKS_A_YEAR / 2)))
    pull, variance = fit.smoothed.pull, fit.smoothed.pull_variance
    started = np.cumsum(fit.panel.seen, axis=1)
    inside = (started >= 2) & (started[:, -1:] - started >= 1) & (variance > 0)
    inside[:, 0] = False
    score = np.where(inside, np.abs(pull) / np.sqrt(np.where(variance > 0, variance, 1.0)), 0.0)
    found = []
    for row in np.flatnonzero((score >= limit).any(axis=1)):
        for at in _peaks(score[row], limit):
            near = np.flatnonzero(score[row] ** 2 >= score[row, at] ** 2 - 2.706)
            run = _run_around(near, at)
            found.append(
                Break(
                    int(row), at, float(pull[row, at] / variance[row, at]),
                    float(1 / np.sqrt(variance[row, at])), _strength(score[row, at]), *run,
                )
            )  # fmt: skip
    return found


def _strength(score: float) -> float:
    return float(-(norm.logsf(score) + np.log(2)) / np.log(10))


def _peaks(score: Array, limit: float) -> list[int]:
    """Highest weeks over `limit`, each at least six weeks from a higher one."""
    kept: list[int] = []
    for at in np.argsort(-score, kind="stable"):
        if score[at] < limit:
            break
        if all(abs(at - other) >= _APART_WEEKS for other in kept):
            kept.append(int(at))
    return sorted(kept)


def _run_around(near: np.ndarray[tuple[int], np.dtype[np.int64]], at: int) -> tuple[int, int]:
    """First and last index of the unbroken run of `near` that holds `at`."""
    first = last = at
    members = set(near.tolist())
    while first - 1 in members:
        first -= 1
    while last + 1 in members:
        last += 1
    return first, last


def pelt_breaks(weekly: Array, *, penalty: float = 2.0) -> list[tuple[int, int, float, float]]:
    """(series, week, mean before, mean after) of PELT on standardised weekly counts.

    Least-squares cost, penalty `penalty` times log n.

    Raises:
        MissingExtraError: `ruptures` isn't installed.
    """
    try:
        import ruptures
    except ImportError:
        raise MissingExtraError("ruptures", "bench") from None
    found = []
    weeks = weekly.shape[1]
    for row, values in enumerate(weekly):
        if weeks < _LEAST_PERIODS or values.std() == 0:
            continue
        scaled = (values - values.mean()) / values.std()
        model = ruptures.Pelt(model="l2", min_size=2, jump=1).fit(scaled)
        ends = [0, *model.predict(pen=penalty * np.log(weeks))]
        for before, at, after in zip(ends, ends[1:], ends[2:], strict=False):
            found.append((row, at, float(values[before:at].mean()), float(values[at:after].mean())))
    return found
