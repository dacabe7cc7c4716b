"""Blocs: groups of states with friends inside and foes outside, by signed modularity.

`Q = (q⁺ - q⁻) / (2w⁺ + 2w⁻)`, where q⁺ counts friendly ties inside blocs beyond what the states'
numbers of friends let expect, and q⁻ the same of hostile ties (Gomez, Jensen & Arenas 2009,
Physical Review E 80). Found by moving one state at a time, from several starts; the best is kept.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from detente.core.tables import NETWORK, check

__all__ = ["blocs"]

_STARTS: Final = 8
_PASSES: Final = 50
_Labels = np.ndarray[tuple[int], np.dtype[np.int64]]


def blocs(edges: pl.DataFrame, *, seed: int = 0) -> pl.DataFrame:
    """Bloc of each state in each period of a signed network.

    Blocs keep their number from one period to the next by their common members, so that a colour
    on a map means the same thing throughout.

    Returns:
        One row a period and state: `dataset`, `period`, `state`, `bloc` (from 0, larger blocs
        first), `friends_inside`, `foes_inside`, `modularity` (of the period's partition).

    Raises:
        TableError: `edges` is no `core.tables.NETWORK`.
    """
    check(edges, NETWORK)
    rows = []
    for (dataset,), own in edges.partition_by("dataset", as_dict=True, maintain_order=True).items():
        before: dict[str, int] = {}
        parts = own.sort("period").partition_by("period", as_dict=True, maintain_order=True)
        for (day,), now in parts.items():
            names = sorted({*now["one"], *now["other"]})
            signed = _signed(now, names)
            labels, quality = _best_partition(signed, np.random.default_rng(seed))
            named = _carried_on(names, labels, before)
            before = before | named
            rows += _rows(dataset, day, names, signed, named, quality)
    schema = {"dataset": pl.String, "period": pl.Date, "state": pl.String, "bloc": pl.Int32,
              "friends_inside": pl.Int32, "foes_inside": pl.Int32,
              "modularity": pl.Float64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _signed(edges: pl.DataFrame, names: list[str]) -> np.ndarray:
    at = {name: i for i, name in enumerate(names)}
    signed = np.zeros((len(names), len(names)))
    for one, other, sign in edges.select("one", "other", "sign").iter_rows():
        signed[at[one], at[other]] = signed[at[other], at[one]] = sign
    return signed


def _gain_matrix(signed: np.ndarray) -> np.ndarray:
    """What two states add to Q when they share a bloc."""
    friends, foes = np.maximum(signed, 0.0), np.maximum(-signed, 0.0)
    gain = signed.copy()
    for part, sign in ((friends, -1.0), (foes, 1.0)):
        degree = part.sum(axis=1)
        if degree.sum():
            gain += sign * np.outer(degree, degree) / degree.sum()
    total = np.abs(signed).sum()
    return gain / total if total else gain


def _best_partition(signed: np.ndarray, random: np.random.Generator) -> tuple[_Labels, float]:
    gain = _gain_matrix(signed)
    size = len(signed)
    best, quality = np.arange(size), -np.inf
    for start in range(_STARTS):
        labels = np.arange(size) if start == 0 else random.integers(0, max(2, size // 4), size)
        labels = _moved(gain, labels, random)
        same = labels[:, None] == labels[None]
        value = float(gain[same].sum())
        if value > quality + 1e-12:
            best, quality = labels, value
    return best, quality


def _moved(gain: np.ndarray, labels: _Labels, random: np.random.Generator) -> _Labels:
    """Move single states to the bloc that gains most, until none gains."""
    size = len(labels)
    labels = labels.copy()
    inside = np.zeros((size, size + 1))
    np.add.at(inside.T, labels, gain)
    for _ in range(_PASSES):
        moved = False
        for state in random.permutation(size):
            own = labels[state]
            offers = inside[state].copy()
            offers[own] -= gain[state, state]
            target = int(np.argmax(offers))
            if offers[target] > offers[own] + 1e-12:
                inside[:, own] -= gain[:, state]
                inside[:, target] += gain[:, state]
                labels[state], moved = target, True
        if not moved:
            break
    return labels


def _carried_on(names: list[str], labels: _Labels, before: dict[str, int]) -> dict[str, int]:
    """Numbers for the blocs: that of the earlier bloc that shares most members, else a new one."""
    groups: dict[int, list[str]] = {}
    for name, label in zip(names, labels, strict=True):
        groups.setdefault(int(label), []).append(name)
    taken: set[int] = set()
    named: dict[str, int] = {}
    for members in sorted(groups.values(), key=lambda group: (-len(group), group[0])):
        votes: dict[int, int] = {}
        for member in members:
            if member in before and before[member] not in taken:
                votes[before[member]] = votes.get(before[member], 0) + 1
        free = max([-1, *before.values(), *taken]) + 1
        number = max(votes, key=lambda bloc: (votes[bloc], -bloc)) if votes else free
        taken.add(number)
        named |= dict.fromkeys(members, number)
    return named


def _rows(
    dataset: object, day: object, names: list[str], signed: np.ndarray, named: dict[str, int],
    quality: float,
) -> list[tuple[object, ...]]:  # fmt: skip
    own = np.array([named[name] for name in names])
    inside = own[:, None] == own[None]
    friends = ((signed > 0) & inside).sum(axis=1)
    foes = ((signed < 0) & inside).sum(axis=1)
    return [
        (dataset, day, name, named[name], int(friends[at]), int(foes[at]), quality)
        for at, name in enumerate(names)
    ]
