"""Warmth: the model against other software, its band, silence, holes, heavy weeks, no peeking."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tsa.statespace.mlemodel import MLEModel

from detente.core.errors import TableError
from detente.core.tables import COVERAGE, WARMTH
from detente.relations.local_level import change_weights, filter_levels, smooth_levels
from detente.relations.warmth import fit_warmth, warmth
from tests.relations.test_counts import event_tables, make_events

JAN = date(2018, 1, 1)


def drawn(
    *, dyads: int, weeks: int, rate: float, step: float, seed: int = 0
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Events of dyads whose level walks by N(0, step) a week, noise 9, and the true levels."""
    random = np.random.default_rng(seed)
    levels = random.normal(0, 2, (dyads, 1)) + np.cumsum(
        random.normal(0, np.sqrt(step), (dyads, weeks)), axis=1
    )
    names = [f"{chr(65 + d // 26)}{chr(65 + d % 26)}X" for d in range(dyads)]
    events, truth = [], []
    for d, t in np.ndindex(dyads, weeks):
        day = JAN + timedelta(weeks=t)
        truth.append((names[d], day, levels[d, t]))
        for weight in random.normal(levels[d, t], 3.0, random.poisson(rate)):
            events.append((day, names[d], "USA", "verbal_coop", weight))
    return (
        pl.DataFrame(
            events, schema=["happened_on", "actor", "recipient", "quad", "weight"], orient="row"
        ),
        pl.DataFrame(truth, schema=["actor", "period", "level_true"], orient="row"),
    )


def reference_model(y: np.ndarray, noise: np.ndarray, step: float, start: tuple[float, float]):
    """The same model in statsmodels: an MLEModel with time-varying observation variance."""
    model = MLEModel(y, k_states=1, initialization="known", initial_state=np.array([start[0]]),
                     initial_state_cov=np.array([[start[1]]]))  # fmt: skip
    model["design", 0, 0] = model["transition", 0, 0] = model["selection", 0, 0] = 1.0
    model["state_cov", 0, 0] = step
    model["obs_cov"] = noise.reshape(1, 1, -1)
    return model.ssm.smooth()


def test_filter_and_smoother_equal_statsmodels_to_eight_places() -> None:
    random = np.random.default_rng(3)
    y = random.normal(1.0, 2.0, 60)
    y[[0, 5, 6, 7, 30, 59]] = np.nan
    noise = 4.0 / random.integers(1, 9, 60)

    ours = filter_levels(y[None], noise[None], step=np.full((1, 60), 0.3), start=np.array([0.7]),
                         start_variance=np.array([5.0]))  # fmt: skip
    smooth = smooth_levels(y[None], noise[None], filtered=ours)
    theirs = reference_model(y, noise, 0.3, (0.7, 5.0))

    np.testing.assert_allclose(ours.level[0], theirs.filtered_state[0], atol=1e-8)
    np.testing.assert_allclose(ours.variance[0], theirs.filtered_state_cov[0, 0], atol=1e-8)
    np.testing.assert_allclose(smooth.level[0], theirs.smoothed_state[0], atol=1e-8)
    np.testing.assert_allclose(smooth.variance[0], theirs.smoothed_state_cov[0, 0], atol=1e-8)
    np.testing.assert_allclose(ours.log_likelihood[0], theirs.llf, atol=1e-8)


def test_change_weights_give_the_change_of_the_smoothed_level() -> None:
    random = np.random.default_rng(4)
    y = random.normal(0.0, 2.0, 30)
    y[[2, 3, 11]] = np.nan
    noise, step = np.full(30, 2.0), np.full(30, 0.1)
    filtered = filter_levels(y[None], noise[None], step=step[None], start=np.array([1.5]),
                             start_variance=np.array([3.0]))  # fmt: skip
    level = smooth_levels(y[None], noise[None], filtered=filtered).level[0]

    change = change_weights(~np.isnan(y), noise, step=step, start_variance=3.0, between=(4, 21))

    moved = np.nansum(change.weights * y) + change.start_weight * 1.5
    assert moved == pytest.approx(level[21] - level[4], abs=1e-9)
    assert change.weights.sum() + change.start_weight == pytest.approx(0.0, abs=1e-12)


def test_variance_of_a_change_equals_that_of_the_joint_posterior() -> None:
    noise, step = np.full(3, 2.0), np.full(3, 0.5)
    walk = np.array([[3.0, 3.0, 3.0], [3.0, 3.5, 3.5], [3.0, 3.5, 4.0]])
    posterior = walk - walk @ np.linalg.inv(walk + 2.0 * np.eye(3)) @ walk
    contrast = np.array([-1.0, 0.0, 1.0])

    change = change_weights(
        np.ones(3, dtype=bool), noise, step=step, start_variance=3.0, between=(0, 2)
    )

    assert change.variance == pytest.approx(contrast @ posterior @ contrast)


