"""Where warmth may drift: the local-level model carried forward, with a band that widens.

The level's best forecast is its last filtered value; its variance grows by one step's variance a
period. Source: Durbin & Koopman 2012, section 2.11; the model is `relations.warmth`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import polars as pl
from scipy.stats import t as student

from detente.core.errors import DetenteError
from detente.forecast.panel import Dyad, shifted
from detente.relations.events import known, prepare
from detente.relations.warmth import Fit, fit_warmth

__all__ = ["warmth_ahead"]

BASELINE = "last value"
MONTH_DAYS = 365.25 / 12


def warmth_ahead(
    events: pl.DataFrame, dyad: Dyad, *, steps: int, unit: str, as_of: date
) -> list[dict[str, Any]]:
    """Rows of `core.tables.FORECAST` (without `dataset`) for warmth; none for a dyad never seen.

    The mean is that of the last value, and the verdict says so: what the model adds is the band.
    """
    seen = known(prepare(events), as_of)
    mine = (pl.col("actor") == dyad[0]) & (pl.col("recipient") == dyad[1])
    if seen.filter(mine).is_empty():
        return []
    fit = fit_warmth(seen, period="week", as_of=as_of)[0]
    at = fit.panel.row(*dyad)
    level, variance = float(fit.filtered.level[at, -1]), float(fit.filtered.variance[at, -1])
    if at < 0 or not np.isfinite(level):
        raise DetenteError(f"{dyad[0]}, {dyad[1]}: no warmth before {as_of}; no usable event.")
    weekly = float(fit.step[at, -1])
    gap = max((as_of - fit.panel.periods[-1]).days - 7, 0) / 7
    weeks = 1.0 if unit == "week" else MONTH_DAYS / 7
    return [
        _row(fit, dyad, step, level, variance + weekly * (gap + step * weeks), unit, as_of, at)
        for step in range(1, steps + 1)
    ]


def _row(
    fit: Fit, dyad: Dyad, step: int, level: float, variance: float, unit: str, as_of: date, at: int
) -> dict[str, Any]:
    ends: dict[str, float] = {}
    for share in (50, 80, 90):
        reach = float(student.ppf(0.5 + share / 200, fit.variances.freedom[at]))
        half = reach * float(np.sqrt(variance))
        ends |= {f"low_{share}": max(level - half, -10.0), f"high_{share}": min(level + half, 10.0)}
    return ends | {
        "actor": dyad[0],
        "recipient": dyad[1],
        "as_of": as_of,
        "measure": "warmth",
        "step": step,
        "start": shifted(as_of, step - 1, unit=unit),
        "end": shifted(as_of, step, unit=unit),
        "mean": level,
        "median": level,
        "probability": None,
        "baseline": BASELINE,
        "baseline_mean": level,
        "baseline_probability": None,
        "gain": None,
        "covered_80": None,
        "origins": 0,
        "verdict": "no better than last value: warmth is carried on, with a band that widens",
    }
