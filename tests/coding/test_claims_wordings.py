"""Causes, forecasts, advice and traps in wordings that commentators use."""

from __future__ import annotations

import pytest

from detente.coding.claims.find import find_claims

# Text, words of the cause, words of the effect, sign.
CAUSES = [
    ("The new canal underpins the friendship between Egypt and Sudan.", "canal", "friendship", 1),
    ("The raid worsened the feud between Chad and Libya.", "raid", "feud", -1),
    (
        "Cheap loans took the sting out of the quarrel between Laos and China.",
        "loans",
        "quarrel",
        1,
    ),
    ("Pride had no part in the thaw between Peru and Chile.", "Pride", "thaw", 0),
    ("The embargo did nothing to calm Caracas.", "embargo", "Caracas", 0),
    ("What revived it was not charity but trade between Oman and Iran.", "trade", "it", 1),
    ("The flood left the alliance between Nepal and India intact.", "flood", "alliance", 0),
    ("The strike put an end to the blockade of Qatar.", "strike", "blockade", -1),
    ("Kenya closed the port; as a result, Uganda turned to Tanzania.", "port", "Uganda", 1),
    ("Peru lost the vote, so Chile withdrew the offer.", "vote", "Chile", 1),
    ("Oman will wait, for it needs Iranian gas.", "gas", "Oman", 1),
    ("Mali expelled the envoy for mocking its army.", "mocking", "Mali", 1),
    ("Poland expelled a consul, and Belarus sent one home in reply.", "Poland", "Belarus", 1),
    ("Out of that war grew the pact signed with Turkey.", "war", "pact", 1),
    ("Oil is why Russia cannot leave Syria.", "Oil", "Russia", 1),
    (
        "The tariff neither caused nor hastened the rift between Canada and China.",
        "tariff",
        "rift",
        0,
    ),
]

# Text, direction of the deed, polarity.
FORECASTS = [
    ("Japan will hand over two ships to Vietnam next year.", 1, 1),
    ("Turkey will pull out of the talks with Greece.", -1, 1),
    ("Poland will refuse to sign the pact with Ukraine.", -1, 1),
    ("Brazil is on course to sign a treaty with Peru.", 1, 1),
    ("China is not about to lift the ban on Lithuania.", 1, -1),
    ("Algeria is apt to quarrel with Morocco again.", -1, 1),
    ("The odds of a truce between Sudan and Chad are slim.", 1, -1),
    ("I would be astonished if India left the pact with Nepal.", -1, -1),
    ("Base case (60 per cent): Iran and Iraq sign a border treaty.", 1, 1),
    ("Further clashes between Laos and Thailand look certain.", -1, 1),
    ("A rupture between Kenya and Uganda looks improbable.", -1, -1),
    ("Hungary will go on blocking Ukraine.", -1, 1),
    ("Ghana will stop buying rice from Togo.", -1, 1),
    ("Kenya will take Somalia to court again.", -1, 1),
    ("India will drag its feet on the deal with China.", -1, 1),
    ("Russia will step up its attacks on Ukraine.", -1, 1),
    ("Brazil will send its foreign minister to Caracas by June.", 1, 1),
    ("Tokyo will not renounce its claim to the islands held by Russia.", 1, -1),
    ("Burundi will be the first to pull out, because it cannot pay Congo.", -1, 1),
]

ADVICE = [
    ("Kinshasa, pay the army first!", "COD"),
    ("Tokyo is advised to offer Seoul a loan.", "JPN"),
    ("It is high time Hungary sent Ukraine an ambassador.", "HUN"),
    ("It falls to India to speak first.", "IND"),
    ("Cambodia could help by publishing the treaty.", "KHM"),
    ("Malaysia might usefully ask Singapore for a list.", "MYS"),
    ("My advice to the Poles is to invite Ukraine.", "POL"),
    ("Ukraine would be smart to restore the school law.", "UKR"),
]

# Nobody's word, or not said to be so: no trend or cause of the author's may come out of these.
TRAPS = [
    "It is a legend, though a hardy one, that gold drove Chile and Bolivia apart.",
    "Nobody should imagine that Oman and Iran have become close.",
    "The notion that Kenya has turned against Uganda is spreading.",
    "Is it true that Hungary has become an enemy of Ukraine?",
    "I dream of a morning on which Mali and Algeria have made up.",
    "Read more: Laos and Thailand fall out over a dam.",
    "Peru has allegedly turned its back on Bolivia.",
    "It did not, as is often claimed, drive Nepal into Chinese arms.",
    "Suppose that Kuwait turns its back on Iraq.",
    "Critics read its silence as hostility to Belarus and to Poland.",
]


@pytest.mark.parametrize(("text", "cause", "effect", "sign"), CAUSES)
def test_a_cause_has_both_ends_and_a_sign(text: str, cause: str, effect: str, sign: int) -> None:
    found = [c for c in find_claims(text).to_dicts() if c["kind"] == "cause"]

    ends = [(c["cause_text"], c["effect_text"], c["direction"]) for c in found]
    assert any(cause in a and effect in b and s == sign for a, b, s in ends), ends


@pytest.mark.parametrize(("text", "direction", "polarity"), FORECASTS)
def test_a_forecast_leans_as_its_deed_does(text: str, direction: int, polarity: int) -> None:
    found = [c for c in find_claims(text).to_dicts() if c["kind"] == "forecast"]

    assert [(c["direction"], c["polarity"]) for c in found] == [(direction, polarity)]


@pytest.mark.parametrize(("text", "state"), ADVICE)
def test_advice_is_found_without_should(text: str, state: str) -> None:
    found = [c for c in find_claims(text).to_dicts() if c["kind"] == "recommendation"]

    assert [c["actor"] for c in found] == [state]


@pytest.mark.parametrize("text", TRAPS)
def test_what_is_only_reported_or_supposed_is_not_the_authors(text: str) -> None:
    claims = find_claims(text).to_dicts()

    held = [c for c in claims if c["kind"] in {"trend", "cause"} and c["said_by"] == "author"]
    assert [c["text"] for c in held if c["direction"] != 0] == []


def test_the_two_are_those_of_a_compound_before_those_named_first() -> None:
    text = (
        "Trump's speech was meant as an answer to growing Iran-Oman trade. "
        "The two neighbours have deepened their ties since."
    )

    deepened = [c for c in find_claims(text).to_dicts() if "deepened" in c["text"]]

    assert [set(c["states"]) for c in deepened if c["kind"] == "trend"] == [{"IRN", "OMN"}]


def test_respect_that_one_state_enjoys_is_no_trend_of_a_pair() -> None:
    text = "Washington scolded Oman on Monday. The growing respect that Oman enjoys is well earned."

    assert [c["text"] for c in find_claims(text).to_dicts() if c["kind"] == "trend"] == []
