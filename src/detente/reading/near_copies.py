"""Wire copies: near-duplicates among articles, found with MinHash and kept once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from datasketch import MinHash, MinHashLSH

__all__ = ["near_copies"]

_TOKEN = re.compile(r"\w+")
_SHINGLE: Final = 4
_PERMUTATIONS: Final = 64
# The index proposes below the bound that the exact comparison then sets.
_PROPOSE: Final = 0.5
_SAME: Final = 0.7
_SHORTEST: Final = 12


def near_copies(texts: Sequence[str], *, ranks: Sequence[object]) -> dict[int, int]:
    """Index of each near copy → index of the text that stands for it.

    Two texts are near copies where at least 0.7 of their four-word runs, together, are shared. Of a
    set of copies the one with the lowest rank stands for all; texts under 12 words are compared
    whole.

    Args:
        texts: bodies.
        ranks: sort keys, one a text, for choosing which copy stays.

    >>> a = "The two ministers met in the capital and signed a paper on trade in grain and gas."
    >>> near_copies([a, a + " More.", "Another matter."], ranks=[0, 1, 2])
    {1: 0}
    """
    shingles = [_shingles(text) for text in texts]
    index = MinHashLSH(threshold=_PROPOSE, num_perm=_PERMUTATIONS)
    copies: dict[int, int] = {}
    order = sorted(range(len(texts)), key=lambda i: (ranks[i], i))
    for i in order:
        sketch = MinHash(num_perm=_PERMUTATIONS, seed=1)
        sketch.update_batch([shingle.encode() for shingle in sorted(shingles[i])])
        proposed = sorted((int(key) for key in index.query(sketch)), key=lambda j: (ranks[j], j))
        first = next((j for j in proposed if _alike(shingles[i], shingles[j]) >= _SAME), None)
        if first is None:
            index.insert(str(i), sketch)
        else:
            copies[i] = first
    return dict(sorted(copies.items()))


def _shingles(text: str) -> set[str]:
    words = _TOKEN.findall(text.casefold())
    if len(words) < _SHORTEST:
        return {" ".join(words)}
    return {" ".join(words[i : i + _SHINGLE]) for i in range(len(words) - _SHINGLE + 1)}


def _alike(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a or b else 1.0
