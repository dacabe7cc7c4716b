"""The two panels of a relation chart: the balance above, the counts below."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from detente.core.codebook import ROOTS
from detente.show.theme import INK, QUAD_LOOKS
from detente.show.vega import Spec, plain_rows

__all__ = [
    "MOST_MARKS",
    "Window",
    "balance_panel",
    "count_panel",
    "holes",
    "quad_scale",
    "shift_rows",
]

# Beyond this, single marks hide each other and the line (looked at with ICEWS 2018).
MOST_MARKS: Final = 250
QUOTE_LETTERS: Final = 160


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


def _data(rows: list[dict[str, Any]]) -> Spec:
    # A day alone ("2018-01-31") is read as UTC by every JavaScript engine, so no parse is named.
    return {"values": plain_rows(rows)}


def quad_scale(values: list[str]) -> Spec:
    """A nominal scale over the labels of the quad classes, with one value each."""
    return {"domain": [look.label for look in QUAD_LOOKS.values()], "range": values}


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
    layers = [*_hole_layers(holes, window), _band(rows, window), _zero(), _line(rows, window)]
    if events is not None and events.height:
        layers.append(_marks(events, window, links))
    if shifts is not None and shifts.height:
        layers += _shift_layers(shifts, window, shift_links)
    return {"width": window.width, "height": 210, "layer": layers}


def small_panel(rows: pl.DataFrame, *, window: Window, title: str, last: bool) -> Spec:
    """Warmth with its band in a low panel; only the last of a column carries the days."""
    line = _line(rows, window)
    line["encoding"]["x"] = window.axis("period", labels=last)
    return {
        "title": {"text": title, "fontSize": 12, "fontWeight": "normal", "offset": 4},
        "width": window.width,
        "height": 84,
        "layer": [_band(rows, window), _zero(), line],
    }


def _y(field: str, title: str | None = None) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [-10, 10], "nice": False},
        "axis": {"values": [-10, -5, 0, 5, 10], "title": title},
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
        .select(*names, "piece", "day")
        .to_dicts()
    )


def _tips(*pairs: tuple[str, str]) -> list[Spec]:
    return [
        {"field": field, "title": title, **({"format": ".2f"} if number else {})}
        for field, title in pairs
        for number in [field in {"warmth", "low", "high", "weight", "size"}]
    ]


def _band(rows: pl.DataFrame, window: Window) -> Spec:
    return {
        "data": _data(_pieces(rows, window)),
        "mark": {"type": "area", "color": INK["band"], "opacity": 0.55, "aria": False},
        "encoding": {
            "x": window.axis("period"),
            "y": _y("low", "warmth, Goldstein points"),
            "y2": {"field": "high"},
            "detail": {"field": "piece"},
        },
    }


def _zero() -> Spec:
    return {
        "data": {"values": [{"zero": 0}]},
        "mark": {"type": "rule", "color": INK["muted"], "strokeWidth": 1, "aria": False},
        "encoding": {"y": {"field": "zero", "type": "quantitative"}},
    }


def _line(rows: pl.DataFrame, window: Window) -> Spec:
    return {
        "data": _data(_pieces(rows, window)),
        "mark": {
            "type": "line",
            "color": INK["line"],
            "strokeWidth": 2,
            "point": {"color": INK["line"], "size": 8},
        },
        "encoding": {
            "x": window.axis("period"),
            "y": _y("warmth", "warmth, Goldstein points"),
            "detail": {"field": "piece"},
            "tooltip": _tips(
                ("day", "period from"),
                ("warmth", "warmth"),
                ("low", "low"),
                ("high", "high"),
                ("events", "events"),
            ),
        },
    }


def _marks(events: pl.DataFrame, window: Window, links: str) -> Spec:
    many = events.height > MOST_MARKS
    rows = _grouped(events, window) if many else _single(events, links)
    encoding: Spec = {
        "x": window.axis("happened_on"),
        "y": _y("weight", "warmth, Goldstein points"),
        **_looks(),
        "tooltip": _tips(*(_GROUP_TIPS if many else _EVENT_TIPS)),
    }
    if many:
        encoding["size"] = {
            "field": "number",
            "type": "quantitative",
            "scale": {"range": [12, 420], "zero": True},
            "legend": {"title": f"events in the {window.unit}", "tickCount": 3},
        }
    elif links:
        encoding["href"] = {"field": "link"}
    mark = {"type": "point", "opacity": 0.85, "strokeWidth": 1.4, "size": 42}
    return {"data": _data(rows), "mark": mark, "encoding": encoding}


_EVENT_TIPS = (("day", "day"), ("what", "what"), ("weight", "weight"), ("words", "evidence"))
_GROUP_TIPS = (("day", "period from"), ("class", "class"), ("number", "events"),
               ("weight", "mean weight"))  # fmt: skip


def _looks() -> Spec:
    looks = list(QUAD_LOOKS.values())
    fills = [look.colour if look.filled else "transparent" for look in looks]
    legend = {"title": None, "columns": 4}
    return {
        name: {
            "field": "class",
            "type": "nominal",
            "scale": quad_scale(values),
            "legend": legend,
        }
        for name, values in (
            ("stroke", [look.colour for look in looks]),
            ("fill", fills),
            ("shape", [look.shape for look in looks]),
        )
    }


def _class() -> pl.Expr:
    labels = {quad: look.label for quad, look in QUAD_LOOKS.items()}
    return pl.col("quad").replace_strict(labels, default=None).alias("class")


def _single(events: pl.DataFrame, links: str) -> list[dict[str, Any]]:
    meanings = {name: root.meaning for name, root in ROOTS.items()}
    rows = events.sort("happened_on", "event_id").select(
        "happened_on",
        "weight",
        _class(),
        day=pl.col("happened_on").cast(pl.String),
        what=pl.col("root").replace_strict(meanings, default=pl.col("root")),
        words=pl.col("sentence").str.slice(0, QUOTE_LETTERS),
        link=pl.concat_str(pl.lit(links), "event_id"),
    )
    return (rows if links else rows.drop("link")).to_dicts()


def _grouped(events: pl.DataFrame, window: Window) -> list[dict[str, Any]]:
    return (
        events.group_by(pl.col("happened_on").dt.truncate(window.every), "quad")
        .agg(number=pl.len(), weight=pl.col("weight").mean())
        .sort("happened_on", "quad")
        .with_columns(_class(), day=pl.col("happened_on").cast(pl.String))
        .drop("quad")
        .to_dicts()
    )


def _shift_layers(shifts: pl.DataFrame, window: Window, links: str) -> list[Spec]:
    """Upright lines at the shifts; those of words and deeds apart are told by their label."""
    rows = shift_rows(shifts, window, links)
    data = _data(rows)
    tips = (("day", "shift about"), ("label", "what"), ("told", "size"))
    encoding: Spec = {"x": window.axis("on"), "tooltip": _tips(*tips)}
    if links:
        encoding["href"] = {"field": "link"}
    rule = {"type": "rule", "color": INK["shift"], "strokeWidth": 1.5, "strokeDash": [5, 3]}
    text = {"type": "text", "align": "left", "dx": 4, "dy": 8, "color": INK["shift"], "y": 0}
    named = {**encoding, "text": {"field": "sign"}}
    return [
        {"data": data, "mark": rule, "encoding": encoding},
        {"data": data, "mark": text, "encoding": named},
    ]


def shift_rows(shifts: pl.DataFrame, window: Window, links: str) -> list[dict[str, Any]]:
    """Shifts inside the window, in order of days, with the words that a chart needs."""
    inside = pl.col("shifted_on").is_between(window.since, window.until, closed="left")
    rows = []
    for row in shifts.filter(inside).sort("shifted_on").to_dicts():
        warmer = row["direction"] > 0
        more = "more" if row["after"] > row["before"] else "less"
        what = {"cooperation": f"{more} co-operation", "conflict": f"{more} conflict"}
        level = "warmer" if warmer else "colder"
        rows.append(
            {
                "on": row["shifted_on"],
                "day": str(row["shifted_on"]),
                "sign": "▲" if warmer else "▼",
                "label": what.get(row["series"], level),
                "told": f"{row['before']:.1f} to {row['after']:.1f} {row['unit']}",
                "link": f"{links}{row['shift_id']}",
            }
        )
    return rows


def holes(coverage: pl.DataFrame | None, dataset: Any, window: Window) -> list[dict[str, Any]]:
    """Stretches [start, end) of the window that `dataset` doesn't cover; none without coverage."""
    if coverage is None:
        return []
    covered = set(coverage.filter(pl.col("dataset") == dataset)["day"].to_list())
    found: list[dict[str, Any]] = []
    day = window.since
    while day < window.until:
        after = day + timedelta(days=1)
        if day not in covered:
            if found and found[-1]["end"] == day:
                found[-1]["end"] = after
            else:
                found.append({"start": day, "end": after})
        day = after
    return found


