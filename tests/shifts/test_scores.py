"""Shifts in ready scores: both ways, dated to the week, as known then."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from detente.core.errors import TableError
from detente.core.tables import SHIFTS
from detente.shifts.find import find_shifts
from detente.shifts.scores import score_alarms

MONDAY = date(2019, 1, 7)
WEEKS = 104


def scores(change: float, *, at: int = 60, missing: tuple[int, ...] = ()) -> pl.DataFrame:
    """Weekly scores of one pair with one change, and of a pair that never changes."""
    random = np.random.default_rng(4)
    rows = []
    for week in range(WEEKS):
        if week in missing:
            continue
        on = MONDAY + timedelta(weeks=week)
        shifted = random.normal(change if at <= week < at + 6 else 0.0, 1.0)
        rows.append(("IND", "PAK", on, float(shifted), 5))
        rows.append(("CHN", "JPN", on, float(random.normal(0.0, 1.0)), 5))
    return pl.DataFrame(
        rows, schema=["actor", "recipient", "period", "value", "events"], orient="row"
    )


@pytest.mark.parametrize("change", [-12.0, 12.0])
def test_a_planted_change_of_a_score_is_found_with_its_sign(change: float) -> None:
    found = find_shifts(scores(change), dyads=[("PAK", "IND")], false_alarms=1.0)

    shift = found.row(0, named=True)
    assert found.columns == SHIFTS.names
    assert shift["direction"] == np.sign(change)
    assert shift["shifted_on"] == MONDAY + timedelta(weeks=60)
    assert shift["found_on"] == MONDAY + timedelta(weeks=60, days=6)
    assert shift["series"] == "score"
    assert np.sign(shift["size"]) == np.sign(change)


def test_a_score_of_noise_gives_at_most_the_stated_rate() -> None:
    random = np.random.default_rng(5)
    values = random.normal(size=(200, 260))
    weeks = [MONDAY + timedelta(weeks=week) for week in range(260)]
    states = [f"{chr(65 + n // 26)}{chr(65 + n % 26)}X" for n in range(200)]
    table = pl.DataFrame(
        [
            (state, "ZZZ", week, float(value))
            for state, row in zip(states, values, strict=True)
            for week, value in zip(weeks, row, strict=True)
        ],
        schema=["actor", "recipient", "period", "value"],
        orient="row",
    )

    for stated in (0.5, 2.0):
        found = find_shifts(table, false_alarms=stated)
        assert found.height / (200 * 260 / 52.18) <= 1.2 * stated


def test_weeks_that_are_not_over_are_not_seen() -> None:
    table = scores(-12.0)
    day = MONDAY + timedelta(weeks=61, days=3)

    known = table.filter(pl.col("period") < MONDAY + timedelta(weeks=61))

    assert find_shifts(table, as_of=day).equals(find_shifts(known, as_of=day))


def test_a_missing_week_is_no_shift() -> None:
    values = np.ones((1, 40)) + np.random.default_rng(0).normal(0, 0.1, (1, 40))
    covered = np.ones(40, dtype=bool)
    covered[30] = False

    found, _, _ = score_alarms(values, covered, days=7.0)

    assert found[0, 30] == 0.0


def test_other_methods_need_events() -> None:
    with pytest.raises(TableError, match="needs events"):
        find_shifts(scores(1.0), method="breaks")


def test_ready_scores_have_a_default_rate_of_their_own() -> None:
    assert find_shifts(scores(12.0))["false_alarms"].unique().to_list() == [4.0]
