"""Charts of tilt, rates, shares of a change, and the signed network."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from detente.core.errors import TableError
from detente.show.evidence import period_length, window_of
from detente.show.names import side_name
from detente.show.theme import INK, QUAD_LOOKS
from detente.show.time_axis import Window, last_day
from detente.show.vega import Spec, in_altair, plain_rows
from detente.show.wording import record_words, series_words, signed

if TYPE_CHECKING:
    import altair as alt

    from detente.shifts.shares import Explanation

__all__ = [
    "plot_network",
    "plot_rates",
    "plot_response",
    "plot_shares",
    "plot_tilt",
    "shares_title",
    "tilt_spec",
]

WIDTH: Final = 720
_FRIENDLY = QUAD_LOOKS["material_coop"].colour
_HOSTILE = QUAD_LOOKS["material_conf"].colour
_BLOCS = [INK["line"], INK["shift"], INK["other"], "#5fa8dd", "#e58b2f"]
_NO_BLOC, _NAMED = "none or a smaller one", 3
_TIES = ["friendly", "hostile"]


def plot_tilt(tilt: pl.DataFrame) -> alt.TopLevelMixin:
    """Tilt of one state over time (`core.tables.TILT`), one panel a pair it is compared on.

    Raises:
        TableError: no row, or none with a tilt.
    """
    return in_altair(tilt_spec(tilt))


def tilt_spec(tilt: pl.DataFrame, *, coverage: pl.DataFrame | None = None) -> Spec:
    """Vega-Lite dictionary of `plot_tilt`; with `coverage` it ends with the last such day."""
    rows = tilt.drop_nulls("tilt")
    _some(rows, "tilt")
    panels = []
    for (dataset, state, towards, than), part in rows.partition_by(
        ["dataset", "state", "towards", "than"], as_dict=True, maintain_order=True
    ).items():
        title = {
            "text": f"{side_name(str(state))}: {side_name(str(towards))} or {side_name(str(than))}",
            "subtitle": [
                _record(part, str(dataset), coverage),
                f"Above zero closer to {side_name(str(towards))}, below to {side_name(str(than))}; "
                f"band: where it lies with probability {part['level'][0]:.0%}.",
            ],
        }
        panels.append(_banded(part, "tilt", title=title, axis="tilt, Goldstein points"))
    return {"vconcat": panels, "spacing": 24} if len(panels) > 1 else panels[0]


def plot_rates(rates: pl.DataFrame) -> alt.TopLevelMixin:
    """Rates of co-operation and conflict of one dyad or a few (`core.tables.RATES`).

    Raises:
        TableError: no row.
    """
    _some(rates, "rates")
    panels = []
    for (dataset, actor, recipient, series), part in rates.partition_by(
        ["dataset", "actor", "recipient", "series"], as_dict=True, maintain_order=True
    ).items():
        title = {
            "text": f"{side_name(str(actor))} and {side_name(str(recipient))}: "
            f"{series_words(str(series))}",
            "subtitle": [
                _record(part, str(dataset)),
                f"Events a {_unit(part)} at the record's mean volume; "
                f"band: where the rate lies with probability {part['level'][0]:.0%}.",
            ],
        }
        colour = _FRIENDLY if series == "cooperation" else _HOSTILE
        axis = f"events a {_unit(part)}"
        panels.append(_banded(part, "rate", title=title, axis=axis, colour=colour))
    return in_altair({"vconcat": panels, "spacing": 24} if len(panels) > 1 else panels[0])


def _unit(rows: pl.DataFrame) -> str:
    """Name of the period that rows are by."""
    return Window(*window_of(rows), period_length(rows), WIDTH).unit


def _record(rows: pl.DataFrame, dataset: str, coverage: pl.DataFrame | None = None) -> str:
    since, until = window_of(rows, coverage=coverage)
    return record_words(dataset, since, until - timedelta(days=1), period=_unit(rows))


def _banded(
    rows: pl.DataFrame, value: str, *, title: Spec, axis: str, colour: str = INK["line"]
) -> Spec:
    shown = _stretches(rows.sort("period").select("period", value, "low", "high"))
    x = {"field": "period", "type": "temporal", "axis": {"title": None, "tickCount": 8},
         "scale": {"type": "utc"}}  # fmt: skip
    tips = [{"field": "period", "type": "temporal", "title": "period"}] + [
        {"field": name, "type": "quantitative", "format": ".2f"} for name in (value, "low", "high")
    ]
    # As much room for the labels in each panel, so that panels stand under each other.
    y = {"field": value, "type": "quantitative", "title": axis, "axis": {"minExtent": 36}}
    zero = {"mark": {"type": "rule", "color": INK["muted"]}, "encoding": {"y": {"datum": 0}}}
    band = {"mark": {"type": "area", "color": colour, "opacity": 0.22},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"},
                         "detail": {"field": "stretch"}}}  # fmt: skip
    line = {"mark": {"type": "line", "color": colour, "strokeWidth": 2,
                     "point": {"size": 14, "color": colour}},
            "encoding": {"x": x, "y": y, "detail": {"field": "stretch"},
                         "tooltip": tips}}  # fmt: skip
    data = {"values": plain_rows(shown.to_dicts())}
    return {"title": title, "width": WIDTH, "height": 170, "data": data,
            "layer": [band, zero, line]}  # fmt: skip


def _stretches(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows numbered by `stretch`: a line never runs across periods that weren't covered."""
    gap = pl.col("period").diff().dt.total_days()
    return rows.with_columns(stretch=(gap > 1.6 * gap.median()).fill_null(value=False).cum_sum())


