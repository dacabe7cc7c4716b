from datetime import date

import pytest

from detente.core.errors import CodebookError, DetenteError
from detente.show.briefing import busiest_pairs, events_briefing
from detente.show.watchlist import WatchList, load_watch_list
from tests.show import make


def test_a_watch_list_takes_codes_and_names(tmp_path):
    path = tmp_path / "watchlist.toml"
    path.write_text(
        'title = "South Asia"\nrelations = [["PAK", "Russia"]]\nstates = ["India"]\n'
        "news_since = 2018-09-01\n"
    )

    assert load_watch_list(path) == WatchList(
        "South Asia", (("PAK", "RUS"),), ("IND",), None, date(2018, 9, 1)
    )


@pytest.mark.parametrize(
    ("text", "fault", "words"),
    [
        ("relation = []", DetenteError, "'relation' is no field. Known: title, relations"),
        ('title = "x"', DetenteError, "nothing to watch"),
        ('relations = [["PAK"]]', DetenteError, "no relation"),
        ('states = ["Atlantis"]', CodebookError, "no state"),
        ("states = PAK", DetenteError, "no TOML"),
        ('states = "PAK"', DetenteError, "must be a list"),
    ],
)
def test_a_faulty_watch_list_says_what_to_mend(tmp_path, text, fault, words):
    path = tmp_path / "watchlist.toml"
    path.write_text(text)

    with pytest.raises(fault, match=words):
        load_watch_list(path)


def test_the_busiest_pairs_of_a_state_leave_out_the_others():
    events = make.events(
        ("2018-01-01", "PAK", "AGREE", "RUS"),
        ("2018-01-01", "USA", "AGREE", "CHN"),
        ("2018-01-02", "USA", "AGREE", "CHN"),
        ("2018-01-02", "IND", "ACCUSE", "PAK"),
    )

    assert busiest_pairs(events, number=1) == [("CHN", "USA")]
    assert busiest_pairs(events, number=9, of=["PAK"]) == [("IND", "PAK"), ("PAK", "RUS")]


def test_news_are_what_became_known_since_and_nothing_older():
    events = make.events(
        ("2018-01-01", "PAK", "AGREE", "RUS"),
        ("2018-02-01", "PAK", "ACCUSE", "RUS"),
        ("2018-02-02", "RUS", "AGREE", "PAK"),
    )

    page = events_briefing(events, news_since=date(2018, 2, 1))

    assert "Since 1 February 2018" in page
    assert "2 events became known." in page
