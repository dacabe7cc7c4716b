"""Entities as points: who keeps the same company lies close (truncated SVD of faded ties).

Two tables are factorised: actor × recipient ties, and actor × (deed, recipient). The second says
which deeds towards whom are usual for entities like this one.

Source: the latent-factor view of link prediction; Halko, Martinsson & Tropp 2011, SIAM Review
53(2), for the randomised factorisation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from detente.forecast.facts import Ints
from detente.forecast.traces import NEVER, Floats, find
from detente.forecast.world import World

__all__ = ["Embedding", "closeness", "embed"]


@dataclass(frozen=True)
class Embedding:
    """Points of entities by ties, and of entities and (deed, recipient) keys by deeds."""

    ties: Floats
    ties_other: Floats
    doers: Floats
    deeds: Floats
    deed_keys: Ints
    size: int


def embed(now: World, *, dimensions: int = 64, seed: int = 0) -> Embedding:
    """Factorise what was seen before `now`; the same seed gives the same points."""
    size, width = now.record.sizes["s"], now.record.sizes["r"]
    pairs, triples = now.looks["s o"], now.looks["s o r"]
    weight = np.log1p(pairs.faded(120))
    rows = np.flatnonzero(weight > 0)
    ties = sparse.csr_matrix(
        (weight[rows], (pairs.keys[rows] // size, pairs.keys[rows] % size)), shape=(size, size)
    )
    left, right = _factors(ties, dimensions, seed)
    weight = np.log1p(triples.faded(120))
    rows = np.flatnonzero(triples.since < NEVER)
    pair, relation = triples.keys[rows] // width, triples.keys[rows] % width
    deed_keys, column = np.unique(relation * size + pair % size, return_inverse=True)
    table = sparse.csr_matrix(
        (weight[rows], (pair // size, column)), shape=(size, max(len(deed_keys), 1))
    )
    doers, deeds = _factors(table, dimensions, seed)
    return Embedding(left, right, doers, deeds, deed_keys, size)


def _factors(table: sparse.csr_matrix, dimensions: int, seed: int) -> tuple[Floats, Floats]:
    """Left and right points whose products approach `table`, scaled to row and column totals."""
    rows = np.sqrt(np.asarray(table.sum(axis=1)).ravel() + 1)
    columns = np.sqrt(np.asarray(table.sum(axis=0)).ravel() + 1)
    scaled = (sparse.diags_array(1 / rows) @ table @ sparse.diags_array(1 / columns)).tocsr()
    rank = min(dimensions, *table.shape)
    random = np.random.default_rng(seed)
    basis = scaled @ random.standard_normal((table.shape[1], rank + 8))
    for _ in range(4):
        basis = scaled @ (scaled.T @ np.linalg.qr(basis)[0])
    basis = np.linalg.qr(basis)[0]
    small = (scaled.T @ basis).T
    left, strength, right = np.linalg.svd(small, full_matrices=False)
    root = np.sqrt(strength[:rank])
    one = basis @ left[:, :rank] * root
    other = right[:rank].T * root
    return one.astype(np.float32), other.astype(np.float32)


def closeness(points: Embedding, *, actor: Ints, relation: Ints, entity: Ints) -> dict[str, Floats]:
    """Products of points per row: ties, cosine of ties, and the deed towards the entity."""
    key = find(points.deed_keys, relation * points.size + entity)
    ties, other = points.ties[actor], points.ties_other[entity]
    dot = np.einsum("nd,nd->n", ties, other)
    norms = np.linalg.norm(ties, axis=1) * np.linalg.norm(other, axis=1)
    deed = np.einsum("nd,nd->n", points.doers[actor], points.deeds[np.maximum(key, 0)])
    return {
        "embedding 0": dot,
        "embedding cosine": dot / (norms + np.float32(1e-6)),
        "embedding 1": np.where(key >= 0, deed, np.float32(0)),
    }
