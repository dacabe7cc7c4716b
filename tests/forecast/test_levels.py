"""Forecasts of a measured level: simple means, the local level, scores."""

from __future__ import annotations

import numpy as np
import pytest

from detente.forecast.levels import crps_normal, level_means, level_scores


def test_the_crps_of_a_normal_equals_its_integral():
    grid = np.linspace(-12, 12, 48_001)
    from scipy.stats import norm

    below = norm.cdf(grid, 0.5, 2.0)
    by_sum = ((below - (grid >= 1.7)) ** 2).sum() * (grid[1] - grid[0])

    found = crps_normal(np.array([1.7]), mean=np.array([0.5]), sd=np.array([2.0]))[0]

    assert found == pytest.approx(by_sum, abs=1e-3)


def test_means_by_hand_and_a_missing_week_carries_on():
    y = np.array([[1.0, 3.0, np.nan, 5.0] * 4])

    means = level_means(y)

    assert means["last value"][0, :4].tolist() == [1.0, 3.0, 3.0, 5.0]
    assert means["mean of 26"][0, 2] == 2.0
    assert means["EWMA, half-life 6"][0, 0] == 1.0


def test_the_local_level_beats_the_last_value_in_noise_and_the_long_mean_on_a_walk():
    random = np.random.default_rng(0)
    noise = random.normal(size=(30, 160))
    walk = np.cumsum(random.normal(size=(30, 160)), axis=1)

    steady, drifting = (
        {name: scores.mean() for name, scores in level_scores(
            y, origins=range(120, 150), step=1).items()}
        for y in (noise, walk)
    )  # fmt: skip

    assert steady["local level"] < steady["last value"]
    assert drifting["local level"] < drifting["mean of 26"]


def test_scores_at_an_origin_ignore_later_periods():
    random = np.random.default_rng(1)
    y = random.normal(size=(5, 100))
    later = y.copy()
    later[:, 91:] = 50.0

    first, second = (level_scores(table, origins=[90], step=1) for table in (y, later))

    for name in first:
        assert np.array_equal(first[name], second[name]), name
