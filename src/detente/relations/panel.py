"""A table of dyads and periods as arrays, dyad x period, holes in coverage kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.core.tables import DYAD_PERIOD, check
from detente.relations.events import require_period
from detente.relations.local_level import Array
from detente.relations.variances import Observed

__all__ = ["DAYS", "Panel", "observed", "panel_of"]

DAYS: Final = {"day": 1.0, "week": 7.0, "month": 365.2425 / 12, "quarter": 365.2425 / 4,
               "year": 365.2425}  # fmt: skip


@dataclass(frozen=True)
class Panel:
    """Counts of one dataset as arrays, dyad x period, over every period of its span.

    `dyads` has one row a dyad (`actor`, `recipient`); `periods` are the first days, holes included.
    `events` is 0 where nothing was coded or nothing was covered; `mean` is NaN there; `squares` is
    the sum of squared weights; `quads` has one array a quad class; `covered` is one flag a period.
    """

    dataset: str
    period: str
    dyads: pl.DataFrame
    periods: list[date]
    covered: npt.NDArray[np.bool_]
    covered_days: Array
    events: Array
    mean: Array
    squares: Array
    quads: dict[str, Array]

    @property
    def seen(self) -> npt.NDArray[np.bool_]:
        """Where a dyad has at least one event."""
        return self.events > 0

    def row(self, actor: str, recipient: str) -> int:
        """Row of a dyad, or -1 where the table doesn't hold it."""
        found = self.dyads.with_row_index("row").filter(actor=actor, recipient=recipient)
        return int(found["row"][0]) if found.height else -1


def panel_of(counts: pl.DataFrame, *, period: str) -> list[Panel]:
    """One panel for each dataset in `counts` (`core.tables.DYAD_PERIOD`), by name.

    Raises:
        TableError: `counts` lacks a column.
    """
    check(counts, DYAD_PERIOD)
    parts = counts.partition_by("dataset", as_dict=True, maintain_order=True)
    return [_panel(part, period=period) for _, part in sorted(parts.items())]


def _panel(counts: pl.DataFrame, *, period: str) -> Panel:
    every = require_period(period)
    first, last = counts["period"].min(), counts["period"].max()
    periods = pl.select(period=pl.date_range(first, last, interval=every))["period"]  # type: ignore[arg-type]
    days = counts.select("period", "covered_days").unique("period")
    covered = periods.to_frame().join(days, on="period", how="left", maintain_order="left")
    dyads = counts.select("actor", "recipient").unique().sort("actor", "recipient")
    placed = counts.join(dyads.with_row_index("row"), on=["actor", "recipient"]).join(
        periods.to_frame().with_row_index("column"), on="period"
    )
    shape = (dyads.height, len(periods))
    at = (placed["row"].to_numpy(), placed["column"].to_numpy())

    def grid(name: str, empty: float = 0.0) -> Array:
        filled = np.full(shape, empty)
        filled[at] = placed[name].cast(pl.Float64).fill_null(empty).to_numpy()
        return filled

    quads = ("verbal_coop", "material_coop", "verbal_conf", "material_conf")
    return Panel(
        dataset=counts["dataset"][0],
        period=period,
        dyads=dyads,
        periods=periods.to_list(),
        covered=covered["covered_days"].is_not_null().to_numpy(),
        covered_days=covered["covered_days"].fill_null(0).cast(pl.Float64).to_numpy(),
        events=grid("events"),
        mean=grid("mean_weight", np.nan),
        squares=grid("sum_squares"),
        quads={quad: grid(quad) for quad in quads},
    )


def observed(panel: Panel) -> Observed:
    """The panel's observations packed to the left, gaps in weeks."""
    seen = panel.seen
    count = seen.sum(axis=1)
    width = int(count.max()) if count.size else 0
    order = np.argsort(~seen, axis=1, kind="stable")[:, :width]
    inside = np.arange(width) < count[:, None]
    events = np.where(inside, np.take_along_axis(panel.events, order, 1), 0.0)
    mean = np.where(inside, np.take_along_axis(panel.mean, order, 1), 0.0)
    gap = np.diff(order, axis=1, prepend=0) * (DAYS[panel.period] / 7.0)
    squares = np.take_along_axis(panel.squares, order, 1)
    within = np.where(inside, squares - events * mean**2, 0.0)
    return Observed(
        mean=mean,
        events=events,
        gap=np.where(inside, gap, 0.0),
        count=count,
        scatter=np.maximum(within, 0.0).sum(axis=1),
        freedom=np.where(inside, events - 1.0, 0.0).sum(axis=1),
    )
