"""`detente standing`: who gets on best and worst with whom, thin pairs among them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import polars as pl
from cyclopts import Parameter

from detente.cli.app import echo, note, print_frame, print_json
from detente.cli.windows import parse_window, window_events
from detente.core.errors import CoverageError
from detente.core.phrases import counted
from detente.core.states import require_state
from detente.relations.events import known
from detente.relations.standing import standing as measure
from detente.show.charts import save_chart
from detente.show.standing_chart import ends, of_state, plot_standing, ranked
from detente.store import store as stores

__all__ = ["standing"]


def standing(
    state: str | None = None,
    /,
    *,
    store: Path = Path("detente-store"),
    since: Annotated[str | None, Parameter(name="--from")] = None,
    until: Annotated[str | None, Parameter(name="--to")] = None,
    period: str | None = None,
    min_events: int = 10,
    domain: str | None = None,
    sectors: str | None = None,
    dataset: str | None = None,
    as_of: str | None = None,
    limit: int = 30,
    chart: Path | None = None,
    json: bool = False,
) -> None:
    """Rank pairs of states by how well they get on, or one state's relations, warmest first.

    For comparing many pairs, thin ones too: one number a pair for the whole window, in Goldstein
    points, both directions alike. A pair's own record is held back towards what its two states are
    like with all others, the more the fewer events it has; meetings and calls count little. The
    warmth of `detente relation` instead follows one relation through time, each direction too, from
    its own events, talk counted fully: so the two differ in level.

    Args:
        state: Only this state's relations, by code or name.
        store: Folder of the store.
        since: First day, month or year; the store's first if left out.
        until: Last day, month or year, included.
        period: Rank each year, quarter or month by itself; without it, the window is taken whole.
        min_events: Least events of a pair to be listed; those of fewer still inform the rest.
        domain: Only deeds of this domain.
        sectors: Only deeds whose two sides are both of these sectors, such as GOV,MIL; without it,
            deeds of citizens, police and press count as their state's.
        dataset: Only this dataset; without it, each by itself.
        as_of: See nothing reported on this day or later.
        limit: Pairs to print and to draw; of more, half are the warmest and half the coolest.
        chart: Write a chart to this file: .html, .png or .svg.
        json: Print JSON, all pairs.

    Examples:
        detente standing Pakistan --store my-store --from 2018 --chart standing.svg

        detente standing --store my-store --from 2015 --to 2018 --period year --min-events 50
    """
    centre = require_state(state) if state else None
    window = parse_window(since, until)
    held = stores.open(store, create=False)
    day = parse_window(as_of, None)[0]
    events = window_events(held, window, dataset=dataset, sectors=sectors)
    every = of_state(measure(events, period=period, domain=domain, as_of=day), centre)
    found = ranked(every.filter(pl.col("events") >= min_events))
    if found.is_empty():
        raise CoverageError(
            f"{store}: no pair{f' of {centre}' if centre else ''} has {min_events} events here. "
            "Lower --min-events, widen the dates, or leave out --domain, --sectors and --dataset."
        )
    last = _last_days(known(events, day)) if period is None else {}
    if chart:
        save_chart(plot_standing(found, state=centre, most=limit, until=last), chart)
        note(f"Chart written to {chart}.")
    if json:
        print_json(found)
        return
    _print(found, centre, limit, last)
    if few := every.height - found.height:
        note(f"{counted(few, 'pair')} of fewer than {min_events} events left out (--min-events).")
    echo(
        "standing = expected + kept × (own − expected). expected: what the two states are like "
        "with all others; kept: how much of the rest the events bear out."
    )


def _last_days(events: pl.DataFrame) -> dict[str, date]:
    return dict(events.group_by("dataset").agg(pl.col("happened_on").max()).rows())


def _print(found: pl.DataFrame, centre: str | None, limit: int, last: dict[str, date]) -> None:
    pair = pl.concat_str("one", pl.lit(" – "), "other").alias("pair")
    partner = pl.when(pl.col("one") == pl.lit(centre)).then("other").otherwise("one")
    who = partner.alias("with") if centre else pair
    sides = [pl.col(name).round(1).cast(pl.String) for name in ("low", "high")]
    of = f" of {centre}" if centre else ""
    for (dataset, first), rows in found.partition_by(
        ["dataset", "period"], as_dict=True, maintain_order=True
    ).items():
        until = last.get(str(dataset))
        when = f"{first} to {until}" if until else f"period from {first}"
        band = pl.format("{} … {}", *sides).alias(f"{rows['level'][0]:.0%} band")
        shown = ends(rows, limit).select(
            "rank", who, "events", "standing", band, "own", "expected", "kept"
        )
        title = f"Standing{of} in Goldstein points, {dataset}, {when}"
        print_frame(shown, title=title, limit=limit)
        if between := rows.height - shown.height:
            note(f"… {counted(between, 'pair')} in between; --json prints all.")
