"""Tables in a narrow terminal."""

from __future__ import annotations

import subprocess
import sys

import polars as pl
import pytest
from rich.console import Console

from detente.cli.app import print_frame


@pytest.mark.parametrize(("height", "says"), [(2, "1 more row;"), (3, "2 more rows;")])
def test_rows_that_are_not_shown_are_counted(
    height: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    print_frame(pl.DataFrame({"a": range(height)}), limit=1)

    assert says in capsys.readouterr().err


def test_a_table_too_wide_for_the_screen_loses_no_digit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.modules["detente.cli.app"], "_out", Console(width=40, soft_wrap=True))
    wide = pl.DataFrame({f"column {n}": [468558] for n in range(9)} | {"words": ["a b c " * 20]})

    print_frame(wide)

    assert capsys.readouterr().out.count("468558") == 9


def test_a_table_is_drawn_closer_where_that_lets_it_fit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.modules["detente.cli.app"], "_out", Console(width=31, soft_wrap=True))

    print_frame(pl.DataFrame({f"head{n}": [468558] for n in range(4)}))  # 4 x 6 digits, 3 gaps of 2

    assert max(map(len, capsys.readouterr().out.splitlines())) == 30


def test_the_list_of_commands_loads_no_table_library() -> None:
    code = (
        "import sys\n"
        "from detente.cli.app import main\n"
        "try:\n    main(['--help'])\n"
        "except SystemExit:\n    print('polars' in sys.modules)"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.splitlines()[-1] == "False"
