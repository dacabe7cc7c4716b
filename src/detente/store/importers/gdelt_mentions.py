"""GDELT 2.0 mentions: every report of an event, which the events' own count stops at 15 minutes.

Layout: 16 columns, http://data.gdeltproject.org/documentation/.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from detente.core.tables import EVENTS, MENTIONS, conform
from detente.store.importers.parts import Coded, Raw, reject_rows
from detente.store.importers.source import Source
from detente.store.importers.texts import tab_batches

__all__ = ["LAYOUT", "dataset_of", "matches", "read_rows", "to_events"]

LAYOUT = "gdelt_mentions"
POOLED = True
_COLUMNS = [
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName",
    "MentionIdentifier", "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset",
    "InRawText", "Confidence", "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo",
    "Extras",
]  # fmt: skip
_WANTED = [
    "GLOBALEVENTID", "MentionTimeDate", "MentionSourceName", "MentionIdentifier", "SentenceID",
    "Confidence",
]  # fmt: skip


def matches(source: Source, columns: list[str]) -> bool:
    """Whether the first row looks like a mention: 16 columns, an id and two times."""
    times = columns[:3]
    return len(columns) == len(_COLUMNS) and all(text.isdigit() for text in times) and (
        len(times[1]) == len(times[2]) == 14
    )  # fmt: skip


def dataset_of(source: Source) -> str:
    """Return the dataset that the mentions belong to."""
    return "gdelt2"


def read_rows(source: Source) -> Iterator[Raw]:
    """Yield the rows in batches."""
    yield from tab_batches(source, columns={len(_COLUMNS): _COLUMNS}, wanted=_WANTED)


def to_events(rows: pl.DataFrame, *, dataset: str) -> Coded:
    """Turn rows into mentions; they name events by key and add none."""
    day = pl.col("MentionTimeDate").str.head(8).str.to_date("%Y%m%d", strict=False)
    kept, rejected = reject_rows(
        rows.with_columns(mentioned_on=day),
        where=pl.col("mentioned_on").is_null() | pl.col("GLOBALEVENTID").is_null(),
        reason="bad_date", detail=pl.col("MentionTimeDate"),
    )  # fmt: skip
    named = kept.select(
        pl.col("row").cast(pl.Int64),
        "mentioned_on",
        dataset=pl.lit(dataset),
        record_id="GLOBALEVENTID",
        outlet="MentionSourceName",
        url="MentionIdentifier",
        sentence=pl.col("SentenceID").cast(pl.Int32, strict=False),
        confidence=pl.col("Confidence").cast(pl.Float64, strict=False) / 100,
    )
    mentions = conform(named, MENTIONS).with_columns(named["row"])
    empty = EVENTS.empty().with_columns(pl.lit(0, pl.Int64).alias("row"))
    return Coded(empty, rejected, mentions=mentions)
