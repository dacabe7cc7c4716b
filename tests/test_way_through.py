"""The whole way, as a newcomer and an analyst walk it: demo, op-ed, README, bad input."""

from __future__ import annotations

import doctest
import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import detente as dt

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("DETENTE_SHARED", ROOT.parent / "shared"))
OP_ED = SHARED / "data" / "articles" / "pak-russia-relations.txt"
needs_op_ed = pytest.mark.skipif(not OP_ED.exists(), reason=f"{OP_ED} isn't there")


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from detente.cli import main; main()", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    folder = tmp_path_factory.mktemp("demo")
    done = run("demo", "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    return {"folder": folder / "detente-demo", **json.loads(done.stdout)}


def test_the_demo_shows_that_russia_drew_near_pakistan_and_america_away(
    demo: dict[str, object],
) -> None:
    moves = {row["relation"]: row["change"] for row in demo["relations"]}  # type: ignore[attr-defined]

    assert moves["PAK-RUS"] > 0 > moves["PAK-USA"]


def test_the_demos_briefing_stands_alone(demo: dict[str, object]) -> None:
    html = (Path(str(demo["folder"])) / "briefing.html").read_text(encoding="utf-8")

    assert "<svg" in html
    assert not re.search(r'(?:src|href)="https?://(?!wire\.example|radio\.example)', html)
    assert "<script src" not in html


def test_the_demos_store_keeps_every_event_with_its_sentence(demo: dict[str, object]) -> None:
    store = dt.open(Path(str(demo["folder"])) / "store")
    told = store.events().join(store.articles().select("article_id", "text"), on="article_id")

    assert told.height == store.events().height > 400
    for row in told.iter_rows(named=True):
        assert row["text"][row["start"] : row["end"]] == row["sentence"]


@needs_op_ed
def test_the_op_eds_fields_are_read() -> None:
    [article] = dt.read(OP_ED).articles.iter_rows(named=True)

    assert article["title"] == "Pak-Russia relations and Trump’s strategy"
    assert article["author"] == "Babar Ali Bhatti"
    assert article["affiliation"] == "Strategic Vision Institute"
    assert article["outlet"] == "Daily Times"
    assert article["published_on"] == date(2018, 1, 12)
    assert "Afiniti" not in article["text"]


@needs_op_ed
def test_the_op_eds_deeds_are_found_with_their_days_and_speakers() -> None:
    events = dt.code(dt.read(OP_ED).articles).events
    told = {
        (row["actor"], row["quad"], row["recipient"], str(row["happened_on"]))
        for row in events.iter_rows(named=True)
    }
    envoy = events.filter(pl.col("actor_name").str.contains("Kabulov"))

    assert ("USA", "verbal_conf", "PAK", "2017-08-01") in told
    assert ("PAK", "verbal_conf", "USA", "2017-08-01") in told
    assert ("RUS", "verbal_coop", "PAK", "2018-01-12") in told
    assert ("CHN", "verbal_coop", "PAK", "2018-01-12") in told
    assert (None, "material_conf", "RUS", "2018-01-12") in told
    assert ("PAK", "verbal_coop", "RUS", "2011-01-01") in told
    assert ("PAK", "verbal_coop", "RUS", "2013-02-01") in told
    assert envoy["actor"].unique().to_list() == ["RUS"]
    assert envoy["attributed_to"].str.contains("Kabulov").all()


def test_the_readmes_examples_run() -> None:
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)

    assert tried
    assert not failed


def test_the_readmes_ten_lines_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    lines = next(block for block in blocks if "dt.read(" in block)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(compile(lines, "README.md", "exec"), names)

    assert isinstance(names["warmth"], pl.DataFrame)
    assert names["warmth"].height


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("read", "nowhere.html"), "Nothing to read"),
        (("brief", "nowhere.html"), "Nothing to read"),
        (("code", "empty.txt"), "empty"),
        (("relation", "XXX", "PAK", "--store", "no-store"), "XXX"),
        (("relation", "USA", "PAK", "--store", "no-store"), "no store"),
        (("import", "empty.txt", "--store", "s"), "empty"),
    ],
)
def test_bad_input_gets_a_clear_message_and_no_traceback(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    (tmp_path / "empty.txt").touch()

    done = run(*arguments, cwd=tmp_path)

    assert words in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
