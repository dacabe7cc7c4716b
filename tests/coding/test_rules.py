"""Which sides a construction joins, and which word carries the deed. No classifier is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.coding.rules import Candidate, again, find_candidates

from .grammar import parsed


def joined(sentence: str) -> list[tuple[str, str, str]]:
    """(actor, recipient, trigger) of each candidate, as words."""
    return [
        (one.actor.words, one.recipient.words, one.trigger.text)
        for one in find_candidates(*parsed(sentence))
    ]


@pytest.mark.parametrize(
    ("sentence", "candidates"),
    [
        ("Iran attacked Oman.", [("Iran", "Oman", "attacked")]),
        ("Oman was attacked by Iran.", [("Iran", "Oman", "attacked")]),
        ("Oman, attacked by Iran, withdrew.", [("Iran", "Oman", "attacked")]),
        ("Iran, which attacked Oman, left.", [("Iran", "Oman", "attacked")]),
        ("Iran's attack on Oman failed.", [("Iran", "Oman", "attack")]),
        ("The attack by Iran on Oman failed.", [("Iran", "Oman", "attack")]),
        ("Sanctions on Iran by Oman continued.", [("Oman", "Iran", "Sanctions")]),
        ("Iran's exports to Oman rose.", [("Iran", "Oman", "exports")]),
        ("Iran asked Oman to withdraw.", [("Iran", "Oman", "asked")]),
        ("Iran wants to attack Oman.", [("Iran", "Oman", "attack")]),
        ("Iran came and attacked Oman.", [("Iran", "Oman", "attacked")]),
        ("Iran met with Oman.", [("Iran", "Oman", "met")]),
    ],
)
def test_one_deed_in_one_direction(sentence: str, candidates: list[tuple[str, str, str]]) -> None:
    assert joined(sentence) == candidates


@pytest.mark.parametrize(
    "sentence",
    [
        "Iran and Oman signed a pact.",
        "Talks between Iran and Oman began.",
        "A pact was signed by Iran and Oman.",
    ],
)
def test_what_both_do_is_tried_once_and_mirrored_later(sentence: str) -> None:
    assert {pair[:2] for pair in joined(sentence)} == {("Iran", "Oman")}


def test_who_answers_does_it_to_whom_the_clause_before_speaks_of() -> None:
    assert ("Oman", "Iran", "replied") in joined(
        "Iran shelled a village, and Oman replied in kind."
    )
    assert ("Oman", "Iran", "complied") in joined("Iran asked Oman to wait, and Oman complied.")


def test_what_tells_which_thing_is_meant_does_nothing() -> None:
    assert not [one for one in joined("The Iran episode has pushed Oman.") if one[0] == "Iran"]


def test_joint_doers_each_do_it_to_the_other_side() -> None:
    pairs = {pair[:2] for pair in joined("Iran, Oman and Peru attacked Chile.")}

    assert {("Iran", "Chile"), ("Oman", "Chile"), ("Peru", "Chile")} <= pairs
    assert not {pair for pair in pairs if pair[0] == "Chile"}


def test_a_deed_reaches_each_of_joint_recipients() -> None:
    assert {("Iran", "Oman"), ("Iran", "Peru")} <= {
        pair[:2] for pair in joined("Iran sold arms to Oman and Peru.")
    }


def test_reported_speech_joins_the_deed_and_the_accusation() -> None:
    assert {("Oman", "Peru", "attacked"), ("Iran", "Oman", "said")} <= set(
        joined("Iran said that Oman attacked Peru.")
    )


def test_a_place_does_nothing_but_things_may_be_done_to_it() -> None:
    doc, (iran, oman) = parsed("Iran attacked Oman.")

    pairs = find_candidates(doc, [iran, replace(oman, how="place")])

    assert [(one.actor.words, one.recipient.words) for one in pairs] == [("Iran", "Oman")]


def test_sides_of_one_state_make_no_pair() -> None:
    pairs = find_candidates(*parsed("Iran's president told Tehran's envoy to leave Oman."))

    assert pairs
    assert all(one.actor.state != one.recipient.state for one in pairs)


SENTENCES = [
    "Iran, Oman, Peru, Chile, Mali and Cuba met in Kenya after France and Spain left Italy.",
    "Iran's envoy to Oman said that Iran, not Tehran's friends in Oman, had told Muscat to wait.",
    "Iran attacked.",
]


@pytest.mark.parametrize("sentence", SENTENCES[:2])
def test_no_pair_of_words_comes_twice_and_few_of_each_two_states(sentence: str) -> None:
    pairs: list[Candidate] = find_candidates(*parsed(sentence))
    words = [(one.actor.start, one.recipient.start) for one in pairs]
    states = [(one.actor.state, one.recipient.state) for one in pairs]

    assert len(words) == len(set(words))
    assert max(states.count(pair) for pair in states) <= 2


def test_fewer_than_two_sides_make_no_pair() -> None:
    doc, sides = parsed("Iran attacked Oman.")

    assert find_candidates(doc, []) == []
    assert find_candidates(doc, sides[:1]) == []


def spelt(sentence: str) -> list[tuple[str, str]]:
    """What the first candidate's doer goes on to do: its word, and the words to be read."""
    doc, sides = parsed(sentence)
    first = find_candidates(doc, sides)[0]
    return [(one.trigger.text, one.spelt.text) for one in again.find(first, sides) if one.spelt]


