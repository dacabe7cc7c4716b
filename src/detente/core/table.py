"""What a table is: columns with type, unit and meaning, and how frames are held to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from detente.core.errors import TableError

__all__ = ["Column", "Table", "check", "conform"]


@dataclass(frozen=True)
class Column:
    """One column: its type, what it means, and whether it may be null."""

    name: str
    dtype: pl.DataType
    meaning: str
    nullable: bool = False
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """A table's name and columns, in order."""

    name: str
    columns: tuple[Column, ...]

    @property
    def schema(self) -> pl.Schema:
        """Polars schema, in column order."""
        return pl.Schema({column.name: column.dtype for column in self.columns})

    @property
    def names(self) -> list[str]:
        """Column names, in order."""
        return [column.name for column in self.columns]

    def empty(self) -> pl.DataFrame:
        """Return a table with these columns and no rows."""
        return pl.DataFrame(schema=self.schema)

    def frame(self, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
        """Return a table of `rows`; a nullable column that a row lacks is null there.

        Raises:
            TableError: a row lacks a column that may not be null, or a type doesn't fit.
        """
        filled = [{name: row.get(name) for name in self.names} for row in rows]
        try:
            frame = pl.DataFrame(filled, schema=self.schema, orient="row")
        except (pl.exceptions.PolarsError, TypeError, ValueError) as fault:
            raise TableError(f"{self.name}: a row doesn't fit the columns: {fault}") from fault
        return check(frame, self)


def check(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return `frame` itself if it has `table`'s columns, typed, with nulls only where allowed.

    Columns beyond the table's are allowed.

    Raises:
        TableError: names the table, the column, what was expected and what was found.
    """
    for column in table.columns:
        if column.name not in frame.columns:
            raise TableError(
                f"{table.name}: column '{column.name}' ({column.meaning}) is missing; "
                f"found {', '.join(frame.columns) or 'no columns'}."
            )
        found = frame.schema[column.name]
        if found != column.dtype:
            raise TableError(
                f"{table.name}: column '{column.name}' is {found}, not {column.dtype}. "
                f"Cast it, or call conform(frame, {table.name.upper()})."
            )
        if not column.nullable and (nulls := frame[column.name].null_count()):
            raise TableError(
                f"{table.name}: column '{column.name}' has {nulls} nulls and may have none."
            )
    return frame


def conform(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return `frame` with exactly `table`'s columns, cast and in order; absent nullable ones null.

    Raises:
        TableError: a column that may not be null is absent, or a value doesn't cast.
    """
    wanted = []
    for column in table.columns:
        if column.name in frame.columns:
            wanted.append(pl.col(column.name).cast(column.dtype))
        elif column.nullable:
            wanted.append(pl.lit(None, dtype=column.dtype).alias(column.name))
        else:
            raise TableError(
                f"{table.name}: column '{column.name}' ({column.meaning}) is missing; "
                f"found {', '.join(frame.columns) or 'no columns'}."
            )
    try:
        return check(frame.select(wanted), table)
    except pl.exceptions.PolarsError as fault:
        raise TableError(f"{table.name}: a value doesn't fit its column: {fault}") from fault
