"""`detente read`: pages, copies and feeds become articles."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import cyclopts
import polars as pl

from detente.cli.app import note, print_frame, print_json, progress
from detente.cli.output import TableFile
from detente.core.phrases import counted
from detente.core.reasons import explain
from detente.reading.documents import ReadResult, read_paths
from detente.store.exporting import write_table

__all__ = ["read"]


def read(
    *paths: Annotated[str, cyclopts.Parameter(help="Files, folders, patterns or addresses.")],
    published_on: date | None = None,
    keep_copies: bool = False,
    output: TableFile = None,
    json: bool = False,
) -> int:
    """Read pages, plain-text copies and feeds, and show what became of each.

    Every article keeps its body word for word; byline, biography, pull quotes, teasers, comments
    and share links are set apart, each with a reason.

    Parameters
    ----------
    published_on
        Day of publication for pages that name none.
    keep_copies
        Keep near copies (wire reports) instead of folding them into the earliest.
    output
        Write the articles to this file: .csv, .parquet, .json or .jsonl.
    json
        Print articles and rejects as JSON.

    Examples
    --------
    detente read article.txt

    detente read saved-pages/ 'more/*.html' --json

    detente read https://example.org/feed.xml -o articles.parquet
    """
    with progress() as bar:
        task = bar.add_task("reading", total=None)
        result = read_paths(
            paths,
            published_on=published_on,
            fold_copies=not keep_copies,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if output:
        write_table(result.articles, output)
        note(f"{counted(result.articles.height, 'article')} written to {output}")
    if json:
        print_json({"articles": result.articles, "rejects": result.rejects})
    else:
        _show(result)
    return 0 if result.articles.height else 1


def _show(result: ReadResult) -> None:
    if result.articles.height:
        print_frame(_summary(result.articles), title=f"Articles: {result.articles.height}")
    if result.rejects.height:
        meaning = pl.Series("meaning", [explain(reason) for reason in result.rejects["reason"]])
        rejects = result.rejects.select("origin", "locator", "reason", meaning, "detail")
        print_frame(rejects, title=f"{rejects.height} rejected")


def _summary(articles: pl.DataFrame) -> pl.DataFrame:
    return articles.select(
        "title",
        "outlet",
        "author",
        date="published_on",
        words=pl.col("text").str.count_matches(r"\S+"),
        dropped=pl.col("dropped").list.len(),
    )
