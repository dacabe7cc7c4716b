"""Scores that topics share: F1 of sets, macro-F1, calibration error, bootstrap intervals."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.core.codebook import quad_of


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


@dataclass(frozen=True)
class Counts:
    """Hits, false alarms and misses of one item."""

    hits: int
    wrong: int
    missed: int


def compare(gold: Sequence[Hashable], coded: Sequence[Hashable]) -> Counts:
    """Hits, false alarms and misses of two sets."""
    left, right = set(gold), set(coded)
    return Counts(len(left & right), len(right - left), len(left - right))


def by_quad(events: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """(actor, recipient, root) → (actor, recipient, quad class)."""
    return [(actor, recipient, quad_of(root)) for actor, recipient, root in events]


def f1(counts: Sequence[Counts]) -> tuple[float, float, float]:
    """Micro-averaged precision, recall and F1 (0 where nothing was there to find or was found)."""
    hits = sum(one.hits for one in counts)
    wrong = sum(one.wrong for one in counts)
    missed = sum(one.missed for one in counts)
    precision = hits / (hits + wrong) if hits + wrong else 0.0
    recall = hits / (hits + missed) if hits + missed else 0.0
    return precision, recall, 2 * hits / (2 * hits + wrong + missed) if hits else 0.0


def macro_f1(gold: Sequence[str], guess: Sequence[str], labels: Sequence[str]) -> float:
    """Unweighted mean of the F1 of each label."""
    return float(np.mean([label_f1(gold, guess, label) for label in labels]))


def label_f1(gold: Sequence[str], guess: Sequence[str], label: str) -> float:
    hit = sum(g == label == p for g, p in zip(gold, guess, strict=True))
    both = sum(g == label for g in gold) + sum(p == label for p in guess)
    return 2 * hit / both if both else 0.0


def bootstrap(
    score: Callable[[NDArray[np.intp]], float], n: int, *, draws: int = 400, seed: int = 1
) -> tuple[float, float]:
    """95 % interval of `score` over resampled items 0 … n-1 (Efron's percentile interval)."""
    rng = np.random.default_rng(seed)
    values = [score(rng.integers(0, n, n)) for _ in range(draws)]
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def calibration_error(chances: Sequence[float], right: Sequence[bool], *, bins: int = 10) -> float:
    """Expected calibration error over equal-width bins (Naeini et al. 2015)."""
    p, y = np.asarray(chances, dtype=float), np.asarray(right, dtype=float)
    which = np.minimum((p * bins).astype(int), bins - 1)
    gaps = [
        np.sum(which == at) / len(p) * abs(y[which == at].mean() - p[which == at].mean())
        for at in range(bins)
        if np.any(which == at)
    ]
    return float(np.sum(gaps))
