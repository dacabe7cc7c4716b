"""Forecasts as fans beside their baseline, and how far stated chances came true."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import polars as pl

from detente.core.errors import TableError
from detente.core.phrases import counted
from detente.show.names import side_name
from detente.show.theme import INK, QUAD_LOOKS
from detente.show.time_axis import on_scale
from detente.show.vega import Spec, in_altair, plain_rows

if TYPE_CHECKING:
    import altair as alt

__all__ = ["calibration_spec", "forecast_spec", "plot_calibration", "plot_forecast"]

WIDTH: Final = 720
_INTERVALS: Final = ((90, 0.22), (80, 0.28), (50, 0.4))
_NAMES: Final = {quad: look.label for quad, look in QUAD_LOOKS.items()} | {"warmth": "warmth"}


def plot_forecast(
    forecast: pl.DataFrame, *, past: pl.DataFrame | None = None, title: str | None = None
) -> alt.TopLevelMixin:
    """Fan of a forecast beside its named baseline, one panel a measure.

    Bands hold with 50, 80 and 90 % as stated; the line is the median, the dashed line what the
    baseline expects. What the forecasts of counts were worth stands once above the panels, where
    it is the same for all.

    Args:
        forecast: rows of `core.tables.FORECAST` of one dyad.
        past: what was seen before: `measure`, `start` (first day of the period), `value`.
        title: heading; the two sides if null.

    Raises:
        TableError: no row, or more than one dyad.
    """
    return in_altair(forecast_spec(forecast, past=past, title=title))


def forecast_spec(
    forecast: pl.DataFrame,
    *,
    past: pl.DataFrame | None = None,
    title: str | None = None,
    width: int = WIDTH,
) -> Spec:
    """Vega-Lite dictionary of `plot_forecast`."""
    dyads = forecast.select("actor", "recipient", "dataset", "as_of").unique()
    if dyads.height != 1:
        raise TableError(
            f"forecast: one dyad, dataset and as_of are drawn at a time; found {dyads.height}."
        )
    actor, recipient, dataset, as_of = dyads.row(0)
    measures = [name for name in _NAMES if name in set(forecast["measure"])]
    baseline = str(forecast["baseline"][0])
    counts = forecast.filter(pl.col("measure") != "warmth")
    alike = counts.group_by("step").agg(pl.col("verdict").n_unique())["verdict"].max() == 1
    shared = _said(counts.sort("step")) if alike else []
    return {
        "title": {
            "text": title or f"{side_name(actor)} → {side_name(recipient)}: forecast",
            "subtitle": [
                f"As of {as_of}, nothing later seen. Dataset: {dataset}. "
                "Bands: 50, 80 and 90 %; line: median.",
                f"Dashed: the baseline ({baseline}).",
                *(f"{'Counts: ' if not at else ''}{line}" for at, line in enumerate(shared)),
            ],
        },
        "vconcat": [
            _fan(forecast, past, name, width, verdict=name == "warmth" or not shared)
            for name in measures
        ],
        "resolve": {"scale": {"x": "shared"}},
        "spacing": 14,
    }


def _fan(
    forecast: pl.DataFrame, past: pl.DataFrame | None, name: str, width: int, *, verdict: bool
) -> Spec:
    rows = forecast.filter(pl.col("measure") == name).sort("step")
    # A step needs a point at its end, or the last period has no width.
    ending = rows.tail(1).with_columns(start=pl.col("end"))
    ahead = pl.concat([rows, ending])
    if name == "warmth":
        bounds = [f"{end}_{share}" for share, _ in _INTERVALS for end in ("low", "high")]
        ahead = on_scale(ahead, *bounds)
    data = {"values": plain_rows(ahead.to_dicts())}
    unit = "Goldstein points" if name == "warmth" else f"events a {_length(rows)}"
    look = QUAD_LOOKS.get(name)
    colour = look.colour if look else INK["line"]
    layers: list[Spec] = []
    own = None if past is None else past.filter(pl.col("measure") == name)
    top = None if name == "warmth" else _top(rows, own)
    if own is not None:
        closing = own.sort("start").tail(1).with_columns(start=pl.lit(rows["as_of"][0]))
        layers.append(_past(pl.concat([own, closing]), top))
    layers += [
        _band(data, f"low_{share}", f"high_{share}", opacity, colour, top=top)
        for share, opacity in _INTERVALS
    ]
    layers += [
        _line(data, "median", colour, [], top=top),
        _line(data, "baseline_mean", INK["ink"], [4, 3], top=top),
    ]
    first, *later = _said(rows) if verdict else [""]
    said = [f"{_NAMES[name].capitalize()}, {unit}{': ' if first else ''}{first}", *later]
    return {
        "title": {"text": said, "fontSize": 12, "fontWeight": "normal", "offset": 4},
        "width": width,
        "height": 110,
        "layer": layers,
    }


def _said(rows: pl.DataFrame) -> list[str]:
    """The verdict; where it changes with the step, that of the first and of the last step."""
    first, last = str(rows["verdict"][0]), str(rows["verdict"][-1])
    if first == last:
        return [first]
    length, steps = _length(rows), rows["step"]
    ahead = [counted(int(step), length) for step in (steps[0], steps[-1])]
    return [f"{ahead[0]} ahead, {first};", f"{ahead[1]} ahead, {last}"]


def _length(rows: pl.DataFrame) -> str:
    """What a step is long."""
    days = rows.select((pl.col("end") - pl.col("start")).dt.total_days().max()).item()
    return "week" if days <= 7 else "month"


_X: Final = {
    "field": "start",
    "type": "temporal",
    "scale": {"type": "utc"},
    "title": None,
    # The year under the first tick and under each January.
    "axis": {
        "tickCount": 6,
        "labelExpr": "datum.index == 0 || utcmonth(datum.value) == 0"
        " ? [utcFormat(datum.value, '%-d %b'), utcFormat(datum.value, '%Y')]"
        " : utcFormat(datum.value, '%-d %b')",
    },
}


def _y(field: str, top: float | None) -> Spec:
    """An axis as wide as those of the other panels; of counts from 0 to at least one event."""
    scale = {} if top is None else {"scale": {"domain": [0, max(1.0, top)]}}
    axis: Spec = {"tickCount": 4, "minExtent": 34}
    if top is not None and top < 5:  # Of few events no half ones.
        axis |= {"values": list(range(int(max(1.0, top)) + 1)), "format": "d"}
    return {"field": field, "type": "quantitative", "title": None, "axis": axis, **scale}


def _top(rows: pl.DataFrame, past: pl.DataFrame | None) -> float:
    seen = None if past is None else past["value"].max()
    highs = [rows["high_90"].max(), rows["baseline_mean"].max(), seen]
    return max(float(high) for high in highs if isinstance(high, int | float))


def _band(
    data: Spec, low: str, high: str, opacity: float, colour: str, *, top: float | None
) -> Spec:
    return {
        "data": data,
        "mark": {"type": "area", "color": colour, "opacity": opacity, "interpolate": "step-after"},
        "encoding": {"x": _X, "y": _y(low, top), "y2": {"field": high}},
    }


def _line(data: Spec, field: str, colour: str, dash: list[int], *, top: float | None) -> Spec:
    tips = ("start", "end", "median", "low_80", "high_80", "baseline_mean")
    mark = {
        "type": "line",
        "color": colour,
        "strokeDash": dash or [1, 0],
        "interpolate": "step-after",
        "strokeWidth": 1.6,
    }
    return {
        "data": data,
        "mark": mark,
        "encoding": {"x": _X, "y": _y(field, top), "tooltip": [{"field": name} for name in tips]},
    }


def _past(rows: pl.DataFrame, top: float | None) -> Spec:
    return {
        "data": {"values": plain_rows(rows.sort("start").to_dicts())},
        "mark": {
            "type": "line",
            "color": INK["muted"],
            "interpolate": "step-after",
            "point": False,
        },
        "encoding": {"x": _X, "y": _y("value", top)},
    }


def plot_calibration(
    outcomes: pl.DataFrame,
    *,
    bins: int = 10,
    title: str = "Stated chances and what happened",
    record: str = "",
) -> alt.TopLevelMixin:
    """How often things happened that were given a chance of 10 %, 20 %, …: on the line is right.

    Args:
        outcomes: `probability` (stated, 0 … 1) and `happened` (Boolean), one row a forecast; with
            a column `model`, one colour each.
        bins: equal parts of 0 … 1.
        title: heading.
        record: days and dataset of the forecasts, for the subtitle: `wording.record_words`.

    Raises:
        TableError: a column is missing, or no row.
    """
    return in_altair(calibration_spec(outcomes, bins=bins, title=title, record=record))


def calibration_spec(
    outcomes: pl.DataFrame,
    *,
    bins: int = 10,
    title: str = "Stated chances and what happened",
    record: str = "",
) -> Spec:
    """Vega-Lite dictionary of `plot_calibration`."""
    if outcomes.is_empty() or not {"probability", "happened"} <= set(outcomes.columns):
        raise TableError("calibration: needs rows with 'probability' and 'happened'.")
    rows = calibration_rows(outcomes, bins=bins)
    colours = [INK["line"], QUAD_LOOKS["verbal_conf"].colour, INK["shift"], INK["other"]]
    axis = {"format": "%", "values": [0, 0.25, 0.5, 0.75, 1]}
    chance: Spec = {
        "field": "stated", "type": "quantitative", "title": "stated chance",
        "scale": {"domain": [0, 1]}, "axis": axis,
    }  # fmt: skip
    share: Spec = {
        "field": "share", "type": "quantitative", "title": "share that happened",
        "scale": {"domain": [0, 1]}, "axis": axis,
    }  # fmt: skip
    several = len({row["model"] for row in rows}) > 1
    colour = {"field": "model", "type": "nominal", "scale": {"range": colours}, "title": None,
              **({} if several else {"legend": None})}  # fmt: skip
    most = max(row["number"] for row in rows)
    data = {"values": rows}
    number = {"field": "number", "type": "quantitative", "title": "forecasts",
              "legend": {"values": sorted({1, (most + 1) // 2, most})}}  # fmt: skip
    tips = [{"field": name} for name in ("model", "stated", "share", "low", "high", "number")]
    ends = [{"stated": 0, "share": 0}, {"stated": 1, "share": 1}]
    return {
        "title": {"text": title, "subtitle": [
            *([record] if record else []),
            f"{counted(outcomes.height, 'forecast')}; bars: 90 %; dashed: as stated.",
        ]},
        "width": 360,
        "height": 360,
        "layer": [
            {
                "data": {"values": ends},
                "mark": {"type": "line", "color": INK["muted"], "strokeDash": [4, 3]},
                "encoding": {"x": chance, "y": share},
            },
            {
                "data": data,
                "mark": {"type": "rule", "opacity": 0.7},
                "encoding": {"x": chance, "y": {**share, "field": "low"}, "y2": {"field": "high"},
                             "color": colour},
            },
            {
                "data": data,
                "mark": {"type": "point", "filled": True, "opacity": 0.95},
                "encoding": {"x": chance, "y": share, "color": colour, "size": number,
                             "tooltip": tips},
            },
        ],
    }  # fmt: skip


def calibration_rows(outcomes: pl.DataFrame, *, bins: int) -> list[dict[str, Any]]:
    """One row per model and part of 0 … 1: mean stated chance, share that happened, 90 % band."""
    named = outcomes if "model" in outcomes.columns else outcomes.with_columns(model=pl.lit("all"))
    part = (pl.col("probability") * bins).floor().clip(0, bins - 1)
    grouped = (
        named.group_by("model", part=part)
        .agg(
            stated=pl.col("probability").mean(),
            share=pl.col("happened").cast(pl.Float64).mean(),
            number=pl.len(),
        )
        .sort("model", "part")
    )
    return [{**row, **_wilson(row["share"], row["number"])} for row in grouped.to_dicts()]


def _wilson(share: float, number: int) -> dict[str, float]:
    """90 % interval of a share (Wilson 1927, JASA 22, 209-212)."""
    z = 1.6449
    middle = (share + z * z / (2 * number)) / (1 + z * z / number)
    half = z * ((share * (1 - share) + z * z / (4 * number)) / number) ** 0.5 / (1 + z * z / number)
    return {"low": max(0.0, middle - half), "high": min(1.0, middle + half)}
