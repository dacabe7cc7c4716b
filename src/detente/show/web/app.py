"""The web app over one store: routes, errors, static files."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

import detente
from detente.core.errors import CodebookError, CoverageError, DetenteError, StoreError
from detente.show.page import environment, style_sheet
from detente.show.web import api, pages, relation_page, review, state_pages
from detente.show.web.guard import Guard, Limits, is_loopback
from detente.show.web.record import Record
from detente.show.web.warming import keep_warm
from detente.store.store import open as open_store

__all__ = ["build_app", "guarded"]

STATIC: Final = {
    "app.css": "static/app.css",
    "app.js": "static/app.js",
    "htmx.js": "static/vendor/htmx.min.js",
}
_STATUS: Final = {CoverageError: 404, CodebookError: 400, StoreError: 503}


def build_app(store: str | Path, *, corrections: Path | None = None) -> FastAPI:
    """The app without its guard: pages, JSON API (`/api/openapi.json`), static files.

    Args:
        store: folder of a store, which must exist.
        corrections: file for decisions on events, see `coding.review`; without one, nothing can
            be written and there is no review page.

    Raises:
        StoreError: no store there.
    """
    app = FastAPI(
        title="detente",
        version=detente.__version__,
        description="Events, warmth and shifts of relations between states, read-only.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_running,
    )
    app.state.warming = None
    app.state.record = Record(open_store(store, create=False))
    app.state.with_review = corrections is not None
    app.state.corrections = corrections
    for room in (pages, relation_page, state_pages):
        app.include_router(room.router, include_in_schema=False)
    app.include_router(api.router, prefix="/api")
    if corrections is not None:
        app.include_router(review.router, include_in_schema=False)
    app.add_api_route("/static/{name}", static, include_in_schema=False)
    app.add_exception_handler(DetenteError, _told)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    return app


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    """While the app runs; at its end the warming stops and the store's files are closed."""
    yield
    if app.state.warming is not None:
        app.state.warming.set()
    app.state.record.close()


def guarded(
    store: str | Path,
    *,
    host: str = "127.0.0.1",
    token: str | None = None,
    corrections: Path | None = None,
    limits: Limits | None = None,
    warmed: bool = False,
) -> Guard:
    """The whole app as it is served: the pages behind the guard.

    With `warmed`, a thread makes ready what the first pages need, again after each change.

    Raises:
        DetenteError: a host that others can reach, and no token.
    """
    if not is_loopback(host) and not token:
        raise DetenteError(
            f"--host {host} can be reached from other machines, so the app needs a token. "
            "`detente serve` makes one; in Python pass token=…."
        )
    names = {"127.0.0.1", "localhost", "::1"} | ({host} if host not in {"0.0.0.0", "::"} else set())
    app = build_app(store, corrections=corrections)
    if warmed:
        app.state.record.tallies()
        app.state.warming = keep_warm(app.state.record)
    return Guard(
        app,
        frozenset(names),
        token=token,
        limits=limits or Limits(),
        any_host=host in {"0.0.0.0", "::"},
    )


def static(name: str) -> Response:
    """One of the app's own files; no path of the reader's ever reaches the disk."""
    headers = {"cache-control": "max-age=3600"}
    if name == "page.css":
        return Response(style_sheet(), media_type="text/css", headers=headers)
    if name not in STATIC:
        raise HTTPException(404, "No such file.")
    body = files("detente.show").joinpath(STATIC[name]).read_bytes()
    kind = mimetypes.guess_type(name)[0] or "text/plain"
    return Response(body, media_type=kind, headers=headers)


def _problem(request: Request, status: int, message: str) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": message}, status_code=status)
    page = environment().get_template("web/problem.html.j2")
    shown = page.render(
        message=message, status=status, here="", with_review=request.app.state.with_review
    )
    return HTMLResponse(shown, status_code=status)


async def _told(request: Request, fault: Any) -> Response:
    return _problem(request, _STATUS.get(type(fault), 400), str(fault))


async def _invalid(request: Request, fault: Any) -> Response:
    first = fault.errors()[0]
    where = ".".join(str(part) for part in first["loc"][1:])
    return _problem(request, 422, f"{where}: {first['msg']}.")


async def _http(request: Request, fault: Any) -> Response:
    message = "There is no such page." if fault.status_code == 404 else str(fault.detail)
    return _problem(request, fault.status_code, message)
