"""The review page: one coded event at a time; accept, fix, reject or undo by keyboard.

Decisions go to the same kind of file as those of `detente review`, so both can be mixed.
"""

from __future__ import annotations

from typing import Annotated, Any, Final
from urllib.parse import parse_qsl

import polars as pl
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from detente.coding.review import Corrections, decide
from detente.coding.review_pieces import marked_pieces
from detente.core.codebook import ROOTS, STATUSES
from detente.core.errors import CodebookError
from detente.show.evidence import Library
from detente.show.page import environment
from detente.show.web.asked import EventFilter, event_filter
from detente.show.web.record import Record

__all__ = ["router"]

router = APIRouter()
Filter = Annotated[EventFilter, Depends(event_filter)]
_REVIEWABLE: Final = (
    "sentence IS NOT NULL AND start IS NOT NULL AND actor IS NOT NULL AND recipient IS NOT NULL "
    "AND actor_start IS NOT NULL AND actor_end IS NOT NULL "
    "AND recipient_start IS NOT NULL AND recipient_end IS NOT NULL"
)


def _record(request: Request) -> Record:
    found: Record = request.app.state.record
    return found


def _kept(request: Request) -> Corrections:
    return Corrections(request.app.state.corrections)


def _open(record: Record, kept: Corrections, wanted: EventFilter) -> tuple[pl.DataFrame, int, int]:
    """The least certain event nobody has decided on; how many are left, and how many done."""
    done = [one.event_id for one in kept.standing()]
    where, values = wanted.where()
    fits = f"FROM events WHERE {where} AND {_REVIEWABLE} AND NOT list_contains(?, event_id)"
    values = [*values, done]
    first = record.query(f"SELECT * {fits} ORDER BY confidence, event_id LIMIT 1", values)
    left = record.query(f"SELECT count(*) AS n {fits}", values)["n"][0]
    return first, left, len(done)


@router.get("/review", response_class=HTMLResponse)
def review(request: Request, wanted: Filter) -> HTMLResponse:
    """The least certain event that nobody has decided on yet."""
    record = _record(request)
    first, left, done = _open(record, _kept(request), wanted)
    told = Library(record.titles(first["article_id"].drop_nulls().to_list())).tell(first)
    event = told[0] if told else None
    page = environment().get_template("web/review.html.j2")
    return HTMLResponse(
        page.render(
            event=event,
            pieces=marked_pieces(event) if event else [],
            left=left,
            done=done,
            roots=ROOTS,
            all_statuses=STATUSES,
            query=wanted.query(),
            here="review",
            with_review=True,
        )
    )


@router.post("/review")
async def decision(request: Request, wanted: Filter) -> Response:
    """Keep or take back a decision, then show the next event; the guard checks the origin."""
    fields = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
    kept = _kept(request)
    if fields.get("decision") == "undo":
        kept.undo(reviewer="web")
    else:
        kept.add(_decided(_record(request), fields))
    query = wanted.query()
    return RedirectResponse(f"/review{'?' + query if query else ''}", status_code=303)


def _decided(record: Record, fields: dict[str, str]) -> Any:
    event_id = fields.get("event_id", "")
    event = record.event(event_id)
    if event is None:
        raise CodebookError(f"'{event_id}' is no event of this store.")
    names = ("root", "status", "actor", "recipient")
    changes = {name: fields[name].strip() for name in names if fields.get(name, "").strip()}
    choice = fields.get("decision", "")
    return decide(event, choice, changes=changes if choice == "fix" else None, reviewer="web")
