"""The world coloured by how states get on with one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import polars as pl

from detente.core.errors import TableError
from detente.core.states import state_of
from detente.show.names import side_name
from detente.show.theme import INK
from detente.show.vega import Spec, in_altair

if TYPE_CHECKING:
    import altair as alt

__all__ = ["map_spec", "plot_map"]

LIMIT = 6.0
"""Goldstein points at which the colour is full: few relations lie beyond."""

COLOURS = ["#b23a12", "#e9c2ac", "#f4f2ee", "#a9c6e4", "#1b5e9b"]


def plot_map(
    values: pl.DataFrame,
    *,
    to: str,
    measure: str = "warmth",
    title: str | None = None,
    record: str = "",
) -> alt.TopLevelMixin:
    """Map of the world by a measure of each state's relation to the state `to`.

    Orange is hostile, blue friendly, grey not known; the state itself is dark.

    Args:
        values: `state` (ISO 3166 alpha-3) and `value` in Goldstein points; `events` too, if known.
        to: the state that the measure is about.
        measure: its name, for the legend.
        title: heading; "Warmth with …" if null.
        record: days and dataset that the values are of, for the subtitle: `wording.record_words`.

    Raises:
        TableError: a column is missing.

    Source: Natural Earth (public domain) through world-atlas 2.0.2, 1:110m.
    """
    return in_altair(map_spec(values, to=to, measure=measure, title=title, record=record))


def map_spec(
    values: pl.DataFrame,
    *,
    to: str,
    measure: str = "warmth",
    title: str | None = None,
    record: str = "",
    links: str = "",
    width: int = 720,
) -> Spec:
    """Vega-Lite dictionary of `plot_map`; `links` begins the address of each state."""
    absent = {"state", "value"} - set(values.columns)
    if absent:
        raise TableError(f"map: column '{min(absent)}' is missing; found {values.columns}.")
    known = {row["state"]: row for row in values.to_dicts()}
    tips = [{"field": f"properties.{name}", "title": title_} for name, title_ in _TIPS]
    colour: Spec = {
        "field": "properties.value",
        "type": "quantitative",
        "title": f"{measure}, Goldstein points",
        "scale": {
            "domain": [LIMIT * share for share in (-1, -0.5, 0, 0.5, 1)],
            "range": COLOURS,
            "interpolate": "rgb",
            "clamp": True,
        },
        "legend": {"orient": "bottom", "direction": "horizontal", "gradientLength": 220},
    }
    encoding: Spec = {
        "color": {
            "condition": [
                {"test": "datum.properties.self", "value": INK["line"]},
                {"test": "!isValid(datum.properties.value)", "value": INK["faint"]},
            ],
            **colour,
        },
        "tooltip": tips,
        "description": {"field": "properties.said"},
    }
    if links:
        linked = {"test": "isValid(datum.properties.link)", "field": "properties.link"}
        encoding["href"] = {"condition": linked, "value": None}
    return {
        "title": {
            "text": title or f"{measure.capitalize()} with {side_name(to)}",
            "subtitle": [
                *([record] if record else []),
                "Orange hostile, blue friendly, grey not known. Shapes: Natural Earth.",
            ],
        },
        "width": width,
        "height": round(width * 0.48),
        "projection": {"type": "equalEarth"},
        "data": {"values": _shapes(known, to, links)},
        "mark": {
            "type": "geoshape",
            "stroke": INK["paper"],
            "strokeWidth": 0.5,
            "invalid": None,
        },
        "encoding": encoding,
    }


_TIPS = (("name", "state"), ("told", "value"), ("events", "events"))


def _shapes(known: Mapping[str, Any], to: str, links: str) -> list[dict[str, Any]]:
    shapes = []
    for shape in _world():
        state = shape["state"]
        row = known.get(state or "", {})
        value = row.get("value")
        about = {
            "name": side_name(state) if state else shape["name"],
            "value": value,
            "told": "not known" if value is None else f"{value:+.1f}",
            "events": row.get("events"),
            "self": state == to,
        }
        about["said"] = f"{about['name']}; {about['told']}"
        if links and state and state != to and value is not None:
            about["link"] = f"{links}{state}"
        shapes.append({"type": "Feature", "geometry": shape["geometry"], "properties": about})
    return shapes


@cache
def _world() -> list[dict[str, Any]]:
    """Outlines of states: `state` (ISO alpha-3 or null), `name`, GeoJSON `geometry`."""
    text = files("detente.show").joinpath("static/vendor/countries-110m.json").read_text("utf-8")
    atlas = json.loads(text)
    arcs = [_places(arc, atlas["transform"]) for arc in atlas["arcs"]]
    return [
        {
            "state": _state(shape),
            "name": shape["properties"]["name"],
            "geometry": _geometry(shape, arcs),
        }
        for shape in atlas["objects"]["countries"]["geometries"]
        if shape["properties"]["name"] != "Antarctica"
    ]


def _state(shape: Mapping[str, Any]) -> str | None:
    """ISO alpha-3 of an outline, by its number; Kosovo has none and is known by its name."""
    if "id" in shape:
        return state_of(shape["id"], dialect="iso_numeric")
    return state_of(shape["properties"]["name"], dialect="name")


def _places(arc: list[list[int]], transform: Mapping[str, list[float]]) -> list[list[float]]:
    """Longitude and latitude of a TopoJSON arc, whose points are steps on a grid."""
    (wide, high), (left, low) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append([round(x * wide + left, 2), round(y * high + low, 2)])
    return points


def _geometry(shape: Mapping[str, Any], arcs: list[list[list[float]]]) -> dict[str, Any]:
    if shape["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": [_ring(ring, arcs) for ring in shape["arcs"]]}
    parts = [[_ring(ring, arcs) for ring in part] for part in shape["arcs"]]
    return {"type": "MultiPolygon", "coordinates": parts}


def _ring(numbers: list[int], arcs: list[list[list[float]]]) -> list[list[float]]:
    """One closed line; a negative number means the arc ~n run backwards."""
    points: list[list[float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points
