"""Importing GDELT 2.0 rows, against DuckDB's bare read and against pandas."""

from __future__ import annotations

import os
import tempfile
import zipfile
from pathlib import Path

from bench._apart import run_apart
from bench._gdelt_like import write_files
from quality.report import Figures

TITLE = "Importing"
ROWS = int(os.environ.get("DETENTE_BENCH_IMPORT_ROWS", "1000000"))
FILES = 4

DETENTE = """
from pathlib import Path
store = stores.open({store!r})
done = list(import_files(store, [Path(path) for path in {paths!r}]))
result = sum(one.ledger["rows_kept"] for one in done)
"""
DUCKDB = """
names = [f"c{{n:02}}" for n in range(61)]
duckdb.execute('''copy (select * from read_csv({paths!r}, delim='\\t', header=false, quote='',
    escape='', auto_detect=false, columns={{{columns}}})) to '{out}'
    (format parquet, compression zstd)''')
result = duckdb.execute("select count(*) from '{out}'").fetchone()[0]
"""
PANDAS = """
frames = [pd.read_csv(path, sep="\\t", header=None, dtype={{26: str, 27: str, 28: str}},
                      low_memory=False) for path in {paths!r}]
table = pd.concat(frames, ignore_index=True)
result = len(table)
"""


def measure(shared: Path) -> list[Figures]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [str(path) for path in write_files(folder, ROWS, files=FILES)]
        zipped = sum(_zipped_bytes(Path(path)) for path in paths)
        columns = ", ".join(f"'c{n:02}': 'VARCHAR'" for n in range(61))
        out = folder / "bare.parquet"
        runs = {
            "detente import": run_apart(
                DETENTE.format(store=str(folder / "s"), paths=paths),
                setup="from detente.store import store as stores\n"
                "from detente.store.importers.run import import_files",
            ),
            "DuckDB, bare read to Parquet": run_apart(
                DUCKDB.format(paths=paths, columns=columns, out=out), setup="import duckdb"
            ),
            "pandas, parsing only": run_apart(
                PANDAS.format(paths=paths), setup="import pandas as pd"
            ),
        }
        stored = sum(
            path.stat().st_size
            for path in (folder / "s" / "segments" / "events").rglob("*.parquet")
        )
    return [_speed(runs), _size(zipped, stored)]


def _zipped_bytes(path: Path) -> int:
    packed = path.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(path, path.name)
    size = packed.stat().st_size
    packed.unlink()
    return size


def _speed(runs: dict[str, tuple[float, float, float, object]]) -> Figures:
    ours = runs["detente import"][1]
    return Figures(
        title="GDELT 2.0 rows to a store",
        columns=(
            "way",
            "rows",
            "seconds",
            "CPU seconds",
            "rows a CPU second",
            "peak MB",
            "CPU against detente",
        ),
        rows=tuple(
            (way, rows, seconds, cpu, round(int(str(rows)) / cpu), round(peak / 1e6), cpu / ours)
            for way, (seconds, cpu, peak, rows) in runs.items()
        ),
        note=f"{ROWS:,} made-up rows of 61 columns in {FILES} files, from a seed. detente checks "
        "widths, maps codes and states, finds repeats, writes sorted segments and the ledger; "
        "DuckDB copies text columns; pandas only parses, as gdeltPyR does.",
    )


def _size(zipped: int, stored: int) -> Figures:
    return Figures(
        title="Size on disk",
        columns=("form", "bytes a row"),
        rows=(("zipped CSV", zipped / ROWS), ("segments of the store", stored / ROWS)),
        note="The store drops columns that no measure reads (geography, tone, addresses). Made-up "
        "geography and addresses compress better than real ones.",
    )
