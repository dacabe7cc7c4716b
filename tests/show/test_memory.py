"""What changed since the last briefing, and that nothing of it is lost."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from detente.core.errors import DetenteError
from detente.core.tables import SHIFTS
from detente.show import pdf
from detente.show.memory import MOST_RUNS, Run, last_unlike, memory_path, remember, run_of
from detente.show.outlook import since_last
from detente.show.pdf import find_browser, write_pdf
from tests.show import make

MONDAY, FRIDAY = date(2018, 9, 3), date(2018, 9, 7)


def _run(value: float, *shifts: str, day: date = MONDAY) -> Run:
    found = SHIFTS.frame(
        [{**make.shift("PAK", "RUS", "2018-03-01", before=1.0, after=4.0), "shift_id": name}
         for name in shifts]
    )  # fmt: skip
    return run_of(make.warmth("PAK", "RUS", [0.0, value]), found, made_on=day)


def test_a_run_holds_the_last_warmth_of_each_side():
    assert _run(2.0, "s1").sides == {
        "icews PAK RUS": {"events": 4, "warmth": 2.0, "low": 1.0, "high": 3.0}
    }
    assert _run(2.0, "s1").shifts == ("s1",)


def test_the_next_briefing_is_compared_with_the_last_that_differs(tmp_path):
    path = tmp_path / "watchlist.last.json"
    assert last_unlike(path, _run(2.0)) is None

    remember(path, _run(2.0, day=MONDAY))
    remember(path, _run(5.0, day=FRIDAY))

    assert last_unlike(path, _run(6.0)).made_on == FRIDAY
    # The same numbers once more: still compared with Monday, and nothing is added.
    remember(path, _run(5.0, day=date(2018, 9, 8)))
    assert last_unlike(path, _run(5.0)).made_on == MONDAY


def test_runs_over_other_days_are_not_compared(tmp_path):
    path = tmp_path / "m.json"
    table = make.warmth("PAK", "RUS", [1.0])
    remember(path, run_of(table, None, made_on=MONDAY, asked="2018 month all"))

    other = run_of(make.warmth("PAK", "RUS", [3.0]), None, made_on=FRIDAY, asked="2017 month all")

    assert last_unlike(path, other) is None


def test_only_the_last_runs_are_kept(tmp_path):
    path = tmp_path / "m.json"
    for value in range(MOST_RUNS + 3):
        remember(path, _run(float(value)))

    assert path.read_text().count('"made_on"') == MOST_RUNS


def test_a_damaged_memory_says_what_to_do(tmp_path):
    path = tmp_path / "m.json"
    path.write_text("{")

    with pytest.raises(DetenteError, match=r"Delete it, or give --no-memory"):
        remember(path, _run(1.0))
    assert path.read_text() == "{"


def test_memory_lies_beside_the_watch_list_or_the_store(tmp_path):
    assert memory_path(tmp_path / "s", tmp_path / "south.toml").name == "south.last.json"
    assert memory_path(tmp_path / "s", None) == tmp_path / "s.last-briefing.json"


def test_changes_are_told_side_by_side_and_new_shifts_named():
    now = make.warmth("PAK", "RUS", [0.0, 5.0, 5.0])
    shifts = SHIFTS.frame([make.shift("PAK", "RUS", "2018-03-01", before=1.0, after=4.0)])

    lines = since_last(now, shifts, _run(2.0))

    assert lines == [
        "Pakistan towards Russia (icews): 2 events more. Warmth grew warmer, from +2.0 to +5.0 "
        "Goldstein points; the bands lie apart.",
        "New: Co-operation rose about 1 March 2018: 1.0 to 4.0 events a week, from 4 events.",
    ]


def test_no_change_and_no_earlier_briefing_are_two_things():
    same = make.warmth("PAK", "RUS", [0.0, 2.0])

    assert since_last(same, None, _run(2.0)) == ["Nothing: the same events, the same warmth."]
    assert since_last(same, None, None) is None
    assert since_last(make.warmth("USA", "CHN", [0.0]), None, _run(2.0)) is None


def test_without_a_browser_the_message_says_what_helps(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "find_browser", lambda: None)

    with pytest.raises(DetenteError, match="apt-get install chromium"):
        write_pdf("<p>x</p>", tmp_path / "x.pdf")


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(find_browser() is None, reason="needs Chromium, Chrome or Edge on the path")
def test_a_page_is_printed(tmp_path):
    write_pdf("<!doctype html><title>t</title><p>Warmth of two states", tmp_path / "x.pdf")

    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF-")


def test_forecasts_of_a_short_record_are_none():
    from detente.show.briefing import forecasts_of, measure_relations

    events = make.events(("2018-01-02", "PAK", "CONSULT", "RUS"))

    measured = measure_relations(events, relations=[("PAK", "RUS")])

    assert forecasts_of(measured).height == 0
    assert isinstance(measured.events, pl.DataFrame)


def test_a_forecast_in_a_briefing_is_drawn_beside_the_weeks_that_were_covered():
    from detente.show.briefing import forecasts_of, measure_relations
    from detente.show.outlook import _seen

    days = [f"2018-{month:02}-{day:02}" for month in (1, 2, 3) for day in (2, 16)]
    events = make.events(*((day, "PAK", "CONSULT", "RUS") for day in days))
    measured = measure_relations(events, relations=[("PAK", "RUS")])
    table = forecasts_of(measured).filter(actor="PAK")

    past = _seen(table, measured.events, measured.warmth)

    # 17 March back to the first Monday covered, 1 January: ten whole weeks.
    talks = past.filter(measure="verbal_coop")
    assert talks["start"].min() == date(2018, 1, 6)
    assert talks["value"].sum() == 5.0
