"""Rows of one file or many on their way into a batch, coded and added in one go.

A year of GDELT 2.0 comes in 35,000 files: looking keys up and making files durable for each of them
would take ten times as long as reading them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from detente.store.batch import Batch
from detente.store.importers.account import Account
from detente.store.importers.layouts import Layout
from detente.store.importers.parts import Raw
from detente.store.importers.pool import FILE, Piece, Pooled, code_pieces
from detente.store.importers.source import Source
from detente.store.layout import KEYS

__all__ = ["Bundle"]

ROWS_CODED_AT_ONCE = 200_000


@dataclass
class Bundle:
    """Rows of files of one dataset; nothing of them is in the batch before `add`.

    With `replaces`, a row that is reported later than the one that is held takes its place.
    """

    dataset: str
    replaces: bool = False
    accounts: list[Account] = field(default_factory=list)
    rows: int = 0
    _waiting: dict[str, list[Piece]] = field(default_factory=dict)
    _tables: dict[str, list[pl.DataFrame]] = field(default_factory=dict)

    def open(self) -> Account:
        """A new file's account; `take` puts rows under the one opened last."""
        self.accounts.append(Account())
        return self.accounts[-1]

    def take(self, raw: Raw, layout: Layout, source: Source) -> None:
        """Take a batch of the file's rows; they are coded once there are enough."""
        self.accounts[-1].rows_in += raw.rows.height + raw.rejected.height
        waiting = self._waiting.setdefault(layout.name, [])
        waiting.append(Piece(len(self.accounts) - 1, source, raw))
        if sum(piece.raw.rows.height for piece in waiting) >= ROWS_CODED_AT_ONCE:
            self.code(layout)

    def code(self, layout: Layout) -> None:
        """Code the rows of a layout that were taken."""
        pieces = self._waiting.pop(layout.name, [])
        if not pieces:
            return
        coded = code_pieces(pieces, layout.to_events, dataset=self.dataset)
        self._count(coded)
        for name in ("events", "mentions", "removed", "coverage", "rejects"):
            table = getattr(coded, name)
            if table is not None and table.height:
                self._tables.setdefault(name, []).append(table)
                self.rows += table.height

    def _count(self, coded: Pooled) -> None:
        for number, reason, count in coded.rejects.group_by(FILE, "reason").len().iter_rows():
            self.accounts[number].rejected[reason] += count
        for number, code, count in coded.unmapped.group_by(FILE, "code").len().iter_rows():
            self.accounts[number].unmapped[code] += count
        day = pl.col("happened_on")
        spans = coded.events.group_by(FILE).agg(day.min().alias("low"), day.max().alias("high"))
        for number, low, high in spans.iter_rows():
            self.accounts[number].span(low, high)

    def add(self, batch: Batch) -> None:
        """Add the rows that are new to the batch; the others are counted in their accounts.

        What was taken must have been coded.
        """
        tables = {name: pl.concat(frames) for name, frames in self._tables.items()}
        if "events" in tables:
            self._add_events(batch, tables["events"])
        if "mentions" in tables:
            self._add_mentions(batch, tables["mentions"])
        if "removed" in tables:
            batch.remove("events", tables["removed"].select("event_id"), dataset=self.dataset)
        for name in ("coverage", "rejects"):
            if name in tables:
                batch.add(name, tables[name])
        self._tables, self.rows = {}, 0

    def _add_events(self, batch: Batch, events: pl.DataFrame) -> None:
        if self.replaces:
            events = events.sort("reported_on", nulls_last=False, maintain_order=True)
        key = events["event_id"]
        once, repeats = _parted(
            events, key.is_last_distinct() if self.replaces else key.is_first_distinct()
        )
        held = batch.held(
            "events", once, columns=["event_id", "reported_on"], any_month=self.replaces
        )
        if self.replaces:
            # A row stays out where the one that is held was reported as late.
            day = once.select("event_id", new="reported_on")
            newer = held.join(day, on="event_id").filter(pl.col("new") > pl.col("reported_on"))
            held = held.join(newer, on="event_id", how="anti")
        fresh, known = _parted(once, ~once["event_id"].is_in(held["event_id"].implode()))
        self._count_repeats(repeats, known)
        for number, count in fresh[FILE].value_counts().iter_rows():
            self.accounts[number].events += count
        batch.add("events", fresh, replace=self.replaces, unheard=not self.replaces)

    def _add_mentions(self, batch: Batch, mentions: pl.DataFrame) -> None:
        keys = KEYS["mentions"]
        first = mentions.select(pl.struct(keys).is_first_distinct()).to_series()
        once, repeats = _parted(mentions, first)
        held = batch.held("mentions", once, columns=keys)
        known = once.join(held, on=keys, how="semi", nulls_equal=True)
        fresh = once.join(held, on=keys, how="anti", nulls_equal=True) if known.height else once
        self._count_repeats(repeats, known)
        batch.add("mentions", fresh, unheard=True)

    def _count_repeats(self, *found: pl.DataFrame) -> None:
        rows = pl.concat([part.select(FILE, "row") for part in found]).unique()
        for number, count in rows[FILE].value_counts().iter_rows():
            self.accounts[number].rejected["duplicate_row"] += count


def _parted(rows: pl.DataFrame, kept: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows that are kept and rows that aren't, without a copy where all are."""
    return (rows, rows.clear()) if kept.all() else (rows.filter(kept), rows.filter(~kept))
