"""Colours, marks and type that every chart and page shares.

Blue is friendly and orange hostile, light is words and dark is deeds; filled marks are deeds and
open ones words, so that the four quad classes stay apart in print and for colour-blind readers
(blue and orange differ under all common forms; Okabe & Ito 2008, 'Color Universal Design').
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

__all__ = ["DARK", "FONT", "INK", "QUAD_LOOKS", "QuadLook", "config", "dark_rules", "warmth_colour"]

FONT: Final = "'Source Sans 3', 'Segoe UI', 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"

INK: Final[dict[str, str]] = {
    "ink": "#23282e",
    "muted": "#626a73",
    "faint": "#d9dde1",
    "paper": "#ffffff",
    "hole": "#eceae4",
    "band": "#b9c4cf",
    "line": "#33424f",
    "shift": "#6f3f87",
    "other": "#8a8f3c",
}
"""Named colours of a chart on light paper, each used for one thing only."""


@dataclass(frozen=True)
class QuadLook:
    """How one quad class looks and what it is called."""

    label: str
    colour: str
    shape: str
    filled: bool


QUAD_LOOKS: Final[dict[str, QuadLook]] = {
    "material_coop": QuadLook("co-operation in deed", "#1b5e9b", "circle", True),
    "verbal_coop": QuadLook("co-operation in words", "#5fa8dd", "circle", False),
    "verbal_conf": QuadLook("conflict in words", "#e58b2f", "triangle-down", False),
    "material_conf": QuadLook("conflict in deed", "#b23a12", "triangle-down", True),
}
"""Quad class → look, most friendly first."""

DARK: Final[dict[str, str]] = {
    INK["ink"]: "#e8e6e1",
    INK["muted"]: "#a3a9b0",
    INK["faint"]: "#3a4149",
    INK["paper"]: "#1a1d21",
    INK["hole"]: "#2b2a27",
    INK["band"]: "#44525f",
    INK["line"]: "#c4d0da",
    INK["shift"]: "#c79add",
    INK["other"]: "#c3c877",
    "#1b5e9b": "#4b94d8",
    "#5fa8dd": "#8cc6f0",
    "#e58b2f": "#f2ab60",
    "#b23a12": "#ea6a3c",
}
"""Colour on light paper → the colour that stands for it in dark mode."""


def config() -> dict[str, Any]:
    """Vega-Lite `config` of every chart: quiet axes, left-aligned titles, no frame.

    >>> config()["background"]
    '#ffffff'
    """
    axis = {
        "domainColor": INK["muted"],
        "tickColor": INK["muted"],
        "gridColor": INK["faint"],
        "labelColor": INK["muted"],
        "titleColor": INK["muted"],
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
    }
    return {
        "background": INK["paper"],
        "font": FONT,
        "padding": 12,
        "view": {"stroke": None},
        "axis": axis,
        "axisY": {"domain": False, "ticks": False, "titlePadding": 8},
        "axisX": {"grid": False, "labelFlush": True},
        "header": {"labelColor": INK["ink"], "titleColor": INK["muted"], "labelFontSize": 12},
        "legend": {
            "labelColor": INK["ink"],
            "titleColor": INK["muted"],
            "titleFontWeight": "normal",
            "titleLimit": 400,
            "labelFontSize": 11,
            "titleFontSize": 11,
            "orient": "bottom",
        },
        "title": {
            "anchor": "start",
            "color": INK["ink"],
            "fontSize": 15,
            "fontWeight": 600,
            "subtitleColor": INK["muted"],
            "subtitleFontSize": 11,
            "subtitlePadding": 5,
            "offset": 12,
        },
        "text": {"color": INK["ink"], "fontSize": 11},
    }


def dark_rules(scope: str) -> str:
    """CSS that recolours an inline SVG of ours inside `scope` for dark mode.

    >>> dark_rules("svg.chart").splitlines()[0]
    'svg.chart [fill="#23282e"]{fill:#e8e6e1}'
    """
    rules = []
    for light, dark in DARK.items():
        rules += [f'{scope} [{part}="{light}"]{{{part}:{dark}}}' for part in ("fill", "stroke")]
    # White is also written by name.
    rules.append(f'{scope} [fill="white"]{{fill:{DARK[INK["paper"]]}}}')
    return "\n".join(rules)


_HEX = re.compile(r"#[0-9a-f]{6}")


def warmth_colour(value: float | None, *, limit: float = 6.0) -> str:
    """Colour of a warmth in Goldstein points: orange below 0, blue above, grey where unknown.

    >>> warmth_colour(-9.0), warmth_colour(None)
    ('#b23a12', '#eceae4')
    """
    if value is None:
        return INK["hole"]
    share = max(-1.0, min(1.0, value / limit))
    ends: Mapping[bool, str] = {True: "#1b5e9b", False: "#b23a12"}
    return _mix("#f4f2ee", ends[share >= 0], abs(share))


def _mix(first: str, second: str, share: float) -> str:
    if not (_HEX.fullmatch(first) and _HEX.fullmatch(second)):
        raise ValueError(f"not colours: {first}, {second}")
    pairs = zip(bytes.fromhex(first[1:]), bytes.fromhex(second[1:]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