def plot_response(
    response: pl.DataFrame, *, title: str, period: str = "period", record: str = ""
) -> alt.TopLevelMixin:
    """How one relation moved after another: `responses.impulse_response` with its band.

    Args:
        response: one row per period after.
        title: heading.
        period: name of the period.
        record: days and dataset behind it, for the subtitle: `wording.record_words`.

    Raises:
        TableError: no row.
    """
    _some(response, "response")
    x = {
        "field": "after",
        "type": "ordinal",
        "title": f"{period}s after",
        "axis": {"labelAngle": 0},
    }
    y = {"field": "response", "type": "quantitative", "title": "standard deviations"}
    band = {"mark": {"type": "errorband", "color": INK["band"]},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}}  # fmt: skip
    zero = {"mark": {"type": "rule", "color": INK["muted"]}, "encoding": {"y": {"datum": 0}}}
    dots = {"mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
            "encoding": {"x": x, "y": y, "color": {
                "condition": {"test": "datum.beyond", "value": INK["shift"]},
                "value": INK["line"]}}}  # fmt: skip
    note = "Grey: where an unlinked driver stays nine times in ten. Goes with; no more is shown."
    subtitle = [record, note] if record else note
    return in_altair(
        {"title": {"text": title, "subtitle": subtitle}, "width": WIDTH, "height": 220,
         "data": {"values": plain_rows(response.to_dicts())}, "layer": [band, zero, dots]}
    )  # fmt: skip


def plot_shares(
    shares: pl.DataFrame, *, change: float, top: int = 12, title: str | None = None
) -> alt.TopLevelMixin:
    """The largest shares of a change in warmth (`core.tables.SHARES`), the rest in one bar.

    Raises:
        TableError: no row.
    """
    _some(shares, "shares")
    ordered = shares.sort(pl.col("share").abs(), descending=True)
    head, rest = ordered.head(top), ordered.slice(top)
    rows = [
        {
            "label": _label(row),
            "share": row["share"],
            "kind": QUAD_LOOKS[row["quad"]].label if row["quad"] else "start of the record",
        }
        for row in head.to_dicts()
    ]
    if rest.height:
        rows.append({"label": f"{rest.height} other reports", "share": rest["share"].sum(),
                     "kind": "the rest"})  # fmt: skip
    looks = [*((look.label, look.colour) for look in QUAD_LOOKS.values()),
             ("start of the record", INK["muted"]), ("the rest", INK["band"])]  # fmt: skip
    used = [look for look in looks if look[0] in {row["kind"] for row in rows}]
    for place, row in enumerate(rows):  # Two reports may have one label, and want a bar each.
        row |= {"place": place, "said": f"{row['label']}; {row['share']:+.2f}"}
    labels = json.dumps([row["label"] for row in rows])
    return in_altair(
        {
            "title": {"text": title or "What made up the change in warmth",
                      "subtitle": f"Shares in Goldstein points; all add up to {change:+.2f}."},
            "width": WIDTH - 260, "height": {"step": 20}, "data": {"values": plain_rows(rows)},
            "mark": {"type": "bar", "height": 13},
            "encoding": {
                "y": {"field": "place", "type": "ordinal", "title": None,
                      "axis": {"labelLimit": 320, "ticks": False, "domain": False,
                               "labelExpr": f"{labels}[datum.value]"}},
                "x": {"field": "share", "type": "quantitative", "title": "share, Goldstein points",
                      "axis": {"tickCount": 6, "labelOverlap": False}},
                "color": {"field": "kind", "type": "nominal",
                          "legend": {"title": None, "columns": 3},
                          "scale": {"domain": [look[0] for look in used],
                                    "range": [look[1] for look in used]}},
                "description": {"field": "said"},
                "tooltip": [{"field": "label"},
                            {"field": "share", "type": "quantitative", "format": ".3f"}],
            },
        }
    )  # fmt: skip


