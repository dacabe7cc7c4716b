"""`detente network`: who is on good and bad terms, blocs, and structural balance."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
from cyclopts import Parameter

from detente.cli.app import echo, note, print_frame, print_json
from detente.cli.windows import covered_window, from_period, parse_window, record_until
from detente.core.errors import CoverageError
from detente.core.phrases import counted
from detente.core.states import require_state
from detente.relations.balance import balance, turned_triads
from detente.relations.blocs import blocs
from detente.relations.network import network as measure
from detente.relations.network import positions
from detente.show.charts import save_chart
from detente.show.measures import plot_network
from detente.store import store as stores

__all__ = ["network"]


def network(
    *,
    store: Path = Path("detente-store"),
    since: Annotated[str | None, Parameter(name="--from")] = None,
    until: Annotated[str | None, Parameter(name="--to")] = None,
    period: str = "quarter",
    neutral: float = 0.0,
    min_events: int = 10,
    states: Annotated[list[str] | None, Parameter(consume_multiple=True, negative=())] = None,
    domain: str | None = None,
    dataset: str | None = None,
    as_of: str | None = None,
    chart: Path | None = None,
    json: bool = False,
) -> None:
    """Show the signed network: sure friends and foes, blocs, and how balanced the triads are.

    A pair is drawn only where its warmth lies over or under the neutral level with its whole band.
    Warmth is measured from the start of the record, so that --from doesn't move it.

    Args:
        store: Folder of the store.
        since: First day, month or year; its period is shown whole.
        until: Last day, month or year, included; nothing later is looked at.
        period: month, quarter or year.
        neutral: Level that parts friends from foes, in Goldstein points.
        min_events: Least events of a pair in a period.
        states: Only these states.
        domain: Only deeds of this domain.
        dataset: Only this dataset.
        as_of: See nothing reported on this day or later.
        chart: Write a chart to this file: .html, .png or .svg.
        json: Print JSON: pairs, blocs, balance, triads that turned.

    Examples:
        detente network --store my-store --from 2018 --period quarter --min-events 40

        detente network --states USA CHN RUS IND PAK AFG IRN SAU --store my-store --chart net.svg
    """
    window = parse_window(since, until)
    held = stores.open(store, create=False)
    day = parse_window(as_of, None)[0]
    edges = measure(
        record_until(held, window, dataset=dataset), period=period, neutral=neutral,
        min_events=min_events, domain=domain, as_of=day,
        coverage=covered_window(held, (None, window[1]), dataset=dataset, as_of=day),
    )  # fmt: skip
    edges = from_period(edges, window[0], period=period)
    if states:
        named = [require_state(state) for state in states]
        edges = edges.filter(pl.col("one").is_in(named) & pl.col("other").is_in(named))
    if edges.is_empty():
        raise CoverageError(
            "no pair is surely friendly or hostile in this window. "
            "Lower --min-events, widen the dates, or move --neutral."
        )
    groups, share, turned = blocs(edges), balance(edges), turned_triads(edges)
    if chart:
        drawn = plot_network(edges, positions=positions(edges), blocs=groups, period=period)
        save_chart(drawn, chart)
        note(f"Chart written to {chart}.")
    if json:
        print_json({"pairs": edges, "blocs": groups, "balance": share, "turned": turned})
        return
    alone = edges["dataset"].n_unique() == 1
    drop = ["dataset"] if alone else []
    words = {"share_shuffled": "shuffled", "p_value": "p"}
    title = f"Structural balance by {period}; shuffled: mean share if signs were dealt at random"
    print_frame(share.drop(drop).rename(words), title=title)
    for sign, name in ((-1, "hostile"), (1, "friendly")):
        pairs = edges.filter(pl.col("sign") == sign).sort(sign * pl.col("warmth"), descending=True)
        if pairs.is_empty():
            echo(f"No pair is surely {name} in any {period}.")
            continue
        title = (
            f"{counted(pairs.height, f'{name} pair')} (one row for each {period}; Goldstein points)"
        )
        print_frame(pairs.drop(*drop, "sign"), title=title, limit=15)
    print_frame(_members(groups).drop(drop), title="Blocs of three states and more", limit=24)
    if turned.is_empty():
        note("No triad turned from balanced to unbalanced or back.")
    else:
        print_frame(_turns(turned), title=f"{counted(turned.height, 'triad')} turned", limit=15)


def _members(groups: pl.DataFrame) -> pl.DataFrame:
    listed = groups.group_by("dataset", "period", "bloc", maintain_order=True).agg(
        states=pl.len(), members=pl.col("state").sort().str.join(" "),
        friends_inside=pl.col("friends_inside").sum() // 2,
        foes_inside=pl.col("foes_inside").sum() // 2,
    )  # fmt: skip
    order = ["dataset", "period", "states"]
    numbered = listed.filter(pl.col("states") >= 3).with_columns(pl.col("bloc") + 1)
    return numbered.sort(order, descending=[False, False, True])


def _turns(turned: pl.DataFrame) -> pl.DataFrame:
    return turned.select(
        "period", pl.concat_str("one", "two", "three", separator="-").alias("triad"), "became",
        pl.col("turned").list.join(", ").alias("pairs that changed sign"),
    )  # fmt: skip
