"""Tallies add up to what is counted from the events themselves, and only what is new is counted."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from detente.core.codebook import QUADS
from detente.relations.counts import add_up, count_events
from detente.store import tallies as rooms
from detente.store.store import Store
from detente.store.store import open as open_store
from detente.store.tallies import COARSE, tallies
from tests.show import make

COVERED = [date(2018, 1, 1) + timedelta(days=n) for n in range(90)]


def _store(folder: Path) -> Store:
    rows = [
        (str(date(2018, 1, 1) + timedelta(days=3 * n % 100)), *dyad)
        for n in range(120)
        for dyad in [(("PAK", "CONSULT", "RUS"), ("USA", "ACCUSE", "PAK"))[n % 2]]
    ]
    store = open_store(folder)
    store.add_events(make.events(*rows), covered_days=COVERED)
    odd = make.events(
        ("2018-02-03", "PAK", "AGREE", "RUS"), dataset="other", status="denied"
    ).with_columns(event_id=pl.lit("odd"))
    coarse = make.events(
        ("2018-02-01", "PAK", "AGREE", "RUS"), happened_precision="month"
    ).with_columns(event_id=pl.lit("coarse"))
    store.add_events(pl.concat([odd, coarse]))
    return store


@pytest.mark.parametrize("period", ["week", "month", "quarter", "year"])
def test_cells_add_up_to_counted_events(tmp_path: Path, period: str) -> None:
    store = _store(tmp_path)
    events = store.events(dataset="icews")
    days = store.coverage(dataset="icews")

    cells = tallies(store).cells.filter(
        "counted", pl.col("dataset") == "icews", ~pl.col("precision").is_in(COARSE[period])
    )
    added = add_up(
        cells.with_columns(
            pl.col("dataset", "actor", "recipient").cast(pl.String),
            on=pl.max_horizontal("week", "month"),
        ),
        period=period,
        days=days,
    )

    assert added.equals(count_events(events, period=period, coverage=days))


def test_every_event_is_in_one_cell(tmp_path: Path) -> None:
    store = _store(tmp_path)

    cells = tallies(store).cells

    assert cells["events"].sum() == 122
    assert cells.select(sum(pl.col(quad) for quad in QUADS)).to_series().sum() == 122
    assert cells.filter(~pl.col("told"))["events"].to_list() == [1]


def test_volume_counts_covered_days_only(tmp_path: Path) -> None:
    volume = tallies(_store(tmp_path)).volume

    assert volume["day"].max() == COVERED[-1]
    assert volume["events"].sum() == sum(3 * n % 100 < 90 for n in range(120))


def test_only_new_segments_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = _store(tmp_path)
    before = tallies(store)
    counted: list[str] = []
    monkeypatch.setattr(rooms, "_counted", lambda root, name, *rest: counted.append(name) or before)

    assert tallies(store).cells.height == before.cells.height  # From the disk.
    assert tallies(store, known=before) is before
    assert counted == []


def test_new_events_and_new_coverage_change_the_tallies(tmp_path: Path) -> None:
    store = _store(tmp_path)
    before = tallies(store)
    late = make.events(("2018-04-05", "IND", "AGREE", "RUS")).with_columns(event_id=pl.lit("late"))

    store.add_events(late)
    more = tallies(store, known=before)
    store.add_coverage([date(2018, 4, 5)], dataset="icews")
    covered = tallies(store, known=more)

    assert more.cells["events"].sum() == before.cells["events"].sum() + 1
    own = pl.col("actor") == "IND"
    assert more.cells.filter(own)["counted"].to_list() == [False]
    assert covered.cells.filter(own)["counted"].to_list() == [True]
    anew = tallies(open_store(tmp_path)).cells
    order = ["part", "actor", "recipient", "week", "precision", "told"]
    assert covered.cells.sort(order).equals(anew.sort(order))


def test_damaged_file_of_tallies_is_made_anew(tmp_path: Path) -> None:
    store = _store(tmp_path)
    before = tallies(store)

    for path in (tmp_path / "derived").iterdir():
        path.write_bytes(b"no parquet")

    assert tallies(store).cells["events"].sum() == before.cells["events"].sum()
