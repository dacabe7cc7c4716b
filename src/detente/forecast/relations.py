"""A relation's next weeks or months as distributions: counts by quad class, and warmth.

Every forecast is an ensemble chosen on past days, and stands beside a named simple forecast and
what both were worth in the past.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.core.codebook import QUADS
from detente.core.states import require_state
from detente.core.tables import FORECAST
from detente.forecast.baselines import HARD_BASELINE
from detente.forecast.boosted import RARE, Boosted, Plan, fit_boosted, learnable
from detente.forecast.ensemble import Pool, fit_pool, pooled_rare, pooled_rates, single
from detente.forecast.panel import CountPanel, Dyad, count_panel, parse_horizon, shifted
from detente.forecast.rolling import LEAST_PERIODS, Rolled, rates_at, roll
from detente.forecast.scores import quantile_counts
from detente.forecast.signals import signals
from detente.forecast.track_record import Record, track_record, verdict
from detente.forecast.warmth_ahead import warmth_ahead
from detente.relations.warmth import warmth

__all__ = ["Outlook", "forecast_panel", "forecast_relation", "forecast_relations", "seen_before"]

Reals = npt.NDArray[np.float64]
LEVELS = (90, 80, 50)
# Fitted steps; those between take the nearest one's pool.
STEPS = (1, 2, 3, 4, 6, 8, 12, 18, 26, 39, 52)
SCORED_DYADS = 400
"""Past days are scored on the busiest dyads, and the one asked for."""
QUICK = Plan(rounds=60, rate=0.07, stride=2, most_rows=30_000)


@dataclass(frozen=True)
class Outlook:
    """All that one step ahead rests on: pool and baseline alone, and their past scores."""

    step: int
    pool: Pool
    baseline: Pool
    record: Record | None


def forecast_relation(
    events: pl.DataFrame,
    dyad: Dyad,
    *,
    horizon: str = "12w",
    as_of: date,
    since: date | None = None,
    dataset: str | None = None,
    plan: Plan | None = None,
) -> pl.DataFrame:
    """Distributions of what one state will do to another, per period ahead.

    Args:
        events: one row per event, columns as in `core.tables.EVENTS`; of all dyads, since the
            models learn from the others too.
        dyad: (actor, recipient), by ISO code or name.
        horizon: weeks (12w) or months (6m); periods count from `as_of`.
        as_of: nothing reported (or, without a day of report, done) on this day or later is seen.
        since: first day that the dataset covers; None: the day of the first event.
        dataset: which dataset, where `events` holds several.
        plan: how the trees are grown.

    Returns:
        `core.tables.FORECAST`: per step one row for each quad class, and one for warmth. `gain` is
        null and the verdict says "not measured" where too few periods lie behind `as_of`; with
        fewer than 20 periods only the simple forecasts are weighed.

    Raises:
        CoverageError: no whole period is covered before `as_of`.
        CodebookError: a name that means no state.
        TableError: a column is missing, or `events` holds several datasets.
    """
    return forecast_relations(
        events, [dyad], horizon=horizon, as_of=as_of, since=since, dataset=dataset, plan=plan
    )


def forecast_relations(
    events: pl.DataFrame,
    dyads: Sequence[Dyad],
    *,
    horizon: str = "12w",
    as_of: date,
    since: date | None = None,
    dataset: str | None = None,
    plan: Plan | None = None,
) -> pl.DataFrame:
    """`forecast_relation` of several dyads by one set of models.

    Raises:
        CoverageError, CodebookError, TableError: as `forecast_relation`.
    """
    steps, unit = parse_horizon(horizon)
    rows = events if dataset is None else events.filter(pl.col("dataset") == dataset)
    asked = [(require_state(one), require_state(other)) for one, other in dyads]
    panel = count_panel(rows, as_of=as_of, unit=unit, dyads=asked, since=since)
    counts = forecast_panel(panel, asked, steps=steps, plan=plan)
    level = warmth_ahead(rows, asked, steps=steps, unit=unit, as_of=as_of)
    name = dataset or (str(rows["dataset"][0]) if "dataset" in rows.columns else "events")
    found = [row | {"dataset": name} for row in [*counts, *level]]
    return FORECAST.frame(found).sort("step", maintain_order=True)


def seen_before(
    events: pl.DataFrame,
    dyad: Dyad,
    *,
    as_of: date,
    unit: str = "week",
    periods: int = 26,
    since: date | None = None,
    levels: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """What was seen in the last periods before `as_of`, to be drawn beside a forecast.

    Args:
        events: as in `core.tables.EVENTS`, of one dataset.
        dyad: (actor, recipient), by ISO code or name.
        as_of: the day of the forecast; nothing reported from it on is counted.
        unit: week or month.
        periods: how many, at most.
        since: first day that the dataset covers; None: the day of the first event.
        levels: `core.tables.WARMTH` of the dyad and dataset, as of that day, if known already.

    Returns:
        One row per measure and period: `measure` (a quad class, or warmth as it was known in each
        period), `start` (first day), `value`; no warmth for a dyad without an event.
    """
    asked = (require_state(dyad[0]), require_state(dyad[1]))
    panel = count_panel(events, as_of=as_of, unit=unit, dyads=[asked], at_least=10**9, since=since)
    counts = panel.counts[panel.row(asked)]
    starts = panel.bounds[:-1]
    rows = [
        {"measure": quad, "start": start, "value": float(counts[at, place])}
        for place, quad in enumerate(QUADS)
        for at, start in list(enumerate(starts))[-periods:]
    ]
    first = starts[-periods:][0]
    if levels is None:
        levels = warmth(events, dyads=[asked], as_of=as_of)
    seen = levels.filter((pl.col("period") >= first) & pl.col("filtered").is_not_null())
    known = seen.select(measure=pl.lit("warmth"), start="period", value="filtered")
    return pl.concat([pl.DataFrame(rows), known])


def forecast_panel(
    panel: CountPanel, dyads: Sequence[Dyad], *, steps: int, plan: Plan | None = None
) -> list[dict[str, Any]]:
    """Rows of `core.tables.FORECAST` (without `dataset`) for some dyads of a panel."""
    chosen = plan or QUICK
    fitted_steps = [step for step in STEPS if step <= steps]
    outlooks = _outlooks(panel, fitted_steps, dyads, chosen)
    fitted: Boosted | None = None
    if _learned(panel, fitted_steps):
        fitted = fit_boosted(panel, origin=panel.periods, steps=fitted_steps, plan=chosen)
    seen = signals(panel, panel.periods) if fitted is not None else None
    rows = []
    for step in range(1, steps + 1):
        nearest = min(outlooks, key=lambda outlook: abs(outlook.step - step))
        rates, rare = rates_at(panel, panel.periods, step=step, fitted=fitted, seen=seen)
        for dyad in dyads:
            at = panel.row(dyad)
            mine = {name: values[[at]] for name, values in rates.items()}
            odds = {name: values[[at]] for name, values in rare.items()}
            rows += _rows(panel, dyad, step, nearest, mine, odds)
    return rows


def _past_origins(panel: CountPanel, steps: Sequence[int]) -> range:
    """Past days to forecast again: a third of the record, at least enough for the longest step."""
    back = max(panel.periods // 3, min(steps[-1] + 8, panel.periods // 2))
    start = max(panel.periods - back, 2)
    if panel.periods >= LEAST_PERIODS + 6:
        start = max(start, LEAST_PERIODS)
    return range(start, panel.periods)


def _learned(panel: CountPanel, steps: Sequence[int]) -> bool:
    first = _past_origins(panel, steps).start
    return first >= LEAST_PERIODS and learnable(panel, first)


def _outlooks(
    panel: CountPanel, steps: Sequence[int], dyads: Sequence[Dyad], plan: Plan
) -> list[Outlook]:
    origins = _past_origins(panel, steps)
    busiest = np.argsort(-panel.counts.sum(axis=(1, 2)), kind="stable")[:SCORED_DYADS]
    kept = np.unique(np.concatenate([busiest, [panel.row(dyad) for dyad in dyads]]))
    rolled = roll(
        panel, origins=origins, steps=steps, refit_every=len(origins), plan=plan, rows=kept
    )
    if not rolled:
        return [_prior(panel)]
    enough = [past for past in rolled if len(past.origins) >= 3] or rolled[:1]
    return [_outlook(past) for past in enough]


def _outlook(past: Rolled) -> Outlook:
    return Outlook(past.step, fit_pool(past), single(past, HARD_BASELINE), track_record(past))


def _prior(panel: CountPanel) -> Outlook:
    """With no past forecast at all: the hard baseline, spread as in the panel's own counts."""
    mean, _ = rates_at(panel, panel.periods, step=1, fitted=None)
    rates = {name: values[None] for name, values in mean.items()}
    past = Rolled((panel.periods - 1,), 1, rates, {}, panel.counts[:, -1:].transpose(1, 0, 2))
    alone = single(past, HARD_BASELINE)
    return Outlook(1, alone, alone, None)


