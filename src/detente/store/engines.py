"""Where the aggregate runs: DuckDB over the store's files, or another engine over the same."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import which
from typing import Any

import polars as pl

from detente.core.errors import MissingExtraError, StoreError
from detente.core.tables import DYAD_PERIOD, conform
from detente.store.aggregate import (
    dyad_periods,
    event_table,
    mention_table,
    recounted,
)
from detente.store.gdelt_columns import gdelt_coverage, gdelt_events, gdelt_table
from detente.store.store import Store

__all__ = [
    "DIALECTS",
    "ENGINES",
    "aggregate",
    "aggregate_sql",
    "aggregate_tables",
    "spark_table",
    "tidy",
]

ENGINES = ("duckdb", "spark", "clickhouse")
DIALECTS = ("duckdb", "spark", "clickhouse", "bigquery", "snowflake", "trino", "postgres")
"""SQL that can be written without an engine at hand; `bigquery` reads GDELT's public table."""

_READ = ("events", "coverage", "mentions")
_RANDOM_NAME = re.compile(r"(?<=\w)_[a-z2-7]{26}\b")  # Ibis names its helpers anew each time.


def aggregate(
    store: Store, *, engine: str = "duckdb", session: Any = None, recount: bool = False,
    **choices: Any,
) -> pl.DataFrame:  # fmt: skip
    """Events of each dyad in each covered period of a store.

    Args:
        store: an open store.
        engine: duckdb; spark (extra `spark`) or clickhouse (extra `clickhouse`, in this process)
            over the very same files.
        session: a Spark session of your own; default: a local one.
        recount: count mentions from the imported mentions files, see `aggregate.recounted`.
        choices: as `store.aggregate.dyad_periods`.

    Returns:
        `core.tables.DYAD_PERIOD` with the columns of `by` after recipient, sorted by dataset,
        dyad, split and period.

    Raises:
        TableError, CodebookError: an unknown choice.
        StoreError: an unknown engine.
        MissingExtraError: the engine isn't installed.
    """
    by, shares = choices.get("by", ()), bool(choices.get("shares"))
    if engine == "duckdb":
        return tidy(_on_duckdb(store, choices, recount), by=by, shares=shares)
    if engine == "spark":
        return tidy(_on_spark(store, choices, session, recount), by=by, shares=shares)
    if engine == "clickhouse":
        return tidy(_on_clickhouse(store, choices, recount), by=by, shares=shares)
    raise StoreError(f"'{engine}' is not an engine; there are {', '.join(ENGINES)}.")


def aggregate_tables(events: Any, coverage: Any, **choices: Any) -> pl.DataFrame:
    """As `aggregate`, over tables of an Ibis connection of your own (a ClickHouse server, …)."""
    expression = dyad_periods(events, coverage, **choices)
    shares = bool(choices.get("shares"))
    return tidy(expression.to_pyarrow(), by=choices.get("by", ()), shares=shares)


def tidy(answer: Any, *, by: Sequence[str] = (), shares: bool = False) -> pl.DataFrame:
    """An engine's answer as `DYAD_PERIOD`, sorted, with the columns of `by` after recipient.

    With `shares`, that column comes last.
    """
    frame = pl.DataFrame(pl.from_arrow(answer))
    head, rest = DYAD_PERIOD.names[:3], DYAD_PERIOD.names[3:]
    last = ["shares"] if shares else []
    fixed = conform(frame, DYAD_PERIOD).with_columns(frame[name] for name in (*by, *last))
    return fixed.select(*head, *by, *rest, *last).sort(*head, *by, "period")


