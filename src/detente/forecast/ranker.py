"""The learned ranker of next events: LightGBM on what is known of every candidate.

Fitted on the queries of a window of days, each described from the days before it only. Several
fits are averaged. Source: Bruch 2021, WWW, 'An alternative cross entropy loss for
learning-to-rank'; Burges 2010, 'From RankNet to LambdaRank to LambdaMART'.
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
from detente.forecast.traces import Floats
from detente.forecast.world import Record, record, world

__all__ = [
    "Example",
    "Ranker",
    "Settings",
    "described",
    "fit_ranker",
    "rolling_ranks",
    "score_rows",
    "some_queries",
    "thinned",
]


@dataclass(frozen=True)
class Settings:
    """How a ranker is fitted.

    `window_days` of queries are learned from (at most `most_queries` a day, drawn at random), with
    `near` strong and about `far` other wrong candidates each; every day is scored with `keep`
    candidates a query. Rules are counted from `warm_up_days` on. `refit_days`: how often a rolling
    run learns anew; None: once.
    """

    window_days: int = 90
    warm_up_days: int = 30
    keep: int = 150
    near: int = 40
    far: int = 20
    most_queries: int | None = None
    rounds: int = 100
    leaves: int = 31
    rate: float = 0.05
    min_rows: int = 500
    objectives: tuple[str, ...] = ("rank_xendcg",)
    seeds: tuple[int, ...] = (1,)
    refit_days: int | None = None
    threads: int = 1


@dataclass(frozen=True)
class Ranker:
    """Fitted trees, one LightGBM booster per objective and seed."""

    boosters: tuple[Any, ...] = field(repr=False)
    names: tuple[str, ...]


@dataclass(frozen=True)
class Example:
    """A day's rows to learn from: values, 1 for a true answer, rows per query."""

    day: int
    names: tuple[str, ...]
    values: Floats
    label: Ints
    sizes: Ints


def thinned(queries: Queries, rows: Scored, *, entities: int, settings: Settings) -> Example:
    """Rows of queries with an answer among the candidates: answers, strong rivals, a few others."""
    query, entity = rows.candidates.query, rows.candidates.entity
    asked = len(queries.actor)
    right = np.isin(query * entities + entity, queries.answer_query * entities + queries.answer)
    useful = np.bincount(query, right, minlength=asked) > 0
    place = rows.values[:, rows.names.index("cheap place")]
    others = np.maximum(np.bincount(query, minlength=asked) - settings.near, 1)
    chance = np.random.default_rng(queries.day).random(len(query))
    kept = useful[query] & (
        right | (place < settings.near) | (chance < settings.far / others[query])
    )
    sizes = np.bincount(query[kept], minlength=asked)
    return Example(
        queries.day, rows.names, rows.values[kept], right[kept].astype(np.int64), sizes[sizes > 0]
    )


def some_queries(queries: Queries, most: int | None) -> Queries:
    """At most `most` queries of a day, drawn with the day as seed."""
    if most is None or len(queries.actor) <= most:
        return queries
    chosen = np.sort(
        np.random.default_rng(queries.day).choice(len(queries.actor), most, replace=False)
    )
    place = np.full(len(queries.actor), -1)
    place[chosen] = np.arange(most)
    kept = place[queries.answer_query] >= 0
    return Queries(
        queries.day,
        queries.actor[chosen],
        queries.relation[chosen],
        place[queries.answer_query[kept]],
        queries.answer[kept],
    )


def fit_ranker(examples: Sequence[Example], *, settings: Settings) -> Ranker:
    """Grow the trees on the examples of some days."""
    import lightgbm

    names = examples[0].names
    data = lightgbm.Dataset(
        [example.values for example in examples],
        label=np.concatenate([example.label for example in examples]),
        group=np.concatenate([example.sizes for example in examples]),
        params={"max_bin": 127, "verbose": -1, "num_threads": settings.threads},
    )
    boosters = tuple(
        lightgbm.train(_parameters(settings, objective, seed), data, settings.rounds)
        for objective in settings.objectives
        for seed in settings.seeds
    )
    return Ranker(boosters, names)


