"""Writing and reading Parquet segments."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from detente.core.errors import StoreError
from detente.store.layout import MONTH_OF, SORTED_BY, TABLES
from detente.store.manifest import Segment, sync_folder

__all__ = ["file_sha256", "scan_segments", "split_parts", "write_segment"]

# Small enough that one dyad of a month lies in one or two, so that its series reads little.
ROW_GROUP_ROWS = 20_480
UNDATED = "undated"
WHOLE = "all"


def split_parts(table: str, frame: pl.DataFrame) -> Iterator[tuple[str, str, pl.DataFrame]]:
    """Yield dataset, month (`YYYY-MM`, `undated` or `all`) and rows of each part of `frame`."""
    day = MONTH_OF.get(table)
    month = pl.col(day).dt.strftime("%Y-%m").fill_null(UNDATED) if day else pl.lit(WHOLE)
    dataset = pl.col("dataset") if "dataset" in frame.columns else pl.lit(WHOLE)
    keyed = frame.with_columns(_dataset=dataset, _month=month)
    for key, part in keyed.partition_by(
        "_dataset", "_month", as_dict=True, include_key=False, maintain_order=True
    ).items():
        yield str(key[0]), str(key[1]), part


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
        _write(pending, frame.sort(SORTED_BY[table]) if table in SORTED_BY else frame)
        pending.replace(folder / name)
        sync_folder(folder)
    except (OSError, pl.exceptions.ComputeError) as fault:
        raise StoreError(
            f"{folder}: a segment can't be written: {getattr(fault, 'strerror', None) or fault}. "
            "The store is as it was before; free some space or check the rights of the folder."
        ) from fault
    finally:
        pending.unlink(missing_ok=True)
    path = folder / name
    return Segment(
        table, dataset, month, path.relative_to(root).as_posix(),
        frame.height, path.stat().st_size, file_sha256(path),
    )  # fmt: skip


def _write(path: Path, frame: pl.DataFrame) -> None:
    with path.open("wb") as file:
        frame.write_parquet(
            file, compression="zstd", statistics=True, row_group_size=ROW_GROUP_ROWS
        )
        file.flush()
        os.fsync(file.fileno())


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