def _rows(
    panel: CountPanel,
    dyad: Dyad,
    step: int,
    outlook: Outlook,
    rates: dict[str, Reals],
    rare: dict[str, Reals],
) -> list[dict[str, Any]]:
    usable = {name: values for name, values in rare.items() if len(outlook.pool.models) > 1}
    mean, size = pooled_rates(outlook.pool, rates)
    base, base_size = pooled_rates(outlook.baseline, rates)
    any_event = 1 - (size / (size + mean)) ** size
    any_event[:, RARE] = pooled_rare(outlook.pool, rates=rates, rare=usable)
    base_any = 1 - (base_size / (base_size + base)) ** base_size
    as_of = panel.bounds[-1]
    shared = _past(outlook.record) | {
        "actor": dyad[0],
        "recipient": dyad[1],
        "as_of": as_of,
        "step": step,
        "start": shifted(as_of, step - 1, unit=panel.unit),
        "end": shifted(as_of, step, unit=panel.unit),
        "baseline": HARD_BASELINE,
    }
    return [
        shared
        | _spread(mean[:, at], size[:, at])
        | {
            "measure": quad,
            "mean": float(mean[0, at]),
            "probability": float(any_event[0, at]),
            "baseline_mean": float(base[0, at]),
            "baseline_probability": float(base_any[0, at]),
        }
        for at, quad in enumerate(QUADS)
    ]


def _past(record: Record | None) -> dict[str, Any]:
    if record is None:
        return {"gain": None, "covered_80": None, "origins": 0, "verdict": verdict(None)}
    covered = record.own.covered[0.8]
    return {
        "gain": 1 - record.own.crps / record.baseline.crps,
        "covered_80": None if np.isnan(covered) else covered,
        "origins": record.origins,
        "verdict": verdict(record),
    }


def _spread(mean: Reals, size: Reals) -> dict[str, float]:
    found = {"median": float(quantile_counts(0.5, mean=mean, size=size)[0])}
    for level in LEVELS:
        edge = (1 - level / 100) / 2
        found[f"low_{level}"] = float(quantile_counts(edge, mean=mean, size=size)[0])
        found[f"high_{level}"] = float(quantile_counts(1 - edge, mean=mean, size=size)[0])
    return found
