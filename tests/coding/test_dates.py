"""Date expressions against the day of the report: Thursday, 9 August 2018."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.dates import find_dates
from detente.core.codebook import PRECISIONS

REPORT = date(2018, 8, 9)


def found(text: str, reported_on: date | None = REPORT) -> list[tuple[str, str]]:
    return [
        (when.day.isoformat(), when.precision) for when in find_dates(text, reported_on=reported_on)
    ]


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("on 5 May 2017", "2017-05-05", "day"),
        ("on May 5th, 2017", "2017-05-05", "day"),
        ("on the 5th of May 2017", "2017-05-05", "day"),
        ("Sept. 11, 2001", "2001-09-11", "day"),
        ("2018-01-12", "2018-01-12", "day"),
        ("in March 2015", "2015-03-01", "month"),
        ("in March of 2015", "2015-03-01", "month"),
        ("in 1998", "1998-01-01", "year"),
        ("since 2014", "2014-01-01", "year"),
        ("the 1962 war", "1962-01-01", "year"),
        ("mid-2015", "2015-01-01", "year"),
        ("on 31 June 2017", "2017-06-01", "month"),
    ],
)
def test_a_date_with_its_year_needs_no_report(text: str, day: str, precision: str) -> None:
    assert found(f"They met {text}.", None) == [(day, precision)]


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("on Thursday", "2018-08-09", "day"),
        ("on Friday", "2018-08-03", "day"),
        ("last Thursday", "2018-08-02", "day"),
        ("late Monday", "2018-08-06", "day"),
        ("yesterday", "2018-08-08", "day"),
        ("last night", "2018-08-08", "day"),
        ("today", "2018-08-09", "day"),
        ("on 5 May", "2018-05-05", "day"),
        ("on August 12", "2017-08-12", "day"),
        ("in May", "2018-05-01", "month"),
        ("in August", "2018-08-01", "month"),
        ("last August", "2017-08-01", "month"),
        ("in September", "2017-09-01", "month"),
        ("in early March", "2018-03-01", "month"),
        ("last month", "2018-07-01", "month"),
        ("last year", "2017-01-01", "year"),
        ("this year", "2018-01-01", "year"),
        ("three days ago", "2018-08-06", "day"),
        ("two months ago", "2018-06-01", "month"),
        ("ten weeks ago", "2018-05-01", "month"),
        ("a year ago", "2017-01-01", "year"),
        ("two decades ago", "1998-01-01", "year"),
    ],
)
def test_a_date_without_its_year_is_the_last_such_before_the_report(
    text: str, day: str, precision: str
) -> None:
    assert found(f"They met {text}.") == [(day, precision)]
    assert found(f"They met {text}.", None) == []


@pytest.mark.parametrize(
    "text",
    [
        "They will meet next Monday.",
        "They will meet this coming Friday.",
        "They may meet again.",
        "May Day was quiet.",
        "The march went on.",
        "It sold 1998 tanks.",
        "It cost 2018 dollars.",
        "Prices rose 2015%.",
        "in the 1990s",
        "the second round",
        "Mr. August spoke.",
        "on 2018-02-30",
    ],
)
def test_no_date_is_read_where_there_is_none_in_the_past(text: str) -> None:
    assert found(text) == []


def test_each_end_of_a_span_of_years_is_read() -> None:
    assert found("between 2014 and 2016") == [("2014-01-01", "year"), ("2016-01-01", "year")]


def test_the_29th_of_february_means_the_last_leap_day_of_two_years() -> None:
    assert found("on 29 February", date(2017, 1, 1)) == [("2016-02-29", "day")]
    assert found("on 29 February", date(2018, 8, 9)) == []


def test_dates_come_in_the_order_of_the_text() -> None:
    assert found("On Tuesday they met, as in May 2016 and on 4 June 1999.") == [
        ("2018-08-07", "day"), ("2016-05-01", "month"), ("1999-06-04", "day"),
    ]  # fmt: skip


WORDS = st.sampled_from(
    ["on", "Monday", "last", "week", "in", "May", "5", "2016", "ago", "two", "months", "next", "12",
     "August", "since", "year", "yesterday", "the", "of", "Friday,", "2030", "31", "and"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)
DAYS = st.dates(date(1950, 1, 1), date(2040, 1, 1))


@given(TEXTS, DAYS)
def test_expressions_never_overlap_and_lie_in_the_text(text: str, reported_on: date) -> None:
    at = 0
    for when in find_dates(text, reported_on=reported_on):
        assert at <= when.start < when.end <= len(text)
        assert when.precision in PRECISIONS
        at = when.end


@given(TEXTS, DAYS)
def test_only_an_expression_that_names_its_year_may_lie_after_the_report(
    text: str, reported_on: date
) -> None:
    for when in find_dates(text, reported_on=reported_on):
        assert when.day <= reported_on or str(when.day.year) in text[when.start : when.end]


@given(TEXTS, DAYS)
def test_a_month_is_its_first_day_and_a_year_its_first_of_january(
    text: str, reported_on: date
) -> None:
    for when in find_dates(text, reported_on=reported_on):
        if when.precision == "month":
            assert when.day.day == 1
        if when.precision == "year":
            assert (when.day.month, when.day.day) == (1, 1)


@given(st.sampled_from(["Monday", "Friday", "Sunday"]), DAYS)
def test_a_weekday_lies_less_than_a_week_back(weekday: str, reported_on: date) -> None:
    [when] = find_dates(f"on {weekday}", reported_on=reported_on)

    assert when.day.strftime("%A") == weekday
    assert timedelta(0) <= reported_on - when.day < timedelta(7)


@given(st.text(max_size=60), DAYS)
def test_any_text_can_be_read(text: str, reported_on: date) -> None:
    find_dates(text, reported_on=reported_on)
