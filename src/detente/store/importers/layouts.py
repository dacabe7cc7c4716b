"""Which importer reads a file: by its content, never by its name alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import polars as pl

from detente.core.errors import ImportFileError
from detente.store.importers import icews_quads, table
from detente.store.importers.mapping import TableMapping
from detente.store.importers.parts import Coded, Raw
from detente.store.importers.source import Source

__all__ = ["LAYOUTS", "Layout", "find"]


@dataclass(frozen=True)
class Layout:
    """One importer: its name and what it does."""

    name: str
    matches: Callable[[Source, list[str]], bool]
    dataset_of: Callable[[Source], str]
    read_rows: Callable[[Source], Iterator[Raw]]
    to_events: Callable[..., Coded]


def _layout(module: object) -> Layout:
    return Layout(
        *(
            getattr(module, name)
            for name in ("LAYOUT", "matches", "dataset_of", "read_rows", "to_events")
        )
    )


def _table(mapping: TableMapping) -> Layout:
    return Layout(
        table.LAYOUT, table.matches, table.dataset_of,
        partial(table.read_rows, mapping=mapping), partial(table.to_events, mapping=mapping),
    )  # fmt: skip


LAYOUTS: dict[str, Layout] = {
    layout.name: layout for layout in (_layout(icews_quads), _table(TableMapping()))
}
"""Layouts by name, in the order in which they are tried."""


def find(source: Source, *, layout: str | None, mapping: TableMapping | None) -> Layout:
    """The layout of a file: the one named, the mapping's, or the first that its content matches.

    Raises:
        ImportFileError: no such layout, or none fits.
    """
    if mapping is not None:
        return _table(mapping)
    if layout is not None:
        if layout not in LAYOUTS:
            raise ImportFileError(f"'{layout}' is no layout; there are {', '.join(LAYOUTS)}.")
        return LAYOUTS[layout]
    columns = columns_of(source)
    for known in LAYOUTS.values():
        if known.matches(source, columns):
            return known
    raise ImportFileError(
        f"{source.name}: no known layout ({len(columns)} columns: {', '.join(columns[:8])} …). "
        f"Known: {', '.join(LAYOUTS)}. For a table of your own, write a mapping (--mapping)."
    )


def columns_of(source: Source) -> list[str]:
    """Fields of the first line (a header, or the first row), or the columns of a Parquet file.

    Raises:
        ImportFileError: the file is damaged, or no text.
    """
    if source.is_parquet:
        try:
            return list(pl.read_parquet_schema(source.path))
        except pl.exceptions.PolarsError as fault:
            raise ImportFileError(f"{source.name}: damaged Parquet: {fault}.") from fault
    head = source.head.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in head:
        raise ImportFileError(f"{source.name}: not a table: it holds binary data.")
    first = head.split(b"\n", 1)[0].rstrip(b"\r")
    separator = max((b"\t", b",", b";", b"|"), key=first.count)
    fields = first.decode("utf-8", errors="replace").split(separator.decode())
    return [field.strip().strip('"') for field in fields]
