"""Did it happen? Where the grammar speaks plainly it decides; else the classifier does."""

from __future__ import annotations

import numpy as np
import pytest

from detente.coding.status import is_foretold, status_of
from detente.core.codebook import STATUSES

from .grammar import word


def chances(status: str, sure: float = 0.6) -> np.ndarray:
    rest = (1 - sure) / (len(STATUSES) - 1)
    return np.array([sure if one == status else rest for one in STATUSES], dtype=np.float32)


@pytest.mark.parametrize(
    ("sentence", "deed", "expected"),
    [
        ("Iran may attack Oman.", "attack", "hypothetical"),
        ("Iran would have attacked Oman.", "attacked", "hypothetical"),
        ("If Iran attacks Oman, Peru will act.", "attacks", "hypothetical"),
        ("Iran wants to attack Oman.", "attack", "hypothetical"),
        ("Iran is expected to visit Oman.", "visit", "hypothetical"),
        ("Iran failed to sign the treaty with Oman.", "sign", "hypothetical"),
        ("Iran will attack Oman.", "attack", "announced"),
        ("Iran plans to attack Oman.", "attack", "announced"),
        ("Iran is to sign a pact with Oman.", "sign", "announced"),
        ("Iran's president is due to visit Oman.", "visit", "announced"),
        ("Iran did not attack Oman.", "attack", "denied"),
        ("Iran never attacked Oman.", "attacked", "denied"),
        ("Iran denied that it had attacked Oman.", "attacked", "denied"),
        ("There was no attack by Iran on Oman.", "attack", "denied"),
        ("A rumour that Iran had attacked Oman spread.", "attacked", "hypothetical"),
        ("Reports that Iran had attacked Oman were untrue.", "attacked", "denied"),
        ("Iran dismissed reports that it had attacked Oman.", "attacked", "denied"),
        ("Reports that Iran had attacked Oman arrived.", "attacked", "happened"),
        ("Iran regularly shells Oman.", "shells", "habitual"),
    ],
)
def test_plain_grammar_decides(sentence: str, deed: str, expected: str) -> None:
    assert status_of(word(sentence, deed), "ASSAULT", chances("happened")) == expected


def test_where_grammar_is_silent_the_classifier_decides() -> None:
    attacked = word("Iran attacked Oman.", "attacked")

    assert status_of(attacked, "ASSAULT", chances("happened")) == "happened"
    assert status_of(attacked, "ASSAULT", chances("denied")) == "denied"


def test_a_modal_makes_a_deed_a_thought_however_sure_the_classifier_is() -> None:
    attack = word("Iran may attack Oman.", "attack")

    assert status_of(attack, "ASSAULT", chances("happened", 0.99)) == "hypothetical"


def test_a_very_sure_classifier_overrules_not_and_will() -> None:
    attack = word("Iran will attack Oman.", "attack")

    assert status_of(attack, "ASSAULT", chances("happened", 0.9)) == "happened"
    assert status_of(attack, "ASSAULT", chances("happened", 0.7)) == "announced"


@pytest.mark.parametrize("root", ["AGREE", "THREATEN", "REJECT", "REQUEST", "ACCUSE"])
def test_words_about_the_future_are_deeds_that_happened(root: str) -> None:
    attack = word("Iran will not attack Oman.", "attack")

    assert status_of(attack, root, chances("happened")) == "happened"


def test_a_refusal_is_never_denied() -> None:
    meet = word("Iran will not meet Oman.", "meet")

    assert status_of(meet, "REJECT", chances("denied")) == "happened"


def test_every_word_of_a_sentence_has_a_status() -> None:
    doc = word("If Iran, which never met Oman, may not act, Peru will.", "If").doc

    assert {status_of(token, "AID", chances("happened")) for token in doc} <= set(STATUSES)


@pytest.mark.parametrize(
    ("sentence", "deed", "foretold"),
    [
        ("Iran will attack Oman.", "attack", True),
        ("Iran will probably be forced to thank Oman.", "thank", True),
        ("Iran's president said that he would attack Oman.", "attack", False),
        ("Iran will attack Oman, its president said.", "attack", False),
        ("Iran attacked Oman.", "attacked", False),
        ("It was decided that trade would grow and a pact was signed.", "signed", False),
        ("Iran will visit Oman and thank its king.", "thank", True),
    ],
)
def test_what_nobody_but_the_author_says_will_be_done_is_foretold(
    sentence: str, deed: str, foretold: bool
) -> None:
    assert is_foretold(word(sentence, deed)) is foretold
