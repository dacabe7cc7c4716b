"""Tables of a store as CSV, Parquet, JSON or JSON lines."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl

from detente.core.errors import StoreError

__all__ = ["FORMATS", "require_format", "write_table"]

FORMATS = (".csv", ".parquet", ".json", ".jsonl")


def require_format(path: Path) -> str:
    """The ending of a table file, in small letters.

    Raises:
        StoreError: there is no format for it.
    """
    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise StoreError(f"{path.name}: no format for '{ending}'; use {', '.join(FORMATS)}.")
    return ending


def write_table(frame: pl.DataFrame, path: Path) -> None:
    """Write `frame` in the format that the ending of `path` names, whole or not at all.

    In CSV, lists become texts parted by ';', and lists of records JSON.

    Raises:
        StoreError: an ending that there is no format for, or the disk failed.
    """
    ending = require_format(path)
    pending = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        _write(frame, pending, ending)
        pending.replace(path)
    except OSError as fault:
        raise StoreError(
            f"{path}: can't be written: {fault.strerror or fault}. Check the folder and its rights."
        ) from fault
    finally:
        pending.unlink(missing_ok=True)


def _write(frame: pl.DataFrame, path: Path, ending: str) -> None:
    with path.open("wb") as file:
        if ending == ".csv":
            frame.select(_flat(frame, name) for name in frame.columns).write_csv(file)
        elif ending == ".parquet":
            frame.write_parquet(file, compression="zstd")
        elif ending == ".json":
            frame.with_columns(_dated(frame)).write_json(file)
        else:
            frame.with_columns(_dated(frame)).write_ndjson(file)


def _flat(frame: pl.DataFrame, name: str) -> pl.Expr:
    dtype = frame.schema[name]
    if not isinstance(dtype, pl.List):
        return pl.col(name)
    if dtype.inner == pl.String:
        return pl.col(name).list.join(";")
    packed = pl.struct(pl.col(name)).struct.json_encode()
    return packed.alias(name)


def _dated(frame: pl.DataFrame) -> list[pl.Expr]:
    return [pl.col(name).cast(pl.String) for name, t in frame.schema.items() if t.is_temporal()]
