"""Rolling-origin evaluation: what each way of forecasting would have been worth, day after day.

At each origin every model sees only the periods before it, and the ensemble's weights, spreads and
calibration come from forecasts whose outcomes were known by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl

from detente.core.errors import CoverageError
from detente.forecast.baselines import HARD_BASELINE
from detente.forecast.boosted import Plan
from detente.forecast.ensemble import Pool, first_origins, fit_pool, single
from detente.forecast.panel import CountPanel, Dyad, count_panel
from detente.forecast.rolling import LEAST_PERIODS, Rolled, roll
from detente.forecast.scores import gain
from detente.forecast.track_record import Scores, score

__all__ = ["ENSEMBLE", "backtest", "backtest_table", "score_models"]

ENSEMBLE = "ensemble"


def backtest(
    events: pl.DataFrame,
    *,
    as_of: date,
    unit: str = "week",
    step: int = 1,
    origins: int = 9,
    dyads: Sequence[Dyad] = (),
    most_dyads: int | None = 50,
    since: date | None = None,
    plan: Plan | None = None,
) -> pl.DataFrame:
    """Scores of every model at the last `origins` days of forecast before `as_of`.

    Args:
        events: one row per event, columns as in `core.tables.EVENTS`; one dataset.
        as_of: end of the last period that is scored.
        unit: week or month.
        step: periods ahead.
        origins: how many past days are forecast from.
        dyads: score these; empty: the `most_dyads` busiest (None: all that have ten events).
        most_dyads: see `dyads`.
        since: first day covered; None: the day of the first event.
        plan: how the trees are grown.

    Returns:
        One row per model, best first: `model`, `crps` and `log_score` (mean per dyad and period,
        summed over quad classes), `gain` (share of CRPS below the hard baseline's) with its 95 %
        interval by dyad (`gain_low`, `gain_high`), `covered_50`, `covered_80`, `covered_90`, and of
        any material conflict in the period `brier`, `skill`, `auc`, `calibration_error`.

    Raises:
        CoverageError: too few periods before `as_of`.
    """
    panel = count_panel(events, as_of=as_of, unit=unit, dyads=dyads, since=since)
    if not panel.dyads:
        raise CoverageError(
            f"No dyad has ten events before {as_of}: too few to score. Name --dyad."
        )
    before = max(min(LEAST_PERIODS, panel.periods - step - 2 * origins), 2)
    first = max(panel.periods - step + 1 - 2 * origins, before)
    if panel.periods - step - origins < 4 or panel.periods - step + 1 - first <= origins:
        raise CoverageError(
            f"Only {panel.periods} whole {unit}s lie before {as_of}: too few to forecast "
            f"{step} ahead from {origins} of them. Ask for fewer origins or a later day."
        )
    rolled = roll(
        panel,
        origins=range(first, panel.periods - step + 1),
        steps=(step,),
        plan=plan,
        rows=_scored(panel, dyads, most_dyads),
    )[0]
    return backtest_table(score_models(rolled, test=origins))


def _scored(
    panel: CountPanel, dyads: Sequence[Dyad], most: int | None
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    if dyads:
        return np.array([panel.row(dyad) for dyad in dyads])
    busiest = np.argsort(-panel.counts.sum(axis=(1, 2)), kind="stable")
    return np.sort(busiest[:most])


def score_models(rolled: Rolled, *, test: int) -> dict[str, Scores]:
    """Scores at the last `test` origins of every model alone, and of the ensemble."""
    count = len(rolled.origins)
    late = Rolled(
        rolled.origins[count - test :],
        rolled.step,
        {name: rates[count - test :] for name, rates in rolled.rates.items()},
        {name: rates[count - test :] for name, rates in rolled.rare.items()},
        rolled.counts[count - test :],
    )
    pasts = [
        first_origins(rolled, max(at - (rolled.step - 1), 1)) for at in range(count - test, count)
    ]
    found = {
        name: score(late, [single(past, name) for past in pasts], classifiers=False)
        for name in rolled.rates
    }
    pools: list[Pool] = [fit_pool(past) for past in pasts]
    return found | {ENSEMBLE: score(late, pools)}


def backtest_table(scores: dict[str, Scores]) -> pl.DataFrame:
    """One row per model, as `backtest` returns it."""
    base = scores[HARD_BASELINE]
    rows = []
    for name, own in scores.items():
        found = gain(own.by_dyad, base.by_dyad)
        rows.append(
            {
                "model": name,
                "crps": own.crps,
                "log_score": own.log_score,
                "gain": found.share,
                "gain_low": found.low,
                "gain_high": found.high,
                "covered_50": own.covered[0.5],
                "covered_80": own.covered[0.8],
                "covered_90": own.covered[0.9],
                "brier": own.brier,
                "skill": own.skill,
                "auc": own.auc,
                "calibration_error": own.calibration_error,
            }
        )
    return pl.DataFrame(rows).sort("crps", "model")
