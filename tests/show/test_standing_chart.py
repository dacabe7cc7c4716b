"""The chart of standing: order, both ends, and what its words say."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree

from detente.core.errors import TableError
from detente.core.tables import STANDING
from detente.show.standing_chart import standing_spec
from detente.show.vega import chart_svg

YEAR = date(2018, 1, 1)


def table(*rows, period=YEAR):
    """Rows of (one, other, standing); the band is a point to either side."""
    return STANDING.frame(
        {
            "dataset": "made", "period": period, "one": one, "other": other, "events": 12,
            "own": value, "own_error": 0.5, "expected": 0.5, "kept": 0.4, "standing": value,
            "low": value - 1, "high": value + 1, "level": 0.9,
        }
        for one, other, value in rows
    )  # fmt: skip


FIVE = table(("IND", "PAK", -3.0), ("CHN", "PAK", 4.0), ("PAK", "RUS", 2.0),
             ("PAK", "USA", -0.5), ("FRA", "USA", 3.0))  # fmt: skip


def names(spec):
    return spec["layer"][1]["encoding"]["y"]["scale"]["domain"]


def test_a_state_s_partners_stand_warmest_first_and_pairs_of_others_are_not_drawn():
    assert names(standing_spec(FIVE, state="PAK")) == [
        "China (12)", "Russia (12)", "United States (12)", "India (12)",
    ]  # fmt: skip


def test_of_many_pairs_both_ends_are_drawn_and_the_gap_is_counted():
    assert names(standing_spec(FIVE, most=2)) == [
        "China – Pakistan (12)", "… 3 more", "India – Pakistan (12)",
    ]  # fmt: skip


def test_colour_says_where_the_band_lies():
    drawn = standing_spec(FIVE, state="PAK")["data"]["values"]

    assert [row["kind"] for row in drawn] == [
        "lies over 0",
        "lies over 0",
        "holds 0",
        "lies below 0",
    ]


def test_the_picture_names_unit_days_dataset_and_what_its_marks_are():
    spec = standing_spec(FIVE, until={"made": date(2018, 10, 31)})

    svg = etree.fromstring(chart_svg(spec).encode())
    words = " ".join(svg.itertext())
    for part in ("How well pairs get on", "standing, Goldstein points", "the 90% band", "holds 0",
                 "Tick: what the two states are like with all others.",
                 "2018-01-01 to 2018-10-31. Dataset: made."):  # fmt: skip
        assert part in words
    assert "China – Pakistan; standing +4.0, +3.0 to +5.0" in svg.xpath("//@aria-label")


def test_periods_are_panels_on_one_scale():
    both = [FIVE, table(("PAK", "RUS", 1.0), period=date(2019, 1, 1))]

    spec = standing_spec(both[0].vstack(both[1]))

    assert [panel["title"]["text"] for panel in spec["vconcat"]] == [
        "Period from 2018-01-01. Dataset: made.", "Period from 2019-01-01. Dataset: made.",
    ]  # fmt: skip
    assert spec["resolve"]["scale"]["x"] == "shared"


def test_nothing_to_draw_is_said():
    with pytest.raises(TableError, match="no pair"):
        standing_spec(FIVE, state="BRA")
