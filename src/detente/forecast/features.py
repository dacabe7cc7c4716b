"""What a ranker sees of each candidate: how lately and how often, in every grouping that we know.

Counts enter as logarithms, shares as shares, and the strongest also relative to the best candidate
of the same query, since a ranker compares within a query.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.forecast.candidates import Candidates, best_rules, candidates
from detente.forecast.embedding import Embedding, closeness
from detente.forecast.facts import Ints
from detente.forecast.rules import Rules
from detente.forecast.traces import NEVER, Floats, find
from detente.forecast.world import World, key_of, parts_of

__all__ = ["Scored", "describe"]

# Share of an event type's count in that of a wider one: (what, which half-life, of what, which).
SHARES: tuple[tuple[str, int, str, int], ...] = (
    ("s o r", 2, "s r", 0),
    ("s o r", 4, "s r", 1),
    ("s o r", 3, "s o", 3),
    ("s o", 1, "s", 1),
    ("s o", 4, "s", 3),
    ("r o", 0, "r", 0),
    ("r o", 1, "r", 1),
    ("r o", 3, "r", 3),
    ("r o", 3, "o", 3),
    ("cs r o", 0, "cs r", 0),
    ("cs r o", 1, "cs r", 1),
    ("s r co", 0, "s r", 0),
    ("s r co", 1, "s r", 1),
    ("cs r co", 1, "cs r", 1),
    ("zs r zo", 0, "zs r", 0),
    ("r zo", 0, "r", 3),
)
COUNTED = ("s o", "s o r", "s o f", "r o", "f o", "o", "s", "s r", "r", "cs o", "s co", "cs co")
SINCE = ("s o", "s o r", "s o f", "r o", "o", "s", "s r", "cs r o")
RELATIVE = ("rule", "likeness", "cheap", "s o:30", "s o r share 0", "r o share 1", "embedding 1")


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
        "rule": rows.rule, "walk": rows.walk, "likeness": rows.likeness, "cheap": rows.cheap
    }  # fmt: skip
    best = best_rules(now, rows.pair, relation=deed, rules=rules)[0]
    columns |= {f"rule {place}": best[:, place] for place in range(3)}
    sums: dict[str, Floats] = {}
    for kind in ("s", *now.looks):
        sums[kind], since = _looked_up(now, kind, parts)
        if kind in COUNTED:
            for at, half_life in enumerate(known.traces[_trace_of(kind)].half_lives):
                columns[f"{kind}:{half_life:g}"] = np.log1p(sums[kind][:, at])
        if kind in SINCE:
            columns[f"{kind} since"] = since
    back = parts | {"r": _inverse(deed, known.sizes["r"])}
    returned, since = _looked_up(now, "s o r", back)
    columns["returned:30"], columns["returned since"] = np.log1p(returned[:, 2]), since
    for place, (part, at, whole, of) in enumerate(SHARES):
        name = f"{part} share {at}" if part != "s o r" or place else "s o r share 0"
        columns[name] = sums[part][:, at] / (sums[whole][:, of] + np.float32(0.5))
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


def _looked_up(now: World, kind: str, parts: dict[str, Ints]) -> tuple[Floats, Floats]:
    seen = now.looks[_trace_of(kind)]
    key = parts["s"] if kind == "s" else key_of(now.record, kind, parts=parts)
    distinct, number = np.unique(key, return_inverse=True)
    at = find(seen.keys, distinct)
    sums = np.where(at[:, None] >= 0, seen.sums[np.maximum(at, 0)], np.float32(0))
    since = np.where(at >= 0, seen.since[np.maximum(at, 0)], np.float32(NEVER))
    return sums[number], since[number]


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
