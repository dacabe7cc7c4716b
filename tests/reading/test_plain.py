"""Plain-text copies of pages: fields found, body kept word for word, the frame set apart."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading.lines import unwrap
from detente.reading.plain import read_plain

BODY = (
    "The foreign ministers of Kenya and Ethiopia met in Nairobi on Tuesday to talk about the "
    "grain corridor, and both said afterwards that the work would go on next month.",
    "Trade between the two states has doubled in five years. Lorries that once waited three days "
    "at the border now cross in four hours, since the two posts became one.",
    "Officials in Addis Ababa want a second road. They argue that the first is full and a new "
    "one through the hills would shorten the way to the sea by a day.",
)

COPY = f"""A road between neighbours

Author: Amina Example

{BODY[0]}

{BODY[1]}

Lorries that once waited three days at the border now cross in just four hours

{BODY[2]}

The writer is a fellow at the Example Institute for Trade. Reach her: @amina_ex, a@ex.example

Published in The Example Daily, March 3rd 2020.

Share
Leave a Comment

Recent Posts

  • Business

Grain prices fall for a third week

Grain prices fell again on Monday as traders waited for the harvest in the south and…

3 mins ago
"""


def test_fields_of_a_copied_page_are_found() -> None:
    page = read_plain(COPY)

    assert page.title == "A road between neighbours"
    assert page.authors == ("Amina Example",)
    assert page.affiliation == "Example Institute for Trade"
    assert page.outlet == "The Example Daily"
    assert page.published_on == date(2020, 3, 3)
    assert page.published_by == "text"
    assert (page.language, page.genre) == ("en", "opinion")


def test_body_is_kept_word_for_word_and_nothing_else() -> None:
    assert read_plain(COPY).paragraphs == BODY


def test_each_left_out_line_has_the_name_of_its_part() -> None:
    reasons = {part.text: part.reason for part in read_plain(COPY).dropped}

    pulled = "Lorries that once waited three days at the border now cross in just four hours"
    assert reasons[pulled] == "pull_quote"
    assert reasons["Share"] == "share"
    assert reasons["Leave a Comment"] == "comment"
    assert reasons["Recent Posts"] == "section"
    assert reasons["Grain prices fall for a third week"] == "teaser"
    assert reasons["3 mins ago"] == "relative_time"


def test_handles_and_addresses_of_authors_are_masked() -> None:
    biography = next(p.text for p in read_plain(COPY).dropped if p.reason == "biography")

    assert "[handle]" in biography
    assert "[e-mail]" in biography
    assert "amina_ex" not in biography


def test_text_wrapped_at_a_column_gives_the_same_body() -> None:
    wrapped = "\n\n".join(_wrap(paragraph, 64) for paragraph in BODY)

    assert read_plain(wrapped).paragraphs == BODY


def test_a_wrapped_line_that_goes_on_with_by_the_is_no_byline() -> None:
    text = (
        "Oman and Iran, closer again\n\nBy Ana Example\n\n"
        "Ties between Oman and Iran have cooled over the past year, and all feel it. Sanctions\n"
        "by the United States have strained relations between Oman and Iran. Iran will probably\n"
        "reopen its border with Oman within a year, since both capitals need the trade a lot.\n"
    )

    (paragraph,) = read_plain(text).paragraphs

    assert paragraph.startswith("Ties between Oman and Iran")
    assert "Sanctions by the United States" in paragraph


def test_lines_that_end_sentences_are_not_joined() -> None:
    lines = [
        "The first sentence stands on its own line here.",
        "So does the second one, right below.",
    ]

    assert unwrap(lines) == lines


def test_text_without_prose_gives_no_paragraphs() -> None:
    assert read_plain("Home\nNews\nSport\nWeather").paragraphs == ()


@pytest.mark.parametrize("text", ["", "\n\n", "\u2028\r\n \t"])
def test_blank_text_gives_no_paragraphs(text: str) -> None:
    assert read_plain(text).paragraphs == ()


@given(st.text(max_size=600))
def test_every_line_is_kept_or_dropped_and_none_is_invented(text: str) -> None:
    page = read_plain(text)
    shown = "".join(text.split())

    for paragraph in page.paragraphs:
        assert "".join(paragraph.split()).replace("-", "") in shown.replace("-", "")


def _wrap(text: str, width: int) -> str:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])
