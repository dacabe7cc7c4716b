"""Levels of pairs beside other sources: the GDELT record, UN votes, and their own other weeks."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
from scipy.stats import norm, spearmanr

from detente.relations.standing import standing
from detente.relations.warmth import Fit, fit_warmth
from detente.store.cameo import cameo_table
from quality.icews import load
from quality.report import Figures

MEASURES = {
    "warmth": "mean warmth",
    "warmth_rest": "mean warmth without consultations",
    "mean": "plain mean weight",
    "mean_rest": "plain mean without consultations",
    "standing": "standing (pooled over the two states' relations)",
    "sum": "sum of weights",
}
PAIR = ["actor", "recipient"]
# UN sessions of the years of a record.
SESSIONS = {"icews18": (73,), "icews14": (69,), "icews05_15": (66, 67, 68, 69, 70)}
LEVEL = 0.9


def agreement(shared: Path) -> Figures:
    """The pairs of 2018 by how much is known of them."""
    levels, gdelt, votes = _levels(shared, "icews18"), _gdelt(shared), _votes(shared, "icews18")
    rows: list[tuple[object, ...]] = []
    floors = {}
    for least in (10, 50, 200):
        own = levels.filter(pl.col("events") >= least)
        with_gdelt, with_votes = (own.join(other, on=PAIR) for other in (gdelt, votes))
        for name, label in MEASURES.items():
            found = (
                _rank(with_gdelt, name, "balance"), _rank(with_gdelt, name, "score"),
                _rank(with_votes, name, "closeness"),
            )  # fmt: skip
            rows.append((label, least, with_gdelt.height, *found))
            if least == 200 and name in ("warmth", "standing"):
                low = (0.62, 0.33) if name == "warmth" else (0.68, 0.34)
                floors[f"agreement of {name} with GDELT"] = (found[0], low[0])
                floors[f"agreement of {name} with UN votes"] = (found[2], low[1])
    return Figures(
        "Agreement between pairs with other sources, 2018 (Spearman)",
        ("measure", "least events", "pairs", "GDELT balance", "GDELT sum", "UN votes"),
        tuple(rows),
        note=(
            "GDELT balance: sum of the daily scores over the sum of their sizes, January-October "
            "2018; GDELT sum mixes volume in. UN votes: less distance of ideal points, session 73. "
            "Leaving out consultations (visits, calls, statements) was judged on the pairs with "
            "50 to 199 events, but the figures of 200 lay beside them. The standing's numbers were "
            "chosen on the next table; of 200 events and more, four settings were looked at after "
            "that choice (decisions/0037)."
        ),
        floors=floors,
    )


def chosen_on(shared: Path) -> Figures:
    """The sets on which ways to measure a level were judged: none holds a pair of the aim."""
    columns: list[tuple[str, pl.DataFrame, str]] = []
    for least, most in ((10, 49), (50, 199)):
        pairs = _levels(shared, "icews18").filter(pl.col("events").is_between(least, most))
        columns.append((f"GDELT {least}-{most}", pairs.join(_gdelt(shared), on=PAIR), "balance"))
        votes = _votes(shared, "icews18")
        columns.append((f"votes {least}-{most}", pairs.join(votes, on=PAIR), "closeness"))
    for name, year in (("icews14", "2014"), ("icews05_15", "2011-15")):
        both = _levels(shared, name).join(_votes(shared, name), on=PAIR)
        for least, most in ((50, 199), (200, 10**9)):
            some = both.filter(pl.col("events").is_between(least, most))
            columns.append((f"votes {year}, {least}{'+' if most > 199 else '-199'}", some,
                            "closeness"))  # fmt: skip
    rows = [("pairs", *(table.height for _, table, _ in columns))]
    for name, label in MEASURES.items():
        rows.append((label, *(_rank(table, name, other) for _, table, other in columns)))  # type: ignore[arg-type]
    return Figures(
        "The same on other pairs and years, on which the measure was chosen (Spearman)",
        ("measure", *(title for title, _, _ in columns)),
        tuple(rows),
        note="By number of events in the record. 2011-15: October 2011 to December 2015 as one.",
    )


def other_weeks(shared: Path) -> Figures:
    """Every second week measured, the weeks between them foretold."""
    rows = []
    for name, since in (("icews18", date(2018, 1, 1)), ("icews14", date(2014, 1, 1)),
                        ("icews05_15", date(2013, 1, 1))):  # fmt: skip
        events = _with_roots(load(shared, name)).filter(
            pl.col("happened_on").is_between(since, since.replace(month=12, day=31))
        )
        even = pl.col("happened_on").dt.epoch("d") // 7 % 2 == 0
        known, later = (standing(events.filter(week), level=LEVEL) for week in (even, ~even))
        both = known.join(
            later.select("one", "other", events_later="events", later="own",
                         later_error="own_error"),
            on=["one", "other"],
        )  # fmt: skip
        for least, most in ((1, 49), (50, 10**9)):
            some = both.filter(pl.col("events").is_between(least, most),
                               pl.col("events_later") >= 20)  # fmt: skip
            error = {
                of: float((some["later"] - some[of]).pow(2).mean())  # type: ignore[arg-type]
                for of in ("own", "expected", "standing")
            }
            label = f"{least}-{most}" if most < 10**9 else f"{least}+"
            rows.append((name, label, some.height, *error.values(), _inside(some)))
    return Figures(
        "Standing from every second week, held against a pair's own mean in the weeks between",
        (
            "record",
            "events",
            "pairs",
            "squared error: own mean",
            "the two states'",
            "standing",
            "mean in the band, widened by its own noise",
        ),
        tuple(rows),
        note=(
            "Pairs with 20 events or more in the weeks between, one year of each record (2013 of "
            f"2011-15). The band is of {LEVEL:.0%}."
        ),
    )


def _inside(some: pl.DataFrame) -> float:
    """Share of later means within the band, widened by the later mean's own error."""
    reach = float(norm.ppf(0.5 + LEVEL / 2))
    known = (pl.col("high") - pl.col("low")) / 2 / reach
    wide = reach * (known**2 + pl.col("later_error") ** 2).sqrt()
    return float(some.select(((pl.col("later") - pl.col("standing")).abs() <= wide).mean()).item())


