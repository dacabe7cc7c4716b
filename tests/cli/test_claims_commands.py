"""`detente claims` and `detente read`: tables by file name, a page with verdicts, forecasts."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from detente.cli.claims import claims, score, track
from detente.cli.coding import code
from detente.cli.read import read
from detente.core.errors import ReadError
from detente.core.tables import EVENTS
from detente.store.store import open as open_store

DAY = date(2018, 1, 12)
ARTICLE = """Oman and Iran, further apart

By Ana Example

In Muscat nobody doubts it any more. Relations between Oman and Iran have cooled, and traders on \
both coasts of the strait feel it every week.

Iran will probably reopen its border with Oman within a year. Both capitals need the trade, and \
neither of them has another port that is open all the year round.

The writer is a fellow at the Example Institute. She can be reached at ana@mail.example

Published in Example Daily, January 12th 2018.
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "op-ed.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Two years before the article and one after: Oman and Iran fall from +4 to -3."""
    turn = DAY - timedelta(days=365)
    days = [DAY - timedelta(days=730) + timedelta(days=i) for i in range(0, 1095, 2)]
    rows: list[dict[str, object]] = [
        {
            "event_id": f"e{i}", "dataset": "example", "happened_on": day, "reported_on": day,
            "happened_precision": "day", "actor": "OMN", "recipient": "IRN", "status": "happened",
            "root": "CONSULT", "quad": "verbal_coop" if day < turn else "verbal_conf",
            "weight": (4.0 if day < turn else -3.0) + (i % 3 - 1), "domains": [],
            "confidence": 1.0, "mentions": 1,
        }
        for i, day in enumerate(days)
    ]  # fmt: skip
    path = tmp_path / "store"
    open_store(path).add_events(EVENTS.frame(rows))
    return path


def test_claims_go_to_a_page_a_table_and_json(
    article: Path, store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, table = tmp_path / "out" / "page.html", tmp_path / "claims.csv"

    assert claims(str(article), store=store, html=page, output=table, json=True) == 0

    told = json.loads(capsys.readouterr().out)
    trend = told["trends"][0]
    assert trend["verdict"] == "supported"
    assert {check["view"] for check in trend["checks"]} == {"known", "since"}
    assert "<svg" in page.read_text(encoding="utf-8")
    assert "ana@mail.example" not in page.read_text(encoding="utf-8")
    assert "supported" in pl.read_csv(table)["verdict"].to_list()


def test_a_verdict_on_the_screen_stands_with_its_numbers(
    article: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    claims(str(article), store=store)

    shown = capsys.readouterr().out
    assert "1, known by then (example): supported. Mean weight −3" in shown
    assert "reports from 12 January 2017 to 11 January 2018" in shown


def test_a_page_is_of_one_article(article: Path, store: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    other = "Why Peru looks south\n\nBy Li Sample\n\n"
    other += (
        "Peru has drawn closer to Chile since the harvest failed, and the ports of both are full."
    )
    (tmp_path / "more" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "more" / "b.txt").write_text(other, encoding="utf-8")

    with pytest.raises(ReadError, match="--html writes one article"):
        claims(str(tmp_path / "more"), html=tmp_path / "page.html")


def test_forecasts_are_kept_and_scored_beside_the_base_rate(
    article: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    track(str(article), store=store, json=True)
    kept = json.loads(capsys.readouterr().out)
    score(store=store, as_of=date(2019, 2, 1), json=True)
    told = json.loads(capsys.readouterr().out)

    assert kept
    assert [row["outlet"] for row in told["authors"]][:1] in ([], ["Example Daily"])


def test_a_claim_that_is_now_cut_otherwise_is_kept_once(article: Path, store: Path) -> None:
    track(str(article), store=store)
    kept = open_store(store)
    before = kept.claims()
    longer = before.with_columns(claim_id=pl.col("claim_id") + "-old", end=pl.col("end") + 1)
    with open_store(store.parent / "upgraded").writing() as batch:
        batch.add("claims", longer)

    track(str(article), store=store.parent / "upgraded")
    track(str(article), store=store)

    assert open_store(store.parent / "upgraded").claims()["claim_id"].to_list() == [
        f"{name}-old" for name in before["claim_id"]
    ]
    assert kept.claims().equals(before)


def test_coding_again_keeps_a_claim_that_is_now_cut_otherwise_once(
    article: Path, tmp_path: Path
) -> None:
    first, upgraded = tmp_path / "first", tmp_path / "upgraded"
    code(str(article), store=first, published_on=DAY)
    before = open_store(first).claims()
    moved = before.with_columns(claim_id=pl.col("claim_id") + "-old", end=pl.col("end") + 1)
    open_store(upgraded).add_claims(moved)

    code(str(article), store=upgraded, published_on=DAY)

    kept = open_store(upgraded).claims()["claim_id"].to_list()
    assert kept == [f"{name}-old" for name in before["claim_id"]] != []


def test_articles_are_written_by_file_name(article: Path, tmp_path: Path) -> None:
    for name in ("articles.csv", "articles.parquet", "articles.json"):
        assert read(str(article), output=tmp_path / name) == 0

    assert pl.read_parquet(tmp_path / "articles.parquet")["outlet"].to_list() == ["Example Daily"]
    assert "Example Daily" in (tmp_path / "articles.csv").read_text(encoding="utf-8")
