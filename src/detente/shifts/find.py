"""Find when relations changed, on-line or off-line, with a stated rate of false alarms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import polars as pl

from detente.core.errors import TableError
from detente.core.ids import stable_id
from detente.core.tables import SHIFTS
from detente.relations.events import require_dyads
from detente.relations.warmth import Fit, fit_warmth
from detente.shifts.breaks import Break, level_breaks, pelt_breaks
from detente.shifts.chart import (
    BRIDGED_DAYS,
    Alarm,
    Scores,
    alarms,
    apart_from,
    control_chart,
    fresh,
    outstanding,
    review_limits,
    score_limit,
    surge_heights,
)
from detente.shifts.daily import ACCORD, SERIES, DailySeries, daily_series
from detente.shifts.describe import course_of, course_of_level, onset, surge_size
from detente.shifts.scores import score_shifts
from detente.shifts.weekly import holds_scores, net_series

__all__ = ["ACCORD_REACH", "FALSE_ALARMS", "METHODS", "find_shifts", "shifts_of"]

METHODS: Final = ("chart", "online", "breaks", "pelt")
# Chosen on the dev half of the list of known shifts (decisions/0033, 0038).
FALSE_ALARMS: Final = {"chart": 3.25, "online": 2.75, "breaks": 2.75, "pelt": 2.75, "scores": 4.0}
"""Rate of false alarms a dyad and year that a method takes unless another is named; `scores` is the
chart of ready scores, which has two series to watch, not three."""
# The reach of a surge of accord, in that of others: it is a part of co-operation, watched twice.
ACCORD_REACH: Final = 1.5
_CELLS: Final = 1_500_000
# A surge's size is its mean rate over its first four weeks, or to its end.
_MEASURED_DAYS: Final = 28
_FRIENDLY: Final = {"cooperation": 1, "conflict": -1, ACCORD: 1}
_ROWS = Iterator[dict[str, Any]]


def find_shifts(
    events: pl.DataFrame,
    *,
    directed: bool = False,
    dyads: Sequence[tuple[str, str]] | None = None,
    as_of: date | None = None,
    coverage: pl.DataFrame | None = None,
    domain: str | None = None,
    dataset: str | None = None,
    method: str = "chart",
    volume: pl.DataFrame | None = None,
    false_alarms: float | None = None,
    min_events: int = 10,
) -> pl.DataFrame:
    """Shifts of relations, strongest first.

    `online` watches co-operation and conflict apart, day by day, as they became known: a surge of
    either is a shift, dated to its likely first day. `chart` reads the same control chart looking
    back: what raised an alarm is a shift if no larger surge of its kind lies near, so that an
    alarm may leave the list when more is known; it also watches accord, the part of co-operation
    beyond talk, where the roots of events are known. `breaks` looks back for breaks in the weekly
    level of warmth. `pelt` (needs `ruptures`) is a named alternative, without a false-alarm rate:
    steps up in the weekly counts.

    Args:
        events: one row per event, columns as in `core.tables.EVENTS`; or a ready score a pair and
            week (`weekly.net_series`), for which `chart` is the only method.
        directed: True takes each direction apart; False joins both.
        dyads: only these; None: all with at least `min_events` events.
        as_of: nothing reported on this day or later is seen.
        coverage: days that each dataset covers; None: see `relations.counts.count_events`.
        domain: only events of this domain.
        dataset: only this dataset.
        method: chart, online, breaks or pelt.
        volume: the dataset's events by `dataset` and `day`, where `events` holds but some of its
            relations: a record that grows isn't a relation that grows.
        false_alarms: how many shifts noise alone may give, a dyad and year; None: `FALSE_ALARMS`.
        min_events: least events of a dyad in the record.

    Returns:
        `core.tables.SHIFTS`. A dyad without a row did not shift, or too little is known of it.

    Raises:
        TableError: `events` lacks a column, or an unknown method or rate.
        CodebookError: an unknown state or domain.
        MissingExtraError: `pelt` without `ruptures`.
    """
    if method not in METHODS:
        raise TableError(f"'{method}' is no method of finding shifts: {', '.join(METHODS)}.")
    if false_alarms is None:
        false_alarms = FALSE_ALARMS["scores" if holds_scores(events) else method]
    if not 0 < false_alarms <= 20:
        raise TableError(f"false_alarms is {false_alarms}; give a rate over 0 and up to 20 a year.")
    seen = {"directed": directed, "as_of": as_of, "coverage": coverage, "domain": domain,
            "dataset": dataset}  # fmt: skip
    rows: list[dict[str, Any]] = []
    if holds_scores(events):
        rows = _of_scores(events, dyads, as_of=as_of, dataset=dataset, min_events=min_events,
                          false_alarms=false_alarms, method=method)  # fmt: skip
    elif method == "breaks":
        wanted = require_dyads(dyads, directed=directed)
        for fit in fit_warmth(events, period="week", **seen):  # type: ignore[arg-type]
            rows += _breaks(fit, wanted=wanted, false_alarms=false_alarms, min_events=min_events)
    else:
        series = daily_series(events, dyads=dyads, volume=volume, min_events=min_events, **seen)  # type: ignore[arg-type]
        return shifts_of(series, method=method, false_alarms=false_alarms)
    return _table(rows, method=method, false_alarms=false_alarms)


def shifts_of(
    series: Sequence[DailySeries], *, method: str = "chart", false_alarms: float | None = None
) -> pl.DataFrame:
    """Shifts in daily series (`shifts.daily`) as `find_shifts` gives them; no `breaks`."""
    false_alarms = FALSE_ALARMS[method] if false_alarms is None else false_alarms
    finder = {"chart": _surges, "online": _online, "pelt": _steps}[method]
    rows: list[dict[str, Any]] = []
    for one in series:
        rows += _by_chunk(one, finder, false_alarms=false_alarms)
    return _table(rows, method=method, false_alarms=false_alarms)


def _of_scores(
    scores: pl.DataFrame, dyads: Sequence[tuple[str, str]] | None, *, as_of: date | None,
    dataset: str | None, min_events: int, false_alarms: float, method: str,
) -> list[dict[str, Any]]:  # fmt: skip
    if method != "chart":
        raise TableError(f"'{method}' needs events; of ready scores only 'chart' finds shifts.")
    wanted = require_dyads(dyads, directed=False)
    found: list[dict[str, Any]] = []
    for series in net_series(scores, as_of=as_of, dataset=dataset):
        rows = (
            [at for at, events in enumerate(series.events) if events >= min_events]
            if wanted is None
            else [row for row in map(series.row, wanted.rows()) if row >= 0]
        )
        found += score_shifts(series, rows=rows, false_alarms=false_alarms)
    return found


def _table(rows: list[dict[str, Any]], *, method: str, false_alarms: float) -> pl.DataFrame:
    for row in rows:
        row |= {"method": method, "false_alarms": false_alarms}
        parts = ("dataset", "actor", "recipient", "series", "shifted_on", "method")
        row["shift_id"] = stable_id(*(row[part] for part in parts))
    found = SHIFTS.frame(rows)
    order = ["strength", "actor", "recipient", "shifted_on", "series"]
    return found.sort(order, descending=[True, False, False, False, False])


_Finder = Callable[[DailySeries, slice, float], _ROWS]


def _by_chunk(
    series: DailySeries, finder: _Finder, *, false_alarms: float
) -> Iterator[dict[str, Any]]:
    for part in series.chunks(_CELLS):
        yield from finder(series, part, false_alarms)


def _surges(series: DailySeries, part: slice, false_alarms: float) -> _ROWS:
    limit, reach = review_limits(false_alarms)
    friendly: list[Alarm] = []
    for side, of_all in series.counts.items():
        counts = of_all[part]
        scores = control_chart(counts, series.exposure)
        raised = alarms(scores.score, limit, bridged=BRIDGED_DAYS)
        own = reach * ACCORD_REACH if side == ACCORD else reach
        kept = outstanding(raised, surge_heights(raised, counts, scores.daily), reach=own)
        if side == "cooperation":
            friendly = kept
        elif side == ACCORD:
            kept = apart_from(kept, friendly)
        yield from _described(series, part, scores, kept, side)


def _online(series: DailySeries, part: slice, false_alarms: float) -> _ROWS:
    for side in SERIES:
        counts = series.counts[side][part]
        scores = control_chart(counts, series.exposure, online=True)
        known = np.where(fresh(counts), scores.score, 0.0)
        raised = alarms(known, score_limit(false_alarms))
        yield from _described(series, part, scores, raised, side)


def _described(
    series: DailySeries, part: slice, scores: Scores, raised: list[Alarm], side: str
) -> _ROWS:
    names = series.dyads[part].rows()
    for alarm in raised:
        actor, recipient = names[alarm.row][:2]
        surge = _surge(series, scores, series.counts[side][part][alarm.row], alarm, side=side)
        yield surge | {"actor": actor, "recipient": recipient}


def _surge(
    series: DailySeries, scores: Scores, counts: Any, alarm: Alarm, *, side: str
) -> dict[str, Any]:
    found, window = alarm.first, int(scores.window[alarm.row, alarm.first])
    expected = float(scores.expected[alarm.row, found])
    passed = float(series.exposure[found - window + 1 : found + 1].sum())
    daily = expected / passed * series.exposure
    start, earliest, latest = onset(counts, daily, found=found, window=window)
    span = slice(start, min(alarm.last + 1, start + _MEASURED_DAYS))
    before, after, low, high = surge_size(
        float(counts[span].sum()), span.stop - start,
        expected=float(daily[span].sum()), spread=float(scores.spread[alarm.row, found]),
    )  # fmt: skip
    sign = _FRIENDLY[side]
    return {
        "dataset": series.dataset,
        "shifted_on": series.day(start),
        "earliest": series.day(earliest),
        "latest": series.day(latest),
        "found_on": series.day(found),
        "until": series.day(alarm.last),
        "series": side,
        "direction": sign,
        "size": sign * (after - before),
        "size_low": min(sign * low, sign * high),
        "size_high": max(sign * low, sign * high),
        "unit": "events a week",
        "before": before,
        "after": after,
        "strength": alarm.score,
        "course": course_of(counts, series.exposure, start=start),
        "events": int(counts[span].sum()),
    }


def _steps(series: DailySeries, part: slice, false_alarms: float) -> _ROWS:
    del false_alarms  # PELT has a penalty instead.
    names = series.dyads[part].rows()
    skipped = (7 - series.first.weekday()) % 7
    for side in SERIES:
        counts = series.counts[side][part][:, skipped:]
        weeks = counts.shape[1] // 7
        weekly = counts[:, : weeks * 7].reshape(len(names), weeks, 7).sum(axis=2)
        for row, at, before, after in pelt_breaks(weekly):
            sign = _FRIENDLY[side] * (1 if after > before else -1)
            day = series.day(skipped + 7 * at)
            size = sign * abs(after - before)
            yield {
                "dataset": series.dataset, "actor": names[row][0], "recipient": names[row][1],
                "shifted_on": day, "earliest": day, "latest": day + timedelta(days=6),
                "series": side, "direction": sign, "size": size, "size_low": size,
                "size_high": size, "unit": "events a week", "before": before, "after": after,
                "strength": 0.0, "course": "abrupt", "events": int(weekly[row, at]),
            }  # fmt: skip


def _breaks(
    fit: Fit, *, wanted: pl.DataFrame | None, false_alarms: float, min_events: int
) -> _ROWS:
    dyads = fit.panel.dyads.rows()
    asked = None if wanted is None else set(wanted.rows())
    enough = fit.panel.events.sum(axis=1) >= min_events
    for found in level_breaks(fit, false_alarms=false_alarms):
        dyad = dyads[found.row]
        if (dyad in asked) if asked is not None else enough[found.row]:
            yield _break(fit, found) | {"actor": dyad[0], "recipient": dyad[1]}


def _break(fit: Fit, found: Break) -> dict[str, Any]:
    panel = fit.panel
    level = fit.smoothed.level[found.row]
    half = 1.645 * found.error
    middle = (level[found.at] + level[found.at - 1]) / 2
    return {
        "dataset": panel.dataset,
        "shifted_on": panel.periods[found.at],
        "earliest": panel.periods[found.first],
        "latest": panel.periods[found.last] + timedelta(days=6),
        "series": "warmth",
        "direction": int(np.sign(found.size)),
        "size": found.size,
        "size_low": found.size - half,
        "size_high": found.size + half,
        "unit": "Goldstein points",
        "before": float(middle - found.size / 2),
        "after": float(middle + found.size / 2),
        "strength": found.strength,
        "course": course_of_level(panel.mean[found.row], fit.noise[found.row], at=found.at),
        "events": int(panel.events[found.row, found.at]),
    }