def aggregate_sql(dialect: str, *, recount: bool = False, **choices: Any) -> str:
    """The aggregate as SQL of a dialect, over tables `events`, `coverage` and (recount) `mentions`.

    For bigquery, over GDELT's public table `gdelt-bq.gdeltv2.events_partitioned`.

    Raises:
        StoreError: no such dialect.
    """
    import ibis

    if dialect not in DIALECTS:
        raise StoreError(f"'{dialect}' is not a dialect; there are {', '.join(DIALECTS)}.")
    events, coverage = event_table(shares=bool(choices.get("shares")))
    if dialect == "bigquery":
        raw = gdelt_table("gdelt-bq.gdeltv2.events_partitioned")
        events, coverage = gdelt_events(raw), gdelt_coverage(raw)
    elif recount:
        events = recounted(events, mention_table(), as_of=choices.get("as_of"))
    # Ibis compiles for `pyspark` only with a session at hand; Databricks' SQL is Spark's.
    spoken = "databricks" if dialect == "spark" else dialect
    query = str(ibis.to_sql(dyad_periods(events, coverage, **choices), dialect=spoken))
    return _RANDOM_NAME.sub("", query) + "\n"


def _on_duckdb(store: Store, choices: dict[str, Any], recount: bool) -> Any:
    query = aggregate_sql("duckdb", recount=recount, **choices)
    connection = store.connect()
    try:
        return connection.sql(query).to_arrow_table()
    finally:
        connection.close()


def _read(recount: bool) -> tuple[str, ...]:
    return _READ if recount else _READ[:2]


def _paths(store: Store, table: str) -> list[str]:
    found = [str((store.root / s.path).resolve()) for s in store.segments(table)]
    if not found:
        raise StoreError(f"{store.root}: the table {table} is empty; import something first.")
    return found


def _on_spark(store: Store, choices: dict[str, Any], session: Any, recount: bool) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise MissingExtraError("pyspark", "spark") from None
    query = aggregate_sql("spark", recount=recount, **choices)
    spark = session or _local_spark(SparkSession)
    try:
        for table in _read(recount):
            spark_table(spark, store, table=table).createOrReplaceTempView(table)
        return spark.sql(query).toArrow()
    finally:
        if session is None:
            spark.stop()


def spark_table(session: Any, store: Store, *, table: str) -> Any:
    """A table of the store as a Spark DataFrame, over the files that make it up now.

    Args:
        session: a Spark session whose workers see the store's folder.
        store: an open store.
        table: articles, events, claims, rejects, coverage, ledger or mentions.

    Raises:
        StoreError: the table is empty.
    """
    merge = not all(segment.is_current for segment in store.segments(table))
    return session.read.option("mergeSchema", merge).parquet(*_paths(store, table))


def _local_spark(builder: Any) -> Any:
    if not (which("java") or os.environ.get("JAVA_HOME")):
        raise StoreError(
            "Spark needs Java 17 or later, and there is none on the path nor in JAVA_HOME. "
            "Install a JRE, or give a session of your own."
        )
    # Its workers would else take whatever python3 the path names first.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return (
        builder.builder.master("local[2]").appName("detente")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", "8")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )  # fmt: skip


def _on_clickhouse(store: Store, choices: dict[str, Any], recount: bool) -> Any:
    try:
        from chdb import session as sessions
    except ImportError:
        raise MissingExtraError("chdb", "clickhouse") from None
    import pyarrow as pa

    query = aggregate_sql("clickhouse", recount=recount, **choices)
    session = sessions.Session()
    try:
        session.query("CREATE DATABASE IF NOT EXISTS detente ENGINE = Atomic")
        session.query("USE detente")
        for table in _read(recount):
            session.query(_view_of_files(store.root, table, _paths(store, table)))
        # A null key of a left join would else read as an empty text.
        answer = session.query(f"{query} SETTINGS join_use_nulls = 1", "Arrow")
        return pa.ipc.open_file(answer.bytes()).read_all()
    finally:
        session.close()


def _view_of_files(root: Path, table: str, paths: Sequence[str]) -> str:
    """A view over just these files: braces can't hold whole paths, so a glob is narrowed down."""
    everything = root.resolve() / "segments" / table / "*" / "*" / "*.parquet"
    listed = ", ".join(_quoted(path) for path in paths)
    return (
        f"CREATE OR REPLACE VIEW {table} AS SELECT * FROM "
        f"file({_quoted(str(everything))}, 'Parquet') WHERE _path IN ({listed})"
    )


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
