"""Answers made ready before anyone asks: at the start, and whenever the store has changed."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Final

from detente.core.errors import DetenteError
from detente.show.web.record import Asked, Record
from detente.show.web.relations import fitting_period, pool_of, strongest_shifts

__all__ = ["keep_warm", "warm"]

WATCH_SECONDS: Final = 1.0


def warm(record: Record) -> None:
    """Make ready what the first pages need: tallies, pairs, variances, the strongest shifts.

    Raises:
        StoreError: the store has gone or is damaged.
    """
    asked = Asked()
    record.totals(asked)
    record.pairs(asked, number=1)
    for dataset in record.datasets()["dataset"].to_list():
        days = record.days(dataset, asked)
        if days.height:
            pool_of(record, dataset, asked, period=fitting_period(days))
    strongest_shifts(record, asked)
    record.query("SELECT 1")


def keep_warm(record: Record) -> threading.Event:
    """Warm the record in a thread of its own, again after each change; set the event to end it."""
    ended = threading.Event()
    threading.Thread(target=_watch, args=(record, ended), daemon=True, name="warming").start()
    return ended


def _watch(record: Record, ended: threading.Event) -> None:
    seen = None
    while not ended.is_set():
        # A fault here would be told on the page that meets it; the next change is tried again.
        with suppress(DetenteError):
            now = record.version()
            if now != seen:
                seen = now
                warm(record)
        ended.wait(WATCH_SECONDS)
