"""What every page is made with: the record, a template, a chart drawn on the server."""

from __future__ import annotations

from typing import Annotated, Any, Final

import polars as pl
from fastapi import Depends, Query, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from detente.core.states import states
from detente.show.evidence import Library
from detente.show.page import environment
from detente.show.vega import chart_svg
from detente.show.web.asked import EventFilter, event_filter, window
from detente.show.web.record import Asked, Record

__all__ = [
    "PAGE_ROWS",
    "Filter",
    "Ident",
    "Page",
    "Window",
    "chart",
    "partners_of",
    "record_of",
    "show",
    "state_names",
    "with_titles",
]

PAGE_ROWS: Final = 50
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


def partners_of(record: Record, asked: Asked, state: str) -> pl.DataFrame:
    """The pairs of a state, busiest first, with the other side as `state`."""
    pairs = record.pairs(asked, number=300, state=state)
    other = pl.when(pl.col("one") == state).then(pl.col("two")).otherwise(pl.col("one"))
    return pairs.with_columns(state=other)


def state_names() -> list[tuple[str, str]]:
    """Name and code of today's states, by name."""
    now = states().filter(pl.col("kind") == "state", pl.col("member_to").is_null())
    return sorted(now.select("name", "state").unique().rows())


def with_titles(record: Record, events: pl.DataFrame) -> list[dict[str, Any]]:
    """Events as rows, each with its article."""
    ids = events["article_id"].drop_nulls().unique().to_list()
    return Library(record.titles(ids)).tell(events)
