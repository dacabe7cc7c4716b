"""Importing GDELT 2.0 rows, against DuckDB's bare read, pandas and gdeltPyR."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from bench._apart import run_apart
from bench._gdelt_like import write_files
from quality.report import Figures

TITLE = "Importing"
ROWS = int(os.environ.get("DETENTE_BENCH_IMPORT_ROWS", "1000000"))
DAYS = 4
QUARTERS, QUARTER_ROWS = 192, 1_500
SEARCHED = 96  # gdeltPyR asks for whole days.

DETENTE = """
from pathlib import Path
store = stores.open({store!r})
done = list(import_files(store, [Path(path) for path in {paths!r}]))
result = sum(one.ledger["rows_kept"] for one in done)
"""
DUCKDB = """
duckdb.execute('''copy (select * from read_csv({plain!r}, delim='\\t', header=false, quote='',
    escape='', auto_detect=false, columns={{{columns}}})) to '{out}'
    (format parquet, compression zstd)''')
result = duckdb.execute("select count(*) from '{out}'").fetchone()[0]
"""
PANDAS = """
frames = [pd.read_csv(path, sep="\\t", header=None, compression="zip",
                      dtype={{26: str, 27: str, 28: str}}) for path in {paths!r}]
table = pd.concat(frames, ignore_index=True)
result = len(table)
"""
# Its own search, with files from disk in place of the network.
SEARCH_SETUP = """
import sys, warnings
from pathlib import Path
sys.path.insert(0, {library!r})
warnings.simplefilter("ignore")
import gdelt, gdelt.parallel
held = {{path.rsplit("/", 1)[1]: Path(path).read_bytes() for path in {paths!r}}}
class Answer:
    def __init__(self, url, **options):
        self.url, self.content = url, held.get(url.rsplit("/", 1)[1])
        self.status_code = 200 if self.content else 404
gdelt.parallel.requests.get = Answer
"""
SEARCH = """
result = len(gdelt.gdelt(version=2).Search(["2019 01 01"], table="events", coverage=True))
"""


def measure(shared: Path) -> list[Figures]:
    return [_days(), _quarters(), _size()]


def _days() -> Figures:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write_files(folder, ROWS, files=DAYS, apart=timedelta(days=1), plain=True)
        runs = {
            "detente import": _detente(folder, paths),
            "DuckDB, bare read of the unzipped files to Parquet": _duckdb(folder, paths),
            "pandas, parsing only": _pandas(paths),
        }
    return _speed(
        "GDELT 2.0 rows to a store, large files",
        runs,
        f"{ROWS:,} made-up rows of 61 columns in {DAYS} zipped files of a day each, from a seed. "
        "detente unzips, checks widths, maps codes and states, finds repeats, writes sorted "
        "segments and the ledger; DuckDB copies text columns and has nothing to unzip; pandas "
        "unzips and parses, by the call that gdeltPyR makes.",
    )


def _quarters() -> Figures:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = QUARTERS * QUARTER_ROWS
        quarter = timedelta(minutes=15)
        paths = write_files(folder, rows, files=QUARTERS, apart=quarter, plain=True)
        runs = {
            "detente import": _detente(folder, paths),
            "DuckDB, bare read of the unzipped files to Parquet": _duckdb(folder, paths),
            "pandas, parsing only": _pandas(paths),
        }
        if (library := _gdeltpyr(folder / "library")) is not None:
            setup = SEARCH_SETUP.format(library=library, paths=list(map(str, paths[:SEARCHED])))
            runs["gdeltPyR, its own search for the first day"] = run_apart(SEARCH, setup=setup)
    return _speed(
        "GDELT 2.0 rows to a store, as they are published",
        runs,
        f"{rows:,} made-up rows in {QUARTERS} zipped files of a quarter of an hour each. gdeltPyR "
        "gets its files from memory, not the network; most of its time goes into naming each row's "
        "code and into its processes. Its memory is that of the parent process.",
    )


def _detente(folder: Path, paths: list[Path]) -> tuple[float, float, float, object]:
    setup = (
        "from detente.store import store as stores\n"
        "from detente.store.importers.run import import_files"
    )
    body = DETENTE.format(store=str(folder / "s"), paths=list(map(str, paths)))
    return run_apart(body, setup=setup)


def _duckdb(folder: Path, paths: list[Path]) -> tuple[float, float, float, object]:
    columns = ", ".join(f"'c{n:02}': 'VARCHAR'" for n in range(61))
    plain = [str(path.with_suffix("")) for path in paths]
    body = DUCKDB.format(plain=plain, columns=columns, out=folder / "bare.parquet")
    return run_apart(body, setup="import duckdb")


def _pandas(paths: list[Path]) -> tuple[float, float, float, object]:
    return run_apart(PANDAS.format(paths=list(map(str, paths))), setup="import pandas as pd")


def _gdeltpyr(folder: Path) -> str | None:
    """gdeltPyR from PyPI in a folder of its own; null where it can't be had."""
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(folder)]
    done = subprocess.run([*command, "gdelt==0.1.14"], capture_output=True, check=False)
    return str(folder) if done.returncode == 0 else None


def _speed(title: str, runs: dict[str, tuple[float, float, float, object]], note: str) -> Figures:
    def rate(way: str) -> tuple[float, float]:
        seconds, cpu, _, rows = runs[way]
        return int(str(rows)) / seconds, int(str(rows)) / cpu

    ours = rate("detente import")
    return Figures(
        title=title,
        columns=(
            "way", "rows", "seconds", "CPU seconds", "rows a second", "peak MB",
            "detente is faster by", "by CPU",
        ),
        rows=tuple(
            (
                way, rows, seconds, cpu, round(rate(way)[0]), round(peak / 1e6),
                ours[0] / rate(way)[0], ours[1] / rate(way)[1],
            )
            for way, (seconds, cpu, peak, rows) in runs.items()
        ),
        note=note,
    )  # fmt: skip


def _size() -> Figures:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = ROWS // DAYS
        (path,) = write_files(folder, rows, files=1, apart=timedelta(days=1))
        _detente(folder, [path])
        segments = (folder / "s" / "segments" / "events").rglob("*.parquet")
        stored = sum(segment.stat().st_size for segment in segments)
        zipped = path.stat().st_size
    return Figures(
        title="Size on disk",
        columns=("form", "bytes a row"),
        rows=(("zipped CSV", zipped / rows), ("segments of the store", stored / rows)),
        note="The store drops columns that no measure reads (geography, tone, addresses). Made-up "
        "geography and addresses compress better than real ones.",
    )
