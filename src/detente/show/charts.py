"""Charts of relations: one function each, for notebook, briefing, terminal and web page alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from detente.core.errors import TableError
from detente.core.phrases import counted
from detente.show.evidence import period_length, window_of
from detente.show.names import side_name
from detente.show.relation_counts import count_panel
from detente.show.relation_marks import holes, shift_rows
from detente.show.relation_panels import balance_panel, small_panel
from detente.show.theme import INK
from detente.show.time_axis import Window
from detente.show.vega import Spec, in_altair, save_chart

if TYPE_CHECKING:
    import altair as alt

__all__ = ["compare_spec", "plot_comparison", "plot_relation", "relation_spec", "save_chart"]

WIDTH = 720
SHIFT_WORDS = "Dashed upright: a shift, ▲ towards friendly, ▼ towards hostile."
NEEDED = ("dataset", "actor", "recipient", "period", "events", "warmth", "low", "high")


def plot_relation(
    warmth: pl.DataFrame,
    *,
    events: pl.DataFrame | None = None,
    shifts: pl.DataFrame | None = None,
    coverage: pl.DataFrame | None = None,
    title: str | None = None,
    directed: bool = True,
) -> alt.TopLevelMixin:
    """Chart of one or a few relations over time: warmth with its band, events, shifts, holes.

    Above, warmth in Goldstein points (hostile < 0 < friendly) with its band, and each event as a
    mark at its own weight: blue co-operation, orange conflict, filled deeds, open words. Where
    there are more than 250 events, one mark stands for all of a period and class, its area for
    their number. Below, how many events of each class a period has, conflict hanging down, since a
    balance alone can rise because both grow. Several dyads or datasets give one panel each on one
    time axis.

    Args:
        warmth: rows of `core.tables.WARMTH`, of one or a few dyads.
        events: rows of `core.tables.EVENTS`; those of other dyads or days are left out.
        shifts: rows of `core.tables.SHIFTS`; those of a pair show in both of its directions.
        coverage: rows of `core.tables.COVERAGE`; stretches of days without a row are hatched grey
            as "not covered". Without it, periods that have no row are left open.
        title: heading; the names of the two sides if null.
        directed: false where each row of `warmth` speaks of a pair, not of one side's deeds.

    Raises:
        TableError: `warmth` has no row or lacks a column.
    """
    return in_altair(
        relation_spec(
            warmth,
            events=events,
            shifts=shifts,
            coverage=coverage,
            title=title,
            directed=directed,
        )
    )


def plot_comparison(
    warmth: pl.DataFrame, *, directed: bool = True, title: str | None = None
) -> alt.TopLevelMixin:
    """Warmth of several dyads or datasets, one small panel each, on the same scales.

    Args:
        warmth: rows of `core.tables.WARMTH`, of up to a dozen dyads.
        directed: false where rows speak of pairs.
        title: heading.

    Raises:
        TableError: `warmth` has no row or lacks a column.
    """
    return in_altair(compare_spec(warmth, directed=directed, title=title))


def relation_spec(
    warmth: pl.DataFrame,
    *,
    events: pl.DataFrame | None = None,
    shifts: pl.DataFrame | None = None,
    coverage: pl.DataFrame | None = None,
    title: str | None = None,
    directed: bool = True,
    width: int = WIDTH,
    links: str = "",
    shift_links: str = "",
) -> Spec:
    """Vega-Lite dictionary of `plot_relation`.

    `links` (`#event-`) begins the address of each mark's
    event, `shift_links` that of each shift."""
    _check(warmth)
    keys = ["dataset", "actor", "recipient", *(["domain"] if "domain" in warmth.columns else [])]
    since, until = window_of(warmth, coverage=coverage)
    period_days = period_length(warmth)
    panels: list[Spec] = []
    for (dataset, actor, recipient, *_), rows in warmth.sort("period").group_by(
        keys, maintain_order=True
    ):
        window = Window(since, until, period_days, width)
        own = _own(events, dataset, actor, recipient, window, directed)
        turns = _of_dyad(shifts, actor, recipient, False)
        if turns is not None:
            # Another record's shift may lie in days that this one doesn't cover.
            turns = turns.filter(pl.col("dataset") == dataset)
        head = _panel_title(actor, recipient, dataset, rows, window, directed)
        if turns is not None and shift_rows(turns, window, ""):
            head["subtitle"].append(SHIFT_WORDS)
        panels.append(
            {
                "title": head,
                "spacing": 6,
                "vconcat": [
                    balance_panel(
                        rows,
                        events=own,
                        shifts=turns,
                        holes=holes(coverage, dataset, window),
                        window=window,
                        links=links,
                        shift_links=shift_links,
                    ),
                    count_panel(rows, events=own, window=window),
                ],
            }
        )
    return _framed(panels, title)


def compare_spec(
    warmth: pl.DataFrame,
    *,
    coverage: pl.DataFrame | None = None,
    directed: bool = True,
    title: str | None = None,
    width: int = WIDTH,
) -> Spec:
    """Vega-Lite dictionary of `plot_comparison`; with `coverage` it ends with the last such day."""
    _check(warmth)
    since, until = window_of(warmth, coverage=coverage)
    window = Window(since, until, period_length(warmth), width)
    keys = ["dataset", "actor", "recipient", *(["domain"] if "domain" in warmth.columns else [])]
    groups = list(warmth.sort("period").group_by(keys, maintain_order=True))
    panels = [
        small_panel(
            rows,
            window=window,
            title=_short_title(actor, recipient, dataset, rows, directed),
            last=at == len(groups),
        )
        for at, ((dataset, actor, recipient, *_), rows) in enumerate(groups, start=1)
    ]
    head = {
        "text": title or "Warmth compared",
        "subtitle": f"Goldstein points, hostile < 0 < friendly; {_band_words(warmth)} "
        f"{window.since} to {window.last}, by {window.unit}.",
    }
    return {"title": head, "vconcat": panels, "spacing": 10}


def _short_title(
    actor: Any, recipient: Any, dataset: Any, rows: pl.DataFrame, directed: bool
) -> str:
    arrow = "→" if directed else "–"
    return (
        f"{side_name(actor)} {arrow} {side_name(recipient)}, {dataset}{_of_domain(rows)}, "
        f"{counted(int(rows['events'].sum()), 'event')}"
    )


def _framed(panels: list[Spec], title: str | None) -> Spec:
    if len(panels) == 1:
        spec = panels[0]
        if title:
            spec["title"] = {**spec["title"], "text": title}
        return spec
    return {"vconcat": panels, "spacing": 28, **({"title": title} if title else {})}


def _check(warmth: pl.DataFrame) -> None:
    absent = [name for name in NEEDED if name not in warmth.columns]
    if absent:
        raise TableError(
            f"warmth: column '{absent[0]}' is missing; found {', '.join(warmth.columns)}. "
            "Give the table that dt.warmth returns."
        )
    if warmth.is_empty():
        raise TableError(
            "warmth: no row, so there is nothing to draw. "
            "Check the two states and that the dates lie inside the dataset's coverage."
        )


def _own(
    events: pl.DataFrame | None,
    dataset: Any,
    actor: Any,
    recipient: Any,
    window: Window,
    directed: bool,
) -> pl.DataFrame | None:
    if events is None:
        return None
    own = _of_dyad(events, actor, recipient, directed)
    if own is None:
        return None
    return own.filter(
        pl.col("happened_on").is_between(window.since, window.until, closed="left"),
        pl.col("dataset") == dataset,
    )


def _of_dyad(
    frame: pl.DataFrame | None, actor: Any, recipient: Any, directed: bool
) -> pl.DataFrame | None:
    if frame is None:
        return None
    one_way = (pl.col("actor") == actor) & (pl.col("recipient") == recipient)
    other_way = (pl.col("actor") == recipient) & (pl.col("recipient") == actor)
    return frame.filter(one_way if directed else one_way | other_way)


def _panel_title(
    actor: Any,
    recipient: Any,
    dataset: Any,
    rows: pl.DataFrame,
    window: Window,
    directed: bool,
) -> Spec:
    arrow = "→" if directed else "–"
    count = int(rows["events"].sum())
    return {
        "text": f"{side_name(actor)} {arrow} {side_name(recipient)}",
        "subtitle": [
            f"{counted(count, 'event')}, {window.since} to {window.last}, by {window.unit}. "
            f"Dataset: {dataset}{_of_domain(rows)}.",
            f"Line: warmth, hostile < 0 < friendly; {_band_words(rows)}",
        ],
        "subtitleColor": INK["muted"],
    }


def _of_domain(rows: pl.DataFrame) -> str:
    domain = rows["domain"][0] if "domain" in rows.columns else None
    return f", {domain} events only" if domain else ""


def _band_words(rows: pl.DataFrame) -> str:
    level = rows["level"][0] if "level" in rows.columns else None
    return f"band: where it lies with probability {level:.0%}." if level else "with its band."
