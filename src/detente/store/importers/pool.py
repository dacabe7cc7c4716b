"""Code rows of several files in one go: what coding costs does not grow with small batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from detente.core.tables import REJECTS, conform
from detente.store.importers.parts import Coded, Raw
from detente.store.importers.source import Source

__all__ = ["FILE", "Piece", "Pooled", "code_pieces"]

FILE = "_file"
"""Column with the number of the file that a row came from."""


@dataclass(frozen=True)
class Piece:
    """A batch of rows of one file, with the file's number."""

    file: int
    source: Source
    raw: Raw

    @property
    def origin(self) -> str:
        """Name of the file, with the member of an archive."""
        name, member = self.source.path.name, self.source.member
        return name if member is None else f"{name}/{member}"


@dataclass(frozen=True)
class Pooled:
    """As `parts.Coded`, each table with the columns `row` and `_file`; `rejects` are as REJECTS."""

    events: pl.DataFrame
    rejects: pl.DataFrame
    unmapped: pl.DataFrame
    mentions: pl.DataFrame | None
    removed: pl.DataFrame | None
    coverage: pl.DataFrame


def code_pieces(
    pieces: Sequence[Piece], to_events: Callable[..., Coded], *, dataset: str
) -> Pooled:
    """Code all rows of `pieces` at once; each table says which file a row came from."""
    # Rows are numbered through, so that an importer need not know of files.
    last = [max(_highest(p.raw.rows), _highest(p.raw.rejected)) for p in pieces]
    starts = [sum(last[:number]) for number in range(len(pieces))]
    rows = pl.concat(
        piece.raw.rows.with_columns(pl.col("row").cast(pl.Int64) + start)
        for piece, start in zip(pieces, starts, strict=True)
    )
    unread = pl.concat(
        piece.raw.rejected.with_columns(pl.col("row") + start)
        for piece, start in zip(pieces, starts, strict=True)
    )
    coded = to_events(rows, dataset=dataset)
    places = pl.DataFrame(
        {"_from": starts, FILE: [piece.file for piece in pieces],
         "_origin": [piece.origin for piece in pieces]},
        schema={"_from": pl.Int64, FILE: pl.Int32, "_origin": pl.String},
    )  # fmt: skip

    def placed(table: pl.DataFrame) -> pl.DataFrame:
        found = places["_from"].search_sorted(table["row"], side="left") - 1
        return pl.concat([table, places[found]], how="horizontal").with_columns(
            row=pl.col("row") - pl.col("_from")
        )

    extra = ("_from", "_origin")
    days = pl.DataFrame({"day": sorted(coded.covered)}, schema={"day": pl.Date})
    return Pooled(
        placed(coded.events).drop(extra),
        _as_rejects(placed(pl.concat([unread, coded.rejected]))),
        placed(coded.unmapped).drop(extra),
        None if coded.mentions is None else placed(coded.mentions).drop(extra),
        None if coded.removed is None else placed(coded.removed).drop(extra),
        days.select(pl.lit(dataset).alias("dataset"), "day"),
    )


def _highest(rows: pl.DataFrame) -> int:
    found = rows["row"].max() if rows.height else 0
    return int(str(found))


def _as_rejects(placed: pl.DataFrame) -> pl.DataFrame:
    rows = placed.select(
        FILE, origin="_origin", item=pl.lit("row"), locator=pl.col("row").cast(pl.String),
        reason="reason", detail="detail",
    )  # fmt: skip
    return conform(rows, REJECTS).with_columns(rows[FILE])
