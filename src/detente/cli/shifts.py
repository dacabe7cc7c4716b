"""`detente shifts`: when relations changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import polars as pl
from cyclopts import Parameter

from detente.cli.app import note, print_frame, print_json
from detente.cli.windows import covered_window, of_sectors, parse_window, window_events
from detente.core.errors import DetenteError
from detente.core.phrases import counted
from detente.core.states import require_state
from detente.relations.warmth import warmth
from detente.shifts.find import find_shifts
from detente.show.charts import plot_relation, save_chart
from detente.store import store as stores

__all__ = ["shifts"]


def shifts(
    states: Annotated[list[str] | None, Parameter(negative=())] = None,
    /,
    *,
    store: Path = Path("detente-store"),
    since: Annotated[str | None, Parameter(name="--from")] = None,
    until: Annotated[str | None, Parameter(name="--to")] = None,
    method: str = "chart",
    false_alarms: float | None = None,
    min_events: int = 10,
    directed: bool = False,
    domain: str | None = None,
    sectors: str | None = None,
    dataset: str | None = None,
    as_of: str | None = None,
    limit: int = 30,
    chart: Path | None = None,
    json: bool = False,
) -> None:
    """List when relations changed, strongest first; all relations, one state's, or one pair's.

    Co-operation and conflict are watched apart: a quarrel often brings more visits as well as more
    threats. Accord is the part of co-operation beyond talk: agreements, support, aid, concessions;
    it is named where co-operation as a whole did not move. `size` is the change in events a week
    (Goldstein points with `--method breaks`), friendly positive.

    Args:
        states: Nothing (all relations), one state, or two states.
        store: Folder of the store.
        since: First day, month or year of the record that is read. The first weeks only teach.
        until: Last day, month or year, included.
        method: chart (surges that stand out, looking back), online (day by day, as it became
            known), breaks (level of warmth, looking back), or pelt (needs the library ruptures).
        false_alarms: How many shifts a year pure noise may give each relation, at most: 3.25 unless
            you say otherwise, 2.75 with other methods than chart.
        min_events: Least events of a relation in the window.
        directed: Take each direction apart.
        domain: Only deeds of this domain.
        sectors: Only deeds whose two sides are both of these sectors, such as GOV,MIL; without it,
            deeds of citizens, police and press count as their state's.
        dataset: Only this dataset.
        as_of: See nothing reported on this day or later.
        limit: Rows to print.
        chart: Write a chart of the relation (two states) to this file: .html, .png or .svg.
        json: Print JSON, all rows.

    Examples:
        detente shifts --store my-store --from 2018-01 --to 2018-10

        detente shifts GBR RUS --store my-store --chart shifts.html

        detente shifts Pakistan --store my-store --method breaks
    """
    named = [require_state(state) for state in states or []]
    if len(named) > 2 or (chart and len(named) != 2):
        raise DetenteError("name one state or two; --chart needs two.")
    window = parse_window(since, until)
    held = stores.open(store, create=False)
    day = parse_window(as_of, None)[0]
    events = window_events(held, window, dataset=dataset, sectors=sectors)
    seen: dict[str, Any] = {
        "as_of": day,
        "coverage": covered_window(held, window, dataset=dataset, as_of=day),
        "domain": domain,
    }
    dyads = [(named[0], named[1])] if len(named) == 2 else None
    if dyads and directed:
        dyads.append((named[1], named[0]))
    found = find_shifts(
        events, directed=directed, dyads=dyads, method=method, false_alarms=false_alarms,
        min_events=min_events, **seen,
    )  # fmt: skip
    if len(named) == 1:
        found = found.filter((pl.col("actor") == named[0]) | (pl.col("recipient") == named[0]))
    if chart and dyads:
        table = warmth(events, dyads=dyads, directed=directed, **seen)
        own = held.events(pair=dyads[0], since=window[0], until=window[1], dataset=dataset).filter(
            of_sectors(sectors)
        )
        drawn = plot_relation(
            table, events=own, shifts=found, coverage=seen["coverage"], directed=directed
        )
        save_chart(drawn, chart)
        note(f"Chart written to {chart}.")
    if json:
        print_json(found)
        return
    _print(found, limit)


def _print(found: pl.DataFrame, limit: int) -> None:
    if found.is_empty():
        note("No shift found: nothing moved beyond noise, or too little is known.")
        return
    names = ["dataset"] if found["dataset"].n_unique() > 1 else []
    shown = found.select(
        *names,
        pl.concat_str("actor", pl.lit("–"), "recipient").alias("relation"),
        pl.col("shifted_on").alias("began"),
        pl.col("series").alias("what"),
        pl.col("size").round(1),
        pl.format("{} … {}", pl.col("size_low").round(1), pl.col("size_high").round(1)).alias(
            "band"
        ),
        pl.col("strength").alias("-log p"),
        "course",
    )
    unit, rate = found["unit"][0], found["false_alarms"][0]
    title = f"{counted(found.height, 'shift')}; size in {unit}"
    if found["method"][0] != "pelt":
        title += f"; noise alone gives at most {rate:g} a relation and year"
    print_frame(shown, title=title, limit=limit)
