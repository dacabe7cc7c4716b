"""`detente next`: the likely next events of a state."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import polars as pl
from cyclopts import Parameter

from detente.cli.app import echo, note, print_frame, print_json, progress
from detente.cli.forecast import day_after, day_of, one_dataset
from detente.cli.output import TableFile
from detente.cli.windows import window_events
from detente.core.errors import DetenteError
from detente.core.states import require_state, state_name
from detente.forecast.next_events import next_events
from detente.store import store as stores
from detente.store.exporting import write_table

__all__ = ["next_"]


def next_(
    state: str,
    other: str | None = None,
    *,
    store: Path = Path("detente-store"),
    as_of: str | None = None,
    days: int = 7,
    root: Annotated[tuple[str, ...], Parameter(show_default=False)] = (),
    limit: int = 15,
    dataset: str | None = None,
    output: TableFile = None,
    json: bool = False,
) -> None:
    """Rank the likely next events by and towards a state, with the past deeds that speak for them.

    The probability is of at least one such deed within the days asked for; beside it, that by the
    dyad's own record alone.

    Args:
        state: A state, by code (PAK) or name (Pakistan).
        other: Only deeds between the two.
        store: Folder of the store.
        as_of: See nothing reported from this day on; the day after the store's last if left out.
        days: Length of the window that the probability speaks of.
        root: Only these event types (CONSULT, SANCTION, …); may be given several times.
        limit: Rows at most.
        dataset: Which dataset, where the store holds several.
        output: Write the table to this file: .csv, .parquet, .json or .jsonl.
        json: Print JSON.

    Examples:
        detente next PAK --store my-store --as-of 2018-08-01

        detente next PAK RUS --root CONSULT --days 30 --store my-store
    """
    if days < 1 or limit < 1:
        raise DetenteError("--days and --limit are whole numbers from 1 on.")
    held = stores.open(store, create=False)
    day = day_of(as_of)
    events = one_dataset(window_events(held, (None, day), dataset=dataset))
    until = day or day_after(events)
    with progress() as bar:
        bar.add_task("learning from the record", total=None)
        found = next_events(
            events, state, other=other, roots=root, as_of=until, days=days, limit=limit
        )
    if output:
        write_table(found, output)
        note(f"Table written to {output}.")
    if json:
        print_json(found)
    elif found.is_empty():
        echo(f"Nothing is known of {state_name(require_state(state))} before {until}.")
    else:
        _print(found, state, until, days)


def _print(found: pl.DataFrame, state: str, as_of: date, days: int) -> None:
    name = state_name(require_state(state))
    shown = found.select(
        pl.col("place").alias("#"),
        "actor",
        pl.col("root").alias("deed"),
        "recipient",
        pl.col("probability").alias("chance"),
        pl.col("baseline_probability").alias("own record"),
        pl.col("because").list.first().alias("speaks for it most"),
    )
    print_frame(shown, title=f"{name}: likely within {days} days from {as_of}")
    row = found.row(0, named=True)
    echo(f"All such probabilities: {row['verdict']}.")
    if row["calibration_error"] is not None:
        echo(f"There, they were off by {row['calibration_error']:.1%} on average (calibration).")
