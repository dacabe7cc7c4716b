"""Shifts: known ones found, beside PELT and a z-score; false alarms in noise; planted shifts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl

from detente.core.tables import SHIFTS
from detente.shifts.chart import alarms, control_chart, score_limit
from detente.shifts.daily import SERIES, DailySeries, daily_series
from detente.shifts.find import FALSE_ALARMS, find_shifts
from quality.icews import load
from quality.known_shifts import COLUMNS, Score, known_shifts, score
from quality.report import Figures

TITLE = "Shifts"
RECORDS = ("icews14", "icews18", "icews05_15")


def measure(shared: Path) -> list[Figures]:
    return [_known(shared, "test"), _known(shared, "dev"), _noise(), _planted()]


def _known(shared: Path, half: str) -> Figures:
    rows, totals = [], {}
    for record in RECORDS:
        events = load(shared, record)
        known = known_shifts(record, half)
        dyads = list(known.select("one", "other").unique(maintain_order=True).iter_rows())
        series = daily_series(events, dyads=dyads)[0]
        found = {
            "control chart": find_shifts(events, dyads=dyads, false_alarms=FALSE_ALARMS),
            "PELT, 2 log n": find_shifts(events, dyads=dyads, method="pelt"),
            "z-score over 3": z_score_shifts(series),
            "level breaks": find_shifts(events, dyads=dyads, method="breaks", false_alarms=1.0),
        }
        for name, table in found.items():
            part = score(series, table, known)
            rows.append(part.row(name, record))
            totals[name] = totals[name] + part if name in totals else part
    rows += [total.row(name, "all") for name, total in totals.items()]
    ours: Score = totals["control chart"]
    floors = {
        "recall of known shifts": (ours.found / ours.known, 0.40),
        "recall of visible shifts": (ours.visible_found / ours.visible, 0.80),
    }
    return Figures(
        f"Known shifts, {half} half of our list",
        COLUMNS,
        tuple(rows),
        note=(
            "A hit has the right sign and begins within 21 days. Chance is the share of days on "
            "which an event would have been a hit. Visible: a binomial test of 8 weeks before "
            "against 4 after sees the change (p < 0.01); it favours the chart, which counts too. "
            "The chart and the z-score are on-line, PELT and the breaks look back. The chart's "
            "settings were chosen on the dev half."
        ),
        floors=floors if half == "test" else {},
    )


def z_score_shifts(series: DailySeries) -> pl.DataFrame:
    """The plain way: a week more than 3 deviations over the mean of the 26 weeks before it."""
    rows = []
    for side in SERIES:
        counts = series.counts[side]
        weeks = counts.shape[1] // 7
        weekly = counts[:, : weeks * 7].reshape(len(counts), weeks, 7).sum(axis=2)
        for row, values in enumerate(weekly):
            last = -9
            for week in range(4, weeks):
                past = values[max(0, week - 26) : week]
                if values[week] < 2 or values[week] <= past.mean() + 3 * max(past.std(), 0.3):
                    continue
                if week - last > 3:
                    rows.append(_z_row(series, row, week, side))
                last = week
    return SHIFTS.frame(rows)


def _z_row(series: DailySeries, row: int, week: int, side: str) -> dict[str, object]:
    start = series.day(week * 7)
    return {
        "shift_id": f"{row}{week}{side}", "dataset": series.dataset,
        "actor": series.dyads["actor"][row], "recipient": series.dyads["recipient"][row],
        "shifted_on": start, "earliest": start, "latest": start,
        "found_on": start + timedelta(days=6), "series": side,
        "direction": 1 if side == "cooperation" else -1, "size": 0.0, "size_low": 0.0,
        "size_high": 0.0, "unit": "events a week", "before": 0.0, "after": 0.0, "strength": 3.0,
        "events": 0, "method": "z", "false_alarms": 0.0,
    }  # fmt: skip


def _noise() -> Figures:
    """Alarms of both series a dyad-year in counts that never change, after half a year."""
    rows = []
    worst = 0.0
    for kind in ("Poisson", "weekly clustered", "daily clustered"):
        for rate in (0.02, 0.1, 0.3, 1.0, 5.0):
            counts = _noise_counts(kind, rate)
            score_ = control_chart(counts, np.ones(counts.shape[1])).score[:, 182:]
            years = counts.shape[0] * score_.shape[1] / 365.25
            seen = [2 * len(alarms(score_, score_limit(stated))) / years for stated in (0.2, 1, 5)]
            worst = max(worst, seen[1]) if kind != "daily clustered" else worst
            rows.append((kind, rate, *seen))
    return Figures(
        "False alarms in noise, both series, a dyad and year",
        ("noise", "events a day", "stated 0.2", "stated 1", "stated 5"),
        tuple(rows),
        note="Weekly clusters: gamma rate of shape 3 a week; daily: negative binomial, shape 1.",
        floors={"false alarms stay near the stated rate": (-worst, -1.35)},
    )


def _noise_counts(kind: str, rate: float) -> np.ndarray:
    random = np.random.default_rng(11)
    shape = (150, 7 * 130)
    if kind == "Poisson":
        return random.poisson(rate, shape).astype(float)
    if kind == "daily clustered":
        return random.negative_binomial(1.0, 1 / (1 + rate), shape).astype(float)
    level = np.repeat(random.gamma(3, 1 / 3, (shape[0], shape[1] // 7)), 7, axis=1)
    return random.poisson(rate * level).astype(float)


def _planted() -> Figures:
    """Power by size and rate, and by how the shift came."""
    rows = []
    random = np.random.default_rng(12)
    days, at, series = 364, 200, 150
    for before in (0.1, 0.5, 2.0):
        for ratio in (2.0, 3.0, 5.0, 10.0):
            level = np.where(np.arange(days) >= at, before * ratio, before)
            counts = random.poisson(level, (series, days)).astype(float)
            scores = control_chart(counts, np.ones(days)).score
            first: dict[int, int] = {}
            for alarm in alarms(scores, score_limit(FALSE_ALARMS)):
                if at <= alarm.first <= at + 28:
                    first.setdefault(alarm.row, alarm.first - at)
            delay = float(np.median(list(first.values()))) if first else None
            rows.append((before, ratio, len(first) / series, delay))
    return Figures(
        "Planted steps: found within four weeks (stated false alarms: 1.5 a dyad-year)",
        ("events a day before", "times as many after", "found", "median delay, days"),
        tuple(rows),
    )
