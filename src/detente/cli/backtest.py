"""`detente backtest`: what forecasts would have been worth in the past."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
from cyclopts import Parameter

from detente.cli.app import echo, note, print_frame, print_json
from detente.cli.forecast import day_after, day_of, one_dataset
from detente.cli.output import TableFile
from detente.cli.windows import window_events
from detente.core.pairs import parse_pair
from detente.forecast.backtest import ENSEMBLE
from detente.forecast.backtest import backtest as backtest_of
from detente.forecast.baselines import HARD_BASELINE
from detente.store import store as stores
from detente.store.exporting import write_table

__all__ = ["backtest"]


def backtest(
    *,
    store: Path = Path("detente-store"),
    as_of: str | None = None,
    unit: str = "week",
    step: int = 1,
    origins: int = 9,
    most_dyads: int = 50,
    dyad: Annotated[tuple[str, ...], Parameter(show_default=False)] = (),
    dataset: str | None = None,
    output: TableFile = None,
    json: bool = False,
) -> None:
    """Forecast again from past days and score every model against what then happened.

    Each origin sees only what was known before it; weights and spreads come from earlier origins.
    CRPS is in events per dyad and period, lower is better; gain is the share below the EWMA.

    Args:
        store: Folder of the store.
        as_of: End of the last period scored; the day after the store's last if left out.
        unit: week or month.
        step: Periods ahead.
        origins: How many past days to forecast from.
        most_dyads: Score the busiest dyads, this many.
        dyad: Score these instead, as PAK:RUS; may be given several times.
        dataset: Which dataset, where the store holds several.
        output: Write the table to this file: .csv, .parquet, .json or .jsonl.
        json: Print JSON.

    Examples:
        detente backtest --store my-store

        detente backtest --step 4 --dyad PAK:RUS --dyad PAK:USA --store my-store
    """
    held = stores.open(store, create=False)
    day = day_of(as_of)
    events = one_dataset(window_events(held, (None, day), dataset=dataset))
    table = backtest_of(
        events,
        as_of=day or day_after(events),
        unit=unit,
        step=step,
        origins=origins,
        dyads=[parse_pair(text) for text in dyad],
        most_dyads=most_dyads,
    )
    if output:
        write_table(table, output)
        note(f"Table written to {output}.")
    if json:
        print_json(table)
        return
    shown = table.select(
        "model", "crps", "gain", "gain_low", "gain_high", "log_score", "covered_80",
        pl.col("brier", "skill", "auc"), pl.col("calibration_error").alias("calibration"),
    ).with_columns(pl.col(pl.Float64).round(3))  # fmt: skip
    print_frame(shown.with_columns(pl.col(pl.Float64).cast(pl.String)), title=_title(unit, step))
    echo(_verdict(table))


def _title(unit: str, step: int) -> str:
    return f"{step} {unit}{'s' if step > 1 else ''} ahead (brier … calibration: material conflict)"


def _verdict(table: pl.DataFrame) -> str:
    row = table.filter(pl.col("model") == ENSEMBLE).row(0, named=True)
    if row["gain_low"] > 0:
        return f"The ensemble was {row['gain']:.1%} better than {HARD_BASELINE} (CRPS)."
    return f"The ensemble was no better than {HARD_BASELINE} (CRPS)."