def test_a_ninety_percent_band_covers_the_truth_of_simulated_dyads_nine_times_in_ten() -> None:
    for seed, step in ((0, 0.2), (1, 0.9)):
        events, truth = drawn(dyads=80, weeks=50, rate=1.5, step=step, seed=seed)

        table = warmth(events).join(truth, on=["actor", "period"]).drop_nulls("warmth")

        inside = pl.col("level_true").is_between("low", "high")
        assert 0.88 <= table.select(inside.mean()).item() <= 0.92


def test_silence_widens_the_band_and_does_not_pull_towards_zero() -> None:
    quiet = [("2018-01-02", "RUS", "PAK", 5.0)] * 8 + [("2018-01-09", "RUS", "PAK", 5.0)] * 8
    others = [(f"2018-0{m}-15", "USA", "PAK", -2.0) for m in range(1, 7)]

    table = warmth(make_events(*quiet, *others), dyads=[("RUS", "PAK")])

    filtered = table["filtered"].to_list()
    width = (table["filtered_high"] - table["filtered_low"]).to_list()
    assert filtered[1] == filtered[-1]
    assert all(later > earlier for earlier, later in pairwise(width[1:]))
    assert table["events"].to_list()[2:] == [0] * (table.height - 2)


def test_a_hole_in_coverage_has_no_row_and_still_takes_time() -> None:
    events = make_events(("2018-01-02", "RUS", "PAK", 5.0), ("2018-03-06", "RUS", "PAK", 1.0))
    days = [
        *(JAN + timedelta(n) for n in range(7)),
        *(date(2018, 3, 5) + timedelta(n) for n in range(7)),
    ]
    coverage = COVERAGE.frame({"dataset": "events", "day": day} for day in days)

    table = warmth(events, coverage=coverage)
    whole = warmth(events)

    assert table["period"].to_list() == [JAN, date(2018, 3, 5)]
    assert table["warmth"].to_list() == pytest.approx([whole["warmth"][0], whole["warmth"][-1]])


def test_a_dyad_without_events_has_no_warmth() -> None:
    table = warmth(make_events(("2018-01-02", "USA", "PAK", 5.0)), dyads=[("RUS", "CHN")])

    assert table.select("events", "filtered", "warmth", "low").rows() == [(0, None, None, None)]


def test_a_week_of_three_hundred_raids_does_not_swamp_the_months_around_it() -> None:
    calm = [(f"2018-{m:02d}-{d:02d}", "RUS", "UKR", w) for m in range(1, 11)
            for d, w in ((2, -1.0), (9, 0.5), (16, -2.0), (23, 1.0))]  # fmt: skip
    war = [("2018-05-09", "RUS", "UKR", -9.0)] * 300

    table = warmth(make_events(*calm, *war))

    by_period = dict(table.select("period", "warmth").rows())
    assert by_period[date(2018, 2, 5)] > -2.5
    assert by_period[date(2018, 9, 17)] > -2.5


def test_domains_and_datasets_are_kept_apart() -> None:
    events = make_events(
        ("2018-01-02", "USA", "PAK", 5.0), ("2018-01-02", "USA", "PAK", -7.0)
    ).with_columns(domains=pl.Series([["economic"], ["military"]]), dataset=pl.Series(["a", "b"]))

    both = warmth(events)

    assert both.select("dataset", "mean_weight").rows() == [("a", 5.0), ("b", -7.0)]
    assert warmth(events, domain="military")["domain"].to_list() == ["military"]


def test_counts_already_made_refuse_choices_that_come_too_late() -> None:
    counts = fit_counts()

    with pytest.raises(TableError, match="give as_of"):
        warmth(counts, as_of=JAN)


def fit_counts() -> pl.DataFrame:
    from detente.relations.counts import count_events

    return count_events(make_events(("2018-01-02", "USA", "PAK", 5.0)))


def test_shared_noise_of_a_period_is_found_where_it_was_planted() -> None:
    random = np.random.default_rng(5)
    rows = []
    for d, t in np.ndindex(60, 50):
        shared = random.normal(0, np.sqrt(0.5) * 3)
        for weight in random.normal(1 + shared, 3.0, 6):
            rows.append((JAN + timedelta(weeks=t), f"A{d:02d}", "USA", "verbal_coop", weight))
    events = pl.DataFrame(
        rows, schema=["happened_on", "actor", "recipient", "quad", "weight"], orient="row"
    )

    variances = fit_warmth(events)[0].variances

    assert np.median(variances.shared / variances.noise) == pytest.approx(0.5, abs=0.15)
    assert np.median(variances.noise) == pytest.approx(9.0, rel=0.1)


@settings(max_examples=15, deadline=None)
@given(event_tables(), st.integers(-3, 70))
def test_warmth_ignores_reports_from_as_of_onwards(events: pl.DataFrame, offset: int) -> None:
    as_of = JAN + timedelta(offset)
    known = events.filter(
        (pl.coalesce("reported_on", "happened_on") < as_of) & (pl.col("happened_on") < as_of)
    )

    assert warmth(events, as_of=as_of).equals(warmth(known, as_of=as_of))
    assert warmth(events).columns == WARMTH.names
