"""The days that a page or chart spans, from the first days of periods."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from detente.show.evidence import window_of


@pytest.mark.parametrize(
    ("periods", "after"),
    [
        # June to October: half of the months have 30 days, the last has 31.
        ([date(2018, month, 1) for month in range(6, 11)], date(2018, 11, 1)),
        ([date(2018, 1, 1), date(2018, 4, 1), date(2018, 7, 1)], date(2018, 10, 1)),
        ([date(2015, 1, 1), date(2016, 1, 1)], date(2017, 1, 1)),
        ([date(2018, 1, 1), date(2018, 1, 8)], date(2018, 1, 15)),
        # Two months that nobody looked at lie between.
        ([date(2018, 1, 1), date(2018, 2, 1), date(2018, 5, 1)], date(2018, 6, 1)),
        ([date(2018, 9, 1)], date(2018, 10, 1)),
    ],
)
def test_a_window_ends_with_its_last_period(periods: list[date], after: date) -> None:
    assert window_of(pl.DataFrame({"period": periods})) == (periods[0], after)


def test_covered_days_end_it_sooner() -> None:
    table = pl.DataFrame({"period": [date(2018, 9, 1), date(2018, 10, 1)]})
    covered = pl.DataFrame({"day": [date(2018, 9, 1), date(2018, 10, 7)]})

    assert window_of(table, coverage=covered) == (date(2018, 9, 1), date(2018, 10, 8))