def _label(row: dict[str, Any]) -> str:
    if row["event_id"] is None:
        return "start of the record"
    deed = (row["mode"] or row["root"] or "").strip().lower()
    sides = f"{row['actor']} → {row['recipient']}"
    return f"{row['happened_on']}  {sides}: {deed} ({signed(row['weight'])})"


def shares_title(found: Explanation) -> str:
    """Heading of a chart of shares: whose change, in which record, from which period to which."""
    one, other = map(side_name, found.dyad)
    start, end = found.periods
    return f"{one} and {other} ({found.dataset}): change in warmth, {start} to {end}"


def plot_network(
    edges: pl.DataFrame, *, positions: pl.DataFrame, blocs: pl.DataFrame | None = None,
    title: str | None = None, period: str = "quarter",
) -> alt.TopLevelMixin:  # fmt: skip
    """The signed network of one period or a few (`core.tables.NETWORK`), one panel a period.

    A legend tells the colour and width of the lines, and which states the blocs are.

    Args:
        edges: thin blue lines are friendly pairs, thicker orange ones hostile.
        positions: `relations.network.positions` of the same edges.
        blocs: `relations.blocs.blocs`; colours the states of the largest five.
        title: heading; what the lines are if null.
        period: what `edges` are by, as given to `network`.

    Raises:
        TableError: no row.
    """
    _some(edges, "network")
    keys = ["dataset", "period"]
    names = _bloc_names(edges, blocs)
    places = positions.with_columns(bloc=pl.lit(_NO_BLOC)) if blocs is None else positions.join(
        blocs.select(*keys, "state", "bloc"), on=[*keys, "state"], how="left"
    ).with_columns(
        pl.col("bloc").replace_strict(names, default=_NO_BLOC, return_dtype=pl.String)
    )  # fmt: skip
    rest = [_NO_BLOC] if places.filter(bloc=_NO_BLOC).height else []
    colours = dict(zip(names.values(), _BLOCS, strict=False)) | dict.fromkeys(
        rest, INK["band" if names else "line"]
    )
    size = 560 if edges["period"].n_unique() == 1 else 340
    panels = [
        _network_panel(own, places.filter(dataset=dataset, period=day),
                       name=_panel_name(str(dataset), day, period), size=size, colours=colours)
        for (dataset, day), own in edges.partition_by(
            keys, as_dict=True, maintain_order=True
        ).items()
    ]  # fmt: skip
    shared = dict.fromkeys(("stroke", "strokeWidth", "fill"), "shared")
    heading: Spec = {"text": title or "Who is surely on good or bad terms with whom"}
    if len(panels) == 1:
        alone = {**heading, "subtitle": panels[0]["title"]["text"]}
        return in_altair({**panels[0], "title": alone})
    concat = {"concat": panels, "columns": 2, "spacing": 20, "resolve": {"scale": shared}}
    return in_altair({**concat, "title": heading})


def _panel_name(dataset: str, first: Any, period: str) -> str:
    return f"{dataset}, {first} to {last_day(first, period=period)}"


