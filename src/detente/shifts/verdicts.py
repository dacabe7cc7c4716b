"""What the record says of a claim: supported, contradicted, mixed, or not enough data.

The rule (decisions/0052): a claim of change compares the mean weight of the pair's events in the
window that it speaks of with the equally long window before; a claim of level compares it with all
pairs of the dataset. A difference counts where it is at least `MIN_POINTS` and its two-sided 90 %
band, by blocks of four weeks (of one where the window is under half a year), leaves 0 out;
otherwise the verdict is 'mixed'. Where the dataset doesn't cover the window before, the latest
covered stretch of the same length stands in, and the verdict names its days. A claim of cause gets
'timing fits', 'does not fit' or 'not testable', never 'true'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import polars as pl
from scipy.stats import t as student

from detente.core.tables import VERDICTS
from detente.relations.events import between_states, known, prepare

__all__ = ["MIN_EVENTS", "MIN_POINTS", "check_claims", "join_verdicts"]

MIN_EVENTS: Final = 20
"""Fewer events of the pair in either window: not enough data."""
MIN_POINTS: Final = 0.5
"""Smallest difference, in Goldstein points, that is called a change."""
WINDOW_DAYS: Final = 365
_MIN_BLOCKS: Final = 6
_COVERED: Final = 0.5
_LONG_DAYS: Final = 182


@dataclass(frozen=True)
class Mean:
    """Events of a window: how many, their mean weight and its standard error by blocks."""

    events: int
    blocks: int
    weight: float
    error: float
    cooperation: int
    conflict: int


@dataclass(frozen=True)
class _Finding:
    verdict: str
    why: str
    change: float | None = None
    low: float | None = None
    high: float | None = None
    before: Mean | None = None
    within: Mean | None = None


def check_claims(
    claims: pl.DataFrame,
    events: pl.DataFrame,
    *,
    published_on: date,
    window_days: int = WINDOW_DAYS,
    dataset: str | None = None,
) -> pl.DataFrame:
    """Hold trend and cause claims of one article against each dataset of events.

    Args:
        claims: rows of `core.tables.CLAIMS`; other kinds are passed over.
        events: anyone's event table (needs `happened_on`, `actor`, `recipient`, `quad`, `weight`).
        published_on: the article's day; what it could know was reported before.
        window_days: length of the window where the text names no time.
        dataset: only this dataset; None: each in rows of its own.

    Returns:
        `core.tables.VERDICTS`: two rows per claim and dataset, `view` 'known' (reports before the
        article, window as the text says or before its day) and 'since' (the window after it).
        Dataset `none` stands where `events` is empty. Numbers are null where there were no events.
    """
    deeds = between_states(prepare(events), dataset=dataset)
    names = sorted(deeds["dataset"].unique().to_list()) or [dataset or "none"]
    rows: list[dict[str, Any]] = []
    for name in names:
        record = _Record(deeds.filter(pl.col("dataset") == name), published_on)
        for claim in claims.iter_rows(named=True):
            if claim["kind"] in {"trend", "cause"}:
                rows += _rows(record, claim, name, window_days)
    return VERDICTS.frame(rows)


def join_verdicts(claims: pl.DataFrame, verdicts: pl.DataFrame) -> pl.DataFrame:
    """`claims` with `verdict` and `verdict_why` of the view 'known', and `verdict_since`.

    Where several datasets speak, the one with the most events of the pair does. Claims that can't
    be checked have nulls.
    """
    ranked = verdicts.sort("events", descending=True).unique(
        ["claim_id", "view"], keep="first", maintain_order=True
    )
    now = ranked.filter(pl.col("view") == "known").select("claim_id", "verdict", verdict_why="why")
    since = ranked.filter(pl.col("view") == "since").select(
        "claim_id", verdict_since="verdict", verdict_since_why="why"
    )
    return claims.join(now, on="claim_id", how="left", maintain_order="left").join(
        since, on="claim_id", how="left", maintain_order="left"
    )


class _Record:
    """One dataset seen from an article's day; windows are counted once and kept."""

    def __init__(self, deeds: pl.DataFrame, published_on: date) -> None:
        self.published_on = published_on
        self.views = {"known": known(deeds, published_on), "since": deeds}
        self.levels: dict[tuple[str, date, date], Mean] = {}
        self.days = {
            view: frozenset(seen["happened_on"].unique().to_list())
            for view, seen in self.views.items()
        }

    def pair(self, view: str, pair: tuple[str, str], start: date, end: date) -> Mean:
        """Events between the two, either way, in `[start, end)`."""
        kept = self.views[view].filter(
            pl.col("actor").is_in(pair)
            & pl.col("recipient").is_in(pair)
            & pl.col("happened_on").is_between(start, end, closed="left")
        )
        return mean_of(kept, every=_blocks(start, end))

    def covered(self, view: str, start: date, end: date) -> float:
        """Share of the days of `[start, end)` on which the dataset has any event."""
        length = (end - start).days
        days = (start + timedelta(days=i) for i in range(length))
        return sum(day in self.days[view] for day in days) / max(length, 1)

    def stretch_before(self, view: str, start: date, end: date) -> tuple[date, date]:
        """The equally long window before `start`; if it isn't covered, the latest that is."""
        length = end - start
        plain = (start - length, start)
        if self.covered(view, *plain) >= _COVERED:
            return plain
        earlier = sorted((day for day in self.days[view] if day < start), reverse=True)
        for day in earlier[:: max(1, length.days // 12)]:
            stop = day + timedelta(days=1)
            if self.covered(view, stop - length, stop) >= _COVERED:
                return stop - length, stop
        return plain

    def everyone(self, view: str, start: date, end: date) -> Mean:
        """All events of the dataset in `[start, end)`."""
        key = (view, start, end)
        if key not in self.levels:
            inside = pl.col("happened_on").is_between(start, end, closed="left")
            self.levels[key] = mean_of(self.views[view].filter(inside), every=_blocks(start, end))
        return self.levels[key]


def _blocks(start: date, end: date) -> str:
    """Length of the blocks that a window is cut into: weeks where it is under half a year."""
    return "4w" if (end - start).days >= _LONG_DAYS else "1w"


def mean_of(events: pl.DataFrame, *, every: str = "4w") -> Mean:
    """Mean weight and its error, blocks of `every` taken as clusters: news comes in bursts."""
    ordered = events.sort("happened_on", "weight")
    totals = ordered.group_by(pl.col("happened_on").dt.truncate(every), maintain_order=True).agg(
        total=pl.col("weight").sum(), count=pl.len()
    )
    count, blocks = events.height, totals.height
    if not count:
        return Mean(0, 0, 0.0, float("inf"), 0, 0)
    mean = float(totals["total"].sum()) / count
    errors = totals.select((pl.col("total") - mean * pl.col("count")).pow(2).sum()).item()
    error = (errors * blocks / max(blocks - 1, 1)) ** 0.5 / count if blocks > 1 else float("inf")
    friendly = int(events["quad"].str.ends_with("_coop").sum())
    return Mean(count, blocks, mean, float(error), friendly, count - friendly)


def _rows(
    record: _Record, claim: Mapping[str, Any], name: str, window_days: int
) -> Iterator[dict[str, Any]]:
    for view in ("known", "since"):
        start, end = _window(claim, record.published_on, view, window_days)
        if claim["kind"] == "trend":
            pair = claim["states"][:2]
            found = _trend(record, view, claim, start, end)
        else:
            pair = (claim["effect_states"] or [])[:2]
            found = _cause(record, view, claim, start, end)
        within, before = found.within, found.before
        yield {
            "claim_id": claim["claim_id"],
            "dataset": name,
            "view": view,
            "verdict": found.verdict,
            "why": found.why,
            "pair": pair,
            "window_from": start,
            "window_to": end,
            "change": found.change,
            "low": found.low,
            "high": found.high,
            "events": within.events if within else 0,
            "events_before": before.events if before else 0,
            "weight": within.weight if within and within.events else None,
            "weight_before": before.weight if before and before.events else None,
            "cooperation": within.cooperation if within else 0,
            "conflict": within.conflict if within else 0,
            "cooperation_before": before.cooperation if before else 0,
            "conflict_before": before.conflict if before else 0,
        }


def _window(
    claim: Mapping[str, Any], published_on: date, view: str, window_days: int
) -> tuple[date, date]:
    """The window that the text speaks of, else the days before the article; 'since': after it."""
    start, end = claim["about_from"], claim["about_to"]
    if view == "since":
        return published_on, published_on + timedelta(days=window_days)
    if start is not None and end is not None and start < min(end, published_on):
        return start, min(end, published_on)
    return published_on - timedelta(days=window_days), published_on


def _trend(
    record: _Record, view: str, claim: Mapping[str, Any], start: date, end: date
) -> _Finding:
    direction = claim["direction"] or 0
    if len(claim["states"]) < 2:
        return _Finding("not enough data", "The claim names one state only.")
    pair = (claim["states"][0], claim["states"][1])
    within = record.pair(view, pair, start, end)
    if not within.events and record.covered(view, start, end) < _COVERED:
        return _Finding("not enough data", f"The dataset doesn't cover {start} to {end}.")
    if claim["level"] == "level":
        before, against = record.everyone(view, start, end), "the mean of all pairs"
    else:
        first, last = record.stretch_before(view, start, end)
        before = record.pair(view, pair, first, last)
        against = f"{first} to {last - timedelta(days=1)}"
    return _compare(within, before, direction, against)


def _compare(within: Mean, before: Mean, direction: int, against: str) -> _Finding:
    if _too_few(within) or _too_few(before):
        why = (
            f"{within.events} events in the window and {before.events} in {against}; "
            f"at least {MIN_EVENTS} in {_MIN_BLOCKS} blocks of time are needed in each."
        )
        return _Finding("not enough data", why, before=before, within=within)
    change = within.weight - before.weight
    freedom = min(within.blocks, before.blocks) - 1
    half = float(student.ppf(0.95, freedom)) * (within.error**2 + before.error**2) ** 0.5
    low, high = change - half, change + half
    moved = (low > 0 or high < 0) and abs(change) >= MIN_POINTS
    sign = (change > 0) - (change < 0) if moved else 0
    why = (
        f"Mean weight {within.weight:+.2f} over {within.events} events against "
        f"{before.weight:+.2f} over {before.events} in {against}: {change:+.2f} points "
        f"(90 % band {low:+.2f} to {high:+.2f})."
    )
    return _Finding(_judge(sign, direction), why, change, low, high, before, within)


def _too_few(mean: Mean) -> bool:
    return mean.events < MIN_EVENTS or mean.blocks < _MIN_BLOCKS


def _judge(sign: int, direction: int) -> str:
    """Verdict from the sign that the record shows (0: no clear one) and the one that is claimed."""
    if direction == 0:
        return "supported" if sign == 0 else "contradicted"
    if sign == 0:
        return "mixed"
    return "supported" if sign == direction else "contradicted"


def _cause(
    record: _Record, view: str, claim: Mapping[str, Any], start: date, end: date
) -> _Finding:
    """Did the effect's relation move, as claimed, after the cause's did?"""
    effect, cause = claim["effect_states"] or [], claim["cause_states"] or []
    if len(effect) < 2:
        return _Finding("not testable", "The effect names no pair of states.")
    pair = (effect[0], effect[1])
    driver = _driving_pair(cause, pair)
    if driver is None:
        return _Finding("not testable", "The cause names no other pair of states to date it by.")
    turn = _turning_day(record.views[view], driver, start, end)
    if turn is None:
        why = f"Too few events between {driver[0]} and {driver[1]} to date the cause."
        return _Finding("not testable", why)
    after = record.pair(view, pair, turn, end)
    before = record.pair(view, pair, start, turn)
    against = f"the days before {turn:%Y-%m-%d}, when {driver[0]}-{driver[1]} moved most"
    found = _compare(after, before, claim["direction"] or 0, against)
    words = {"supported": "timing fits", "contradicted": "does not fit"}
    verdict = words.get(found.verdict, "not testable")
    return _Finding(
        verdict, found.why, found.change, found.low, found.high, found.before, found.within
    )


def _driving_pair(cause: list[str], effect: tuple[str, str]) -> tuple[str, str] | None:
    """The pair that dates the cause: its own, or its one state with the effect's second side."""
    if len(cause) >= 2:
        return (cause[0], cause[1]) if set(cause[:2]) != set(effect) else None
    if len(cause) == 1 and cause[0] not in effect:
        return cause[0], effect[1]
    return None


def _turning_day(deeds: pl.DataFrame, pair: tuple[str, str], start: date, end: date) -> date | None:
    """The week in `[start, end)` that best splits the pair's events into two means, or null.

    The middle four fifths are searched, so that both sides have events.
    """
    own = deeds.filter(
        pl.col("actor").is_in(pair)
        & pl.col("recipient").is_in(pair)
        & pl.col("happened_on").is_between(start, end, closed="left")
    )
    if own.height < MIN_EVENTS:
        return None
    totals = (
        own.group_by(week=pl.col("happened_on").dt.truncate("1w"))
        .agg(total=pl.col("weight").sum(), count=pl.len())
        .sort("week")
        .with_columns(before=pl.col("total").cum_sum(), seen=pl.col("count").cum_sum())
    )
    total, count = float(totals["total"].sum()), int(totals["count"].sum())
    inside = totals.filter(pl.col("seen").is_between(0.1 * count, 0.9 * count))
    if not inside.height:
        return None
    gain = (pl.col("before") - pl.col("seen") * total / count).pow(2) / (
        pl.col("seen") * (count - pl.col("seen"))
    )
    best: date = inside.with_columns(gain=gain).sort("gain", "week", descending=[True, False])[
        "week"
    ][0]
    return best + timedelta(days=7)
