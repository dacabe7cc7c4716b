"""The commands of this room, run as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

import detente.cli.export
import detente.cli.fetch
import detente.cli.gaps
import detente.cli.importing
import detente.cli.store
import detente.cli.verify  # noqa: F401
from detente.cli.app import main

CSV = (
    "when,who,whom,what\n2018-01-05,Pakistan,RUS,visit\n"
    "2018-01-09,USA,Pakistan,fine\n,USA,CHN,visit\n"
)
MAPPING = """
dataset = "mine"
[columns]
happened_on = "when"
actor = "who"
recipient = "whom"
root = "what"
[values.root]
visit = "CONSULT"
fine = "SANCTION"
[covered]
from = 2018-01-01
to = 2018-01-11
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    table, mapping = tmp_path / "mine.csv", tmp_path / "map.toml"
    table.write_text(CSV)
    mapping.write_text(MAPPING)
    return table, mapping


@pytest.fixture
def store(tmp_path: Path, files, capsys) -> str:
    run("import", files[0], "--mapping", files[1], "--store", tmp_path / "s")
    capsys.readouterr()
    return str(tmp_path / "s")


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return int(ended.value.code or 0)


def test_import_tells_what_became_of_every_row(tmp_path, files, capsys) -> None:
    assert run("import", files[0], "--mapping", files[1], "--store", tmp_path / "s") == 0

    out = capsys.readouterr().out
    assert "dataset mine: 3 rows in, 2 kept, 1 rejected; 2 new events, 2018-01-05" in out
    assert "rejected: bad_date 1" in out


def test_import_as_json_holds_the_ledger(tmp_path, files, capsys) -> None:
    run("import", files[0], "--mapping", files[1], "--store", tmp_path / "s", "--json")

    (row,) = json.loads(capsys.readouterr().out)
    assert (row["rows_in"], row["rows_kept"], row["known"]) == (3, 2, False)


def test_importing_again_says_that_nothing_changed(store, files, capsys) -> None:
    run("import", files[0], "--mapping", files[1], "--store", store)

    assert "already in the store" in capsys.readouterr().out


def test_a_file_that_fails_does_not_stop_the_others_and_the_exit_code_says_so(
    tmp_path, files, capsys
) -> None:
    words = ["import", files[0], tmp_path / "none.csv", "--mapping", files[1]]

    assert run(*words, "--store", tmp_path / "s") == 1
    shown = capsys.readouterr()
    assert "2 new events" in shown.out
    assert "no such file" in shown.err


def test_no_file_at_all_is_an_error_without_a_traceback(tmp_path, capsys) -> None:
    assert run("import", tmp_path / "none.csv", "--store", tmp_path / "s") == 2
    assert "Traceback" not in capsys.readouterr().err


def test_files_of_which_none_can_be_imported_leave_no_store_behind(tmp_path, capsys) -> None:
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n")
    words = ["import", tmp_path / "odd.csv", tmp_path / "none.csv", "--store", tmp_path / "s"]

    assert run(*words) == 2

    told = capsys.readouterr().err
    assert "no known layout" in told
    assert "no such file" in told
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not toml", "not TOML"),
        ("[columns]\nday = 'x'", "'day' is no column of events"),
        ("[columns]\nhappened_on = 'nowhere'", "no column 'nowhere'"),
        ("[columns]\nhappened_on = 'when'", "nothing gives 'actor'"),
        ("[read]\nstates = 'klingon'", "'klingon' is no dialect"),
        ("[covered]\nfrom = 2018-01-02\nto = 2018-01-01", "a later 'to'"),
        ("colour = 'red'", "'colour' is no part"),
    ],
)
def test_a_wrong_mapping_is_named_with_what_there_is(tmp_path, files, capsys, text, says) -> None:
    files[1].write_text(text)

    code = run("import", files[0], "--mapping", files[1], "--store", tmp_path / "s")

    assert code == 2
    assert says in " ".join(capsys.readouterr().err.split())


def test_gaps_shows_coverage(store, capsys) -> None:
    run("gaps", "--store", store, "--json")

    (row,) = json.loads(capsys.readouterr().out)["datasets"]
    assert (row["dataset"], row["covered_days"], row["holes"]) == ("mine", 10, 0)
    run("gaps", "--store", store)
    assert "No holes." in capsys.readouterr().out


