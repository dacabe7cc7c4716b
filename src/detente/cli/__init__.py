"""The command `detente`: one file per group of commands, each a thin shell over the rooms.

`commands.py` names them all; a file is read when its command is called.
"""

from __future__ import annotations

from detente.cli.app import app, main

__all__ = ["app", "main"]
