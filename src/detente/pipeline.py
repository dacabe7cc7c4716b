"""The whole way: pages to articles, articles to events, all of it into a store.

These functions join the rooms; each room can be used without them.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import polars as pl

from detente.coding.batches import (
    CODED,
    READ,
    code_articles,
    code_batch,
    code_batches,
    coded_ddl,
)
from detente.coding.claims.find import find_claims
from detente.coding.coder import Coded, code_body
from detente.core.errors import DetenteError, TableError
from detente.core.tables import ARTICLES, CLAIMS, EVENTS, REJECTS, Table, check
from detente.reading.documents import ReadResult, read_paths

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["CodeResult", "claims_of", "code", "code_each", "code_on_spark", "code_text", "read"]

T = TypeVar("T")
R = TypeVar("R")

ARTICLES_AT_ONCE: Final = 32
"""Articles of a batch: so many that pairs of one length meet in the classifier."""


_WANTED: Final = (
    "Wanted is what dt.read gives, as in dt.code(dt.read('pages/').articles); a text alone is "
    "coded by dt.code_text(text, reported_on=date(2018, 1, 12))."
)


@dataclass(frozen=True)
class CodeResult:
    """What coding gave: the tables `events`, `claims` and `rejects`, columns as in `core.tables`.

    `articles_read = articles_coded + articles_without_event + articles_failed`.
    """

    events: pl.DataFrame
    rejects: pl.DataFrame
    articles: pl.DataFrame
    articles_read: int
    articles_coded: int
    articles_without_event: int
    articles_failed: int

    @cached_property
    def claims(self) -> pl.DataFrame:
        """What the articles assert; found when first asked for, since it parses every sentence."""
        return claims_of(self.articles)


def read(
    paths: str | Path | Iterable[str | Path], *, published_on: date | None = None
) -> ReadResult:
    """Articles of files, folders, globs, feeds or URLs.

    Args:
        paths: one or several; a folder is read with all below it.
        published_on: day of publication for pages that name none.

    Returns:
        `.articles` and `.rejects`, columns as in `core.tables`: one row per article (near copies
        folded into one), one row per file or page that gave none, with the reason.

    Raises:
        ReadError: nothing at all could be found under `paths`.
    """
    return read_paths(paths, published_on=published_on)


def code(articles: pl.DataFrame, *, workers: int = 1) -> CodeResult:
    """Events between states in each article.

    Args:
        articles: columns as in `core.tables.ARTICLES`.
        workers: processes; 0 means one for each core.

    Returns:
        Events with their evidence, claims, and rejects: one row for each sentence that names two
        states and gave no event, and for each article that failed.

    Raises:
        TableError: `articles` is no table of articles, or lacks a column.
    """
    batches = _articles_per_batch(_checked(articles))
    answers = list(_mapped(code_batch, batches, workers=workers))
    coded = pl.concat([pl.DataFrame(schema=CODED), *map(_as_frame, answers)])
    rejects = _inner(coded, "rejects", REJECTS)
    with_event = coded.filter(pl.col("events").list.len() > 0).height
    failed = rejects.filter(pl.col("item") == "article").height
    return CodeResult(
        events=_inner(coded, "events", EVENTS),
        rejects=rejects,
        articles=articles,
        articles_read=coded.height,
        articles_coded=with_event,
        articles_without_event=coded.height - with_event - failed,
        articles_failed=failed,
    )


def _checked(articles: pl.DataFrame) -> pl.DataFrame:
    if not isinstance(articles, pl.DataFrame):
        raise TableError(f"articles: found {type(articles).__name__}, not a table. {_WANTED}")
    try:
        return check(articles, ARTICLES)
    except TableError as fault:
        raise TableError(f"{fault} {_WANTED}") from None


def _articles_per_batch(articles: pl.DataFrame) -> Iterator[pa.RecordBatch]:
    for some in articles.select(READ).iter_slices(ARTICLES_AT_ONCE):
        yield from some.to_arrow().combine_chunks().to_batches()


def _as_frame(batch: pa.RecordBatch) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(batch), schema=CODED)


def _inner(coded: pl.DataFrame, name: str, table: Table) -> pl.DataFrame:
    """The rows of `table` that lie in the lists of the column `name`."""
    held = coded.select(name).filter(pl.col(name).list.len() > 0).explode(name).unnest(name)
    return check(held, table)


def code_on_spark(articles: Any) -> Any:
    """Events of articles in a Spark DataFrame, coded on its cluster by the function of `code`.

    Args:
        articles: columns as in `core.tables.ARTICLES`, of which `coding.batches.READ` are read.

    Returns:
        A Spark DataFrame, one row per article: `article_id`, and the arrays `events` and `rejects`
        of rows as in `core.tables`. `.selectExpr("inline(events)")` is the table of events.
    """
    return articles.select(*READ).mapInArrow(code_batches, coded_ddl())


def claims_of(articles: pl.DataFrame, *, genre: str | None = None) -> pl.DataFrame:
    """Claims of all articles, or of those of one genre (news, opinion), as `core.tables.CLAIMS`."""
    some = articles if genre is None else articles.filter(pl.col("genre") == genre)
    return pl.concat([CLAIMS.empty(), *(find_claims(row) for row in some.iter_rows(named=True))])


def code_each(articles: Iterable[Mapping[str, Any]], *, workers: int = 1) -> Iterator[Coded]:
    """Code articles in order, holding no more than a batch of them.

    Args:
        articles: rows as of `core.tables.ARTICLES`.
        workers: processes; 0 means one for each core. A script that asks for several keeps its
            code under `if __name__ == "__main__":`, since each process reads the script anew.

    Raises:
        DetenteError: a process died.
    """
    for some in _mapped(code_articles, _in_batches(map(dict, articles)), workers=workers):
        yield from some


def _in_batches(articles: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    waiting = iter(articles)
    while some := list(islice(waiting, ARTICLES_AT_ONCE)):
        yield some


def _mapped(work: Callable[[T], R], items: Iterable[T], *, workers: int) -> Iterator[R]:
    """`work` done to each item, in order, in processes of its own where there are several."""
    workers = workers or os.cpu_count() or 1
    if workers == 1:
        yield from map(work, items)
        return
    # Not forked: threads of polars that a fork leaves behind would make the child wait for ever.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        try:
            yield from _ordered(pool, work, items, ahead=8 * workers)
        except BrokenProcessPool as fault:
            raise DetenteError(
                "A process that coded articles died. In a script, keep the code under "
                "'if __name__ == \"__main__\":'; where memory is short, take fewer workers."
            ) from fault


def _ordered(
    pool: ProcessPoolExecutor, work: Callable[[T], R], items: Iterable[T], *, ahead: int
) -> Iterator[R]:
    waiting: deque[Future[R]] = deque()
    for item in items:
        waiting.append(pool.submit(work, item))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def code_text(text: str, *, reported_on: date) -> pl.DataFrame:
    """Events of a piece of text, as `core.tables.EVENTS`; offsets are into `text`.

    Args:
        text: a sentence or more; paragraphs are parted by blank lines or line ends.
        reported_on: the day on which it was written, for "on Tuesday" and for office holders.

    Returns:
        One row per deed and direction; none for text that names fewer than two states.
    """
    return EVENTS.frame(code_body(text, _lines(text), reported_on=reported_on).events)


def _lines(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            spans.append((start, start + len(line.rstrip())))
        start += len(line)
    return spans
