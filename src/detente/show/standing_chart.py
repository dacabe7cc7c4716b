"""Standing of pairs side by side: one dot and band a pair, from the warmest to the coolest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from detente.core.errors import TableError
from detente.core.tables import STANDING, check
from detente.show.names import side_name
from detente.show.theme import INK, QUAD_LOOKS
from detente.show.vega import Spec, in_altair, plain_rows

if TYPE_CHECKING:
    import altair as alt

__all__ = ["ends", "of_state", "plot_standing", "ranked", "standing_spec"]

WIDTH: Final = 440
MOST: Final = 30
_KINDS: Final = {
    "lies over 0": QUAD_LOOKS["material_coop"].colour,
    "lies below 0": QUAD_LOOKS["material_conf"].colour,
    "holds 0": INK["muted"],
}


def plot_standing(
    standing: pl.DataFrame,
    *,
    state: str | None = None,
    most: int = MOST,
    until: Mapping[str, date] | None = None,
) -> alt.TopLevelMixin:
    """Standing of pairs with its band, the warmest on top; one panel a dataset and period.

    Args:
        standing: rows of `core.tables.STANDING`, of the pairs to show.
        state: code of a state; only its pairs are drawn, under the others' names.
        most: pairs in a panel; of more than these, half are the warmest and half the coolest.
        until: dataset → last day of its period, if known; for the subtitle.

    Raises:
        TableError: no row (of the state), or a column is missing.
    """
    return in_altair(standing_spec(standing, state=state, most=most, until=until))


def standing_spec(
    standing: pl.DataFrame,
    *,
    state: str | None = None,
    most: int = MOST,
    until: Mapping[str, date] | None = None,
) -> Spec:
    """Vega-Lite dictionary of `plot_standing`."""
    check(standing, STANDING)
    rows = ranked(of_state(standing, state))
    if rows.is_empty():
        raise TableError("standing: no pair, so there is nothing to draw. Widen the dates.")
    panels = [
        _panel(part, state, most, (until or {}).get(str(dataset)))
        for (dataset, _), part in rows.partition_by(
            ["dataset", "period"], as_dict=True, maintain_order=True
        ).items()
    ]
    # One scale of points for all panels, so that they compare.
    shared = {"scale": {"x": "shared", "y": "independent"}}
    body = {"vconcat": panels, "spacing": 24, "resolve": shared} if len(panels) > 1 else panels[0]
    who = f"How well {side_name(state)} gets on with others" if state else "How well pairs get on"
    return {**body, "title": {"text": who, "subtitle": [
        "Standing in Goldstein points, with its band; in brackets: events of the pair.",
        "Tick: what the two states are like with all others.",
        *([] if len(panels) > 1 else [panels[0]["title"]["text"]]),
    ]}}  # fmt: skip


def of_state(standing: pl.DataFrame, state: str | None) -> pl.DataFrame:
    """The pairs of a state; all where it is null."""
    if state is None:
        return standing
    return standing.filter((pl.col("one") == state) | (pl.col("other") == state))


def ranked(standing: pl.DataFrame) -> pl.DataFrame:
    """Rows from warmest to coolest in each dataset and period, with their `rank` from 1.

    >>> rows = {"dataset": "d", "period": 0, "one": ["A", "A"], "other": ["B", "C"],
    ...         "standing": [-1.0, 2.0]}
    >>> ranked(pl.DataFrame(rows)).select("rank", "other").rows()
    [(1, 'C'), (2, 'B')]
    """
    keys = ["dataset", "period"]
    order = pl.struct(-pl.col("standing"), "one", "other")
    rows = standing.with_columns(rank=order.rank("ordinal").over(keys))
    return rows.sort(*keys, "rank")


def ends(rows: pl.DataFrame, most: int) -> pl.DataFrame:
    """All rows, or where there are more than `most`, as many from the start and from the end.

    >>> ends(pl.DataFrame({"rank": [1, 2, 3, 4, 5]}), 3)["rank"].to_list()
    [1, 2, 5]
    """
    if rows.height <= most:
        return rows
    return pl.concat([rows.head((most + 1) // 2), rows.tail(most // 2)])


def _panel(rows: pl.DataFrame, state: str | None, most: int, until: date | None) -> Spec:
    shown = [_told(row, state) for row in ends(rows, most).to_dicts()]
    left_out = rows.height - len(shown)
    order = [row["label"] for row in shown]
    if left_out:
        order.insert((most + 1) // 2, f"… {left_out:,} more")
    y = {"field": "label", "type": "nominal", "title": None, "scale": {"domain": order},
         "axis": {"labelLimit": 300, "domain": False, "ticks": False}}  # fmt: skip
    x = {"field": "standing", "type": "quantitative", "title": "standing, Goldstein points",
         "axis": {"grid": True, "tickCount": 8}}  # fmt: skip
    legend = {
        "title": f"the {rows['level'][0]:.0%} band",
        "symbolType": "circle",
        "symbolOpacity": 1,
    }
    kind = {"field": "kind", "type": "nominal", "legend": legend,
            "scale": {"domain": list(_KINDS), "range": list(_KINDS.values())}}  # fmt: skip
    numbers = [{"field": name, "type": "quantitative", "format": ".2f"}
               for name in ("standing", "low", "high", "own", "expected", "kept")]  # fmt: skip
    tips = [{"field": "who", "title": "pair"}, {"field": "events"}, *numbers]
    zero = {"mark": {"type": "rule", "color": INK["muted"]}, "encoding": {"x": {"datum": 0}}}
    band = {"mark": {"type": "rule", "strokeWidth": 4, "opacity": 0.35},
            "encoding": {"y": y, "x": {**x, "field": "low"}, "x2": {"field": "high"},
                         "color": kind, "tooltip": tips}}  # fmt: skip
    states = {"mark": {"type": "tick", "thickness": 1.5, "size": 12, "color": INK["ink"]},
              "encoding": {"y": y, "x": {**x, "field": "expected"}, "tooltip": tips}}  # fmt: skip
    dots = {"mark": {"type": "circle", "size": 64, "opacity": 1},
            "encoding": {"y": y, "x": x, "color": kind, "description": {"field": "said"},
                         "tooltip": tips}}  # fmt: skip
    name, first = rows["dataset"][0], rows["period"][0]
    when = f"{first} to {until}" if until else f"Period from {first}"
    # Over the plot, not over the names: those are of other length in each panel.
    title = {"text": f"{when}. Dataset: {name}.", "fontSize": 12, "fontWeight": "normal",
             "frame": "group"}  # fmt: skip
    return {"title": title, "width": WIDTH, "height": {"step": 19},
            "data": {"values": plain_rows(shown)},
            "layer": [zero, band, states, dots]}  # fmt: skip


def _told(row: Mapping[str, Any], state: str | None) -> dict[str, Any]:
    names = [side_name(side) for side in (row["one"], row["other"]) if side != state]
    pair = " – ".join(side_name(row[side]) for side in ("one", "other"))
    kind = "lies over 0" if row["low"] > 0 else "lies below 0" if row["high"] < 0 else "holds 0"
    values = ("standing", "low", "high", "own", "expected", "kept")
    said = f"{pair}; standing {row['standing']:+.1f}, {row['low']:+.1f} to {row['high']:+.1f}"
    return {"label": f"{' – '.join(names)} ({row['events']:,})", "who": pair, "kind": kind,
            "events": row["events"], "said": said,
            # Sums differ in their last digits from run to run; a picture should not.
            **{name: round(row[name], 3) for name in values}}  # fmt: skip
