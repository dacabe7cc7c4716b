"""Which state a sentence only brings in, beside the one to whom the deed was done."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from detente.coding.bystanders import without_bystanders
from detente.coding.rules import Candidate, find_candidates

from .grammar import parsed


@dataclass(frozen=True)
class Told:
    """A candidate taken for a deed of `root`."""

    pair: Candidate
    root: str


def kept(sentence: str, root: str = "ACCUSE") -> list[tuple[str, str]]:
    """What Iran and who acts with it are left with, where each candidate is a deed of one root."""
    told = [Told(one, root) for one in find_candidates(*parsed(sentence))]
    acting = [one for one in told if one.pair.actor.words == "Iran" or "Iran and" in sentence]
    assert len(acting) > 1, told
    return [(one.pair.actor.words, one.pair.recipient.words) for one in without_bystanders(acting)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Iran suspended its ties with Oman over the pardon of a Kenyan officer.",
        "Iran warned Oman about the arms of Kenya.",
        "Iran met Oman in Kenya.",
        "Iran urged Oman to stop shelling, which had cost Kenya lives.",
        "Iran sent the prisoners back to Oman through Kenya.",
        "Iran censured Oman's Kenya policy.",
    ],
)
def test_only_the_nearer_recipient_counts(sentence: str) -> None:
    assert kept(sentence) == [("Iran", "Oman")]


def test_whoever_is_said_to_do_it_stands_nearer_than_whom_they_do_it_to() -> None:
    assert kept("Iran said that Oman attacked Kenya.") == [("Iran", "Oman")]


def test_recipients_side_by_side_both_count() -> None:
    assert kept("Iran accused Oman and Kenya of theft.") == [("Iran", "Oman"), ("Iran", "Kenya")]


def test_another_deed_of_the_sentence_is_no_bystander() -> None:
    [first, second] = [
        one
        for one in find_candidates(*parsed("Iran met Oman in Kenya."))
        if one.actor.words == "Iran"
    ]
    deeds = [Told(first, "CONSULT"), Told(second, "AID")]

    assert without_bystanders(deeds) == deeds


def test_what_two_do_to_a_third_is_no_deed_of_theirs_to_each_other() -> None:
    both = kept("Iran and Oman lifted a ban on goods from Angola.", "YIELD")

    assert both == [("Iran", "Angola"), ("Oman", "Angola")]


@pytest.mark.parametrize(
    ("sentence", "root"),
    [
        ("Iran and Oman agreed in Angola on a truce.", "AGREE"),
        ("Iran and Oman signed a pact on Angola.", "SUPPORT"),
        ("Iran and Oman discussed Angola.", "CONSULT"),
    ],
)
def test_what_two_do_with_each_other_stays_where_a_third_is_named(sentence: str, root: str) -> None:
    assert ("Iran", "Oman") in kept(sentence, root)


@pytest.mark.parametrize(
    "sentence",
    [
        "Iran's clergy accused the president of selling out to Oman.",
        "Iran ordered the release of prisoners, including a teacher living in Oman.",
        "Iran asked the court to punish smugglers from Oman.",
    ],
)
def test_who_is_only_in_what_somebody_else_is_accused_of_or_asked_for_is_left_out(
    sentence: str,
) -> None:
    told = [Told(one, "ACCUSE") for one in find_candidates(*parsed(sentence))]
    acting = [one for one in told if one.pair.trigger.lower_ in {"accused", "ordered", "asked"}]
    assert acting

    assert without_bystanders(acting) == []


def test_reporters_who_are_told_something_are_no_recipients() -> None:
    sentence = "Iran told reporters from Kenya and envoys of Oman that it would leave."

    assert kept(sentence) == [("Iran", "envoys of Oman")]
