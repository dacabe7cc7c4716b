"""What became of every row of a file: the account that its ledger row is made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from detente.core.errors import StoreError

__all__ = ["Account", "ledger_row"]

KEPT_UNMAPPED = 200  # The most frequent; names of people would otherwise fill the ledger.


@dataclass
class Account:
    """Counts of one file, row by row."""

    rows_in: int = 0
    rejected: Counter[str] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)
    events: int = 0
    first: date | None = None
    last: date | None = None

    def span(self, first: date, last: date) -> None:
        """Widen the days of its events."""
        self.first = first if self.first is None else min(self.first, first)
        self.last = last if self.last is None else max(self.last, last)


def ledger_row(
    path: Path, account: Account, *, layout: str, dataset: str, sha256: str
) -> dict[str, Any]:
    """The file's row of the ledger, as `core.tables.LEDGER`.

    Raises:
        StoreError: more rows were rejected than read.
    """
    rejected = sum(account.rejected.values())
    if account.rows_in < rejected:
        raise StoreError(
            f"{path.name}: {rejected} rejects of {account.rows_in} rows: a fault in detente."
        )
    return {
        "dataset": dataset, "layout": layout, "file": path.name, "bytes": path.stat().st_size,
        "sha256": sha256, "rows_in": account.rows_in, "rows_kept": account.rows_in - rejected,
        "rows_rejected": rejected, "events": account.events,
        "rejected_by": _counts(account.rejected),
        "unmapped": _counts(account.unmapped)[:KEPT_UNMAPPED],
        "first_day": account.first, "last_day": account.last, "imported_at": datetime.now(UTC),
    }  # fmt: skip


def _counts(counter: Counter[str]) -> list[dict[str, Any]]:
    return [{"name": name, "rows": rows} for name, rows in counter.most_common()]
