"""How long a forecast takes a user: one dyad, likely next events, a backtest of fifty dyads."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from quality.report import Figures

TITLE = "Forecasts from the command line"

# Command, and the seconds that it may take.
COMMANDS = (
    (("forecast", "PAK", "RUS", "--horizon", "12w", "--as-of", "2018-08-01"), 30.0),
    (("forecast", "USA", "CHN", "--horizon", "12w", "--as-of", "2018-10-01"), 30.0),
    (("next", "PAK", "--as-of", "2018-08-01"), None),
    (("backtest", "--most-dyads", "50", "--as-of", "2018-10-29"), 600.0),
)


def measure(shared: Path) -> list[Figures]:
    """Each command in a process of its own on a store of ICEWS18, start of Python included."""
    source = shared / "data" / "icews" / "icews18.parquet"
    if not source.exists():
        return []
    rows, floors = [], {}
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "store")
        _seconds("import", str(source), "--store", store)
        for words, limit in COMMANDS:
            wall, cpu = _seconds(*words, "--store", store)
            name = "detente " + " ".join(words)
            rows.append((name, wall, cpu, limit))
            if limit is not None:
                floors[f"CPU seconds to spare, {name}"] = (limit - cpu, 0.0)
    note = "468,558 rows. Where other work shares the machine, CPU seconds say more than seconds."
    columns = ("command", "seconds", "CPU seconds", "allowed")
    return [Figures("Three commands on ICEWS18", columns, tuple(rows), note, floors)]


def _seconds(*arguments: str) -> tuple[float, float]:
    command = [sys.executable, "-c", "from detente.cli import main; main()", *arguments]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
