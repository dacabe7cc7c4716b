"""The weekly directed-dyad table of a large store, and one dyad's series out of it."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from bench._apart import run_apart
from bench._gdelt_like import write_store
from quality.report import Figures

TITLE = "Aggregation"
LARGE = int(os.environ.get("DETENTE_BENCH_ROWS", "50000000"))
TRIES = 3
KEPT = os.environ.get("DETENTE_BENCH_STORES")
"""Folder where the stores stay for a later run; those that lie there are not filled again."""

WEEKLY = """
table = aggregate(stores.open({store!r}), period="week", zeros=False)
result = [table.height, int(table["events"].sum())]
"""
ONE_DYAD = """
table = aggregate(stores.open({store!r}), period="week", dyads=[("USA", "PAK")])
result = [table.height, int(table["events"].sum())]
"""
SETUP = """
from detente.store import store as stores
from detente.store.engines import aggregate
import ibis, duckdb
"""


def measure(shared: Path) -> list[Figures]:
    return [
        Figures(
            title="Dyad × week, directed",
            columns=(
                "rows in the store",
                "what",
                "seconds",
                "CPU seconds",
                "peak MB",
                "rows out",
                "events counted",
            ),
            rows=tuple(row for rows in (LARGE // 10, LARGE) for row in _of_size(rows)),
            note="Made-up GDELT-like events from a seed: 60 states, 96 months, every day covered. "
            "Seconds without the start of Python and its libraries; memory with them. Where other "
            "work shares the machine, CPU seconds say more than seconds. Of each query the fastest "
            f"of {TRIES} runs, each in a process of its own.",
        )
    ]


def _of_size(rows: int) -> list[tuple[object, ...]]:
    if KEPT is not None:
        return _measured(Path(KEPT) / str(rows), rows)
    with tempfile.TemporaryDirectory() as name:
        return _measured(Path(name) / "s", rows)


def _measured(folder: Path, rows: int) -> list[tuple[object, ...]]:
    filled = None
    if not folder.exists():
        begun = time.perf_counter()
        write_store(folder, rows)
        filled = time.perf_counter() - begun
    size = sum(path.stat().st_size for path in folder.rglob("segments/events/**/*.parquet"))
    what = f"filling the store ({size / rows:.1f} bytes a row)"
    table: list[tuple[object, ...]] = [(rows, what, filled, None, None, None, rows)]
    for what, body in (("whole table", WEEKLY), ("one dyad's series", ONE_DYAD)):
        tries = [run_apart(body.format(store=str(folder)), setup=SETUP) for _ in range(TRIES)]
        seconds, cpu, peak, result = min(tries, key=lambda one: one[0])
        assert isinstance(result, list)
        table.append((rows, what, seconds, cpu, round(peak / 1e6), *result))
    return table
