"""Charts that are tables at heart: a calendar of events, all pairs of some states, drivers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from detente.core.errors import TableError
from detente.core.phrases import counted
from detente.show.names import side_name
from detente.show.theme import INK, QUAD_LOOKS
from detente.show.vega import Spec, in_altair, plain_rows
from detente.show.wording import record_words

if TYPE_CHECKING:
    import altair as alt

__all__ = [
    "calendar_spec",
    "drivers_spec",
    "pairs_spec",
    "plot_calendar",
    "plot_drivers",
    "plot_pairs",
]

COLOURS: Final = ["#b23a12", "#e9c2ac", "#f4f2ee", "#a9c6e4", "#1b5e9b"]
LIMIT: Final = 6.0
_SCALE: Final = {
    "domain": [LIMIT * share for share in (-1, -0.5, 0, 0.5, 1)],
    "range": COLOURS,
    "interpolate": "rgb",
    "clamp": True,
}
_LEGEND: Final = {"orient": "bottom", "direction": "horizontal", "gradientLength": 220}


# Week of the year in which a month mostly begins.
_MONTHS: Final = {
    0: "Jan", 4: "Feb", 9: "Mar", 13: "Apr", 17: "May", 22: "Jun", 26: "Jul", 30: "Aug",
    35: "Sep", 39: "Oct", 43: "Nov", 48: "Dec",
}  # fmt: skip


def plot_calendar(events: pl.DataFrame, *, title: str | None = None) -> alt.TopLevelMixin:
    """One square a day: its colour the mean weight, its size the number of events.

    Args:
        events: rows of `core.tables.EVENTS` of a relation, up to about eight years; events known
            to the month or year only are left out.
        title: heading; the two states if null, where there are but two.

    Raises:
        TableError: no event with an exact day.
    """
    return in_altair(calendar_spec(events, title=title))


def calendar_spec(events: pl.DataFrame, *, title: str | None = None) -> Spec:
    """Vega-Lite dictionary of `plot_calendar`."""
    exact = events.filter(pl.col("happened_precision").is_in(["day", "report"]))
    if exact.is_empty():
        raise TableError("calendar: no event with an exact day; nothing to draw.")
    days = exact.group_by(day="happened_on").agg(number=pl.len(), weight=pl.col("weight").mean())
    rows = plain_rows(
        days.sort("day")
        .with_columns(
            year=pl.col("day").dt.year(),
            weekday=pl.col("day").dt.weekday(),
            week=(pl.col("day").dt.ordinal_day() + pl.col("day").dt.truncate("1y").dt.weekday() - 2)
            // 7,
            said=pl.format(
                "{}; {} events; mean weight {}", "day", "number", pl.col("weight").round(1)
            ),
        )
        .to_dicts()
    )
    most = max(days["number"].to_list())
    names = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
    week = {
        "field": "week", "type": "ordinal", "title": None, "scale": {"domain": list(range(54))},
        "axis": {"values": list(_MONTHS), "labelExpr": f"{_MONTHS}[datum.value]", "labelAngle": 0,
                 "labelAlign": "left", "labelFlush": False, "domain": False, "ticks": False},
    }  # fmt: skip
    weekday = {
        "field": "weekday", "type": "ordinal", "title": None,
        "scale": {"domain": [1, 2, 3, 4, 5, 6, 7]},
        "axis": {"labelExpr": f"{names}[datum.value - 1]", "grid": False, "values": [1, 3, 5, 7]},
    }  # fmt: skip
    return {
        "title": {"text": title or _calendar_title(exact), "subtitle": _calendar_words(exact)},
        "data": {"values": rows},
        "facet": {
            "row": {
                "field": "year",
                "type": "ordinal",
                "title": None,
                "header": {"labelAngle": 0, "labelAlign": "left"},
            }
        },
        "spacing": 8,
        "spec": {
            "width": 680,
            "height": 84,
            "view": {"stroke": INK["faint"]},
            "mark": {"type": "square", "opacity": 1},
            "encoding": {
                "x": week,
                "y": weekday,
                "color": {
                    "field": "weight", "type": "quantitative", "scale": _SCALE, "legend": _LEGEND,
                    "title": "mean weight, Goldstein points",
                },
                "size": {
                    "field": "number", "type": "quantitative", "title": "events",
                    "scale": {"range": [24, 130], "type": "sqrt"},
                    "legend": {"values": sorted({1, (most + 1) // 2, most})},
                },
                "description": {"field": "said"},
                "tooltip": [{"field": name} for name in ("day", "number", "weight")],
            },
        },
    }  # fmt: skip


def _calendar_title(events: pl.DataFrame) -> str:
    sides = sorted({*events["actor"].drop_nulls(), *events["recipient"].drop_nulls()})
    if len(sides) != 2:
        return "Days of events"
    return f"{side_name(sides[0])} and {side_name(sides[1])}: days of events"


def _calendar_words(events: pl.DataFrame) -> str:
    days = events["happened_on"].to_list()
    record = record_words(", ".join(sorted(set(events["dataset"]))), min(days), max(days))
    return f"{counted(events.height, 'event')}, one column a week, {record}"


def plot_pairs(
    values: pl.DataFrame,
    *,
    states: Sequence[str],
    measure: str = "warmth",
    title: str = "Who gets on with whom",
    record: str = "",
) -> alt.TopLevelMixin:
    """Heat table of all pairs among a list of states: rows act, columns receive.

    Args:
        values: `actor`, `recipient`, `value` in Goldstein points, one row a dyad; `events` too if
            known. A dyad without a row is left open: nothing is known of it.
        states: the states, in the order to show.
        measure: name of the value.
        title: heading.
        record: days and dataset that the values are of, for the subtitle: `wording.record_words`.

    Raises:
        TableError: a column is missing, or fewer than two states.
    """
    return in_altair(pairs_spec(values, states=states, measure=measure, title=title, record=record))


def pairs_spec(
    values: pl.DataFrame,
    *,
    states: Sequence[str],
    measure: str = "warmth",
    title: str = "Who gets on with whom",
    record: str = "",
    links: str = "",
) -> Spec:
    """Vega-Lite dictionary of `plot_pairs`; `links` begins the address of each pair."""
    absent = {"actor", "recipient", "value"} - set(values.columns)
    if absent or len(states) < 2:
        raise TableError(
            f"pairs: needs two states or more and the column '{min(absent, default='value')}'."
        )
    rows = [_cell(row, links) for row in _among(values, states).to_dicts()]
    order = [side_name(state) for state in states]
    size = 34 * len(order)
    x = {"field": "to", "type": "nominal", "sort": order, "title": "towards",
         "scale": {"domain": order}, "axis": {"orient": "top", "labelAngle": -40, "domain": False,
                                              "ticks": False}}  # fmt: skip
    y = {"field": "from", "type": "nominal", "sort": order, "title": None,
         "scale": {"domain": order}}  # fmt: skip
    colour = {"field": "value", "type": "quantitative", "scale": _SCALE, "legend": _LEGEND,
              "title": f"{measure}, Goldstein points"}  # fmt: skip
    dark = {"test": f"abs(datum.value) > {LIMIT * 0.6}", "value": INK["paper"]}
    cell: Spec = {"x": x, "y": y, "description": {"field": "said"}}
    if links:
        cell["href"] = {"field": "link"}
    return {
        "title": {
            "text": title,
            "subtitle": [
                *([record] if record else []),
                f"Rows towards columns; {measure} in Goldstein points; open: not known.",
            ],
        },
        "data": {"values": rows},
        "width": size,
        "height": size,
        "layer": [
            {"mark": {"type": "rect"}, "encoding": {**cell, "color": colour}},
            {
                "mark": {"type": "text", "fontSize": 10, "aria": False},
                "encoding": {
                    "x": x, "y": y, "text": {"field": "told"},
                    "color": {"condition": dark, "value": INK["ink"]},
                },
            },
        ],
    }  # fmt: skip


def _among(values: pl.DataFrame, states: Sequence[str]) -> pl.DataFrame:
    inside = pl.col("actor").is_in(list(states)) & pl.col("recipient").is_in(list(states))
    return values.filter(inside, pl.col("value").is_not_null()).sort("actor", "recipient")


def _cell(row: dict[str, Any], links: str) -> dict[str, Any]:
    actor, recipient = side_name(row["actor"]), side_name(row["recipient"])
    told = f"{row['value']:+.1f}".replace("-", "−")
    return {
        "from": actor,
        "to": recipient,
        "value": row["value"],
        "told": told,
        "said": f"{actor} towards {recipient}; {told}",
        "link": f"{links}{row['actor']}/{row['recipient']}",
    }


def plot_drivers(
    drivers: pl.DataFrame, *, of: str, most: int = 15, record: str = ""
) -> alt.TopLevelMixin:
    """What moved before a relation: each candidate's strength, coloured by its rung.

    Args:
        drivers: rows of `core.tables.DRIVERS`.
        of: the relation that they were tried on, in words.
        most: strongest candidates to show.
        record: days and dataset that they were tried in, for the subtitle: `wording.record_words`.

    Raises:
        TableError: no row.
    """
    return in_altair(drivers_spec(drivers, of=of, most=most, record=record))


_RUNGS: Final = {
    "not shown": INK["faint"],
    "preceded": QUAD_LOOKS["verbal_coop"].colour,
    "specific": QUAD_LOOKS["material_coop"].colour,
    "replicated": INK["shift"],
}


def drivers_spec(drivers: pl.DataFrame, *, of: str, most: int = 15, record: str = "") -> Spec:
    """Vega-Lite dictionary of `plot_drivers`."""
    if drivers.is_empty():
        raise TableError("drivers: no candidate, so there is nothing to draw.")
    best = drivers.sort("strength", descending=True).head(most)
    rows = [
        {
            **row,
            "pair": f"{side_name(row['actor'])} – {side_name(row['recipient'])}",
            "way": "same way" if row["sign"] > 0 else "opposite way",
        }
        for row in best.to_dicts()
    ]
    rung = {"field": "rung", "type": "nominal", "title": "rung",
            "scale": {"domain": list(_RUNGS), "range": list(_RUNGS.values())}}  # fmt: skip
    none_shown = set(drivers["rung"]) == {"not shown"}
    tips = ("pair", "way", "strength", "q_value", "shape", "rung", "events")
    return {
        "title": {
            "text": f"What moved before {of}" + (": not shown" if none_shown else ""),
            "subtitle": [
                *([record] if record else []),
                "Strength over a shifted null, in standard deviations; "
                f"{counted(drivers.height, 'candidate')} tried. Coming first isn't bringing about.",
            ],
        },
        "data": {"values": rows},
        "width": 440,
        "height": {"step": 22},
        "mark": {"type": "bar", "stroke": INK["muted"], "strokeWidth": 0.5},
        "encoding": {
            "y": {
                "field": "pair",
                "type": "nominal",
                "sort": None,
                "title": None,
                "axis": {"labelLimit": 260},
            },
            "x": {
                "field": "strength",
                "type": "quantitative",
                "title": "standard deviations",
                "axis": {"tickCount": 5},
            },
            "color": rung,
            "tooltip": [{"field": name} for name in tips],
        },
    }
