"""Rules of the house that no reader should have to enforce: direction of imports, public names."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import detente

ROOT = Path(detente.__file__).parent
ROOMS = (
    "core",
    "reading",
    "coding",
    "store",
    "relations",
    "shifts",
    "forecast",
    "show",
    "pipeline",
    "cli",
)
FREE_OF_TEXT = {"relations", "shifts", "forecast"}
MODULES = sorted(path for path in ROOT.rglob("*.py") if path.parent != ROOT)
PIPELINE = sorted(ROOT.glob("pipeline.py"))


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def own_imports(path: Path) -> list[tuple[str, bool]]:
    """Each import of ours in `path`: its room, and whether it hides inside a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = {id(node) for node in ast.iter_child_nodes(tree)}
    top |= {
        id(child)
        for node in ast.iter_child_nodes(tree)
        if isinstance(node, ast.If)
        for child in node.body
    }
    found = []
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            names = [node.module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "detente" and len(parts) > 1:
                found.append((parts[1], id(node) not in top))
    return found


@pytest.mark.parametrize("path", MODULES + PIPELINE, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_leftwards_and_are_not_hidden(path: Path) -> None:
    here = room_of(path)
    for room, hidden in own_imports(path):
        assert not hidden, f"{path} hides an import of detente.{room} in a function"
        assert ROOMS.index(room) <= ROOMS.index(here), f"{here} imports {room}"
        if here in FREE_OF_TEXT:
            assert room not in {"reading", "coding", "store"}, f"{here} imports {room}"


@pytest.mark.parametrize("path", MODULES + PIPELINE, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_stops_at_400_lines(path: Path) -> None:
    if path == ROOT / "core" / "tables.py":
        pytest.skip("one list of every column, and no logic")
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_importing_detente_loads_no_heavy_library() -> None:
    heavy = "spacy altair duckdb ibis lightgbm sklearn trafilatura fastapi torch pandas".split()
    code = f"import sys, detente; print([name for name in {heavy} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.strip() == "[]"


def test_every_public_name_loads_from_its_home() -> None:
    for name in detente.__all__:
        assert getattr(detente, name) is not None