def _hole_layers(found: list[dict[str, Any]], window: Window) -> list[Spec]:
    if not found:
        return []
    labels = [{**hole, "label": "not covered"} for hole in found]
    x2 = {"field": "end"}
    rect = {"type": "rect", "color": INK["hole"], "aria": False}
    text = {
        "type": "text",
        "align": "left",
        "dx": 3,
        "dy": -6,
        "color": INK["muted"],
        "y": "height",
    }
    wide = [
        row
        for row in labels
        if (row["end"] - row["start"]).days * window.width > 70 * (window.until - window.since).days
    ]
    layers: list[Spec] = [
        {
            "data": _data(labels),
            "mark": rect,
            "encoding": {"x": window.axis("start"), "x2": x2},
        }
    ]
    if wide:
        encoding = {"x": window.axis("start"), "text": {"field": "label"}}
        layers.append({"data": _data(wide), "mark": text, "encoding": encoding})
    return layers


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
            "axis": {"tickCount": 3, "format": "~s", "labelExpr": "replace(datum.label, '−', '')"},
        },
        "y2": {"field": "to"},
        "tooltip": _tips(("day", "period from"), ("class", "class"), ("number", "events")),
    }
    if counts and counts[0]["class"] is not None:
        colours = [look.colour for look in QUAD_LOOKS.values()]
        colour = {"field": "class", "type": "nominal", "scale": quad_scale(colours), "legend": None}
        encoding["color"] = colour
    mark = {"type": "rect", "color": INK["line"]}
    return {
        "width": window.width,
        "height": 70,
        "data": _data(counts),
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
                        "from_": sign * height,
                        "to": sign * (height + number),
                    }
                )
                height += number
    return bars
