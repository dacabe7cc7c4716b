"""Writing and reading Parquet segments."""

from __future__ import annotations

import hashlib
import io
import os
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from detente.core.errors import StoreError
from detente.store.layout import MONTH_OF, RANGED, SHAPES, SORTED_BY, TABLES
from detente.store.manifest import Segment, sync_folder

__all__ = ["file_sha256", "key_range", "scan_segments", "split_parts", "write_segment"]

# Small enough that one dyad of a month lies in one or two, so that its series reads little.
ROW_GROUP_ROWS = 20_480
UNDATED = "undated"
WHOLE = "all"


def split_parts(table: str, frame: pl.DataFrame) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """Yield dataset, month (`YYYY-MM`, `undated` or `all`) and rows of each part of `frame`."""
    if frame.is_empty():
        return
    day = MONTH_OF.get(table)
    month = pl.col(day).dt.month_start() if day else pl.lit(None, pl.Date)
    dataset = pl.col("dataset") if "dataset" in frame.columns else pl.lit(WHOLE)
    undated = UNDATED if day else WHOLE
    keys = frame.select(_dataset=dataset, _month=month)
    if frame.height and keys.unique().height == 1:
        name, first = keys.row(0)
        yield str(name), f"{first:%Y-%m}" if first else undated, frame
        return
    parts = pl.concat([frame, keys], how="horizontal").partition_by(
        "_dataset", "_month", as_dict=True, include_key=False, maintain_order=True
    )
    for (name, first), part in parts.items():
        yield str(name), f"{first:%Y-%m}" if first else undated, part


def write_segment(
    root: Path, table: str, *, dataset: str, month: str, frame: pl.DataFrame
) -> Segment:
    """Write `frame` as a new segment: beside its place, made durable, then renamed.

    Raises:
        StoreError: the disk is full or may not be written; nothing is left behind.
    """
    folder = root / "segments" / table / _safe(dataset) / month
    name = f"{uuid.uuid4().hex}.parquet"
    pending = folder / f".{name}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        size, checksum = _write(pending, _in_order(table, frame))
        pending.replace(folder / name)
        sync_folder(folder)
    except (OSError, pl.exceptions.ComputeError) as fault:
        raise StoreError(
            f"{folder}: a segment can't be written: {getattr(fault, 'strerror', None) or fault}. "
            "The store is as it was before; free some space or check the rights of the folder."
        ) from fault
    finally:
        pending.unlink(missing_ok=True)
    return Segment(
        table, dataset, month, (folder / name).relative_to(root).as_posix(),
        frame.height, size, checksum, SHAPES[table], *key_range(table, frame),
    )  # fmt: skip


def _in_order(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    if table not in SORTED_BY:
        return frame
    by = [pl.col(name) for name in SORTED_BY[table]]
    if table == "events":
        # Few states stand in many rows: sorting their places in a list takes half the time.
        states = pl.concat([frame["actor"], frame["recipient"]]).unique().drop_nulls().sort()
        by[:2] = [side.cast(pl.Enum(states)) for side in by[:2]]
    return frame[frame.select(pl.arg_sort_by(by)).to_series()]


def _write(path: Path, frame: pl.DataFrame) -> tuple[int, str]:
    """Write `frame` durably; its bytes and checksum, taken before they touch the disk."""
    packed = io.BytesIO()
    # Level 1 packs these columns as small as level 3 and takes a tenth less time.
    frame.write_parquet(
        packed, compression="zstd", compression_level=1, statistics=True,
        row_group_size=ROW_GROUP_ROWS,
    )  # fmt: skip
    content = packed.getbuffer()
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return content.nbytes, hashlib.sha256(content).hexdigest()


def key_range(table: str, frame: pl.DataFrame) -> tuple[str | None, str | None]:
    """Least and greatest key of `frame`, as texts; null for a table without `layout.RANGED`."""
    if table not in RANGED or frame.is_empty():
        return None, None
    key = frame[RANGED[table]]
    low, high = key.min(), key.max()
    return str(low), str(high)


def _safe(dataset: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in dataset).lstrip(".") or "_"


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def scan_segments(root: Path, table: str, segments: Sequence[Segment]) -> pl.LazyFrame:
    """Lazily read segments as one table; a column that an old segment lacks is null there."""
    schema = TABLES[table].schema
    if not segments:
        return pl.LazyFrame(schema=schema)
    return pl.scan_parquet(
        [root / segment.path for segment in segments],
        schema=schema,
        missing_columns="insert",
        extra_columns="ignore",
        glob=False,
        hive_partitioning=False,
    )
