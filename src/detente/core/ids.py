"""Stable identifiers: the same content gives the same id on every machine and run."""

from __future__ import annotations

import hashlib

__all__ = ["stable_id"]


def stable_id(*parts: object) -> str:
    """First 16 hex digits of the SHA-256 of `parts`, kept apart by a unit separator; null is empty.

    >>> stable_id("a", 1) == stable_id("a", "1"), stable_id("ab") == stable_id("a", "b")
    (True, False)
    """
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]
