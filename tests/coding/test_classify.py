"""The classifier's table: shape, sums and refusals. What it says is measured in `quality`."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding.classify import Marked, classify, score
from detente.coding.markers import MARKS, MAX_CHARS, fence
from detente.core.codebook import NO_EVENT, QUADS, ROOTS, STATUSES
from detente.core.errors import TableError


def record(text: str, actor: str, recipient: str) -> dict[str, object]:
    spans = [(text.index(words), text.index(words) + len(words)) for words in (actor, recipient)]
    return {"text": text, "actor_span": spans[0], "recipient_span": spans[1]}


RECORDS = [
    record("Iranian jets bombed Oman.", "Iranian jets", "Oman"),
    record("Peru's president flew to Chile for talks.", "Peru's president", "Chile"),
    record("Kenya, like Mali, is hot.", "Kenya", "Mali"),
    record("Oman was bombed by Iran. " * 30, "Iran", "Oman"),
]


def test_each_record_gives_one_row_in_order_with_all_probabilities() -> None:
    table = classify(RECORDS)

    assert table.columns == ["root", "quad", "probability", *ROOTS, NO_EVENT]
    assert table.height == len(RECORDS)
    sums = table.select(pl.sum_horizontal(*ROOTS, NO_EVENT)).to_series()
    assert sums.to_list() == pytest.approx([1.0] * 4, abs=1e-5)


def test_the_root_is_the_likeliest_given_an_event_and_its_probability_stands_beside_it() -> None:
    for row in classify(RECORDS).iter_rows(named=True):
        assert row["probability"] == max(row[root] for root in ROOTS) == row[row["root"]]
        assert row["quad"] in QUADS


def test_a_table_of_records_is_taken_too() -> None:
    table = pl.DataFrame([{name: list(value) if isinstance(value, tuple) else value
                           for name, value in one.items()} for one in RECORDS])  # fmt: skip

    assert classify(table).equals(classify(RECORDS))


def test_no_record_gives_no_row_and_the_same_columns() -> None:
    assert classify([]).schema == classify(RECORDS).schema


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"text": "Iran met Oman.", "actor_span": (0, 4)}, "recipient_span"),
        (
            {"text": "Iran met Oman.", "actor_span": (0, 4), "recipient_span": (9, 99)},
            "doesn't lie",
        ),
        (
            {"text": "Iran met Oman.", "actor_span": (4, 4), "recipient_span": (9, 13)},
            "doesn't lie",
        ),
        (
            {"text": "Iran met Oman.", "actor_span": "Iran", "recipient_span": (9, 13)},
            "'actor_span': \\(0, 4\\)",
        ),
        (
            {"text": "Iran met Oman.", "actor_span": None, "recipient_span": (9, 13)},
            "'actor_span': \\(0, 4\\)",
        ),
    ],
    ids=["lacks a span", "beyond the text", "empty", "words", "null"],
)
def test_a_broken_record_is_named_by_its_row(broken: dict[str, object], said: str) -> None:
    with pytest.raises(TableError, match=f"record 1: .*{said}"):
        classify([RECORDS[0], broken])


@settings(max_examples=15)
@given(st.lists(st.integers(0, len(RECORDS) - 1), max_size=6))
def test_a_record_gets_the_same_whatever_stands_beside_it(picked: list[int]) -> None:
    table = classify(RECORDS)

    assert classify([RECORDS[at] for at in picked]).equals(table[picked])


def test_scores_hold_a_row_for_each_pair() -> None:
    scores = score([Marked("Iran met Oman.", (0, 4), (9, 13))])

    assert scores.roots.shape == (1, len(ROOTS) + 1)
    assert scores.statuses.sum() == pytest.approx(1.0)
    assert score([]).statuses.shape == (0, len(STATUSES))


def test_a_clear_attack_and_a_clear_visit_are_told_apart() -> None:
    """Needs the shipped model."""
    attack, visit = classify(RECORDS[:2]).iter_rows(named=True)

    assert attack["quad"] == "material_conf"
    assert visit["quad"] == "verbal_coop"


# ── fences ───────────────────────────────────────────────────────────────────────────────────


def test_the_recipient_may_stand_first() -> None:
    assert fence("Oman was hit by Iran.", (16, 20), (0, 4)) == (
        "[unused3] Oman [unused4] was hit by [unused1] Iran [unused2] ."
    )


def test_words_far_from_both_sides_are_left_out() -> None:
    before, after = [f"b{at}" for at in range(12)], [f"a{at}" for at in range(30)]
    text = " ".join([*before, "Iran", "met", "Oman", *after])
    first, second = text.index("Iran"), text.index("Oman")

    words = fence(text, (first, first + 4), (second, second + 4)).split()

    kept = [word for word in words if word not in MARKS]
    assert kept == [*before[-8:], "Iran", "met", "Oman", *after[:18]]


def test_neighbouring_sides_keep_their_own_fences() -> None:
    assert fence("Iran Oman", (0, 4), (5, 9)) == (
        "[unused1] Iran [unused2] [unused3] Oman [unused4]"
    )


@given(st.data())
def test_fenced_text_holds_both_sides_once_however_long_the_sentence(data: st.DataObject) -> None:
    gaps = [data.draw(st.text(alphabet="ab c", max_size=700)) for _ in range(3)]
    sides = ["Iran's envoy", "Oman"]
    text = f"{gaps[0]}{sides[0]}{gaps[1]}{sides[1]}{gaps[2]}"
    first = len(gaps[0])
    second = first + len(sides[0]) + len(gaps[1])

    fenced = fence(text, (first, first + len(sides[0])), (second, second + len(sides[1])))

    assert [fenced.count(mark) for mark in MARKS] == [1, 1, 1, 1]
    assert f"{MARKS[0]} Iran's envoy {MARKS[1]}" in fenced
    assert f"{MARKS[2]} Oman {MARKS[3]}" in fenced
    longest = max(MAX_CHARS, second + len(sides[1]) - first)
    assert len(fenced) <= longest + 4 * (len(MARKS[0]) + 2)


@pytest.mark.parametrize("given", [["Iran sued Oman."], "Iran sued Oman."])
def test_bare_strings_are_refused_with_an_example_of_a_record(given: list[str] | str) -> None:
    with pytest.raises(TableError, match=r"'actor_span': .*dt\.code_text"):
        classify(given)  # type: ignore[arg-type]
