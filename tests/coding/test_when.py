"""Which of a sentence's dates is the deed's. The report is of Thursday, 9 August 2018."""

from __future__ import annotations

from datetime import date

import pytest

from detente.coding.parse import parse
from detente.coding.when import Clock

REPORT = date(2018, 8, 9)
REPORTED = "On Tuesday, Iran said that Oman attacked it in May 2016."
RELATIVE = "Iran, which attacked Oman in 2016, met Peru on Monday."


def dated(sentence: str, word: str, *earlier: str, reported_on: date | None = REPORT) -> str | None:
    """Day and precision of the deed that `word` carries, after these sentences of the paragraph."""
    clock = Clock(reported_on)
    for one in (*earlier, sentence):
        clock.hear(0, one)
    [doc] = parse([sentence])
    when = clock.of(doc, next(token for token in doc if token.text == word))
    return f"{when.day} {when.precision}" if when else None


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("Iran attacked Oman on Tuesday.", "attacked", "2018-08-07 day"),
        ("Last week Iran's minister visited Oman.", "visited", "2018-07-30 day"),
        (REPORTED, "said", "2018-08-07 day"),
        (REPORTED, "attacked", "2016-05-01 month"),
        (RELATIVE, "attacked", "2016-01-01 year"),
        (RELATIVE, "met", "2018-08-06 day"),
        ("Iran signed a deal in March 2017 after Peru left in 2015.", "signed", "2017-03-01 month"),
        ("Iran's sanctions on Oman since 2014 hurt.", "sanctions", "2014-01-01 year"),
        ("Iran attacked Oman.", "attacked", None),
    ],
)
def test_a_deed_takes_the_date_that_hangs_nearest(
    sentence: str, word: str, expected: str | None
) -> None:
    assert dated(sentence, word) == expected


def test_a_day_after_the_report_is_the_plans_and_not_the_deeds() -> None:
    assert (
        dated("Iran agreed on Monday to build a port for Oman by 2025.", "agreed")
        == "2018-08-06 day"
    )
    assert dated("Iran and Oman signed a gas deal in 2025.", "signed") is None
    assert dated("Iran will attack Oman next Monday.", "attack") is None


def test_a_date_carries_over_to_a_sentence_that_goes_on_with_the_story() -> None:
    before = "Iran met Oman on 3 March 2017."

    assert dated("The two signed a pact.", "signed", before) == "2017-03-03 day"
    assert dated("In response Peru recalled its envoy.", "recalled", before) == "2017-03-03 day"
    assert dated("Peru recalled its envoy.", "recalled", before) is None


def test_a_sentence_with_a_date_of_its_own_takes_none_from_before() -> None:
    before = "Iran met Oman on 3 March 2017."

    assert dated("They met again on Monday.", "met", before) == "2018-08-06 day"


def test_a_date_is_not_carried_over_a_sentence_that_starts_anew() -> None:
    earlier = ("Iran met Oman on 3 March 2017.", "Peru blamed Chile.")

    assert dated("They signed a pact.", "signed", *earlier) is None


def test_a_date_is_not_carried_into_another_paragraph() -> None:
    clock = Clock(REPORT)
    clock.hear(0, "Iran met Oman on 3 March 2017.")
    clock.hear(1, "They signed a pact.")
    [doc] = parse(["They signed a pact."])

    assert clock.of(doc, doc[1]) is None


def test_without_a_day_of_report_only_full_dates_count() -> None:
    assert dated("Iran attacked Oman on Tuesday.", "attacked", reported_on=None) is None
    assert (
        dated("Iran attacked Oman on 3 May 2016.", "attacked", reported_on=None) == "2016-05-03 day"
    )
