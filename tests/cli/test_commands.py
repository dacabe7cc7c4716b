"""The list of commands, and how quickly it comes."""

from __future__ import annotations

import inspect
import subprocess
import sys
from importlib import import_module

import pytest

from detente.cli.app import app
from detente.cli.commands import COMMANDS, GROUPS

HEAVY = ("scipy", "polars", "spacy", "fastapi", "altair", "trafilatura", "duckdb", "pydantic")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_line_of_a_command_is_the_first_paragraph_of_its_docstring(name: str) -> None:
    home, line = COMMANDS[name]
    module, function = home.split(":")

    told = inspect.getdoc(getattr(import_module(f"detente.cli.{module}"), function)) or ""

    assert " ".join(told.split("\n\n")[0].split()) == line


@pytest.mark.parametrize("name", sorted(GROUPS))
def test_line_of_a_group_is_its_help(name: str) -> None:
    home, line = GROUPS[name]
    module, group = home.split(":")

    assert getattr(import_module(f"detente.cli.{module}"), group).help == line


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys; from detente.cli import app; app(['--help'], result_action='return_value'); "
        f"sys.stderr.write(' '.join(n for n in {HEAVY!r} if n in sys.modules))"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "brief" in run.stdout
    assert run.stderr == ""


def test_a_command_shows_its_whole_docstring() -> None:
    code = "from detente.cli import main; main(['gaps', '--help'])"

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "detente gaps" in run.stdout
    assert "--store" in run.stdout


@pytest.mark.parametrize("asked", [["gaps"], ["claims", "track"], ["claims"], ["brief"]])
def test_help_shows_the_examples_of_the_docstring(asked: list[str]) -> None:
    code = f"from detente.cli import main; main({[*asked, '--help']!r})"

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert f" detente {' '.join(asked)} " in run.stdout.split("Examples:")[1]
    assert "--no-json" not in run.stdout


@pytest.mark.parametrize("name", [*sorted(COMMANDS), "fetch gdelt", "claims"])
def test_help_tells_of_every_option(name: str) -> None:
    _, path, _ = app.parse_commands(name.split())

    told = path[-1].assemble_argument_collection(parse_docstring=True)

    assert [one.name for one in told if not one.parameter.help] == []
    assert [one.name for one in told if one.field_info.default == () and one.show_default] == []
