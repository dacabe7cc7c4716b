"""Import files into a store: find the layout, code the rows, account for every one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from detente.core.errors import CodebookError, ImportFileError, StoreError, TableError
from detente.core.tables import COVERAGE, LEDGER, REJECTS, conform
from detente.store.batch import Batch
from detente.store.importers import layouts
from detente.store.importers.layouts import Layout
from detente.store.importers.mapping import TableMapping
from detente.store.importers.parts import Coded, Raw
from detente.store.importers.source import Source, open_sources
from detente.store.layout import KEYS
from detente.store.segments import file_sha256
from detente.store.store import Store
from detente.store.upkeep import compact

__all__ = ["Outcome", "import_files"]

# A year of GDELT 2.0 comes in 35,000 files: without merging, in more segments than one can open.
MERGED_FROM = 16
FILES_BETWEEN_MERGES = 200

KEPT_UNMAPPED = 200  # The most frequent; names of people would otherwise fill the ledger.


@dataclass(frozen=True)
class Outcome:
    """What became of one file: its ledger row, or why it could not be imported."""

    file: str
    ledger: dict[str, Any] | None = None
    known: bool = False
    fault: str | None = None


@dataclass
class _Account:
    """Counts of one file, row by row."""

    rows_in: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)
    events: int = 0
    first: date | None = None
    last: date | None = None

    def read(self, raw: Raw, coded: Coded) -> None:
        rejected = pl.concat([raw.rejected["reason"], coded.rejected["reason"]])
        self.rows_in += raw.rows.height + raw.rejected.height
        self.rejected.update(dict(rejected.value_counts().iter_rows()))
        self.unmapped += coded.unmapped
        events = coded.events
        if events.height:
            low: Any = events["happened_on"].min()
            high: Any = events["happened_on"].max()
            self.first = low if self.first is None else min(self.first, low)
            self.last = high if self.last is None else max(self.last, high)

    def repeated(self, rows: pl.Series) -> None:
        if count := rows.n_unique():
            self.rejected["duplicate_row"] += count


def import_files(
    store: Store, paths: Sequence[Path], *, dataset: str | None = None,
    layout: str | None = None, mapping: TableMapping | None = None,
    on_rows: Callable[[int], None] | None = None,
) -> Iterator[Outcome]:  # fmt: skip
    """Import files one after the other, each whole or not at all; yield what became of each.

    A file whose content the store already holds under the same dataset is passed over. A file that
    can't be imported doesn't stop the others; a store that can't be written does.

    Args:
        dataset: name for the events; default: the layout's own.
        layout: name of a layout; default: found from the content.
        mapping: columns of a table that has no layout of its own.
        on_rows: called with the number of rows read, as they are read.
    """
    for number, path in enumerate(paths, 1):
        if number % FILES_BETWEEN_MERGES == 0:
            compact(store, at_least=MERGED_FROM)
        try:
            yield _import_file(store, path, dataset, layout, mapping, on_rows)
        except ImportFileError as fault:
            yield Outcome(str(path), fault=str(fault))
        except (TableError, CodebookError, pl.exceptions.PolarsError) as fault:
            # A layout that matched and still doesn't fit: this file is lost, the others are not.
            yield Outcome(str(path), fault=f"{path.name}: can't be coded: {fault}")
    compact(store, at_least=MERGED_FROM)


def _import_file(
    store: Store, path: Path, dataset: str | None, layout: str | None,
    mapping: TableMapping | None, on_rows: Callable[[int], None] | None,
) -> Outcome:  # fmt: skip
    sources = open_sources(path)
    found = [layouts.find(source, layout=layout, mapping=mapping) for source in sources]
    name = dataset or (mapping.dataset if mapping else None) or found[0].dataset_of(sources[0])
    checksum = file_sha256(path)
    held = store.scan("ledger", dataset=name).filter(pl.col("sha256") == checksum).collect()
    if held.height:
        return Outcome(str(path), held.row(0, named=True), known=True)
    account = _Account()
    with store.writing() as batch:
        for source, kind in zip(sources, found, strict=True):
            _import_source(batch, source, kind, name, account, on_rows)
        row = _ledger_row(path, found[0].name, name, checksum, account)
        batch.add("ledger", LEDGER.frame([row]))
    return Outcome(str(path), row)


def _import_source(
    batch: Batch, source: Source, layout: Layout, dataset: str, account: _Account,
    on_rows: Callable[[int], None] | None,
) -> None:  # fmt: skip
    for raw in layout.read_rows(source):
        coded = layout.to_events(raw.rows, dataset=dataset)
        account.read(raw, coded)
        _add_events(batch, coded.events, account, replaces=layout.replaces)
        if coded.mentions is not None:
            _add_mentions(batch, coded.mentions, account)
        if coded.removed is not None:
            batch.remove("events", coded.removed.select("event_id"), dataset=dataset)
        days = pl.DataFrame({"dataset": dataset, "day": sorted(coded.covered)}, COVERAGE.schema)
        batch.add("coverage", days)
        batch.add("rejects", _as_rejects(pl.concat([raw.rejected, coded.rejected]), source))
        if on_rows is not None:
            on_rows(raw.rows.height + raw.rejected.height)


def _add_events(batch: Batch, events: pl.DataFrame, account: _Account, *, replaces: bool) -> None:
    """Add what is new; with `replaces`, also what is reported later than the row that is held."""
    if replaces:
        events = events.sort("reported_on", nulls_last=False, maintain_order=True)
    first = pl.col("event_id").is_last_distinct() if replaces else (
        pl.col("event_id").is_first_distinct()
    )  # fmt: skip
    once, repeats = _parted(events, events.select(first).to_series())
    held = batch.held("events", once, columns=["event_id", "reported_on"], any_month=replaces)
    if replaces:
        # A row stays out where the one that is held was reported as late.
        day = once.select("event_id", new="reported_on")
        newer = held.join(day, on="event_id").filter(pl.col("new") > pl.col("reported_on"))
        held = held.join(newer, on="event_id", how="anti")
    fresh, both = _parted(once, ~once["event_id"].is_in(held["event_id"].implode()))
    account.repeated(pl.concat([repeats["row"], both["row"]]))
    account.events += batch.add("events", fresh, replace=replaces, unheard=not replaces)


def _parted(rows: pl.DataFrame, kept: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that are kept and rows that aren't, without a copy where all are."""
    return (rows, rows.clear()) if kept.all() else (rows.filter(kept), rows.filter(~kept))


