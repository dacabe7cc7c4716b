"""docs/codebook.md lists what the code knows: nothing less, nothing more, and the same values."""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from pathlib import Path

import pytest

from detente.coding.coder import CODED_STATUSES
from detente.core.codebook import DOMAINS, PRECISIONS, QUADS, ROOTS, SECTORS, STATUSES

PAGE = (Path(__file__).parents[2] / "docs" / "codebook.md").read_text(encoding="utf-8")


def table(first: str) -> list[list[str]]:
    """Rows of the table whose heading row starts with these cells, parted by "|"."""
    heading = r"\| " + r" \| ".join(map(re.escape, first.split("|"))) + r" \|"
    found = re.search(heading + r"[^\n]*\n\|[- |]+\n((?:\|[^\n]*\n)+)", PAGE)
    assert found, f"no table headed {first}"
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].splitlines()]


def test_every_root_stands_with_its_quad_and_weight() -> None:
    assert [row[:3] for row in table("root|quad")] == [
        [root.name, root.quad, f"{root.weight:.1f}"] for root in ROOTS.values()
    ]


def test_every_mode_stands_in_the_order_in_which_it_is_tried() -> None:
    text = (files("detente.coding") / "data" / "modes.csv").read_text(encoding="utf-8")
    modes = [[row["root"], row["mode"]] for row in csv.DictReader(text.splitlines())]

    assert [row[:2] for row in table("root|mode")] == modes


@pytest.mark.parametrize(
    ("heading", "known"),
    [("domain", DOMAINS), ("sector", SECTORS), ("precision", PRECISIONS), ("status", STATUSES)],
)
def test_every_value_stands_in_order(heading: str, known: tuple[str, ...]) -> None:
    assert [row[0] for row in table(heading)] == list(known)


def test_the_page_says_which_statuses_count() -> None:
    counted = [row[0] for row in table("status|counts") if row[1] == "yes"]

    assert sorted(counted) == sorted(CODED_STATUSES)


def test_every_quad_is_explained_and_every_cell_filled() -> None:
    assert all(f"`{quad}`" in PAGE for quad in QUADS)
    headings = ("root|quad", "root|mode", "domain", "sector", "precision", "status")
    assert all(cell for heading in headings for row in table(heading) for cell in row)
