"""What every importer gives back, and the steps that they share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import polars as pl

from detente.core.tables import EVENTS, conform
from detente.store.cameo import with_cameo

__all__ = [
    "REJECTED",
    "UNMAPPED",
    "Coded",
    "Raw",
    "day_range",
    "finish",
    "fixed",
    "hashed",
    "lost_codes",
    "mapped",
    "no_rejects",
    "reject_rows",
]

REJECTED = pl.Schema({"row": pl.Int64, "reason": pl.String, "detail": pl.String})
"""Rejected rows of a file: row number from 1, reason code, what was found."""

UNMAPPED = pl.Schema({"row": pl.Int64, "code": pl.String})
"""Codes that no table maps, as 'kind:code', with the row that each stands in."""


def no_rejects() -> pl.DataFrame:
    """Return no rejected rows."""
    return pl.DataFrame(schema=REJECTED)


@dataclass(frozen=True)
class Raw:
    """Rows as they stand in the file, all text, with their number `row`; and those unreadable."""

    rows: pl.DataFrame
    rejected: pl.DataFrame = field(default_factory=no_rejects)


@dataclass(frozen=True)
class Coded:
    """Rows as events. `events` has the columns of EVENTS and `row`, the file's row it came from.

    `unmapped` is as `UNMAPPED`; `covered` holds the days that the rows show to be covered. A file
    may also hold `mentions` of events (as MENTIONS, with `row`), or name events that are `removed`
    (`event_id` and `row`).
    """

    events: pl.DataFrame
    rejected: pl.DataFrame
    unmapped: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=UNMAPPED))
    covered: frozenset[date] = frozenset()
    mentions: pl.DataFrame | None = None
    removed: pl.DataFrame | None = None


def reject_rows(
    rows: pl.DataFrame, *, where: pl.Expr, reason: str, detail: pl.Expr
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split `rows` into those kept and those rejected (as `REJECTED`) because `where` is true."""
    bad = where.fill_null(True)
    rejected = rows.filter(bad).select(
        pl.col("row").cast(pl.Int64), reason=pl.lit(reason), detail=detail.cast(pl.String)
    )
    return rows.filter(~bad), rejected


def mapped(
    rows: pl.DataFrame,
    column: str,
    *,
    table: Iterable[tuple[str, str]],
    into: str,
    kind: str,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Add `into` by looking up `column` in `table`; also give the codes that aren't in it."""
    pairs = dict(table)
    known = pl.col(column).replace_strict(pairs, default=None, return_dtype=pl.String)
    found = rows.with_columns(known.alias(into))
    return found, lost_codes(found, column, where=pl.col(into).is_null(), kind=kind)


def lost_codes(
    rows: pl.DataFrame, column: str, *, kind: str, where: pl.Expr | None = None
) -> pl.DataFrame:
    """The codes in `column`, as `UNMAPPED`, of all rows or of those `where` is true."""
    some = rows if where is None else rows.filter(where)
    code = pl.concat_str(pl.lit(f"{kind}:"), column)
    return some.select(pl.col("row").cast(pl.Int64), code=code).drop_nulls("code")


def hashed(rows: pl.DataFrame, *columns: str) -> pl.Series:
    """Ids as `core.ids.stable_id` gives, from the text of `columns`; null counts as empty."""
    text = pl.concat_str(
        [pl.col(name).cast(pl.String).fill_null("") for name in columns], separator="\x1f"
    )
    joined = rows.select(text).to_series()
    return pl.Series("event_id", [sha256(t.encode()).hexdigest()[:16] for t in joined], pl.String)


def finish(rows: pl.DataFrame, *, dataset: str) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Fill what a CAMEO code decides and the fixed columns; events, rejected rows, unmapped codes.

    `rows` needs row, event_id, happened_on, reported_on, actor, recipient and cameo; `weight` and
    `quad` of its own win over the code's.
    """
    own: dict[str, str] = {n: f"_own_{n}" for n in ("weight", "quad") if n in rows.columns}
    coded = with_cameo(rows.rename(own))
    coded = coded.with_columns(**{name: pl.coalesce(kept, name) for name, kept in own.items()})
    strange = pl.col("root").is_null() | pl.col("rolled_up")
    unmapped = lost_codes(coded, "cameo", where=strange, kind="cameo")
    coded, rejected = reject_rows(
        coded, where=pl.col("root").is_null(), reason="unknown_code", detail=pl.col("cameo")
    )
    return fixed(coded, dataset=dataset), rejected, unmapped


def fixed(rows: pl.DataFrame, *, dataset: str) -> pl.DataFrame:
    """Fill the columns that are the same for every row of a dataset, and order them."""
    default = {
        "dataset": pl.lit(dataset),
        "happened_precision": pl.lit("day"),
        "status": pl.lit("happened"),
        "confidence": pl.lit(1.0),
        "mentions": pl.lit(1, pl.Int32),
        "domains": pl.lit([], pl.List(pl.String)),
    }
    missing = {name: value for name, value in default.items() if name not in rows.columns}
    rows = rows.with_columns(**missing).with_columns(dataset=pl.lit(dataset))
    return conform(rows, EVENTS).with_columns(rows["row"].cast(pl.Int64))


def day_range(events: pl.DataFrame, *, whole_years: bool = False) -> frozenset[date]:
    """Days from the first to the last event (or those of their years); none without events."""
    if events.is_empty():
        return frozenset()
    first: Any = events["happened_on"].min()
    last: Any = events["happened_on"].max()
    if whole_years:
        first, last = date(first.year, 1, 1), date(last.year, 12, 31)
    return frozenset(first + timedelta(days=n) for n in range((last - first).days + 1))