def test_what_is_done_next_to_the_same_side_is_spelt_out() -> None:
    assert spelt("Iran thanked Oman and asked it for tanks.") == [
        ("asked", "Iran asked Oman for tanks")
    ]
    assert spelt("Iran attacked Oman but released all six sailors.") == [
        ("released", "Iran released all six sailors (Oman)")
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Iran thanked Oman.",
        "Iran thanked Oman and asked Peru for tanks.",
        "Iran thanked Oman and ministers laughed.",
        "Oman was thanked by Iran and left.",
    ],
    ids=["nothing more", "another side", "another doer", "doer behind"],
)
def test_other_predicates_are_left_alone(sentence: str) -> None:
    assert spelt(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "candidate"),
    [
        ("Iran accused Oman of bugging its embassy.", ("Oman", "Iran", "bugging")),
        ("At Oman's request, Iran sent a vet.", ("Oman", "Iran", "request")),
    ],
    ids=["blamed for", "request"],
)
def test_what_goes_with_a_deed_is_done_to_its_doer(
    sentence: str, candidate: tuple[str, str, str]
) -> None:
    assert candidate in joined(sentence)


@pytest.mark.parametrize(
    ("sentence", "candidate"),
    [
        ("Some 500 Omani troops were sent to Iran.", ("Omani troops", "Iran", "sent")),
        ("An Omani jet bombed an Iranian port.", ("Omani", "an Iranian port", "bombed")),
        ("An Omani statement condemned Iran.", ("Omani", "Iran", "condemned")),
    ],
)
def test_forces_act_though_they_are_sent_or_only_an_adjective_says_whose_they_are(
    sentence: str, candidate: tuple[str, str, str]
) -> None:
    assert candidate in joined(sentence)


def test_other_things_suffer_what_is_done_with_them() -> None:
    assert joined("Omani apples were sent to Iran.") == []


def turned_round(sentence: str) -> list[tuple[str, str, str]]:
    """(actor, recipient, the words that the classifier is to read) of what somebody receives."""
    found = find_candidates(*parsed(sentence))
    for one in (one for one in found if one.spelt):
        assert one.spelt.text[slice(*one.spelt.recipient)] == one.recipient.words
    return [
        (one.actor.words, one.recipient.words, one.spelt.text if one.spelt else "") for one in found
    ]


@pytest.mark.parametrize(
    ("sentence", "candidates"),
    [
        (
            "Oman received a loan of two billion dollars from Iran.",
            [("Iran", "Oman", "Iran gave Oman a loan of two billion dollars.")],
        ),
        (
            "Oman will get a loan from Iran.",
            [("Iran", "Oman", "Iran will give Oman a loan.")],
        ),
        (
            "Oman drew a rebuke from Iran.",
            [("Iran", "Oman", "Iran gave Oman a rebuke.")],
        ),
        ("Oman bought arms from Iran.", [("Oman", "Iran", "")]),
        (
            "Two Omani diplomats were expelled from Iran on Monday.",
            [("Iran", "Two Omani diplomats", "Iran expelled Two Omani diplomats.")],
        ),
        (
            "Two Omani diplomats were ordered out of Iran.",
            [("Iran", "Two Omani diplomats", "Iran ordered Two Omani diplomats out.")],
        ),
        (
            "An Omani banker was arrested in Iran.",
            [("Iran", "An Omani banker", "Iran arrested An Omani banker.")],
        ),
        ("An Omani banker was born in Iran.", []),
    ],
)
def test_what_is_received_or_suffered_abroad_is_read_turned_round(
    sentence: str, candidates: list[tuple[str, str, str]]
) -> None:
    assert turned_round(sentence) == candidates


def test_two_states_alone_are_tried_however_far_apart_they_stand() -> None:
    far = (
        "Oman handed the names of the holders of the accounts that its courts of the port have "
        "closed in the years since the war on the coast to Iran."
    )

    assert ("Oman", "Iran") in {pair[:2] for pair in joined(far)}


def test_what_two_do_side_by_side_is_tried_beside_two_other_pairs_of_theirs() -> None:
    sentence = (
        "Iran and Oman signed a pact to cut tariffs on Omani fish while keeping Iran's tax on "
        "Omani oil."
    )

    assert ("Iran", "Oman", "signed") in joined(sentence)


@pytest.mark.parametrize(
    "headline", ["Iran, Turkmenistan sign gas deal", "China, Russia hold joint exercises"]
)
def test_the_comma_of_a_headline_stands_for_and(headline: str) -> None:
    assert "reciprocal" in {one.rule for one in find_candidates(*parsed(headline))}


def test_another_comma_does_not() -> None:
    found = find_candidates(*parsed("In Iran, Oman signed a pact."))

    assert "reciprocal" not in {one.rule for one in found}
