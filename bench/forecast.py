"""Next events on ICEWS beside the recurrency baseline and published figures; time and memory."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from detente.forecast.protocol import Ranks, summarise
from detente.forecast.ranker import Settings, rolling_ranks
from detente.forecast.recurrency import Recurrency, fit_recurrency, recurrency_ranks
from quality.forecast import icews_facts
from quality.report import Figures

TITLE = "Next events"
COLUMNS = ("scorer", "MRR", "H@1", "H@3", "H@10", "CPU minutes", "peak MB")

# Published test figures under the same protocol (Gastinger et al. 2024, table 2, and the corrected
# README of the recurrency baseline; CountTRuCoLa: its supplement, 2025; TiRGN: its paper).
PUBLISHED = {
    "icews14": (
        ("published: strict recurrency", 36.0, None, None, 47.9),
        ("published: combined recurrency", 37.4, None, None, 51.5),
        ("published: TiRGN", 44.0, 33.8, 49.0, 63.8),
        ("published: CountTRuCoLa (CPU)", 45.0, None, None, 62.0),
    ),
    "icews18": (
        ("published: strict recurrency", 27.3, None, None, 40.7),
        ("published: combined recurrency", 28.7, None, None, 43.6),
        ("published: TiRGN", 33.7, 23.2, 38.0, 54.2),
    ),
}
# Each chosen on the set's own validation days (decisions/0071). ICEWS18 has six times the facts a
# day: fewer days, of each some queries, but every candidate of them.
SETTINGS = {
    "icews14": Settings(),
    "icews18": Settings(
        window_days=16,
        most_queries=900,
        keep=300,
        near=300,
        far=0,
        rounds=200,
        rate=0.06,
        threads=2,
    ),
}

# The recurrency baseline scores every recipient a deed ever had: on ICEWS18 it isn't run.
REPRODUCED = ("icews14",)


def measure(shared: Path) -> Iterator[Figures]:
    """A table for each set, as it is ready."""
    for name in PUBLISHED:
        yield _table(shared, name)


def _table(shared: Path, name: str) -> Figures:
    rows: list[tuple[object, ...]] = [(*row, None, None) for row in PUBLISHED[name]]
    if name in REPRODUCED:
        rows += recurrency_rows(shared, name)
    rows += ranker_rows(shared, name, SETTINGS[name])
    best = max(float(str(row[1])) for row in rows[-2:])
    floor = {"icews14": 45.0, "icews18": 33.7}[name]
    return Figures(
        f"{name.upper()}, test days, per cent, time-aware filter, mean rank of ties",
        COLUMNS, tuple(rows), note=_NOTE, floors={f"{name} MRR": (best, floor)},
    )  # fmt: skip


_NOTE = (
    "One thread on ICEWS14, two for the trees on ICEWS18. Each test day is ranked from the days "
    "before it. Settings were chosen on validation days."
)


def recurrency_rows(shared: Path, name: str) -> list[tuple[object, ...]]:
    """Our strict and combined recurrency baselines."""
    facts, valid, test, end = icews_facts(shared, name)
    started = time.process_time()
    model = fit_recurrency(facts, start=valid, end=test)
    strict = Recurrency(model.rate, np.ones_like(model.share))
    rows = []
    for label, fitted in (("strict recurrency", strict), ("combined recurrency", model)):
        found = summarise(recurrency_ranks(facts, fitted, start=test, end=end))
        rows.append(_row(f"ours: {label}", found, started))
    return rows


def ranker_rows(
    shared: Path, name: str, settings: Settings, *, part: str = "test"
) -> list[tuple[object, ...]]:
    """The untrained sum of shares, and the ranker as set."""
    facts, valid, test, end = icews_facts(shared, name)
    start, stop = (valid, test) if part == "valid" else (test, end)
    started = time.process_time()
    learned, cheap = [], []
    for day, own, untrained in rolling_ranks(facts, start=start, end=stop, settings=settings):
        learned.append(own)
        cheap.append(untrained)
        so_far = summarise(np.concatenate(learned))
        sys.stderr.write(f"{name} day {day}: MRR so far {so_far.mrr:.4f} {so_far.hits10:.4f}\n")
        sys.stderr.flush()
    how = f"refitted every {settings.refit_days} days" if settings.refit_days else "fitted once"
    return [
        _row("ours: sum of four shares, untrained", summarise(np.concatenate(cheap)), None),
        _row(f"ours: ranker, {how}", summarise(np.concatenate(learned)), started),
    ]


def _row(label: str, found: Ranks, started: float | None) -> tuple[object, ...]:
    shares = (found.mrr, found.hits1, found.hits3, found.hits10)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    minutes = None if started is None else round((time.process_time() - started) / 60, 1)
    return (label, *(round(100 * share, 1) for share in shares), minutes, peak if minutes else None)
