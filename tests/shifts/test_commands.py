"""The commands relation, shifts, explain, drivers, tilt and network on a small store."""

from __future__ import annotations

import json
import re
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from rich.console import Console

from detente.cli.app import main
from detente.cli.windows import parse_window
from detente.core.errors import DetenteError
from detente.core.tables import EVENTS
from detente.store import store as stores

JAN = date(2018, 1, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of 60 weeks: Russia and Ukraine fall out in the fortieth."""
    random = np.random.default_rng(1)
    rows = []
    for day in range(420):
        war = day >= 280
        for actor, recipient, rate, level in (
            ("RUS", "UKR", 3.0 if war else 0.4, -7.0 if war else 1.0),
            ("PAK", "CHN", 0.5, 4.0),
            ("USA", "PAK", 0.5, -1.0),
            ("CHN", "USA", 0.6, -1.0),
            ("FRA", "DEU", 0.8, 3.0),
            ("CHN", "JPN", 3.0, 1.0),
        ):
            for _ in range(random.poisson(rate)):
                weight = float(np.clip(random.normal(level, 1.5), -10, 10))
                rows.append((JAN + timedelta(days=day), actor, recipient, weight))
    frame = pl.DataFrame(
        rows, schema=["happened_on", "actor", "recipient", "weight"], orient="row"
    ).with_row_index("event_id")
    coop = pl.col("weight") > 0
    events = frame.with_columns(
        pl.col("event_id").cast(pl.String),
        dataset=pl.lit("made"),
        happened_precision=pl.lit("day"),
        root=pl.when(coop).then(pl.lit("CONSULT")).otherwise(pl.lit("ASSAULT")),
        quad=pl.when(coop).then(pl.lit("verbal_coop")).otherwise(pl.lit("material_conf")),
        domains=pl.lit(["diplomatic"]),
        status=pl.lit("happened"),
        confidence=pl.lit(1.0),
        mentions=pl.lit(1, dtype=pl.Int32),
        sentence=pl.format("Report {} on {}.", "event_id", "happened_on"),
    )
    root = tmp_path_factory.mktemp("store")
    stores.open(root).add_events(
        events.select([name for name in EVENTS.names if name in events.columns]).pipe(_conform),
        covered_days=[JAN + timedelta(days=day) for day in range(420)],
        dataset="made",
    )
    return root


def _conform(events: pl.DataFrame) -> pl.DataFrame:
    from detente.core.tables import conform

    return conform(events, EVENTS)


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    with pytest.raises(SystemExit) as stop:
        main([str(word) for word in words])
    out = capsys.readouterr()
    assert stop.value.code == 0, out.err
    return out.out


def fails(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    with pytest.raises(SystemExit) as stop:
        main([str(word) for word in words])
    out = capsys.readouterr()
    assert stop.value.code == 2
    assert "Traceback" not in out.err
    return " ".join(out.err.split())


def test_relation_gives_both_directions_and_the_pair(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    chart = tmp_path / "out.svg"

    found = json.loads(
        run(capsys, "relation", "RUS", "Ukraine", "--store", folder, "--from", "2018",
            "--chart", chart, "--json")
    )  # fmt: skip

    sides = [(row["side"], row["actor"], row["recipient"]) for row in found["summary"]]
    assert sides == [("dyad", "RUS", "UKR"), ("dyad", "UKR", "RUS"), ("pair", "RUS", "UKR")]
    own = found["summary"][0]
    assert own["warmth_start"] > 0 > own["warmth_end"]
    assert "conflict" in [row["series"] for row in found["shifts"]]
    assert "<svg" in chart.read_text()


def test_relation_says_in_words_when_it_shifted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = run(capsys, "relation", "RUS", "UKR", "--store", folder, "--period", "month")

    assert "Shifts:" in text
    assert "conflict" in text.split("Shifts:")[1]
    assert "noise alone gives about 3.25 shifts of a relation a year" in text
    assert "Briefings take 0.25 a year" in text


def test_shifts_lists_the_war_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "shifts", "--store", folder, "--json"))

    assert (found[0]["actor"], found[0]["recipient"], found[0]["series"]) == (
        "RUS", "UKR", "conflict",
    )  # fmt: skip
    assert abs((date.fromisoformat(found[0]["shifted_on"]) - JAN).days - 280) <= 5
    assert "2018-10-" in run(capsys, "shifts", "Russia", "--store", folder)


def test_explain_shows_sentences_whose_shares_add_up(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(
        run(capsys, "explain", "RUS", "UKR", "--from", "2018-09-01", "--to", "2018-11-30",
            "--store", folder, "--json")
    )  # fmt: skip

    shares = [row["share"] for row in found["shares"]]
    assert sum(shares) == pytest.approx(found["change"], abs=1e-9)
    assert found["change_high"] < 0
    assert found["shares"][0]["sentence"].startswith("Report ")


def test_tilt_drivers_and_network_answer(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    leaning = json.loads(run(capsys, "tilt", "PAK", "CHN", "USA", "--store", folder, "--json"))
    drawn = folder.parent / "candidates.svg"
    moved = json.loads(
        run(capsys, "drivers", "CHN", "PAK", "--store", folder, "--json", "--chart", drawn)
    )
    signed = json.loads(run(capsys, "network", "--store", folder, "--json", "--period", "quarter"))

    assert all(row["low"] > 0 for row in leaning)
    assert moved["rung"] in {"described", "preceded", "specific", "replicated"}
    assert "<svg" in drawn.read_text()
    assert {(row["one"], row["other"]) for row in signed["pairs"]} >= {("CHN", "PAK")}


def test_wrong_requests_say_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is no state" in fails(capsys, "relation", "PAX", "RUS", "--store", folder)
    assert "The store holds: made" in fails(
        capsys, "relation", "PAK", "CHN", "--store", folder, "--from", "2030"
    )
    assert "no deed between" in fails(capsys, "relation", "BRA", "CHL", "--store", folder)
    assert "is no relation" in fails(
        capsys, "drivers", "CHN", "PAK", "--store", folder, "--respond-to", "USA"
    )


def test_windows_include_the_whole_of_what_is_named() -> None:
    assert parse_window("2018", "2018-02") == (date(2018, 1, 1), date(2018, 3, 1))
    assert parse_window("2018-03-05", "2018-03-05") == (date(2018, 3, 5), date(2018, 3, 6))
    with pytest.raises(DetenteError, match="lies before"):
        parse_window("2018-05", "2018-04")
    with pytest.raises(DetenteError, match="is no date"):
        parse_window("last week", None)


def test_tilt_ends_in_words_also_where_nothing_is_known(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = run(capsys, "tilt", "PAK", "USA", "ISL", "--store", folder)

    assert "Not known: no event of Pakistan with Iceland here." in shown


@pytest.mark.parametrize(
    "words", [("tilt", "PAK", "CHN", "USA", "--period", "month"), ("network",)], ids=["tilt", "net"]
)
def test_where_a_window_begins_moves_no_value_in_it(
    words: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def rows(*more: str) -> list[dict[str, object]]:
        found = json.loads(run(capsys, *words, *more, "--store", folder, "--json"))
        return found["pairs"] if words[0] == "network" else found

    # A window opened in mid-period shows that period whole.
    later = rows("--from", "2018-10-15")

    assert later == [row for row in rows() if str(row["period"]) >= "2018-10-01"]
    assert 0 < len(later) < len(rows())


def test_a_window_beyond_the_record_says_what_the_store_holds(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (("tilt", "PAK", "CHN", "USA"), ("network",)):
        assert "The store holds: made 2018-01-01 … 2019-02-24" in fails(
            capsys, *words, "--from", "2030", "--store", folder
        )


def test_relation_prints_counts_and_warmth_in_two_tables_of_a_terminal_s_width(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["detente.cli.app"], "_out", Console(width=80, soft_wrap=True))

    text = run(capsys, "relation", "RUS", "UKR", "--store", folder, "--period", "quarter")

    tables = text.split("Shifts:")[0].splitlines()
    titles = [line.strip() for line in tables if ":" in line]
    assert titles == [
        "RUS and UKR: events, and their mean weight in Goldstein points",
        "Warmth in Goldstein points (90 % band), first and last quarter: 2018-01-01, 2019-01-01",
    ]
    assert max(len(line.rstrip()) for line in tables if line.strip() not in titles) <= 80
    both = [line.split() for line in tables if "RUS → UKR" in line]
    counts, (*_, low, dots, high) = both
    everything = stores.open(folder).events(actor="RUS", recipient="UKR")
    assert int(counts[3]) == everything.height
    assert float(counts[-1]) == pytest.approx(everything["weight"].mean(), abs=0.005)
    # Warmth at the end, with its band: hostile since the fortieth week.
    assert dots == "…"
    assert float(low.strip("(")) < float(high.strip(")")) < 0


def test_explain_tells_what_came_what_faded_and_what_is_known_only_looking_back(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    chart = tmp_path / "shares.svg"
    words = ("explain", "RUS", "UKR", "--from", "2018-09-24", "--to", "2018-10-14",
             "--store", folder, "--top", "400")  # fmt: skip

    text = run(capsys, *words, "--chart", chart)
    blind = run(capsys, *words, "--as-of", "2018-10-15")

    days = re.findall(r"^ *(20\d\d-\d\d-\d\d) .* (came|faded|looking back) *$", text, re.MULTILINE)
    assert {as_it for _, as_it in days} == {"came", "faded", "looking back"}
    for day, as_it in days:
        # The week compared from, to 30 September, is part of where the change starts.
        came = "came" if day < "2018-10-15" else "looking back"
        assert as_it == ("faded" if day < "2018-10-01" else came)
    assert "looking back" not in blind
    assert "Russia and Ukraine (made): change in warmth, 2018-09-24 to 2018-10-08" in (
        chart.read_text()
    )


def test_explain_names_both_sides_where_a_report_has_no_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["detente.cli.app"], "_out", Console(width=200))
    rows = [
        {
            "event_id": str(day), "dataset": "made", "actor": "PAK", "recipient": "RUS",
            "actor_name": "a policeman", "recipient_name": "a man from Chechnya",
            "happened_on": JAN + timedelta(days=day), "happened_precision": "day",
            "root": "COERCE", "mode": "arrest", "quad": "material_conf", "weight": -7.0,
            "domains": [], "status": "happened", "confidence": 1.0, "mentions": 1,
        }
        for day in range(60)
    ]  # fmt: skip
    stores.open(tmp_path / "s").add_events(EVENTS.frame(rows))

    text = run(capsys, "explain", "PAK", "RUS", "--from", "2018-01-08", "--to", "2018-02-18",
               "--store", tmp_path / "s")  # fmt: skip

    assert text.count("arrest: a policeman → a man from Chechnya") == 9
    assert text.count("start of the record") == 1  # The tenth of --top.


def test_network_says_which_sign_no_pair_has_and_lists_its_pairs_by_how_sure(
    folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    chart = tmp_path / "net.svg"

    text = run(capsys, "network", "--store", folder, "--period", "quarter", "--to", "2018-06",
               "--states", "PAK", "CHN", "FRA", "DEU", "--chart", chart)  # fmt: skip

    assert "No pair is surely hostile in any quarter." in text
    assert "4 friendly pairs (one row for each quarter; Goldstein points)" in text
    assert "made" not in text  # One dataset: it needs no column.
    assert "<svg" in chart.read_text()
    hostile = run(capsys, "network", "--store", folder, "--states", "RUS", "UKR", "--from", "2019")
    assert "1 hostile pair (one row for each quarter; Goldstein points)" in hostile
    assert "No pair is surely friendly in any quarter." in hostile


def test_a_band_beyond_the_scale_is_printed_cut_and_told_whole_in_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {
            "event_id": f"{number}", "dataset": "made", "actor": actor, "recipient": recipient,
            "happened_on": JAN + timedelta(days=number), "happened_precision": "day",
            "root": "AID", "quad": "material_coop", "weight": weight, "domains": [],
            "status": "happened", "confidence": 1.0, "mentions": 1,
        }
        for number, (actor, recipient, weight) in enumerate(
            [("PAK", "RUS", 10.0), *(("USA", "CHN", w) for w in (-9.0, 9.0, 8.0, -8.0) * 9)]
        )
    ]  # fmt: skip
    stores.open(tmp_path / "s").add_events(EVENTS.frame(rows))
    words = ("relation", "PAK", "RUS", "--store", tmp_path / "s")

    [own, *_] = json.loads(run(capsys, *words, "--json"))["summary"]

    assert own["high_end"] > 10.0
    assert "… 10.0)" in run(capsys, *words)
