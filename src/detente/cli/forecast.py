"""`detente forecast`: what one state may do to another in the next weeks or months."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import polars as pl
from cyclopts import Parameter

from detente.cli.app import echo, note, print_frame, print_json, progress
from detente.cli.output import TableFile
from detente.cli.windows import parse_window, window_events
from detente.core.codebook import SCALE
from detente.core.errors import DetenteError
from detente.core.states import require_state, state_name
from detente.forecast.panel import parse_horizon
from detente.forecast.relations import forecast_relation, seen_before
from detente.forecast.what_if import what_if
from detente.show.charts import save_chart
from detente.show.forecast_charts import plot_forecast
from detente.store import store as stores
from detente.store.exporting import write_table

__all__ = ["forecast"]


def forecast(
    actor: str,
    recipient: str,
    *,
    store: Path = Path("detente-store"),
    horizon: str = "12w",
    as_of: str | None = None,
    given: Annotated[str | None, Parameter(name="--if")] = None,
    dataset: str | None = None,
    chart: Path | None = None,
    output: TableFile = None,
    json: bool = False,
) -> None:
    """Forecast what one state will do to another: counts by class and warmth, as distributions.

    Every row stands beside a simple forecast (EWMA with a half-life of six periods; the last value
    for warmth) and says what it was worth in the past. Give one dataset: counts of different ones
    don't compare.

    Args:
        actor: The state that does, by code (PAK) or name (Pakistan).
        recipient: The state to which it is done.
        store: Folder of the store.
        horizon: How far: weeks (12w) or months (6m).
        as_of: See nothing reported from this day on; the day after the store's last if left out.
        given: Show also what goes with a deed in the record, as ACTOR:CLASS:RECIPIENT
            (USA:material_conf:PAK). Not an effect.
        dataset: Which dataset, where the store holds several.
        chart: Draw fans beside the baseline and what was seen before: .html, .png or .svg.
        output: Write the whole table to this file: .csv, .parquet, .json or .jsonl.
        json: Print JSON.

    Examples:
        detente forecast PAK RUS --horizon 12w --as-of 2018-08-01 --store my-store

        detente forecast IND PAK --horizon 6m --chart fan.png --store my-store

        detente forecast PAK RUS --if USA:material_conf:PAK --as-of 2018-08-01 --store my-store
    """
    held = stores.open(store, create=False)
    day = day_of(as_of)
    events = one_dataset(window_events(held, (None, day), dataset=dataset))
    until = day or day_after(events)
    dyad = (require_state(actor), require_state(recipient))
    with progress() as bar:
        bar.add_task("learning from the record", total=None)
        table = forecast_relation(events, dyad, horizon=horizon, as_of=until)
    ahead = _given(events, dyad, given, table, until) if given else None
    if output:
        write_table(table, output)
        note(f"Table written to {output}.")
    if chart:
        past = seen_before(events, dyad, as_of=until, unit=parse_horizon(horizon)[1])
        save_chart(plot_forecast(table, past=past), chart)
        note(f"Chart written to {chart}.")
    if json:
        print_json({"forecast": table} | ({"if": ahead} if ahead is not None else {}))
        return
    _print(table, dyad, until)
    if ahead is not None and given:
        print_frame(ahead, title=f"Beside it, what goes with {given} in the record (no effect)")


def day_of(text: str | None) -> date | None:
    """The first day of a date, month or year as typed."""
    return parse_window(text, None)[0]


def day_after(events: pl.DataFrame) -> date:
    """The day after the last report (or deed) in a table."""
    last = events.select(pl.coalesce("reported_on", "happened_on").max()).item()
    return date.fromordinal(last.toordinal() + 1)


def one_dataset(events: pl.DataFrame) -> pl.DataFrame:
    """The events, if they are of one dataset.

    Raises:
        DetenteError: they are of several.
    """
    names = sorted(events["dataset"].unique())
    if len(names) > 1:
        raise DetenteError(
            f"The store holds {', '.join(names)}, whose counts don't compare. "
            f"Name one: --dataset {names[0]}."
        )
    return events


def _given(
    events: pl.DataFrame, dyad: tuple[str, str], given: str, table: pl.DataFrame, as_of: date
) -> pl.DataFrame:
    parts = given.split(":")
    if len(parts) != 3:
        raise DetenteError(
            f"'{given}': write --if ACTOR:CLASS:RECIPIENT, as USA:material_conf:PAK."
        )
    shock = (parts[0], parts[1], parts[2])
    return what_if(events, dyad, shock=shock, forecast=table, as_of=as_of)


def _print(table: pl.DataFrame, dyad: tuple[str, str], as_of: date) -> None:
    names = f"{state_name(dyad[0])} → {state_name(dyad[1])}"
    within = [_within(bound).round(1) for bound in ("low_80", "high_80")]
    shown = table.select(
        "measure",
        pl.col("start").alias("from"),
        pl.col("mean").alias("expected"),
        pl.format("{} … {}", *within).alias("80 %"),
        pl.col("probability").alias("any"),
        pl.col("baseline_mean").alias("baseline"),
        pl.col("baseline_probability").alias("baseline any"),
    )
    days = table.select((pl.col("end") - pl.col("start")).dt.total_days().max()).item()
    length = "a week" if days == 7 else "a month"
    for measure in table["measure"].unique(maintain_order=True):
        part = shown.filter(pl.col("measure") == measure).drop("measure")
        unit = "Goldstein points" if measure == "warmth" else f"events {length}"
        print_frame(part, title=f"{names}, {measure.replace('_', ' ')} ({unit}), as of {as_of}")
    for verdict, steps in _verdicts(table):
        echo(f"Steps {steps}: {verdict}.")
    for name, mine in (("counts", pl.col("measure") != "warmth"),
                       ("weekly warmth", pl.col("measure") == "warmth")):  # fmt: skip
        share = table.filter(mine & pl.col("covered_80").is_not_null())["covered_80"].mean()
        if isinstance(share, float):
            echo(f"In the past, {share:.0%} of {name} fell into the 80 % intervals.")


def _within(bound: str) -> pl.Expr:
    """The end of an interval; of warmth cut to Goldstein's scale."""
    end = pl.col(bound)
    return pl.when(pl.col("measure") == "warmth").then(end.clip(*SCALE)).otherwise(end)


def _verdicts(table: pl.DataFrame) -> list[tuple[str, str]]:
    counts = table.filter(pl.col("measure") != "warmth").select("step", "verdict").unique()
    grouped = counts.group_by("verdict").agg(pl.col("step").sort()).sort(pl.col("step").list.min())
    rows = [(verdict, ", ".join(map(str, steps))) for verdict, steps in grouped.rows()]
    warmth = table.filter(pl.col("measure") == "warmth")["verdict"].unique().to_list()
    return [*rows, *((verdict, "of warmth") for verdict in warmth)]
