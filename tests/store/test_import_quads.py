from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

import detente as dt
from detente.store.importers.run import import_files


def quads(path: Path, *rows: tuple[str, str, str, str]) -> Path:
    frame = pl.DataFrame(rows, schema=["subject", "relation", "object", "date"], orient="row")
    frame.with_columns(pl.col("date").str.to_date()).write_parquet(path)
    return path


def test_a_fact_becomes_an_event_with_states_sector_and_the_codes_own_weight(tmp_path) -> None:
    file = quads(
        tmp_path / "icews18.parquet",
        ("Police (India)", "Arrest, detain, or charge with legal action", "Citizen (Pakistan)",
         "2018-05-01"),
    )  # fmt: skip
    store = dt.open(tmp_path / "s")

    (outcome,) = import_files(store, [file])

    (event,) = store.events().to_dicts()
    assert outcome.ledger["rows_kept"] == 1
    assert (event["actor"], event["actor_sector"]) == ("IND", "COP")
    assert (event["recipient"], event["recipient_sector"]) == ("PAK", "CVL")
    # CAMEO 173 carries -5 on Goldstein's scale.
    assert (event["cameo"], event["root"], event["mode"]) == ("173", "COERCE", "arrest")
    assert (event["quad"], event["weight"], event["dataset"]) == ("material_conf", -5.0, "icews18")
    assert event["happened_on"] == event["reported_on"] == date(2018, 5, 1)


def test_people_and_bodies_count_under_their_state_on_the_day(tmp_path) -> None:
    file = quads(
        tmp_path / "icews18.parquet",
        ("Vladimir Putin", "Make a visit", "Angela Merkel", "2018-05-01"),
        ("Israeli Defense Forces", "Make a visit", "United Nations", "2018-05-01"),
    )
    store = dt.open(tmp_path / "s")

    list(import_files(store, [file]))

    table = store.events().sort("actor").select("actor", "actor_sector", "recipient")
    assert table.rows() == [("ISR", "MIL", None), ("RUS", "GOV", "DEU")]


def test_an_unknown_relation_is_rejected_and_listed_and_the_rows_add_up(tmp_path) -> None:
    file = quads(
        tmp_path / "icews18.parquet",
        ("Iran", "Make a visit", "Iraq", "2018-05-01"),
        ("Iran", "Sing a song", "Iraq", "2018-05-01"),
        ("Iran", "Make a visit", "Somebody Unheard", "2018-05-01"),
        ("Iran", "Make a visit", "Iraq", "2018-05-01"),
    )
    store = dt.open(tmp_path / "s")

    (outcome,) = import_files(store, [file])

    row = store.ledger().row(0, named=True)
    assert row["rows_in"] == row["rows_kept"] + row["rows_rejected"] == 4
    assert {item["name"]: item["rows"] for item in row["rejected_by"]} == {
        "unknown_code": 1, "duplicate_row": 1,
    }  # fmt: skip
    assert {"name": "entity:Somebody Unheard", "rows": 1} in row["unmapped"]
    assert store.rejects().rows() == [
        ("icews18.parquet", "row", "2", "unknown_code", "Sing a song")
    ]
    assert outcome.ledger["events"] == store.events().height == 2


def test_a_file_imported_twice_changes_nothing(tmp_path) -> None:
    file = quads(tmp_path / "icews18.parquet", ("Iran", "Make a visit", "Iraq", "2018-05-01"))
    store = dt.open(tmp_path / "s")
    list(import_files(store, [file]))
    before = (tmp_path / "s" / "manifest.json").read_bytes()

    (again,) = import_files(store, [file])

    assert again.known
    assert (tmp_path / "s" / "manifest.json").read_bytes() == before


def test_a_sampled_day_is_not_covered(tmp_path) -> None:
    file = quads(
        tmp_path / "icews05_15.parquet",
        ("Iran", "Make a visit", "Iraq", "2010-05-01"),
        ("Iran", "Make a visit", "Iraq", "2012-05-01"),
    )
    frame = pl.read_parquet(file)
    frame.with_columns(coverage=pl.Series(["sample20", "full"])).write_parquet(file)
    store = dt.open(tmp_path / "s")

    list(import_files(store, [file]))

    assert store.coverage().rows() == [("icews05_15", date(2012, 5, 1))]
    assert store.events().height == 2


@pytest.mark.slow
def test_the_icews_year_reproduces_the_anchors(tmp_path, shared) -> None:
    """Mean Goldstein over 2018 of the US-Pakistan and Russia-Pakistan pairs.

    Published with the data, whose map of people is crude: about -0.7 against +3.1. Here more people
    are found (87 facts of the first pair, as those with Pakistan's foreign minister), and the means
    are -0.39 and +2.94; the two differ as the data say.
    """
    store = dt.open(tmp_path / "s")

    (outcome,) = import_files(store, [shared / "icews" / "icews18.parquet"])

    assert outcome.ledger["rows_in"] == outcome.ledger["rows_kept"] == 468_558
    american = store.events(pair=("USA", "PAK"))["weight"].mean()
    russian = store.events(pair=("RUS", "PAK"))["weight"].mean()
    assert american == pytest.approx(-0.55, abs=0.35)
    assert russian == pytest.approx(3.0, abs=0.3)
    assert store.coverage().height == 304


def test_our_codes_agree_with_the_map_that_came_with_the_data(shared) -> None:
    from detente.store.cameo import cameo_by_label, cameo_table

    theirs = pl.read_csv(shared / "icews" / "relations.csv", infer_schema=False)
    ours = {row["code"]: row for row in cameo_table().iter_rows(named=True)}

    for row in theirs.iter_rows(named=True):
        code = cameo_by_label()[row["relation"].lower()]
        assert code == row["cameo"]
        assert ours[code]["weight"] == float(row["goldstein"])
        assert ours[code]["quad"] == row["quad"]
