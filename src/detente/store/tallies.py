"""Tallies: how many events each dyad has in each week, kept beside the store.

Pages and briefings ask again and again how many events two states have, of which kind. Segments
never change, so each is counted once; what was counted is kept in `derived/`, which may be deleted
at any time and is made anew. A cell is one week of one month, so that weeks, months, quarters and
years all add up from cells.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl

from detente.core.codebook import QUADS
from detente.store.manifest import Segment
from detente.store.segments import scan_segments
from detente.store.store import Store

__all__ = ["CELLS", "COARSE", "COUNTED", "VOLUME", "Tallies", "tallies", "tally"]

FOLDER: Final = "derived"
_FILE: Final = "tallies-1"
COUNTED: Final = ("happened", "announced")
_KEYS: Final = ["dataset", "actor", "recipient", "week", "month", "precision", "told", "counted"]
_NAME = pl.Categorical()

CELLS: Final[dict[str, pl.DataType]] = {
    "dataset": _NAME, "actor": _NAME, "recipient": _NAME, "week": pl.Date(), "month": pl.Date(),
    "precision": _NAME, "told": pl.Boolean(), "counted": pl.Boolean(), "events": pl.Int32(),
    **dict.fromkeys(QUADS, pl.Int32()), "mentions": pl.Int64(), "sum_weight": pl.Float64(),
    "sum_squares": pl.Float64(), "first_day": pl.Date(), "last_day": pl.Date(), "part": _NAME,
}  # fmt: skip
"""Columns of a cell. `week` is its Monday, `month` its first day; `precision` as in EVENTS; `told`:
of events that happened or were announced; `counted`: and passed between two states on a covered
day, so that a measure counts them; `part`: the segment, and the days that it was counted with."""

VOLUME: Final[dict[str, pl.DataType]] = {
    "dataset": _NAME, "day": pl.Date(), "events": pl.Int32(), "part": _NAME,
}  # fmt: skip
"""Counted events of a dataset on each day, of those dated to the day."""

COARSE: Final = {
    "week": ("month", "year"), "month": ("year",), "quarter": ("year",), "year": (),
}  # fmt: skip
"""Precisions too coarse for a period, as in `relations.events`."""

_READ: Final = [
    "dataset", "actor", "recipient", "happened_on", "happened_precision", "status", "quad",
    "weight", "mentions",
]  # fmt: skip


@dataclass(frozen=True)
class Tallies:
    """Cells (`CELLS`) and daily volume (`VOLUME`) of all events of a store."""

    cells: pl.DataFrame
    volume: pl.DataFrame


def tallies(
    store: Store, *, known: Tallies | None = None, coverage: pl.DataFrame | None = None
) -> Tallies:
    """Tallies of the store as it is now; only segments that are new are read.

    Args:
        store: an open store.
        known: tallies of an earlier state; without them, those kept on disk.
        coverage: the store's covered days, where they were read already.

    Raises:
        StoreError: the store is damaged.
    """
    covered = _covered(store.coverage() if coverage is None else coverage)
    wanted = {_part(one, covered): one for one in store.segments("events")}
    held = known if known is not None else _kept(store.root)
    have = set(held.cells["part"].unique().cast(pl.String))
    fresh = [
        _counted(store.root, name, segment, covered)
        for name, segment in wanted.items()
        if name not in have
    ]
    gone = have - wanted.keys()
    if not fresh and not gone:
        return held
    stays = ~pl.col("part").is_in(sorted(gone))
    made = Tallies(
        pl.concat([held.cells.filter(stays), *(one.cells for one in fresh)]),
        pl.concat([held.volume.filter(stays), *(one.volume for one in fresh)]),
    )
    if known is None:
        _keep(store.root, made)
    else:  # Whoever waits for the numbers needn't wait for the disk.
        threading.Thread(target=_keep, args=(store.root, made), name="tallies").start()
    return made


def _covered(days: pl.DataFrame) -> dict[str, pl.Series]:
    parts = days.partition_by("dataset", as_dict=True)
    return {str(name[0]): part["day"] for name, part in parts.items()}


def _part(segment: Segment, covered: Mapping[str, pl.Series]) -> str:
    """Name of a segment counted with the covered days of its month."""
    days = covered.get(segment.dataset)
    if days is None:
        return segment.path
    inside = days.filter(days.dt.strftime("%Y-%m") == segment.month)
    told = hashlib.sha256(",".join(map(str, inside.sort().to_list())).encode()).hexdigest()[:16]
    return f"{segment.path}|{told}"


def _counted(root: Path, name: str, segment: Segment, covered: Mapping[str, pl.Series]) -> Tallies:
    rows = scan_segments(root, "events", [segment])
    return tally(rows, covered_days=covered.get(segment.dataset), part=name)


def tally(
    events: pl.LazyFrame, *, covered_days: Iterable[date] | None = None, part: str = ""
) -> Tallies:
    """Tallies of these events, as `core.tables.EVENTS`.

    Args:
        events: of one dataset.
        covered_days: days that the dataset covers; null where it doesn't say.
        part: where they lie.
    """
    day, told = pl.col("happened_on"), pl.col("status").is_in(COUNTED)
    counted = told & (pl.col("actor") != pl.col("recipient")).fill_null(value=False)
    if covered_days is not None:
        counted &= day.is_in(pl.Series(covered_days, dtype=pl.Date).implode())
    keyed = events.select(_READ).with_columns(
        week=day.dt.truncate("1w"), month=day.dt.truncate("1mo"),
        precision="happened_precision", told=told, counted=counted,
    ).collect()  # fmt: skip
    quads = {quad: (pl.col("quad") == quad).sum() for quad in QUADS}
    cells = keyed.group_by(_KEYS).agg(
        events=pl.len(), **quads, mentions=pl.col("mentions").cast(pl.Int64).sum(),
        sum_weight=pl.col("weight").sum(), sum_squares=pl.col("weight").pow(2).sum(),
        first_day=day.min(), last_day=day.max(),
    )  # fmt: skip
    daily = keyed.filter("counted", ~pl.col("precision").is_in(COARSE["week"]))
    volume = daily.group_by("dataset", day="happened_on").agg(events=pl.len())
    return Tallies(_shaped(cells, CELLS, part), _shaped(volume, VOLUME, part))


def _shaped(frame: pl.DataFrame, schema: dict[str, pl.DataType], part: str) -> pl.DataFrame:
    named = frame.with_columns(part=pl.lit(part))
    return named.select(pl.col(name).cast(dtype) for name, dtype in schema.items())


def _paths(root: Path) -> tuple[Path, Path]:
    folder = root / FOLDER
    return folder / f"{_FILE}-cells.parquet", folder / f"{_FILE}-volume.parquet"


def _kept(root: Path) -> Tallies:
    """What was counted before; nothing where that is not there or can't be read."""
    with suppress(OSError, pl.exceptions.PolarsError):
        cells, volume = (
            pl.read_parquet(path, glob=False).select(pl.col(n).cast(t) for n, t in schema.items())
            for path, schema in zip(_paths(root), (CELLS, VOLUME), strict=True)
        )
        # Both are written one after the other: a part counts where both know it.
        both = set(cells["part"].unique().cast(pl.String)) - _volumeless(cells, volume)
        stays = pl.col("part").cast(pl.String).is_in(sorted(both))
        return Tallies(cells.filter(stays), volume.filter(stays))
    return Tallies(pl.DataFrame(schema=CELLS), pl.DataFrame(schema=VOLUME))


def _volumeless(cells: pl.DataFrame, volume: pl.DataFrame) -> set[str]:
    """Parts with counted cells that the volume doesn't know: a write that was cut short."""
    daily = cells.filter("counted", ~pl.col("precision").is_in(COARSE["week"]))
    known = set(volume["part"].unique().cast(pl.String))
    return set(daily["part"].unique().cast(pl.String)) - known


def _keep(root: Path, made: Tallies) -> None:
    """Write them beside their place and put them there; a store that can't be written is left."""
    with suppress(OSError, pl.exceptions.ComputeError):
        (root / FOLDER).mkdir(exist_ok=True)
        for path, frame in zip(_paths(root), (made.cells, made.volume), strict=True):
            pending = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.new")
            try:
                frame.write_parquet(pending, compression="zstd")
                pending.replace(path)
            finally:
                pending.unlink(missing_ok=True)
