"""Which entities are worth scoring for a query: partners, the deed's usual recipients, neighbours.

Partners of the actor; the frequent recipients of the deed; those two steps away; the active
entities of the actor's own country. A cheap score then keeps the best of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from detente.forecast.facts import Ints
from detente.forecast.rules import Rules, bins_of
from detente.forecast.traces import NEVER, Floats, find, spread
from detente.forecast.world import FOREVER, World

__all__ = ["Candidates", "best_rules", "candidates", "pair_rules"]

FREQUENT = 150
TWO_STEPS = 100
COMPATRIOTS = 40


@dataclass(frozen=True)
class Candidates:
    """Rows to be scored: query (ascending), entity, position of the pair among pairs seen (or -1).

    `walk`: chance of a two-step walk from actor to candidate; `likeness`: how often entities that
    are a two-step walk from the actor did the deed to the candidate; `fresh_walk` and
    `fresh_likeness`: the same by what the last week or so shows; `rule`: noisy-or of the rules that
    speak for it; `usual`: share of the deed's recent facts; `cheap`: the score that chose them.
    """

    query: Ints
    entity: Ints
    pair: Ints
    walk: Floats
    likeness: Floats
    fresh_walk: Floats
    fresh_likeness: Floats
    rule: Floats
    usual: Floats
    cheap: Floats


@dataclass(frozen=True)
class _Alike:
    """Per deed: its queries, the entities it was ever done to, and two tables of likeness."""

    deed: int
    asked: Ints
    entities: Ints
    slow: Floats
    fresh: Floats


def candidates(now: World, *, actor: Ints, relation: Ints, rules: Rules, keep: int) -> Candidates:
    """The best `keep` candidates of each query (actor, relation, ?) by the cheap score."""
    size = now.record.sizes["s"]
    actors, who = np.unique(actor, return_inverse=True)
    walk = (now.ties[actors] @ now.ties).toarray().astype(np.float32)
    fresh = (now.fresh[actors] @ now.fresh).toarray().astype(np.float32)
    alike = list(_likeness(now, relation, who, walk, fresh))
    code = np.unique(
        np.concatenate(
            [
                _partners(now, actor),
                _frequent(now, relation),
                _nearest(walk, who),
                _compatriots(now, actor),
                _most_alike(alike, size),
            ]
        )
    )
    query, entity = code // size, code % size
    other = entity != actor[query]
    query, entity = query[other], entity[other]
    pair = find(now.looks["s o"].keys, actor[query] * size + entity)
    rule = pair_rules(now, pair, relation=relation[query], rules=rules)
    likes, fresh_likes = _looked_up(alike, relation, query, entity, size)
    walks = walk[who[query], entity]
    usual = _usual(now, relation[query], entity)
    # Four shares between 0 and 1, weights set by hand and not tuned (decisions/0071).
    cheap = rule + 0.5 * usual + 0.3 * walks + likes / (1 + likes)
    best = _best(query, cheap, keep)
    query, entity = query[best], entity[best]
    return Candidates(
        query, entity, pair[best], walks[best], likes[best], fresh[who[query], entity],
        fresh_likes[best], rule[best], usual[best], cheap[best],
    )  # fmt: skip


def _partners(now: World, actor: Ints) -> Ints:
    size, seen = now.record.sizes["s"], now.looks["s o"]
    low = np.searchsorted(seen.keys, actor * size)
    high = np.searchsorted(seen.keys, (actor + 1) * size)
    query, at = spread(low, high)
    known = seen.since[at] < NEVER
    return np.asarray(query[known] * size + seen.keys[at[known]] % size)


def _frequent(now: World, relation: Ints) -> Ints:
    """Recipients of the deed, most frequent of late first."""
    size, seen = now.record.sizes["s"], now.looks["r o"]
    weight = seen.faded(30) + 0.1 * seen.faded(FOREVER)
    kept = _best(seen.keys // size, weight, FREQUENT)
    kept = kept[weight[kept] > 0]
    group = seen.keys[kept] // size
    low, high = np.searchsorted(group, relation), np.searchsorted(group, relation + 1)
    query, at = spread(low, high)
    return np.asarray(query * size + seen.keys[kept[at]] % size)


def _nearest(walk: Floats, who: Ints) -> Ints:
    size = walk.shape[1]
    top = _top(walk, TWO_STEPS)
    found = top[who]
    query = np.repeat(np.arange(len(who)), found.shape[1])
    entity = found.ravel()
    near = walk[who[query], entity] > 0
    return np.asarray(query[near] * size + entity[near])


def _most_alike(alike: list[_Alike], size: int) -> Ints:
    found = [np.zeros(0, np.int64)]
    for part in alike:
        top = _top(part.slow, TWO_STEPS)
        query = np.repeat(np.arange(len(top)), top.shape[1])
        near = part.slow[query, top.ravel()] > 0
        found.append((part.asked[query] * size + part.entities[top.ravel()])[near])
    return np.concatenate(found)


def _top(table: Floats, count: int) -> Ints:
    if table.shape[1] <= count:
        return np.tile(np.arange(table.shape[1]), (len(table), 1))
    return np.argpartition(-table, count, axis=1)[:, :count].astype(np.int64)


def _compatriots(now: World, actor: Ints) -> Ints:
    """The most active entities of the actor's country."""
    facts, active = now.record.facts, now.looks["o"]
    weight = np.zeros(len(facts.entities), np.float32)
    weight[active.keys] = active.faded(60)
    by_country = np.argsort(facts.country, kind="stable")
    kept = by_country[_best(facts.country[by_country], weight[by_country], COMPATRIOTS)]
    country = facts.country[actor]
    low = np.searchsorted(facts.country[kept], country)
    high = np.where(country >= 0, np.searchsorted(facts.country[kept], country + 1), low)
    query, at = spread(low, high)
    return np.asarray(query * now.record.sizes["s"] + kept[at])


