"""The lower panel of a relation chart: how many events of each class a period has."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from detente.show.theme import INK, QUAD_LOOKS
from detente.show.time_axis import Window, data_of, quad_scale, tips
from detente.show.vega import Spec

__all__ = ["count_panel"]


def count_panel(rows: pl.DataFrame, *, events: pl.DataFrame | None, window: Window) -> Spec:
    """Events of each class a period: co-operation up, conflict down; plain bars without classes."""
    counts = _counts(rows, events, window)
    encoding: Spec = {
        "x": window.axis("start", labels=True),
        "x2": {"field": "end"},
        "y": {
            "field": "from_",
            "type": "quantitative",
            "title": "events",
            "axis": {
                "tickCount": 3,
                "tickMinStep": 1,
                "format": "~s",
                "labelExpr": "replace(datum.label, '−', '')",
            },
        },
        "y2": {"field": "to"},
        "tooltip": tips(("day", "period from"), ("class", "class"), ("number", "events")),
        "description": {"field": "said"},
    }
    if counts and counts[0]["class"] is not None:
        colours = [look.colour for look in QUAD_LOOKS.values()]
        colour = {"field": "class", "type": "nominal", "scale": quad_scale(colours), "legend": None}
        encoding["color"] = colour
    mark = {"type": "rect", "color": INK["line"]}
    return {
        "width": window.width,
        "height": 70,
        "data": data_of(counts),
        "mark": mark,
        "encoding": encoding,
    }


def _counts(
    rows: pl.DataFrame, events: pl.DataFrame | None, window: Window
) -> list[dict[str, Any]]:
    if events is None:
        plain = rows.select("period", quad=pl.lit(None, dtype=pl.String), number="events")
    else:
        plain = events.group_by(
            pl.col("happened_on").dt.truncate(window.every).alias("period"), "quad"
        ).agg(number=pl.len())
    counted = {(row["period"], row["quad"]): row["number"] for row in plain.to_dicts()}
    return [
        bar
        for period in sorted({key[0] for key in counted})
        for bar in _stack(period, counted, window)
    ]


# From the zero line outwards: deeds first, then words.
_UP, _DOWN = ("material_coop", "verbal_coop"), ("material_conf", "verbal_conf")


def _stack(
    period: date, counted: dict[tuple[date, str | None], int], window: Window
) -> list[dict[str, Any]]:
    end = period + timedelta(days=window.period_days)
    bars = []
    for sign, quads in ((1, (*_UP, None)), (-1, _DOWN)):
        height = 0
        for quad in quads:
            number = counted.get((period, quad), 0)
            if number:
                look = QUAD_LOOKS[quad].label if quad else None
                bars.append(
                    {
                        "start": period,
                        "end": end,
                        "day": str(period),
                        "class": look,
                        "number": number,
                        "said": f"period from {period}; {number} events, {look or 'of any class'}",
                        "from_": sign * height,
                        "to": sign * (height + number),
                    }
                )
                height += number
    return bars
