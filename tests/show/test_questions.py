"""What the tables leave open, and only that."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from detente.core.errors import TableError
from detente.core.tables import COVERAGE, EVENTS, SHIFTS, WARMTH
from detente.show.ego_chart import ego_spec
from detente.show.questions import open_questions
from tests.show import make

YEAR = pl.DataFrame(
    {"dataset": "icews", "day": [date(2018, 1, 1) + timedelta(days=n) for n in range(365)]}
)


def _asked(**tables):
    empty = {
        "ways": WARMTH.empty(), "shifts": SHIFTS.empty(), "coverage": COVERAGE.empty(),
        "events": EVENTS.empty(),
    }  # fmt: skip
    return [one.text for one in open_questions(**empty | tables)]


def test_empty_tables_ask_nothing():
    assert _asked() == []


def test_a_surge_that_is_on_at_the_end_is_asked_about_and_an_old_one_is_not():
    new = make.shift("PAK", "RUS", "2018-12-25", before=1.0, after=4.0)
    old = make.shift("PAK", "RUS", "2018-03-01", before=1.0, after=4.0)

    asked = _asked(shifts=SHIFTS.frame([old, new]), coverage=YEAR)

    assert asked == [
        "Will it last? More co-operation (icews) began about 25 December 2018 and was still on "
        "when the record ends (31 December 2018)."
    ]


def test_sides_are_called_uneven_only_where_their_bands_lie_apart():
    apart = pl.concat([make.warmth("PAK", "RUS", [4.0]), make.warmth("RUS", "PAK", [1.0])])
    near = pl.concat([make.warmth("PAK", "RUS", [2.0]), make.warmth("RUS", "PAK", [1.0])])

    assert _asked(ways=near) == []
    assert _asked(ways=apart) == [
        "Why is it uneven? Pakistan towards Russia stands at +4.0, Russia towards Pakistan at "
        "+1.0 (icews); the bands lie apart."
    ]


def test_two_records_that_differ_are_asked_about():
    ways = pl.concat(
        [make.warmth("PAK", "RUS", [4.0]), make.warmth("PAK", "RUS", [-1.0], dataset="gdelt2")]
    )

    assert [text.split("?")[0] for text in _asked(ways=ways)] == ["Which record is right"]


def test_weighty_single_reports_lead_to_their_events():
    events = make.events(
        ("2018-02-01", "PAK", "ASSAULT", "RUS"), ("2018-02-02", "PAK", "CONSULT", "RUS"),
        confidence=0.4,
    )  # fmt: skip

    found = open_questions(
        ways=WARMTH.empty(), shifts=SHIFTS.empty(), coverage=COVERAGE.empty(), events=events
    )

    assert [one.event_ids for one in found] == [("e0",)]
    assert found[0].text == (
        "Did it happen? 1 weighty event rests on one report, coded with a confidence below 0.6."
    )


def test_days_not_covered_are_named():
    asked = _asked(coverage=YEAR.filter(pl.col("day").dt.month() != 3))

    assert asked == [
        "What happened meanwhile? icews doesn't cover 31 days between 1 January 2018 and "
        "31 December 2018."
    ]


def test_ego_network_tells_sure_friends_from_the_unsure():
    rows = pl.concat([make.warmth("PAK", "RUS", [4.0]), make.warmth("PAK", "USA", [0.5])])

    spec = ego_spec(rows, centre="PAK", links="/relation/PAK/")
    ties = spec["layer"][1]["data"]["values"]

    assert [(tie["who"], tie["kind"]) for tie in ties] == [
        ("Pakistan – Russia", "friendly"),
        ("Pakistan – United States", "not sure"),
    ]


def test_ego_network_of_nobody_is_refused():
    with pytest.raises(TableError, match="no partner"):
        ego_spec(WARMTH.empty(), centre="PAK")
