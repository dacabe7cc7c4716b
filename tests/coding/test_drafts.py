"""Which sentences can hold an event, and that their sides' words stand where it is said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.drafts import Draft, drafts_of

REPORT = date(2018, 8, 9)


def drafts(*paragraphs: str) -> tuple[str, list[Draft]]:
    text, spans = "", []
    for paragraph in paragraphs:
        spans.append((len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    return text, list(drafts_of(text, spans, on=REPORT))


def test_only_sentences_that_name_two_states_are_drafts() -> None:
    _, found = drafts("Iran met Oman. Iran prospered. It rained.", "Chile and Peru talked.")

    assert [(draft.paragraph, draft.sentence) for draft in found] == [
        (0, "Iran met Oman."), (1, "Chile and Peru talked."),
    ]  # fmt: skip


def test_a_state_named_twice_is_one_state() -> None:
    assert drafts("Iran's president praised Tehran.")[1] == []


def test_a_drafts_sides_point_at_their_words_in_the_article() -> None:
    text, [draft] = drafts("It rained.", "So it was. Indian troops shelled Pakistan.")

    assert text[draft.start : draft.end] == draft.sentence == "Indian troops shelled Pakistan."
    assert [text[one.text_start : one.text_end] for one in draft.named] == [
        "Indian troops",
        "Pakistan",
    ]
    assert [draft.working[one.start : one.end] for one in draft.named] == [
        "Indian troops",
        "Pakistan",
    ]


@pytest.mark.parametrize("words", ["The two countries", "Both sides", "The two sides"])
def test_the_two_sides_are_spelt_out_for_the_parser_and_kept_as_evidence(words: str) -> None:
    text, found = drafts(f"Iran met Oman. {words} signed a pact.")

    draft = found[-1]
    assert draft.working == "Iran and Oman signed a pact."
    assert draft.sentence == f"{words} signed a pact."
    assert {text[one.text_start : one.text_end] for one in draft.named} == {words}
    assert [one.mention.state for one in draft.named] == ["IRN", "OMN"]


def test_the_two_sides_of_nobody_are_no_sides() -> None:
    assert drafts("The two sides signed a pact.")[1] == []


def test_a_broken_text_without_sentences_is_not_parsed() -> None:
    assert drafts("Iran and Oman " * 200)[1] == []


def test_no_text_gives_no_draft() -> None:
    assert drafts() == ("", [])
    assert drafts("")[1] == []


PARTS = st.sampled_from(
    [
        "Iran met Oman.",
        "The two sides agreed.",
        "He left.",
        "Moscow’s envoy praised Cuba.",
        "Both countries, however, warned Mali.",
        "Élysée palace aides flew to Chad.",
        "U.S. and U.K.",
        "…",
        "\n",
    ]
)


@given(st.lists(st.lists(PARTS, max_size=4).map(" ".join), max_size=3))
def test_every_draft_names_two_states_at_the_right_places(paragraphs: list[str]) -> None:
    text, found = drafts(*paragraphs)

    for draft in found:
        assert text[draft.start : draft.end] == draft.sentence
        assert len({one.mention.state for one in draft.named}) > 1
        for one in draft.named:
            assert draft.start <= one.text_start < one.text_end <= draft.end
            assert 0 <= one.start < one.end <= len(draft.working)
            if draft.working == draft.sentence:
                assert (one.start, one.end) == (
                    one.text_start - draft.start, one.text_end - draft.start,
                )  # fmt: skip


@given(st.lists(PARTS, min_size=1, max_size=4), st.lists(PARTS, max_size=3))
def test_what_follows_changes_nothing_before_it(first: list[str], then: list[str]) -> None:
    alone = drafts(" ".join(first))[1]
    followed = drafts(" ".join(first), " ".join(then))[1]

    assert followed[: len(alone)] == alone
