"""Standing of pairs: worked by hand, always true, and its band on planted tendencies."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.core.errors import TableError
from detente.core.tables import STANDING
from detente.relations.standing import standing
from tests.relations.test_counts import make_events

MONDAY = date(2018, 1, 1)


def weeks_of(actor: str, recipient: str, weight: float, *, weeks: int, each: int = 1):
    return [
        ((MONDAY + timedelta(weeks=week)).isoformat(), actor, recipient, weight)
        for week in range(weeks)
        for _ in range(each)
    ]


def with_root(events: pl.DataFrame, root: str) -> pl.DataFrame:
    return events.with_columns(root=pl.lit(root))


def test_one_pair_with_one_event_by_hand() -> None:
    """The record's mean is the event: own, expected and standing are all 4."""
    table = standing(make_events(("2018-03-01", "USA", "CHN", 4.0)))

    row = table.row(0, named=True)
    assert table.columns == STANDING.names
    assert (row["one"], row["other"], row["events"]) == ("CHN", "USA", 1)
    assert row["period"] == date(2018, 1, 1)
    assert row["own"] == pytest.approx(4.0)
    assert row["standing"] == pytest.approx(4.0)
    # One event in its week counts 1 / 1.1; twenty keep half.
    assert row["kept"] == pytest.approx((1 / 1.1) / (1 / 1.1 + 20))


def test_two_pairs_without_a_common_state_by_hand() -> None:
    """Ten weeks of +2 and of -2: m = 0, n = 10 / 1.1, own = ±2.

    A state has one relation of weight k = n / (n + 20); its tendency solves
    (2 + k) a + k a = k own.
    """
    events = make_events(
        *weeks_of("USA", "CHN", 2.0, weeks=10), *weeks_of("RUS", "PAK", -2.0, weeks=10)
    )

    warm = standing(events).filter(one="CHN").row(0, named=True)

    n = 10 / 1.1
    own, kept = 2.0, n / (n + 20)
    expected = 2 * kept * own / (2 + 2 * kept)
    assert warm["own"] == pytest.approx(own)
    assert warm["expected"] == pytest.approx(expected)
    assert warm["standing"] == pytest.approx(expected + kept * (own - expected))


def test_a_meeting_counts_a_quarter_of_a_deed_worth_a_phone_call() -> None:
    talk = with_root(make_events(*weeks_of("USA", "CHN", 2.8, weeks=4)), "CONSULT")
    deeds = with_root(make_events(*weeks_of("USA", "CHN", -5.0, weeks=4)), "ACCUSE")
    both = pl.concat([talk, deeds])

    row = standing(both).row(0, named=True)

    # Every week: 1.25 counted events of total 0.25 - 5.
    assert row["own"] == pytest.approx((0.25 - 5.0) / 1.25)
    assert row["events"] == 8


def test_both_directions_speak_almost_alike() -> None:
    """n weekly events of one way count as n / 1.1 and speak as n / 1.1 / (1 + n / 11)."""
    events = make_events(
        *weeks_of("USA", "CHN", -5.0, weeks=40), *weeks_of("CHN", "USA", 3.0, weeks=4)
    )

    many, few = (n / 1.1 / (1 + n / 11) for n in (40, 4))
    row = standing(events).row(0, named=True)
    assert row["own"] == pytest.approx((-5.0 * many + 3.0 * few) / (many + few))


def test_a_thin_pair_stands_nearer_to_what_its_states_are_like_than_a_thick_one() -> None:
    thin, thick = weeks_of("PAK", "IND", -8.0, weeks=2), weeks_of("PAK", "IND", -8.0, weeks=40)
    rest = [
        row
        for other in ("USA", "CHN", "RUS", "FRA", "GBR")
        for state in ("PAK", "IND")
        for row in weeks_of(state, other, 3.0, weeks=30)
    ]

    few, many = (
        standing(make_events(*own, *rest)).filter(one="IND", other="PAK").row(0, named=True)
        for own in (thin, thick)
    )

    assert few["standing"] > 0 > many["standing"]
    assert few["kept"] < 0.2 < 0.6 < many["kept"]


def test_what_two_states_are_like_with_others_moves_a_pair_that_did_nothing_new() -> None:
    pair = weeks_of("AFG", "BEL", 1.0, weeks=3)
    others = [
        row
        for other in ("USA", "CHN", "RUS", "FRA", "GBR", "IND")
        for row in weeks_of("AFG", other, -6.0, weeks=30)
    ]
    base = [row for one in ("USA", "CHN") for row in weeks_of(one, "JPN", 4.0, weeks=30)]

    alone = standing(make_events(*pair, *base)).filter(one="AFG", other="BEL")
    hostile = standing(make_events(*pair, *base, *others)).filter(one="AFG", other="BEL")

    assert hostile["expected"][0] < alone["expected"][0] - 1.0


