"""`detente gaps`: covered days and holes of every dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
from cyclopts import Parameter

from detente.cli.app import echo, print_frame, print_json
from detente.store.gaps import find_holes, missing_quarters, summarise_coverage
from detente.store.store import open as open_store

__all__ = ["gaps"]

# So that the table fits a terminal of 80 columns.
_SHORT = {
    "first_day": "from", "last_day": "to", "covered_days": "covered", "missing_days": "missing",
}  # fmt: skip


def gaps(
    *,
    store: Annotated[Path, Parameter(name=["--store", "-s"])] = Path("detente-store"),
    dataset: str | None = None,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Show which days each dataset covers, and its holes.

    On a covered day no event means that nothing was coded; outside, that nobody looked.
    `outside` counts events on days that aren't covered, which no measure sees; a dataset that
    states no day at all (–, as articles that were coded) is taken as covered from its first report
    to its last, and on days of events.

    Parameters
    ----------
    store
        Folder of the store.
    dataset
        Only this dataset.
    json
        Print JSON.

    Examples
    --------
    detente gaps --store my-store
    """
    opened = open_store(store, create=False)
    tables = {
        "datasets": summarise_coverage(opened),
        "holes": find_holes(opened),
        "partial_days": missing_quarters(opened),
    }
    if dataset is not None:
        tables = {name: t.filter(t["dataset"] == dataset) for name, t in tables.items()}
    if json:
        print_json(tables)
        return
    print_frame(tables["datasets"].drop("holes").rename(_SHORT), title="Coverage, in days")
    for name, title in (("holes", "Holes"), ("partial_days", "Days with 15-minute files missing")):
        if tables[name].height:
            print_frame(tables[name], title=title)
    silent = tables["datasets"].filter(pl.col("first_day").is_null())["dataset"].to_list()
    if silent:
        echo(
            f"{', '.join(silent)}: no days of coverage stated; measures take every day from the "
            "first report to the last as covered, and days of events."
        )
    if tables["holes"].is_empty() and len(silent) < tables["datasets"].height:
        echo("No holes.")
