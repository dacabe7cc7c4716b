"""`detente tilt`: which of two or more states a state is closer to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
from cyclopts import Parameter

from detente.cli.app import echo, note, print_frame, print_json
from detente.cli.windows import covered_window, from_period, parse_window, record_until
from detente.relations.tilt import tilt as measure
from detente.show.charts import save_chart
from detente.show.measures import plot_tilt
from detente.show.names import side_name
from detente.show.wording import tilt_words
from detente.store import store as stores

__all__ = ["tilt"]


def tilt(
    state: str,
    between: Annotated[list[str], Parameter(negative=())],
    *,
    store: Path = Path("detente-store"),
    since: Annotated[str | None, Parameter(name="--from")] = None,
    until: Annotated[str | None, Parameter(name="--to")] = None,
    period: str = "month",
    directed: bool = False,
    domain: str | None = None,
    dataset: str | None = None,
    as_of: str | None = None,
    chart: Path | None = None,
    json: bool = False,
) -> None:
    """Show how much closer a state is to the first of some others than to the next, with a band.

    Positive leans to the first named of a pair. A band that holds zero means: not shown.
    Warmth is measured from the start of the record, so that --from doesn't move it.

    Args:
        state: The state that leans, by code or name.
        between: Two states or more that it may lean to.
        store: Folder of the store.
        since: First day, month or year, its period whole; the store's first if left out.
        until: Last day, month or year, included; nothing later is looked at.
        period: day, week, month, quarter or year.
        directed: Look at the state's own deeds alone.
        domain: Only deeds of this domain.
        dataset: Only this dataset.
        as_of: See nothing reported on this day or later.
        chart: Write a chart to this file: .html, .png or .svg.
        json: Print JSON.

    Examples:
        detente tilt PAK USA RUS CHN --store my-store --from 2018

        detente tilt Pakistan Russia China --store my-store --period week --chart tilt.html
    """
    window = parse_window(since, until)
    held = stores.open(store, create=False)
    day = parse_window(as_of, None)[0]
    table = measure(
        record_until(held, window, dataset=dataset), state, between=between, period=period,
        directed=directed, domain=domain, as_of=day,
        coverage=covered_window(held, (None, window[1]), dataset=dataset, as_of=day),
    )  # fmt: skip
    table = from_period(table, window[0], period=period)
    if chart:
        save_chart(plot_tilt(table), chart)
        note(f"Chart written to {chart}.")
    if json:
        print_json(table)
        return
    for (dataset_, towards, than), rows in table.partition_by(
        ["dataset", "towards", "than"], as_dict=True, maintain_order=True
    ).items():
        title = f"{rows['state'][0]} between {towards} (+) and {than} (−), {dataset_}, by {period}"
        shown = rows.select("period", "tilt", "low", "high",
                            pl.col("probability").alias(f"chance {towards}"),
                            pl.col("events_towards").alias(f"events {towards}"),
                            pl.col("events_than").alias(f"events {than}"))  # fmt: skip
        print_frame(shown, title=title, limit=60)
        known = rows.drop_nulls("tilt").sort("period")
        if known.is_empty():
            unseen = " and ".join(
                side_name(str(pole)) for pole, events in ((towards, "events_towards"),
                (than, "events_than")) if not rows[events].sum()
            )  # fmt: skip
            echo(f"Not known: no event of {side_name(rows['state'][0])} with {unseen} here.")
        else:
            echo(tilt_words(known.row(-1, named=True)))
