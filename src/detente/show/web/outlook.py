"""Forecasts for the pages: of one direction, from the last two years of one dataset."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from detente.core.errors import CoverageError
from detente.forecast.relations import forecast_relations, seen_before
from detente.show.web.record import Asked, Record
from detente.show.web.relations import pair_dataset

__all__ = ["HORIZON_WEEKS", "Outlook", "outlook_of"]

HORIZON_WEEKS: Final = 8
LEARNT_DAYS: Final = 730
"""Days of record that a page's forecast learns from; the command learns from all."""
_COLUMNS: Final = [
    "event_id", "dataset", "happened_on", "happened_precision", "reported_on", "actor",
    "recipient", "root", "quad", "weight", "status", "mentions",
]  # fmt: skip


@dataclass(frozen=True)
class Outlook:
    """A forecast (`core.tables.FORECAST`), and what was seen in the weeks before it."""

    forecast: pl.DataFrame
    past: pl.DataFrame
    as_of: date
    dataset: str


def outlook_of(record: Record, pair: tuple[str, str], asked: Asked) -> list[Outlook]:
    """The next weeks of what two states do to each other, one a direction; none where too little
    is covered."""
    return record.keep(("outlook", pair, asked.window()), lambda: _outlook(record, pair, asked))


def _outlook(record: Record, pair: tuple[str, str], asked: Asked) -> list[Outlook]:
    dataset = pair_dataset(record, pair, asked)
    if dataset is None:
        return []
    last = record.days(dataset, Asked(until=asked.until))["day"].max()
    if not isinstance(last, date):
        return []
    as_of = last + timedelta(days=1)
    window = Asked(as_of - timedelta(days=LEARNT_DAYS), as_of, dataset)
    events = record.scan(window).select(_COLUMNS).collect()
    ways = [pair, pair[::-1]]
    with suppress(CoverageError):
        table = forecast_relations(events, ways, horizon=f"{HORIZON_WEEKS}w", as_of=as_of)
        return [
            Outlook(
                table.filter(pl.col("actor") == dyad[0]),
                seen_before(events, dyad, as_of=as_of),
                as_of,
                dataset,
            )
            for dyad in ways
        ]
    return []
