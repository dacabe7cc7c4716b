"""The command `detente`: one file per group of commands, each a thin shell over the rooms.

To add a command, write `cli/<name>.py` with functions decorated `@app.command`, and name the
module in the import below (alphabetical).
"""

from __future__ import annotations

from detente.cli import (  # noqa: F401
    backtest,
    brief,
    claims,
    coding,
    demo,
    drivers,
    explain,
    export,
    fetch,
    forecast,
    gaps,
    importing,
    llm,
    network,
    next,  # noqa: A004
    read,
    relation,
    review,
    serve,
    shifts,
    store,
    tilt,
    verify,
)
from detente.cli.app import app, main

__all__ = ["app", "main"]
