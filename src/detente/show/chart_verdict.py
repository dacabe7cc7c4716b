"""The chart beside a verdict: warmth of the relation, the windows compared, the article's day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

import polars as pl

from detente.show.names import side_name
from detente.show.relation_marks import hole_layers
from detente.show.relation_panels import band_layer, zero_layer
from detente.show.theme import INK
from detente.show.time_axis import Window, data_of, on_scale, tips, weight_axis
from detente.show.vega import Spec

__all__ = ["verdict_spec"]

WIDTH: Final = 560
_DAY: Final = timedelta(days=1)
_AXIS: Final = "warmth, Goldstein points"


def verdict_spec(
    verdict: Mapping[str, Any],
    warmth: pl.DataFrame,
    *,
    published_on: date,
    coverage: pl.DataFrame | None = None,
    width: int = WIDTH,
    heading: bool = True,
) -> Spec | None:
    """Vega-Lite dictionary: what a verdict was read from; null where nothing was coded of the pair.

    One panel for a trend; for a cause the cause's relation above the effect's, on one time axis.
    Each has warmth with its band, the window and the days that it is compared with shaded, the
    mean weight of both as a thick line, the number of reports below, and an upright line on the
    article's day (and on that on which the cause's relation turned).

    Args:
        verdict: a row of `core.tables.VERDICTS`.
        warmth: `core.tables.WARMTH` of pairs (directed=False), of one or several datasets.
        published_on: the article's day.
        coverage: `core.tables.COVERAGE`; days that none of the datasets covers are greyed.
        heading: false where the page says in words what is drawn.
    """
    pairs = [pair for pair in (verdict["cause_pair"], verdict["pair"]) if pair and len(pair) == 2]
    panels = [(pair, _of(warmth, pair)) for pair in pairs]
    window = _span(verdict, published_on, width)
    inside = pl.col("period").is_between(window.since, window.until, closed="left")
    panels = [(pair, rows.filter(inside)) for pair, rows in panels]
    panels = [(pair, rows) for pair, rows in panels if int(rows["events"].sum()) > 0]
    if not panels:
        return None
    drawn = []
    for at, (pair, rows) in enumerate(panels, start=1):
        own = verdict if list(pair) == list(verdict["pair"]) else None
        days = [(published_on, "article")]
        if verdict["turned_on"]:
            days.append((verdict["turned_on"], "turned"))
        drawn.append(
            _panel(pair, rows, own, verdict, window, days, coverage, last=at == len(panels))
        )
    title = {"title": _heading(verdict, pairs)} if heading else {}
    return {"vconcat": drawn, "spacing": 14, **title}


def _of(warmth: pl.DataFrame, pair: Sequence[str]) -> pl.DataFrame:
    one, two = sorted(pair)
    return warmth.filter((pl.col("actor") == one) & (pl.col("recipient") == two)).sort("period")


def _span(verdict: Mapping[str, Any], published_on: date, width: int) -> Window:
    """From the first day that was compared to the last, whole months."""
    asked = [verdict["window_from"], verdict["window_to"], published_on]
    asked += [day for day in (verdict["before_from"], verdict["before_to"]) if day]
    return Window((min(asked) - 20 * _DAY).replace(day=1), max(asked) + 25 * _DAY, 30, width)


def _covered(
    stretch: tuple[date, date], coverage: pl.DataFrame | None, dataset: str
) -> tuple[date, date]:
    """The stretch from its first to its last covered day; as it is where none is known."""
    if coverage is None:
        return stretch
    days = coverage.filter(
        pl.col("dataset").is_in(dataset.split(" + ")),
        pl.col("day").is_between(*stretch, closed="left"),
    )["day"].to_list()
    return (min(days), max(days) + _DAY) if days else stretch


def _heading(verdict: Mapping[str, Any], pairs: Sequence[Sequence[str]]) -> Spec:
    names = [f"{side_name(pair[0])} – {side_name(pair[1])}" for pair in pairs]
    views = {"known": "what the article could know", "since": "what came after it"}
    return {
        "text": f"{verdict['verdict'].capitalize()}: {views[verdict['view']]}",
        "subtitle": [
            f"{' above, '.join(names)}{' below' if len(names) > 1 else ''}. "
            f"Record: {verdict['dataset']}. Line: warmth by month, with its 90 % band.",
            "Dark shading: the window; light: what it is compared with; thick lines: mean weights.",
        ],
        "fontSize": 13,
    }


def _panel(
    pair: Sequence[str],
    rows: pl.DataFrame,
    own: Mapping[str, Any] | None,
    verdict: Mapping[str, Any],
    window: Window,
    days: list[tuple[date, str]],
    coverage: pl.DataFrame | None,
    *,
    last: bool,
) -> Spec:
    pieces = _pieces(rows)
    layers = [
        *_uncovered(coverage, verdict["dataset"], window),
        *_shades(verdict, window, coverage),
        band_layer(pieces, window, opacity=0.6),
        zero_layer(),
        _line(pieces, window),
        *(_means(own, window, coverage) if own else []),
        *_days(days, window),
    ]
    above = {"width": window.width, "height": 130, "layer": layers}
    title = {
        "text": f"{side_name(pair[0])} – {side_name(pair[1])}",
        "fontSize": 12,
        "fontWeight": "normal",
        "offset": 4,
    }
    return {"title": title, "spacing": 2, "vconcat": [above, _reports(rows, window, last=last)]}


def _stretches(
    verdict: Mapping[str, Any], coverage: pl.DataFrame | None
) -> list[tuple[tuple[date, date], float | None, float]]:
    """(days, mean weight, darkness) of what is compared with and of the window, as covered."""
    found: list[tuple[tuple[date, date], float | None, float]] = []
    before = (verdict["before_from"], verdict["before_to"])
    within = (verdict["turned_on"] or verdict["window_from"], verdict["window_to"])
    if verdict["reading"] == "halves" and before[1]:
        within = (before[1], within[1])
    if verdict["reading"] == "level":
        before = within
    if before[0] and before[1]:
        found.append((before, verdict["weight_before"], 0.10))
    found.append((within, verdict["weight"], 0.22))
    return [
        (_covered(days, coverage, verdict["dataset"]), weight, dark) for days, weight, dark in found
    ]


def _shades(
    verdict: Mapping[str, Any], window: Window, coverage: pl.DataFrame | None
) -> list[Spec]:
    rows = [(*days, dark) for days, _, dark in _stretches(verdict, coverage)]
    if verdict["reading"] == "level":
        rows = rows[-1:]
    values = [{"from": one, "to": two, "dark": dark} for one, two, dark in rows]
    return [
        {
            "data": data_of(values),
            "mark": {"type": "rect", "color": INK["shift"], "aria": False},
            "encoding": {
                "x": window.axis("from"),
                "x2": {"field": "to"},
                "opacity": {"field": "dark", "type": "quantitative", "scale": None},
            },
        }
    ]


def _uncovered(coverage: pl.DataFrame | None, dataset: str, window: Window) -> list[Spec]:
    """Grey stretches that no dataset of the record covers."""
    if coverage is None:
        return []
    own = coverage.filter(pl.col("dataset").is_in(dataset.split(" + ")))["day"]
    edges = [window.since - _DAY, *sorted(set(own.to_list())), window.until]
    holes = [
        {"start": max(one + _DAY, window.since), "end": min(two, window.until)}
        for one, two in pairwise(edges)
        if (two - one).days > 3 and one < window.until and two > window.since
    ]
    return hole_layers(holes, window)


def _pieces(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """Months with a warmth; a line is broken where months are missing or the dataset changes."""
    gap = pl.col("period").diff().dt.total_days().fill_null(0) > 45
    broken = gap | pl.col("warmth").is_null() | (pl.col("dataset") != pl.col("dataset").shift())
    names = ["period", "warmth", "low", "high", "events", "dataset"]
    return (
        rows.with_columns(
            piece=broken.fill_null(value=False).cast(pl.Int32).cum_sum(),
            month=pl.col("period").dt.strftime("%B %Y"),
        )
        .filter(pl.col("warmth").is_not_null())
        .pipe(on_scale, "low", "high")
        .select(*names, "piece", "month")
        .to_dicts()
    )


def _line(pieces: list[dict[str, Any]], window: Window) -> Spec:
    return {
        "data": data_of(pieces),
        "mark": {
            "type": "line",
            "color": INK["line"],
            "strokeWidth": 2,
            "point": {"color": INK["line"], "size": 12},
        },
        "encoding": {
            "x": window.axis("period"),
            "y": weight_axis("warmth", _AXIS),
            "detail": {"field": "piece"},
            "tooltip": tips(
                ("month", "month"), ("warmth", "warmth"), ("low", "low"), ("high", "high"),
                ("events", "reports"), ("dataset", "dataset"),
            ),
        },
    }  # fmt: skip


def _means(verdict: Mapping[str, Any], window: Window, coverage: pl.DataFrame | None) -> list[Spec]:
    """The two mean weights that are compared, each over its own days."""
    rows = [
        {"from": days[0], "to": days[1], "weight": weight}
        for days, weight, _ in _stretches(verdict, coverage)
        if weight is not None
    ]
    return [
        {
            "data": data_of(rows),
            "mark": {"type": "rule", "color": INK["shift"], "strokeWidth": 3, "opacity": 0.8},
            "encoding": {
                "x": window.axis("from"),
                "x2": {"field": "to"},
                "y": weight_axis("weight", _AXIS),
                "tooltip": tips(("from", "from"), ("to", "to"), ("weight", "mean weight")),
            },
        }
    ]


def _days(days: list[tuple[date, str]], window: Window) -> list[Spec]:
    rows = [
        {"on": day, "label": label, "said": f"{label}: {day.day} {day:%B %Y}"}
        for day, label in days
    ]
    rule = {"type": "rule", "color": INK["ink"], "strokeWidth": 1.5, "strokeDash": [5, 3]}
    text = {"type": "text", "align": "left", "dx": 4, "dy": 8, "color": INK["ink"], "y": 0}
    encoding = {"x": window.axis("on"), "tooltip": {"field": "said"}}
    return [
        {"data": data_of(rows), "mark": rule, "encoding": encoding},
        {"data": data_of(rows), "mark": text, "encoding": {**encoding, "text": {"field": "label"}}},
    ]


def _reports(rows: pl.DataFrame, window: Window, *, last: bool) -> Spec:
    """Number of reports in each month, as low bars."""
    bars = rows.group_by("period").agg(pl.col("events").sum()).sort("period")
    values = [{"period": row["period"], "events": row["events"]} for row in bars.to_dicts()]
    return {
        "width": window.width,
        "height": 34,
        "data": data_of(values),
        "mark": {"type": "bar", "color": INK["muted"], "width": max(2, _month_width(window) - 1)},
        "encoding": {
            "x": window.axis("period", labels=last),
            "y": {
                "field": "events",
                "type": "quantitative",
                "axis": {"title": "reports", "tickCount": 2, "grid": False},
            },
            "tooltip": [{"field": "period", "title": "month from"}, {"field": "events"}],
        },
    }


def _month_width(window: Window) -> int:
    return int(window.width * 30 / max((window.until - window.since).days, 30))
