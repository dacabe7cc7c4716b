"""Deeds that are put as plain clauses before the classifier reads them."""

from __future__ import annotations

import pytest

from detente.coding.rules import find_candidates

from .grammar import parsed


def spelt(sentence: str) -> dict[tuple[str, str, str], str]:
    """What is read instead of the sentence, by actor, recipient and word."""
    return {
        (one.actor.state, one.recipient.state, one.trigger.text): one.spelt.text
        for one in find_candidates(*parsed(sentence))
        if one.spelt is not None
    }


def test_what_somebody_was_brought_to_do_is_told_as_done() -> None:
    sentence = "The raid prompted Greece to sign a pact with Egypt."

    assert spelt(sentence) == {("GRC", "EGY", "sign"): "Greece did sign a pact with Egypt."}


@pytest.mark.parametrize(
    "sentence",
    [
        "The raid may prompt Greece to sign a pact with Egypt.",
        "The raid had not prompted Greece to sign a pact with Egypt.",
        "The envoy urged Greece to sign a pact with Egypt.",
    ],
)
def test_what_somebody_may_or_should_do_stays_as_it_is(sentence: str) -> None:
    assert spelt(sentence) == {}


def test_two_deeds_that_and_joins_are_read_apart() -> None:
    sentence = "Kenya rejected the ruling of Somalia and accused Somalia of piracy."

    assert spelt(sentence) == {
        ("KEN", "SOM", "rejected"): "Kenya rejected the ruling of Somalia.",
        ("KEN", "SOM", "accused"): "Kenya accused Somalia of piracy.",
    }


def test_the_sides_stand_where_the_spelt_words_say() -> None:
    sentence = "Kenya rejected the ruling of Somalia and accused Somalia of piracy."

    for one in find_candidates(*parsed(sentence)):
        assert one.spelt is not None
        assert one.spelt.text[slice(*one.spelt.actor)] == "Kenya"
        assert one.spelt.text[slice(*one.spelt.recipient)] == "Somalia"
