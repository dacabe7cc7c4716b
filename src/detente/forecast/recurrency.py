"""The recurrency baseline: what was, comes again. The field's simplest strong forecast.

A candidate's score is `share · ψ + (1 - share) · ξ`: ψ the faded sum of the days on which the very
triple was seen (divided by the same sum over all days), ξ the share of the relation's facts that
have the candidate as recipient. Fading and share are chosen per relation on validation days.

Source: Gastinger et al. 2024, IJCAI, 'History repeats itself' (corrected results of 2025:
ICEWS14 37.4 MRR, ICEWS18 28.7).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from detente.forecast.facts import Facts, Ints
from detente.forecast.protocol import Queries, Reals, daily_queries, filtered_ranks
from detente.forecast.traces import Floats, find, look, spread, trace

__all__ = ["RATES", "SHARES", "Recurrency", "fit_recurrency", "recurrency_ranks"]

# The grids of the published code: fading per day as a power of two, and weight of the triple's own
# history.
RATES = (0, 1e-4, 5e-4, 1e-3, 5e-3, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.5, 0.9, 1.0001)
SHARES = (0, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 1)


@dataclass(frozen=True)
class Recurrency:
    """Per relation: position of its fading rate in RATES, and its share."""

    rate: Ints
    share: Floats


@dataclass(frozen=True)
class _Rows:
    """A day's candidate rows: query, entity, ψ under each rate, ξ."""

    queries: Queries
    row_query: Ints
    candidate: Ints
    own: Floats
    general: Floats


def fit_recurrency(facts: Facts, *, start: int, end: int) -> Recurrency:
    """Choose fading and share per relation by the mean reciprocal rank on days [start, end).

    Relations without a query on those days get rate 1.0001 and share 0.99999, as published.
    """
    width = len(facts.relations)
    chosen_rate = np.full(width, len(RATES) - 1)
    chosen_share = np.full(width, SHARES[-2], np.float32)
    days = list(_daily_rows(facts, start=start, end=end))
    by_rate = np.stack([_gain(days, np.full(width, at), None, facts) for at in range(len(RATES))])
    asked = by_rate.sum(axis=0) > 0
    chosen_rate[asked] = by_rate.argmax(axis=0)[asked]
    shares = [np.full(width, share, np.float32) for share in SHARES]
    by_share = np.stack([_gain(days, chosen_rate, share, facts) for share in shares])
    chosen_share[asked] = np.array(SHARES, np.float32)[by_share.argmax(axis=0)][asked]
    return Recurrency(chosen_rate, chosen_share)


def _gain(days: list[_Rows], rate: Ints, share: Floats | None, facts: Facts) -> Reals:
    """Sum of reciprocal ranks per relation."""
    total = np.zeros(len(facts.relations))
    for rows in days:
        relation = rows.queries.relation[rows.queries.answer_query]
        reciprocal = 1.0 / _ranks(rows, rate, share, facts)
        total += np.bincount(relation, reciprocal, minlength=len(total))
    return total


def recurrency_ranks(facts: Facts, model: Recurrency, *, start: int, end: int) -> Reals:
    """Ranks of all answers of days [start, end), one per fact of `facts` (made by `both_ways`)."""
    days = _daily_rows(facts, start=start, end=end)
    ranks = [_ranks(rows, model.rate, model.share, facts) for rows in days]
    return np.concatenate(ranks) if ranks else np.zeros(0)


def _ranks(rows: _Rows, rate: Ints, share: Floats | None, facts: Facts) -> Reals:
    relation = rows.queries.relation[rows.row_query]
    own = rows.own[np.arange(len(relation)), rate[relation]].astype(float)
    keep = own > 0
    score = own
    if share is not None:
        weight = share[relation].astype(float)
        score = weight * own + (1 - weight) * rows.general
        keep = score > 0
    return filtered_ranks(
        rows.queries,
        row_query=rows.row_query[keep],
        candidate=rows.candidate[keep],
        score=score[keep],
        entities=len(facts.entities),
    )


def _daily_rows(facts: Facts, *, start: int, end: int) -> Iterator[_Rows]:
    width, size = len(facts.relations), len(facts.entities)
    half_lives = [1 / rate if rate else np.inf for rate in RATES]
    code = (facts.actor * width + facts.relation) * size + facts.recipient
    triples = trace(code, facts.day, half_lives=half_lives)
    objects = trace(facts.relation * size + facts.recipient, facts.day, half_lives=[np.inf])
    for queries in daily_queries(facts, start=start, end=end):
        whole = np.array([_days_sum(queries.day, rate) for rate in RATES], np.float32)
        seen, common = look(triples, queries.day), look(objects, queries.day)
        low = np.searchsorted(common.keys, queries.relation * size)
        high = np.searchsorted(common.keys, (queries.relation + 1) * size)
        row_query, at = spread(low, high)
        candidate = common.keys[at] % size
        asked = queries.actor[row_query] * width + queries.relation[row_query]
        found = find(seen.keys, asked * size + candidate)
        own = np.where(found[:, None] >= 0, seen.sums[np.maximum(found, 0)] / whole, 0)
        totals = np.bincount(common.keys // size, common.sums[:, 0], minlength=width)
        general = common.sums[at, 0] / np.maximum(totals[queries.relation[row_query]], 1)
        yield _Rows(queries, row_query, candidate, own, general.astype(np.float32))


def _days_sum(day: int, rate: float) -> float:
    return float(np.sum(np.exp2(-rate * np.arange(1, day + 1)))) or 1.0
