"""Do two engines give the same table? Compared cell by cell."""

from __future__ import annotations

import polars as pl

from detente.core.tables import DYAD_PERIOD

__all__ = ["TOLERANCE", "compare_cells"]

TOLERANCE = 1e-9
"""Sums of floats differ with the order of adding; relative to 1 or the value, whichever is more."""

_KEYS = ["dataset", "actor", "recipient", "period"]


def compare_cells(ours: pl.DataFrame, theirs: pl.DataFrame) -> pl.DataFrame:
    """Compare two tables as `core.tables.DYAD_PERIOD`, rows matched by dyad and period.

    Returns:
        One row per column, and one called `rows`: `cells` compared, how many `differ`, and the
        `largest` difference. A row that only one table has counts as a difference in `rows`.
    """
    joined = ours.join(theirs, on=_KEYS, how="full", suffix="_theirs", coalesce=True)
    alone = joined.filter(pl.col("events").is_null() | pl.col("events_theirs").is_null()).height
    matched = joined.filter(pl.col("events").is_not_null() & pl.col("events_theirs").is_not_null())
    found = [("rows", joined.height, alone, float(alone))]
    for name in DYAD_PERIOD.names:
        if name not in _KEYS:
            found.append((name, matched.height, *_difference(matched, name)))
    schema = {"column": pl.String, "cells": pl.Int64, "differ": pl.Int64, "largest": pl.Float64}
    return pl.DataFrame(found, schema=schema, orient="row")


def _difference(matched: pl.DataFrame, name: str) -> tuple[int, float]:
    one, other = pl.col(name).cast(pl.Float64), pl.col(f"{name}_theirs").cast(pl.Float64)
    apart = (one - other).abs().fill_null(0.0)
    scale = pl.max_horizontal(one.abs(), pl.lit(1.0))
    unequal = (one.is_null() != other.is_null()) | (apart > TOLERANCE * scale).fill_null(False)
    row = matched.select(differ=unequal.sum(), largest=apart.max().fill_null(0.0)).row(0)
    return int(row[0]), float(row[1] or 0.0)
