"""Bring the manifest of an older format up to today's, step by step, in memory.

A store of an older format is read as it is; the next write saves the manifest in today's format,
and the old one stays beside it as `manifest.previous.json`.

1 to 2: segments state their shape and range of keys; of older ones neither is known, until they
are merged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

__all__ = ["STEPS", "Step", "upgrade"]

Step = Callable[[dict[str, Any]], dict[str, Any]]

STEPS: Mapping[int, Step] = {1: dict}
"""Format → what turns a manifest of that format into one of the next."""


def upgrade(
    manifest: dict[str, Any], *, to: int, steps: Mapping[int, Step] = STEPS
) -> dict[str, Any]:
    """Return `manifest` in format `to`.

    Raises:
        ValueError: there is no way from the manifest's format.
    """
    found = dict(manifest)
    while int(found["format"]) < to:
        here = int(found["format"])
        if here not in steps:
            raise ValueError(f"no way from format {here} to {here + 1}")
        found = {**steps[here](found), "format": here + 1}
    return found
