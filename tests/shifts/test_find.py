"""Shifts: planted ones are found and dated, noise stays quiet, nothing later is looked at."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.errors import TableError
from detente.core.tables import COVERAGE, SHIFTS
from detente.shifts.chart import (
    Alarm,
    alarms,
    apart_from,
    control_chart,
    fresh,
    outstanding,
    review_limits,
    score_limit,
    surge_heights,
)
from detente.shifts.daily import daily_series
from detente.shifts.describe import course_of
from detente.shifts.find import find_shifts
from tests.relations.test_counts import event_tables

JAN = date(2018, 1, 1)


def daily(level: np.ndarray, *, sign: int = -1, seed: int = 0, actor: str = "RUS") -> pl.DataFrame:
    """Events of one dyad with Poisson counts a day, among a steady record of others."""
    random = np.random.default_rng(seed)
    rows = []
    for day, rate in enumerate(level):
        on = JAN + timedelta(days=day)
        quad, weight = ("material_conf", -7.0) if sign < 0 else ("verbal_coop", 3.0)
        rows += [(on, actor, "UKR", quad, weight)] * int(random.poisson(rate))
        rows += [(on, "CHN", "JPN", "verbal_coop", 2.0)] * int(random.poisson(20))
    return pl.DataFrame(
        rows, schema=["happened_on", "actor", "recipient", "quad", "weight"], orient="row"
    )


def test_a_planted_war_is_found_dated_and_hostile() -> None:
    level = np.where(np.arange(200) < 120, 0.3, 3.0)

    found = find_shifts(daily(level), dyads=[("RUS", "UKR")])

    shift = found.row(0, named=True)
    planted = JAN + timedelta(days=120)
    assert found.height == 1
    assert (shift["series"], shift["direction"]) == ("conflict", -1)
    assert shift["earliest"] <= planted <= shift["latest"]
    assert abs((shift["shifted_on"] - planted).days) <= 3
    assert (shift["found_on"] - planted).days <= 7
    assert shift["size_low"] <= -7 * 2.7 <= shift["size_high"]
    assert shift["course"] == "abrupt"


def test_a_thaw_is_a_friendly_shift() -> None:
    level = np.where(np.arange(200) < 120, 0.3, 3.0)

    found = find_shifts(daily(level, sign=1), dyads=[("UKR", "RUS")])

    assert found.select("series", "direction").row(0) == ("cooperation", 1)
    assert found["size"][0] > 0


def with_agreements(talks: int, agreements: np.ndarray) -> pl.DataFrame:
    """Steady consultations and some agreements of one pair, among a steady record of others."""
    random = np.random.default_rng(14)
    rows = []
    for day, rate in enumerate(agreements):
        on = JAN + timedelta(days=day)
        rows += [(on, "RUS", "UKR", "CONSULT")] * talks
        rows += [(on, "RUS", "UKR", "AGREE")] * int(random.poisson(rate))
        rows += [(on, "CHN", "JPN", "CONSULT")] * int(random.poisson(20))
    table = pl.DataFrame(rows, schema=["happened_on", "actor", "recipient", "root"], orient="row")
    return table.with_columns(quad=pl.lit("verbal_coop"), weight=pl.lit(2.0))


def test_a_surge_of_agreements_in_much_talk_is_a_shift_of_accord() -> None:
    events = with_agreements(12, np.where(np.arange(200) < 120, 0.1, 1.5))

    found = find_shifts(events, dyads=[("RUS", "UKR")])

    shift = found.row(0, named=True)
    assert found.height == 1
    assert (shift["series"], shift["direction"]) == ("accord", 1)
    assert abs((shift["shifted_on"] - (JAN + timedelta(days=120))).days) <= 3
    assert shift["size"] == pytest.approx(7 * 1.4, abs=3)


def test_a_surge_of_co_operation_is_not_named_again_as_accord() -> None:
    events = with_agreements(0, np.where(np.arange(200) < 120, 0.3, 4.0))

    found = find_shifts(events, dyads=[("RUS", "UKR")])

    assert found["series"].to_list() == ["cooperation"]


def test_without_roots_accord_is_not_known() -> None:
    events = with_agreements(1, np.full(60, 0.5))

    assert daily_series(events)[0].counts.keys() == {"cooperation", "conflict", "accord"}
    without = daily_series(events.drop("root"))[0]
    assert without.counts.keys() == {"cooperation", "conflict"}


def test_a_method_states_its_own_rate_unless_another_is_named() -> None:
    events = daily(np.where(np.arange(200) < 120, 0.3, 3.0))

    rates = {
        (method, asked): find_shifts(events, method=method, false_alarms=asked)["false_alarms"][0]
        for method in ("chart", "online") for asked in (None, 2.0)
    }  # fmt: skip

    assert rates == {("chart", None): 3.25, ("online", None): 2.75,
                     ("chart", 2.0): 2.0, ("online", 2.0): 2.0}  # fmt: skip


def test_a_rise_over_two_months_is_gradual_and_a_step_abrupt() -> None:
    random = np.random.default_rng(6)
    rise = 1 + 7 * np.clip((np.arange(300) - 120) / 56, 0, 1)
    step = np.where(np.arange(300) < 150, 1.0, 8.0)
    labels = {
        name: [
            course_of(random.poisson(level).astype(float), np.ones(300), start=150)
            for _ in range(20)
        ]
        for name, level in (("rise", rise), ("step", step))
    }

    assert labels["rise"].count("gradual") >= 17
    assert labels["step"].count("abrupt") >= 17


def test_noise_raises_no_more_alarms_than_the_stated_rate() -> None:
    random = np.random.default_rng(7)
    years = 150 * (728 - 182) / 365.25
    for rate in (0.1, 1.0):
        level = np.repeat(random.gamma(3, 1 / 3, (150, 104)), 7, axis=1)
        for counts in (random.poisson(rate, (150, 728)), random.poisson(rate * level)):
            scores = control_chart(counts.astype(float), np.ones(728))
            score, daily = scores.score[:, 182:], scores.daily[:, 182:]
            online = control_chart(counts.astype(float), np.ones(728), online=True)

            assert 2 * len(alarms(online.score[:, 182:], score_limit(1.0))) / years <= 1.2

            limit, reach = review_limits(1.0)
            raised = alarms(score, limit, bridged=3)
            heights = surge_heights(raised, counts[:, 182:].astype(float), daily)
            assert 2 * len(outstanding(raised, heights, reach=reach)) / years <= 1.2


def test_of_alarms_near_each_other_the_highest_stands() -> None:
    raised = [Alarm(0, 10, 12, 2.0), Alarm(0, 60, 61, 2.0), Alarm(0, 260, 265, 2.0),
              Alarm(1, 60, 60, 2.0)]  # fmt: skip

    kept = outstanding(raised, [5.0, 9.0, 5.0, 1.0], reach=100)

    assert [(one.row, one.first) for one in kept] == [(0, 60), (0, 260), (1, 60)]


def test_the_earlier_of_two_equal_surges_stands() -> None:
    raised = [Alarm(0, 10, 12, 2.0), Alarm(0, 60, 61, 2.0)]

    assert outstanding(raised, [5.0, 5.0], reach=100) == raised[:1]


def test_beyond_its_reach_a_surge_has_to_be_twice_as_large_to_displace_another() -> None:
    raised = [Alarm(0, 0, 2, 2.0), Alarm(0, 200, 202, 2.0)]

    assert outstanding(raised, [5.0, 9.9], reach=100) == raised
    assert outstanding(raised, [5.0, 10.1], reach=100) == raised[1:]


def test_alarms_of_two_series_within_three_weeks_are_one() -> None:
    first = [Alarm(0, 50, 55, 2.0), Alarm(2, 10, 12, 2.0)]
    second = [Alarm(0, 29, 40, 2.0), Alarm(0, 72, 80, 2.0), Alarm(1, 50, 50, 2.0)]

    assert apart_from(second, first) == second[1:]


def test_height_is_the_most_events_of_14_days_in_the_first_three_weeks() -> None:
    counts = np.zeros((1, 100))
    counts[0, 50:64] = 2.0
    counts[0, 80] = 90.0

    unseen = np.zeros((1, 100))

    assert surge_heights([Alarm(0, 52, 90, 2.0)], counts, unseen) == [28.0]


def test_three_quarters_of_what_a_fortnight_usually_has_are_no_height() -> None:
    counts, daily = np.ones((1, 100)), np.ones((1, 100))
    counts[0, 50:64] = 2.0
    raised = [Alarm(0, 52, 90, 2.0)]

    assert surge_heights(raised, counts, daily) == [28.0 - 0.75 * 14]
    assert surge_heights(raised, counts, 3.0 * daily) == [0.0]


def test_on_line_a_week_less_busy_than_one_before_is_not_fresh() -> None:
    counts = np.zeros((1, 200))
    counts[0, 20], counts[0, 100], counts[0, 180] = 10.0, 5.0, 9.0

    flags = fresh(counts)[0]

    assert flags[20]
    assert not flags[100]  # half a year has not passed: 10 faded to 7.3
    assert flags[180]  # faded to 5.4


def test_a_score_never_looks_at_a_later_day() -> None:
    random = np.random.default_rng(8)
    counts = random.poisson(0.8, (5, 150)).astype(float)
    exposure = np.ones(150)

    whole = control_chart(counts, exposure)
    part = control_chart(counts[:, :100], exposure[:100])

    np.testing.assert_array_equal(whole.score[:, :100], part.score)
    np.testing.assert_array_equal(whole.expected[:, :100], part.expected)


def test_a_record_that_doubles_everywhere_is_no_shift() -> None:
    level = np.where(np.arange(300) < 150, 1.0, 2.5)
    random = np.random.default_rng(9)
    rows = []
    for day, rate in enumerate(level):
        on = JAN + timedelta(days=day)
        for actor, recipient in (("RUS", "UKR"), ("CHN", "JPN"), ("USA", "GBR"), ("IND", "PAK")):
            rows += [(on, actor, recipient, "verbal_coop", 2.0)] * int(random.poisson(4 * rate))
    events = pl.DataFrame(
        rows, schema=["happened_on", "actor", "recipient", "quad", "weight"], orient="row"
    )

    assert find_shifts(events).height <= 1


def test_a_hole_in_coverage_is_not_a_calm_that_makes_the_return_a_shift() -> None:
    days = [day for day in range(240) if not 100 <= day < 170]
    coverage = COVERAGE.frame(
        {"dataset": "events", "day": JAN + timedelta(days=day)} for day in days
    )
    level = np.where(np.isin(np.arange(240), days), 2.0, 0.0)

    assert find_shifts(daily(level, seed=3), dyads=[("RUS", "UKR")], coverage=coverage).is_empty()


def test_level_breaks_find_a_planted_break_of_warmth() -> None:
    random = np.random.default_rng(10)
    rows = []
    for week in range(60):
        on = JAN + timedelta(weeks=week)
        for weight in random.normal(3.0 if week < 30 else -4.0, 2.0, 6):
            rows.append((on, "RUS", "UKR", "verbal_coop", weight))
        for other in ("JPN", "IND", "VNM", "PHL", "KOR", "THA", "IDN", "MYS"):
            rows += [(on, "CHN", other, "verbal_coop", w) for w in random.normal(2, 2.0, 4)]
    events = pl.DataFrame(
        rows, schema=["happened_on", "actor", "recipient", "quad", "weight"], orient="row"
    )

    found = find_shifts(events, method="breaks", false_alarms=0.5)

    shift = found.row(0, named=True)
    assert (shift["actor"], shift["recipient"], shift["direction"]) == ("RUS", "UKR", -1)
    assert abs((shift["shifted_on"] - (JAN + timedelta(weeks=30))).days) <= 7
    assert shift["unit"] == "Goldstein points"
    assert found.filter(actor="CHN").height <= 2


def test_pelt_is_a_named_alternative() -> None:
    level = np.where(np.arange(280) < 140, 0.5, 6.0)

    found = find_shifts(daily(level), dyads=[("RUS", "UKR")], method="pelt")

    assert (found["method"] == "pelt").all()
    assert found.filter(direction=-1)["shifted_on"].to_list() == [JAN + timedelta(days=140)]


def test_unknown_methods_and_rates_are_refused() -> None:
    events = daily(np.ones(40))

    with pytest.raises(TableError, match="'magic' is no method"):
        find_shifts(events, method="magic")
    with pytest.raises(TableError, match="false_alarms is 0"):
        find_shifts(events, false_alarms=0)


@settings(max_examples=15, deadline=None)
@given(event_tables(), st.integers(-3, 70))
def test_shifts_ignore_reports_from_as_of_onwards(events: pl.DataFrame, offset: int) -> None:
    as_of = JAN + timedelta(days=offset)
    known = events.filter(
        (pl.coalesce("reported_on", "happened_on") < as_of) & (pl.col("happened_on") < as_of)
    )

    for method in ("chart", "online", "breaks"):
        seen = find_shifts(events, as_of=as_of, min_events=1, method=method, false_alarms=5)
        assert seen.equals(
            find_shifts(known, as_of=as_of, min_events=1, method=method, false_alarms=5)
        )
        assert seen.columns == SHIFTS.names


def test_alarms_raised_by_a_day_stay_when_more_becomes_known() -> None:
    """On-line: what was found as of a day is found, with the same day of alarm, later too."""
    events = daily(np.where(np.arange(200) < 120, 0.3, 3.0))

    seen = {"dyads": [("RUS", "UKR")], "method": "online"}
    early = find_shifts(events, as_of=JAN + timedelta(days=130), **seen)  # type: ignore[arg-type]
    late = find_shifts(events, **seen)  # type: ignore[arg-type]

    assert early["found_on"].to_list() == late["found_on"].to_list()


def test_exposure_looks_back_only_and_is_zero_in_holes() -> None:
    events = daily(np.ones(60))
    coverage = COVERAGE.frame(
        {"dataset": "events", "day": JAN + timedelta(days=day)} for day in range(60) if day != 30
    )

    series = daily_series(events, coverage=coverage)[0]

    assert series.exposure[30] == 0.0
    np.testing.assert_allclose(
        series.exposure[:20], daily_series(events, as_of=JAN + timedelta(days=20))[0].exposure
    )
