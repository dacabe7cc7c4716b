"""Counts by dyad, period and quad class, in periods that end on the day of the forecast.

Weeks are seven days back from `as_of`, months end on its day of the month: no period is half known.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.core.codebook import QUADS, ROOTS
from detente.core.errors import CoverageError, TableError
from detente.core.states import require_state
from detente.relations.events import between_states, fitting, known, prepare

__all__ = ["CountPanel", "Dyad", "count_panel", "parse_horizon", "period_bounds", "shifted"]

Dyad = tuple[str, str]
Reals = npt.NDArray[np.float64]
HOSTILE = tuple(name for name, root in ROOTS.items() if root.quad.endswith("_conf"))
"""Roots that are counted apart: which hostile deed it was says more than its class."""
LATE_DAYS = {"week": 2, "month": 7}
"""The last days of a period that are counted apart too."""


@dataclass(frozen=True)
class CountPanel:
    """`counts`: dyads × periods × quad classes, oldest period first.

    `bounds` has one more day than there are periods: period t is [bounds[t], bounds[t + 1]), and
    the last bound is the day of the forecast. `detail`: dyads × periods × (each root of HOSTILE,
    then the four classes in the last days of the period); None where it isn't known.
    """

    dyads: tuple[Dyad, ...]
    bounds: tuple[date, ...]
    counts: Reals
    unit: str
    detail: Reals | None = None

    @property
    def periods(self) -> int:
        """How many periods."""
        return int(self.counts.shape[1])

    def row(self, dyad: Dyad) -> int:
        """Row of a dyad; -1 where it isn't in the panel."""
        return self.dyads.index(dyad) if dyad in self.dyads else -1


def parse_horizon(text: str) -> tuple[int, str]:
    """Number and unit of a horizon such as 12w or 6m.

    Raises:
        TableError: not a number of weeks (w) or months (m), or none.

    >>> parse_horizon("12w"), parse_horizon("6m")
    ((12, 'week'), (6, 'month'))
    """
    units = {"w": "week", "m": "month"}
    number, unit = text[:-1], units.get(text[-1:])
    if unit is None or not number.isdigit() or not 1 <= int(number) <= 52:
        raise TableError(f"'{text}' is not a horizon. Give weeks (12w) or months (6m), 1 to 52.")
    return int(number), unit


def shifted(day: date, periods: int, *, unit: str) -> date:
    """The day `periods` weeks or months later (earlier if negative); the 31st becomes the last."""
    if unit == "week":
        return day + timedelta(days=7 * periods)
    month = day.year * 12 + day.month - 1 + periods
    year, number = divmod(month, 12)
    last = calendar.monthrange(year, number + 1)[1]
    return date(year, number + 1, min(day.day, last))


def period_bounds(as_of: date, *, first: date, unit: str) -> tuple[date, ...]:
    """Bounds of the whole periods between the day `first` and `as_of`, oldest first."""
    bounds = [as_of]
    while (earlier := shifted(as_of, -len(bounds), unit=unit)) >= first:
        bounds.append(earlier)
    return tuple(reversed(bounds))


def count_panel(
    events: pl.DataFrame,
    *,
    as_of: date,
    unit: str = "week",
    dyads: Sequence[Dyad] = (),
    at_least: int = 10,
    since: date | None = None,
) -> CountPanel:
    """Counts of every dyad that has `at_least` events before `as_of`, and of `dyads` anyway.

    Args:
        events: one row per event, columns as in `core.tables.EVENTS`. Deeds reported or done on
            `as_of` or later are not seen; one dataset only.
        as_of: the day of the forecast.
        unit: week or month.
        dyads: asked for, by code or name; zeros where nothing was coded.
        at_least: fewer events than this, and a dyad is left out as too thin to learn from.
        since: first day covered; None: the first day with an event.

    Raises:
        TableError: a column is missing, more than one dataset, or an unknown unit.
        CoverageError: no whole period is covered before `as_of`.
    """
    if unit not in ("week", "month"):
        raise TableError(f"'{unit}' is no length of period for forecasts. Give week or month.")
    deeds = fitting(between_states(known(prepare(events), as_of)), unit)
    if deeds["dataset"].n_unique() > 1:
        raise TableError(
            f"events come from {', '.join(sorted(deeds['dataset'].unique()))}: counts of different "
            "datasets don't compare. Give one of them."
        )
    first = since or deeds["happened_on"].min()
    bounds = period_bounds(as_of, first=first, unit=unit) if isinstance(first, date) else ()
    if len(bounds) < 2:
        raise CoverageError(
            f"No whole {unit} is covered before {as_of}. Give a later day, or a wider store."
        )
    placed = deeds.filter(pl.col("happened_on") >= bounds[0])
    asked = [(require_state(one), require_state(other)) for one, other in dyads]
    chosen = _chosen(placed, asked, at_least)
    counts, detail = _counted(placed, chosen, bounds, unit)
    return CountPanel(tuple(chosen), bounds, counts, unit, detail)


def _chosen(deeds: pl.DataFrame, asked: list[Dyad], at_least: int) -> list[Dyad]:
    totals = deeds.group_by("actor", "recipient").len().filter(pl.col("len") >= at_least)
    return sorted(set(totals.select("actor", "recipient").rows()) | set(asked))


def _counted(
    deeds: pl.DataFrame, dyads: list[Dyad], bounds: tuple[date, ...], unit: str
) -> tuple[Reals, Reals]:
    schema = {"actor": pl.String, "recipient": pl.String}
    row = pl.DataFrame(dyads, schema=schema, orient="row").with_row_index("row")
    kept = deeds.join(row, on=["actor", "recipient"], how="inner")
    edges = np.array(bounds, "datetime64[D]")
    days = kept["happened_on"].to_numpy().astype("datetime64[D]")
    period = np.searchsorted(edges, days, side="right") - 1
    quad = kept["quad"].replace_strict(QUADS, list(range(4)), return_dtype=pl.Int64).to_numpy()
    places = {name: at for at, name in enumerate(HOSTILE)}
    root = kept["root"].replace_strict(places, default=-1, return_dtype=pl.Int64).to_numpy()
    counts = np.zeros((len(dyads), len(bounds) - 1, len(QUADS)))
    detail = np.zeros((len(dyads), len(bounds) - 1, len(HOSTILE) + len(QUADS)))
    at = kept["row"].to_numpy()
    np.add.at(counts, (at, period, quad), 1.0)
    hostile = root >= 0
    np.add.at(detail, (at[hostile], period[hostile], root[hostile]), 1.0)
    late = (edges[period + 1] - days).astype(int) <= LATE_DAYS[unit]
    np.add.at(detail, (at[late], period[late], len(HOSTILE) + quad[late]), 1.0)
    return counts, detail
