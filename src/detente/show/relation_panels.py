"""The upper panel of a relation chart: warmth with its band, and a low one for comparisons."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from detente.show.relation_marks import event_marks, hole_layers, shift_layers
from detente.show.theme import INK
from detente.show.time_axis import Window, data_of, on_scale, tips, weight_axis
from detente.show.vega import Spec

__all__ = ["balance_panel", "band_layer", "small_panel", "zero_layer"]

_AXIS: Final = "warmth, Goldstein points"


def balance_panel(
    rows: pl.DataFrame,
    *,
    events: pl.DataFrame | None,
    shifts: pl.DataFrame | None,
    holes: list[dict[str, Any]],
    window: Window,
    links: str = "",
    shift_links: str = "",
) -> Spec:
    """Warmth with its band, marks of events, shifts as upright lines, holes in grey."""
    layers = [*hole_layers(holes, window), *_warmth(rows, window)]
    if events is not None and events.height:
        layers.append(event_marks(events, window, links))
    if shifts is not None and shifts.height:
        layers += shift_layers(shifts, window, shift_links)
    return {"width": window.width, "height": 210, "layer": layers}


def small_panel(rows: pl.DataFrame, *, window: Window, title: str, last: bool) -> Spec:
    """Warmth with its band in a low panel; only the last of a column carries the days."""
    layers = _warmth(rows, window)
    y = {**weight_axis("warmth"), "axis": {"values": [-10, 0, 10], "title": None}}
    for layer in layers:
        own = layer["encoding"]
        own["y"] = {**y, "field": own["y"]["field"]}
        if "x" in own:
            own["x"] = window.axis("period", labels=last)
    return {
        "title": {"text": title, "fontSize": 12, "fontWeight": "normal", "offset": 4},
        "width": window.width,
        "height": 84,
        "layer": layers,
    }


def _pieces(rows: pl.DataFrame, window: Window) -> list[dict[str, Any]]:
    """Rows with the number of the unbroken stretch they stand in: a line never spans a hole."""
    step = pl.col("period").diff().dt.total_days().fill_null(0)
    broken = (step > window.period_days * 1.6) | pl.col("warmth").is_null()
    names = ["period", "warmth", "low", "high", "events"]
    return (
        rows.sort("period")
        .with_columns(piece=broken.cast(pl.Int32).cum_sum())
        .filter(pl.col("warmth").is_not_null())
        .with_columns(day=pl.col("period").cast(pl.String))
        .pipe(on_scale, "low", "high")
        .select(*names, "piece", "day")
        .to_dicts()
    )


def _warmth(rows: pl.DataFrame, window: Window) -> list[Spec]:
    pieces = _pieces(rows, window)
    return [band_layer(pieces, window), zero_layer(), _line(pieces, window)]


def band_layer(pieces: list[dict[str, Any]], window: Window, *, opacity: float = 0.55) -> Spec:
    """The band of warmth, a stretch for each `piece` of the rows."""
    return {
        "data": data_of(pieces),
        "mark": {"type": "area", "color": INK["band"], "opacity": opacity, "aria": False},
        "encoding": {
            "x": window.axis("period"),
            "y": weight_axis("low", _AXIS),
            "y2": {"field": "high"},
            "detail": {"field": "piece"},
        },
    }


def zero_layer() -> Spec:
    """The level line of a warmth of nought."""
    return {
        "data": {"values": [{"zero": 0}]},
        "mark": {"type": "rule", "color": INK["muted"], "strokeWidth": 1, "aria": False},
        "encoding": {"y": weight_axis("zero", _AXIS)},
    }


def _line(pieces: list[dict[str, Any]], window: Window) -> Spec:
    return {
        "data": data_of(pieces),
        "mark": {
            "type": "line",
            "color": INK["line"],
            "strokeWidth": 2,
            "point": {"color": INK["line"], "size": 8},
        },
        "encoding": {
            "x": window.axis("period"),
            "y": weight_axis("warmth", _AXIS),
            "detail": {"field": "piece"},
            "tooltip": tips(
                ("day", "period from"),
                ("warmth", "warmth"),
                ("low", "low"),
                ("high", "high"),
                ("events", "events"),
            ),
        },
    }
