"""`detente review`: look at coded events one by one, and accept, fix or reject each by a key."""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import Annotated, Literal

import polars as pl
from cyclopts import Parameter
from rich.console import Console
from rich.text import Text

from detente.cli.app import echo, note, print_frame, print_json
from detente.cli.desk import Desk, review_events
from detente.coding.review import Corrections, to_review
from detente.coding.review_rows import agreement, training_rows
from detente.core.errors import DetenteError
from detente.core.tables import EVENTS, check
from detente.store.store import open as open_store

__all__ = ["review"]


def review(
    source: Path = Path("detente-store"),
    *,
    corrections: Annotated[Path, Parameter(name=["--corrections", "-c"])] = Path(
        "corrections.jsonl"
    ),
    order: Literal["unsure", "random", "newest"] = "unsure",
    dataset: str = "detente",
    limit: int | None = None,
    reviewer: str = "",
    figures: Annotated[bool, Parameter(negative="")] = False,
    training: Path | None = None,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Show coded events one by one with the words they were read from; accept, fix or reject each.

    Every decision is on disk at once, and undoing one is another line: stop whenever you like, and
    go on later. What was decided is not shown again. Review in random order to learn how often the
    coder is right, the unsure ones to teach it most.

    Parameters
    ----------
    source
        Folder of a store, or a Parquet file of events.
    corrections
        File that keeps the decisions.
    order
        unsure (least confident first), random, or newest.
    dataset
        Only events that this coder coded.
    limit
        Show no more than so many.
    reviewer
        Your name or initials, kept with each decision.
    figures
        Show no event, but how often those reviewed in this order were left as coded, by root.
    training
        Show no event, but write the decisions to this file as sentences to train on.
    json
        With --figures: print JSON.

    Examples
    --------
    detente review my-store --order random --limit 50 --reviewer ak

    detente review my-store --order random --figures --json
    """
    kept = Corrections(corrections)
    if training is not None:
        return _write_training(kept, training)
    if figures:
        return _print_figures(kept, order, json=json)
    events = to_review(_events(source, dataset), kept.standing(), order=order)
    if limit is not None:
        events = events.head(limit)
    if events.is_empty():
        note("Nothing is left to review.")
        return 0
    done = review_events(events, kept, _terminal(), reviewer=reviewer, drawn_by=order)
    echo(
        f"{done['accept']} accepted, {done['fix']} fixed, {done['reject']} rejected; "
        f"kept in {corrections}"
    )
    return 0


def _events(source: Path, dataset: str) -> pl.DataFrame:
    if source.suffix == ".parquet" and source.is_file():
        return check(pl.read_parquet(source), EVENTS).filter(pl.col("dataset") == dataset)
    if not source.is_dir():
        raise DetenteError(
            f"'{source}' is neither a store nor a Parquet file of events. Make a store with: "
            "detente code PAGES --store STORE"
        )
    return open_store(source).events(dataset=dataset)


def _write_training(kept: Corrections, path: Path) -> int:
    standing = kept.standing()
    rows = training_rows(standing)
    lines = [json_text.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    path.write_text("".join(lines), encoding="utf-8")
    left_out = len(standing) - len(rows)
    note(f"wrote {len(rows)} sentences to {path}; left out, as both sides share words: {left_out}")
    return 0 if rows else 1


def _print_figures(kept: Corrections, order: str, *, json: bool) -> int:
    table = agreement(kept.standing(), drawn_by=order)
    if json:
        print_json(table)
    else:
        print_frame(table, title=f"Events left as coded, of those reviewed in {order} order")
    return 0 if table.height else 1


def _terminal() -> Desk:
    console = Console()

    def ask(question: str) -> str | None:
        try:
            return input(f"  {question}: ")
        except EOFError:
            return None

    def press(keys: str) -> str | None:
        console.print(Text(keys, style="bold"), end=" ")
        key = _one_key() if sys.stdin.isatty() else _line_key()
        console.print()
        return key

    return Desk(press, ask, console.print)


def _line_key() -> str | None:
    """First letter of the next line: for pipes, and for terminals without single keys."""
    line = sys.stdin.readline()
    return line.strip()[:1].lower() if line else None


def _one_key() -> str | None:
    """The next key, without waiting for Enter where the terminal can do that."""
    try:
        import termios
        import tty
    except ImportError:
        return _line_key()
    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle)
        key = sys.stdin.read(1)
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
    return key.lower() if key and key != "\x04" else None
