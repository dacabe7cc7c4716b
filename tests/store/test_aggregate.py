from __future__ import annotations

import re
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import detente as dt
from detente.core.errors import CodebookError, MissingExtraError, StoreError, TableError
from detente.core.tables import DYAD_PERIOD, MENTIONS
from detente.relations.counts import count_events
from detente.store.aggregate import ONCE, dyad_periods
from detente.store.engines import aggregate, aggregate_sql, tidy
from detente.store.gdelt_columns import gdelt_coverage, gdelt_events, gdelt_table
from detente.store.importers.run import import_files
from detente.store.repeats import count_repeats
from detente.store.verifying import compare_cells

GOLDEN = Path(__file__).parent / "golden"
JANUARY = [date(2018, 1, 1) + timedelta(days=n) for n in range(31)]
MARCH = [date(2018, 3, 1) + timedelta(days=n) for n in range(31)]
EVENTS = [
    ("2018-01-05", "PAK", "RUS", "CONSULT", 3.0),
    ("2018-01-31", "PAK", "RUS", "ACCUSE", -2.0),
    ("2018-03-01", "RUS", "PAK", "AID", 7.0),
    ("2018-02-10", "PAK", "RUS", "AID", 7.0),
]


@pytest.fixture
def store(tmp_path: Path, make_events):
    opened = dt.open(tmp_path / "s")
    opened.add_events(make_events(*EVENTS), covered_days=[*JANUARY, *MARCH])
    return opened


