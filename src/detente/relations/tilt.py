"""Tilt: how much closer a state is to one other than to a second, with its band."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

import numpy as np
import polars as pl
from scipy.stats import norm

from detente.core.errors import CodebookError, CoverageError
from detente.core.states import require_state
from detente.core.tables import TILT, conform
from detente.relations.variances import Pool
from detente.relations.warmth import LEVEL, Fit, fit_warmth

__all__ = ["tilt", "tilt_of_fits"]


def tilt(
    events: pl.DataFrame,
    state: str,
    *,
    between: Sequence[str],
    period: str = "week",
    directed: bool = False,
    as_of: date | None = None,
    coverage: pl.DataFrame | None = None,
    domain: str | None = None,
    dataset: str | None = None,
    level: float = LEVEL,
    pool: Pool | None = None,
) -> pl.DataFrame:
    """How much warmer `state` is with the first of `between` than with the second, by period.

    Args:
        events: one row per event, columns as in `core.tables.EVENTS`; all dyads, for the pool.
        state: who leans; a code or name.
        between: two states or more; each pair of them is compared, in the order given.
        directed: True looks at what `state` does to them alone; False at both directions.
        period, as_of, coverage, domain, dataset, level, pool: as `relations.warmth.warmth`.

    Returns:
        `core.tables.TILT`, one row a pair of `between` and covered period. Positive leans to
        `towards`. The band takes the two relations as independent. Null where one of them has no
        event at all.

    Raises:
        CodebookError: an unknown state or domain, or fewer than two different ones in `between`.
        CoverageError: `events` has no event between states.
    """
    fits = fit_warmth(
        events, period=period, directed=directed, as_of=as_of, coverage=coverage,
        domain=domain, dataset=dataset, pool=pool,
    )  # fmt: skip
    return tilt_of_fits(fits, state, between=between, directed=directed, level=level)


def tilt_of_fits(
    fits: Sequence[Fit],
    state: str,
    *,
    between: Sequence[str],
    directed: bool = False,
    level: float = LEVEL,
) -> pl.DataFrame:
    """`tilt` from models that were fitted already, one a dataset.

    Raises:
        CodebookError, CoverageError: as `tilt`.
    """
    middle = require_state(state)
    sides = [require_state(side) for side in between]
    if len(set(sides)) < 2 or middle in sides or len(set(sides)) != len(sides):
        raise CodebookError(
            f"tilt of {middle} between {', '.join(sides) or 'nobody'}: name two or more different "
            "states that it may lean to, none of them the state itself."
        )
    if not fits:
        raise CoverageError("no event between two states; nothing to compare.")
    frames = [
        _tilt(fit, middle, towards=one, than=other, directed=directed, level=level)
        for fit in fits
        for one, other in combinations(sides, 2)
    ]
    return pl.concat(frames)


def _tilt(
    fit: Fit, state: str, *, towards: str, than: str, directed: bool, level: float
) -> pl.DataFrame:
    one, other = (_side(fit, state, side, directed=directed) for side in (towards, than))
    difference = one["level"] - other["level"]
    deviation = np.sqrt(one["variance"] + other["variance"])
    half = float(norm.ppf(0.5 + level / 2)) * deviation
    shown = fit.panel.covered
    columns = {
        "tilt": difference,
        "low": difference - half,
        "high": difference + half,
        "filtered": one["filtered"] - other["filtered"],
        "probability": norm.cdf(difference / deviation),
    }
    table = pl.DataFrame(
        {
            "period": pl.Series(fit.panel.periods, dtype=pl.Date),
            "events_towards": one["events"],
            "events_than": other["events"],
            **columns,
        }
    ).with_columns(
        pl.col(list(columns)).fill_nan(None),
        dataset=pl.lit(fit.panel.dataset), state=pl.lit(state), towards=pl.lit(towards),
        than=pl.lit(than), level=pl.lit(level),
    )  # fmt: skip
    return conform(table.filter(pl.Series(shown)), TILT)


def _side(fit: Fit, state: str, side: str, *, directed: bool) -> dict[str, np.ndarray]:
    """Levels of one relation; NaN throughout where it has no event."""
    dyad = (state, side) if directed or state < side else (side, state)
    row = fit.panel.row(*dyad)
    empty = np.full(len(fit.panel.periods), np.nan)
    if row < 0:
        names = ("level", "variance", "filtered")
        return dict.fromkeys(names, empty) | {"events": np.zeros_like(empty)}
    seen = np.maximum.accumulate(fit.panel.seen[row])
    return {
        "level": fit.smoothed.level[row],
        "variance": fit.smoothed.variance[row],
        "filtered": np.where(seen, fit.filtered.level[row], np.nan),
        "events": fit.panel.events[row],
    }
