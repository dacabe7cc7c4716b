"""Everything that a ranker may know before a day: faded sums by pair, triple, relation, group.

`record` reads the facts once; `world` looks at them from one day. Both are pure: a day's world
depends on the facts of earlier days only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from detente.forecast.facts import Facts, Ints
from detente.forecast.traces import Floats, Look, Trace, look, trace

__all__ = ["FOREVER", "Record", "World", "key_of", "record", "world"]

FOREVER = float("inf")

# Key → parts and half-lives in days. s, o: entities; r: relation; f: its family; cs, co: countries;
# zs, zo: sectors of the two ends. Fading was not tuned: about a week, a month, a season, for ever.
KEYS: dict[str, tuple[tuple[str, ...], tuple[float, ...]]] = {
    "s o": (("s", "o"), (1, 2, 7, 30, 120, FOREVER)),
    "s o r": (("s", "o", "r"), (1, 2, 7, 30, 120, FOREVER)),
    "s o f": (("s", "o", "f"), (2, 7, 30, FOREVER)),
    "r o": (("r", "o"), (2, 7, 30, 120, FOREVER)),
    "f o": (("f", "o"), (2, 7, 60)),
    "o": (("o",), (1.5, 7, 60, FOREVER)),
    "s r": (("s", "r"), (7, 30, FOREVER)),
    "s f": (("s", "f"), (7, 60)),
    "r": (("r",), (7, 30, 120, FOREVER)),
    "cs o": (("cs", "o"), (2, 7, 30, FOREVER)),
    "s co": (("s", "co"), (2, 7, 30, FOREVER)),
    "cs r o": (("cs", "r", "o"), (7, 60, FOREVER)),
    "cs f o": (("cs", "f", "o"), (3, 15, 60)),
    "s r co": (("s", "r", "co"), (7, 60, FOREVER)),
    "s f co": (("s", "f", "co"), (7, 60)),
    "cs r co": (("cs", "r", "co"), (7, 60, FOREVER)),
    "cs co": (("cs", "co"), (7, 30, FOREVER)),
    "s zo": (("s", "zo"), (60, FOREVER)),
    "zs o": (("zs", "o"), (60, FOREVER)),
    "s r zo": (("s", "r", "zo"), (60, FOREVER)),
    "zs r o": (("zs", "r", "o"), (60, FOREVER)),
    "cs r zo": (("cs", "r", "zo"), (60, FOREVER)),
    "zs r zo": (("zs", "r", "zo"), (FOREVER,)),
    "zs r": (("zs", "r"), (FOREVER,)),
    "r zo": (("r", "zo"), (FOREVER,)),
    "cs r": (("cs", "r"), (60, FOREVER)),
}


@dataclass(frozen=True)
class Record:
    """Facts (both ways) and their traces by kind of key."""

    facts: Facts
    sizes: dict[str, int]
    traces: dict[str, Trace]


@dataclass(frozen=True)
class World:
    """What is known before `day`; `ties[s, o]` is the chance of a step from s to o.

    `ties` are of the last month or so, with a little of what was ever seen; `fresh` of a week.
    """

    record: Record
    day: int
    looks: dict[str, Look]
    ties: sparse.csr_matrix
    fresh: sparse.csr_matrix


def record(facts: Facts) -> Record:
    """Traces of facts made by `both_ways`."""
    sizes = {
        "s": len(facts.entities),
        "o": len(facts.entities),
        "r": len(facts.relations),
        "f": int(facts.family.max(initial=0)) + 1,
    }
    for end in "so":
        sizes[f"c{end}"] = int(facts.country.max(initial=-1)) + 2
        sizes[f"z{end}"] = int(facts.sector.max(initial=-1)) + 2
    parts = parts_of(facts, actor=facts.actor, relation=facts.relation, recipient=facts.recipient)
    traces = {
        name: trace(_joined(parts, names, sizes), facts.day, half_lives=half_lives)
        for name, (names, half_lives) in KEYS.items()
    }
    return Record(facts, sizes, traces)


def parts_of(facts: Facts, *, actor: Ints, relation: Ints, recipient: Ints) -> dict[str, Ints]:
    """The parts that keys are made of; an unknown country or sector is group 0."""
    return {
        "s": actor,
        "o": recipient,
        "r": relation,
        "f": facts.family[relation],
        "cs": facts.country[actor] + 1,
        "co": facts.country[recipient] + 1,
        "zs": facts.sector[actor] + 1,
        "zo": facts.sector[recipient] + 1,
    }


def _joined(parts: dict[str, Ints], names: tuple[str, ...], sizes: dict[str, int]) -> Ints:
    code = np.zeros(len(parts["s"]), np.int64)
    for name in names:
        code = code * sizes[name] + parts[name]
    return code


def key_of(known: Record, kind: str, *, parts: dict[str, Ints]) -> Ints:
    """Key of each row for one kind of key."""
    return _joined(parts, KEYS[kind][0], known.sizes)


def world(known: Record, day: int) -> World:
    """What `known` shows of the days before `day`."""
    looks = {name: look(seen, day) for name, seen in known.traces.items()}
    pairs, size = looks["s o"], known.sizes["s"]
    ever = np.log1p(pairs.faded(FOREVER)).astype(np.float32)
    return World(
        known,
        day,
        looks,
        _ties(pairs, size, pairs.faded(30) + np.float32(0.1) * ever),
        _ties(pairs, size, pairs.faded(7)),
    )


def _ties(pairs: Look, size: int, weight: Floats) -> sparse.csr_matrix:
    """Row-normalised ties by a weight per pair."""
    rows = np.flatnonzero(weight > 1e-4)
    matrix = sparse.csr_matrix(
        (weight[rows], (pairs.keys[rows] // size, pairs.keys[rows] % size)), shape=(size, size)
    )
    totals = np.asarray(matrix.sum(axis=1)).ravel()
    return sparse.diags_array(np.float32(1) / np.maximum(totals, 1e-9)).tocsr() @ matrix
