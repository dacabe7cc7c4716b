"""The pages: each reads the record, draws its charts on the server and fills a template."""

from __future__ import annotations

from typing import Annotated, Any, Final

import polars as pl
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from detente.coding.claims.find import find_claims
from detente.core.codebook import QUADS, ROOTS
from detente.core.states import require_state
from detente.core.tables import CLAIMS, conform
from detente.show import wording
from detente.show.article_page import article_values
from detente.show.claim_checks import Checked, check_in_store
from detente.show.evidence import Library
from detente.show.map_charts import map_spec
from detente.show.vega import Spec
from detente.show.web.asked import EventFilter
from detente.show.web.record import Asked, Record
from detente.show.web.relations import strongest_shifts
from detente.show.web.render import (
    PAGE_ROWS,
    Filter,
    Page,
    Window,
    chart,
    partners_of,
    record_of,
    show,
    state_names,
    with_titles,
)
from detente.store.gaps import find_holes, missing_quarters

__all__ = ["map_of", "router"]

router = APIRouter()
MOST_GAPS: Final = 100
"""Gaps that the page of datasets lists; `detente gaps` lists all."""


@router.get("/", response_class=HTMLResponse)
def overview(
    request: Request, asked: Window, of: Annotated[str, Query(max_length=60)] = ""
) -> HTMLResponse:
    """Map, busiest relations, coverage; the shifts come after, being slower."""
    record = record_of(request)
    busiest = record.pairs(asked, number=20)
    centre = require_state(of) if of else _centre(busiest)
    drawn = chart(record, ("map", asked, centre), lambda: map_of(record, asked, centre))
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
        state_names=state_names(),
    )


def _centre(pairs: pl.DataFrame) -> str:
    """The state with most events among the busiest pairs."""
    sides = pl.concat([pairs.select(s="one", n="events"), pairs.select(s="two", n="events")])
    ranked = sides.group_by("s").agg(pl.col("n").sum()).sort(["n", "s"], descending=[True, False])
    return str(ranked["s"][0]) if ranked.height else ""


def map_of(record: Record, asked: Asked, centre: str) -> Spec:
    """Vega-Lite dictionary of the world by mean weight with one state."""
    partners = partners_of(record, asked, centre)
    values = partners.select("state", "events", value="mean_weight")
    totals = record.totals(asked)
    names = [asked.dataset] if asked.dataset else record.datasets()["dataset"].to_list()
    return map_spec(
        values, to=centre, measure="mean weight", links=f"/relation/{centre}/",
        record=wording.record_words(", ".join(names), totals["first_day"], totals["last_day"]),
    )  # fmt: skip


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
        rows=with_titles(record, rows),
        total=total,
        page=page,
        pages=max(1, -(-total // PAGE_ROWS)),
        roots=ROOTS,
        quads=QUADS,
        datasets=record.datasets()["dataset"].to_list(),
        state_names=state_names(),
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
    # To hold claims against a large record takes seconds, so the page doesn't wait for it.
    checked = record.known(("checked", article_id))
    later = {} if checked else {"check_link": f"/part/claims/{article_id}"}
    values = article_values(row, **tables, checked=checked)
    return show(request, "article", here="articles", **later, **values)


@router.get("/part/claims/{article_id}", response_class=HTMLResponse)
def part_claims(request: Request, article_id: str) -> HTMLResponse:
    """Piece of an article's page: its claims held against the store, with verdicts and charts."""
    record = record_of(request)
    row = record.article(article_id)
    if row is None:
        raise HTTPException(404)
    checked = record.keep(("checked", article_id), lambda: _checked(record, row))
    events = record.of_article("events", article_id)
    values = article_values(row, events, claims=checked.claims, checked=checked)
    return show(request, "part_claims", here="", **values)


def _checked(record: Record, article: dict[str, Any]) -> Checked:
    """Claims kept with the article, or found now, held against what the store knows."""
    claims = record.of_article("claims", article["article_id"])
    found = conform(claims, CLAIMS) if claims.height else find_claims(article)
    return check_in_store(article, found, record.store) if found.height else Checked(found)


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
        holes=record.keep(("holes",), lambda: find_holes(record.store)).to_dicts(),
        quarters=record.keep(("quarters",), lambda: missing_quarters(record.store)).to_dicts(),
        most_gaps=MOST_GAPS,
        ledger=record.ledger().head(200).to_dicts(),
    )
