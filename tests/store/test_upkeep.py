from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import detente as dt
from detente.core.errors import StoreError
from detente.store.gaps import find_holes, missing_quarters, summarise_coverage
from detente.store.importers.run import import_files
from detente.store.repeats import count_repeats, fold_repeats
from detente.store.upkeep import check_store, compact, repair, restore_manifest

VISIT = ("2018-01-05", "PAK", "RUS", "CONSULT", 3.0)
SANCTION = ("2018-02-10", "USA", "PAK", "SANCTION", -5.5)


@pytest.fixture
def store(tmp_path: Path, make_events):
    opened = dt.open(tmp_path / "s")
    opened.add_events(make_events(VISIT, SANCTION))
    return opened


def segment_of(store, month: str) -> Path:
    (segment,) = [s for s in store.segments("events") if s.month == month]
    return store.root / segment.path


def test_a_sound_store_has_no_problems(store) -> None:
    assert check_store(store).is_empty()


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))


def swap(path: Path) -> None:
    pl.DataFrame({"x": [1]}).write_parquet(path)


@pytest.mark.parametrize(
    ("damage", "problem"),
    [(truncate, "size"), (flip, "checksum"), (Path.unlink, "missing"), (swap, "size")],
)
def test_damage_is_found_taken_out_and_the_rest_stays(store, damage, problem) -> None:
    damage(segment_of(store, "2018-01"))

    assert check_store(store)["problem"].to_list() == [problem]

    repair(store)

    assert check_store(store).is_empty()
    assert store.events()["event_id"].to_list() == ["e1"]


def test_reading_a_truncated_segment_says_what_to_do(store) -> None:
    truncate(segment_of(store, "2018-01"))

    with pytest.raises(StoreError, match="detente store check"):
        store.events()


def test_after_a_repair_the_file_that_filled_the_segment_can_be_imported_again(tmp_path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("happened_on,actor,recipient,root\n2018-01-05,PAK,RUS,CONSULT\n")
    store = dt.open(tmp_path / "s")
    list(import_files(store, [file]))
    truncate(segment_of(store, "2018-01"))
    repair(store)

    (outcome,) = import_files(store, [file])

    assert not outcome.known
    assert store.events().height == 1


def test_a_damaged_manifest_goes_back_to_the_one_before(store, make_events) -> None:
    store.add_events(make_events(("2018-03-01", "USA", "CHN", "AID", 7.0), first=5))
    (store.root / "manifest.json").write_text("{")

    assert restore_manifest(store.root)
    assert store.events()["event_id"].to_list() == ["e0", "e1"]


def test_compacting_keeps_every_row_and_merges_segments(tmp_path: Path, make_events) -> None:
    store = dt.open(tmp_path / "s")
    for number in range(5):
        store.add_events(make_events(VISIT, first=number), covered_days=[date(2018, 1, number + 1)])
    before = store.events()

    merged, _ = compact(store, grace_seconds=0)

    assert merged == 8  # four of the events, four of the coverage
    assert store.events().equals(before)
    assert len(list((store.root / "segments").rglob("*.parquet"))) == 2
    assert check_store(store).is_empty()


def test_a_reader_at_work_keeps_its_files_through_a_compaction(tmp_path, make_events) -> None:
    store = dt.open(tmp_path / "s")
    store.add_events(make_events(VISIT))
    store.add_events(make_events(VISIT, first=1))
    begun = store.scan("events")

    compact(store)

    assert begun.collect().height == 2
    assert check_store(store).is_empty()


def test_leftovers_of_a_write_cut_short_are_harmless_and_go_with_a_compaction(store) -> None:
    stray = store.root / "segments" / "events" / "test" / "2018-01" / "stray.parquet"
    stray.write_bytes(b"half")

    assert check_store(store)["problem"].to_list() == ["leftover"]
    compact(store, grace_seconds=0)
    assert not stray.exists()


# coverage


def test_holes_are_runs_of_days_between_covered_ones(tmp_path: Path, make_events) -> None:
    store = dt.open(tmp_path / "s")
    days = [date(2018, 1, 1), date(2018, 1, 2), date(2018, 1, 5), date(2018, 1, 9)]
    store.add_events(make_events(VISIT, SANCTION), covered_days=days)

    assert find_holes(store).rows() == [
        ("test", date(2018, 1, 3), date(2018, 1, 5), 2),
        ("test", date(2018, 1, 6), date(2018, 1, 9), 3),
    ]
    # The event of 10 February lies on a day that nobody looked at.
    assert summarise_coverage(store).rows() == [
        ("test", 2, date(2018, 1, 1), date(2018, 1, 9), 4, 5, 2, 1)
    ]


def test_a_dataset_without_coverage_is_still_listed(store) -> None:
    (row,) = summarise_coverage(store).to_dicts()

    # Not 0 and 2: measures take the days between its reports as covered.
    assert (row["dataset"], row["covered_days"], row["outside"]) == ("test", None, None)
    assert row["events"] == 2


def test_quarter_hours_that_are_missing_of_a_day_are_counted(tmp_path: Path) -> None:
    row = ["7", "20150218", *[""] * 23, "1", "042", "042", "04", "1", "1.9", "5", "1", "5", "0"]
    file = tmp_path / "20150218230000.export.CSV"
    file.write_text("\t".join([*row, *[""] * 24, "20150218230000", "http://a.example"]))
    store = dt.open(tmp_path / "s")
    list(import_files(store, [file]))

    assert missing_quarters(store).rows() == [("gdelt2", date(2015, 2, 18), "english", 1, 95)]


# repeats


def test_a_deed_told_again_and_a_meeting_in_both_directions_are_repeats(tmp_path, make_events):
    day = "2018-01-05"
    events = make_events(
        (day, "PAK", "RUS", "CONSULT", 3.0),
        (day, "PAK", "RUS", "CONSULT", 3.0),
        (day, "RUS", "PAK", "CONSULT", 3.0),
        (day, "RUS", "PAK", "ACCUSE", -2.5),
        (day, "PAK", "RUS", "ACCUSE", -2.5),
        ("2018-01-06", "PAK", "RUS", "CONSULT", 3.0),
    )
    store = dt.open(tmp_path / "s")
    store.add_events(events)

    folded = fold_repeats(events)

    assert count_repeats(store).select("events", "retold", "mirrored").rows() == [(6, 1, 1)]
    assert folded["event_id"].to_list() == ["e0", "e3", "e4", "e5"]
    assert folded["mentions"].to_list() == [3, 1, 1, 1]


def test_late_reports_are_counted_from_the_thirty_first_day(tmp_path, make_events) -> None:
    store = dt.open(tmp_path / "s")
    for first, day in enumerate(("2018-02-04", "2018-02-05", "2019-01-05")):
        event = make_events(("2018-01-05", "PAK", "RUS", "AID", 7.0), first=first)
        store.add_events(event.with_columns(reported_on=pl.lit(day).str.to_date()))
    store.add_events(make_events(("2018-01-05", "PAK", "RUS", "AID", 7.0), first=3))

    assert count_repeats(store)["late"].to_list() == [2]


def test_folding_is_switchable_and_repeating_it_changes_nothing(make_events) -> None:
    day = "2018-01-05"
    events = make_events(
        (day, "PAK", "RUS", "CONSULT", 3.0), (day, "RUS", "PAK", "CONSULT", 3.0)
    )  # fmt: skip

    assert fold_repeats(events, repeats=("retold",)).height == 2
    assert fold_repeats(events, repeats=()).equals(events)
    once = fold_repeats(events)
    assert fold_repeats(once).equals(once)
