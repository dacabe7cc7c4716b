"""One state in the middle and its partners round it: who is near, who is at odds, who is unsure."""

from __future__ import annotations

import math
from typing import Any, Final

import polars as pl

from detente.core.errors import TableError
from detente.show.names import side_name
from detente.show.theme import INK, QUAD_LOOKS
from detente.show.vega import Spec, plain_rows

__all__ = ["ego_spec"]

SIZE: Final = 480
_FRIENDLY = QUAD_LOOKS["material_coop"].colour
_HOSTILE = QUAD_LOOKS["material_conf"].colour
_KINDS: Final = ("friendly", "hostile", "not sure")
_HIDDEN: Final = {"type": "quantitative", "axis": None, "scale": {"domain": [-1.45, 1.45]}}


def ego_spec(
    warmth: pl.DataFrame, *, centre: str, links: str = "", dataset: str = "", size: int = SIZE
) -> Spec:
    """Vega-Lite dictionary of an ego network: lines blue where the band of warmth lies over 0,
    orange where it lies below, grey and dashed where it holds 0.

    Args:
        warmth: one row a pair (`core.tables.WARMTH`, undirected), the latest of each; pairs with
            `centre` are its partners, the others are drawn thin and only where they are sure.
        centre: the state in the middle.
        links: begins the address of a partner's relation.
        dataset: who coded the events, for the subtitle.

    Partners stand in order of their codes, so a state keeps its side from one day to the next.

    Raises:
        TableError: no partner with a warmth.
    """
    rows = warmth.drop_nulls("warmth").with_columns(
        kind=pl.when(pl.col("low") > 0).then(pl.lit("friendly"))
        .when(pl.col("high") < 0).then(pl.lit("hostile")).otherwise(pl.lit("not sure"))
    )  # fmt: skip
    own = rows.filter((pl.col("actor") == centre) | (pl.col("recipient") == centre))
    partners = sorted({*own["actor"], *own["recipient"]} - {centre})
    if not partners:
        raise TableError(f"ego network of {centre}: no partner with a warmth. Widen the dates.")
    places = {centre: (0.0, 0.0)} | {
        state: _on_circle(at, len(partners)) for at, state in enumerate(partners)
    }
    others = rows.filter(
        pl.col("actor").is_in(partners), pl.col("recipient").is_in(partners),
        pl.col("kind") != "not sure",
    )  # fmt: skip
    last = max(own["period"].to_list())
    return {
        "title": {
            "text": f"{side_name(centre)} and its busiest partners",
            "subtitle": [
                f"Warmth in the period from {last}, Goldstein points; thin lines: partners among "
                "each other, where sure.",
                f"Not sure: the band holds 0. {'Dataset: ' + dataset + '.' if dataset else ''}",
            ],
        },
        "width": size,
        "height": size,
        "layer": [
            _ties(_placed(others, places), thin=True),
            _ties(_placed(own, places), thin=False),
            *_nodes(own, centre, places, links),
        ],
    }


def _on_circle(at: int, number: int) -> tuple[float, float]:
    angle = math.pi / 2 - 2 * math.pi * at / number
    return round(math.cos(angle), 4), round(math.sin(angle), 4)


def _placed(rows: pl.DataFrame, places: dict[str, tuple[float, float]]) -> list[dict[str, Any]]:
    found = []
    for row in rows.sort("actor", "recipient").to_dicts():
        one, other = places[row["actor"]], places[row["recipient"]]
        who = f"{side_name(row['actor'])} – {side_name(row['recipient'])}"
        said = f"{who}; {row['kind']}, warmth {row['warmth']:+.1f}; {row['events']} events"
        found.append(
            {"x": one[0], "y": one[1], "x2": other[0], "y2": other[1], "who": who, "said": said,
             "kind": row["kind"], "warmth": row["warmth"], "events": row["events"]}
        )  # fmt: skip
    return found


def _ties(rows: list[dict[str, Any]], *, thin: bool) -> Spec:
    colours = [_FRIENDLY, _HOSTILE, INK["muted"]]
    return {
        "data": {"values": plain_rows(rows)},
        "mark": {"type": "rule", "opacity": 0.45 if thin else 0.9,
                 "strokeWidth": 0.9 if thin else 2.6},
        "encoding": {
            "x": {"field": "x", **_HIDDEN}, "y": {"field": "y", **_HIDDEN},
            "x2": {"field": "x2"}, "y2": {"field": "y2"},
            "color": {"field": "kind", "type": "nominal",
                      "legend": {"title": None, "orient": "bottom"},
                      "scale": {"domain": list(_KINDS), "range": colours}},
            "strokeDash": {"field": "kind", "type": "nominal", "legend": None,
                           "scale": {"domain": list(_KINDS), "range": [[1, 0], [1, 0], [5, 4]]}},
            "description": {"field": "said"},
            "tooltip": [{"field": "who", "title": "pair"},
                        {"field": "warmth", "type": "quantitative", "format": "+.1f"},
                        {"field": "events", "type": "quantitative"}],
        },
    }  # fmt: skip


def _nodes(
    own: pl.DataFrame, centre: str, places: dict[str, tuple[float, float]], links: str
) -> list[Spec]:
    warm = {}
    for row in own.to_dicts():
        other = row["recipient"] if row["actor"] == centre else row["actor"]
        warm[other] = f"{row['warmth']:+.1f}".replace("-", "−")
    rows = [
        {"x": x, "y": y, "name": side_name(state), "value": warm.get(state, ""),
         "said": f"{side_name(state)} {warm.get(state, '')}", "link": f"{links}{state}"}
        for state, (x, y) in places.items()
    ]  # fmt: skip
    at = {"x": {"field": "x", **_HIDDEN}, "y": {"field": "y", **_HIDDEN}}
    linked = {"href": {"field": "link"}} if links else {}
    data = {"values": rows}
    dot = {"type": "circle", "size": 130, "opacity": 1, "color": INK["line"]}
    words: list[Spec] = []
    halo = {"stroke": INK["paper"], "strokeWidth": 3.5, "strokeJoin": "round", "aria": False}
    for text, dy, look in (
        ("name", -13, {"fontSize": 12, "fontWeight": 600}),
        ("value", 18, {"fontSize": 11, "color": INK["muted"]}),
    ):
        for more in (halo, {}):  # Lines run below the words: they are drawn on a lighter edge.
            mark = {"type": "text", "dy": dy, **look, **more}
            words.append({"data": data, "mark": mark, "encoding": {**at, "text": {"field": text}}})
    dots = {"data": data, "mark": dot,
            "encoding": {**at, **linked, "description": {"field": "said"}}}  # fmt: skip
    return [dots, *words]
