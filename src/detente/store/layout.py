"""How a store lies on disk.

    my-store/
      manifest.json            which segments make up the store; replaced in one step
      manifest.previous.json   the one before, for repair
      lock                     held by the one process that writes
      segments/TABLE/DATASET/YYYY-MM/NAME.parquet

Segments are never changed once they are named in the manifest.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from detente.core.tables import (
    ARTICLES,
    CLAIMS,
    COVERAGE,
    EVENTS,
    LEDGER,
    MENTIONS,
    REJECTS,
    Table,
)  # fmt: skip

__all__ = [
    "FORMAT",
    "KEYS",
    "LOCK",
    "MANIFEST",
    "MONTH_OF",
    "PREVIOUS",
    "RANGED",
    "SHAPES",
    "SORTED_BY",
    "TABLES",
]

FORMAT: Final = 2
"""Version of this layout; a store of a later version is refused, of an earlier one migrated."""

MANIFEST: Final = "manifest.json"
PREVIOUS: Final = "manifest.previous.json"
LOCK: Final = "lock"

TABLES: Final[dict[str, Table]] = {
    table.name: table for table in (ARTICLES, EVENTS, CLAIMS, REJECTS, COVERAGE, LEDGER, MENTIONS)
}

SHAPES: Final[dict[str, str]] = {
    name: sha256(repr(list(table.schema.items())).encode()).hexdigest()[:8]
    for name, table in TABLES.items()
}
"""Short name of each table's columns and types today; segments carry that of their day."""

KEYS: Final[dict[str, list[str]]] = {
    "articles": ["article_id"],
    "events": ["event_id"],
    "claims": ["claim_id"],
    "rejects": ["origin", "item", "locator", "reason"],
    "coverage": ["dataset", "day"],
    "ledger": ["dataset", "sha256"],
    "mentions": ["dataset", "record_id", "url", "sentence"],
}
"""What makes a row the same row: adding it again changes nothing."""

RANGED: Final = {"events": "event_id", "mentions": "record_id"}
"""Key column whose range a segment states: datasets number their rows in the order of time."""

MONTH_OF: Final = {
    "articles": "published_on", "events": "happened_on", "mentions": "mentioned_on",
}  # fmt: skip
"""Day column that a table's segments are parted by; the other tables have one part."""

# Statistics of row groups then skip all but one dyad's rows.
SORTED_BY: Final = {
    "events": ["actor", "recipient", "happened_on"], "mentions": ["record_id"],
}  # fmt: skip