def _add_mentions(batch: Batch, mentions: pl.DataFrame, account: _Account) -> None:
    keys = KEYS["mentions"]
    first = mentions.select(pl.struct(keys).is_first_distinct()).to_series()
    once, repeats = _parted(mentions, first)
    held = batch.held("mentions", once, columns=keys)
    both = once.join(held, on=keys, how="semi", nulls_equal=True)
    fresh = once.join(held, on=keys, how="anti", nulls_equal=True) if both.height else once
    account.repeated(pl.concat([repeats["row"], both["row"]]))
    batch.add("mentions", fresh, unheard=True)


def _as_rejects(rejected: pl.DataFrame, source: Source) -> pl.DataFrame:
    origin = source.path.name if source.member is None else f"{source.path.name}/{source.member}"
    rows = rejected.select(
        origin=pl.lit(origin), item=pl.lit("row"), locator=pl.col("row").cast(pl.String),
        reason="reason", detail="detail",
    )  # fmt: skip
    return conform(rows, REJECTS)


def _ledger_row(
    path: Path, layout: str, dataset: str, checksum: str, account: _Account
) -> dict[str, Any]:
    rejected = sum(account.rejected.values())
    if account.rows_in < rejected:
        raise StoreError(
            f"{path.name}: {rejected} rejects of {account.rows_in} rows: a fault in detente."
        )
    return {
        "dataset": dataset, "layout": layout, "file": path.name, "bytes": path.stat().st_size,
        "sha256": checksum, "rows_in": account.rows_in, "rows_kept": account.rows_in - rejected,
        "rows_rejected": rejected, "events": account.events,
        "rejected_by": _counts(account.rejected),
        "unmapped": _counts(account.unmapped)[:KEPT_UNMAPPED],
        "first_day": account.first, "last_day": account.last, "imported_at": datetime.now(UTC),
    }  # fmt: skip


def _counts(counter: Counter[str]) -> list[dict[str, Any]]:
    return [{"name": name, "rows": rows} for name, rows in counter.most_common()]
