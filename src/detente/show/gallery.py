"""One of each chart from a table of events: the gallery of the docs, and a check that all draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from detente.relations.network import network, positions
from detente.relations.tilt import tilt
from detente.relations.warmth import warmth
from detente.shifts.find import find_shifts
from detente.show.charts import compare_spec, relation_spec, save_chart
from detente.show.evidence import SHIFT_RATE
from detente.show.map_charts import map_spec
from detente.show.measures import plot_network, plot_tilt
from detente.show.table_charts import calendar_spec, pairs_spec

__all__ = ["build_gallery", "gallery_charts"]


def build_gallery(
    events: pl.DataFrame, folder: Path, *, states: Sequence[str], suffix: str = ".svg"
) -> list[Path]:
    """Write one file per chart that the events can fill; return what was written.

    Args:
        events: as in `core.tables.EVENTS`; the dataset with most events is drawn.
        folder: where to write.
        states: the first three are the state whose relations are shown, and the two it is
            compared on; all stand in the table of pairs.
        suffix: a suffix that `save_chart` knows.
    """
    charts = gallery_charts(events, states=states)
    return [save_chart(make(), folder / f"{name}{suffix}") for name, make in charts.items()]


def gallery_charts(events: pl.DataFrame, *, states: Sequence[str]) -> dict[str, Callable[[], Any]]:
    """Name of each chart → function that draws it."""
    largest = events["dataset"].value_counts(sort=True)["dataset"][0]
    own = events.filter(pl.col("dataset") == largest)
    centre, first, second = states[:3]
    pairs = [(centre, first), (centre, second)]
    ways = [way for one, two in pairs for way in ((one, two), (two, one))]
    every = [(one, two) for one in states for two in states if one != two]
    return {
        "relation": lambda: relation_spec(
            warmth(own, period="quarter", dyads=pairs[:1], directed=False),
            events=own,
            shifts=find_shifts(own, dyads=pairs[:1], false_alarms=SHIFT_RATE),
            directed=False,
        ),
        "comparison": lambda: compare_spec(warmth(own, period="quarter", dyads=ways)),
        "tilt": lambda: plot_tilt(tilt(own, centre, between=(first, second), period="quarter")),
        "calendar": lambda: calendar_spec(_between(own, centre, first)),
        "pairs": lambda: pairs_spec(_latest(own, every), states=states),
        "map": lambda: map_spec(_towards(own, centre), to=centre),
        "network": lambda: _network(own),
    }


def _between(events: pl.DataFrame, one: str, two: str) -> pl.DataFrame:
    sides = [one, two]
    return events.filter(pl.col("actor").is_in(sides), pl.col("recipient").is_in(sides))


def _latest(events: pl.DataFrame, dyads: Sequence[tuple[str, str]]) -> pl.DataFrame:
    """Warmth of each dyad in its last period."""
    table = warmth(events, period="quarter", dyads=dyads).drop_nulls("warmth")
    last = table.sort("period").group_by("actor", "recipient").last()
    return last.select("actor", "recipient", value="warmth")


def _towards(events: pl.DataFrame, centre: str) -> pl.DataFrame:
    others = events.filter(pl.col("recipient") == centre, pl.col("actor") != centre)
    dyads = [(state, centre) for state in others["actor"].drop_nulls().unique().sort().to_list()]
    counts = others.group_by(state="actor").agg(events=pl.len())
    latest = _latest(events, dyads).select("value", state="actor")
    return latest.join(counts, on="state", how="left")


def _network(events: pl.DataFrame) -> Any:
    edges = network(events, period="year", min_events=2)
    last = edges.filter(pl.col("period") == pl.col("period").max())
    return plot_network(last, positions=positions(last))
