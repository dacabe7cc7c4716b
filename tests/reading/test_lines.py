"""What a line of a copied page looks like by its words alone."""

from __future__ import annotations

import pytest

from detente.reading.days import days_in
from detente.reading.lines import label

NOTICES = (
    "Please enter your email address below",
    "By clicking the button above all is agreed",
    "Read the privacy policy of this place",
    "These are the terms of use here",
    "Our newsletters come every week at noon",
    "Subscribers can read on for free",
    "This place puts cookies on machines",
    "All posts by readers are moderated by hand",
    "Required fields are marked with stars",
    "Read the community guidelines before you write",
    "Follow him on any network that you use",
    "Like us on any network that you use",
    "Check out what else there is here",
    "The makers keep all rights reserved by law here",
    "Begin with a free trial of weeks",
    "Download our app for all the machines",
    "Please turn on JavaScript to go on",
    "Send tips to the desk at night",
    "The latest headlines of the day so far",
    "Please donate so that we can go on",
    "She is a contributor to many weeklies",
    "Get access to all that we print",
    "You’ll receive one letter in the week",
    "Do you have a story for the desk",
    "Contact the author of this piece at once",
)
CAPTIONS = (
    "The bridge at dawn. Photo: A. Nobody",
    "Graphic: the two budgets side by side",
    "The envoys arrive (AFP archive of the year)",
    "The envoys arrive / Reuters",
    "The envoys arrive. Shutterstock",
    "The bridge at dawn © Example Agency",
)


@pytest.mark.parametrize("text", NOTICES)
def test_prose_about_the_site_is_a_notice(text: str) -> None:
    assert label(text, 0).label == "notice"


@pytest.mark.parametrize("text", CAPTIONS)
def test_words_under_a_picture_are_a_caption(text: str) -> None:
    assert label(text, 0).label == "caption"


@pytest.mark.parametrize("text", ["3 hours ago", "Yesterday", "just now", "a day ago"])
def test_ages_of_other_articles_are_told_from_text(text: str) -> None:
    assert label(text, 0).label == "ago"


def test_a_line_seen_before_keeps_its_own_place() -> None:
    assert [label("Leave a Comment", place).index for place in (3, 7)] == [3, 7]


def test_text_without_a_year_names_no_full_day() -> None:
    assert days_in("12 January, 3/4 and 11:30") == []
