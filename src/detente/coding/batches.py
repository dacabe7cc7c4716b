"""Articles as Arrow batches in, what they gave as Arrow batches out: here and on Spark alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from detente.coding.coder import Body, Coded, code_bodies
from detente.core.tables import EVENTS, REJECTS

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "CODED",
    "READ",
    "code_article",
    "code_articles",
    "code_batch",
    "code_batches",
    "coded_ddl",
]

READ: Final = ("article_id", "origin", "published_on", "genre", "text", "paragraphs")
"""Columns of `core.tables.ARTICLES` that coding reads."""

CODED: Final = pl.Schema(
    {
        "article_id": pl.String(),
        "events": pl.List(pl.Struct(dict(EVENTS.schema))),
        "rejects": pl.List(pl.Struct(dict(REJECTS.schema))),
    }
)
"""One row per article: its events and rejects, so that nothing that was read is lost."""


_FAULTS: Final = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def code_articles(articles: Sequence[Mapping[str, Any]]) -> list[Coded]:
    """Events of each article, all parsed and classified together.

    A fault in one becomes its reject: then they are coded one by one, so that the others go on.
    """
    try:
        return code_bodies([_body(article) for article in articles])
    except _FAULTS:
        return [code_article(article) for article in articles]


def code_article(article: Mapping[str, Any]) -> Coded:
    """One article's events; a fault in it becomes a reject, so that the batch goes on."""
    try:
        return code_bodies([_body(article)])[0]
    except _FAULTS as fault:
        reject = {
            "origin": article.get("article_id") or "article without id",
            "item": "article",
            "locator": article.get("origin"),
            "reason": "failed",
            "detail": f"{type(fault).__name__}: {fault}",
        }
        return Coded([], [reject])


def _body(article: Mapping[str, Any]) -> Body:
    return Body(
        article["text"],
        [(part["start"], part["end"]) for part in article["paragraphs"]],
        article["published_on"],
        article["article_id"],
        article.get("genre") == "opinion",
    )


def code_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Code articles, one row out (as `CODED`) for each row in, in their order.

    `detente.code` runs on it, and so does Spark:
    `articles.select(*READ).mapInArrow(code_batches, coded_ddl())`.

    Args:
        batches: with the columns `READ`; others are passed over.
    """
    return map(code_batch, batches)


def code_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Code one batch, see `code_batches`."""
    import pyarrow as pa

    articles = batch.select(READ).to_pylist()
    rows = [
        {"article_id": article["article_id"], "events": one.events, "rejects": one.rejects}
        for article, one in zip(articles, code_articles(articles), strict=True)
    ]
    schema = pa.schema([(name, _arrow_type(dtype)) for name, dtype in CODED.items()])
    return pa.RecordBatch.from_pylist(rows, schema=schema)


def _arrow_type(dtype: Any) -> pa.DataType:
    import pyarrow as pa

    if isinstance(dtype, pl.List):
        return pa.list_(_arrow_type(dtype.inner))
    if isinstance(dtype, pl.Struct):
        return pa.struct([(field.name, _arrow_type(field.dtype)) for field in dtype.fields])
    # Not polars' own Arrow types, as Spark takes no large strings or string views.
    plain = {pl.String: pa.string(), pl.Date: pa.date32(), pl.Int32: pa.int32()}
    return plain[dtype] if dtype in plain else pa.float64()


def coded_ddl() -> str:
    """Return `CODED` as Spark writes a schema.

    >>> coded_ddl()[:55]
    'article_id string, events array<struct<event_id:string,'
    """
    return ", ".join(f"{name} {_spark_type(dtype)}" for name, dtype in CODED.items())


def _spark_type(dtype: Any) -> str:
    if isinstance(dtype, pl.List):
        return f"array<{_spark_type(dtype.inner)}>"
    if isinstance(dtype, pl.Struct):
        fields = (f"{field.name}:{_spark_type(field.dtype)}" for field in dtype.fields)
        return f"struct<{','.join(fields)}>"
    return {pl.String: "string", pl.Date: "date", pl.Int32: "int"}.get(dtype, "double")
