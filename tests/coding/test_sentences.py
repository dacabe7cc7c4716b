"""Where sentences end: full stops that end one, and those that don't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Iran met Oman.", "They talked."),
        ("Prices rose 3.5 percent.", "Oman objected."),
        ('"We will go."', "He left."),
        ("“We will go.”", "He left."),
        ('He asked: "Why?"', "Nobody knew."),
        ("(Iran met Oman.)", "Then it left."),
        ("Wait!?", "Yes."),
        ("It ended…", "Then it began."),
        ("The talks ended at 5 p.m.", "The envoy left."),
        ("He met the U.S.", "Mr. Lee left."),
        ("They met in Sept.", "The two agreed."),
        ("It traded in oil, gas, etc.", "The rest failed."),
        ("He said no.", "Iran left."),
        ("Gen. Ali met Lt. Col. Khan in St. Petersburg.", "They spoke."),
    ],
)
def test_a_sentence_ends_here(first: str, second: str) -> None:
    assert sentences(f"{first} {second}") == [first, second]


@pytest.mark.parametrize(
    "text",
    [
        "Gen. J. P. Singh met Mr. Khan.",
        "The U.N. Security Council met in Washington D.C. on Monday.",
        "The U.S. State Department objected.",
        "On 5 Jan. Iran met Oman.",
        "Art. 5 of the pact was invoked.",
        "Resolution No. 1701 was passed.",
        "It buys 1.5 billion cubic metres a year.",
        "“Why?” he asked.",
        '"No!" said Oman\'s envoy.',
        "He (Mr. X.) left.",
        "Iran, Oman et al. met.",
    ],
)
def test_no_sentence_ends_within(text: str) -> None:
    assert sentences(text) == [text]


def test_a_line_end_ends_a_sentence_without_a_full_stop() -> None:
    assert sentences("Iran meets Oman\nTEHRAN - They met.") == [
        "Iran meets Oman",
        "TEHRAN - They met.",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u00a0"])
def test_nothing_holds_no_sentence(text: str) -> None:
    assert split_sentences(text) == []


@given(st.text(alphabet="ABc .?!\n\"'”)U.S.Mr", max_size=80) | st.text(max_size=80))
def test_sentences_cover_all_but_spaces_in_order_without_overlap(text: str) -> None:
    at = 0
    for start, end in split_sentences(text):
        assert start < end
        assert text[at:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        at = end
    assert text[at:].strip() == ""


@given(st.lists(st.sampled_from(["Iran met Oman.", "He left.", "Why?"]), max_size=5))
def test_sentences_put_together_are_found_again(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts
