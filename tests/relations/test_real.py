"""The measures on ICEWS, where it is at hand: figures that its own tables give."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from detente.relations.counts import count_events
from detente.relations.panel import panel_of
from detente.relations.warmth import fit_panel
from detente.shifts.drivers import drivers
from detente.shifts.find import find_shifts
from quality.icews import load

SHARED = Path(os.environ.get("DETENTE_SHARED", Path(__file__).parents[3] / "shared"))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (SHARED / "data" / "icews").exists(),
        reason="needs ../shared/data/icews (or DETENTE_SHARED)",
    ),
]


def test_united_states_and_russia_differ_on_pakistan_as_the_data_say() -> None:
    """Mean Goldstein of 2018, as its README has it: about -0.7 and +3.1."""
    counts = count_events(load(SHARED, "icews18"), directed=False)

    sums = counts.group_by("actor", "recipient").agg(pl.col("sum_weight", "events").sum())
    mean = {
        row[:2]: row[2] / row[3]
        for row in sums.select("actor", "recipient", "sum_weight", "events").iter_rows()
    }
    assert mean["PAK", "USA"] == pytest.approx(-0.7, abs=0.05)
    assert mean["PAK", "RUS"] == pytest.approx(3.1, abs=0.05)


def test_the_whole_year_fits_in_one_call_and_every_band_is_finite() -> None:
    panel = panel_of(count_events(load(SHARED, "icews18")), period="week")[0]

    fit = fit_panel(panel)

    assert panel.dyads.height == 8041
    assert np.isfinite(fit.smoothed.level).all()
    assert (fit.smoothed.variance > 0).all()


def test_russia_and_pakistan_in_2014_are_refused_for_seven_events() -> None:
    found = drivers(load(SHARED, "icews14"), ("RUS", "PAK"))

    assert found.rung == "not enough data"
    assert "7 events" in found.answer


def test_the_skripal_affair_is_found_as_conflict_and_as_visits() -> None:
    found = find_shifts(load(SHARED, "icews18"), dyads=[("GBR", "RUS")])

    spring = found.filter(pl.col("shifted_on").dt.month() == 3)
    assert set(spring["series"]) == {"conflict", "cooperation"}
