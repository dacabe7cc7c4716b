"""The word lists behind claims; each entry carries the reason why it stands there."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

__all__ = ["rows", "table"]


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of `coding/data/claims_<name>.csv`, in order."""
    path = files("detente.coding").joinpath(f"data/claims_{name}.csv")
    return tuple(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@cache
def table(name: str, *, key: str, value: str, **where: str) -> dict[str, str]:
    """One column of a list by another, for the rows whose columns equal `where`."""
    kept = (row for row in rows(name) if all(row[column] == want for column, want in where.items()))
    return {row[key]: row[value] for row in kept}
