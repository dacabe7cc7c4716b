"""Forecasts of commentators, scored when their time has passed, beside the base rate.

A forecast is read as a yes-or-no question that the record can answer: in the days up to its
horizon, is the mean weight of the pair's events higher (lower) than in as many days before the
article? Its probability is read off its words: 0.9 where it is flat, 0.5 where it is a mere
possibility, less than half where it is denied (decisions/0053).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from detente.core.tables import CLAIM_SCORES
from detente.relations.events import between_states, known, prepare
from detente.shifts.claim_record import by_coder
from detente.shifts.verdict_rule import MIN_EVENTS

__all__ = ["horizon_days", "probability_of", "score_claims", "summarise_scores"]

DEFAULT_DAYS: Final = 365
_SURE: Final = 0.9
_UNITS: Final = {"day": 1, "week": 7, "month": 30, "year": 365, "decade": 3652}
_NUMBERS: Final = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10,
    "few": 3, "several": 4,
}  # fmt: skip
_SPAN = re.compile(
    r"(?:(\d+|a|one|two|three|four|five|six|ten|few|several) )?(day|week|month|year|decade)s?", re.I
)
_YEAR = re.compile(r"\b(20\d\d)\b")
_SOON = re.compile(r"\bsoon|before long|near future|immediate|short\b", re.I)


def horizon_days(words: str | None, *, published_on: date) -> int:
    """Days from the article to the forecast's horizon; a year where the words don't say.

    >>> horizon_days("over the next two years", published_on=date(2018, 1, 12))
    730
    >>> day = date(2018, 1, 12)
    >>> horizon_days("by 2020", published_on=day), horizon_days(None, published_on=day)
    (719, 365)
    """
    if not words:
        return DEFAULT_DAYS
    year = _YEAR.search(words)
    if year:
        before = re.search(r"\bby|before\b", words, re.I) and "end" not in words.lower()
        last = date(int(year[1]) + (0 if before else 1), 1, 1)
        return max(30, (last - published_on).days)
    if re.search(r"\bthis year\b", words, re.I):
        return max(30, (date(published_on.year + 1, 1, 1) - published_on).days)
    if re.search(r"\bnext year\b", words, re.I):
        return (date(published_on.year + 2, 1, 1) - published_on).days
    span = _SPAN.search(words)
    if span:
        count = (span[1] or "one").lower()
        return _UNITS[span[2].lower()] * (int(count) if count.isdigit() else _NUMBERS[count])
    return 183 if _SOON.search(words) else DEFAULT_DAYS


def probability_of(hedge: float) -> float:
    """Probability that a forecaster's words give to what they say, from the hedge (0 … 1).

    >>> probability_of(0.0), round(probability_of(0.6), 2), probability_of(1.0)
    (0.9, 0.66, 0.5)
    """
    return _SURE - (_SURE - 0.5) * min(max(hedge, 0.0), 1.0)


def score_claims(
    claims: pl.DataFrame, events: pl.DataFrame, *, articles: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    """Score each forecast that names a pair and a direction, against each coder's record.

    Args:
        claims: `core.tables.CLAIMS`; kinds other than forecast are passed over.
        events: anyone's event table.
        articles: `core.tables.ARTICLES`, for author, outlet and day.
        as_of: today; a forecast whose horizon lies on or after this day is 'open'.

    Returns:
        `core.tables.CLAIM_SCORES`. `outcome` is 1.0 or 0.0; null with status 'open' or 'no data'.
        `brier` is the squared distance of probability and outcome; `base_brier` that of the base
        rate: the share of all pairs of the dataset whose mean weight rose (fell) over the same
        windows.
    """
    named = articles.select("article_id", "author", "outlet", "published_on")
    due = claims.filter(pl.col("kind") == "forecast").join(named, on="article_id", how="inner")
    due = due.filter(
        pl.col("published_on").is_not_null()
        & (pl.col("states").list.len() >= 2)
        & (pl.col("direction") != 0)
    )
    deeds = known(between_states(prepare(events)), as_of)
    rows = [
        _row(claim, own, name, as_of)
        for name, own in by_coder(deeds)
        for claim in due.iter_rows(named=True)
    ]
    return CLAIM_SCORES.frame(rows)


def _row(claim: Mapping[str, Any], deeds: pl.DataFrame, name: str, as_of: date) -> dict[str, Any]:
    start: date = claim["published_on"]
    days = horizon_days(claim["horizon"], published_on=start)
    end = start + timedelta(days=days)
    row = {
        "claim_id": claim["claim_id"],
        "dataset": name,
        "author": claim["author"],
        "outlet": claim["outlet"],
        "said_by": claim["said_by"],
        "text": claim["text"],
        "pair": claim["states"][:2],
        "direction": claim["direction"],
        "published_on": start,
        "due_on": end,
        "probability": probability_of(claim["hedge"]),
        "status": "open",
    }
    if end >= as_of:
        return row
    means = _pair_means(deeds, start, end)
    own = means.filter(pl.col("pair") == "-".join(sorted(claim["states"][:2])))
    enough = means.filter((pl.col("before_n") >= MIN_EVENTS) & (pl.col("after_n") >= MIN_EVENTS))
    if own.height == 0 or own["pair"][0] not in set(enough["pair"]):
        return row | {"status": "no data"}
    sign = int(claim["direction"]) * int(claim["polarity"])
    change = float((own["after"] - own["before"])[0])
    base = float(((enough["after"] - enough["before"]) * sign > 0).mean() or 0.0)  # type: ignore[arg-type]
    outcome = float(change * sign > 0)
    return row | {
        "status": "scored",
        "change": change,
        "outcome": outcome,
        "brier": (row["probability"] - outcome) ** 2,
        "base_rate": base,
        "base_brier": (base - outcome) ** 2,
    }


def _pair_means(deeds: pl.DataFrame, start: date, end: date) -> pl.DataFrame:
    """Mean weight and count of each pair in `[start, end)` and in as many days before."""
    length = end - start
    day = pl.col("happened_on")
    after = day.is_between(start, end, closed="left")
    before = day.is_between(start - length, start, closed="left")
    pair = pl.concat_list("actor", "recipient").list.sort().list.join("-")
    return deeds.group_by(pair=pair).agg(
        before=pl.col("weight").filter(before).mean(),
        after=pl.col("weight").filter(after).mean(),
        before_n=before.sum(),
        after_n=after.sum(),
    )


def summarise_scores(scores: pl.DataFrame) -> pl.DataFrame:
    """One row per author and outlet: forecasts, those scored, mean Brier beside the base rate's.

    `skill` is 1 less the ratio of the two means: above 0 the author knew more than the base rate.
    """
    scored = pl.col("status") == "scored"
    return (
        scores.group_by("author", "outlet", "dataset")
        .agg(
            forecasts=pl.len(),
            scored=scored.sum(),
            right=pl.when(scored.any()).then((pl.col("outcome") > 0).sum()),
            brier=pl.col("brier").mean(),
            base_brier=pl.col("base_brier").mean(),
        )
        .with_columns(skill=1 - pl.col("brier") / pl.col("base_brier"))
        .sort("scored", "author", "outlet", "dataset", descending=[True, False, False, False])
    )
