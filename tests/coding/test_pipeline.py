"""Articles to tables: everything that is read is counted once, and nothing ends a run."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente as dt
from detente.coding.coder import Coded
from detente.core.errors import TableError
from detente.core.tables import ARTICLES, EVENTS, REJECTS, check
from detente.pipeline import ARTICLES_AT_ONCE, code, code_each, code_text

REPORT = date(2018, 8, 9)
BOMBED = "Iranian jets bombed Omani ports on Tuesday."
SANCTIONED = "The United States imposed sanctions on Cuba in March 2017."
QUIET = "Prices rose in the spring."


def article(text: str, article_id: str = "a1", **more: Any) -> dict[str, Any]:
    return {
        "article_id": article_id, "origin": f"{article_id}.txt", "text": text, "copies": 0,
        "published_on": REPORT, "paragraphs": [{"start": 0, "end": len(text)}], "dropped": [],
    } | more  # fmt: skip


def test_what_is_read_is_coded_without_event_or_failed() -> None:
    result = code(
        ARTICLES.frame([article(BOMBED, "war"), article(QUIET, "calm"), article("", "empty")])
    )

    assert (result.articles_read, result.articles_coded) == (3, 1)
    assert (result.articles_without_event, result.articles_failed) == (2, 0)
    assert result.events["article_id"].to_list() == ["war"]


def test_the_tables_have_their_columns_even_when_empty() -> None:
    result = code(ARTICLES.empty())

    assert check(result.events, EVENTS).is_empty()
    assert check(result.rejects, REJECTS).is_empty()
    assert result.articles_read == 0


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (pl.DataFrame({"text": ["Iran met Oman."]}), "'article_id'.* is missing; found text"),
        ("Iran met Oman.", "found str, not a table"),
        (["Iran met Oman."], "found list, not a table"),
    ],
)
def test_what_is_no_table_of_articles_is_refused_with_what_is_wanted(
    given: Any, names: str
) -> None:
    with pytest.raises(TableError, match=names) as refused:
        code(given)

    for example in ("dt.read('pages/').articles", "dt.code_text(text, reported_on="):
        assert example in str(refused.value)


BROKEN = [
    {"text": None},
    {"paragraphs": None},
    {"paragraphs": [{"start": "a", "end": 3}]},
    {"paragraphs": [{"from": 0}]},
    {"text": 7},
    {"published_on": "yesterday"},
]


@pytest.mark.parametrize("change", BROKEN, ids=str)
def test_one_bad_article_is_rejected_and_never_ends_the_run(change: dict[str, Any]) -> None:
    rows = [article(BOMBED, "one"), article(BOMBED, "bad") | change, article(BOMBED, "two")]

    first, bad, second = code_each(rows)

    assert [row["item"] for row in bad.rejects] == ["article"]
    assert (bad.rejects[0]["origin"], bad.rejects[0]["reason"]) == ("bad", "failed")
    assert [one.events[0]["article_id"] for one in (first, second)] == ["one", "two"]


def test_an_article_whose_paragraphs_lie_outside_its_text_gives_nothing() -> None:
    [coded] = code_each([article(BOMBED, paragraphs=[{"start": 900, "end": 950}])])

    assert coded == Coded([], [])


def test_articles_are_taken_a_batch_at_a_time() -> None:
    taken: list[int] = []

    def rows() -> Any:
        for number in range(3 * ARTICLES_AT_ONCE):
            taken.append(number)
            yield article(QUIET, f"a{number}")

    stream = code_each(rows())
    next(stream)

    assert taken == list(range(ARTICLES_AT_ONCE))


TEXTS = st.lists(st.sampled_from([BOMBED, SANCTIONED, QUIET, ""]), max_size=5)


@settings(max_examples=20)
@given(TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_articles_changes_nothing(texts: list[str], random: Any) -> None:
    rows = [article(text, f"a{number}") for number, text in enumerate(texts)]
    shuffled = random.sample(rows, len(rows))

    def by_article(some: list[dict[str, Any]]) -> dict[str, Coded]:
        return {row["article_id"]: one for row, one in zip(some, code_each(some), strict=True)}

    assert by_article(rows) == by_article(shuffled)


@pytest.mark.slow
def test_several_processes_give_the_same_in_the_same_order() -> None:
    """Under polars' feet: its threads are running when the processes start."""
    pl.DataFrame({"a": [1, 2, 2]}).group_by("a").len()
    rows = [article(BOMBED, "one"), article(QUIET, "two"), article(QUIET, "bad") | {"text": None}]

    assert list(code_each(rows, workers=2)) == list(code_each(rows))


# ── a piece of text ──────────────────────────────────────────────────────────────────────────


def test_text_is_coded_by_its_lines_with_offsets_into_the_whole() -> None:
    text = f"  {QUIET}\r\n\r\n{BOMBED}\n"

    [row] = code_text(text, reported_on=REPORT).rows(named=True)

    assert text[row["start"] : row["end"]] == BOMBED
    assert row["article_id"] is None


def test_the_same_sentence_of_another_text_is_another_event_only_by_its_place() -> None:
    one, same = (dt.code_text(BOMBED, reported_on=REPORT)["event_id"][0] for _ in range(2))
    moved = dt.code_text(f"{QUIET} {BOMBED}", reported_on=REPORT)["event_id"][0]

    assert one == same != moved


@pytest.mark.parametrize("text", ["", "\n", "Iran.", QUIET])
def test_text_without_two_states_gives_an_empty_table(text: str) -> None:
    assert check(code_text(text, reported_on=REPORT), EVENTS).is_empty()
