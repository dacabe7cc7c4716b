"""`detente verify`: does another engine give the numbers that DuckDB gives, cell by cell?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import polars as pl
from cyclopts import Parameter

from detente.cli.app import echo, print_json
from detente.core.states import require_state
from detente.store.engines import aggregate, aggregate_sql
from detente.store.store import open as open_store
from detente.store.verifying import compare_cells

__all__ = ["verify"]


def verify(
    *,
    engine: str = "spark",
    store: Annotated[Path, Parameter(name=["--store", "-s"])] = Path("detente-store"),
    period: str = "week",
    sample: str | None = None,
    recount: Annotated[bool, Parameter(negative="")] = False,
    sql: Annotated[bool, Parameter(negative="")] = False,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Compare the dyad table of another engine with DuckDB's, cell by cell; exit 1 if they differ.

    Parameters
    ----------
    engine
        spark (pip install 'detente[spark]') or clickhouse (pip install 'detente[clickhouse]'),
        over the very same files. With --sql also bigquery, snowflake, trino, postgres.
    store
        Folder of the store.
    period
        day, week, month, quarter or year.
    sample
        Only dyads among these states, as USA,CHN,PAK.
    recount
        Count mentions from the imported mentions files.
    sql
        Print the query in the engine's dialect, and run nothing.
    json
        Print JSON.

    Examples
    --------
    detente verify --engine clickhouse --store my-store --sample USA,CHN,PAK

    detente verify --engine bigquery --sql
    """
    if sql:
        echo(aggregate_sql(engine, recount=recount, period=period))
        return
    opened = open_store(store, create=False)
    among = [require_state(name) for name in sample.split(",")] if sample else []
    dyads = [(one, other) for one in among for other in among if one != other] or None
    choices: dict[str, Any] = {"period": period, "dyads": dyads, "recount": recount}
    ours = aggregate(opened, **choices)
    theirs = aggregate(opened, engine=engine, **choices)
    found = compare_cells(ours, theirs)
    differing = found.filter(pl.col("differ") > 0)
    if json:
        print_json(found)
    else:
        totals = found.select(pl.col("cells", "differ").sum(), pl.col("largest").max())
        cells, differ, largest = totals.row(0)
        echo(
            f"{engine} and duckdb: {ours.height:,} rows, {cells:,} cells compared, {differ} "
            f"differ, largest difference {largest:.2g}."
        )
        for row in differing.iter_rows(named=True):
            echo(f"  {row['column']}: {row['differ']} cells, by up to {row['largest']:.2g}")
    if differing.height:
        raise SystemExit(1)
