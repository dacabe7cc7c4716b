from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente as dt
from detente.core.errors import StoreError, TableError
from detente.core.tables import ARTICLES, CLAIMS, EVENTS, REJECTS
from detente.store import manifest as manifests
from detente.store import migrations
from detente.store.layout import FORMAT
from detente.store.upkeep import compact

VISIT = ("2018-01-05", "PAK", "RUS", "CONSULT", 3.0)
SANCTION = ("2018-02-10", "USA", "PAK", "SANCTION", -5.5)
PRAISE = ("2018-02-11", "RUS", "PAK", "SUPPORT", 4.0)


def test_events_come_back_as_they_went_in_sorted_by_day(tmp_path: Path, make_events) -> None:
    store = dt.open(tmp_path / "s")

    added = store.add_events(make_events(PRAISE, VISIT, SANCTION))

    assert added == 3
    assert store.events()["event_id"].to_list() == ["e1", "e2", "e0"]
    assert store.events().schema == EVENTS.schema


def test_adding_the_same_events_twice_changes_nothing(tmp_path: Path, make_events) -> None:
    store = dt.open(tmp_path / "s")
    store.add_events(make_events(VISIT, SANCTION))
    before = (tmp_path / "s" / "manifest.json").read_bytes()

    assert store.add_events(make_events(VISIT, SANCTION)) == 0
    assert (tmp_path / "s" / "manifest.json").read_bytes() == before


def test_replacing_an_event_takes_the_old_row_out_even_in_another_month(
    tmp_path: Path, make_events
) -> None:
    store = dt.open(tmp_path / "s")
    store.add_events(make_events(VISIT, SANCTION))
    moved = make_events(("2018-07-01", "PAK", "RUS", "CONSULT", 2.0))

    store.add_events(moved, replace=True)

    rows = store.events().select("event_id", "happened_on", "weight").rows()
    assert rows == [("e1", date(2018, 2, 10), -5.5), ("e0", date(2018, 7, 1), 2.0)]


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ({"actor": "PAK"}, ["e0"]),
        ({"actor": ["PAK", "RUS"]}, ["e0", "e2"]),
        ({"recipient": "PAK"}, ["e1", "e2"]),
        ({"dyad": ("RUS", "PAK")}, ["e2"]),
        ({"pair": ("RUS", "PAK")}, ["e0", "e2"]),
        ({"since": date(2018, 2, 10)}, ["e1", "e2"]),
        ({"until": date(2018, 2, 11)}, ["e0", "e1"]),
        ({"dataset": "other"}, []),
    ],
)
def test_events_are_chosen_by_side_day_and_dataset(tmp_path, make_events, where, ids) -> None:
    store = dt.open(tmp_path / "s")
    store.add_events(make_events(VISIT, SANCTION, PRAISE))

    assert store.events(**where)["event_id"].to_list() == ids


def test_coverage_is_kept_with_the_events_and_days_count_once(tmp_path: Path, make_events) -> None:
    store = dt.open(tmp_path / "s")
    days = [date(2018, 1, 5), date(2018, 1, 6), date(2018, 1, 5)]

    store.add_events(make_events(VISIT), covered_days=days)
    store.add_coverage([date(2018, 1, 6)], dataset="test")

    assert store.coverage().rows() == [("test", date(2018, 1, 5)), ("test", date(2018, 1, 6))]


def test_covered_days_of_several_datasets_need_a_name(tmp_path: Path, make_events) -> None:
    store = dt.open(tmp_path / "s")
    mixed = pl.concat([make_events(VISIT), make_events(PRAISE, dataset="other", first=5)])

    with pytest.raises(StoreError, match=r"2 datasets"):
        store.add_events(mixed, covered_days=[date(2018, 1, 5)])


