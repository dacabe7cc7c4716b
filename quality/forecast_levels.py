"""Forecasts of GDELT dyad scores, and of next week's events between states on ICEWS18."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from detente.forecast.facts import Facts, both_ways, facts_from_events
from detente.forecast.levels import level_scores
from detente.forecast.next_model import NextModel, fit_next, outlook, probabilities
from detente.forecast.scores import area_under_curve, brier, calibration_error, gain
from quality.icews import load
from quality.report import Figures

TITLE = "Forecasts of levels and of next events"
PAIRS = 300
WEEKS = 52


def measure(shared: Path) -> list[Figures]:
    return [_gdelt(shared, 1), _gdelt(shared, 4), _next(shared)]


def _gdelt(shared: Path, step: int) -> Figures:
    y = weekly_scores(shared)
    origins = range(y.shape[1] - step + 1 - WEEKS, y.shape[1] - step + 1)
    scores = level_scores(y, origins=origins, step=step)
    known = ~np.isnan(scores["last value"]).all(axis=0)
    sums = {name: np.nansum(table[:, known], axis=0) for name, table in scores.items()}
    base = sums["EWMA, half-life 6"]
    rows = []
    for name, own in sums.items():
        found = gain(own, base)
        rows.append((name, float(np.nanmean(scores[name])), found.share, found.low, found.high))
    rows.sort(key=lambda row: row[1])
    return Figures(
        f"GDELT dyad scores, {step} week{'s' if step > 1 else ''} ahead, the last {WEEKS} weeks",
        ("model", "crps", "gain", "gain_low", "gain_high"),
        tuple(rows),
        note=(
            f"The {PAIRS} busiest pairs of 2018. Score: a pair's sum over the week in thousandths "
            "of all pairs' absolute scores; weeks with fewer than four days on record are missing. "
            "Gain over EWMA, half-life 6, 95 % interval by pair."
        ),
    )


def weekly_scores(shared: Path) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Pairs × weeks, in thousandths of the week's absolute scores; NaN where days are missing."""
    frame = pl.read_parquet(shared / "data" / "gdelt_dyads" / "gdelt_dyads_daily.parquet")
    frame = frame.with_columns(
        pl.col("date").cast(pl.Date), pl.col("a", "b").cast(pl.String)
    ).with_columns(week=pl.col("date").dt.truncate("1w"))
    days = frame.group_by("week").agg(
        days=pl.col("date").n_unique(), total=pl.col("score").abs().sum()
    )
    busiest = (
        frame.filter(pl.col("date") < date(2019, 1, 1))
        .group_by("a", "b")
        .agg(pl.col("score").abs().sum())
        .sort("score", "a", "b", descending=[True, False, False])
        .head(PAIRS)
        .select("a", "b")
    )
    weeks = pl.DataFrame(
        {"week": pl.date_range(days["week"].min(), days["week"].max(), "1w", eager=True)}
    )
    sums = frame.join(busiest, on=["a", "b"]).group_by("a", "b", "week").agg(pl.col("score").sum())
    table = (
        busiest.join(weeks, how="cross")
        .join(days, on="week", how="left")
        .join(sums, on=["a", "b", "week"], how="left")
        .with_columns(
            value=pl.when(pl.col("days") >= 4).then(
                1000 * pl.col("score").cast(pl.Float64).fill_null(0.0) / pl.col("total")
            )
        )
        .sort("a", "b", "week")
    )
    return table["value"].to_numpy().reshape(PAIRS, -1)


def _next(shared: Path) -> Figures:
    events = load(shared, "icews18")
    facts = both_ways(facts_from_events(events))
    happened, own, base = [], [], []
    for day in (date(2018, 9, 3), date(2018, 10, 1), date(2018, 10, 22)):
        came, mine, theirs = next_week(facts, facts.day_of(day), days=7)
        happened.append(came)
        own.append(mine)
        base.append(theirs)
    came = np.concatenate(happened)
    rows = [
        (
            name,
            brier(came, chance),
            1 - brier(came, chance) / (came.mean() * (1 - came.mean())),
            area_under_curve(came, chance),
            calibration_error(came, chance),
        )
        for name, chance in (
            ("ranker and rate", np.concatenate(own)),
            ("own record, half-life 30 days", np.concatenate(base)),
        )
    ]
    return Figures(
        "ICEWS18 between states: (actor, deed, recipient) in the next seven days",
        ("model", "brier", "skill", "auc", "calibration_error"),
        tuple(rows),
        note=(
            f"{len(came)} candidates of the 400 busiest (actor, deed) pairs on three days, each "
            f"fitted on the days before; base rate {came.mean():.3f}."
        ),
    )


def next_week(
    facts: Facts, day: int, *, days: int
) -> Sequence[np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """Whether each candidate came true in [day, day + days), and both probabilities."""
    model: NextModel = fit_next(facts, day=day, days=days)
    low, high = np.searchsorted(facts.day, [day - 60, day])
    width, size = len(facts.relations), len(facts.entities)
    code = facts.actor[low:high] * width + facts.relation[low:high]
    distinct, count = np.unique(code, return_counts=True)
    top = np.sort(distinct[np.argsort(-count, kind="stable")[:400]])
    found = outlook(model, actor=top // width, relation=top % width, day=day, days=days)
    at = found.rows.candidates
    low, high = np.searchsorted(facts.day, [day, day + days])
    part = slice(int(low), int(high))
    true = (facts.actor[part] * width + facts.relation[part]) * size + facts.recipient[part]
    came = np.isin(top[at.query] * size + at.entity, true).astype(float)
    return came, *probabilities(model, found)
