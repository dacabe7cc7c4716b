"""The year 2018 of ICEWS: importing it, and asking how two states got on, as a user does."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import detente as dt
from quality.report import Figures

TITLE = "A year of ICEWS"


def measure(shared: Path) -> list[Figures]:
    """Wall seconds of the two commands, start of Python included."""
    source = shared / "data" / "icews" / "icews18.parquet"
    if not source.exists():
        return []
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "store")
        importing = _seconds("import", str(source), "--store", store)
        rows = dt.open(store).events().height
        asking = _seconds("relation", "USA", "PAK", "--store", store, "--from", "2018-01",
                          "--to", "2018-10")  # fmt: skip
        drawing = _seconds("relation", "USA", "PAK", "--store", store, "--period", "month",
                           "--chart", str(Path(folder) / "chart.svg"))  # fmt: skip
        starting = _seconds("--version")
    table = (
        ("detente import icews18.parquet", importing, f"{rows / importing:,.0f} rows a second"),
        ("detente relation USA PAK, weekly", asking, None),
        ("the same by month, with a chart", drawing, None),
        ("detente --version (start alone)", starting, None),
    )
    note = f"{rows:,} rows; each command in a process of its own, start of Python included."
    return [Figures("Two commands", ("command", "seconds", "rate"), table, note)]


def _seconds(*arguments: str) -> float:
    command = [sys.executable, "-c", "from detente.cli import main; main()", *arguments]
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started