def _parameters(settings: Settings, objective: str, seed: int) -> dict[str, Any]:
    return {
        "objective": objective,
        "learning_rate": settings.rate,
        "num_leaves": settings.leaves,
        "min_data_in_leaf": settings.min_rows,
        "feature_fraction": 0.5,
        "lambda_l2": 5.0,
        "lambdarank_truncation_level": 20,
        "num_threads": settings.threads,
        "seed": seed,
        "objective_seed": seed,
        "verbose": -1,
        "deterministic": True,
        "force_row_wise": True,
    }


def score_rows(ranker: Ranker, values: Floats, *, threads: int = 1) -> Reals:
    """Score of each row: mean over the boosters, in log-odds."""
    scores = [
        booster.predict(values, num_threads=threads, raw_score=True) for booster in ranker.boosters
    ]
    return np.asarray(np.mean(scores, axis=0), float)


def rolling_ranks(
    facts: Facts, *, start: int, end: int, settings: Settings | None = None
) -> Iterator[tuple[int, Reals, Reals]]:
    """Rank the answers of days [start, end), learning from the days before each fit only.

    `facts` are made by `both_ways`. Without `refit_days`, trees and rules are fitted once, before
    `start`; with it, again every so many days, on the then latest window. Points of entities are
    renewed weekly.

    Yields:
        day; rank of each of its answers by the ranker; and by the untrained sum of four shares.
    """
    chosen = settings or Settings()
    known, size = record(facts), len(facts.entities)
    first = max(start - chosen.window_days, chosen.warm_up_days + 1)
    rules = fit_rules(facts, days=range(chosen.warm_up_days, first))
    examples: list[Example] = []
    ranker: Ranker | None = None
    fitted_on, points = first, None
    for asked in daily_queries(facts, start=first, end=end):
        day = asked.day
        queries = asked if day >= start else some_queries(asked, chosen.most_queries)
        if day >= start and (ranker is None or _due(day, fitted_on, chosen)):
            ranker = fit_ranker(_latest(examples, day, chosen), settings=chosen)
            rules = fit_rules(facts, days=range(chosen.warm_up_days, day))
            fitted_on = day
            if chosen.refit_days is None:
                examples.clear()
        points, rows = described(known, queries, rules=rules, points=points, settings=chosen)
        if ranker is not None:
            scores = score_rows(ranker, rows.values, threads=chosen.threads)
            cheap = rows.candidates.cheap.astype(float)
            yield day, _ranks(queries, rows, scores, size), _ranks(queries, rows, cheap, size)
        if ranker is None or chosen.refit_days is not None:
            examples.append(thinned(queries, rows, entities=size, settings=chosen))


def _due(day: int, fitted_on: int, settings: Settings) -> bool:
    return settings.refit_days is not None and day - fitted_on >= settings.refit_days


def _latest(examples: list[Example], day: int, settings: Settings) -> list[Example]:
    return [example for example in examples if example.day >= day - settings.window_days]


def described(
    known: Record,
    queries: Queries,
    *,
    rules: Rules,
    points: Embedding | None,
    settings: Settings,
    every: int = 1,
) -> tuple[Embedding, Scored]:
    """Points of entities, new ones once a week of a walk that stops at `every` day; rows of a day.

    `points`: those of the day before; None: there are none yet.
    """
    now = world(known, queries.day)
    if points is None or queries.day % 7 < every:
        points = embed(now)
    return points, describe(
        now,
        actor=queries.actor,
        relation=queries.relation,
        rules=rules,
        embedding=points,
        keep=settings.keep,
    )


def _ranks(queries: Queries, rows: Scored, score: Reals, entities: int) -> Reals:
    return filtered_ranks(
        queries,
        row_query=rows.candidates.query,
        candidate=rows.candidates.entity,
        score=score,
        entities=entities,
    )