# the sources


@cache
def _levels(shared: Path, name: str) -> pl.DataFrame:
    """One row a pair: its events and its level by every measure of `MEASURES`."""
    events = _with_roots(load(shared, name))
    deeds = events.filter(pl.col("root") != "CONSULT")
    whole, rest = (_means(fit_warmth(some, directed=False)[0]) for some in (events, deeds))
    pooled = standing(events, period=None).select("standing", actor="one", recipient="other")
    return whole.join(rest.drop("events", "sum"), on=PAIR, suffix="_rest").join(pooled, on=PAIR)


def _with_roots(events: pl.DataFrame) -> pl.DataFrame:
    """With the roots that an import gives (a comment that praises is SUPPORT, not CONSULT)."""
    table = cameo_table()
    roots = dict(zip(table["code"], table["root"], strict=True))
    named = pl.col("cameo").replace_strict(roots, default=None, return_dtype=pl.String)
    return events.with_columns(root=pl.coalesce(named, "root"))


def _means(fit: Fit) -> pl.DataFrame:
    panel = fit.panel
    total = (np.nan_to_num(panel.mean) * panel.events).sum(axis=1)
    return panel.dyads.with_columns(
        events=pl.Series(panel.events.sum(axis=1)),
        warmth=pl.Series(fit.smoothed.level.mean(axis=1)),
        sum=pl.Series(total),
        mean=pl.Series(total / panel.events.sum(axis=1)),
    )


def _gdelt(shared: Path) -> pl.DataFrame:
    path = shared / "data" / "gdelt_dyads" / "gdelt_dyads_daily.parquet"
    rows = pl.read_parquet(path).filter(pl.col("date") < date(2018, 11, 1))
    rows = rows.with_columns(pl.col("a", "b").cast(pl.String))
    return rows.group_by(
        actor=pl.min_horizontal("a", "b"), recipient=pl.max_horizontal("a", "b")
    ).agg(
        score=pl.col("score").sum(),
        balance=pl.col("score").sum() / pl.col("score").abs().sum(),
    )


def _votes(shared: Path, name: str) -> pl.DataFrame:
    path = shared / "data" / "unga" / "IdealpointestimatesAll_Apr2020.csv"
    table = pl.read_csv(path, infer_schema_length=20000, null_values=["NA", ""])
    points = (
        table.filter(pl.col("session").is_in(SESSIONS[name]))
        .unique(["iso3c", "session"], keep="first", maintain_order=True)
        .group_by("iso3c").agg(pl.col("IdealPoint").mean())
    )  # fmt: skip
    one = points.rename({"iso3c": "actor", "IdealPoint": "first"})
    other = points.rename({"iso3c": "recipient", "IdealPoint": "second"})
    return one.join(other, how="cross").with_columns(
        closeness=-(pl.col("first") - pl.col("second")).abs()
    )


def _rank(table: pl.DataFrame, name: str, other: str) -> float:
    return float(spearmanr(table[name], table[other]).statistic)
