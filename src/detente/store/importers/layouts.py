"""Which importer reads a file: by its content, never by its name alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl

from detente.core.errors import ImportFileError
from detente.store.importers import (
    acled,
    gdelt,
    gdelt_mentions,
    icews,
    icews_quads,
    phoenix,
    polecat,
    table,
    ucdp,
)  # fmt: skip
from detente.store.importers.mapping import TableMapping
from detente.store.importers.parts import Coded, Raw
from detente.store.importers.source import Source

__all__ = ["LAYOUTS", "Layout", "find"]


_SHOWN = 24
_MANY_TABS = 8


@dataclass(frozen=True)
class Layout:
    """One importer: its name and what it does.

    `replaces`: its later rows take the place of earlier ones. `pooled`: rows of several files may
    be coded together, as what they give does not depend on the rows beside them.
    """

    name: str
    matches: Callable[[Source, list[str]], bool]
    dataset_of: Callable[[Source], str]
    read_rows: Callable[[Source], Iterator[Raw]]
    to_events: Callable[..., Coded]
    replaces: bool = False
    pooled: bool = False


def _layout(importer: Any) -> Layout:
    return Layout(
        importer.LAYOUT, importer.matches, importer.dataset_of, importer.read_rows,
        importer.to_events, getattr(importer, "REPLACES", False),
        getattr(importer, "POOLED", False),
    )  # fmt: skip


def _table(mapping: TableMapping) -> Layout:
    return Layout(
        table.LAYOUT, table.matches, table.dataset_of,
        partial(table.read_rows, mapping=mapping), partial(table.to_events, mapping=mapping),
    )  # fmt: skip


_IMPORTERS = (
    gdelt, gdelt_mentions, icews, polecat, phoenix.HISTORICAL, phoenix.REALTIME, ucdp, acled,
    acled.DELETED, icews_quads,
)  # fmt: skip

LAYOUTS: dict[str, Layout] = {
    layout.name: layout for layout in (*map(_layout, _IMPORTERS), _table(TableMapping()))
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
    shown = ", ".join(name[:_SHOWN] for name in columns[:6])
    if columns[0].partition("-")[0].isdigit() and len(columns) in (11, 15, 27):
        raise ImportFileError(
            f"{source.name}: looks like GDELT's knowledge graph (GKG), which holds no events. "
            "Import the export and mentions files."
        )
    raise ImportFileError(
        f"{source.name}: no known layout ({len(columns)} columns: {shown} …). "
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
    # GDELT's and ICEWS's rows hold more commas than tabs.
    tabs = first.count(b"\t") >= _MANY_TABS
    separator = b"\t" if tabs else max((b"\t", b",", b";", b"|"), key=first.count)
    fields = first.decode("utf-8", errors="replace").split(separator.decode())
    return [field.strip().strip('"') for field in fields]
