"""The command `detente`: one file per group of commands, each a thin shell over the rooms.

To add a command, write `cli/<name>.py` with functions decorated `@app.command`, and name the
module in the import below (alphabetical).
"""

from __future__ import annotations

from detente.cli import brief, coding, demo, importing, read, relation  # noqa: F401
from detente.cli.app import app, main

__all__ = ["app", "main"]