rows = st.lists(
    st.tuples(
        st.integers(0, 700),
        st.sampled_from(["USA", "CHN", "RUS", "PAK"]),
        st.sampled_from(["USA", "CHN", "RUS", "IND"]),
        st.floats(-10, 10),
    ),
    max_size=25,
).map(
    lambda found: make_events(
        *(
            ((MONDAY + timedelta(days=day)).isoformat(), actor, recipient, round(weight, 1))
            for day, actor, recipient, weight in found
        )
    )
)


@given(rows)
def test_order_of_rows_changes_nothing_and_the_parts_add_up(events: pl.DataFrame) -> None:
    table = standing(events)

    assert standing(events.reverse())["standing"].to_list() == pytest.approx(
        table["standing"].to_list()
    )
    told = table["expected"] + table["kept"] * (table["own"] - table["expected"])
    assert table["standing"].to_list() == pytest.approx(told.to_list())
    assert table.filter(pl.col("low") > pl.col("high")).is_empty()
    assert table["standing"].is_finite().all()


@given(rows)
def test_swapping_actor_and_recipient_changes_nothing(events: pl.DataFrame) -> None:
    swapped = events.rename({"actor": "recipient", "recipient": "actor"}).select(events.columns)

    assert standing(swapped)["standing"].to_list() == pytest.approx(
        standing(events)["standing"].to_list()
    )


@given(rows, st.integers(0, 700))
def test_nothing_from_as_of_onwards_is_seen(events: pl.DataFrame, day: int) -> None:
    as_of = MONDAY + timedelta(days=day)
    before = events.filter(pl.col("happened_on") < as_of)

    then, given_no_more = standing(events, as_of=as_of), standing(before)
    keys = ["period", "one", "other", "events"]
    assert then.select(keys).equals(given_no_more.select(keys))
    assert then["high"].to_list() == pytest.approx(given_no_more["high"].to_list())


def test_each_period_is_taken_by_itself_and_none_joins_them() -> None:
    events = make_events(("2018-03-01", "USA", "CHN", 4.0), ("2019-03-01", "USA", "CHN", -4.0))

    assert standing(events)["standing"].to_list() == pytest.approx([4.0, -4.0])
    whole = standing(events, period=None)
    assert whole.height == 1
    assert whole["period"].to_list() == [date(2018, 3, 1)]
    assert whole["own"].to_list() == pytest.approx([0.0])


def test_no_event_gives_no_row_and_a_level_that_is_no_probability_is_refused() -> None:
    events = make_events(("2018-03-01", "USA", "CHN", 4.0))

    assert standing(events.clear()).columns == STANDING.names
    with pytest.raises(TableError, match="between 0 and 1"):
        standing(events, level=90)


def test_band_holds_planted_levels_nine_times_in_ten_and_pooling_comes_nearer() -> None:
    """30 states with tendencies, pairs apart from them, 1 to 60 events a pair of noise 9."""
    random = np.random.default_rng(1)
    names = [f"{chr(65 + at // 26)}{chr(65 + at % 26)}X" for at in range(30)]
    tendency = random.normal(0, 0.8, 30)
    found, truth = [], []
    for one in range(30):
        for other in range(one + 1, 30):
            level = 1.5 + tendency[one] + tendency[other] + random.normal(0, 0.7)
            truth.append((names[one], names[other], level))
            for _ in range(int(random.integers(1, 60))):
                day = MONDAY + timedelta(days=int(random.integers(0, 364)))
                pair = (one, other) if random.random() < 0.5 else (other, one)
                found.append(
                    (day.isoformat(), names[pair[0]], names[pair[1]], random.normal(level, 3.0))
                )
    planted = pl.DataFrame(truth, schema=["one", "other", "true"], orient="row")

    table = standing(make_events(*found)).join(planted, on=["one", "other"])

    inside = table.select(pl.col("true").is_between("low", "high").mean()).item()
    assert 0.86 < inside < 0.95
    thin = table.filter(pl.col("events") < 20)
    error = {
        name: float((thin[name] - thin["true"]).pow(2).mean())  # type: ignore[arg-type]
        for name in ("own", "expected", "standing")
    }
    assert error["standing"] < 0.8 * min(error["own"], error["expected"])
