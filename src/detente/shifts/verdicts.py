"""What the record says of a claim: supported, contradicted, mixed, or not enough data.

The rule (decisions/0052): a claim of change compares the mean weight of the pair's events in the
window that it speaks of with the equally long window before, or the latest covered stretch; a claim
of level compares it with all pairs of the record; a claim that one state leans towards another
takes its other relations off. A difference counts where it is at least `MIN_POINTS` and its 90 %
band leaves 0 out; a narrower finding of none is 'mixed', a blunt one 'not enough data', with what
would be needed. A cause gets 'timing fits', 'does not fit' or 'not testable', never 'true'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from detente.core.tables import VERDICTS
from detente.relations.events import between_states, prepare
from detente.shifts.claim_record import Record, by_coder
from detente.shifts.claim_scores import horizon_days
from detente.shifts.verdict_causes import cause_verdict, named_pairs
from detente.shifts.verdict_rule import MIN_EVENTS, MIN_POINTS, Finding
from detente.shifts.verdict_trends import trend_verdict

__all__ = ["MIN_EVENTS", "MIN_POINTS", "best_of", "check_claims", "join_verdicts"]

WINDOW_DAYS: Final = 365
# Which of several records speaks for a claim: the one that says most.
_SAYS: Final = {
    "supported": 3, "contradicted": 3, "timing fits": 3, "does not fit": 3, "mixed": 2,
}  # fmt: skip


def check_claims(
    claims: pl.DataFrame,
    events: pl.DataFrame,
    *,
    published_on: date,
    window_days: int = WINDOW_DAYS,
    dataset: str | None = None,
    coverage: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Hold trend and cause claims of one article against each coder's record of events.

    Args:
        claims: rows of `core.tables.CLAIMS`: trends, causes, and forecasts that name a pair and a
            direction; others are passed over.
        events: anyone's event table (needs `happened_on`, `actor`, `recipient`, `quad`, `weight`),
            of all pairs, since levels and different files are compared by what is usual.
        published_on: the article's day; what it could know was reported before.
        window_days: length of the window where the text names no time.
        dataset: only this dataset; None: each coder in rows of its own, files of one coder that
            cover different days (icews14, icews18) joined.
        coverage: days that each dataset covers, as `core.tables.COVERAGE`; without it, the days on
            which it has any event.

    Returns:
        `core.tables.VERDICTS`: two rows per claim and record, `view` 'known' (reports before the
        article, window as the text says or before its day) and 'since' (the window after it). A
        forecast has a row of 'since' only, up to its horizon: how it stands so far.
        Dataset `none` stands where `events` is empty. Numbers are null where there were no events.
    """
    deeds = between_states(prepare(events), dataset=dataset)
    named = named_pairs(claims.to_dicts())
    records = [Record(name, own, published_on, coverage=coverage) for name, own in by_coder(deeds)]
    rows: list[dict[str, Any]] = []
    for record in records or [Record(dataset or "none", deeds, published_on)]:
        for claim in claims.iter_rows(named=True):
            if claim["kind"] in {"trend", "cause"}:
                rows += _rows(record, claim, window_days, named)
            elif claim["kind"] == "forecast" and _is_measurable(claim):
                rows.append(_so_far(record, claim))
    return VERDICTS.frame(rows)


def join_verdicts(claims: pl.DataFrame, verdicts: pl.DataFrame) -> pl.DataFrame:
    """`claims` with `verdict`, `verdict_why`, `verdict_needed`, `verdict_dataset` of the view
    'known', and the same of the view 'since' (`verdict_since`, `verdict_since_why`, …).

    Where several records speak, the one with a clear verdict does, then the one with the most
    events of the pair. Claims that can't be checked have nulls.
    """
    ranked = best_of(verdicts)
    joined = claims
    for view, stem in (("known", "verdict"), ("since", "verdict_since")):
        part = ranked.filter(pl.col("view") == view).select(
            "claim_id",
            pl.col("verdict").alias(stem),
            pl.col("why").alias(f"{stem}_why"),
            pl.col("needed").alias(f"{stem}_needed"),
            pl.col("dataset").alias(f"{stem}_dataset"),
        )
        joined = joined.join(part, on="claim_id", how="left", maintain_order="left")
    return joined


def best_of(verdicts: pl.DataFrame) -> pl.DataFrame:
    """One row for each claim and view: of several records the one that says most."""
    says = pl.col("verdict").replace_strict(_SAYS, default=1, return_dtype=pl.Int32)
    return verdicts.sort(
        says, "events", "dataset", descending=[True, True, False], maintain_order=True
    ).unique(["claim_id", "view"], keep="first", maintain_order=True)


def _is_measurable(claim: Mapping[str, Any]) -> bool:
    return len(claim["states"]) >= 2 and bool(claim["direction"])


def _so_far(record: Record, claim: Mapping[str, Any]) -> dict[str, Any]:
    """How a forecast stands: the pair from the article to the horizon, or as far as is covered."""
    start = record.published_on
    end = start + timedelta(days=horizon_days(claim["horizon"], published_on=start))
    asked = {**claim, "level": "change", "direction": claim["direction"] * claim["polarity"]}
    found = trend_verdict(record, "since", asked, start, end)
    return _row(record, claim, "since", (start, end), claim["states"][:2], found)


def _rows(
    record: Record, claim: Mapping[str, Any], window_days: int, named: Sequence[tuple[str, str]]
) -> Iterator[dict[str, Any]]:
    for view in ("known", "since"):
        start, end = _window(claim, record.published_on, view, window_days)
        if claim["kind"] == "trend":
            pair = claim["states"][:2]
            found = trend_verdict(record, view, claim, start, end)
        else:
            pair = (claim["effect_states"] or [])[:2]
            found = cause_verdict(record, view, claim, start, end, named=named)
        yield _row(record, claim, view, (start, end), pair, found)


def _row(
    record: Record,
    claim: Mapping[str, Any],
    view: str,
    window: tuple[date, date],
    pair: Sequence[str],
    found: Finding,
) -> dict[str, Any]:
    return {
        "claim_id": claim["claim_id"],
        "dataset": record.name,
        "view": view,
        "verdict": found.verdict,
        "why": found.why,
        "needed": found.needed,
        "reading": "level" if _is_level(claim) else found.reading,
        "pair": list(pair),
        "cause_pair": list(found.cause_pair) if found.cause_pair else None,
        "turned_on": found.turned_on,
        "window_from": window[0],
        "window_to": window[1],
        "covered_days": record.covered(view, *window),
        **_numbers(found),
    }


def _is_level(claim: Mapping[str, Any]) -> bool:
    return bool(claim["kind"] == "trend" and claim["level"] == "level")


def _numbers(found: Finding) -> dict[str, Any]:
    within, before = found.within, found.before
    return {
        "before_from": found.against.start if found.against else None,
        "before_to": found.against.end if found.against else None,
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
