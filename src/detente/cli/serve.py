"""`detente serve`: the local web app over a store."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from detente.cli.app import echo
from detente.core.errors import DetenteError
from detente.show.web.guard import is_loopback, new_token

__all__ = ["serve"]


def serve(
    *,
    store: Annotated[Path, Parameter(name=["--store", "-s"])] = Path("detente-store"),
    host: str = "127.0.0.1",
    port: int = 8020,
    token: str | None = None,
    review: Annotated[bool, Parameter(negative="")] = False,
    corrections: Annotated[Path, Parameter(name=["--corrections", "-c"])] = Path(
        "corrections.jsonl"
    ),
) -> None:
    """Open a store in the browser: map, relations, shifts, events, articles, datasets.

    Only this machine can reach it, unless --host says otherwise; then every visitor needs the
    token that is printed. It reads only, unless --review is given.

    Parameters
    ----------
    store
        Folder of the store.
    host
        Address to listen on.
    port
        Port to listen on.
    token
        Word that visitors must bring; one is made where --host opens the app to others.
    review
        Let visitors accept, fix and reject coded events, as `detente review` does.
    corrections
        File that keeps the decisions of the review.

    Examples
    --------
    detente serve --store my-store

    detente serve --store my-store --review --port 8021
    """
    import uvicorn

    if not 1 <= port <= 65535:
        raise DetenteError(f"--port {port}: give a port from 1 to 65535.")
    if token is None and not is_loopback(host):
        token = new_token()
    # By name, as in detente/__init__: FastAPI would make every `detente --help` wait for it.
    pages = importlib.import_module("detente.show.web.app")
    served = pages.guarded(
        store, host=host, token=token, corrections=corrections if review else None, warmed=True
    )
    shown = f"[{host}]" if ":" in host else host
    echo(f"detente is at http://{shown}:{port}/{f'?token={token}' if token else ''} (stop: Ctrl-C)")
    uvicorn.run(served, host=host, port=port, log_level="warning", server_header=False)
