"""The same as the pages, as data: JSON, CSV and Parquet."""

from __future__ import annotations

import io
import json
from typing import Annotated, Any, Final, Literal

import polars as pl
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from detente.core.errors import CoverageError
from detente.core.states import require_state
from detente.show.web.asked import EventFilter, event_filter, window
from detente.show.web.outlook import outlook_of
from detente.show.web.record import Asked, Record
from detente.show.web.relations import relation_of, strongest_shifts

__all__ = ["MOST_ROWS", "router"]

router = APIRouter(tags=["read"])
MOST_ROWS: Final = 100_000
"""Events that one answer holds at most; the header `x-total` says how many there are."""

Window = Annotated[Asked, Depends(window)]
Filter = Annotated[EventFilter, Depends(event_filter)]


def _record(request: Request) -> Record:
    found: Record = request.app.state.record
    return found


def _json(rows: Any, headers: dict[str, str] | None = None) -> Response:
    body = json.dumps(rows, default=str, ensure_ascii=False)
    return Response(body, media_type="application/json", headers=headers)


@router.get("/datasets")
def datasets(request: Request) -> Response:
    """Datasets with events, days covered and days missing."""
    return _json(_record(request).datasets().to_dicts())


@router.get("/relations")
def relations(
    request: Request,
    asked: Window,
    state: Annotated[str | None, Query(max_length=60)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> Response:
    """Pairs of states with most events: counts of co-operation and conflict, mean weight."""
    one = require_state(state) if state else None
    return _json(_record(request).pairs(asked, number=limit, state=one).to_dicts())


@router.get("/relation/{one}/{two}")
def relation(request: Request, one: str, two: str, asked: Window) -> Response:
    """Warmth of a pair and each way, and its shifts."""
    pair = sorted((require_state(one), require_state(two)))
    found = relation_of(_record(request), (pair[0], pair[1]), asked)
    if found is None:
        raise CoverageError(f"No event between {pair[0]} and {pair[1]} in these days.")
    return _json(
        {
            "pair": found.pair,
            "period": found.period,
            "events": found.events.height,
            "warmth": pl.concat([found.both.with_columns(side=pl.lit("pair")),
                                 found.ways.with_columns(side=pl.lit("dyad"))]).to_dicts(),
            "shifts": found.shifts.to_dicts(),
        }
    )  # fmt: skip


@router.get("/forecast/{one}/{two}")
def forecast(request: Request, one: str, two: str, asked: Window) -> Response:
    """The next eight weeks of what two states do to each other, each way, beside a baseline."""
    pair = sorted((require_state(one), require_state(two)))
    found = outlook_of(_record(request), (pair[0], pair[1]), asked)
    if not found:
        raise CoverageError(f"Too little of {pair[0]} and {pair[1]} is covered for a forecast.")
    return _json([row for outlook in found for row in outlook.forecast.to_dicts()])


@router.get("/events")
def events(
    request: Request,
    wanted: Filter,
    form: Annotated[Literal["json", "csv", "parquet"], Query(alias="format")] = "json",
    limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 1000,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """Events that fit the filter, latest first, columns as in the store."""
    record = _record(request)
    where, values = wanted.where()
    rows, total = record.listing(where, values, number=limit, offset=offset)
    headers = {"x-total": str(total)}
    if form == "json":
        return _json(rows.to_dicts(), headers)
    headers["content-disposition"] = f'attachment; filename="events.{form}"'
    kinds = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}
    return Response(_written(rows, form), media_type=kinds[form], headers=headers)


def _written(rows: pl.DataFrame, form: str) -> bytes:
    out = io.BytesIO()
    if form == "parquet":
        rows.write_parquet(out)
    else:
        texts = [name for name, dtype in rows.schema.items() if dtype == pl.String]
        flat = rows.with_columns(pl.col("domains").list.join(";"))
        flat.with_columns(_not_a_formula(name) for name in texts).write_csv(out)
    return out.getvalue()


def _not_a_formula(name: str) -> pl.Expr:
    """Text that a spreadsheet would run gets an apostrophe before it."""
    risky = pl.col(name).str.contains(r"^[=+\-@\t\r]")
    return pl.when(risky).then(pl.concat_str(pl.lit("'"), name)).otherwise(name).alias(name)


@router.get("/event/{event_id}")
def event(request: Request, event_id: str) -> Response:
    """One event with its evidence."""
    row = _record(request).event(event_id)
    if row is None:
        raise HTTPException(404, "No such event.")
    return _json(row)


@router.get("/article/{article_id}")
def article(request: Request, article_id: str) -> Response:
    """One article with its text, events and claims."""
    record = _record(request)
    row = record.article(article_id)
    if row is None:
        raise HTTPException(404, "No such article.")
    own = {name: record.of_article(name, article_id).to_dicts() for name in ("events", "claims")}
    return _json({**row, **own})


@router.get("/shifts")
def shifts(request: Request, asked: Window) -> Response:
    """Strongest shifts of the busiest pairs."""
    return _json(strongest_shifts(_record(request), asked).to_dicts())
