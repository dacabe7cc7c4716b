"""The review page: one coded event at a time; accept, mend or reject by keyboard."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from detente.core.codebook import ROOTS, STATUSES
from detente.core.errors import CodebookError
from detente.show.evidence import Library
from detente.show.page import environment
from detente.show.reviews import add_review, check_review, read_reviews
from detente.show.web.asked import EventFilter, event_filter
from detente.show.web.record import Record

__all__ = ["router"]

router = APIRouter()
Filter = Annotated[EventFilter, Depends(event_filter)]


def _values(record: Record, wanted: EventFilter) -> dict[str, Any]:
    done = read_reviews(record.store.root)
    where, values = wanted.where()
    rows = record.query(
        f"SELECT * FROM events WHERE {where} AND sentence IS NOT NULL "
        "AND NOT list_contains(?, event_id) ORDER BY confidence, event_id LIMIT 1",
        [*values, list(done)],
    )
    left = record.query(
        f"SELECT count(*) AS n FROM events WHERE {where} AND sentence IS NOT NULL "
        "AND NOT list_contains(?, event_id)",
        [*values, list(done)],
    )["n"][0]
    ids = rows["article_id"].drop_nulls().to_list()
    told = Library(record.titles(ids)).tell(rows)
    return {
        "event": told[0] if told else None,
        "left": left,
        "done": len(done),
        "roots": ROOTS,
        "all_statuses": STATUSES,
        "wanted": wanted,
        "query": wanted.query(),
        "here": "review",
        "with_review": True,
    }


@router.get("/review", response_class=HTMLResponse)
def review(request: Request, wanted: Filter) -> HTMLResponse:
    """The least certain event that nobody has decided on yet."""
    page = environment().get_template("web/review.html.j2")
    return HTMLResponse(page.render(**_values(request.app.state.record, wanted)))


@router.post("/review")
async def decide(request: Request, wanted: Filter) -> Response:
    """Keep a decision and show the next event; the guard has checked where it comes from."""
    record: Record = request.app.state.record
    fields = dict(parse_qsl((await request.body()).decode("utf-8", "replace")))
    decision = check_review(fields)
    if record.event(decision.event_id) is None:
        raise CodebookError(f"'{decision.event_id}' is no event of this store.")
    add_review(record.store.root, decision)
    query = wanted.query()
    return RedirectResponse(f"/review{'?' + query if query else ''}", status_code=303)
