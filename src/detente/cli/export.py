"""`detente export`: a table of the store as CSV, Parquet, JSON or JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
from cyclopts import Parameter

from detente.cli.app import echo
from detente.cli.output import can_be_written
from detente.cli.windows import parse_window
from detente.core.phrases import counted
from detente.core.states import require_state
from detente.store.engines import aggregate
from detente.store.exporting import write_table
from detente.store.repeats import fold_repeats
from detente.store.store import Store
from detente.store.store import open as open_store

__all__ = ["export"]


def export(
    table: str,
    *,
    out: Annotated[Path, Parameter(name=["--out", "-o"], validator=can_be_written)],
    store: Annotated[Path, Parameter(name=["--store", "-s"])] = Path("detente-store"),
    actor: str | None = None,
    recipient: str | None = None,
    since: Annotated[str | None, Parameter(name="--from")] = None,
    until: Annotated[str | None, Parameter(name="--to")] = None,
    dataset: str | None = None,
    once: Annotated[bool, Parameter(negative="")] = False,
    period: str = "week",
    undirected: Annotated[bool, Parameter(negative="")] = False,
    by: Annotated[list[str] | None, Parameter(negative="")] = None,
    self_dyads: Annotated[bool, Parameter(negative="")] = False,
    late_days: int | None = None,
    shares: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Write a table of the store to a file; the ending gives the format: csv, parquet, json, jsonl.

    Parameters
    ----------
    table
        events, articles, claims, rejects, coverage, ledger, mentions; or panel: events of each
        dyad in each covered period, zeros included.
    out
        File to write.
    store
        Folder of the store.
    actor
        Only events that this state did, by code or name.
    recipient
        Only events that were done to this state.
    since
        First day, month or year (2018-01).
    until
        Last day, month or year, included.
    dataset
        Only this dataset.
    once
        Count a deed told again once, and a meeting in both directions (panel: if undirected).
    period
        Of a panel: day, week, month, quarter or year.
    undirected
        Of a panel: join both directions.
    by
        Of a panel: split further by root, domain, actor_sector or recipient_sector (repeatable).
    self_dyads
        Of a panel: keep deeds within one state.
    late_days
        Leave out what was reported more than so many days after the deed.
    shares
        Of a panel: count a row about several states once over all its dyads.

    Examples
    --------
    detente export events --store my-store --actor PAK --from 2018 -o pakistan.csv

    detente export panel --store my-store --period month --by domain -o panel.parquet
    """
    opened = open_store(store, create=False)
    first, end = parse_window(since, until)
    if table == "panel":
        folds = (("retold", "mirrored") if undirected else ("retold",)) if once else ()
        rows = aggregate(
            opened, period=period, directed=not undirected, dataset=dataset, since=first,
            until=end, once=folds, late_days=late_days, shares=shares, by=tuple(by or ()),
            self_dyads=self_dyads,
        )  # fmt: skip
    elif table == "events":
        rows = opened.events(
            actor=require_state(actor) if actor else None,
            recipient=require_state(recipient) if recipient else None,
            since=first, until=end, dataset=dataset, late_days=late_days,
        )  # fmt: skip
        rows = fold_repeats(rows) if once else rows
    else:
        rows = _whole(opened, table, dataset)
    write_table(rows, out)
    echo(f"{out}: {counted(rows.height, 'row')} of {table}.")


def _whole(store: Store, table: str, dataset: str | None) -> pl.DataFrame:
    rows = store.scan(table)
    named = dataset is not None and "dataset" in rows.collect_schema().names()
    return (rows.filter(pl.col("dataset") == dataset) if named else rows).collect()
