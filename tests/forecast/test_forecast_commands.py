"""`detente forecast`, `detente next` and `detente backtest` on a small store."""

from __future__ import annotations

import contextlib
import json

import polars as pl
import pytest

from detente.cli.app import main
from detente.cli.backtest import backtest
from detente.cli.forecast import forecast
from detente.cli.next import next_
from detente.store import store as stores

assert all((backtest, forecast, next_))


@pytest.fixture(scope="module")
def folder(tmp_path_factory, random_events):
    root = tmp_path_factory.mktemp("forecast") / "store"
    stores.open(root).add_events(random_events(500, days=150, seed=1), dataset="made")
    return root


def run(capsys, *arguments: object) -> str:
    """Run the command; what it printed, or what it complained of."""
    with contextlib.suppress(SystemExit):
        main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return printed.out or printed.err


def test_forecast_prints_a_table_per_measure_and_what_it_was_worth(capsys, folder, tmp_path):
    chart = tmp_path / "fan.svg"

    out = run(
        capsys, "forecast", "USA", "Russia", "--horizon", "2w", "--chart", chart, "--store", folder
    )

    assert "United States → Russia, verbal coop" in out
    assert "warmth" in out
    assert "EWMA, half-life 6" in out
    assert "no better than last value" in out
    assert "<svg" in chart.read_text(encoding="utf-8")


def test_forecast_as_json_holds_every_row_and_the_condition(capsys, folder):
    out = run(
        capsys, "forecast", "PAK", "RUS", "--horizon", "3w", "--as-of", "2020-05-25",
        "--if", "USA:material_conf:PAK", "--json", "--store", folder,
    )  # fmt: skip

    found = json.loads(out)
    assert len(found["forecast"]) == 15
    assert found["forecast"][0]["as_of"] == "2020-05-25"
    assert {row["step"] for row in found["if"]} == {2, 3}


def test_next_ranks_deeds_of_and_towards_a_state(capsys, folder, tmp_path):
    target = tmp_path / "next.csv"

    out = run(capsys, "next", "PAK", "--days", 14, "--limit", 5, "-o", target, "--store", folder)

    assert "Pakistan: likely within 14 days" in out
    assert pl.read_csv(target).height == 5


def test_backtest_prints_every_model_and_a_verdict(capsys, folder):
    out = run(capsys, "backtest", "--origins", 4, "--most-dyads", 5, "--store", folder)

    assert "ensemble" in out
    assert "EWMA, half-life 6 (CRPS)" in out


def test_a_wrong_horizon_and_a_wrong_condition_say_how_to_write_them(capsys, folder):
    for arguments, words in (
        (("forecast", "PAK", "RUS", "--horizon", "soon"), "not a horizon"),
        (("forecast", "PAK", "RUS", "--horizon", "1w", "--if", "USA"), "ACTOR:CLASS:RECIPIENT"),
        (("next", "PAK", "--days", "0"), "whole numbers"),
        (("backtest", "--dyad", "PAK"), "PAK,RUS"),
    ):
        with pytest.raises(SystemExit) as stop:
            main([*map(str, arguments), "--store", str(folder)])
        assert stop.value.code == 2
        assert words in " ".join(capsys.readouterr().err.split())
