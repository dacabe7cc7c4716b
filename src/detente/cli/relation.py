"""`detente relation`: how two states get on, both ways, in a window."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import polars as pl
from cyclopts import Parameter

from detente.cli.app import echo, note, print_frame, print_json
from detente.cli.windows import covered_window, of_sectors, parse_window, window_events
from detente.core.codebook import QUADS
from detente.core.errors import CoverageError
from detente.core.states import require_state
from detente.relations.counts import count_events
from detente.relations.warmth import warmth
from detente.shifts.find import FALSE_ALARMS, find_shifts
from detente.show.charts import plot_relation, save_chart
from detente.show.evidence import SHIFT_RATE
from detente.show.time_axis import on_scale
from detente.show.wording import rate_words, series_words
from detente.store import store as stores

__all__ = ["relation"]

DYAD = ["dataset", "actor", "recipient"]
HEADINGS = dict(zip(QUADS, ("words +", "deeds +", "words −", "deeds −"), strict=True))


def relation(
    one: str,
    other: str,
    *,
    store: Path = Path("detente-store"),
    since: Annotated[str | None, Parameter(name="--from")] = None,
    until: Annotated[str | None, Parameter(name="--to")] = None,
    period: str = "week",
    domain: str | None = None,
    sectors: str | None = None,
    dataset: str | None = None,
    as_of: str | None = None,
    late_days: int | None = None,
    chart: Path | None = None,
    json: bool = False,
) -> None:
    """Show how two states get on: counts by class and warmth with its band, each way and as a pair.

    Words and deeds are counted apart, co-operation (+) and conflict (−) too.
    Warmth is in Goldstein points (-10 hostile, 10 friendly); its band holds with nine chances in
    ten, widens in silence, and is printed as far as that scale (--json: as computed). Variances are
    pooled over all dyads of the window.

    Args:
        one: A state, by code (PAK) or name (Pakistan).
        other: The other state.
        store: Folder of the store.
        since: First day, month or year (2018-01); the store's first if left out.
        until: Last day, month or year, included (2018-10); the store's last if left out.
        period: day, week, month, quarter or year.
        domain: Only deeds of this domain: diplomatic, military, economic, energy, …
        sectors: Only deeds whose two sides are both of these sectors, such as GOV,MIL; without it,
            deeds of citizens, police and press count as their state's.
        dataset: Only this dataset; without it, each in rows of its own.
        as_of: See nothing reported on this day or later.
        late_days: Leave out what was reported more than so many days after the deed.
        chart: Write a chart to this file: .html, .png or .svg.
        json: Print JSON: the summary, and the warmth of every period.

    Examples:
        detente relation PAK RUS --store my-store --from 2018-01 --to 2018-10

        detente relation USA Pakistan --store my-store --chart usa-pak.html
    """
    pair = (require_state(one), require_state(other))
    window = parse_window(since, until)
    held = stores.open(store, create=False)
    day = parse_window(as_of, None)[0]
    events = window_events(held, window, dataset=dataset, late_days=late_days, sectors=sectors)
    both = [pair, pair[::-1]]
    cover = covered_window(held, window, dataset=dataset, as_of=day)
    seen = {"period": period, "domain": domain, "as_of": day, "coverage": cover}
    tables = {
        directed: _measure(events, both, directed=directed, **seen) for directed in (True, False)
    }
    summary = pl.concat([_summary(*tables[True]), _summary(*tables[False], pair=True)])
    if summary["events"].sum() == 0:
        raise CoverageError(
            f"{store}: the window is covered, but holds no deed between {pair[0]} and {pair[1]}. "
            "Widen the dates, or leave out --domain, --sectors and --dataset."
        )
    series = pl.concat([table for _, table in tables.values()])
    found = find_shifts(events, dyads=[pair], domain=domain, as_of=day, coverage=cover)
    found = found.sort("shifted_on")
    if chart:
        own = held.events(
            pair=pair, since=window[0], until=window[1], dataset=dataset, late_days=late_days
        ).filter(of_sectors(sectors))
        drawn = plot_relation(tables[True][1], events=own, shifts=found, coverage=cover)
        save_chart(drawn, chart)
        note(f"Chart written to {chart}.")
    if json:
        print_json({"summary": summary, "warmth": series, "shifts": found})
    else:
        _print(summary, pair, period)
        for line in _in_words(found):
            echo(line)


def _measure(
    events: pl.DataFrame, both: list[tuple[str, str]], **choices: Any
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Counts and warmth of the two dyads or the pair, with variances pooled over all dyads."""
    return (
        count_events(events, dyads=both, **choices),
        warmth(events, dyads=both, **choices),
    )


