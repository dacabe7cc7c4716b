"""Doers and recipients that stand off the plain path from a verb. No classifier is asked."""

from __future__ import annotations

import pytest

from detente.coding.rules import find_candidates

from .grammar import parsed


def joined(sentence: str) -> list[tuple[str, str, str]]:
    """(actor, recipient, trigger) of each candidate, states as codes."""
    return [
        (one.actor.state, one.recipient.state, one.trigger.text)
        for one in find_candidates(*parsed(sentence))
    ]


@pytest.mark.parametrize(
    ("sentence", "deed"),
    [
        ("Iranian and Omani envoys signed a pact.", ("IRN", "OMN", "signed")),
        ("Iranian armour rolled towards the Iraqi frontier.", ("IRN", "IRQ", "rolled")),
        ("A Greek ferry carried blankets to Lebanon.", ("GRC", "LBN", "carried")),
        ("Surgeons from India operated on wounded men in Nepal.", ("IND", "NPL", "operated")),
        ("Doctors sent by Cuba treated patients in Haiti.", ("CUB", "HTI", "treated")),
        ("Shots fired by an Egyptian guard killed two Israelis.", ("EGY", "ISR", "killed")),
        ("The generals in Rangoon received an envoy of India.", ("MMR", "IND", "received")),
        ("It was Kenya that gave Uganda the name.", ("KEN", "UGA", "gave")),
        ("Urged by Zambia to reopen the railway, Angola agreed.", ("ZMB", "AGO", "Urged")),
    ],
)
def test_who_did_it_is_found_behind_what_did_it(sentence: str, deed: tuple[str, str, str]) -> None:
    assert deed in joined(sentence)


def test_what_a_thing_of_a_state_does_is_no_deed_of_the_state() -> None:
    assert joined("Indian wheat reached the markets of Nepal.") == []


@pytest.mark.parametrize(
    ("sentence", "deed"),
    [
        ("Greece called up reservists after Turkish jets came near.", ("GRC", "TUR", "called")),
        ("Indonesia will recall its envoy if Norway hears the rebel.", ("IDN", "NOR", "recall")),
        (
            "Guyana rushed soldiers to the river, where Venezuelan troops had been seen.",
            ("GUY", "VEN", "rushed"),
        ),
    ],
)
def test_who_acts_when_or_if_another_does_acts_towards_it(
    sentence: str, deed: tuple[str, str, str]
) -> None:
    assert deed in joined(sentence)


def test_who_acts_towards_somebody_named_does_not_act_towards_others_for_it() -> None:
    sentence = "Greece asked Egypt for help after Turkey left."

    assert ("Greece", "Turkey", "reply") not in [
        (one.actor.words, one.recipient.words, one.rule)
        for one in find_candidates(*parsed(sentence))
    ]


def test_a_name_that_the_parser_takes_for_an_adjective_is_tried_where_two_are_alone() -> None:
    assert ("ALB", "GRC") in [
        pair[:2] for pair in joined("Tirana greets Greek premier on first visit in decades")
    ]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (
            "Vietnam turned down a request by the United States for access to the archive.",
            "the United States made a request to Vietnam for access to the archive.",
        ),
        ("Peru rejected Chile's claim to the reef.", "Chile made a request to Peru to the reef."),
        ("Libya's plea was refused by Malta.", "Libya made a plea to Malta."),
        ("Iran dismissed Omani accusations.", "Omani made accusations to Iran."),
    ],
)
def test_words_that_another_answers_were_said_to_it(sentence: str, words: str) -> None:
    assert words in [
        one.spelt.text for one in find_candidates(*parsed(sentence)) if one.spelt is not None
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Iran's minister took a call from Oman.",
        "Australia threw out a Timorese fisherman's appeal.",
    ],
)
def test_calls_by_telephone_and_appeals_in_court_are_no_words_between_states(
    sentence: str,
) -> None:
    assert all(one.spelt is None for one in find_candidates(*parsed(sentence)))


def test_what_one_gets_back_from_a_state_that_state_gave() -> None:
    assert ("MAR", "ESP", "got") in joined("Spain got its passports back from Morocco.")
