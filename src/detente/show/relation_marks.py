"""What stands on the upper panel of a relation chart: events, shifts, days not covered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

import polars as pl

from detente.core.codebook import ROOTS
from detente.show.names import side_name
from detente.show.theme import INK, QUAD_LOOKS
from detente.show.time_axis import Window, data_of, quad_scale, tips, weight_axis
from detente.show.vega import Spec
from detente.show.wording import SERIES, deed

__all__ = ["MOST_MARKS", "event_marks", "hole_layers", "holes", "shift_layers", "shift_rows"]

# Beyond this, single marks hide each other and the line (looked at with ICEWS 2018).
MOST_MARKS: Final = 250
QUOTE_LETTERS: Final = 160


def event_marks(events: pl.DataFrame, window: Window, links: str) -> Spec:
    """Events as marks at their own weight; beyond `MOST_MARKS`, one for a period and class."""
    many = events.height > MOST_MARKS
    rows = _grouped(events, window) if many else _single(events, links)
    encoding: Spec = {
        "x": window.axis("happened_on"),
        "y": weight_axis("weight", "warmth, Goldstein points"),
        **_looks(),
        "tooltip": tips(*(_GROUP_TIPS if many else _EVENT_TIPS)),
        "description": {"field": "said"},
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
    return {"data": data_of(rows), "mark": mark, "encoding": encoding}


_EVENT_TIPS = (("day", "day"), ("who", "who"), ("what", "what"), ("weight", "weight"),
               ("words", "evidence"))  # fmt: skip
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
    rows = events.sort("happened_on", "event_id").with_columns(_class()).to_dicts()
    return [_mark(row, links) for row in rows]


def _mark(row: dict[str, Any], links: str) -> dict[str, Any]:
    who = f"{side_name(row['actor'])} {deed(row['root'])} {side_name(row['recipient'])}"
    words = (row["sentence"] or "")[:QUOTE_LETTERS]
    root = ROOTS.get(row["root"])
    mark = {
        "happened_on": row["happened_on"],
        "day": str(row["happened_on"]),
        "weight": row["weight"],
        "class": row["class"],
        "who": who,
        "what": root.meaning if root else row["root"],
        "words": words,
        "said": "; ".join(
            filter(None, (str(row["happened_on"]), who, f"weight {row['weight']:+.1f}", words))
        ),
    }
    return {**mark, "link": f"{links}{row['event_id']}"} if links else mark


def _grouped(events: pl.DataFrame, window: Window) -> list[dict[str, Any]]:
    return (
        events.group_by(pl.col("happened_on").dt.truncate(window.every), "quad")
        .agg(number=pl.len(), weight=pl.col("weight").mean())
        .sort("happened_on", "quad")
        .with_columns(_class(), day=pl.col("happened_on").cast(pl.String))
        .with_columns(said=pl.format("period from {}; {}: {} events", "day", "class", "number"))
        .drop("quad")
        .to_dicts()
    )


def shift_layers(shifts: pl.DataFrame, window: Window, links: str) -> list[Spec]:
    """Upright lines at the shifts; those of words and deeds apart are told by their label."""
    rows = shift_rows(shifts, window, links)
    data = data_of(rows)
    pairs = (("day", "shift about"), ("label", "what"), ("told", "size"))
    encoding: Spec = {
        "x": window.axis("on"),
        "tooltip": tips(*pairs),
        "description": {"field": "said"},
    }
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
        series = SERIES.get(row["series"])
        label = f"{more} {series}" if series else "warmer" if warmer else "colder"
        rows.append(
            {
                "on": row["shifted_on"],
                "day": str(row["shifted_on"]),
                "sign": "▲" if warmer else "▼",
                "label": label,
                "told": f"{row['before']:.1f} to {row['after']:.1f} {row['unit']}",
                "said": f"shift about {row['shifted_on']}; {label}",
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


def hole_layers(found: list[dict[str, Any]], window: Window) -> list[Spec]:
    """Grey stretches of days not covered; wide ones say so."""
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
            "data": data_of(labels),
            "mark": rect,
            "encoding": {"x": window.axis("start"), "x2": x2},
        }
    ]
    if wide:
        encoding = {"x": window.axis("start"), "text": {"field": "label"}}
        layers.append({"data": data_of(wide), "mark": text, "encoding": encoding})
    return layers
