"""What a store holds of a window: days that it covers, said or read off the reports."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

import detente as dt
import detente.cli.relation
from detente.cli.app import main
from detente.cli.windows import covered_window, window_events
from detente.core.errors import CodebookError, CoverageError
from detente.core.tables import EVENTS
from detente.store.store import Store

JANUARY = [date(2018, 1, 1) + timedelta(days=n) for n in range(31)]


def events(dataset: str, *days: str) -> pl.DataFrame:
    return EVENTS.frame(
        {
            "event_id": f"{dataset}{day}", "dataset": dataset, "actor": "PAK", "recipient": "RUS",
            "happened_on": date.fromisoformat(day), "reported_on": date.fromisoformat(day),
            "happened_precision": "day", "root": "CONSULT", "quad": "verbal_coop", "weight": 3.0,
            "domains": [], "status": "happened", "confidence": 1.0, "mentions": 1,
        }
        for day in days
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Of `stated` it is known what it covers, of `silent` it isn't."""
    kept = dt.open(tmp_path / "s")
    kept.add_events(events("stated", "2018-01-05"), covered_days=JANUARY)
    kept.add_events(events("silent", "2018-01-10", "2018-01-12", "2018-02-01"))
    return kept


def test_a_dataset_of_silent_coverage_counts_from_its_first_to_its_last_report(store) -> None:
    days = covered_window(store, (None, date(2018, 1, 14)), dataset=None)

    assert days is not None
    assert days.filter(dataset="stated")["day"].to_list() == JANUARY[:13]
    assert days.filter(dataset="silent")["day"].to_list() == JANUARY[9:13]


def test_as_of_a_day_its_later_reports_tell_nothing_of_what_it_covers(store) -> None:
    days = covered_window(store, (None, None), dataset="stated", as_of=date(2018, 1, 20))
    both = covered_window(store, (None, None), dataset=None, as_of=date(2018, 1, 20))

    assert days is not None
    assert both is not None
    assert days["dataset"].unique().to_list() == ["stated"]
    assert both.filter(dataset="silent")["day"].to_list() == JANUARY[9:12]


def test_without_any_stated_coverage_nothing_is_said(tmp_path: Path) -> None:
    kept = dt.open(tmp_path / "s")
    kept.add_events(events("silent", "2018-01-10"))

    assert covered_window(kept, (None, None), dataset=None) is None


def test_relation_shows_the_datasets_that_state_their_coverage_and_those_that_do_not(
    store, capsys
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["relation", "PAK", "RUS", "--store", str(store.root), "--json"])

    assert left.value.code in (0, None)

    summary = json.loads(capsys.readouterr().out)["summary"]
    counts = {row["dataset"]: row["events"] for row in summary if row["side"] == "pair"}
    assert counts == {"stated": 1, "silent": 3}


def test_sectors_keep_deeds_whose_two_sides_are_both_of_them(store, capsys) -> None:
    sided = events("sided", "2018-01-05", "2018-01-06", "2018-01-07", "2018-01-08").with_columns(
        actor_sector=pl.Series(["GOV", "GOV", "CVL", None]),
        recipient_sector=pl.Series(["MIL", "CVL", "GOV", "GOV"]),
    )
    store.add_events(sided)
    window = (None, None)

    kept = window_events(store, window, dataset="sided", sectors="gov, MIL")

    assert kept["happened_on"].to_list() == [date(2018, 1, 5)]
    assert window_events(store, window, dataset="sided").height == 4
    with pytest.raises(CodebookError, match="'ARMY' is not a sector"):
        window_events(store, window, dataset="sided", sectors="GOV,ARMY")
    with pytest.raises(CoverageError, match="both sides of the sectors GOV,MIL"):
        window_events(store, window, dataset="silent", sectors="GOV,MIL")

    with pytest.raises(SystemExit):
        main(["relation", "PAK", "RUS", "--store", str(store.root), "--sectors", "GOV,MIL",
              "--json"])  # fmt: skip
    told = json.loads(capsys.readouterr().out)
    pairs = {row["dataset"]: row["events"] for row in told["summary"] if row["side"] == "pair"}
    assert pairs["sided"] == 1
    assert sum(pairs.values()) == 1