def shown(table: pl.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    return table.select("actor", "recipient", "period", *columns).rows()


def test_a_covered_month_without_events_is_zero_and_an_uncovered_one_is_absent(store) -> None:
    table = aggregate(store, period="month")

    assert table.schema == DYAD_PERIOD.schema
    assert shown(table, "events", "sum_weight", "mean_weight", "sum_squares", "covered_days") == [
        ("PAK", "RUS", date(2018, 1, 1), 2, 1.0, 0.5, 13.0, 31),
        ("PAK", "RUS", date(2018, 3, 1), 0, 0.0, None, 0.0, 31),
        ("RUS", "PAK", date(2018, 1, 1), 0, 0.0, None, 0.0, 31),
        ("RUS", "PAK", date(2018, 3, 1), 1, 7.0, 7.0, 49.0, 31),
    ]


def test_without_zeros_only_periods_with_events_have_rows(store) -> None:
    table = aggregate(store, period="month", zeros=False)

    assert table["events"].to_list() == [2, 1]


def test_joining_directions_puts_the_first_by_alphabet_first(store) -> None:
    table = aggregate(store, period="quarter", directed=False)

    assert shown(table, "events", "verbal_coop", "verbal_conf", "material_coop") == [
        ("PAK", "RUS", date(2018, 1, 1), 3, 1, 1, 1)
    ]


def test_weeks_start_on_monday_and_count_their_covered_days(store) -> None:
    table = aggregate(store, period="week", dyads=[("PAK", "RUS")])

    # 1 January 2018 was a Monday; of the week of 29 January only three days are covered.
    assert table["period"].to_list()[:5] == JANUARY[::7]
    assert table["covered_days"].to_list()[:5] == [7, 7, 7, 7, 3]


def test_a_dyad_asked_for_has_rows_of_zeros_even_if_it_was_never_seen(store) -> None:
    table = aggregate(store, period="month", dyads=[("USA", "CHN")])

    assert shown(table, "events") == [
        ("USA", "CHN", date(2018, 1, 1), 0), ("USA", "CHN", date(2018, 3, 1), 0),
    ]  # fmt: skip


def test_deeds_within_a_state_count_only_if_asked_for(store, make_events) -> None:
    store.add_events(make_events(("2018-01-05", "PAK", "PAK", "PROTEST", -6.5), first=9))

    assert aggregate(store, period="year")["events"].sum() == 3
    assert aggregate(store, period="year", self_dyads=True)["events"].sum() == 4


@pytest.mark.parametrize("status", ["denied", "hypothetical", "habitual"])
def test_what_did_not_happen_is_not_counted(store, make_events, status: str) -> None:
    event = make_events(("2018-01-06", "PAK", "RUS", "AID", 7.0), first=9)
    store.add_events(event.with_columns(status=pl.lit(status)))

    assert aggregate(store, period="year")["events"].sum() == 3


def test_as_of_a_day_nothing_reported_on_it_or_later_is_seen(store, make_events) -> None:
    late = make_events(("2018-01-06", "PAK", "RUS", "AID", 7.0), first=9)
    store.add_events(late.with_columns(reported_on=pl.lit(date(2018, 3, 5))))

    assert aggregate(store, period="year", as_of=date(2018, 3, 5))["events"].sum() == 3
    assert aggregate(store, period="year", as_of=date(2018, 3, 6))["events"].sum() == 4


def test_what_was_reported_long_after_the_deed_can_be_left_out(store, make_events) -> None:
    late = make_events(("2018-01-06", "PAK", "RUS", "AID", 7.0), first=9)
    store.add_events(late.with_columns(reported_on=pl.lit(date(2018, 2, 5))))

    def counted(days: int | None) -> tuple[int, int]:
        table = aggregate(store, period="year", late_days=days)
        return table["events"].sum(), store.events(late_days=days).height

    # Thirty days after; of the other four the day of report isn't known.
    assert counted(None) == counted(30) == (4, 5)
    assert counted(29) == (3, 4)


def test_shares_count_a_row_about_several_states_once_over_its_dyads(store, make_events) -> None:
    pairs = [("2018-01-08", one, other, "ASSAULT", -10.0) for one in "AB" for other in "CDE"]
    spread = make_events(*pairs, first=20).with_columns(share=pl.lit(1 / 6), record_id=pl.lit("7"))
    store.add_events(spread)

    table = aggregate(store, period="year", shares=True, zeros=False)
    one = table.filter(actor="A", recipient="C")

    assert table.columns == [*DYAD_PERIOD.names, "shares"]
    assert table["events"].sum() == 9
    assert table["shares"].sum() == pytest.approx(4)
    assert one.select("events", "mean_weight").row(0) == (1, -10.0)
    assert one["sum_weight"].item() == pytest.approx(-10 / 6)
    assert one["sum_squares"].item() == pytest.approx(100 / 6)
    assert count_repeats(store)["spread"].to_list() == [5]


def test_a_store_of_before_the_shares_counts_every_event_whole(store) -> None:
    for segment in store.segments("events"):
        path = store.root / segment.path
        pl.read_parquet(path).drop("share").write_parquet(path)
    manifest = store.root / "manifest.json"
    manifest.write_text(re.sub(r'"shape": "\w+"', '"shape": ""', manifest.read_text()))

    table = aggregate(store, period="year", shares=True)

    assert table["shares"].to_list() == table["events"].to_list()


def test_an_event_of_two_domains_counts_in_each_and_an_unknown_sector_is_a_row(
    store, make_events
) -> None:
    event = make_events(("2018-01-06", "USA", "CHN", "SANCTION", -5.5), first=9)
    store.add_events(event.with_columns(domains=pl.lit(["economic", "energy"])))

    by_domain = aggregate(store, period="year", by=("domain",), dyads=[("USA", "CHN")])
    by_sector = aggregate(store, period="month", by=("actor_sector",), dyads=[("USA", "CHN")])

    assert by_domain.select("domain", "events").rows() == [("economic", 1), ("energy", 1)]
    assert by_sector.select("actor_sector", "period", "events").rows() == [
        (None, date(2018, 1, 1), 1), (None, date(2018, 3, 1), 0),
    ]  # fmt: skip
    assert aggregate(store, period="year", domain="energy")["events"].to_list() == [1]


def test_repeats_are_folded_as_the_polars_fold_does(store, make_events) -> None:
    day = "2018-01-08"
    store.add_events(
        make_events(
            (day, "PAK", "RUS", "CONSULT", 3.0), (day, "PAK", "RUS", "CONSULT", 3.0),
            (day, "RUS", "PAK", "CONSULT", 3.0), (day, "RUS", "PAK", "ACCUSE", -2.5), first=20,
        )
    )  # fmt: skip

    def counted(**choices: Any) -> list[int]:
        table = aggregate(store, period="year", directed=False, **choices)
        return [table["events"].sum(), table["mentions"].sum()]

    assert counted() == [7, 7]
    assert counted(once=("retold",)) == [6, 7]
    assert counted(once=ONCE) == [5, 7]


def test_folding_mirrored_deeds_of_a_directed_table_is_refused(store) -> None:
    with pytest.raises(TableError, match="directions are joined"):
        aggregate(store, once=("mirrored",))


@pytest.mark.parametrize(
    "choices", [{"period": "decade"}, {"by": ("colour",)}, {"once": ("twice",)}]
)
def test_an_unknown_choice_names_the_known_ones(store, choices) -> None:
    with pytest.raises(TableError, match="Known: "):
        aggregate(store, **choices)


def test_an_unknown_domain_or_engine_is_an_error(store) -> None:
    with pytest.raises(CodebookError, match="love"):
        aggregate(store, domain="love")
    with pytest.raises(StoreError, match="abacus"):
        aggregate(store, engine="abacus")


def test_an_empty_store_gives_an_empty_table(tmp_path: Path) -> None:
    assert aggregate(dt.open(tmp_path / "s")).equals(DYAD_PERIOD.empty())


rows = st.lists(
    st.tuples(
        st.dates(date(2017, 12, 20), date(2018, 3, 20)).map(str),
        st.sampled_from(["PAK", "RUS", "USA"]), st.sampled_from(["PAK", "RUS", "USA"]),
        st.sampled_from(["CONSULT", "AID", "ACCUSE", "ASSAULT"]),
        st.floats(-10, 10).map(lambda x: round(x, 1)),
    ),
    max_size=15,
)  # fmt: skip


@settings(max_examples=6, deadline=None)
@given(
    rows=rows, covered=st.sets(st.dates(date(2017, 12, 20), date(2018, 3, 20)), min_size=1),
    period=st.sampled_from(["day", "week", "month", "quarter", "year"]), directed=st.booleans(),
)  # fmt: skip
def test_the_store_counts_as_the_measures_count_from_memory(
    tmp_path_factory, make_events_session, rows, covered, period, directed
) -> None:
    store = dt.open(tmp_path_factory.mktemp("s"))
    store.add_events(make_events_session(*rows), dataset="test", covered_days=covered)

    ours = aggregate(store, period=period, directed=directed)
    theirs = count_events(
        store.events(), period=period, directed=directed, coverage=store.coverage()
    )
    inside = theirs.filter(pl.col("events").sum().over("dataset", "actor", "recipient") > 0)

    assert_frame_equal(ours, inside, abs_tol=1e-9)


def test_mentions_are_counted_anew_from_the_mentions_files_up_to_the_day(store) -> None:
    seen = [("test", "7", date(2018, 1, day), "a", f"http://a/{day}", 1, 0.5) for day in (5, 6, 7)]
    event = (
        store.events()
        .head(1)
        .with_columns(event_id=pl.lit("e77"), record_id=pl.lit("7"), mentions=pl.lit(2, pl.Int32))
    )
    store.add_events(event)
    with store.writing() as batch:
        batch.add("mentions", pl.DataFrame(seen, schema=MENTIONS.schema, orient="row"))

    def counted(**choices: Any) -> int:
        return aggregate(store, period="year", dyads=[("PAK", "RUS")], **choices)["mentions"].item()

    # Besides the event with record 7, two of one mention each.
    assert counted() == 4
    assert counted(recount=True) == 5
    assert counted(recount=True, as_of=date(2018, 1, 7)) == 3


# other engines


@pytest.mark.parametrize("dialect", ["duckdb", "spark", "clickhouse", "bigquery"])
@pytest.mark.parametrize(
    ("name", "choices"),
    [
        ("directed_week", {}),
        ("pairs_month_once",
         {"period": "month", "directed": False, "once": ONCE, "domain": "military"}),
        ("recounted_week", {"recount": True}),
    ],
)  # fmt: skip
def test_the_query_of_each_dialect_is_the_one_that_was_checked(dialect, name, choices) -> None:
    """A change of these files is a change of what other engines run: compare them by hand.

    They were run on Spark 4.0 and ClickHouse (chDB 26.9) against DuckDB 2.0; BigQuery's was
    compiled. It has no recount, as it reads GDELT's own table.
    """
    file = GOLDEN / f"{name}.{dialect}.sql"

    if file.exists() or dialect != "bigquery":
        assert aggregate_sql(dialect, **choices) == file.read_text(encoding="utf-8")


def test_an_engine_that_is_not_there_says_what_to_install(store) -> None:
    for engine, library in (("spark", "pyspark"), ("clickhouse", "chdb")):
        if find_spec(library) is None:
            with pytest.raises(MissingExtraError, match=f"detente\\[{engine}\\]"):
                aggregate(store, engine=engine)


def test_gdelts_own_table_gives_the_same_as_its_imported_files(tmp_path: Path, shared) -> None:
    """The mapping that runs on BigQuery, run on DuckDB over the raw sample rows."""
    import duckdb
    import ibis

    file = shared / "formats" / "gdelt2" / "20150218230000.export.sample.CSV"
    store = dt.open(tmp_path / "s")
    list(import_files(store, [file]))
    connection = duckdb.connect()
    raw = connection.sql(
        f"""select column00::bigint as GLOBALEVENTID, column01::bigint as SQLDATE,
        column07 as Actor1CountryCode, column17 as Actor2CountryCode, column12 as Actor1Type1Code,
        column22 as Actor2Type1Code, column26 as EventCode, column29::bigint as QuadClass,
        column30::double as GoldsteinScale, column31::bigint as NumMentions,
        column59::bigint as DATEADDED
        from read_csv('{file}', delim='\t', header=false, quote='', all_varchar=true)"""
    )
    raw.create_view("raw")
    events, coverage = gdelt_events(gdelt_table("raw")), gdelt_coverage(gdelt_table("raw"))
    choices: dict[str, Any] = {"period": "month", "by": ("root", "domain"), "self_dyads": True}

    def answer(expression: Any) -> Any:
        return connection.sql(ibis.to_sql(expression, dialect="duckdb")).to_arrow_table()

    theirs = tidy(answer(dyad_periods(events, coverage, **choices)), by=choices["by"])
    ours = aggregate(store, **choices)

    assert store.coverage()["day"].to_list() == answer(coverage)["day"].to_pylist()
    assert_frame_equal(ours, theirs.filter(pl.col("domain") != ""), abs_tol=1e-9)


def test_comparing_counts_the_cells_that_differ_and_the_rows_that_one_lacks(store) -> None:
    ours = aggregate(store, period="month")
    theirs = ours.with_columns(
        sum_weight=pl.when(pl.col("events") == 2).then(1.5).otherwise("sum_weight")
    ).head(3)

    found = {row["column"]: row for row in compare_cells(ours, theirs).to_dicts()}

    assert (found["rows"]["differ"], found["sum_weight"]["differ"]) == (1, 1)
    assert found["sum_weight"]["largest"] == 0.5
    assert compare_cells(ours, ours)["differ"].sum() == 0