def _bloc_names(edges: pl.DataFrame, blocs: pl.DataFrame | None) -> dict[int, str]:
    """The largest five blocs of two states or more, named for their states with most ties."""
    if blocs is None:
        return {}
    ends = pl.concat([edges.select(state=side) for side in ("one", "other")])
    ties = ends.group_by("state").agg(ties=pl.len())
    members = (
        blocs.group_by("bloc", "state")
        .agg(periods=pl.len())
        # A state that changed sides counts where it was longest.
        .sort("periods", "bloc", descending=[True, False])
        .unique("state", keep="first", maintain_order=True)
        .join(ties, on="state", how="left")
        .sort("ties", "state", descending=[True, False], nulls_last=True)
        .group_by("bloc", maintain_order=True)
        .agg("state")
        .filter(pl.col("state").list.len() > 1)
        .sort(pl.col("state").list.len(), "bloc", descending=[True, False])
        .head(len(_BLOCS))
    )
    named = {}
    for bloc, states in members.iter_rows():
        more = len(states) - _NAMED
        named[bloc] = ", ".join(states[:_NAMED]) + (f" and {more} more" if more > 0 else "")
    return named


def _network_panel(
    edges: pl.DataFrame, places: pl.DataFrame, *, name: str, size: int, colours: dict[str, str]
) -> Spec:
    at = places.select("state", "x", "y")
    lines = edges.join(at.rename({"state": "one"}), on="one").join(
        at.rename({"state": "other", "x": "x2", "y": "y2"}), on="other"
    ).with_columns(tie=pl.when(pl.col("sign") < 0).then(pl.lit(_TIES[1])).otherwise(
        pl.lit(_TIES[0])))  # fmt: skip
    hidden = {"axis": None, "scale": {"zero": False, "padding": 14}}
    x = {"field": "x", "type": "quantitative", **hidden}
    y = {"field": "y", "type": "quantitative", **hidden}
    # Stroke for ties and fill for states: two scales, each with its legend.
    tie = {"field": "tie", "type": "nominal", "legend": {"title": "the two are"}}
    ties = {
        "data": {"values": plain_rows(lines.select(
            "one", "other", "tie", "warmth", "events", "x", "y", "x2", "y2").to_dicts())},
        "mark": {"type": "rule", "opacity": 0.55},
        "encoding": {
            "x": x, "y": y, "x2": {"field": "x2"}, "y2": {"field": "y2"},
            "stroke": {**tie, "scale": {"domain": _TIES, "range": [_FRIENDLY, _HOSTILE]}},
            "strokeWidth": {**tie, "scale": {"domain": _TIES, "range": [0.7, 1.8]}},
            "tooltip": [{"field": "one"}, {"field": "other"}, {"field": "tie"},
                        {"field": "warmth", "type": "quantitative", "format": ".1f"},
                        {"field": "events", "type": "quantitative"}],
        },
    }  # fmt: skip
    key = {"title": "bloc of", "columns": 1, "symbolType": "circle", "symbolStrokeWidth": 0,
           "labelLimit": 300}  # fmt: skip
    scale = {"domain": list(colours), "range": list(colours.values())}
    fill = {"field": "bloc", "type": "nominal", "scale": scale,
            "legend": key if set(colours) - {_NO_BLOC} else None}  # fmt: skip
    nodes = {"values": plain_rows(places.select("state", "x", "y", "bloc").to_dicts())}
    dots = {"data": nodes, "mark": {"type": "circle", "size": 70, "opacity": 1},
            "encoding": {"x": x, "y": y, "fill": fill,
                         "tooltip": [{"field": "state"}, {"field": "bloc"}]}}  # fmt: skip
    name_of = {"type": "text", "dy": -9, "fontSize": 9}
    halo = {"stroke": INK["paper"], "strokeWidth": 3, "strokeJoin": "round", "aria": False}
    # Lines run below the names: they are drawn on a lighter edge.
    words = [{"data": nodes, "mark": name_of | look,
              "encoding": {"x": x, "y": y, "text": {"field": "state"}}}
             for look in (halo, {})]  # fmt: skip
    title = {"text": name, "fontSize": 12, "fontWeight": "normal"}
    return {"title": title, "width": size, "height": size, "layer": [ties, dots, *words]}


def _some(rows: pl.DataFrame, name: str) -> None:
    if rows.is_empty():
        raise TableError(f"{name}: no row, so there is nothing to draw. Widen the dates.")
