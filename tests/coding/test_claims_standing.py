"""Trends told without a plain word for a relation, or turned by what stands around it."""

from __future__ import annotations

import pytest

from detente.coding.claims.find import find_claims

# Text, direction, and level or change (null where either will do).
STANDING = [
    ("Relations between Japan and South Korea have taken a turn for the worse.", -1, "change"),
    ("Relations between Ankara and Cairo have come a long way since 2013.", 1, "change"),
    ("The relationship between Paris and Bamako lies in ruins.", -1, None),
    ("Trade between India and Brazil has tripled in a decade.", 1, "change"),
    ("Never have Poland and Hungary been so far apart.", -1, None),
    ("A gulf has opened between Warsaw and Budapest.", -1, "change"),
    ("The wounds between Serbia and Croatia are healing.", 1, "change"),
    ("Kenya and Tanzania have moved from rivalry to partnership.", 1, "change"),
    ("The old warmth between Berlin and Moscow is gone.", -1, "change"),
    ("Germany trusts Poland less than it did.", -1, "change"),
    ("Vietnam is inching towards the United States.", 1, "change"),
    ("Hanoi has grown more comfortable with Washington.", 1, "change"),
    ("Vietnam and China are at each other's throats.", -1, "level"),
    ("Colombia and Venezuela share a deep mistrust.", -1, "level"),
    ("There is bad blood between Algeria and Morocco.", -1, "level"),
    ("Algeria and Morocco are locked in a bitter feud.", -1, "level"),
    ("The two-decade friendship between Israel and Azerbaijan is as solid as ever.", 1, "level"),
    ("Azerbaijan counts Israel among its closest partners.", 1, "level"),
    ("Pakistan has long enjoyed warm relations with China.", 1, "level"),
    ("Ethiopia and Eritrea are again at odds.", -1, "level"),
    ("Ethiopia and Eritrea are sliding towards war.", -1, "change"),
    ("The temperature between Athens and Ankara has dropped.", 1, None),
    ("The quarrel between Athens and Ankara has lost its edge.", 1, "change"),
    ("The alliance between Seoul and Washington has never looked shakier.", -1, None),
    ("The alliance between Seoul and Washington is in rude health.", 1, "level"),
    ("The bond between Oman and Britain runs deep.", 1, "level"),
    ("Oman's friendship with Britain has survived many storms.", 1, "level"),
    ("Argentina and Chile have learned to trust one another.", 1, "change"),
    ("Argentina has become Chile's most important partner.", 1, "change"),
    ("Relations between Chad and Sudan have rarely been worse.", -1, None),
    ("Chad's dealings with Sudan have become businesslike.", 1, "change"),
    ("Hungary and Romania have found common ground.", 1, "change"),
    ("Distrust still poisons relations between Hungary and Romania.", -1, None),
    ("Mexico's ties with Spain are in bad shape.", -1, "level"),
    ("Mexico has turned its back on Spain.", -1, "change"),
    ("Mexico and Cuba have rediscovered each other.", 1, "change"),
    ("The honeymoon between Manila and Beijing is over.", -1, "change"),
    ("Manila has swung back into the American camp.", 1, "change"),
    ("Iran and Russia have grown steadily closer.", 1, "change"),
    ("Iran and Saudi Arabia have stepped back from the brink.", 1, "change"),
    ("Iran and Saudi Arabia are talking again.", 1, "change"),
    ("Relations between Riyadh and Tehran have hit a rough patch.", -1, "change"),
    ("Relations between Riyadh and Tehran are no warmer than before.", 0, None),
    ("Relations between Riyadh and Tehran have yet to recover.", 0, "change"),
    (
        "Nothing has changed between Riyadh and Tehran: the mistrust is as deep as ever.",
        -1,
        "level",
    ),
    ("Far from healing, the rift between Riyadh and Doha has widened.", -1, "change"),
    ("Cooperation between Riyadh and Doha has dried up.", -1, "change"),
    ("Cooperation between Oslo and Helsinki is exemplary.", 1, "level"),
    ("Trade between Oslo and Moscow has withered to a trickle.", -1, "change"),
    ("Contacts between Oslo and Moscow have multiplied.", 1, "change"),
    ("Goodwill between Jakarta and Canberra has run out.", -1, "change"),
    ("Jakarta and Canberra have patched up their differences.", 1, "change"),
    ("Jakarta has cooled on Canberra.", -1, "change"),
    ("Jakarta has softened its tone towards Canberra.", 1, "change"),
    ("Armenia has lost faith in Russia.", -1, "change"),
    ("A cautious rapprochement between Armenia and Turkey is under way.", 1, "change"),
    ("The quiet reconciliation of Turkey and the Emirates has surprised many.", 1, "change"),
    ("Nigeria and Ghana have fallen out over trade.", -1, "change"),
    ("Relations between Nigeria and Ghana are better than they have been for years.", 1, None),
    ("Relations between Nigeria and Ghana remain as cold as ever.", -1, "level"),
    ("Slovakia has parted ways with Ukraine.", -1, "change"),
    ("Greek-Turkish relations are calmer than they were.", 1, None),
    ("Relations between India and the Maldives nosedived.", -1, "change"),
    ("The Maldives has moved out of India's embrace.", -1, "change"),
    ("Dhaka and Delhi have grown distant.", -1, "change"),
    ("Between Dhaka and Delhi, warmth has turned to suspicion.", -1, "change"),
    ("Dhaka's mistrust of Delhi has deepened.", -1, "change"),
    ("Peru and Ecuador, enemies for a century, are now fast friends.", 1, None),
    ("Kazakhstan and Uzbekistan have ended decades of rivalry.", 1, "change"),
    ("Kazakhstan and Russia cooperate less than they used to.", -1, "change"),
    ("Kazakhstan has distanced itself from Russia.", -1, "change"),
    ("Australia and China are mending their relationship.", 1, "change"),
]


@pytest.mark.parametrize(("text", "direction", "level"), STANDING)
def test_a_standing_is_read_from_its_parts(text: str, direction: int, level: str | None) -> None:
    claims = find_claims(text).to_dicts()

    trends = [(c["direction"], c["level"]) for c in claims if c["kind"] == "trend"]
    assert any(sign == direction and level in {None, kind} for sign, kind in trends), trends


def test_a_text_that_turns_to_another_relation_takes_its_later_words_there() -> None:
    text = (
        "Peru and Chile trade more every year. Between Peru and Bolivia, mistrust is growing. "
        "The rift has widened since the election."
    )

    claims = find_claims(text).to_dicts()

    rift = [c for c in claims if c["kind"] == "trend" and "rift" in c["text"]]
    assert [set(c["states"]) for c in rift] == [{"PER", "BOL"}]
