"""Learned relation-to-relation confidences: who did r′ to o lately may do r to o today.

A rule (r′ → r, lag, count) says how often, among the queries (s, r, ?), an entity to which s had
last done r′ that many days before (and that often) was among the answers.

Source: the idea of counting by lag is CountTRuCoLa's (2025); relation-to-relation rules are those
of length one in Liu et al. 2022, AAAI, 'TLogic'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from detente.forecast.facts import Facts, Ints
from detente.forecast.traces import Floats, Look, look, trace

__all__ = ["COUNT_EDGES", "LAG_EDGES", "Rules", "bins_of", "fit_rules"]

LAG_EDGES = (2, 3, 5, 8, 15, 31, 61, 121)
"""Days since last seen, as upper edges: 1, 2, 3-4, 5-7, 8-14, 15-30, 31-60, 61-120, more."""
COUNT_EDGES = (1.5, 4.5)
"""How often seen so far: once, 2-4 times, more."""
_BINS = (len(LAG_EDGES) + 1) * (len(COUNT_EDGES) + 1)
_PRIOR = 20.0


@dataclass(frozen=True)
class Rules:
    """`confidence[r′, r, bin]`: probability, shrunk to that of r under any r′."""

    confidence: Floats


def bins_of(since: Floats, count: Floats) -> Ints:
    """Bin of each past triple by days since last seen and times seen."""
    lag = np.searchsorted(LAG_EDGES, since, side="right")
    times = np.searchsorted(COUNT_EDGES, count, side="right")
    return (lag * (len(COUNT_EDGES) + 1) + times).astype(np.int64)


def fit_rules(facts: Facts, *, days: Sequence[int]) -> Rules:
    """Confidences counted on the queries of `days`, each from the days before it only."""
    width, size = len(facts.relations), len(facts.entities)
    code = (facts.actor * size + facts.recipient) * width + facts.relation
    triples = trace(code, facts.day, half_lives=[np.inf])
    chance = np.zeros((width, width * _BINS), np.float32)
    hits = np.zeros(width * width * _BINS, np.float32)
    for day in days:
        low, high = np.searchsorted(facts.day, [day, day + 1])
        if low < high:
            part = slice(int(low), int(high))
            _count(facts, part, look(triples, day), chance=chance, hits=hits)
    return Rules(_shrunk(chance, hits.reshape(width, width, _BINS)))


def _shrunk(chance: Floats, hits: Floats) -> Floats:
    width = len(chance)
    tries = chance.reshape(width, width, _BINS).transpose(1, 0, 2)
    overall = hits.sum(axis=(0, 1)) / np.maximum(tries.sum(axis=(0, 1)), 1)
    base = (hits.sum(axis=0) + _PRIOR * overall) / (tries.sum(axis=0) + _PRIOR)
    shrunk = (hits + _PRIOR * base[None]) / (tries + _PRIOR)
    return np.ascontiguousarray(np.minimum(shrunk, 0.95).astype(np.float32))


def _count(facts: Facts, part: slice, seen: Look, *, chance: Floats, hits: Floats) -> None:
    """Add a day's tries (r × r′ and bin) and hits (r′ × r × bin) to the running counts."""
    width, size = len(facts.relations), len(facts.entities)
    actor, relation = facts.actor[part], facts.relation[part]
    known = seen.sums[:, 0] > 0
    past_actor = seen.keys // (width * size)
    active = np.zeros(size, bool)
    active[actor] = True
    rows = np.flatnonzero(known & active[past_actor])
    kind = seen.keys[rows] % width * _BINS + bins_of(seen.since[rows], seen.sums[rows, 0])
    shape = (size, width * _BINS)
    history = sparse.csr_matrix((np.ones(len(rows)), (past_actor[rows], kind)), shape=shape)
    asked = np.unique(actor * width + relation)
    ones = np.ones(len(asked))
    queries = sparse.csr_matrix((ones, (asked % width, asked // width)), shape=(width, size))
    product = (queries @ history).tocoo()
    chance[product.row, product.col] += product.data.astype(np.float32)

    pair = actor * size + facts.recipient[part]
    low = np.searchsorted(seen.keys, pair * width)
    high = np.searchsorted(seen.keys, (pair + 1) * width)
    fact = np.repeat(np.arange(len(pair)), high - low)
    at = np.repeat(low - np.cumsum(high - low) + (high - low), high - low) + np.arange(len(fact))
    fact, at = fact[known[at]], at[known[at]]
    before = seen.keys[at] % width
    lag = bins_of(seen.since[at], seen.sums[at, 0])
    code = (before * width + relation[fact]) * _BINS + lag
    hits += np.bincount(code, minlength=len(hits)).astype(np.float32)
