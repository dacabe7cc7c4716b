"""Counts per dyad and period: what is counted, when, and where zero differs from absent."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.errors import CodebookError, TableError
from detente.core.tables import COVERAGE, DYAD_PERIOD
from detente.relations.counts import count_events

SCHEMA = {
    "happened_on": pl.Date, "actor": pl.String, "recipient": pl.String, "quad": pl.String,
    "weight": pl.Float64, "reported_on": pl.Date,
}  # fmt: skip
STATES = ("USA", "PAK", "RUS")


def make_events(*rows: tuple[str, str, str, float]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            (
                date.fromisoformat(day),
                actor,
                recipient,
                "verbal_coop" if weight > 0 else "material_conf",
                weight,
                None,
            )
            for day, actor, recipient, weight in rows
        ],
        schema=SCHEMA,
        orient="row",
    )


@st.composite
def event_tables(draw: st.DrawFn) -> pl.DataFrame:
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(0, 60), st.sampled_from(STATES), st.sampled_from(STATES),
                st.sampled_from([-7.0, -2.0, 1.0, 3.5]), st.integers(-2, 9) | st.none(),
            ),
            max_size=12,
        )
    )  # fmt: skip
    start = date(2018, 1, 1)
    return pl.DataFrame(
        [
            (
                start + timedelta(day),
                actor,
                recipient,
                "verbal_coop" if weight > 0 else "material_conf",
                weight,
                None if lag is None else start + timedelta(day + lag),
            )
            for day, actor, recipient, weight, lag in rows
        ],
        schema=SCHEMA,
        orient="row",
    )


def test_a_covered_week_without_events_is_zero_and_an_uncovered_one_is_absent() -> None:
    events = make_events(
        ("2018-01-02", "USA", "PAK", -2.0),
        ("2018-01-03", "USA", "PAK", -4.0),
        ("2018-02-07", "USA", "PAK", 3.0),
    )
    days = [date(2018, 1, 1) + timedelta(n) for n in range(14)]
    coverage = COVERAGE.frame({"dataset": "events", "day": day} for day in days)

    counts = count_events(events, coverage=coverage)

    assert counts["period"].to_list() == [date(2018, 1, 1), date(2018, 1, 8)]
    assert counts["events"].to_list() == [2, 0]
    assert counts["mean_weight"].to_list() == [-3.0, None]
    assert counts["sum_squares"].to_list() == [20.0, 0.0]
    assert counts["material_conf"].to_list() == [2, 0]


def test_a_pair_joins_both_directions_in_alphabetical_order() -> None:
    events = make_events(("2018-01-02", "USA", "PAK", -2.0), ("2018-01-03", "PAK", "USA", 4.0))

    counts = count_events(events, directed=False)

    assert counts.select("actor", "recipient", "events", "mean_weight").rows() == [
        ("PAK", "USA", 2, 1.0)
    ]


def test_events_within_a_state_denied_or_dated_only_to_the_year_are_not_counted_by_week() -> None:
    events = make_events(
        ("2018-01-02", "USA", "PAK", -2.0),
        ("2018-01-02", "USA", "USA", -2.0),
        ("2018-01-02", "USA", "PAK", -2.0),
        ("2018-01-01", "USA", "PAK", -2.0),
    ).with_columns(
        status=pl.Series(["happened", "happened", "denied", "happened"]),
        happened_precision=pl.Series(["day", "day", "day", "year"]),
    )

    assert count_events(events)["events"].to_list() == [1]
    assert count_events(events, period="year")["events"].to_list() == [2]


def test_what_is_reported_on_the_day_itself_is_not_known_then() -> None:
    events = make_events(
        ("2018-01-02", "USA", "PAK", -2.0), ("2018-01-02", "USA", "PAK", 3.0)
    ).with_columns(reported_on=pl.Series([date(2018, 1, 3), date(2018, 1, 20)]))

    assert count_events(events, as_of=date(2018, 1, 20))["events"].sum() == 1
    assert count_events(events, as_of=date(2018, 1, 3))["events"].sum() == 0


def test_a_dyad_that_was_asked_for_and_never_seen_is_zero_where_covered() -> None:
    events = make_events(("2018-01-02", "USA", "PAK", -2.0))

    counts = count_events(events, dyads=[("RUS", "PAK")])

    assert counts.select("actor", "recipient", "events").rows() == [("RUS", "PAK", 0)]


def test_bad_input_says_what_and_where() -> None:
    events = make_events(("2018-01-02", "USA", "PAK", -2.0))

    with pytest.raises(TableError, match="column 'weight' is missing"):
        count_events(events.drop("weight"))
    with pytest.raises(TableError, match="'fortnight' is not a length of period"):
        count_events(events, period="fortnight")
    with pytest.raises(CodebookError, match="PAX"):
        count_events(events, dyads=[("PAX", "RUS")])
    with pytest.raises(CodebookError, match="one state"):
        count_events(events, dyads=[("Pakistan", "PAK")])
    with pytest.raises(TableError, match="no finite number"):
        count_events(events.with_columns(weight=pl.lit(float("nan"))))


@settings(max_examples=40, deadline=None)
@given(event_tables(), st.integers(-3, 70))
def test_counts_ignore_reports_from_as_of_onwards(events: pl.DataFrame, offset: int) -> None:
    as_of = date(2018, 1, 1) + timedelta(offset)
    known = events.filter(
        (pl.coalesce("reported_on", "happened_on") < as_of) & (pl.col("happened_on") < as_of)
    )

    assert count_events(events, as_of=as_of).equals(count_events(known, as_of=as_of))


@settings(max_examples=40, deadline=None)
@given(event_tables(), st.randoms(use_true_random=False))
def test_row_order_changes_nothing_and_columns_are_always_the_tables(
    events: pl.DataFrame, random: object
) -> None:
    shuffled = events.sample(fraction=1.0, shuffle=True, seed=random.randint(0, 99))  # type: ignore[attr-defined]

    assert count_events(shuffled).equals(count_events(events))
    assert count_events(events).columns == DYAD_PERIOD.names


@settings(max_examples=40, deadline=None)
@given(event_tables())
def test_swapping_actor_and_recipient_swaps_the_table(events: pl.DataFrame) -> None:
    swapped = events.rename({"actor": "recipient", "recipient": "actor"})

    back = count_events(swapped).rename({"actor": "recipient", "recipient": "actor"})

    keys = ["dataset", "actor", "recipient", "period"]
    assert back.select(DYAD_PERIOD.names).sort(keys).equals(count_events(events))
