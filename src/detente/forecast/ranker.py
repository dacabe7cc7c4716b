"""The learned ranker of next events: LightGBM on what is known of every candidate.

Fitted on the queries of a window of days, each described from the days before it only. Several
fits with different seeds are averaged. Source: Burges 2010, 'From RankNet to LambdaRank to
LambdaMART'; Bruch 2021, WWW, 'An alternative cross entropy loss for learning-to-rank'.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from detente.forecast.embedding import Embedding, embed
from detente.forecast.facts import Facts, Ints
from detente.forecast.features import Scored, describe
from detente.forecast.protocol import Queries, Reals, daily_queries, filtered_ranks
from detente.forecast.rules import Rules, fit_rules
from detente.forecast.world import Record, record, world

__all__ = ["Ranker", "Settings", "described_days", "fit_ranker", "ranker_ranks", "score_rows"]


@dataclass(frozen=True)
class Settings:
    """How a ranker is fitted: window, candidates per query, trees."""

    window_days: int = 60
    warm_up_days: int = 30
    keep: int = 150
    rounds: int = 300
    leaves: int = 63
    rate: float = 0.06
    min_rows: int = 200
    seeds: tuple[int, ...] = (1,)
    objectives: tuple[str, ...] = ("lambdarank",)
    every_days: int = 7
    threads: int = 1


@dataclass(frozen=True)
class Ranker:
    """Fitted trees (one LightGBM booster per seed and objective), rules, settings."""

    boosters: tuple[Any, ...] = field(repr=False)
    rules: Rules = field(repr=False)
    names: tuple[str, ...]
    settings: Settings


@dataclass(frozen=True)
class _Day:
    queries: Queries
    rows: Scored


def described_days(
    known: Record, *, start: int, end: int, rules: Rules, settings: Settings
) -> Iterator[tuple[Queries, Scored]]:
    """Each day's queries and their described candidates; points of entities are renewed weekly."""
    points: Embedding | None = None
    for queries in daily_queries(known.facts, start=start, end=end):
        now = world(known, queries.day)
        if points is None or queries.day % settings.every_days == 0:
            points = embed(now)
        yield (
            queries,
            describe(
                now,
                queries.actor,
                queries.relation,
                rules=rules,
                embedding=points,
                keep=settings.keep,
            ),
        )


def fit_ranker(facts: Facts, *, end: int, settings: Settings | None = None) -> Ranker:
    """Fit on the `window_days` before day `end`; nothing of day `end` or later is looked at.

    `facts` are made by `both_ways`. Rules are counted before the window for the fit (so that the
    trees see rules as they will be: counted on other days), and up to `end` for use.
    """
    chosen = settings or Settings()
    start = max(end - chosen.window_days, chosen.warm_up_days)
    rules = fit_rules(facts, days=range(min(chosen.warm_up_days, start // 2), start))
    days = described_days(record(facts), start=start, end=end, rules=rules, settings=chosen)
    tables, labels, sizes = [], [], []
    names: tuple[str, ...] = ()
    for queries, rows in days:
        names = rows.names
        values, label, size = _with_answer(queries, rows, entities=len(facts.entities))
        tables.append(values)
        labels.append(label)
        sizes.append(size)
    boosters = _grow(tables, np.concatenate(labels), np.concatenate(sizes), names, chosen)
    final = fit_rules(facts, days=range(min(chosen.warm_up_days, start // 2), end))
    return Ranker(boosters, final, names, chosen)


def _with_answer(queries: Queries, rows: Scored, *, entities: int) -> tuple[Any, Ints, Ints]:
    """Rows of the queries that have an answer among their candidates, labels, rows per query."""
    query = rows.candidates.query
    answers = queries.answer_query * entities + queries.answer
    label = np.isin(query * entities + rows.candidates.entity, answers)
    useful = np.bincount(query, label, minlength=len(queries.actor)) > 0
    kept = useful[query]
    size = np.bincount(query, minlength=len(queries.actor))[useful]
    return rows.values[kept], label[kept].astype(np.int64), size


def _grow(
    tables: Sequence[Any], label: Ints, size: Ints, names: tuple[str, ...], settings: Settings
) -> tuple[Any, ...]:
    import lightgbm

    data = lightgbm.Dataset(
        np.concatenate(tables),
        label=label,
        group=size,
        feature_name=[f"f{at}" for at in range(len(names))],
        params={"max_bin": 255, "verbose": -1, "num_threads": settings.threads},
        free_raw_data=True,
    )
    return tuple(
        lightgbm.train(
            {
                "objective": objective,
                "learning_rate": settings.rate,
                "num_leaves": settings.leaves,
                "min_data_in_leaf": settings.min_rows,
                "feature_fraction": 0.5,
                "lambda_l2": 5.0,
                "lambdarank_truncation_level": 20,
                "num_threads": settings.threads,
                "seed": seed,
                "verbose": -1,
                "deterministic": True,
                "force_row_wise": True,
            },
            data,
            num_boost_round=settings.rounds,
        )
        for objective in settings.objectives
        for seed in settings.seeds
    )


def score_rows(ranker: Ranker, rows: Scored) -> Reals:
    """Score of each row: mean over the boosters of their standardised scores."""
    total = np.zeros(len(rows.values))
    for booster in ranker.boosters:
        raw = booster.predict(rows.values, num_threads=ranker.settings.threads, raw_score=True)
        total += raw / max(float(np.std(raw)), 1e-9)
    return total / len(ranker.boosters)


def ranker_ranks(
    facts: Facts, ranker: Ranker, *, start: int, end: int, known: Record | None = None
) -> Reals:
    """Ranks of all answers of days [start, end), one per fact of `facts` (made by `both_ways`)."""
    seen = known or record(facts)
    days = described_days(seen, start=start, end=end, rules=ranker.rules, settings=ranker.settings)
    ranks = [
        filtered_ranks(
            queries,
            row_query=rows.candidates.query,
            candidate=rows.candidates.entity,
            score=score_rows(ranker, rows),
            entities=len(facts.entities),
        )
        for queries, rows in days
    ]
    return np.concatenate(ranks) if ranks else np.zeros(0)
