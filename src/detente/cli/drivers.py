"""`detente drivers`: what moved before a relation moved, if anything is shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
from cyclopts import Parameter

from detente.cli.app import echo, note, print_frame, print_json
from detente.cli.windows import covered_window, parse_window, window_events
from detente.core.errors import CoverageError
from detente.core.pairs import parse_pair
from detente.core.states import require_state
from detente.shifts.drivers import Drivers
from detente.shifts.drivers import drivers as measure
from detente.shifts.responses import impulse_response
from detente.show.charts import save_chart
from detente.show.measures import plot_response
from detente.show.table_charts import plot_drivers
from detente.show.time_axis import last_day
from detente.show.wording import record_words
from detente.store import store as stores

__all__ = ["drivers"]


def drivers(
    one: str,
    other: str,
    *,
    store: Path = Path("detente-store"),
    since: Annotated[str | None, Parameter(name="--from")] = None,
    until: Annotated[str | None, Parameter(name="--to")] = None,
    candidates: Annotated[list[str] | None, Parameter(consume_multiple=True, negative=())] = None,
    respond_to: str | None = None,
    period: str = "week",
    rate: float = 0.1,
    domain: str | None = None,
    dataset: str | None = None,
    as_of: str | None = None,
    limit: int = 12,
    chart: Path | None = None,
    json: bool = False,
) -> None:
    """Ask which third relations moved before this one did; often the answer is "not shown".

    A ladder: described (see `detente explain`), preceded (a lagged test, own past and both states'
    activity removed), specific (placebos pass), replicated (in another dataset or both halves).
    Under 30 events the question is refused.

    Args:
        one: A state of the relation, by code or name.
        other: The other state.
        store: Folder of the store.
        since: First day, month or year.
        until: Last day, month or year, included.
        candidates: Relations to test, as USA-PAK; all that share a state, if left out.
        respond_to: Show how the relation moved in the weeks after this one (USA-PAK) had moved.
        period: week or month.
        rate: False discovery rate over the candidates.
        domain: Only deeds of this domain.
        dataset: The dataset to test in, where the store has several.
        as_of: See nothing reported on this day or later.
        limit: Candidates to print.
        chart: Write a chart to this file, .html, .png or .svg: of the candidates, or, with
            --respond-to, of the response.
        json: Print JSON.

    Examples:
        detente drivers RUS PAK --store my-store --candidates USA-PAK USA-RUS IND-PAK

        detente drivers CHN JPN --store my-store --from 2012

        detente drivers CHN JPN --store my-store --respond-to USA-CHN --chart response.html
    """
    window = parse_window(since, until)
    held = stores.open(store, create=False)
    events = window_events(held, window, dataset=dataset)
    day = parse_window(as_of, None)[0]
    cover = covered_window(held, window, dataset=dataset, as_of=day)
    target = (require_state(one), require_state(other))
    found = measure(
        events, target, candidates=[parse_pair(text) for text in candidates or []] or None,
        period=period, as_of=day, coverage=cover, domain=domain, dataset=dataset, rate=rate,
    )  # fmt: skip
    response = None
    if respond_to:
        try:
            response = impulse_response(
                events, target, driver=parse_pair(respond_to), period=period, as_of=day,
                coverage=cover, domain=domain, dataset=dataset,
            )  # fmt: skip
        except CoverageError as short:
            note(f"No response: {short}")
    if chart:
        _draw(found, response, respond_to, period, chart)
    if json:
        print_json(
            {
                "dataset": found.dataset, "target": list(found.target),
                "target_events": found.target_events, "periods": found.periods,
                "first": found.first, "last": found.last, "rung": found.rung,
                "answer": found.answer, "tested": found.tested, "too_few": found.too_few,
                "candidates": found.table, "response": response,
            }
        )  # fmt: skip
        return
    echo(found.answer)
    echo(f"Rung: {found.rung}.")
    if found.table.height:
        print_frame(_candidates(found.table), title="Candidates, strongest first", limit=limit)
    if response is not None:
        print_frame(response, title=f"Response to {respond_to}, standard deviations")


def _draw(
    found: Drivers,
    response: pl.DataFrame | None,
    respond_to: str | None,
    period: str,
    chart: Path,
) -> None:
    """The response where one is asked for, else the candidates; says so where neither is there."""
    target = "–".join(found.target)
    last = last_day(found.last, period=period)
    record = record_words(found.dataset, found.first, last, period=period)
    if response is not None and respond_to:
        title = f"{target} after {'–'.join(parse_pair(respond_to))} moved"
        save_chart(plot_response(response, title=title, period=period, record=record), chart)
    elif not respond_to and not found.table.is_empty():
        save_chart(plot_drivers(found.table, of=target, record=record), chart)
    else:
        note("No chart: there is nothing to draw.")
        return
    note(f"Chart written to {chart}.")


def _candidates(table: pl.DataFrame) -> pl.DataFrame:
    way = pl.when(pl.col("sign") > 0).then(pl.lit("same")).otherwise(pl.lit("opposite"))
    return table.select(
        pl.concat_str("actor", pl.lit("–"), "recipient").alias("relation"), "events",
        way.alias("way"), "shape", pl.col("correlation").alias("corr."),
        pl.col("p_value").round(3).cast(pl.String).alias("p"),
        pl.col("q_value").round(3).cast(pl.String).alias("q"), "rung",
    )  # fmt: skip
