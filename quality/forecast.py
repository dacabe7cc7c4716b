"""Forecasts against published figures and hard baselines, on ICEWS and GDELT dyads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from detente.forecast.backtest import ENSEMBLE, backtest_table, score_models
from detente.forecast.baselines import HARD_BASELINE
from detente.forecast.boosted import Plan
from detente.forecast.facts import Facts, both_ways, facts_from_names
from detente.forecast.panel import count_panel
from detente.forecast.protocol import summarise
from detente.forecast.recurrency import Recurrency, fit_recurrency, recurrency_ranks
from detente.forecast.rolling import roll
from quality.icews import FILES, load, padded
from quality.report import Figures

TITLE = "Forecasts"

# Set, end of the last week scored, first day scored, facts that a dyad must have before that day.
WEEKLY = (
    ("icews18", date(2018, 10, 29), date(2018, 8, 27), 9),
    ("icews14", date(2014, 12, 29), date(2014, 10, 27), 20),
)

COLUMNS = ("model", "crps", "log_score", "gain", "gain_low", "gain_high", "covered_50",
           "covered_80", "covered_90", "brier", "skill", "auc", "calibration_error")  # fmt: skip


def measure(shared: Path) -> Iterator[Figures]:
    """Tables one by one, as each is ready."""
    yield _recurrency(shared)
    for name, end, test, least in WEEKLY:
        yield _ahead(shared, name, end=end, test=test, least=least, step=1)
    name, end, test, least = WEEKLY[0]
    yield _ahead(shared, name, end=end, test=test, least=least, step=4)


def _recurrency(shared: Path) -> Figures:
    facts, valid, test, end = icews_facts(shared, "icews14")
    model = fit_recurrency(facts, start=valid, end=test)
    strict = Recurrency(model.rate, np.ones_like(model.share))
    rows, seen = [], {}
    for label, fitted, published in (("strict", strict, 36.0), ("combined", model, 37.4)):
        ranks = summarise(recurrency_ranks(facts, fitted, start=test, end=end))
        rows.append((label, published, 100 * ranks.mrr, 100 * ranks.hits10, ranks.queries))
        seen[label] = 0.3 - abs(100 * ranks.mrr - published)
    return Figures(
        "The protocol of next events, proven: recurrency baseline on the ICEWS14 test days",
        ("baseline", "published MRR", "our MRR", "our Hits@10", "queries"),
        tuple(rows),
        note="Within 0.3 of the published MRR. The ranker's own table is in performance.md.",
        floors={f"{label} recurrency within 0.3": (gap, 0.0) for label, gap in seen.items()},
    )


def _ahead(shared: Path, name: str, *, end: date, test: date, least: int, step: int) -> Figures:
    table = weekly_scores(shared, name, end=end, test=test, least=least, step=step)
    own = table.filter(pl.col("model") == ENSEMBLE).row(0, named=True)
    weeks = (end - test).days // 7
    return Figures(
        f"{name.upper()}, {step} week{'s' if step > 1 else ''} ahead, the last {weeks} weeks",
        COLUMNS,
        tuple(table.select(COLUMNS).rows()),
        note=(
            f"Directed dyads with {least} or more cross-border facts before {test}. CRPS in events "
            f"summed over quad classes; gain over {HARD_BASELINE}, 95 % interval by dyad. Covered: "
            "cases with at least one event expected. Brier … calibration: any material conflict."
        ),
        # Beyond a week the counts gain nothing over the baseline (-.005 when first measured).
        floors={f"{name} gain at {step}": (own["gain"], 0.0 if step == 1 else -0.02)},
    )


def weekly_scores(
    shared: Path, name: str, *, end: date, test: date, least: int, step: int
) -> pl.DataFrame:
    """`backtest_table` of a set: dyads chosen before the test weeks, new trees each third week."""
    events = load(shared, name)
    chosen = count_panel(events, as_of=test, at_least=least).dyads
    panel = count_panel(events, as_of=end, dyads=chosen, at_least=10**9)
    weeks = (end - test).days // 7
    origins = range(panel.periods - step + 1 - weeks - 8, panel.periods - step + 1)
    rolled = roll(panel, origins=origins, steps=(step,), refit_every=3, plan=Plan())[0]
    return backtest_table(score_models(rolled, test=weeks))


@cache
def icews_facts(shared: Path, name: str) -> tuple[Facts, int, int, int]:
    """All facts of an ICEWS file, both ways, and the first days of valid and test and the end."""
    folder = shared / "data" / "icews"
    frame = pl.read_parquet(folder / f"{FILES[name]}.parquet").with_columns(
        pl.col("subject", "relation", "object", "split").cast(pl.String)
    )
    states = pl.read_csv(folder / "entity_country.csv.gz").filter(pl.col("iso3").is_not_null())
    codes = pl.read_csv(folder / "relations.csv", schema_overrides={"cameo": pl.String})
    families = codes.select("relation", padded(pl.col("cameo")).str.slice(0, 2))
    facts = facts_from_names(
        frame.select(actor="subject", relation="relation", recipient="object", day="date"),
        country=dict(states.select("entity", "iso3").iter_rows()),
        sector=_sectors(set(frame["subject"]) | set(frame["object"])),
        family=dict(families.iter_rows()),
    )
    starts = dict(frame.group_by("split").agg(pl.col("date").min()).iter_rows())
    valid, test = facts.day_of(starts["valid"]), facts.day_of(starts["test"])
    return both_ways(facts), valid, test, int(facts.day.max()) + 1


def _sectors(names: set[str]) -> dict[str, str]:
    """'Police (India)' is of the sector 'Police'."""
    found = {name: re.fullmatch(r"(.*) \(.*\)", name) for name in names}
    return {name: match.group(1) for name, match in found.items() if match}
