"""Other engines over the very same files give the very same cells; coding runs on Spark too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from shutil import which
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

import detente as dt
from detente.core.tables import ARTICLES, EVENTS, MENTIONS
from detente.pipeline import code, code_on_spark
from detente.store.aggregate import ONCE
from detente.store.engines import aggregate, spark_table
from detente.store.store import Store

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    # pyspark leaves its sockets to the garbage collector.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

JANUARY = [date(2018, 1, 1) + timedelta(days=n) for n in range(31)]
CHOICES: list[dict[str, Any]] = [
    {"period": "week"},
    {"period": "month", "directed": False, "once": ONCE},
    {"period": "year", "by": ("actor_sector",)},
    {"period": "month", "by": ("domain", "root")},
    {"period": "week", "recount": True},
    {"period": "week", "recount": True, "as_of": date(2018, 1, 7)},
    {"period": "quarter", "dyads": [("PAK", "RUS"), ("USA", "CHN")]},
    {"period": "day", "zeros": False, "self_dyads": True},
    {"period": "month", "shares": True, "late_days": 30},
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, make_events_session: Any) -> Store:
    """Months apart, an uncovered month, a day before 1970, repeats, domains, and mentions."""
    opened = dt.open(tmp_path_factory.mktemp("engines") / "s")
    opened.add_events(
        make_events_session(
            ("2018-01-05", "PAK", "RUS", "CONSULT", 3.0),
            ("2018-01-08", "RUS", "PAK", "CONSULT", 3.0),
            ("2018-01-08", "PAK", "RUS", "CONSULT", 3.0),
            ("2018-01-31", "PAK", "RUS", "ACCUSE", -2.0),
            ("2018-02-10", "PAK", "RUS", "AID", 7.0),
            ("1950-06-25", "PRK", "KOR", "ASSAULT", -10.0),
            ("2018-01-09", "IND", "IND", "PROTEST", -6.5),
            domains=["military", "energy"], record_id="7", share=0.25,
        ),
        covered_days=[date(1950, 6, 24), date(1950, 6, 25), *JANUARY],
    )  # fmt: skip
    late = make_events_session(("2018-01-06", "PAK", "RUS", "AID", 7.0), first=40)
    opened.add_events(late.with_columns(reported_on=date(2018, 3, 1)))
    seen = [("test", "7", date(2018, 1, day), "a", f"http://a/{day}", 1, 0.5) for day in (5, 6, 7)]
    with opened.writing() as batch:
        batch.add("mentions", pl.DataFrame(seen, schema=MENTIONS.schema, orient="row"))
    return opened


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    pytest.importorskip("pyspark")
    if not (which("java") or os.environ.get("JAVA_HOME")):
        pytest.skip("Spark needs Java, and there is none here")
    from pyspark.sql import SparkSession

    from detente.store import engines

    session = engines._local_spark(SparkSession)
    session.conf.set("spark.sql.shuffle.partitions", "1")
    yield session
    session.stop()


def test_spark_gives_the_cells_of_duckdb(store: Store, spark: Any) -> None:
    for choices in CHOICES:
        theirs = aggregate(store, engine="spark", session=spark, **choices)
        assert_frame_equal(aggregate(store, **choices), theirs, abs_tol=1e-9)


def test_clickhouse_gives_the_cells_of_duckdb(store: Store) -> None:
    pytest.importorskip("chdb")
    for choices in CHOICES:
        theirs = aggregate(store, engine="clickhouse", **choices)
        assert_frame_equal(aggregate(store, **choices), theirs, abs_tol=1e-9)


def test_spark_codes_articles_as_one_process_does(tmp_path: Path, spark: Any) -> None:
    corpus = Path(__file__).resolve().parents[2] / "examples" / "south-asia"
    articles = dt.read(sorted(corpus.rglob("*.txt"))[:4]).articles
    broken = articles.head(1).with_columns(
        article_id=pl.lit("bad"), paragraphs=pl.lit([{"start": None, "end": 3}])
    )
    articles = pl.concat([articles, broken.select(ARTICLES.names).cast(ARTICLES.schema)])
    kept = dt.open(tmp_path / "s")
    kept.add_articles(articles)
    here = code(articles)

    coded = code_on_spark(spark_table(spark, kept, table="articles")).cache()
    rejects = coded.selectExpr("inline(rejects)").toArrow().to_pylist()
    there = pl.DataFrame(pl.from_arrow(coded.selectExpr("inline(events)").toArrow()))

    assert coded.count() == here.articles_read == 5
    assert_frame_equal(there, here.events, check_row_order=False, check_exact=False)
    assert there.schema == EVENTS.schema
    assert [row["origin"] for row in rejects if row["reason"] == "failed"] == ["bad"]
    assert len(rejects) == here.rejects.height
