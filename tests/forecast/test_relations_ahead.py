"""Distributions of a relation's next weeks: counts, scores, ensembles, no peeking."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from detente.core.errors import CoverageError, TableError
from detente.core.states import state_map
from detente.core.tables import FORECAST, check
from detente.forecast.backtest import backtest
from detente.forecast.baselines import BASELINES, ewma, last_value, local_level
from detente.forecast.boosted import Plan, fit_boosted
from detente.forecast.dispersion import fit_dispersion, sizes_of
from detente.forecast.ensemble import fit_pool, pooled_rates
from detente.forecast.panel import CountPanel, count_panel, parse_horizon, period_bounds
from detente.forecast.relations import forecast_relation, seen_before
from detente.forecast.rolling import Rolled, roll
from detente.forecast.scores import (
    area_under_curve,
    brier,
    calibration_error,
    crps_counts,
    gain,
    log_score_counts,
    quantile_counts,
)
from detente.forecast.signals import signal_names, signals
from detente.forecast.track_record import track_record, verdict
from detente.forecast.warmth_ahead import warmth_covered

STATES = sorted(set(state_map("iso3")) - {"USA"})[:40]
TINY = Plan(rounds=5, stride=4, most_rows=3_000)


def panel_of(counts: np.ndarray) -> CountPanel:
    dyads = tuple((f"A{row % 4}", f"B{row // 4}") for row in range(len(counts)))
    bounds = tuple(date(2018, 1, 1) + timedelta(7 * at) for at in range(counts.shape[1] + 1))
    return CountPanel(dyads, bounds, counts.astype(float), "week")


def test_periods_end_on_the_day_of_the_forecast():
    bounds = period_bounds(date(2018, 3, 31), first=date(2018, 1, 1), unit="month")

    assert bounds == (date(2018, 1, 31), date(2018, 2, 28), date(2018, 3, 31))


def test_weeks_are_counted_back_from_as_of_and_late_reports_are_not_seen(make_events):
    events = make_events(
        ("2018-01-01", "PAK", "CONSULT", "RUS"),
        ("2018-01-09", "PAK", "ASSAULT", "RUS"),
        ("2018-01-14", "PAK", "CONSULT", "RUS"),
        ("2018-01-15", "PAK", "CONSULT", "RUS"),
    ).with_columns(reported_on=pl.Series([None, date(2018, 1, 10), date(2018, 1, 16), None]))

    panel = count_panel(events, as_of=date(2018, 1, 15), at_least=1)

    assert panel.bounds == (date(2018, 1, 1), date(2018, 1, 8), date(2018, 1, 15))
    assert panel.counts[0].tolist() == [[1, 0, 0, 0], [0, 0, 0, 1]]


def test_a_horizon_without_a_known_unit_is_refused():
    assert parse_horizon("12w") == (12, "week")
    for text in ("12", "0w", "w", "3y", "99m"):
        with pytest.raises(TableError, match="not a horizon"):
            parse_horizon(text)


def test_a_day_before_any_whole_week_is_refused(make_events):
    events = make_events(("2018-01-01", "PAK", "CONSULT", "RUS"))

    with pytest.raises(CoverageError, match="No whole week"):
        count_panel(events, as_of=date(2018, 1, 5))


def test_the_crps_of_a_sure_zero_is_the_count_and_of_a_coin_is_a_quarter():
    """A mass at 0 scores |y|. P(0) = P(1) = 1/2 is no negative binomial, but size → ∞ is Poisson:
    CRPS of Poisson(1) at 1 is 0.2492 by the sum Σ (F(k) - 1[k ≥ 1])²."""
    tiny = crps_counts(np.array([3.0]), mean=np.array([1e-9]), size=np.array([1.0]))
    poisson = crps_counts(np.array([1.0]), mean=np.array([1.0]), size=np.array([1e6]))

    below = np.exp(-1) * np.cumsum([1, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720])
    by_hand = below[0] ** 2 + ((1 - below[1:]) ** 2).sum()
    assert tiny[0] == pytest.approx(3.0, abs=1e-6)
    assert poisson[0] == pytest.approx(by_hand, abs=1e-4)


@given(st.integers(0, 60), st.floats(0.01, 50), st.floats(0.05, 100))
@settings(max_examples=60, deadline=None)
def test_the_crps_equals_the_expected_distance_form(count, mean, size):
    """CRPS = E|Y - y| - E|Y - Y′|/2 (Gneiting & Raftery 2007, eq. 21)."""
    grid = np.arange(0, int(nbinom.ppf(1 - 1e-10, size, size / (size + mean))) + 2)
    chance = nbinom.pmf(grid, size, size / (size + mean))
    below = np.cumsum(chance)
    spread = 2 * (below * (1 - below)).sum()
    expected = (chance * np.abs(grid - count)).sum() - spread / 2

    found = crps_counts(np.array([float(count)]), mean=np.array([mean]), size=np.array([size]))[0]

    assert found == pytest.approx(expected, abs=2e-4, rel=2e-4)


def test_the_log_score_and_quantiles_are_those_of_scipy():
    mean, size = np.array([0.5, 4.0]), np.array([0.7, 3.0])
    count = np.array([2.0, 1.0])

    assert log_score_counts(count, mean=mean, size=size) == pytest.approx(
        -nbinom.logpmf(count, size, size / (size + mean))
    )
    assert quantile_counts(0.9, mean=mean, size=size).tolist() == [2.0, 8.0]


def test_scores_of_probabilities_by_hand():
    happened = np.array([0.0, 0.0, 1.0, 1.0])
    probability = np.array([0.1, 0.4, 0.35, 0.8])

    assert brier(happened, probability) == pytest.approx((0.01 + 0.16 + 0.4225 + 0.04) / 4)
    assert area_under_curve(happened, probability) == 0.75
    assert calibration_error(happened, probability, bins=1) == pytest.approx(0.5 - 0.4125)
    assert np.isnan(area_under_curve(np.zeros(2), np.zeros(2)))


def test_a_gain_over_oneself_is_zero_and_half_the_score_is_half():
    scores = np.array([1.0, 2.0, 4.0])

    assert gain(scores, scores).share == 0
    assert (gain(scores / 2, scores).low, gain(scores / 2, scores).high) == (0.5, 0.5)


def test_simple_forecasts_by_hand():
    counts = np.array([[[4.0], [0.0], [2.0]]])

    assert last_value(counts).tolist() == [[2.0]]
    assert ewma(counts, half_life=1)[0, 0] == pytest.approx((4 / 4 + 0 + 2) / 1.75)
    assert local_level(counts)[0, 0] == pytest.approx(2.0, abs=0.3)


def test_spread_is_recovered_from_planted_counts():
    random = np.random.default_rng(1)
    mean = np.full((4_000, 1), 2.0)
    count = random.negative_binomial(1.5, 1.5 / 3.5, size=(4_000, 1)).astype(float)

    size = sizes_of(fit_dispersion(count, mean), mean)

    assert size[0, 0] == pytest.approx(1.5, rel=0.25)


def test_the_pool_gives_the_weight_to_the_model_that_knows():
    random = np.random.default_rng(2)
    truth = random.gamma(1.0, 2.0, size=(10, 60, 4)) + 0.05
    counts = random.poisson(truth).astype(float)
    noise = random.gamma(1.0, 2.0, size=(10, 60, 4)) + 0.05
    past = Rolled(tuple(range(10)), 1, {"knows": truth, "guesses": noise}, {}, counts)

    pool = fit_pool(past)

    assert (pool.weights[0] > 0.85).all()
    assert (pool.weights >= 0).all()
    mean, size = pooled_rates(pool, {"knows": truth[0], "guesses": noise[0]})
    assert mean.shape == size.shape == (60, 4)


def test_signals_have_names_and_ignore_later_periods():
    random = np.random.default_rng(3)
    counts = random.poisson(1.0, size=(8, 30, 4))
    later = counts.copy()
    later[:, 20:] = 99

    assert signals(panel_of(counts), 20).shape == (8, len(signal_names()))
    assert np.array_equal(signals(panel_of(counts), 20), signals(panel_of(later), 20))


def test_forecasts_at_an_origin_ignore_later_periods():
    random = np.random.default_rng(4)
    counts = random.poisson(1.0, size=(40, 30, 4))
    later = counts.copy()
    later[:, 26:] = 50

    first, second = (
        roll(panel_of(table), origins=[25, 26], steps=(1,), plan=TINY)[0]
        for table in (counts, later)
    )

    for name, rates in first.rates.items():
        assert np.array_equal(rates, second.rates[name]), name
    for name, rates in first.rare.items():
        assert np.array_equal(rates, second.rare[name]), name
    assert fit_boosted(panel_of(counts), origin=25, steps=(1,), plan=TINY)


def test_a_planted_surge_is_followed_by_the_learned_models_not_by_the_mean_of_all():
    random = np.random.default_rng(5)
    level = np.repeat(random.gamma(1.0, 3.0, size=(60, 6, 1)), 8, axis=1)
    counts = random.poisson(np.repeat(level, 4, axis=2))
    rolled = roll(panel_of(counts), origins=range(30, 48), steps=(1,), plan=TINY, refit_every=6)[0]

    record = track_record(rolled)

    assert record is not None
    errors = {name: ((rates - rolled.counts) ** 2).mean() for name, rates in rolled.rates.items()}
    assert errors["boosting"] < errors["mean of all"]
    assert record.own.crps < 1.1 * record.baseline.crps


def test_too_few_past_periods_are_said_not_to_be_measured():
    counts = np.ones((3, 1, 4))
    rolled = Rolled((5,), 1, {name: counts.transpose(1, 0, 2) for name in BASELINES}, {},
                    counts.transpose(1, 0, 2))  # fmt: skip

    assert track_record(rolled) is None
    assert verdict(None).startswith("not measured")


def test_a_forecast_has_a_row_per_class_and_step_and_its_intervals_are_nested(random_events):
    events = random_events(600, days=210, seed=6)

    table = forecast_relation(
        events, ("USA", "RUS"), horizon="3w", as_of=date(2020, 7, 20), plan=TINY
    )

    check(table, FORECAST)
    assert table.group_by("step").len().sort("step")["len"].to_list() == [5, 5, 5]
    counts = table.filter(pl.col("measure") != "warmth")
    assert (counts["low_90"] <= counts["low_50"]).all()
    assert (counts["high_50"] <= counts["high_90"]).all()
    assert counts["probability"].is_between(0, 1).all()
    warmth = table.filter(pl.col("measure") == "warmth")
    assert warmth["high_80"].is_sorted()
    assert warmth["probability"].null_count() == 3


@given(st.integers(0, 10_000), st.integers(160, 205))
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_forecast_ignores_reports_from_as_of_onwards(random_events, seed, day):
    events = random_events(400, days=210, seed=seed)
    as_of = date(2020, 1, 6) + timedelta(days=day)
    known = events.filter((pl.col("reported_on") < as_of) & (pl.col("happened_on") < as_of))

    first, second = (
        forecast_relation(table, ("PAK", "IND"), horizon="2w", as_of=as_of, plan=TINY)
        for table in (events, known)
    )

    assert first.equals(second)


def test_a_short_record_gives_the_baseline_and_says_that_nothing_was_measured(make_events):
    events = make_events(
        ("2018-01-01", "PAK", "CONSULT", "RUS"),
        ("2018-01-10", "PAK", "CONSULT", "RUS"),
        ("2018-01-20", "PAK", "CONSULT", "RUS"),
    )

    table = forecast_relation(events, ("Pakistan", "RUS"), horizon="2w", as_of=date(2018, 1, 29))

    row = table.row(0, named=True)
    assert row["measure"] == "verbal_coop"
    assert row["mean"] == pytest.approx(row["baseline_mean"], rel=0.5)
    assert row["gain"] is None
    assert "not measured" in row["verdict"]


def test_a_backtest_scores_every_model_and_the_ensemble(random_events):
    events = random_events(900, days=210, seed=8)

    table = backtest(events, as_of=date(2020, 8, 3), origins=4, most_dyads=10, plan=TINY)

    assert set(table["model"]) >= {*BASELINES, "ensemble"}
    assert table["crps"].is_sorted()
    base = table.filter(pl.col("model") == "EWMA, half-life 6")
    assert base["gain"].item() == 0


def test_a_backtest_of_too_short_a_record_is_refused(random_events):
    with pytest.raises(CoverageError, match="too few"):
        backtest(random_events(400, days=40, seed=9), as_of=date(2020, 2, 10))


def test_bands_of_warmth_hold_a_drifting_level_about_as_often_as_stated():
    random = np.random.default_rng(12)
    rows = []
    for state in STATES:
        level = random.normal(0, 2)
        for week in range(60):
            level += random.normal(0, 0.3)
            day = date(2020, 1, 6) + timedelta(7 * week)
            weights = np.clip(level + random.normal(0, 1.5, size=3), -10, 10)
            rows += [(day, "USA", state, "verbal_coop", float(weight)) for weight in weights]
    names = ["happened_on", "actor", "recipient", "quad", "weight"]
    days = [date(2020, 1, 6) + timedelta(7 * week) for week in (40, 44, 48, 52)]

    table = warmth_covered(
        pl.DataFrame(rows, schema=names, orient="row"),
        days=days, steps=(1, 4), unit="week", until=date(2021, 3, 1),
    )  # fmt: skip

    assert table.height == 8
    assert table["covered_80"].mean() == pytest.approx(0.8, abs=0.08)
    assert table["covered_50"].mean() == pytest.approx(0.5, abs=0.1)


def test_what_was_seen_before_is_counts_and_warmth_of_the_last_periods(make_events):
    events = make_events(
        ("2018-01-01", "PAK", "CONSULT", "RUS"),
        ("2018-01-10", "PAK", "CONSULT", "RUS"),
        ("2018-01-22", "PAK", "ASSAULT", "RUS"),
    )

    table = seen_before(events, ("PAK", "RUS"), as_of=date(2018, 1, 22), periods=2)

    talks = table.filter(pl.col("measure") == "verbal_coop")
    assert talks["start"].to_list() == [date(2018, 1, 8), date(2018, 1, 15)]
    assert talks["value"].to_list() == [1.0, 0.0]
    assert table.filter(pl.col("measure") == "material_conf")["value"].sum() == 0
    assert table.filter(pl.col("measure") == "warmth")["value"].null_count() == 0


def test_periods_covered_before_the_first_event_are_zeros_and_a_known_warmth_is_taken(make_events):
    events = make_events(("2018-01-10", "PAK", "CONSULT", "RUS"))
    levels = pl.DataFrame(
        {"period": [date(2017, 12, 25), date(2018, 1, 8)], "filtered": [0.5, 2.0]}
    )

    table = seen_before(
        events, ("PAK", "RUS"), as_of=date(2018, 1, 22), since=date(2018, 1, 1), levels=levels
    )

    talks = table.filter(pl.col("measure") == "verbal_coop")
    assert talks["value"].to_list() == [0.0, 1.0, 0.0]
    assert table.filter(pl.col("measure") == "warmth")["value"].to_list() == [2.0]
