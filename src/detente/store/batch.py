"""One all-or-nothing write: segments are written first, and one new manifest names them all."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from detente.core.errors import StoreError
from detente.core.tables import conform
from detente.store.layout import KEYS, TABLES
from detente.store.lock import writer_lock
from detente.store.manifest import Manifest, Segment, load_manifest, save_manifest
from detente.store.segments import scan_segments, split_parts, write_segment

__all__ = ["Batch", "writing"]


@dataclass
class Batch:
    """Rows on their way into a store; nothing is visible until the batch is committed."""

    root: Path
    manifest: Manifest
    added: list[Segment] = field(default_factory=list)
    dropped: list[Segment] = field(default_factory=list)

    def add(self, table: str, frame: pl.DataFrame, *, replace: bool = False) -> int:
        """Add the rows whose key the store doesn't hold yet; return how many.

        With `replace`, a row with a known key takes the old row's place, in whatever month it was.

        Raises:
            TableError: a column is missing, of the wrong type, or null where it may not be.
            StoreError: the disk failed; the store stays as it was.
        """
        keys = KEYS[table]
        rows = conform(frame, TABLES[table]).unique(
            keys, keep="last" if replace else "first", maintain_order=True
        )
        if replace:
            self.remove(table, rows.select(keys))
        count = 0
        for dataset, month, part in split_parts(table, rows):
            fresh = part if replace else self._unknown(table, dataset, month, part)
            if fresh.height:
                self.added.append(
                    write_segment(self.root, table, dataset=dataset, month=month, frame=fresh)
                )
                count += fresh.height
        return count

    def known(self, table: str, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the keys of `frame`'s rows that the store (or this batch) already holds."""
        keys = KEYS[table]
        found = [
            self._held(table, dataset, month).join(
                part.select(keys).lazy(), on=keys, how="semi", nulls_equal=True
            )
            for dataset, month, part in split_parts(table, conform(frame, TABLES[table]))
        ]
        return pl.concat([frame.select(keys).clear().lazy(), *found]).collect()

    def _unknown(self, table: str, dataset: str, month: str, part: pl.DataFrame) -> pl.DataFrame:
        held = self._held(table, dataset, month).collect()
        return part.join(held, on=KEYS[table], how="anti", nulls_equal=True, maintain_order="left")

    def _held(self, table: str, dataset: str, month: str) -> pl.LazyFrame:
        # The same key lies in the same month, or an undated article has since found its date.
        segments = [
            segment
            for segment in self._live(table)
            if segment.dataset == dataset and (segment.month == month or table == "articles")
        ]
        return scan_segments(self.root, table, segments).select(KEYS[table])

    def _live(self, table: str) -> list[Segment]:
        gone = {segment.path for segment in self.dropped}
        return [s for s in (*self.manifest.of_table(table), *self.added) if s.path not in gone]

    def remove(self, table: str, keys: pl.DataFrame) -> int:
        """Take out the rows whose key columns are in `keys`; return how many went."""
        return self._sift(table, lambda rows: rows.join(
            keys, on=keys.columns, how="anti", nulls_equal=True, maintain_order="left"
        ))  # fmt: skip

    def remove_where(self, table: str, condition: pl.Expr) -> int:
        """Take out the rows for which `condition` is true; return how many went."""
        return self._sift(table, lambda rows: rows.filter(~condition.fill_null(False)))

    def _sift(self, table: str, keep: Callable[[pl.DataFrame], pl.DataFrame]) -> int:
        gone = 0
        for segment in self._live(table):
            rows = scan_segments(self.root, table, [segment]).collect()
            left = keep(rows)
            if left.height == rows.height:
                continue
            gone += rows.height - left.height
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
        for segment in self.added:
            (self.root / segment.path).unlink(missing_ok=True)


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
