"""The likely next events of a state: planted habits, probabilities, reasons, no peeking."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.core.errors import CodebookError, CoverageError
from detente.core.tables import NEXT_EVENTS, check
from detente.forecast.facts import both_ways, facts_from_events
from detente.forecast.next_events import next_events
from detente.forecast.next_model import BASELINE
from detente.forecast.protocol import summarise
from detente.forecast.ranker import Settings, rolling_ranks

TINY = Settings(window_days=20, warm_up_days=5, keep=20, rounds=5, leaves=4, min_rows=5)


def habits(make_events, weeks: int = 20) -> pl.DataFrame:
    """Every Monday PAK meets CHN; every other week IND accuses PAK; RUS and USA are busy."""
    rows = []
    for week in range(weeks):
        monday = date(2020, 1, 6) + timedelta(weeks=week)
        rows.append((monday.isoformat(), "PAK", "CONSULT", "CHN"))
        rows.append(((monday + timedelta(3)).isoformat(), "RUS", "THREATEN", "USA"))
        if week % 2:
            rows.append(((monday + timedelta(1)).isoformat(), "IND", "ACCUSE", "PAK"))
    return make_events(*rows)


def test_a_weekly_habit_is_the_likeliest_next_event_and_says_why(make_events):
    events = habits(make_events)

    table = next_events(events, "Pakistan", as_of=date(2020, 5, 25))

    check(table, NEXT_EVENTS)
    first = table.row(0, named=True)
    assert (first["actor"], first["root"], first["recipient"]) == ("PAK", "CONSULT", "CHN")
    assert first["probability"] > 0.4
    assert first["because"][0].startswith("PAK CONSULT CHN, 7 days before, 20 days so far")
    assert events.filter(pl.col("event_id") == first["event_ids"][0])["actor"].item() == "PAK"
    accused = table.filter((pl.col("actor") == "IND") & (pl.col("root") == "ACCUSE"))
    assert accused["recipient"].to_list() == ["PAK"]
    assert table["probability"].is_sorted(descending=True)
    assert table["verdict"].str.starts_with(f"not measured against {BASELINE}").all()


def test_what_probabilities_were_worth_just_before_is_told(random_events):
    table = next_events(random_events(6_000, days=140, seed=5), "USA", as_of=date(2020, 5, 20))

    assert table["gain"].null_count() == 0
    assert table["calibration_error"].is_between(0, 0.2).all()
    assert "own record, half-life 30 days just before (Brier score)" in table["verdict"][0]


def test_only_deeds_with_the_other_and_of_the_asked_kind_are_told(make_events):
    table = next_events(
        habits(make_events), "PAK", other="IND", roots=["ACCUSE"], as_of=date(2020, 5, 25)
    )

    assert table.height
    assert set(table["root"]) == {"ACCUSE"}
    assert all(
        {row[0], row[1]} == {"PAK", "IND"} for row in table.select("actor", "recipient").rows()
    )


def test_a_state_without_a_record_gets_an_empty_table_and_no_record_an_error(make_events):
    events = habits(make_events)

    assert next_events(events, "FRA", as_of=date(2020, 5, 25)).equals(NEXT_EVENTS.empty())
    with pytest.raises(CoverageError, match="Nothing between states"):
        next_events(events, "PAK", as_of=date(2019, 1, 1))
    with pytest.raises(CodebookError, match="no state"):
        next_events(events, "Atlantis", as_of=date(2020, 5, 25))


@given(st.integers(0, 10_000), st.integers(60, 100))
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_next_events_ignore_reports_from_as_of_onwards(random_events, seed, day):
    events = random_events(300, days=110, seed=seed)
    as_of = date(2020, 1, 6) + timedelta(days=day)
    known = events.filter((pl.col("reported_on") < as_of) & (pl.col("happened_on") < as_of))

    first, second = (next_events(table, "USA", as_of=as_of) for table in (events, known))

    assert first.equals(second)


def test_the_learned_ranker_beats_chance_and_ignores_later_days(random_events, make_events):
    rows = habits(make_events, weeks=12)
    noise = random_events(700, days=84, seed=3).with_columns(reported_on=None)
    events = pl.concat([rows, noise.cast({"reported_on": pl.Date})])
    facts = both_ways(facts_from_events(events))
    early = both_ways(facts_from_events(events.filter(pl.col("happened_on") < date(2020, 3, 16))))
    end = facts.day_of(date(2020, 3, 16))

    def ranks(table):
        found = rolling_ranks(table, start=60, end=end, settings=TINY)
        return np.concatenate([learned for _, learned, _ in found])

    assert summarise(ranks(facts)).mrr > 0.4
    if facts.entities == early.entities and facts.relations == early.relations:
        assert np.array_equal(ranks(facts), ranks(early))
