"""What a ranker sees of each candidate: how lately and how often, in every grouping that we know.

Counts enter as logarithms, shares as shares, and the strongest also relative to the best candidate
of the same query, since a ranker compares within a query.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from detente.forecast.candidates import Candidates, best_rules, candidates
from detente.forecast.embedding import Embedding, closeness
from detente.forecast.facts import Ints
from detente.forecast.rules import Rules
from detente.forecast.traces import NEVER, Floats, find
from detente.forecast.world import FOREVER, World, key_of, parts_of

__all__ = ["Scored", "describe"]

# Share of an event type's count in that of a wider one: (what, half-life, of what, half-life).
SHARES: tuple[tuple[str, float, str, float], ...] = (
    ("s o r", 7, "s r", 7),
    ("s o r", 30, "s r", 30),
    ("s o r", FOREVER, "s r", FOREVER),
    ("s o r", 120, "s o", 120),
    ("s o f", 7, "s f", 7),
    ("s o", 2, "s", 1.5),
    ("s o", 7, "s", 7),
    ("s o", FOREVER, "s", FOREVER),
    ("r o", 7, "r", 7),
    ("r o", 30, "r", 30),
    ("r o", FOREVER, "r", FOREVER),
    ("r o", FOREVER, "o", FOREVER),
    ("f o", 7, "o", 7),
    ("cs r o", 60, "cs r", 60),
    ("cs r o", FOREVER, "cs r", FOREVER),
    ("s r co", 7, "s r", 7),
    ("s r co", 60, "s r", 30),
    ("s r co", FOREVER, "s r", FOREVER),
    ("s f co", 60, "s f", 60),
    ("cs r co", FOREVER, "cs r", FOREVER),
    ("s r zo", 60, "s r", 30),
    ("s r zo", FOREVER, "s r", FOREVER),
    ("cs r zo", FOREVER, "cs r", FOREVER),
    ("zs r zo", FOREVER, "zs r", FOREVER),
    ("zs r o", FOREVER, "zs r", FOREVER),
    ("r zo", FOREVER, "r", FOREVER),
)
COUNTED = (
    "s o", "s o r", "s o f", "r o", "f o", "o", "s", "s r", "r", "cs o", "s co", "cs co",
    "cs f o", "cs r o", "s zo", "zs o", "zs r o",
)  # fmt: skip
SINCE = ("s o", "s o r", "s o f", "r o", "f o", "o", "s", "s r", "cs o", "s co", "cs r o",
         "cs f o", "s r co", "s r zo")  # fmt: skip
AGED = ("s o", "o", "s")
RELATIVE = ("rule", "likeness", "fresh likeness", "cheap", "s o:7", "s o:30", "s o r / s r:30",
            "r o / r:7", "r o / r:30", "embedding 1", "deed walk", "centroid")  # fmt: skip


@dataclass(frozen=True)
class Scored:
    """Candidates of a day's queries and their features: rows × `names`."""

    candidates: Candidates
    names: tuple[str, ...]
    values: Floats


def describe(
    now: World,
    *,
    actor: Ints,
    relation: Ints,
    rules: Rules,
    embedding: Embedding,
    keep: int,
) -> Scored:
    """Candidates of each query (actor, relation, ?) with their features, all from before `now`."""
    rows = candidates(now, actor=actor, relation=relation, rules=rules, keep=keep)
    columns = _columns(now, actor, relation, rows, rules=rules, embedding=embedding)
    for name in RELATIVE:
        columns[f"{name} / best"] = _relative(columns[name], rows.query, len(actor))
        columns[f"{name} place"] = _place(columns[name], rows.query)
    values = np.empty((len(rows.query), len(columns)), np.float32)
    for at, column in enumerate(columns.values()):
        values[:, at] = column
    return Scored(rows, tuple(columns), values)


