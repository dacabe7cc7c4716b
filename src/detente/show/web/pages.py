"""The pages: each reads the record, draws its charts on the server and fills a template."""

from __future__ import annotations

from typing import Annotated, Any, Final

import polars as pl
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from markupsafe import Markup
from starlette.exceptions import HTTPException

from detente.core.codebook import QUADS, ROOTS
from detente.core.errors import CoverageError
from detente.core.states import require_state, states
from detente.show import wording
from detente.show.article_page import article_values
from detente.show.charts import compare_spec, relation_spec
from detente.show.evidence import Library, key_events
from detente.show.map_charts import map_spec
from detente.show.names import side_name
from detente.show.page import environment
from detente.show.vega import Spec, chart_svg
from detente.show.web.asked import PERIODS, EventFilter, event_filter, window
from detente.show.web.record import Asked, Record
from detente.show.web.relations import Relation, relation_of, strongest_shifts

__all__ = ["router"]

router = APIRouter()
PAGE_ROWS: Final = 50
SHIFT_EVENTS: Final = 10
Window = Annotated[Asked, Depends(window)]
Filter = Annotated[EventFilter, Depends(event_filter)]
Page = Annotated[int, Query(ge=1, le=2000)]
Ident = Annotated[str, Query(max_length=80)]


def record_of(request: Request) -> Record:
    """The record that the app was built over."""
    found: Record = request.app.state.record
    return found


def show(request: Request, template: str, *, here: str, **values: Any) -> HTMLResponse:
    """A page from a template, with what every page needs."""
    return HTMLResponse(
        environment()
        .get_template(f"web/{template}.html.j2")
        .render(here=here, with_review=request.app.state.with_review, **values)
    )


def chart(record: Record, key: tuple[Any, ...], spec: Any) -> Markup:
    """Inline SVG of a chart, kept until the store changes; `spec` makes the dictionary."""
    return Markup(record.keep(("svg", *key), lambda: chart_svg(spec())))


@router.get("/", response_class=HTMLResponse)
def overview(
    request: Request, asked: Window, of: Annotated[str, Query(max_length=60)] = ""
) -> HTMLResponse:
    """Map, busiest relations, coverage; the shifts come after, being slower."""
    record = record_of(request)
    busiest = record.pairs(asked, number=20)
    centre = require_state(of) if of else _centre(busiest)
    drawn = chart(record, ("map", asked, centre), lambda: _map(record, asked, centre))
    return show(
        request,
        "overview",
        here="overview",
        asked=asked,
        totals=record.totals(asked),
        pairs=busiest.to_dicts(),
        centre=centre,
        chart=drawn if centre else None,
        datasets=record.datasets().to_dicts(),
        query=EventFilter(asked).query(),
        state_names=_state_names(),
    )


def _centre(pairs: pl.DataFrame) -> str:
    """The state with most events among the busiest pairs."""
    sides = pl.concat([pairs.select(s="one", n="events"), pairs.select(s="two", n="events")])
    ranked = sides.group_by("s").agg(pl.col("n").sum()).sort(["n", "s"], descending=[True, False])
    return str(ranked["s"][0]) if ranked.height else ""


def _map(record: Record, asked: Asked, centre: str) -> Spec:
    partners = _partners(record, asked, centre)
    values = partners.select("state", "events", value="mean_weight")
    return map_spec(values, to=centre, measure="mean weight", links=f"/relation/{centre}/")


def _partners(record: Record, asked: Asked, state: str) -> pl.DataFrame:
    pairs = record.pairs(asked, number=300, state=state)
    other = pl.when(pl.col("one") == state).then(pl.col("two")).otherwise(pl.col("one"))
    return pairs.with_columns(state=other)


def _state_names() -> list[tuple[str, str]]:
    now = states().filter(pl.col("kind") == "state", pl.col("member_to").is_null())
    return sorted(now.select("name", "state").unique().rows())


@router.get("/part/shifts", response_class=HTMLResponse)
def part_shifts(request: Request, asked: Window) -> HTMLResponse:
    """Piece of the overview: the strongest shifts."""
    rows = strongest_shifts(record_of(request), asked).head(12).to_dicts()
    told = [{**row, "says": wording.shift_sentence(row)} for row in rows]
    return show(request, "part_shifts", here="", shifts=told, query=EventFilter(asked).query())


@router.get("/go", response_class=HTMLResponse)
def go(
    one: Annotated[str, Query(max_length=60)] = "", two: Annotated[str, Query(max_length=60)] = ""
) -> Response:
    """The form "two states": leads to their relation, or to one state's page."""
    first = require_state(one)
    if not two.strip():
        return RedirectResponse(f"/state/{first}", status_code=303)
    return RedirectResponse(f"/relation/{first}/{require_state(two)}", status_code=303)


@router.get("/relation/{one}/{two}", response_class=HTMLResponse)
def relation(request: Request, one: str, two: str, asked: Window, shift: Ident = "") -> Response:
    """Two states: chart, shifts and the events that made them, each way, year by year."""
    pair = (require_state(one), require_state(two))
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
        ways=chart(record, ("ways", *key), lambda: compare_spec(found.ways, width=720)),
        shifts=shifts,
        chosen=next((row for row in shifts if row["shift_id"] == shift), None),
        chosen_events=_shift_events(record, found, shift),
        sides=[_side(rows) for _, rows in found.ways.group_by(_DYAD, maintain_order=True)],
        years=found.years,
        key_events=_with_titles(record, found.key_events),
        event_count=found.events.height,
        counted_events=int(found.both["events"].sum()),
        query=own.query(),
    )


