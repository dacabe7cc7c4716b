"""`detente standing`: one state's relations from warmest to coolest, and all pairs' two ends."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

import detente as dt
from detente.cli.app import main
from detente.core.tables import EVENTS
from detente.relations.standing import standing

MONDAY = date(2018, 1, 1)
LEVELS = {("PAK", "CHN"): 4.0, ("PAK", "IND"): -6.0, ("PAK", "RUS"): 2.0, ("FRA", "DEU"): 3.0}


def weekly(actor: str, recipient: str, weight: float, *, weeks: int = 30, dataset: str = "made"):
    return [
        {
            "event_id": f"{dataset}{actor}{recipient}{week}", "dataset": dataset, "actor": actor,
            "recipient": recipient, "happened_on": MONDAY + timedelta(weeks=week),
            "reported_on": MONDAY + timedelta(weeks=week), "happened_precision": "day",
            "root": "AID", "quad": "material_coop", "weight": weight, "domains": ["economic"],
            "status": "happened", "confidence": 1.0, "mentions": 1,
            "actor_sector": "GOV", "recipient_sector": "GOV",
        }
        for week in range(weeks)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of 2018: thirty deeds a pair, of Pakistan with Iran four."""
    rows = [row for pair, weight in LEVELS.items() for row in weekly(*pair, weight)]
    rows += weekly("IRN", "PAK", 5.0, weeks=4)
    root = tmp_path_factory.mktemp("store")
    dt.open(root).add_events(EVENTS.frame(rows))
    return root


def run(capsys: pytest.CaptureFixture[str], *words: str | Path, code: int = 0) -> tuple[str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["standing", *map(str, words)])
    out = capsys.readouterr()
    assert (stop.value.code or 0) == code, out.err
    return out.out, " ".join(out.err.split())


def test_a_state_s_relations_come_warmest_first_with_the_values_of_the_measure(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = json.loads(run(capsys, "Pakistan", "--store", folder, "--json")[0])

    assert [(row["rank"], row["one"], row["other"]) for row in told] == [
        (1, "CHN", "PAK"), (2, "PAK", "RUS"), (3, "IND", "PAK"),
    ]  # fmt: skip
    # All pairs inform the pool: those of other states, and those too thin to be listed.
    every = standing(dt.open(folder).events(), period=None)
    warmest = every.filter(one="CHN", other="PAK")
    assert told[0]["standing"] == pytest.approx(warmest["standing"][0])


def test_pairs_of_few_events_are_left_out_and_counted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, err = run(capsys, "PAK", "--store", folder)
    all_of_them, _ = run(capsys, "PAK", "--store", folder, "--min-events", "1")

    assert re.findall(r"^ *(\d) +([A-Z]{3}) +(\d+) ", out, re.MULTILINE) == [
        ("1", "CHN", "30"), ("2", "RUS", "30"), ("3", "IND", "30"),
    ]  # fmt: skip
    assert "made, 2018-01-01 to 2018-07-23" in out
    assert "1 pair of fewer than 10 events left out" in err
    assert "IRN" in all_of_them


def test_of_more_pairs_than_the_limit_both_ends_are_shown(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, err = run(capsys, "--store", folder, "--limit", "3")

    assert re.findall(r"^ *(\d) +([A-Z]{3} – [A-Z]{3}) ", out, re.MULTILINE) == [
        ("1", "CHN – PAK"), ("2", "DEU – FRA"), ("4", "IND – PAK"),
    ]  # fmt: skip
    assert "… 1 pair in between" in err


def test_each_period_and_dataset_is_ranked_by_itself(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = dt.open(tmp_path / "s")
    held.add_events(EVENTS.frame(weekly("PAK", "CHN", 4.0) + weekly("PAK", "IND", -6.0)))
    held.add_events(EVENTS.frame(weekly("PAK", "CHN", 1.0, dataset="other")))

    told = json.loads(run(capsys, "--store", held.root, "--period", "quarter", "--json")[0])

    assert [(row["dataset"], row["period"], row["rank"], row["one"]) for row in told] == [
        ("made", "2018-01-01", 1, "CHN"), ("made", "2018-01-01", 2, "IND"),
        ("made", "2018-04-01", 1, "CHN"), ("made", "2018-04-01", 2, "IND"),
        ("other", "2018-01-01", 1, "CHN"), ("other", "2018-04-01", 1, "CHN"),
    ]  # fmt: skip
    # Read as periods of their own, neither knows of the other: 13 Mondays in the first quarter.
    assert [row["events"] for row in told][:3] == [13, 13, 13]
    assert "made, period from 2018-04-01" in run(
        capsys, "--store", held.root, "--period", "quarter"
    )[0]  # fmt: skip


def test_the_window_and_as_of_close_the_record(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    march = json.loads(run(capsys, "--store", folder, "--to", "2018-03", "--json")[0])
    early = json.loads(run(capsys, "--store", folder, "--as-of", "2018-04-01", "--json")[0])

    assert {row["events"] for row in march} == {13}
    assert [row["standing"] for row in early] == pytest.approx([row["standing"] for row in march])
    assert "to 2018-03-26" in run(capsys, "--store", folder, "--as-of", "2018-04-01")[0]


def test_a_chart_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    chart = tmp_path / "standing.svg"

    run(capsys, "PAK", "--store", folder, "--chart", chart)

    text = chart.read_text()
    for words in ("How well Pakistan gets on with others", "standing, Goldstein points",
                  "2018-01-01 to 2018-07-23. Dataset: made.", "China (30)"):  # fmt: skip
        assert words in text


def test_wrong_requests_say_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is no state" in run(capsys, "PAX", "--store", folder, code=2)[1]
    assert "no pair of IRN has 10 events here. Lower --min-events" in run(
        capsys, "IRN", "--store", folder, code=2
    )[1]  # fmt: skip
    assert "sectors MIL" in run(capsys, "--store", folder, "--sectors", "MIL", code=2)[1]


def test_deeds_of_a_domain_alone_are_ranked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = run(capsys, "--store", folder, "--json")[0]

    assert run(capsys, "--store", folder, "--domain", "economic", "--json")[0] == whole
    assert "no pair has 10" in run(capsys, "--store", folder, "--domain", "military", code=2)[1]
