"""What goes with a deed in the record: roles, ratios, simulated paths."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from detente.core.codebook import QUADS
from detente.core.errors import CodebookError
from detente.forecast.boosted import Plan
from detente.forecast.panel import CountPanel
from detente.forecast.relations import forecast_relation
from detente.forecast.simulate import simulate
from detente.forecast.what_if import impulse_response, role_of, what_if

TINY = Plan(rounds=5, stride=4, most_rows=3_000)


def answering_panel(answer: float, *, seed: int = 0) -> CountPanel:
    """60 pairs over 120 weeks: a rare attack is followed by `answer` attacks back a week."""
    random = np.random.default_rng(seed)
    pairs, weeks = 60, 120
    first = np.zeros((pairs, weeks, 4))
    first[..., 3] = random.random((pairs, weeks)) < 0.05
    back = np.zeros((pairs, weeks, 4))
    lately = np.zeros((pairs, weeks))
    for lag in (1, 2):
        lately[:, lag:] += first[:, :-lag, 3]
    back[..., 3] = random.poisson(0.3 + answer * np.minimum(lately, 1))
    dyads = [(f"A{at:02}", f"B{at:02}") for at in range(pairs)]
    bounds = tuple(date(2018, 1, 1) + timedelta(7 * at) for at in range(weeks + 1))
    counts = np.concatenate([first, back])
    return CountPanel((*dyads, *(dyad[::-1] for dyad in dyads)), bounds, counts, "week")


def test_every_way_of_sharing_a_state_has_a_role_and_strangers_have_none():
    shock = ("USA", "PAK")

    assert role_of(shock, ("USA", "PAK")) == "same"
    assert role_of(shock, ("PAK", "USA")) == "back"
    assert role_of(shock, ("USA", "RUS")) == "actor's others"
    assert role_of(shock, ("PAK", "RUS")) == "recipient's others"
    assert role_of(shock, ("RUS", "USA")) == "to actor"
    assert role_of(shock, ("RUS", "PAK")) == "to recipient"
    assert role_of(shock, ("RUS", "CHN")) is None


def test_a_planted_answer_shows_one_week_after_and_is_gone_after_three():
    """Back rates: .3 in calm weeks, .3 + 1.2 in the two weeks after an attack: ratio 5."""
    found = impulse_response(answering_panel(1.2), kind=3, role="back", steps=6)

    assert found.shocks > 200
    assert found.low[0, 3] > 2.5
    assert found.low[3, 3] < 1.2
    assert found.high[3, 3] > 0.8


def test_no_answer_gives_ratios_about_one():
    panels = [answering_panel(0.0, seed=seed) for seed in range(3)]

    found = [impulse_response(panel, kind=3, role="back", steps=4) for panel in panels]

    assert np.mean([response.ratio[:, 3] for response in found]) == pytest.approx(1.0, abs=0.1)
    inside = [(response.low < 1) & (response.high > 1) for response in found]
    assert np.mean([table[:, 3] for table in inside]) > 0.6


def test_simulated_paths_with_the_attack_hold_more_answers():
    panel = answering_panel(1.2)

    drawn = simulate(
        panel, ("B00", "A00"), shock=("A00", "B00"), kind=3, steps=4, paths=2_000, seed=1
    )

    assert drawn.mean_if[1, 3] > 1.3 * drawn.mean[1, 3]
    assert drawn.mean.shape == (4, 4)


def test_the_conditional_forecast_stands_beside_the_unconditional_and_says_what_it_rests_on(
    random_events,
):
    events = random_events(900, days=210, seed=6)
    as_of = date(2020, 7, 20)
    plain = forecast_relation(events, ("PAK", "RUS"), horizon="3w", as_of=as_of, plan=TINY)

    table = what_if(
        events, ("PAK", "RUS"), shock=("USA", "material_conf", "PAK"), forecast=plain, as_of=as_of,
        paths=200,
    )  # fmt: skip

    assert table["step"].unique().sort().to_list() == [2, 3]
    assert set(table["measure"]) == set(QUADS)
    assert table["mean"].to_list() == (
        plain.filter((pl.col("measure") != "warmth") & (pl.col("step") > 1))["mean"].to_list()
    )
    shown = table.filter(pl.col("ratio").is_not_null())
    assert set(shown["note"]) <= {"goes with it in the record; not an effect"}
    assert (shown["shocks"] >= 30).all()
    again = what_if(
        events, ("PAK", "RUS"), shock=("USA", "material_conf", "PAK"), forecast=plain, as_of=as_of,
        paths=200,
    )  # fmt: skip
    assert table.equals(again)


def test_strangers_get_no_ratio_and_an_unknown_class_is_refused(random_events):
    events = random_events(600, days=120, seed=7)
    as_of = date(2020, 5, 4)
    plain = forecast_relation(events, ("PAK", "RUS"), horizon="2w", as_of=as_of, plan=TINY)

    table = what_if(
        events, ("PAK", "RUS"), shock=("USA", "material_conf", "CHN"), forecast=plain, as_of=as_of,
        paths=100,
    )  # fmt: skip

    assert set(table["note"]) == {"not shown: no state in common"}
    with pytest.raises(CodebookError, match="no quad class"):
        what_if(events, ("PAK", "RUS"), shock=("USA", "war", "PAK"), forecast=plain, as_of=as_of)