_DYAD: Final = ["dataset", "actor", "recipient"]


def _pair_chart(found: Relation, asked: Asked) -> Spec:
    query = EventFilter(asked).query()
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
            "query": window_only.query(shift=row["shift_id"]),
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
    sign = {"cooperation": pl.col("weight") > 0, "conflict": pl.col("weight") < 0}
    inside = found.events.filter(
        pl.col("happened_on").is_between(row["earliest"], last),
        pl.col("dataset") == row["dataset"],
        sign.get(row["series"], pl.lit(value=True)),
    )
    best = key_events(inside, SHIFT_EVENTS)
    return _with_titles(record, best.head(SHIFT_EVENTS))


def _with_titles(record: Record, events: pl.DataFrame) -> list[dict[str, Any]]:
    ids = events["article_id"].drop_nulls().unique().to_list()
    return Library(record.titles(ids)).tell(events)


def _side(rows: pl.DataFrame) -> dict[str, Any]:
    known = rows.drop_nulls("warmth")
    ends = [known.row(place, named=True) for place in (0, -1)] if known.height else [None, None]
    first, last = ((row["warmth"], row["low"], row["high"]) if row else None for row in ends)
    actor, recipient = rows["actor"][0], rows["recipient"][0]
    name = f"{side_name(actor)} towards {side_name(recipient)}"
    says = wording.change_of_warmth(first, last, side=name) if first and last else ""
    return {
        "actor": actor, "recipient": recipient, "dataset": rows["dataset"][0], "name": name,
        "events": int(rows["events"].sum()), "first": first, "last": last, "says": says,
    }  # fmt: skip


@router.get("/state/{code}", response_class=HTMLResponse)
def state(request: Request, code: str, asked: Window) -> Response:
    """One state: the world by its relations, and its partners."""
    one = require_state(code)
    record = record_of(request)
    if one != code:
        return RedirectResponse(f"/state/{one}", status_code=307)
    partners = _partners(record, asked, one)
    if partners.is_empty():
        raise CoverageError(f"No event of {side_name(one)} with another state in these days.")
    return show(
        request,
        "state",
        here="state",
        code=one,
        asked=asked,
        chart=chart(record, ("map", asked, one), lambda: _map(record, asked, one)),
        partners=partners.head(60).to_dicts(),
        datasets=record.datasets()["dataset"].to_list(),
        query=EventFilter(asked).query(),
    )


@router.get("/events", response_class=HTMLResponse)
def events(request: Request, wanted: Filter, page: Page = 1) -> HTMLResponse:
    """A list of events with a filter; the same address with /api gives data."""
    record = record_of(request)
    where, values = wanted.where()
    rows, total = record.listing(where, values, number=PAGE_ROWS, offset=(page - 1) * PAGE_ROWS)
    return show(
        request,
        "events",
        here="events",
        wanted=wanted,
        asked=wanted.asked,
        rows=_with_titles(record, rows),
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE_ROWS)),
        roots=ROOTS,
        quads=QUADS,
        datasets=record.datasets()["dataset"].to_list(),
        state_names=_state_names(),
    )


@router.get("/event/{event_id}", response_class=HTMLResponse)
def event(request: Request, event_id: str) -> HTMLResponse:
    """One event: its sentence, where it stands, and how it was coded."""
    record = record_of(request)
    row = record.event(event_id)
    if row is None:
        raise HTTPException(404)
    told = Library(record.titles([row["article_id"]] if row["article_id"] else [])).tell_rows([row])
    return show(request, "event", here="events", event=told[0])


@router.get("/articles", response_class=HTMLResponse)
def articles(request: Request, page: Page = 1) -> HTMLResponse:
    """Articles, latest first."""
    rows = record_of(request).articles(number=PAGE_ROWS + 1, offset=(page - 1) * PAGE_ROWS)
    more = rows.height > PAGE_ROWS
    shown = rows.head(PAGE_ROWS).to_dicts()
    return show(request, "articles", here="articles", rows=shown, page=page, more=more)


@router.get("/article/{article_id}", response_class=HTMLResponse)
def article(request: Request, article_id: str) -> HTMLResponse:
    """One article with its events and claims marked."""
    record = record_of(request)
    row = record.article(article_id)
    if row is None:
        raise HTTPException(404)
    tables = {name: record.of_article(name, article_id) for name in ("events", "claims", "rejects")}
    return show(request, "article", here="articles", **article_values(row, **tables))


@router.get("/datasets", response_class=HTMLResponse)
def datasets(request: Request) -> HTMLResponse:
    """What the store holds: datasets, gaps, imported files."""
    record = record_of(request)
    rows = [
        {**row, "terms": wording.terms_of(row["dataset"])} for row in record.datasets().to_dicts()
    ]
    return show(
        request,
        "datasets",
        here="datasets",
        datasets=rows,
        ledger=record.ledger().head(200).to_dicts(),
    )
