from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.codebook import ROOTS, STATUSES
from detente.show import wording

values = st.floats(-10, 10)


@settings(deadline=None)
@given(st.tuples(values, values, values).map(sorted), st.tuples(values, values, values).map(sorted))
def test_a_change_is_told_only_where_the_bands_lie_apart(first, last):
    start, end = (first[1], first[0], first[2]), (last[1], last[0], last[2])

    said = wording.change_of_warmth(start, end, side="A towards B")

    assert ("grew" in said) == (end[1] > start[2] or end[2] < start[1])
    assert ("warmer" in said) <= (end[0] > start[0])
    assert ("colder" in said) <= (end[0] < start[0])


@settings(deadline=None)
@given(st.tuples(values, values, values).map(sorted))
def test_no_sentence_of_change_says_why(band):
    said = wording.change_of_warmth(
        (band[1], band[0], band[2]), (band[1], band[0], band[2]), side="A towards B"
    )

    assert not any(word in said for word in ("caused", "because", "due to", "led to"))


def test_every_root_and_status_has_words():
    assert set(wording.DEEDS) == set(ROOTS)
    assert set(wording.STATUS_WORDS) == set(STATUSES)


@pytest.mark.parametrize(
    ("dataset", "start"),
    [("gdelt2", "GDELT"), ("polecat", "POLECAT"), ("acled", "ACLED"), ("mine", "mine: ask")],
)
def test_terms_follow_the_start_of_the_datasets_name(dataset, start):
    assert wording.terms_of(dataset).startswith(start)


def test_a_year_is_not_told_as_a_day():
    assert wording.day_in_words(date(2011, 1, 1), "year") == "2011"


def test_series_of_counts_are_named_once_and_others_stand_for_themselves():
    assert [wording.series_words(name) for name in ("accord", "warmth")] == [
        "accord (agreement, support, aid)",
        "warmth",
    ]