@pytest.mark.parametrize("ending", ["csv", "parquet", "json", "jsonl"])
def test_export_writes_events_in_every_format(store, tmp_path, ending) -> None:
    out = tmp_path / f"events.{ending}"

    assert run("export", "events", "--store", store, "-o", out, "--actor", "Pakistan") == 0

    reader = {"csv": pl.read_csv, "parquet": pl.read_parquet, "json": pl.read_json,
              "jsonl": pl.read_ndjson}[ending]  # fmt: skip
    assert reader(out).select("actor", "recipient").rows() == [("PAK", "RUS")]


def test_exported_events_can_be_imported_again_and_are_the_same(store, tmp_path) -> None:
    out = tmp_path / "events.csv"
    run("export", "events", "--store", store, "-o", out)

    run("import", out, "--store", tmp_path / "copy", "--dataset", "mine")
    run("export", "events", "--store", tmp_path / "copy", "-o", tmp_path / "again.csv")

    assert (tmp_path / "again.csv").read_text() == out.read_text()


def test_export_of_a_panel_has_zeros_on_covered_days(store, tmp_path) -> None:
    out = tmp_path / "panel.csv"

    run("export", "panel", "--store", store, "-o", out, "--period", "week")

    table = pl.read_csv(out).filter(pl.col("actor") == "PAK")
    assert table.select("period", "events", "covered_days").rows() == [
        ("2018-01-01", 1, 7), ("2018-01-08", 0, 3),
    ]  # fmt: skip


def test_export_of_an_unknown_table_or_ending_is_an_error(store, tmp_path, capsys) -> None:
    assert run("export", "nonsense", "--store", store, "-o", tmp_path / "x.csv") == 2
    assert "no table 'nonsense'" in capsys.readouterr().err
    assert run("export", "events", "--store", store, "-o", tmp_path / "x.docx") == 2
    assert ".docx" in capsys.readouterr().err


def test_store_check_finds_damage_and_repair_takes_it_out(store, capsys) -> None:
    assert run("store", "check", "--store", store) == 0
    (segment,) = (Path(store) / "segments" / "events").rglob("*.parquet")
    segment.write_bytes(b"broken")

    assert run("store", "check", "--store", store) == 1
    assert run("store", "check", "--repair", "--store", store) == 0
    capsys.readouterr()
    assert run("store", "check", "--store", store) == 0
    assert "sound" in capsys.readouterr().out


def test_export_splits_a_panel_and_leaves_out_late_reports(store, tmp_path) -> None:
    choices = ["--by", "root", "--shares", "--late-days", "30", "--self-dyads", "--period", "year"]

    assert run("export", "panel", "--store", store, "-o", tmp_path / "p.csv", *choices) == 0

    table = pl.read_csv(tmp_path / "p.csv")
    assert table.select("actor", "recipient", "root", "events", "shares").rows() == [
        ("PAK", "RUS", "CONSULT", 1, 1.0), ("USA", "PAK", "SANCTION", 1, 1.0),
    ]  # fmt: skip


def test_store_compact_repeats_sql_and_export(store, tmp_path, capsys) -> None:
    assert run("store", "compact", "--store", store) == 0
    run("store", "repeats", "--store", store, "--json")
    run("store", "sql", "select count(*) as n from events", "--store", store, "--json")
    run("store", "export", "--store", store, "-o", tmp_path / "all", "--format", "csv")

    assert '"n": 2' in capsys.readouterr().out
    assert len(list((tmp_path / "all").iterdir())) == 7


def test_a_command_on_no_store_says_how_to_make_one(tmp_path, capsys) -> None:
    assert run("gaps", "--store", tmp_path / "none") == 2
    assert "detente import" in capsys.readouterr().err


def test_verify_prints_the_query_of_another_engine(capsys) -> None:
    assert run("verify", "--engine", "bigquery", "--sql") == 0
    assert "gdelt-bq" in capsys.readouterr().out


def test_watch_prints_a_schedule(tmp_path, capsys) -> None:
    assert run("watch", "--schedule", "--store", tmp_path) == 0
    assert "OnCalendar" in capsys.readouterr().out
