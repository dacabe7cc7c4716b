"""The page of a relation, and its outlook: forecast and what stays open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Final

import polars as pl
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from detente.core.errors import CodebookError, CoverageError
from detente.core.states import require_state
from detente.core.tables import COVERAGE, EVENTS, SHIFTS, WARMTH
from detente.show import wording
from detente.show.charts import compare_spec, relation_spec
from detente.show.forecast_charts import forecast_spec
from detente.show.names import side_name
from detente.show.questions import open_questions
from detente.show.vega import Spec
from detente.show.web.asked import PERIODS, EventFilter
from detente.show.web.outlook import HORIZON_WEEKS, Outlook, outlook_of
from detente.show.web.record import Asked, Record
from detente.show.web.relations import Relation, chief_events, relation_of
from detente.show.web.render import Ident, Window, chart, record_of, show, with_titles

__all__ = ["router"]

router = APIRouter()
SHIFT_EVENTS: Final = 10


@router.get("/relation/{one}/{two}", response_class=HTMLResponse)
def relation(request: Request, one: str, two: str, asked: Window, shift: Ident = "") -> Response:
    """Two states: chart, shifts and the events that made them, each way, year by year."""
    pair = (require_state(one), require_state(two))
    if pair[0] == pair[1]:
        raise CodebookError(
            f"A relation is between two states, and both are {side_name(pair[0])}. Name another."
        )
    record = record_of(request)
    if pair != (one, two):
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/relation/{pair[0]}/{pair[1]}{query}", status_code=307)
    found = relation_of(record, (min(pair), max(pair)), asked)
    if found is None:
        raise CoverageError(
            f"No event between {side_name(pair[0])} and {side_name(pair[1])} in these days. "
            "Widen the dates, or take the dataset away."
        )
    key = (found.pair, asked)
    own = EventFilter(asked, pair=found.pair)
    shifts = _told(found, own, shift)
    return show(
        request,
        "relation",
        here="relation",
        pair=found.pair,
        name=" and ".join(map(side_name, found.pair)),
        asked=asked,
        periods=PERIODS,
        period=found.period,
        datasets=record.datasets()["dataset"].to_list(),
        chart=chart(record, ("pair", *key), lambda: _pair_chart(found, asked)),
        ways=chart(record, ("ways", *key), lambda: _ways_chart(found)),
        shifts=shifts,
        chosen=next((row for row in shifts if row["shift_id"] == shift), None),
        chosen_events=_shift_events(record, found, shift),
        sides=_sides(found.ways, asked),
        years=_years(found, asked),
        key_events=with_titles(record, found.key_events),
        questions=open_questions(
            ways=found.ways, shifts=found.shifts, coverage=found.coverage, events=found.events
        ),
        event_count=found.events.height,
        counted_events=int(found.both["events"].sum()),
        query=own.query(),
        window_query=EventFilter(asked).query(),
    )


_DYAD: Final = ["dataset", "actor", "recipient"]


def _ways_chart(found: Relation) -> Spec:
    return compare_spec(found.ways, coverage=found.coverage, width=720)


def _years(found: Relation, asked: Asked) -> list[dict[str, Any]]:
    """Counts of each year, with the query that lists the same events: of the window alone."""
    years = []
    for row in found.years:
        first, after = date(row["year"], 1, 1), date(row["year"] + 1, 1, 1)
        since, until = max(first, asked.since or first), min(after, asked.until or after)
        same = EventFilter(Asked(since, until, asked.dataset), pair=found.pair)
        years.append({**row, "query": same.query()})
    return years


def _pair_chart(found: Relation, asked: Asked) -> Spec:
    query = EventFilter(asked).query(period=asked.period)
    return relation_spec(
        found.both,
        events=found.events,
        shifts=found.shifts,
        coverage=found.coverage,
        directed=False,
        links="/event/",
        shift_links=f"?{query}{'&' if query else ''}shift=",
    )


def _told(found: Relation, own: EventFilter, chosen: str) -> list[dict[str, Any]]:
    window_only = EventFilter(own.asked)
    rows = found.shifts.sort("shifted_on").to_dicts()
    return [
        {
            **row,
            "says": wording.shift_sentence(row),
            "query": window_only.query(period=own.asked.period, shift=row["shift_id"]),
            "chosen": row["shift_id"] == chosen,
        }
        for row in rows
    ]


def _shift_events(record: Record, found: Relation, shift: str) -> list[dict[str, Any]]:
    """The ten events of a shift that weigh most: of its kind, from its first day to its alarm."""
    rows = found.shifts.filter(pl.col("shift_id") == shift).to_dicts()
    if not rows:
        return []
    row = rows[0]
    last = max(day for day in (row["until"], row["found_on"], row["latest"]) if day)
    friendly, hostile = pl.col("weight") > 0, pl.col("weight") < 0
    sign = {"cooperation": friendly, "conflict": hostile, "accord": friendly}
    inside = found.events.filter(
        pl.col("happened_on").is_between(row["earliest"], last),
        pl.col("dataset") == row["dataset"],
        sign.get(row["series"], pl.lit(value=True)),
    )
    own = Asked(dataset=row["dataset"])
    best = chief_events(record, found, SHIFT_EVENTS, asked=own, among=inside)
    return with_titles(record, best.head(SHIFT_EVENTS))


def _sides(ways: pl.DataFrame, asked: Asked) -> list[dict[str, Any]]:
    several = ways["dataset"].n_unique() > 1
    return [_side(rows, several, asked) for _, rows in ways.group_by(_DYAD, maintain_order=True)]


def _side(rows: pl.DataFrame, several_datasets: bool, asked: Asked) -> dict[str, Any]:
    known = rows.drop_nulls("warmth")
    ends = [known.row(place, named=True) for place in (0, -1)] if known.height else [None, None]
    first, last = ((row["warmth"], row["low"], row["high"]) if row else None for row in ends)
    actor, recipient = rows["actor"][0], rows["recipient"][0]
    name = f"{side_name(actor)} towards {side_name(recipient)}"
    told = f"{name} in {rows['dataset'][0]}" if several_datasets else name
    says = wording.change_of_warmth(first, last, side=told) if first and last else ""
    own = replace(asked, dataset=rows["dataset"][0])
    return {
        "query": EventFilter(own, actor=actor, recipient=recipient).query(),
        "actor": actor, "recipient": recipient, "dataset": rows["dataset"][0], "name": name,
        "events": int(rows["events"].sum()), "first": first, "last": last, "says": says,
    }  # fmt: skip


@router.get("/part/outlook/{one}/{two}", response_class=HTMLResponse)
def part_outlook(request: Request, one: str, two: str, asked: Window) -> HTMLResponse:
    """Piece of the relation's page: forecasts beside their baseline, and what they leave open."""
    record = record_of(request)
    sides = sorted((require_state(one), require_state(two)))
    pair = (sides[0], sides[1])
    found = outlook_of(record, pair, asked)
    key = ("outlook", pair, asked.window())
    charts = [chart(record, (*key, at), partial(_fan, outlook)) for at, outlook in enumerate(found)]
    return show(
        request,
        "part_outlook",
        here="",
        outlooks=[
            {
                "name": _way_name(one.forecast),
                "chart": drawn,
                "verdicts": wording.forecast_verdicts(one.forecast.to_dicts()),
                "rows": _last_steps(one.forecast),
                "as_of": one.as_of,
                "dataset": one.dataset,
            }
            for one, drawn in zip(found, charts, strict=True)
        ],
        weeks=HORIZON_WEEKS,
        questions=open_questions(
            ways=WARMTH.empty(),
            shifts=SHIFTS.empty(),
            coverage=COVERAGE.empty(),
            events=EVENTS.empty(),
            forecasts=[one.forecast for one in found],
        ),
    )


def _fan(outlook: Outlook) -> Spec:
    return forecast_spec(outlook.forecast, past=outlook.past)


def _way_name(table: pl.DataFrame) -> str:
    return f"{side_name(table['actor'][0])} towards {side_name(table['recipient'][0])}"


def _last_steps(table: pl.DataFrame) -> list[dict[str, Any]]:
    """Each measure at the first and the last week ahead."""
    ends = table.filter(pl.col("step").is_in([1, table["step"].max()]))
    return ends.sort("measure", "step").to_dicts()