def _summary(counts: pl.DataFrame, table: pl.DataFrame, *, pair: bool = False) -> pl.DataFrame:
    sums = counts.group_by(DYAD, maintain_order=True).agg(
        pl.col("events", *QUADS).sum(),
        mean_weight=pl.col("sum_weight").sum() / pl.col("events").sum().replace(0, None),
    )
    sides = table.group_by(DYAD, maintain_order=True).agg(
        *(
            pl.col(column).first().alias(f"{column}_start")
            for column in ("period", "warmth", "low", "high")
        ),
        *(
            pl.col(column).last().alias(f"{column}_end")
            for column in ("period", "warmth", "low", "high")
        ),
    )
    return sums.join(sides, on=DYAD, how="left").insert_column(
        1, pl.lit("pair" if pair else "dyad").alias("side")
    )


def _print(summary: pl.DataFrame, pair: tuple[str, str], period: str) -> None:
    arrow = pl.when(pl.col("side") == "pair").then(pl.lit(" – ")).otherwise(pl.lit(" → "))
    named: list[pl.Expr] = [pl.col("dataset")] if summary["dataset"].n_unique() > 1 else []
    named.append(pl.concat_str("actor", arrow, "recipient").alias("relation"))
    quads = (pl.col(quad).alias(short) for quad, short in HEADINGS.items())
    start, end = str(summary["period_start"].min()), str(summary["period_end"].max())
    mean = pl.col("mean_weight").alias("mean weight")
    print_frame(
        summary.select(*named, "events", *quads, mean),
        title=f"{pair[0]} and {pair[1]}: events, and their mean weight in Goldstein points",
    )
    # A table of its own: with the counts it would be wider than a terminal.
    ends = [f"{bound}_{which}" for bound in ("low", "high") for which in ("start", "end")]
    print_frame(
        on_scale(summary, *ends).select(*named, _banded("start"), _banded("end")),
        title=f"Warmth in Goldstein points (90 % band), first and last {period}: {start}, {end}",
    )


def _in_words(found: pl.DataFrame) -> list[str]:
    """Shifts in the order of time, one line each, and the rate that they were found at."""
    rate = (
        f"{rate_words([{'false_alarms': FALSE_ALARMS['chart']}])} "
        f"Briefings take {SHIFT_RATE:g} a year, and so list fewer."
    )
    if found.is_empty():
        return ["No shift stands out from noise (see `detente shifts`).", rate]
    named = found["dataset"].n_unique() > 1
    lines = []
    for row in found.to_dicts():
        where = f"{row['dataset']}: " if named else ""
        low, high = sorted(row["direction"] * row[end] for end in ("size_low", "size_high"))
        lines.append(
            f"{where}{row['shifted_on']}: {series_words(row['series'])} {row['before']:.1f} → "
            f"{row['after']:.1f} events a week (change {row['after'] - row['before']:+.1f}, "
            f"band {low:+.1f} … {high:+.1f})"
        )
    return ["Shifts:", *(f"  {line}" for line in lines), rate]


def _banded(which: str) -> pl.Expr:
    parts = [
        pl.col(f"{name}_{which}").round(1).cast(pl.String) for name in ("warmth", "low", "high")
    ]
    name = {"start": "first", "end": "last"}[which]
    return pl.format("{} ({} … {})", *parts).alias(name)