def test_other_tables_are_kept_and_idempotent(tmp_path: Path) -> None:
    store = dt.open(tmp_path / "s")
    article = ARTICLES.frame(
        [{"article_id": "a", "origin": "x.txt", "text": "t", "paragraphs": [], "dropped": [],
          "copies": 0}]
    )  # fmt: skip
    claim = CLAIMS.frame(
        [{"claim_id": "c", "kind": "trend", "states": ["PAK"], "hedge_words": [], "hedge": 0.0,
          "polarity": 1, "presupposed": False, "paragraph": 0, "text": "t", "start": 0, "end": 1}]
    )  # fmt: skip
    reject = REJECTS.frame([{"origin": "x.txt", "item": "file", "reason": "empty"}])

    counts = [
        (store.add_articles(article), store.add_claims(claim), store.add_rejects(reject))
        for _ in range(2)
    ]

    assert counts == [(1, 1, 1), (0, 0, 0)]
    assert store.articles().equals(article)
    assert store.claims().equals(claim)
    assert store.rejects().equals(reject)


def test_sql_sees_every_table(tmp_path: Path, make_events) -> None:
    store = dt.open(tmp_path / "s")
    store.add_events(make_events(VISIT, SANCTION, PRAISE))

    answer = store.sql(
        "select recipient, sum(weight) as total from events group by all order by all"
    )

    assert answer.rows() == [("PAK", -1.5), ("RUS", 3.0)]
    assert store.sql("select count(*) as n from claims")["n"].to_list() == [0]


def test_a_cursor_sees_every_table_also_the_empty_ones(tmp_path: Path, make_events) -> None:
    store = dt.open(tmp_path / "s")
    store.add_events(make_events(VISIT))

    connection = store.connect()
    cursor = connection.cursor()
    counts = [
        cursor.execute(f"select count(*) from {name}").fetchone()[0]
        for name in ("events", "claims")
    ]
    kinds = cursor.execute("select column_type from (describe claims)").fetchall()
    connection.close()

    assert counts == [1, 0]
    assert ("VARCHAR[]",) in kinds


def test_a_wrong_query_is_a_store_error(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nowhere"):
        dt.open(tmp_path / "s").sql("select * from nowhere")


def test_a_batch_that_fails_leaves_the_store_as_it_was(tmp_path: Path, make_events) -> None:
    store = dt.open(tmp_path / "s")

    def write() -> None:
        with store.writing() as batch:
            batch.add("events", make_events(VISIT))
            batch.add("events", make_events(PRAISE).drop("root"))

    with pytest.raises(TableError):
        write()

    assert store.events().height == 0
    assert list((tmp_path / "s" / "segments").rglob("*.parquet")) == []


def test_a_reader_keeps_the_state_of_the_manifest_that_it_read(tmp_path: Path, make_events) -> None:
    store = dt.open(tmp_path / "s")
    store.add_events(make_events(VISIT))
    begun = store.scan("events")

    store.add_events(make_events(("2018-01-05", "PAK", "RUS", "CONSULT", 9.0)), replace=True)

    assert begun.collect()["weight"].to_list() == [3.0]
    assert store.events()["weight"].to_list() == [9.0]


def test_a_column_that_an_old_segment_lacks_is_null(tmp_path: Path, make_events) -> None:
    store = dt.open(tmp_path / "s")
    store.add_events(make_events(VISIT))
    (segment,) = store.segments("events")
    path = tmp_path / "s" / segment.path
    pl.read_parquet(path).drop("trigger").write_parquet(path)

    assert store.events()["trigger"].to_list() == [None]


def test_opening_nothing_without_making_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(StoreError, match=r"no store here \(there is no such folder"):
        dt.open(tmp_path / "none", create=False)
    with pytest.raises(StoreError, match=r"no store here \(the folder is empty"):
        dt.open(tmp_path / "empty", create=False)
    (tmp_path / "empty" / "other").write_text("")
    with pytest.raises(StoreError, match=r"no store here \(manifest.json is missing"):
        dt.open(tmp_path / "empty", create=False)


def test_a_store_of_a_later_format_is_refused(tmp_path: Path) -> None:
    dt.open(tmp_path / "s")
    path = tmp_path / "s" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))

    with pytest.raises(StoreError, match=r"format 99.*Upgrade detente"):
        dt.open(tmp_path / "s")


