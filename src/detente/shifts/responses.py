"""How a relation moved in the weeks after another had moved: impulse responses by projection.

One regression a horizon, of the target h periods later on the driver now, with the same controls as
the lagged test (Jorda 2005, American Economic Review 95(1)). The band is what circular shifts of
the driver give: an unlinked driver stays inside it nine times in ten. "Goes with", never "made".
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from detente.core.errors import CoverageError
from detente.core.states import require_state
from detente.relations.local_level import Array
from detente.shifts.drivers import LEAST_EVENTS
from detente.shifts.lagged import controls_for
from detente.shifts.weekly import NetSeries, net_series

__all__ = ["impulse_response"]

_NEAR: int = 12


def impulse_response(
    events: pl.DataFrame,
    target: tuple[str, str],
    *,
    driver: tuple[str, str],
    horizon: int = 12,
    period: str = "week",
    as_of: date | None = None,
    coverage: pl.DataFrame | None = None,
    domain: str | None = None,
    dataset: str | None = None,
) -> pl.DataFrame:
    """Response of `target` in each period after a move of `driver` by one standard deviation.

    Arguments as `drivers.drivers`.

    Returns:
        One row a horizon 0 … `horizon`: `after` (periods), `response` (standard deviations of the
        target), `low`, `high` (90 % band of an unlinked driver), `beyond` (whether outside it).

    Raises:
        CoverageError: under 30 events of one of the two, under 48 covered periods, or not one
            dataset.
    """
    found = net_series(
        events, period=period, as_of=as_of, coverage=coverage, domain=domain, dataset=dataset
    )
    if len(found) != 1:
        raise CoverageError("a response is taken in one dataset; name one with `dataset`.")
    series = found[0]
    rows = []
    for pair in (target, driver):
        named = (require_state(pair[0]), require_state(pair[1]))
        rows.append(series.row(named))
        if rows[-1] < 0:
            raise CoverageError(f"no event of {named[0]} and {named[1]} in '{series.dataset}'.")
        if series.events[rows[-1]] < LEAST_EVENTS or series.covered.sum() < 4 * _NEAR:
            raise CoverageError(
                f"{int(series.events[rows[-1]])} events of {named[0]} and {named[1]} in "
                f"{int(series.covered.sum())} covered periods; a response needs at least "
                f"{LEAST_EVENTS} events and {4 * _NEAR} periods."
            )
    return _projections(series, rows[0], rows[1], horizon)


def _projections(series: NetSeries, target: int, driver: int, horizon: int) -> pl.DataFrame:
    y, x = (_standard(series.values[row], series.covered) for row in (target, driver))
    controls = controls_for(y, series.activity(target), seen=series.covered)
    rows = []
    size = y.size
    for after in range(horizon + 1):
        kept = slice(0, size - after)
        seen = series.covered[kept] & series.covered[after:]
        design = controls[kept] * seen[:, None]
        basis = np.linalg.qr(design)[0]
        later = y[after:] * seen
        later = later - basis @ (basis.T @ later)
        slopes = [
            _slope(np.roll(x, shift)[kept] * seen, later, basis)
            for shift in (0, *range(_NEAR, size - _NEAR))
        ]
        low, high = np.quantile(slopes[1:], [0.05, 0.95])
        beyond = bool(slopes[0] < low or slopes[0] > high)
        rows.append((after, slopes[0], float(low), float(high), beyond))
    schema = {"after": pl.Int32, "response": pl.Float64, "low": pl.Float64, "high": pl.Float64,
              "beyond": pl.Boolean}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _standard(values: Array, covered: np.ndarray) -> Array:
    mean, deviation = values[covered].mean(), max(float(values[covered].std()), 1e-9)
    standard: Array = np.where(covered, (values - mean) / deviation, 0.0)
    return standard


def _slope(moved: Array, later: Array, basis: Array) -> float:
    moved = moved - basis @ (basis.T @ moved)
    return float(moved @ later / max(float(moved @ moved), 1e-9))
