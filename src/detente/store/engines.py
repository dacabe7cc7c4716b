"""Where the aggregate runs: DuckDB over the store's files, or another engine over the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from detente.core.tables import DYAD_PERIOD, conform
from detente.store.aggregate import dyad_periods
from detente.store.store import Store

__all__ = ["aggregate", "tidy"]


def aggregate(store: Store, **choices: Any) -> pl.DataFrame:
    """Events of each dyad in each covered period of a store, computed by DuckDB.

    Args:
        store: an open store.
        choices: as `store.aggregate.dyad_periods`.

    Returns:
        `core.tables.DYAD_PERIOD` with the columns of `by` after recipient, sorted by dataset,
        dyad, split and period.

    Raises:
        TableError, CodebookError: an unknown choice.
    """
    import ibis

    connection = store.connect()
    try:
        backend = ibis.duckdb.from_connection(connection)
        expression = dyad_periods(backend.table("events"), backend.table("coverage"), **choices)
        return tidy(expression.to_pyarrow(), by=choices.get("by", ()))
    finally:
        connection.close()


def tidy(answer: Any, *, by: Sequence[str] = ()) -> pl.DataFrame:
    """An engine's answer as `DYAD_PERIOD`, sorted, with the columns of `by` after recipient."""
    frame = pl.DataFrame(pl.from_arrow(answer))
    head, rest = DYAD_PERIOD.names[:3], DYAD_PERIOD.names[3:]
    fixed = conform(frame, DYAD_PERIOD).with_columns(frame[name] for name in by)
    return fixed.select(*head, *by, *rest).sort(*head, *by, "period")
