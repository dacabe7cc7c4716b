"""Deeds that a phrase is by itself, whatever the rest of the sentence says."""

from __future__ import annotations

import pytest

from detente.coding.rules.phrases import find_phrase_deeds

from .grammar import parsed


def deeds(sentence: str) -> list[tuple[str | None, str, str]]:
    return [
        (deed.actor.state if deed.actor else None, deed.root, deed.recipient.state)
        for deed in find_phrase_deeds(*parsed(sentence))
    ]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Renewed sanctions on Iran have made it keener on trade with China.",
            [(None, "SANCTION", "IRN")],
        ),
        ("Lifting the sanctions on Iran would please China.", []),
        ("The sanctions on Iran annoy China.", []),
        (
            "During the visit of Putin to Turkey a road was opened.",
            [("RUS", "CONSULT", "TUR"), ("TUR", "CONSULT", "RUS")],
        ),
        ("Before the visit of Putin to Turkey a road was opened.", []),
        (
            "In response to Iran, Oman denied that its ships had been there.",
            [("OMN", "REJECT", "IRN")],
        ),
        ("In response to Iran, Oman sent two ships.", []),
        (
            "Norway as well as Sweden came forward in defence of Denmark.",
            [("NOR", "SUPPORT", "DNK"), ("SWE", "SUPPORT", "DNK")],
        ),
        (
            "A plan for a dam was formally signed by Chad and Sudan.",
            [("TCD", "SUPPORT", "SDN"), ("SDN", "SUPPORT", "TCD")],
        ),
        ("A plan for a dam would be signed by Chad and Sudan.", []),
        ("A plan for a dam was not signed by Chad and Sudan.", []),
        ("Peru has kept its ban on Chilean wine.", [("PER", "SANCTION", "CHL")]),
        ("Peru has not kept its ban on Chilean wine.", []),
        ("Peru may have kept its ban on Chilean wine.", []),
        ("Peru banned imports of Chilean beef.", [("PER", "SANCTION", "CHL")]),
        ("Peru banned Chilean firms.", []),
        (
            "Qatari mediation between Chad and Sudan failed.",
            [("QAT", "CONSULT", "TCD"), ("QAT", "CONSULT", "SDN")],
        ),
        ("Qatari mediation between Chad and Sudan may fail.", []),
    ],
)
def test_a_phrase_tells_its_deed_and_its_neighbours_do_not(
    sentence: str, told: list[tuple[str | None, str, str]]
) -> None:
    assert deeds(sentence) == told
