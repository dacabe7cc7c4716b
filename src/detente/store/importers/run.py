"""Import files into a store: find the layout, code the rows, account for every one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import polars as pl

from detente.core.errors import CodebookError, ImportFileError, TableError
from detente.core.tables import LEDGER
from detente.store.batch import Batch
from detente.store.importers import layouts
from detente.store.importers.account import Account, ledger_row
from detente.store.importers.bundle import Bundle
from detente.store.importers.layouts import Layout
from detente.store.importers.mapping import TableMapping
from detente.store.importers.source import Source, open_sources
from detente.store.segments import file_sha256
from detente.store.store import Store
from detente.store.upkeep import compact

__all__ = ["Outcome", "import_files", "refused_files"]

# Without merging, many small files end in more segments than one can open.
MERGED_FROM: Final = 16
WRITES_BETWEEN_MERGES: Final = 16

# As files lie on disk; zipped, they hold eight times as much.
SMALL_BYTES: Final = 4_000_000
BUNDLED_BYTES: Final = 16_000_000
BUNDLED_FILES: Final = 200
ROWS_AT_ONCE: Final = 400_000


@dataclass(frozen=True)
class Outcome:
    """What became of one file: its ledger row, or why it could not be imported."""

    file: str
    ledger: dict[str, Any] | None = None
    known: bool = False
    fault: str | None = None


@dataclass(frozen=True)
class _File:
    """A file whose layout is known."""

    path: Path
    parts: tuple[tuple[Source, Layout], ...]
    dataset: str
    sha256: str
    bytes: int

    @property
    def alone(self) -> bool:
        """Whether it is large, or changes rows that are held already."""
        return self.bytes > SMALL_BYTES or any(kind.replaces for _, kind in self.parts)

    def joins(self, group: list[_File]) -> bool:
        """Whether it can be written in one go with the files of `group`."""
        return not group or (
            not self.alone
            and not group[-1].alone
            and self.dataset == group[-1].dataset
            and len(group) < BUNDLED_FILES
            and sum(file.bytes for file in group) + self.bytes <= BUNDLED_BYTES
        )


def import_files(
    store: Store, paths: Sequence[Path], *, dataset: str | None = None,
    layout: str | None = None, mapping: TableMapping | None = None,
    on_rows: Callable[[int], None] | None = None,
) -> Iterator[Outcome]:  # fmt: skip
    """Import files one after the other, each whole or not at all; yield what became of each.

    A file whose content the store already holds under the same dataset is passed over. A file that
    can't be imported doesn't stop the others; a store that can't be written does. Small files are
    written some hundred at a time, so that an import that is stopped loses no more than those.

    Args:
        dataset: name for the events; default: the layout's own.
        layout: name of a layout; default: found from the content.
        mapping: columns of a table that has no layout of its own.
        on_rows: called with the number of rows read, as they are read.
    """
    group: list[_File] = []
    written = 0
    for path in paths:
        try:
            file = _opened(path, dataset, layout, mapping)
        except ImportFileError as fault:
            yield from _import_group(store, group, on_rows)
            yield Outcome(str(path), fault=str(fault))
            group = []
            continue
        if not file.joins(group):
            yield from _import_group(store, group, on_rows)
            group = []
            written += 1
            if written % WRITES_BETWEEN_MERGES == 0:
                compact(store, at_least=MERGED_FROM, renew=False)
        group.append(file)
    yield from _import_group(store, group, on_rows)
    compact(store, at_least=MERGED_FROM, renew=False)


def refused_files(
    paths: Sequence[Path], *, layout: str | None = None, mapping: TableMapping | None = None
) -> list[Outcome]:
    """Files that have no known layout or can't be opened, up to the first that can be imported."""
    refused = []
    for path in paths:
        try:
            for source in open_sources(path):
                layouts.find(source, layout=layout, mapping=mapping)
        except ImportFileError as fault:
            refused.append(Outcome(str(path), fault=str(fault)))
        else:
            break
    return refused


def _opened(
    path: Path, dataset: str | None, layout: str | None, mapping: TableMapping | None
) -> _File:
    sources = open_sources(path)
    found = [layouts.find(source, layout=layout, mapping=mapping) for source in sources]
    name = dataset or (mapping.dataset if mapping else None) or found[0].dataset_of(sources[0])
    parts = tuple(zip(sources, found, strict=True))
    return _File(path, parts, name, file_sha256(path), path.stat().st_size)


def _import_group(
    store: Store, group: list[_File], on_rows: Callable[[int], None] | None
) -> list[Outcome]:
    """Import files of one dataset in one write; where that fails, the halves each in one."""
    try:
        return _write_group(store, group, on_rows) if group else []
    except (ImportFileError, TableError, CodebookError, pl.exceptions.PolarsError) as fault:
        if len(group) == 1:
            return [Outcome(str(group[0].path), fault=_said(group[0], fault))]
        middle = len(group) // 2
        return [
            outcome
            for half in (group[:middle], group[middle:])
            for outcome in _import_group(store, half, on_rows)
        ]


def _said(file: _File, fault: Exception) -> str:
    # A layout that matched and still doesn't fit: this file is lost, the others are not.
    own = isinstance(fault, ImportFileError)
    return str(fault) if own else f"{file.path.name}: can't be coded: {fault}"


def _write_group(
    store: Store, group: list[_File], on_rows: Callable[[int], None] | None
) -> list[Outcome]:
    dataset = group[0].dataset
    held = store.scan("ledger", dataset=dataset).collect()
    known = {row["sha256"]: row for row in held.iter_rows(named=True)}
    fresh = {file.sha256: file for file in group if file.sha256 not in known}
    rows: dict[str, dict[str, Any]] = {}
    if fresh:
        with store.writing() as batch:
            bundle = Bundle(dataset, replaces=group[0].parts[0][1].replaces)
            accounts = [_read(bundle, batch, file, on_rows) for file in fresh.values()]
            for _, kind in (part for file in fresh.values() for part in file.parts):
                bundle.code(kind)
            bundle.add(batch)
            rows = {
                file.sha256: ledger_row(
                    file.path, account, layout=file.parts[0][1].name, dataset=dataset,
                    sha256=file.sha256,
                )
                for file, account in zip(fresh.values(), accounts, strict=True)
            }  # fmt: skip
            batch.add("ledger", LEDGER.frame(rows.values()))
    return [
        Outcome(
            str(file.path), (rows | known)[file.sha256], known=fresh.get(file.sha256) is not file
        )
        for file in group
    ]


def _read(
    bundle: Bundle, batch: Batch, file: _File, on_rows: Callable[[int], None] | None
) -> Account:
    account = bundle.open()
    for source, kind in file.parts:
        for raw in kind.read_rows(source):
            bundle.take(raw, kind, source)
            if file.alone and bundle.rows >= ROWS_AT_ONCE:
                bundle.add(batch)
            if on_rows is not None:
                on_rows(raw.rows.height + raw.rejected.height)
        if not kind.pooled:
            bundle.code(kind)
    return account
