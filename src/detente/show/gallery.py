"""One of each chart from a table of events: the gallery of the docs, and a check that all draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any, Final

import polars as pl

from detente.forecast.panel import shifted
from detente.forecast.relations import forecast_relation, forecast_relations, seen_before
from detente.relations.network import network, positions
from detente.relations.rates import rates
from detente.relations.standing import standing
from detente.relations.tilt import tilt
from detente.relations.warmth import warmth
from detente.shifts.drivers import drivers
from detente.shifts.find import find_shifts
from detente.shifts.responses import impulse_response
from detente.shifts.shares import explain
from detente.show.charts import compare_spec, relation_spec, save_chart
from detente.show.ego_chart import ego_spec
from detente.show.evidence import SHIFT_RATE
from detente.show.forecast_charts import calibration_spec, forecast_spec
from detente.show.map_charts import map_spec
from detente.show.measures import (
    plot_network,
    plot_rates,
    plot_response,
    plot_shares,
    plot_tilt,
    shares_title,
)
from detente.show.names import side_name
from detente.show.standing_chart import standing_spec
from detente.show.table_charts import calendar_spec, pairs_spec, plot_drivers
from detente.show.time_axis import last_day
from detente.show.wording import record_words

__all__ = ["build_gallery", "gallery_charts"]

CHECKED_MONTHS: Final = 12
ENOUGH_TO_DRIVE: Final = 200
"""Events below which no search for drivers is drawn."""


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
        "pairs": lambda: _pairs(own, every, states),
        "map": lambda: _map(own, centre),
        "network": lambda: _network(own),
        "standing": lambda: _standing(own, centre),
        "ego": lambda: ego_spec(_latest_pairs(own, states), centre=centre, dataset=str(largest)),
        "rates": lambda: plot_rates(
            rates(own, period="quarter", dyads=pairs[:1], directed=False)
        ),
        "shares": lambda: _shares(own, pairs[0]),
        "forecast": lambda: _forecast(own, pairs[0]),
        "calibration": lambda: _calibration(own, ways),
        **({} if own.height < ENOUGH_TO_DRIVE else {
            "drivers": lambda: _drivers(own, pairs[0]),
            "response": lambda: _response(own, pairs[0], pairs[1]),
        }),
    }  # fmt: skip


def _latest_pairs(events: pl.DataFrame, states: Sequence[str]) -> pl.DataFrame:
    """Warmth of each pair among the states in the last period in which it had an event."""
    pairs = list(combinations(sorted(states), 2))
    table = warmth(events, period="quarter", dyads=pairs, directed=False)
    seen = table.filter(pl.col("events") > 0).sort("period")
    return seen.group_by("actor", "recipient", maintain_order=True).last()


def _shares(events: pl.DataFrame, pair: tuple[str, str]) -> Any:
    days = _between(events, *pair)["happened_on"]
    start, end = days.min(), days.max()
    found = explain(events, pair, start=start, end=end, period="quarter", directed=False)  # type: ignore[arg-type]
    return plot_shares(found.shares, change=found.change, title=shares_title(found))


def _last_day(events: pl.DataFrame) -> date:
    return date.fromordinal(max(events["happened_on"].to_list()).toordinal() + 1)


def _forecast(events: pl.DataFrame, dyad: tuple[str, str]) -> Any:
    as_of = _last_day(events)
    table = forecast_relation(events, dyad, horizon="6m", as_of=as_of)
    return forecast_spec(table, past=seen_before(events, dyad, as_of=as_of, unit="month"))


def _calibration(events: pl.DataFrame, dyads: Sequence[tuple[str, str]]) -> Any:
    last = _last_day(events)
    first = shifted(last, -CHECKED_MONTHS, unit="month")
    record = record_words(
        str(events["dataset"][0]), first, last - timedelta(days=1), period="month"
    )
    return calibration_spec(
        _outcomes(events, dyads), title="Chance of any event of a class: stated, and what came",
        record=record,
    )  # fmt: skip


def _outcomes(events: pl.DataFrame, dyads: Sequence[tuple[str, str]]) -> pl.DataFrame:
    """Chances of any event of a class in a month, stated before it, and whether one came."""
    last, rows = _last_day(events), []
    for back in range(CHECKED_MONTHS, 0, -1):
        as_of = shifted(last, -back, unit="month")
        table = forecast_relations(events, dyads, horizon="1m", as_of=as_of)
        for row in table.drop_nulls("probability").to_dicts():
            came = events.filter(
                pl.col("actor") == row["actor"], pl.col("recipient") == row["recipient"],
                pl.col("quad") == row["measure"],
                pl.col("happened_on").is_between(row["start"], row["end"], closed="left"),
            )  # fmt: skip
            rows.append({"probability": row["probability"], "happened": came.height > 0})
    return pl.DataFrame(rows)


def _drivers(events: pl.DataFrame, pair: tuple[str, str]) -> Any:
    found = drivers(events, pair, period="month", min_events=10)
    last = last_day(found.last, period="month")
    record = record_words(found.dataset, found.first, last, period="month")
    return plot_drivers(found.table, of=" and ".join(map(side_name, pair)), record=record)


def _response(events: pl.DataFrame, pair: tuple[str, str], other: tuple[str, str]) -> Any:
    table = impulse_response(events, pair, driver=other, period="month")
    names = [" and ".join(map(side_name, sides)) for sides in (pair, other)]
    title = f"{names[0]} after {names[1]}"
    return plot_response(table, title=title, period="month", record=_record(events, "month"))


def _between(events: pl.DataFrame, one: str, two: str) -> pl.DataFrame:
    sides = [one, two]
    return events.filter(pl.col("actor").is_in(sides), pl.col("recipient").is_in(sides))


def _latest(events: pl.DataFrame, dyads: Sequence[tuple[str, str]]) -> pl.DataFrame:
    """Warmth of each dyad in the last period of the record."""
    table = warmth(events, period="quarter", dyads=dyads).drop_nulls("warmth")
    last = table.filter(pl.col("period") == pl.col("period").max())
    return last.select("dataset", "actor", "recipient", "period", value="warmth")


def _last_quarter(latest: pl.DataFrame) -> str:
    first = latest["period"][0]
    return record_words(latest["dataset"][0], first, last_day(first, period="quarter"))


def _pairs(events: pl.DataFrame, dyads: Sequence[tuple[str, str]], states: Sequence[str]) -> Any:
    latest = _latest(events, dyads)
    return pairs_spec(latest, states=states, record=_last_quarter(latest))


def _record(events: pl.DataFrame, period: str = "") -> str:
    days = events["happened_on"].to_list()
    return record_words(str(events["dataset"][0]), min(days), max(days), period=period)


def _map(events: pl.DataFrame, centre: str) -> Any:
    others = events.filter(pl.col("recipient") == centre, pl.col("actor") != centre)
    dyads = [(state, centre) for state in others["actor"].drop_nulls().unique().sort().to_list()]
    counts = others.group_by(state="actor").agg(events=pl.len())
    latest = _latest(events, dyads)
    values = latest.select("value", state="actor").join(counts, on="state", how="left")
    return map_spec(values, to=centre, record=_last_quarter(latest))


def _standing(events: pl.DataFrame, centre: str) -> Any:
    table = standing(events, period=None)
    last = {str(events["dataset"][0]): max(events["happened_on"].to_list())}
    return standing_spec(table.filter(pl.col("events") >= 3), state=centre, until=last)


def _network(events: pl.DataFrame) -> Any:
    edges = network(events, period="year", min_events=2)
    last = edges.filter(pl.col("period") == pl.col("period").max())
    return plot_network(last, positions=positions(last), period="year")
