"""`--output`: one way to write a table, for every command that writes one."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from detente.cli.app import main

TEXT = "Iran and Oman\n\nBy Jane Doe\n\nIran criticised Oman on Monday over the strait.\n"


@pytest.mark.parametrize(
    "words",
    [
        ("read", "absent"), ("code", "absent"), ("code-llm", "absent", "--model", "m"),
        ("forecast", "PAK", "RUS"), ("next", "--state", "PAK"), ("backtest",), ("claims", "absent"),
        ("export", "events"),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_an_ending_without_a_format_is_refused_before_anything_is_read(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main([*words, "-o", str(tmp_path / "table.xlsx")])

    assert stop.value.code == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "no format for '.xlsx'; use .csv, .parquet, .json, .jsonl" in said


@pytest.mark.parametrize("ending", ["csv", "parquet", "json", "jsonl"])
def test_articles_are_written_by_the_ending_of_the_file(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, out = tmp_path / "page.txt", tmp_path / f"articles.{ending}"
    page.write_text(TEXT, encoding="utf-8")

    with pytest.raises(SystemExit):
        main(["read", str(page), "--published-on", "2018-01-12", "-o", str(out), "--json"])

    readers = {"csv": pl.read_csv, "parquet": pl.read_parquet, "json": pl.read_json,
               "jsonl": pl.read_ndjson}  # fmt: skip
    written = readers[ending](out)
    [told] = json.loads(capsys.readouterr().out)["articles"]
    assert written["article_id"].to_list() == [told["article_id"]]
    assert str(written["published_on"][0]) == "2018-01-12"
