"""The command-line app, and what every command shares: printing, errors, exit codes.

A command file holds plain functions; `commands.py` names them and says where they lie.
Results go to standard output (a table, or JSON with `--json`), progress and notes to standard
error. Exit codes: 0 done, 1 done but some items were rejected and nothing was coded, 2 an error
that the user can mend.
"""

from __future__ import annotations

import inspect
import json
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import cyclopts
from cyclopts import Parameter
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as RichTable

import detente
from detente.cli.commands import COMMANDS, GROUPS
from detente.core.errors import DetenteError
from detente.core.phrases import counted

if TYPE_CHECKING:
    import polars as pl  # Loaded by the commands that need it: `detente --help` doesn't.

__all__ = [
    "app",
    "echo",
    "main",
    "note",
    "print_frame",
    "print_json",
    "progress",
    "tracked",
]

app = cyclopts.App(
    name="detente",
    help="Read the news and measure how states get on.\n\n"
    "States go by code or name (PAK, Pakistan); two in one word by PAK,RUS, PAK:RUS or PAK-RUS.",
    version=detente.__version__,
    help_format="markdown",
    default_parameter=Parameter(negative=()),  # --json has no --no-json.
)

T = TypeVar("T")

for _name, (_home, _line) in sorted((COMMANDS | GROUPS).items()):
    app.command(f"detente.cli.{_home}", name=_name, help=_line)
app.register_install_completion_command()

# Cells up to this long are never broken; the long ones (sentences) share what room is left.
_SHORT = 22

_out = Console(soft_wrap=True)
_err = Console(stderr=True)


def echo(text: str) -> None:
    """Print a line of result to standard output."""
    _out.print(text, markup=False, highlight=False)


def note(text: str) -> None:
    """Print a remark to standard error."""
    _err.print(text, markup=False, highlight=False)


def print_json(value: Any) -> None:
    """Print `value` as JSON to standard output; dates as ISO text, data frames as lists of rows."""
    sys.stdout.write(json.dumps(value, default=_plain, ensure_ascii=False, indent=2) + "\n")


def _plain(value: Any) -> Any:
    for name in ("to_dicts", "to_list"):  # A data frame, a series.
        if hasattr(value, name):
            return getattr(value, name)()
    return str(value)


def print_frame(frame: pl.DataFrame, *, title: str = "", limit: int = 40) -> None:
    """Print a table for reading: at most `limit` rows, floats to two places, null as a dash."""
    table = RichTable(
        title=title or None, title_justify="left", header_style="bold", box=box.SIMPLE_HEAD
    )
    rows = [[_cell(value) for value in row] for row in frame.head(limit).iter_rows()]
    for at, (name, dtype) in enumerate(frame.schema.items()):
        side: Literal["left", "right"] = "right" if dtype.is_numeric() else "left"
        longest = max((len(row[at]) for row in rows), default=0)
        short = longest <= _SHORT
        # Without a least width a table too wide for the screen would lose digits, without a word.
        head = name.replace("_", " ")
        least = max(longest, len(head)) if short else None
        table.add_column(head, justify=side, overflow="fold", no_wrap=short, min_width=least)
    for row in rows:
        table.add_row(*row)
    unbound = _out.options.update(max_width=100_000)
    if _out.measure(table, options=unbound).maximum > _out.width:
        table.collapse_padding, table.pad_edge, table.show_edge = True, False, False
    _out.print(table)
    if frame.height > limit:
        note(f"… {counted(frame.height - limit, 'more row')}; --json prints all.")


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value).replace("[", r"\[")


@contextmanager
def progress() -> Iterator[Progress]:
    """A progress bar on standard error; silent where that isn't a terminal."""
    bar = Progress(
        TextColumn("{task.description:<28}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=_err,
        disable=not _err.is_terminal,
    )
    with bar:
        yield bar


def tracked(items: Iterable[T], label: str, *, total: int | None = None) -> Iterator[T]:
    """Yield `items` while a progress bar on standard error counts them."""
    with progress() as bar:
        task = bar.add_task(label, total=total if total is not None else _length(items))
        for item in items:
            yield item
            bar.advance(task)


def _length(items: Any) -> int | None:
    return len(items) if hasattr(items, "__len__") else None


def _show_examples(asked: Sequence[str]) -> None:
    """Put the examples of the docstring of the command asked for under its help."""
    _, path, _ = app.parse_commands([word for word in asked if word not in ("--help", "-h")])
    command = path[-1].default_command
    lines = inspect.cleandoc((command and command.__doc__) or "").splitlines()
    heads = [at for at, line in enumerate(lines) if line.rstrip(":") == "Examples"]
    if heads:
        shown = "\n".join(lines[heads[0] + 1 :]).removeprefix("--------\n")
        path[-1].help_epilogue = f"Examples:\n\n```text\n{textwrap.dedent(shown)}\n```"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; an expected error prints one message and exits with 2."""
    asked = list(sys.argv[1:] if arguments is None else arguments)
    if asked and asked[0] in COMMANDS:
        app[asked[0]].help = None  # Its own page shows the whole docstring, not the list's line.
    if "--help" in asked or "-h" in asked:
        _show_examples(asked)
    try:
        app(arguments, exit_on_error=True)
    except DetenteError as fault:
        note(f"detente: {fault}")
        sys.exit(2)
    except KeyboardInterrupt:
        note("detente: stopped; what was finished is kept.")
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
