"""Where warmth may drift: the local-level model carried forward, with a band that widens.

The level's best forecast is its last filtered value; its variance grows by one step's variance a
period. Source: Durbin & Koopman 2012, section 2.11; the model is `relations.warmth`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.stats import t as student

from detente.core.errors import DetenteError
from detente.forecast.panel import Dyad, shifted
from detente.relations.events import between_states, fitting, known, prepare
from detente.relations.warmth import Fit, fit_warmth

__all__ = ["warmth_ahead", "warmth_covered"]

Reals = npt.NDArray[np.float64]
BASELINE = "last value"
MONTH_DAYS = 365.25 / 12
LEVELS = (50, 80, 90)
PAST = 3
"""Past days from which the bands are checked, two periods apart."""
LEAST_WEEKS = 8


def warmth_ahead(
    events: pl.DataFrame, dyads: Sequence[Dyad], *, steps: int, unit: str, as_of: date
) -> list[dict[str, Any]]:
    """Rows of `core.tables.FORECAST` (without `dataset`) for warmth; none for a dyad never seen.

    The mean is that of the last value, and the verdict says so: what the model adds is the band.
    `covered_80` tells how often such bands held, over all dyads, at past days.
    """
    seen = known(prepare(events), as_of)
    held = set(seen.select("actor", "recipient").unique().rows())
    asked = [dyad for dyad in dyads if dyad in held]
    if not asked:
        return []
    fit = fit_warmth(seen, period="week", as_of=as_of)[0]
    places = {dyad: fit.panel.row(*dyad) for dyad in asked}
    usable = [dyad for dyad, at in places.items() if at >= 0 and np.isfinite(_last(fit, at))]
    if not usable:
        one, other = asked[0]
        raise DetenteError(f"{one}, {other}: no warmth before {as_of}; no usable event.")
    past = [shifted(as_of, -(steps + 2 * back), unit=unit) for back in range(PAST)]
    first = seen["happened_on"].min()
    enough = [day for day in past if isinstance(first, date) and _weeks(first, day) >= LEAST_WEEKS]
    record = warmth_covered(seen, days=enough, steps=range(1, steps + 1), unit=unit, until=as_of)
    return [
        _row(fit, dyad, step, unit, as_of, places[dyad], record)
        for dyad in usable
        for step in range(1, steps + 1)
    ]


def _last(fit: Fit, at: int) -> float:
    return float(fit.filtered.level[at, -1])


def warmth_covered(
    events: pl.DataFrame, *, days: Sequence[date], steps: Sequence[int], unit: str, until: date
) -> pl.DataFrame:
    """How often the band of warmth held the mean weight of what came.

    A period's mean weight strays from the warmth by the noise of its few events; the band that it
    is held against is widened by that noise, as the model states it.

    Args:
        events: one row per event, columns as in `core.tables.EVENTS`; one dataset.
        days: past days of forecast; at each, what was reported before it is seen.
        steps: periods ahead.
        unit: week or month.
        until: outcomes of periods that end by this day count.

    Returns:
        One row per day and step with an outcome: `day`, `step`, `dyads` (with an event in the
        period), `covered_50`, `covered_80`, `covered_90` (shares of them).
    """
    rows = []
    deeds = fitting(between_states(prepare(events)), "week")
    for day in days:
        fit = fit_warmth(events, period="week", as_of=day)[0]
        for step in steps:
            start, end = (shifted(day, part, unit=unit) for part in (step - 1, step))
            if end <= until:
                came = deeds.filter(pl.col("happened_on").is_between(start, end, closed="left"))
                rows.append({"day": day, "step": step} | _inside(fit, came, day, step, unit))
    schema: dict[str, pl.DataType] = {"day": pl.Date(), "step": pl.Int64(), "dyads": pl.Int64()}
    schema |= {f"covered_{level}": pl.Float64() for level in LEVELS}
    return pl.DataFrame(rows, schema=schema).filter(pl.col("dyads") > 0)


def _inside(fit: Fit, came: pl.DataFrame, day: date, step: int, unit: str) -> dict[str, Any]:
    means = came.group_by("actor", "recipient").agg(pl.col("weight").mean(), count=pl.len())
    rows = fit.panel.dyads.with_row_index("row").join(means, on=["actor", "recipient"])
    at = rows["row"].to_numpy()
    known_level = np.isfinite(fit.filtered.level[at, -1])
    at, rows = at[known_level], rows.filter(pl.Series(known_level))
    noise = fit.variances.noise[at] / rows["count"].to_numpy() + fit.variances.shared[at]
    sd = np.sqrt(_variance(fit, day, step, unit)[at] + noise)
    miss = np.abs(rows["weight"].to_numpy() - fit.filtered.level[at, -1]) / sd
    found: dict[str, Any] = {"dyads": len(at)}
    for level in LEVELS:
        reach = student.ppf(0.5 + level / 200, fit.variances.freedom[at])
        found[f"covered_{level}"] = float(np.mean(miss <= reach)) if len(at) else None
    return found


def _variance(fit: Fit, day: date, step: int, unit: str) -> Reals:
    """Variance of each dyad's warmth `step` periods after `day`."""
    gap = max(_weeks(fit.panel.periods[-1], day) - 1, 0.0)
    weeks = 1.0 if unit == "week" else MONTH_DAYS / 7
    return np.asarray(fit.filtered.variance[:, -1] + fit.step[:, -1] * (gap + step * weeks))


def _weeks(start: date, end: date) -> float:
    return (end - start).days / 7


def _row(
    fit: Fit, dyad: Dyad, step: int, unit: str, as_of: date, at: int, record: pl.DataFrame
) -> dict[str, Any]:
    level = float(fit.filtered.level[at, -1])
    spread = float(np.sqrt(_variance(fit, as_of, step, unit)[at]))
    ends: dict[str, float] = {}
    for share in LEVELS:
        half = float(student.ppf(0.5 + share / 200, fit.variances.freedom[at])) * spread
        ends |= {f"low_{share}": max(level - half, -10.0), f"high_{share}": min(level + half, 10.0)}
    past = record.filter(pl.col("step") == step)
    weighted = (pl.col("covered_80") * pl.col("dyads")).sum() / pl.col("dyads").sum()
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
        "covered_80": past.select(weighted).item() if past.height else None,
        "origins": past.height,
        "verdict": "no better than last value: warmth is carried on, with a band that widens",
    }
