"""Drivers: planted ones climb the ladder, noise is "not shown", thin records are refused."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from detente.core.errors import CoverageError, TableError
from detente.core.tables import DRIVERS
from detente.shifts.drivers import RUNGS, drivers
from detente.shifts.lagged import controls_for, forward_select, lag_features, lagged_test
from detente.shifts.responses import impulse_response
from detente.shifts.weekly import net_series
from tests.relations.test_counts import make_events

WEEKS = 220
STATES = ("USA", "RUS", "CHN", "IND", "PAK", "JPN", "IRN", "TUR", "FRA", "DEU", "GBR", "BRA")


def world(*, effect: float, seed: int = 0, weeks: int = WEEKS) -> pl.DataFrame:
    """Weekly scores of all pairs: noise that remembers; USA-PAK comes 4 weeks later in PAK-RUS."""
    random = np.random.default_rng(seed)
    pairs = [(a, b) for a in STATES for b in STATES if a < b]
    values = random.standard_t(5, (len(pairs), weeks))
    for week in range(1, weeks):
        values[:, week] += 0.4 * values[:, week - 1]
    target, driver = pairs.index(("PAK", "RUS")), pairs.index(("PAK", "USA"))
    values[target, 4:] -= effect * values[driver, :-4]
    return pl.DataFrame(
        [
            (a, b, date(2018, 1, 1) + timedelta(weeks=week), float(values[row, week]))
            for row, (a, b) in enumerate(pairs)
            for week in range(weeks)
        ],
        schema=["actor", "recipient", "period", "value"],
        orient="row",
    )


def test_a_planted_driver_is_found_with_its_sign_and_climbs_the_ladder() -> None:
    found = drivers(world(effect=0.7), ("RUS", "PAK"))

    best = found.table.row(0, named=True)
    assert found.table.columns == DRIVERS.names
    assert (best["actor"], best["recipient"], best["sign"]) == ("PAK", "USA", -1)
    assert best["moved_before"]
    assert found.rung == "replicated"
    assert best["replicated_in"] == "both halves of the record"
    assert abs(best["lead"]) < abs(best["correlation"])


def test_without_a_driver_the_answer_is_not_shown_with_counts() -> None:
    answers = [drivers(world(effect=0.0, seed=seed), ("RUS", "PAK")) for seed in range(8)]

    quiet = [answer for answer in answers if answer.rung == "described"]
    assert len(quiet) >= 6
    assert quiet[0].answer.startswith("Not shown")
    assert "220 events of PAK–RUS in 220 periods" in quiet[0].answer
    assert not quiet[0].shown


def test_under_thirty_events_the_question_is_refused_with_the_count() -> None:
    events = make_events(*[(f"2018-01-{day:02d}", "RUS", "PAK", 2.0) for day in range(1, 8)])

    found = drivers(events, ("RUS", "PAK"))

    assert found.rung == "not enough data"
    assert "7 events of PAK–RUS" in found.answer
    assert found.table.height == 0


def test_no_answer_says_caused_or_because() -> None:
    for effect in (0.0, 0.7):
        answer = drivers(world(effect=effect), ("RUS", "PAK")).answer.lower()
        assert "caus" not in answer
        assert "because" not in answer


def test_rungs_are_a_ladder() -> None:
    assert RUNGS == ("not enough data", "described", "preceded", "specific", "replicated")


def test_lag_features_read_strictly_earlier_values() -> None:
    series = np.zeros(40)
    changed = series.copy()
    changed[20], changed[21] = 5.0, -5.0  # The mean stays the same.

    same = lag_features(changed) == lag_features(series)

    assert same[:, :21].all()
    assert not same[0, 21]


def test_the_shifted_null_is_calibrated_for_unlinked_series_that_remember() -> None:
    random = np.random.default_rng(3)
    chances = []
    for _ in range(60):
        values = random.normal(size=(9, 200))
        for week in range(1, 200):
            values[:, week] += 0.6 * values[:, week - 1]
        seen = np.ones(200, dtype=bool)
        controls = controls_for(values[0], np.zeros((0, 200)), seen=seen)
        features = np.array([lag_features(row) for row in values[1:]])
        chances += lagged_test(values[0], features, controls=controls, seen=seen).chance.tolist()

    assert np.mean(np.array(chances) <= 0.1) == pytest.approx(0.1, abs=0.04)


def test_forward_selection_takes_the_driver_and_not_its_companion() -> None:
    """The second candidate only moves with the first; once the first is taken, nothing is left."""
    random = np.random.default_rng(4)
    driver = random.normal(size=240)
    companion = driver + random.normal(size=240) * 0.7
    target = random.normal(size=240)
    target[5:] += 0.8 * driver[:-5]
    seen = np.ones(240, dtype=bool)
    others = random.normal(size=(8, 240))
    features = np.array([lag_features(row) for row in (companion, driver, *others)])
    controls = controls_for(target, np.zeros((0, 240)), seen=seen)

    first, chosen = forward_select(target, features, controls=controls, seen=seen, rate=0.1)

    assert first.chance[0] < 0.02
    assert [step.candidate for step in chosen] == [1]


def test_a_response_leaves_the_band_at_the_planted_lag() -> None:
    response = impulse_response(world(effect=0.9), ("RUS", "PAK"), driver=("USA", "PAK"))

    assert response["after"].to_list() == list(range(13))
    assert response.sort("response")["after"][0] == 4
    assert response["beyond"][4]


def test_a_response_is_refused_for_a_thin_relation() -> None:
    with pytest.raises(CoverageError, match="needs at least 30 events"):
        impulse_response(
            make_events(("2018-01-02", "USA", "PAK", 1.0), ("2018-02-02", "BRA", "USA", 1.0)),
            ("USA", "PAK"), driver=("BRA", "USA"),
        )  # fmt: skip


def test_a_state_with_itself_is_refused() -> None:
    with pytest.raises(TableError, match="is no relation"):
        drivers(world(effect=0.0, weeks=40), ("PAK", "Pakistan"))


def test_a_period_without_any_score_counts_as_not_covered() -> None:
    scores = world(effect=0.0, weeks=60).filter(pl.col("period") != date(2018, 3, 5))

    series = net_series(scores)[0]

    assert series.covered.sum() == 59
    assert not series.covered[series.periods.index(date(2018, 3, 5))]
