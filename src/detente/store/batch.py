"""One all-or-nothing write: segments are written first, and one new manifest names them all."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from detente.core.errors import StoreError
from detente.core.tables import conform
from detente.store.layout import KEYS, MONTH_OF, TABLES
from detente.store.lock import writer_lock
from detente.store.manifest import Manifest, Segment, load_manifest, save_manifest
from detente.store.segments import key_range, scan_segments, split_parts, write_segment

__all__ = ["Batch", "writing"]


@dataclass
class Batch:
    """Rows on their way into a store; nothing is visible until the batch is committed."""

    root: Path
    manifest: Manifest
    added: list[Segment] = field(default_factory=list)
    dropped: list[Segment] = field(default_factory=list)

    def add(
        self, table: str, frame: pl.DataFrame, *, replace: bool = False, unheard: bool = False
    ) -> int:
        """Add the rows whose key the store doesn't hold yet; return how many.

        With `replace`, a row with a known key takes the old row's place, in whatever month it was.
        With `unheard`, the caller has seen to it that no key is held yet or stands twice.

        Raises:
            TableError: a column is missing, of the wrong type, or null where it may not be.
            StoreError: the disk failed; the store stays as it was.
        """
        keys = KEYS[table]
        rows = conform(frame, TABLES[table])
        if not unheard:
            rows = rows.unique(keys, keep="last" if replace else "first", maintain_order=True)
        if replace:
            for dataset, part in _by_dataset(rows, keys):
                self.remove(table, part, dataset=dataset)
        count = 0
        for dataset, month, part in split_parts(table, rows):
            known = replace or unheard
            fresh = part if known else self._unknown(table, dataset, month, part)
            if fresh.height:
                self.added.append(
                    write_segment(self.root, table, dataset=dataset, month=month, frame=fresh)
                )
                count += fresh.height
        return count

    def held(
        self, table: str, frame: pl.DataFrame, *, columns: list[str], any_month: bool = False
    ) -> pl.DataFrame:
        """Columns of the rows that the store (or this batch) holds under the keys of `frame`.

        A key is looked for in its own dataset and month, with `any_month` in all months.
        """
        keys = KEYS[table]
        placed = {*keys, "dataset", *([MONTH_OF[table]] if table in MONTH_OF else [])}
        rows = frame.select(name for name in frame.columns if name in placed)
        found = []
        for dataset, month, part in split_parts(table, rows):
            kept = self._held(table, dataset, None if any_month else month, part, columns)
            if kept is not None:
                wanted = part.select(keys).lazy()
                found.append(kept.join(wanted, on=keys, how="semi", nulls_equal=True))
        return pl.concat([frame.select(columns).clear().lazy(), *found]).collect()

    def _unknown(self, table: str, dataset: str, month: str, part: pl.DataFrame) -> pl.DataFrame:
        # An undated article may since have found its date.
        looked_in = None if table == "articles" else month
        held = self._held(table, dataset, looked_in, part, KEYS[table])
        if held is None:
            return part
        return part.join(
            held.collect(), on=KEYS[table], how="anti", nulls_equal=True, maintain_order="left"
        )

    def _held(
        self, table: str, dataset: str, month: str | None, part: pl.DataFrame, columns: list[str]
    ) -> pl.LazyFrame | None:
        """Columns of the segments that may hold a key of `part`; None where no segment may."""
        low, high = key_range(table, part)
        segments = [
            segment
            for segment in self._live(table)
            if segment.dataset == dataset
            and month in (None, segment.month)
            and (low is None or high is None or segment.may_hold(low, high))
        ]
        return scan_segments(self.root, table, segments).select(columns) if segments else None

    def _live(self, table: str) -> list[Segment]:
        gone = {segment.path for segment in self.dropped}
        return [s for s in (*self.manifest.of_table(table), *self.added) if s.path not in gone]

    def remove(self, table: str, keys: pl.DataFrame, *, dataset: str | None = None) -> int:
        """Take out the rows whose key columns are in `keys`; return how many went."""
        named = keys.columns
        gone = 0
        for segment in self._live(table):
            if dataset not in (None, segment.dataset):
                continue
            rows = scan_segments(self.root, table, [segment])
            found = rows.select(named).join(keys.lazy(), on=named, how="semi", nulls_equal=True)
            if found.select(pl.len()).collect().item() == 0:
                continue
            left = rows.collect().join(
                keys, on=named, how="anti", nulls_equal=True, maintain_order="left"
            )
            gone += segment.rows - left.height
            self.dropped.append(segment)
            if left.height:
                self.added.append(_rewritten(self.root, segment, left))
        return gone

    def commit(self) -> None:
        """Make the batch part of the store, in one step."""
        if not self.added and not self.dropped:
            return
        gone = {segment.path for segment in self.dropped}
        live = tuple(s for s in (*self.manifest.segments, *self.added) if s.path not in gone)
        now = time.time()
        retired = tuple((segment.path, now) for segment in self.dropped)
        self.manifest = self.manifest.next(segments=live, retired=self.manifest.retired + retired)
        try:
            save_manifest(self.root, self.manifest)
        except OSError as fault:
            raise StoreError(
                f"{self.root}: the manifest can't be written: {fault.strerror}. "
                "The store is as it was before; free some space or check its rights."
            ) from fault

    def abandon(self) -> None:
        """Delete what was written and not committed."""
        try:
            # The manifest decides: an interrupt may have come just after it was put in place.
            named = {segment.path for segment in load_manifest(self.root).segments}
        except StoreError:
            return
        for segment in self.added:
            if segment.path not in named:
                (self.root / segment.path).unlink(missing_ok=True)


def _by_dataset(rows: pl.DataFrame, keys: list[str]) -> list[tuple[str | None, pl.DataFrame]]:
    if "dataset" not in rows.columns:
        return [(None, rows.select(keys))]
    parts = rows.partition_by("dataset", as_dict=True)
    return [(str(name[0]), part.select(keys)) for name, part in parts.items()]


def _rewritten(root: Path, old: Segment, rows: pl.DataFrame) -> Segment:
    return write_segment(root, old.table, dataset=old.dataset, month=old.month, frame=rows)


@contextmanager
def writing(root: Path, *, wait_seconds: float) -> Iterator[Batch]:
    """Hold the lock, hand out a batch, commit it at the end, or abandon it after an error.

    Raises:
        StoreError: another process writes, or the store is damaged or can't be written.
    """
    with writer_lock(root, wait_seconds=wait_seconds):
        batch = Batch(root, load_manifest(root))
        try:
            yield batch
            batch.commit()
        except BaseException:
            batch.abandon()
            raise
