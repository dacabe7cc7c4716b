"""Every bundled table says where it comes from and under which licence."""

from __future__ import annotations

import csv
from importlib.resources import files
from pathlib import Path

import pytest

FOLDER = Path(str(files("detente.coding") / "data"))
README = (FOLDER / "README.md").read_text(encoding="utf-8")
TABLES = sorted(FOLDER.glob("*.csv"))


def test_every_file_stands_in_the_readme_with_its_licence() -> None:
    shipped = [
        str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.*") if path.suffix != ".md"
    ]
    rows = [line for line in README.splitlines() if line.startswith("| `")]

    for name in shipped:
        [row] = [row for row in rows if f"`{name}`" in row]
        assert "Apache-2.0" in row or "MIT" in row or "Unicode" in row


def test_the_readme_names_no_file_that_is_gone() -> None:
    cells = [row.split("|")[1] for row in README.splitlines() if row.startswith("| `")]
    named = {name.strip("` ") for cell in cells for name in cell.split(",")}

    assert {name for name in named if not (FOLDER / name).exists()} == set()


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_a_table_has_as_many_cells_in_each_row_and_no_row_twice(path: Path) -> None:
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))

    assert {len(row) for row in rows} == {len(rows[0])}
    assert len({tuple(row) for row in rows}) == len(rows)
