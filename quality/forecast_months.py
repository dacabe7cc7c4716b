"""Forecasts over years: ICEWS05-15 by week and month, and how often bands of warmth held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from detente.forecast.backtest import ENSEMBLE, backtest_table, score_models
from detente.forecast.baselines import HARD_BASELINE
from detente.forecast.boosted import Plan
from detente.forecast.panel import count_panel
from detente.forecast.rolling import roll
from detente.forecast.warmth_ahead import warmth_covered
from quality.forecast import COLUMNS
from quality.icews import load
from quality.report import Figures

TITLE = "Forecasts over years, and bands of warmth"
FIRST = date(2011, 10, 10)
"""First whole week from which ICEWS05-15 is complete here."""
TEST, END = date(2015, 1, 1), date(2015, 12, 31)

# Unit, periods ahead, facts a dyad must have before 2015 (one a week or a month), days of
# forecast scored, days before them for weights, how often the trees are grown anew.
RUNS = (("month", 1, 39, 12, 10, 6), ("week", 1, 168, 52, 12, 16), ("month", 3, 39, 10, 10, 6))


def measure(shared: Path) -> Iterator[Figures]:
    """Tables one by one, as each is ready."""
    yield _warmth(shared)
    for unit, step, least, test, before, refit in RUNS:
        table = scores(
            shared, unit=unit, step=step, least=least, test=test, before=before, refit=refit
        )
        yield _figures(table, unit, step, least)


def scores(
    shared: Path, *, unit: str, step: int, least: int, test: int, before: int, refit: int
) -> pl.DataFrame:
    """`backtest_table` for the last `test` days of forecast of 2015."""
    events = load(shared, "icews05_15")
    chosen = count_panel(events, as_of=TEST, unit=unit, since=FIRST, at_least=least).dyads
    panel = count_panel(
        events, as_of=END, unit=unit, since=FIRST, dyads=chosen, at_least=10**9
    )  # fmt: skip
    last = panel.periods - step + 1
    rolled = roll(
        panel,
        origins=range(last - test - before - (step - 1), last),
        steps=(step,),
        refit_every=refit,
        plan=Plan(stride=2 if unit == "week" else 1, most_rows=120_000),
    )[0]
    return backtest_table(score_models(rolled, test=test))


def _figures(table: pl.DataFrame, unit: str, step: int, least: int) -> Figures:
    own = table.filter(pl.col("model") == ENSEMBLE).row(0, named=True)
    return Figures(
        f"ICEWS05-15, {step} {unit}{'s' if step > 1 else ''} ahead, 2015",
        COLUMNS,
        tuple(table.select(COLUMNS).rows()),
        note=(
            f"Directed dyads with {least} or more cross-border facts from {FIRST} to 2014. CRPS in "
            f"events summed over quad classes; gain over {HARD_BASELINE} (half-life in {unit}s), "
            "95 % interval by dyad. Brier … calibration: any material conflict."
        ),
        floors={f"ICEWS05-15 gain, {step} {unit}": (own["gain"], -0.02)},
    )


# Set, days of forecast, end of the record. Each day sees what was reported before it.
WARMTH = (
    ("icews18", [date(2018, 8, 27), date(2018, 9, 10), date(2018, 9, 24)], date(2018, 10, 29)),
    ("icews14", [date(2014, 10, 6), date(2014, 10, 20), date(2014, 11, 3)], date(2014, 12, 29)),
    ("icews05_15", [date(2015, month, 5) for month in (1, 4, 7, 10)], END),
)
STEPS = (1, 4, 8)


def _warmth(shared: Path) -> Figures:
    rows = []
    for name, days, until in WARMTH:
        found = warmth_covered(
            load(shared, name), days=days, steps=STEPS, unit="week", until=until
        )  # fmt: skip
        for step in STEPS:
            part = found.filter(pl.col("step") == step)
            weighted = [
                part.select((pl.col(f"covered_{level}") * pl.col("dyads")).sum()).item()
                / part["dyads"].sum()
                for level in (50, 80, 90)
            ]
            rows.append((name.upper(), step, *weighted, part["dyads"].sum()))
    return Figures(
        "Bands of warmth: share of later weeks' mean weights inside",
        ("set", "weeks ahead", "50 %", "80 %", "90 %", "dyads x days"),
        tuple(rows),
        note=(
            "All directed dyads with an event in the week, at three or four days of forecast. A "
            "week's mean weight is held against the band of the warmth, widened by the noise of "
            "the week's few events as the model states it."
        ),
    )