def _columns(
    now: World,
    actor: Ints,
    relation: Ints,
    rows: Candidates,
    *,
    rules: Rules,
    embedding: Embedding,
) -> dict[str, Floats]:
    known, facts = now.record, now.record.facts
    one, deed = actor[rows.query], relation[rows.query]
    parts = parts_of(facts, actor=one, relation=deed, recipient=rows.entity)
    columns: dict[str, Floats] = {
        "rule": rows.rule, "walk": rows.walk, "likeness": rows.likeness, "cheap": rows.cheap,
        "fresh walk": rows.fresh_walk, "fresh likeness": rows.fresh_likeness, "usual": rows.usual,
    }  # fmt: skip
    best = best_rules(now, rows.pair, relation=deed, rules=rules)[0]
    columns |= {f"rule {place}": best[:, place] for place in range(3)}
    sums: dict[tuple[str, float], Floats] = {}
    for kind in ("s", *now.looks):
        found, since, age = _looked_up(now, kind, parts)
        for at, half_life in enumerate(known.traces[_trace_of(kind)].half_lives):
            sums[kind, half_life] = found[:, at]
            if kind in COUNTED:
                columns[f"{kind}:{half_life:g}"] = np.log1p(found[:, at])
        if kind in SINCE:
            columns[f"{kind} since"] = since
        if kind in AGED:
            columns[f"{kind} age"] = age
    back = parts | {"r": _inverse(deed, known.sizes["r"])}
    returned, since, _ = _looked_up(now, "s o r", back)
    columns["returned:30"], columns["returned since"] = np.log1p(returned[:, 3]), since
    for part, half_life, whole, of in SHARES:
        share = sums[part, half_life] / (sums[whole, of] + np.float32(0.5))
        columns[f"{part} / {whole}:{half_life:g}"] = share
    columns |= _by_past_targets(now, actor, relation, rows, embedding)
    columns["same country"] = _same(facts.country, one, rows.entity)
    columns["same sector"] = _same(facts.sector, one, rows.entity)
    columns |= closeness(embedding, actor=one, relation=deed, entity=rows.entity)
    columns["relation"] = deed.astype(np.float32)
    columns["family"] = facts.family[deed].astype(np.float32)
    columns["sizes"] = np.log(np.bincount(rows.query, minlength=len(actor)))[rows.query]
    return columns


def _trace_of(kind: str) -> str:
    """Facts run both ways, so the actor's own total is that of the same entity as recipient."""
    return "o" if kind == "s" else kind


def _looked_up(now: World, kind: str, parts: dict[str, Ints]) -> tuple[Floats, Floats, Floats]:
    seen = now.looks[_trace_of(kind)]
    key = parts["s"] if kind == "s" else key_of(now.record, kind, parts=parts)
    distinct, number = np.unique(key, return_inverse=True)
    at = find(seen.keys, distinct)
    there = np.maximum(at, 0)
    sums = np.where(at[:, None] >= 0, seen.sums[there], np.float32(0))
    since = np.where(at >= 0, seen.since[there], np.float32(NEVER))
    age = np.where(at >= 0, seen.age[there], np.float32(-1))
    return sums[number], since[number], age[number]


def _by_past_targets(
    now: World, actor: Ints, relation: Ints, rows: Candidates, embedding: Embedding
) -> dict[str, Floats]:
    """How near a candidate is to those to whom the actor did the deed before."""
    size, width = now.record.sizes["s"], now.record.sizes["r"]
    seen = now.looks["s o r"]
    weight = seen.faded(30) + np.float32(0.1) * seen.faded(FOREVER)
    code = actor * width + relation
    order = np.argsort(code, kind="stable")
    doer = seen.keys // (size * width)
    known = np.flatnonzero(np.isin(doer, actor) & (weight > 0))
    at = find(code[order], doer[known] * width + seen.keys[known] % width)
    known, at = known[at >= 0], order[at[at >= 0]]
    target = seen.keys[known] // width % size
    totals = np.bincount(at, weight[known], minlength=len(actor)).astype(np.float32)
    past = sparse.csr_matrix((weight[known] / totals[at], (at, target)), shape=(len(actor), size))
    steps = (past @ now.ties).tocsr()
    steps.sum_duplicates()
    unit = embedding.ties_other / (
        np.linalg.norm(embedding.ties_other, axis=1, keepdims=True) + np.float32(1e-6)
    )
    centre = np.asarray(past @ unit, np.float32)
    return {
        "deed walk": np.asarray(steps[rows.query, rows.entity], np.float32).ravel(),
        "centroid": np.einsum("nd,nd->n", centre[rows.query], unit[rows.entity]),
        "past targets": np.diff(past.indptr).astype(np.float32)[rows.query],
    }


def _inverse(relation: Ints, width: int) -> Ints:
    return (relation + width // 2) % width


def _same(group: Ints, one: Ints, other: Ints) -> Floats:
    """1 same group, 0 different, -1 where either is unknown."""
    either = (group[one] < 0) | (group[other] < 0)
    return np.where(either, -1, group[one] == group[other]).astype(np.float32)


def _relative(column: Floats, query: Ints, queries: int) -> Floats:
    best = np.full(queries, 1e-9, np.float32)
    np.maximum.at(best, query, column)
    return column / best[query]


def _place(column: Floats, query: Ints) -> Floats:
    """Place among the candidates of the query, 0 the highest; ties share the best place."""
    order = np.lexsort((-column, query))
    ordered, group = column[order], query[order]
    fresh = np.concatenate([[True], (ordered[1:] != ordered[:-1]) | (group[1:] != group[:-1])])
    start = np.maximum.accumulate(np.where(fresh, np.arange(len(order)), 0))
    place = np.empty(len(order), np.float32)
    place[order] = start - np.searchsorted(group, group)
    return place
