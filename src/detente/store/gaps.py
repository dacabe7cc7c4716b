"""Which days each dataset covers, and which it doesn't: silence is told from absence by this."""

from __future__ import annotations

import re
from datetime import date, timedelta

import polars as pl

from detente.store.store import Store

__all__ = ["find_holes", "missing_quarters", "summarise_coverage"]

QUARTERS = 96  # GDELT 2.0 publishes a file every 15 minutes.
_STAMP = re.compile(r"(\d{8})(\d{6})\.(translation\.)?export", re.IGNORECASE)


def summarise_coverage(store: Store) -> pl.DataFrame:
    """What each dataset covers.

    Returns:
        One row per dataset: `events`, `first_day`, `last_day`, `covered_days`, `missing_days`
        between the two, `holes` (runs of missing days), `outside` (events on days that aren't
        covered, which no measure counts). All but `events` are null for a dataset that states no
        covered day: measures take it as covered from its first report to its last.
    """
    days = store.coverage()
    holes = find_holes(store)
    covered = days.group_by("dataset").agg(
        first_day=pl.col("day").min(), last_day=pl.col("day").max(), covered_days=pl.len()
    )
    missing = holes.group_by("dataset").agg(missing_days=pl.col("days").sum(), holes=pl.len())
    events = store.scan("events").select("dataset", day="happened_on")
    inside = (
        events.join(days.lazy(), on=["dataset", "day"], how="semi").group_by("dataset").len("i")
    )
    counted = (
        events.group_by("dataset").len("events").join(inside, on="dataset", how="left")
        .select("dataset", "events", outside=pl.col("events") - pl.col("i").fill_null(0))
        .collect()
    )  # fmt: skip
    table = covered.join(missing, on="dataset", how="left").join(
        counted, on="dataset", how="full", coalesce=True
    )
    counts = ["covered_days", "missing_days", "holes", "outside"]
    stated = pl.col("first_day").is_not_null()
    return table.with_columns(
        pl.col("events").cast(pl.Int64).fill_null(0),
        pl.when(stated).then(pl.col(counts).cast(pl.Int64).fill_null(0)),
    ).select(
        "dataset", "events", "first_day", "last_day", "covered_days", "missing_days", "holes",
        "outside",
    ).sort("dataset")  # fmt: skip


def find_holes(store: Store) -> pl.DataFrame:
    """Runs of days without coverage between a dataset's first and last covered day.

    Returns:
        One row per hole: `dataset`, `since`, `until` (exclusive), `days`, sorted.
    """
    days = store.coverage()
    before = pl.col("day").shift(1).over("dataset", order_by="day")
    return (
        days.with_columns(since=before + timedelta(days=1), until=pl.col("day"))
        .filter(pl.col("since") < pl.col("until"))
        .select("dataset", "since", "until",
                days=(pl.col("until") - pl.col("since")).dt.total_days())
        .sort("dataset", "since")
    )  # fmt: skip


def missing_quarters(store: Store) -> pl.DataFrame:
    """Days of GDELT 2.0 of which some, and not all, 15-minute files were imported.

    Returns:
        One row per dataset, day and feed (`english`, `translated`): `files` of 96, `missing`.
    """
    found: dict[tuple[str, date, str], set[str]] = {}
    ledger = store.ledger().filter(pl.col("layout") == "gdelt").select("dataset", "file")
    for dataset, name in ledger.iter_rows():
        for stamp in _STAMP.finditer(name):
            day = date(int(stamp[1][:4]), int(stamp[1][4:6]), int(stamp[1][6:]))
            feed = "translated" if stamp[3] else "english"
            found.setdefault((dataset, day, feed), set()).add(stamp[2])
    rows = [
        (*key, len(times), QUARTERS - len(times))
        for key, times in sorted(found.items())
        if len(times) < QUARTERS
    ]
    schema = {"dataset": pl.String, "day": pl.Date, "feed": pl.String, "files": pl.Int64,
              "missing": pl.Int64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")