def test_a_store_of_an_older_format_is_read_and_saved_anew_by_the_next_write(
    tmp_path: Path, make_events, monkeypatch
) -> None:
    store = dt.open(tmp_path / "s")
    store.add_events(make_events(VISIT))
    path = tmp_path / "s" / "manifest.json"
    made_up = json.loads(path.read_text())
    made_up["parts"] = made_up.pop("segments")
    path.write_text(json.dumps(made_up | {"format": 0}))
    step = {0: lambda old: {**old, "segments": old["parts"]}, **migrations.STEPS}
    monkeypatch.setattr(
        manifests, "upgrade", lambda found, to: migrations.upgrade(found, to=to, steps=step)
    )

    assert store.events()["event_id"].to_list() == ["e0"]
    store.add_events(make_events(PRAISE, first=1))

    assert json.loads(path.read_text())["format"] == FORMAT
    assert json.loads((tmp_path / "s" / "manifest.previous.json").read_text())["format"] == 0


def test_a_store_of_format_1_is_read_as_it_is_and_gains_shapes_when_merged(
    tmp_path: Path, make_events
) -> None:
    store = dt.open(tmp_path / "s")
    store.add_events(make_events(VISIT))
    store.add_events(make_events(("2018-01-06", *VISIT[1:]), first=1))
    store.add_events(make_events(PRAISE, first=2))
    path = tmp_path / "s" / "manifest.json"
    old = json.loads(path.read_text()) | {"format": 1}
    old["segments"] = [
        {k: v for k, v in row.items() if k not in ("shape", "low", "high")}
        for row in old["segments"]
    ]
    path.write_text(json.dumps(old))

    assert store.sql("select count(share) as n from events")["n"].item() == 0
    assert not any(segment.is_current for segment in store.segments("events"))
    assert store.add_events(make_events(VISIT)) == 0

    compact(store)

    assert [segment.is_current for segment in store.segments("events")] == [True, True]
    assert store.events()["event_id"].to_list() == ["e0", "e1", "e2"]


def test_a_format_that_nothing_leads_from_is_a_clear_error(tmp_path: Path) -> None:
    dt.open(tmp_path / "s")
    path = tmp_path / "s" / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 0}))

    with pytest.raises(StoreError, match="no way from format 0"):
        dt.open(tmp_path / "s")


@pytest.mark.parametrize("damage", ["", "{", '{"format": 1}', "[1]", '{"format": "x"}'])
def test_a_damaged_manifest_is_a_clear_error(tmp_path: Path, damage: str) -> None:
    dt.open(tmp_path / "s")
    (tmp_path / "s" / "manifest.json").write_text(damage)

    with pytest.raises(StoreError, match=r"damaged.*repair"):
        dt.open(tmp_path / "s")


event_lists = st.lists(
    st.tuples(
        st.dates(date(2018, 1, 1), date(2018, 3, 31)).map(str),
        st.sampled_from(["PAK", "RUS"]), st.sampled_from(["USA", "CHN"]),
        st.just("CONSULT"), st.floats(-10, 10),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(rows=event_lists, cut=st.integers(0, 12))
def test_how_the_events_are_split_into_writes_changes_nothing(
    tmp_path_factory, make_events_session, rows, cut
) -> None:
    events = make_events_session(*rows)
    whole = dt.open(tmp_path_factory.mktemp("whole"))
    parts = dt.open(tmp_path_factory.mktemp("parts"))

    whole.add_events(events)
    parts.add_events(events.tail(max(0, events.height - cut)))
    parts.add_events(events.head(cut))
    parts.add_events(events)

    assert parts.events().equals(whole.events())
    assert whole.events().height == len(rows)
