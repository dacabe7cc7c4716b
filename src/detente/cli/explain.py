"""`detente explain`: which reports make up a change in warmth."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import polars as pl
from cyclopts import Parameter

from detente.cli.app import echo, note, print_frame, print_json
from detente.cli.windows import covered_window, parse_window, window_events
from detente.core.errors import DetenteError
from detente.core.states import require_state
from detente.relations.events import require_period
from detente.shifts.shares import Explanation, shares_by
from detente.shifts.shares import explain as measure
from detente.show.charts import save_chart
from detente.show.measures import plot_shares, shares_title
from detente.store import store as stores

__all__ = ["explain"]

BY = ("root", "quad", "domains", "direction")


def explain(
    actor: str,
    recipient: str,
    *,
    store: Path = Path("detente-store"),
    before: Annotated[str, Parameter(name="--from")],
    after: Annotated[str, Parameter(name="--to")],
    period: str = "week",
    directed: bool = False,
    domain: str | None = None,
    sectors: str | None = None,
    dataset: str | None = None,
    as_of: str | None = None,
    top: int = 10,
    chart: Path | None = None,
    json: bool = False,
) -> None:
    """Show what made up the change in warmth between two days: each report's exact share.

    The shares of all reports add up to the change. Reports of before count too: as they fade, a
    relation recovers from them ("faded"; "came" is what happened in between). Reports of after
    count as well ("looking back"), for the measure reads the whole record; --as-of leaves them out.

    Args:
        actor: A state, by code or name.
        recipient: The other state.
        store: Folder of the store.
        before: Day that is compared from (a month or year means its first day).
        after: Day that is compared to (a month or year means its last day).
        period: day, week, month, quarter or year.
        directed: Only what the first state did to the second.
        domain: Only deeds of this domain.
        sectors: Only deeds whose two sides are both of these sectors, such as GOV,MIL; without it,
            deeds of citizens, police and press count as their state's.
        dataset: The dataset, where the store has several.
        as_of: See nothing reported on this day or later.
        top: Reports to print.
        chart: Write a chart of the shares to this file: .html, .png or .svg.
        json: Print JSON, all shares.

    Examples:
        detente explain USA PAK --from 2018-06-01 --to 2018-09-15 --store my-store

        detente explain Russia Pakistan --from 2018-01 --to 2018-06 --store my-store --top 5
    """
    dyad = (require_state(actor), require_state(recipient))
    start, past_end = parse_window(before, after)
    held = stores.open(store, create=False)
    day = parse_window(as_of, None)[0]
    if start is None or past_end is None:
        raise DetenteError("give both --from and --to.")
    everything = (None, None)
    found = measure(
        window_events(held, everything, dataset=dataset, sectors=sectors), dyad,
        start=start, end=past_end - timedelta(days=1), period=period, directed=directed,
        domain=domain, as_of=day, dataset=dataset,
        coverage=covered_window(held, everything, dataset=dataset, as_of=day),
    )  # fmt: skip
    shares = _with_sentences(held, found.shares, top)
    if chart:
        drawn = plot_shares(shares, change=found.change, title=shares_title(found))
        save_chart(drawn, chart)
        note(f"Chart written to {chart}.")
    if json:
        print_json(_plain(found, shares))
    else:
        _print(found, shares, top, past_end, period)


def _with_sentences(held: stores.Store, shares: pl.DataFrame, top: int) -> pl.DataFrame:
    """Shares with the names and evidence of the largest, which the measures do not read."""
    evidence = ["article_id", "sentence", "record_id"]
    names = ["actor_name", "recipient_name"]
    wanted = shares.sort(pl.col("share").abs(), descending=True).head(max(top, 50))["event_id"]
    rows = held.scan("events").filter(pl.col("event_id").is_in(wanted.drop_nulls().to_list()))
    found = rows.select("event_id", *evidence, *names).collect().unique("event_id")
    return shares.drop(*evidence, *names, strict=False).join(
        found, on="event_id", how="left", maintain_order="left"
    )


def _plain(found: Explanation, shares: pl.DataFrame) -> dict[str, object]:
    return {
        "dataset": found.dataset,
        "dyad": list(found.dyad),
        "periods": [str(day) for day in found.periods],
        "warmth_before": found.before,
        "warmth_after": found.after,
        "change": found.change,
        "change_low": found.low,
        "change_high": found.high,
        "shares": shares,
        **{f"by_{key}": shares_by(_directed(shares), key) for key in BY},
    }


def _directed(shares: pl.DataFrame) -> pl.DataFrame:
    return shares.with_columns(direction=pl.concat_str("actor", pl.lit(" → "), "recipient"))


def _print(found: Explanation, shares: pl.DataFrame, top: int, past_end: date, period: str) -> None:
    one, other = found.dyad
    echo(
        f"{one} and {other} ({found.dataset}): warmth {found.before:+.2f} in the period of "
        f"{found.periods[0]}, {found.after:+.2f} in that of {found.periods[1]}; "
        f"change {found.change:+.2f} (band {found.low:+.2f} … {found.high:+.2f})."
    )
    if found.low <= 0 <= found.high:
        echo("The band holds zero: a change is not shown.")
    largest = shares.sort(pl.col("share").abs(), descending=True).head(top)
    part = float(largest["share"].sum())
    title = (
        f"The {largest.height} largest of {shares.height:,} shares, in Goldstein points; "
        f"together {part:+.2f} of {found.change:+.2f}"
    )
    later = pl.col("happened_on") >= past_end
    # A deed in the period compared from is part of where the change starts.
    new = pl.col("happened_on") >= pl.lit(found.periods[0]).dt.offset_by(require_period(period))
    # Who exactly: a bare "PAK→RUS firearms" may be a policeman and a man from Chechnya.
    deed = pl.concat_str(
        pl.coalesce("mode", "root"), pl.lit(": "), "actor_name", pl.lit(" → "), "recipient_name"
    )
    start = pl.lit("start of the record")
    print_frame(
        largest.select(
            pl.col("happened_on").alias("day"),
            pl.concat_str("actor", pl.lit("→"), "recipient").alias("who"),
            pl.coalesce("sentence", deed, "mode", "root", start).alias("what"),
            "weight",
            "share",
            pl.when(later)
            .then(pl.lit("looking back"))
            .when(new)
            .then(pl.lit("came"))
            .otherwise(pl.lit("faded"))
            .alias("as it"),
        ),
        title=title,
        limit=top,
    )
    for key in BY:
        parts = shares_by(_directed(shares), key).drop_nulls(key)
        print_frame(parts, title=f"By {key}", limit=6)
