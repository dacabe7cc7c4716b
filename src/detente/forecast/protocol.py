"""How rankings of next events are scored: the field's single-step, time-aware filtered protocol.

For each fact (s, r, o, t) two queries, (s, r, ?, t) and (?, r, o, t), ranked among all entities.
Facts of days before t are known, facts of day t are not; the other true answers of the same query
and day are taken out before ranking; ties count as the mean rank.

Source: Gastinger et al. 2024, IJCAI, 'History repeats itself: a baseline for temporal knowledge
graph forecasting' (recurrency baseline), and the RE-GCN and RE-Net splits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.forecast.facts import Facts, Ints
from detente.forecast.traces import find

__all__ = ["Queries", "Ranks", "daily_queries", "filtered_ranks", "summarise"]

Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Queries:
    """The distinct queries of one day and their true answers.

    `actor`, `relation`: one per query. `answer_query` and `answer` are parallel: the query that an
    answer belongs to, and the entity that was the answer.
    """

    day: int
    actor: Ints
    relation: Ints
    answer_query: Ints
    answer: Ints


@dataclass(frozen=True)
class Ranks:
    """Mean reciprocal rank and hits, as shares, over `queries` answers."""

    mrr: float
    hits1: float
    hits3: float
    hits10: float
    queries: int


def daily_queries(facts: Facts, *, start: int, end: int) -> Iterator[Queries]:
    """Queries of each day in [start, end) that has facts; give facts made by `both_ways`."""
    width = len(facts.relations)
    for day in range(start, end):
        low, high = np.searchsorted(facts.day, [day, day + 1])
        if low == high:
            continue
        codes = facts.actor[low:high] * width + facts.relation[low:high]
        distinct, number = np.unique(codes, return_inverse=True)
        yield Queries(
            day, distinct // width, distinct % width, number, facts.recipient[low:high].copy()
        )


def filtered_ranks(
    queries: Queries, *, row_query: Ints, candidate: Ints, score: Reals, entities: int
) -> Reals:
    """Mean rank of every answer among all entities that aren't another true answer of its query.

    Args:
        queries: a day's queries and answers.
        row_query: query of each scored row, ascending.
        candidate: entity of each row; no entity twice in a query.
        score: higher is likelier; NaN is not allowed.
        entities: how many entities are ranked. Those without a row share the last place.

    Returns:
        One rank per answer, from 1.
    """
    total = len(queries.actor)
    codes = row_query * entities + candidate
    order = np.argsort(codes)
    at = find(codes[order], queries.answer_query * entities + queries.answer)
    row = np.where(at >= 0, order[np.maximum(at, 0)], -1)
    is_answer = np.zeros(len(codes), bool)
    is_answer[row[row >= 0]] = True
    others = ~is_answer
    sizes = np.bincount(row_query[others], minlength=total)
    unscored = entities - sizes - np.bincount(queries.answer_query, minlength=total)
    own = np.where(row >= 0, score[np.maximum(row, 0)], -np.inf)
    above, level = _compare(row_query[others], score[others], queries.answer_query, own, total)
    missing = row < 0
    tied = np.where(missing, unscored[queries.answer_query], level)
    return above + 1.0 + tied / 2.0


def _compare(
    group: Ints, score: Reals, asked_group: Ints, asked: Reals, groups: int
) -> tuple[Reals, Reals]:
    """How many scores of the same group lie above, and how many on, each asked score."""
    levels, code = np.unique(np.concatenate([score, asked]), return_inverse=True)
    width = len(levels) + 1
    keys = np.sort(group * width + code[: len(score)])
    wanted = asked_group * width + code[len(score) :]
    left, right = np.searchsorted(keys, wanted), np.searchsorted(keys, wanted, side="right")
    ends = np.searchsorted(keys, (np.arange(groups) + 1) * width)
    return (ends[asked_group] - right).astype(float), (right - left).astype(float)


def summarise(ranks: Reals) -> Ranks:
    """Mean reciprocal rank and hits at 1, 3 and 10; all NaN without ranks.

    >>> summarise(np.array([1.0, 4.0]))
    Ranks(mrr=0.625, hits1=0.5, hits3=0.5, hits10=1.0, queries=2)
    """
    if not len(ranks):
        none = float("nan")
        return Ranks(none, none, none, none, 0)
    one, three, ten = (float(np.mean(ranks <= limit)) for limit in (1, 3, 10))
    return Ranks(float(np.mean(1.0 / ranks)), one, three, ten, len(ranks))
