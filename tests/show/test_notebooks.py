"""The notebooks of `examples/` run from the first cell to the last."""

import json
import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))
SHARED = Path(os.environ.get("DETENTE_SHARED", ROOT.parent / "shared"))


def cells(path, kind):
    book = json.loads(path.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == kind]


def test_there_are_three_notebooks_without_stored_results():
    assert [path.stem for path in NOTEBOOKS] == [
        "gdelt-to-panel", "op-ed-check", "shifts-of-a-year",
    ]  # fmt: skip
    for path in NOTEBOOKS:
        assert '"outputs": []' in path.read_text(encoding="utf-8")
        assert cells(path, "markdown")[0].startswith("# ")


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_the_first_cell_to_the_last(path, monkeypatch):
    if "shared" in "".join(cells(path, "code")) and not SHARED.is_dir():
        pytest.skip("needs the data folder: set DETENTE_SHARED")
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("DETENTE_SHARED", str(SHARED))
    names: dict[str, object] = {}
    for number, source in enumerate(cells(path, "code"), start=1):
        exec(compile(source, f"{path.name} cell {number}", "exec"), names)
