"""`detente code`: events between states, from pages to a table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import polars as pl
from cyclopts import Parameter

from detente.cli.app import echo, note, print_frame, print_json, tracked
from detente.cli.output import TableFile
from detente.coding.claims.same import unknown_claims
from detente.core.phrases import counted
from detente.core.reasons import explain
from detente.core.tables import EVENTS, REJECTS
from detente.pipeline import claims_of, code_each, read
from detente.show.wording import day_in_figures
from detente.store.exporting import write_table
from detente.store.store import open as open_store

__all__ = ["code", "show_coded"]

_SHOWN = ["happened_on", "actor", "root", "recipient", "sentence"]


def code(
    *paths: str,
    store: Annotated[Path | None, Parameter(name=["--store", "-s"])] = None,
    output: TableFile = None,
    published_on: date | None = None,
    workers: int = 1,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Code who did what to whom in articles: pages, plain-text copies, feeds, folders, addresses.

    Every event keeps the sentence that it was read from. What gave nothing is counted, with the
    reason.

    Parameters
    ----------
    paths
        Files, folders, glob patterns or addresses.
    store
        Keep articles, events, rejects and the claims of opinion pieces in this store too; made
        where there is none.
    output
        Write the events to this file: .csv, .parquet, .json or .jsonl.
    published_on
        Day of publication for pages that name none (2018-01-12).
    workers
        Processes to code with; 0 takes one for each core.
    json
        Print events and rejects as JSON.

    Examples
    --------
    detente code examples/south-asia --store my-store

    detente code op-ed.txt --json
    """
    found = read(list(paths), published_on=published_on)
    articles = list(found.articles.iter_rows(named=True))
    coded = list(tracked(code_each(articles, workers=workers), "coding", total=len(articles)))
    events = EVENTS.frame(row for one in coded for row in one.events)
    rejects = pl.concat([found.rejects, REJECTS.frame(row for one in coded for row in one.rejects)])
    if store is not None:
        kept = open_store(store)
        kept.add_articles(found.articles)
        kept.add_events(events)
        claims = claims_of(found.articles, genre="opinion")
        kept.add_claims(unknown_claims(claims, kept.claims()))
        kept.add_rejects(rejects)
    if output is not None:
        write_table(events, output)
        note(f"wrote {counted(events.height, 'event')} to {output}")
    if json:
        print_json({"events": events, "rejects": rejects})
        return
    show_coded(len(articles), events, rejects)


def show_coded(
    articles: int, events: pl.DataFrame, rejects: pl.DataFrame, *, shown: Sequence[str] = _SHOWN
) -> None:
    """Print the events of a run for reading, and count what gave nothing by its reason."""
    print_frame(_for_reading(events).select(shown), title="Events")
    with_event = events["article_id"].n_unique()
    echo(
        f"{counted(articles, 'article')} read, {with_event} with events, "
        f"{counted(events.height, 'event')}."
    )
    for reason, count in rejects["reason"].value_counts(sort=True).iter_rows():
        note(f"  {count:,} × {reason}: {explain(reason)}")


def _for_reading(events: pl.DataFrame) -> pl.DataFrame:
    """Events by day: the day as exactly as it is known, what is no plain deed marked as such."""
    table = events.sort("happened_on", maintain_order=True)
    known = table.select("happened_on", "happened_precision").rows()
    plain = pl.col("status") == "happened"
    return table.with_columns(
        happened_on=pl.Series([day_in_figures(*row) for row in known], dtype=pl.String),
        root=pl.when(plain).then("root").otherwise(pl.format("{} ({})", "root", "status")),
        sentence=_told_once(pl.col("sentence")),
    )


def _told_once(column: pl.Expr) -> pl.Expr:
    """A sentence that several events were read from stands at the first of them."""
    same = column.eq_missing(column.shift(1)) & column.is_not_null()
    return pl.when(same).then(pl.lit("″")).otherwise(column)
