"""What the panels of a chart over time share: the window, axes, data, tooltips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from detente.core.codebook import SCALE
from detente.relations.events import require_period
from detente.show.theme import QUAD_LOOKS
from detente.show.vega import Spec, plain_rows

__all__ = ["Window", "data_of", "last_day", "on_scale", "quad_scale", "tips", "weight_axis"]


@dataclass(frozen=True)
class Window:
    """The time axis: [since, until), the length of a period in days, the width in pixels."""

    since: date
    until: date
    period_days: int
    width: int

    @property
    def last(self) -> date:
        """Last day inside the window."""
        return self.until - timedelta(days=1)

    @property
    def unit(self) -> str:
        """Name of the period: day, week, month, quarter or year."""
        names = ((2, "day"), (8, "week"), (45, "month"), (120, "quarter"))
        return next((name for limit, name in names if self.period_days < limit), "year")

    @property
    def every(self) -> str:
        """The period as polars truncates days."""
        return {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q", "year": "1y"}[self.unit]

    def axis(self, field: str, *, labels: bool = False) -> Spec:
        """The x encoding for a day in `field`, in UTC so that no reader's clock moves a day."""
        domain = [{"expr": f"utc({day.year},{day.month - 1},{day.day})"} for day in self.ends]
        return {
            "field": field,
            "type": "temporal",
            "scale": {"type": "utc", "domain": domain},
            "axis": {"title": None, "labels": labels, "ticks": labels, "tickCount": 8},
        }

    @property
    def ends(self) -> tuple[date, date]:
        """First day, and first day after."""
        return self.since, self.until


def last_day(first: date, *, period: str) -> date:
    """Last day of the day, week, month, quarter or year that begins on `first`.

    >>> last_day(date(2018, 10, 1), period="quarter")
    datetime.date(2018, 12, 31)
    """
    after: date = pl.select(pl.lit(first).dt.offset_by(require_period(period))).item()
    return after - timedelta(days=1)


def data_of(rows: list[dict[str, Any]]) -> Spec:
    """Rows as the data of a layer."""
    # A day alone ("2018-01-31") is read as UTC by every JavaScript engine, so no parse is named.
    return {"values": plain_rows(rows)}


def quad_scale(values: list[str]) -> Spec:
    """A nominal scale over the labels of the quad classes, with one value each."""
    return {"domain": [look.label for look in QUAD_LOOKS.values()], "range": values}


def on_scale(rows: pl.DataFrame, *bounds: str) -> pl.DataFrame:
    """Rows with the ends of a band of warmth cut to Goldstein's scale, for drawing and printing.

    The model knows no ends of the scale, so the band of a thin relation may pass them; the warmth
    can't. Nothing is computed from what this gives.

    >>> on_scale(pl.DataFrame({"low": [-12.5], "high": [3.0]}), "low", "high").rows()
    [(-10.0, 3.0)]
    """
    return rows.with_columns(pl.col(*bounds).clip(*SCALE))


def weight_axis(field: str, title: str | None = None) -> Spec:
    """The y encoding of a weight or warmth, always from -10 to 10."""
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"domain": list(map(int, SCALE)), "nice": False},
        "axis": {"values": [-10, -5, 0, 5, 10], "title": title},
    }


def tips(*pairs: tuple[str, str]) -> list[Spec]:
    """Tooltip of (field, title) pairs; measures with two places."""
    return [
        {"field": field, "title": title, **({"format": ".2f"} if number else {})}
        for field, title in pairs
        for number in [field in {"warmth", "low", "high", "weight", "size"}]
    ]