def _likeness(
    now: World, relation: Ints, who: Ints, walk: Floats, fresh: Floats
) -> Iterator[_Alike]:
    """Σ over x of walk(actor, x) · (how much x does the deed to each entity), per query."""
    size, width = now.record.sizes["s"], now.record.sizes["r"]
    seen = now.looks["s o r"]
    slow = seen.faded(30) + np.float32(0.1) * seen.faded(FOREVER)
    rows = np.flatnonzero(slow > 0)
    rows = rows[np.argsort(seen.keys[rows] % width, kind="stable")]
    kind = seen.keys[rows] % width
    for deed in np.unique(relation):
        low, high = np.searchsorted(kind, [deed, deed + 1])
        part = rows[low:high]
        pair = seen.keys[part] // width
        entities, column = np.unique(pair % size, return_inverse=True)
        shape = (len(entities), size)
        asked = np.flatnonzero(relation == deed)
        tables = [
            (sparse.csr_matrix((weight[part], (column, pair // size)), shape=shape) @ steps.T).T
            for weight, steps in ((slow, walk[who[asked]]), (seen.faded(7), fresh[who[asked]]))
        ]
        yield _Alike(int(deed), asked, entities, *tables)


def _looked_up(
    alike: list[_Alike], relation: Ints, query: Ints, entity: Ints, size: int
) -> tuple[Floats, Floats]:
    slow, fresh = np.zeros(len(query), np.float32), np.zeros(len(query), np.float32)
    order = np.argsort(relation[query], kind="stable")
    kind = relation[query[order]]
    row, column = np.zeros(len(relation), np.int64), np.empty(size, np.int64)
    for part in alike:
        low, high = np.searchsorted(kind, [part.deed, part.deed + 1])
        mine = order[low:high]
        row[part.asked] = np.arange(len(part.asked))
        column[:] = -1
        column[part.entities] = np.arange(len(part.entities))
        mine = mine[column[entity[mine]] >= 0]
        at = row[query[mine]], column[entity[mine]]
        slow[mine], fresh[mine] = part.slow[at], part.fresh[at]
    return slow, fresh


def pair_rules(now: World, pair: Ints, *, relation: Ints, rules: Rules) -> Floats:
    """Noisy-or of the rules that past deeds between actor and candidate set off; 0 without any."""
    row, _, says = _spoken(now, pair, relation, rules)
    none = np.bincount(row, np.log1p(-says), minlength=len(pair))
    return (1 - np.exp(none)).astype(np.float32)


def best_rules(
    now: World, pair: Ints, *, relation: Ints, rules: Rules, count: int = 3
) -> tuple[Floats, Ints]:
    """The strongest rules of each row: confidences, and positions of the past triples.

    Both rows × `count`; 0 and -1 where there are fewer.
    """
    row, at, says = _spoken(now, pair, relation, rules)
    order = np.lexsort((-says, row))
    row, at, says = row[order], at[order], says[order]
    place = np.arange(len(row)) - np.searchsorted(row, row)
    kept = place < count
    best = np.zeros((len(pair), count), np.float32)
    triple = np.full((len(pair), count), -1, np.int64)
    best[row[kept], place[kept]] = says[kept]
    triple[row[kept], place[kept]] = at[kept]
    return best, triple


def _spoken(now: World, pair: Ints, relation: Ints, rules: Rules) -> tuple[Ints, Ints, Floats]:
    """Row, position of the past triple, and confidence, of every rule that is set off."""
    width, triples, pairs = now.record.sizes["r"], now.looks["s o r"], now.looks["s o"]
    known = np.flatnonzero(pair >= 0)
    first = np.searchsorted(triples.keys, pairs.keys * width)
    ends = np.append(first[1:], len(triples.keys))
    number, at = spread(first[pair[known]], ends[pair[known]])
    seen = triples.since[at] < NEVER
    row, at = known[number[seen]], at[seen]
    lag = bins_of(triples.since, triples.sums[:, -1])
    return row, at, rules.confidence[triples.keys[at] % width, relation[row], lag[at]]


def _usual(now: World, relation: Ints, entity: Ints) -> Floats:
    """Share of the deed's recent facts that had the entity as recipient."""
    size, common = now.record.sizes["s"], now.looks["r o"]
    at = find(common.keys, relation * size + entity)
    totals = np.bincount(common.keys // size, common.faded(120), now.record.sizes["r"])
    count = np.where(at >= 0, common.faded(120)[np.maximum(at, 0)], 0)
    return np.asarray(count / (totals[relation] + 1), np.float32)


def _best(group: Ints, score: Floats, keep: int) -> Ints:
    """Positions of the `keep` highest scores of each group (groups ascending), in their order."""
    order = np.lexsort((-score, group))
    sorted_group = group[order]
    place = np.arange(len(group)) - np.searchsorted(sorted_group, sorted_group)
    return np.sort(order[place < keep])
