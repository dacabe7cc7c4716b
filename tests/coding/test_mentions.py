"""Which phrases of a text name a side: phrases, grammar, what points back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.mentions import Mention, find_mentions

DAY = date(2018, 1, 12)


def sides(text: str, *, on: date | None = DAY, earlier: list[Mention] | None = None) -> list[tuple]:
    return [(m.text, m.state, m.sector) for m in find_mentions(text, on=on, earlier=earlier or [])]


def hows(text: str, *, on: date | None = DAY) -> dict[str, str]:
    return {m.text: m.how for m in find_mentions(text, on=on)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Russian Presidential Envoy to Afghanistan Ilya Borodin criticised the plan.",
            [("Russian Presidential Envoy to Afghanistan Ilya Borodin", "RUS", "GOV")],
        ),
        (
            "Pakistan's Ambassador to United States Farid Ahmed replied.",
            [("Pakistan's Ambassador to United States Farid Ahmed", "PAK", "GOV")],
        ),
        (
            "US President Donald Trump phoned Beijing.",
            [("US President Donald Trump", "USA", "GOV"), ("Beijing", "CHN", "GOV")],
        ),
        (
            "Prime Minister of Nepal Sher Bahadur Deuba met officials from the Iranian ministry.",
            [
                ("Prime Minister of Nepal Sher Bahadur Deuba", "NPL", "GOV"),
                ("officials from the Iranian ministry", "IRN", "GOV"),
            ],
        ),
        (
            "India's permanent representative to the United Nations spoke for Bhutan.",
            [
                ("India's permanent representative to the United Nations", "IND", "GOV"),
                ("Bhutan", "BTN", "GOV"),
            ],
        ),
        (
            "The Saudi-led coalition bombed Houthi rebels.",
            [("The Saudi-led coalition", "SAU", "MIL"), ("Houthi rebels", "YEM", "REB")],
        ),
        (
            "French Foreign Ministry spokeswoman Anne Leroy denied it.",
            [("French Foreign Ministry spokeswoman Anne Leroy", "FRA", "GOV")],
        ),
        (
            "former US Secretary of State John Kerry and Hezbollah leader Hassan Nasrallah",
            [
                ("former US Secretary of State John Kerry", "USA", "ELI"),
                ("Hezbollah leader Hassan Nasrallah", "LBN", "REB"),
            ],
        ),
        (
            "the Trump administration's offer to the Kremlin",
            [("the Trump administration", "USA", "GOV"), ("the Kremlin", "RUS", "GOV")],
        ),
    ],
)
def test_a_mention_is_the_whole_noun_phrase(text: str, expected: list[tuple]) -> None:
    assert sides(text) == expected


def test_the_possessive_s_stays_outside() -> None:
    (found,) = find_mentions("Turkey's offer stands.")
    assert (found.text, found.end) == ("Turkey", 6)


def test_offsets_point_at_the_words() -> None:
    text = "On Monday Erdoğan\nmet  Côte d’Ivoire’s envoy, and Peña Nieto."
    for found in find_mentions(text, on=date(2016, 1, 1)):
        assert text[found.start : found.end] == found.text
    assert [m.state for m in find_mentions(text, on=date(2016, 1, 1))] == ["TUR", "CIV", "MEX"]


def test_a_place_is_marked_as_a_place() -> None:
    text = (
        "In Moscow and near Kabul airport, southern Afghanistan, Japan met Peru at the White House."
    )
    assert hows(text) == {
        "Moscow": "place",
        "Kabul": "place",
        "Afghanistan": "place",
        "Japan": "state name",
        "Peru": "state name",
        "the White House": "place",
    }


def test_the_post_of_an_envoy_without_a_state_is_a_place() -> None:
    assert hows("Sofia closed its consulate in Skopje.") == {"Sofia": "capital", "Skopje": "place"}
    assert hows("Sofia recalled its ambassador to Moscow.")["Moscow"] == "place"


def test_a_known_head_of_state_is_meant_among_other_states() -> None:
    assert sides("Zelensky thanked Duda for tanks.", on=date(2023, 5, 1)) == [
        ("Zelensky", "UKR", "GOV"),
        ("Duda", "POL", "GOV"),
    ]


def test_a_demonym_on_a_thing_is_a_modifier() -> None:
    text = "Russian gas, Chinese goods and Pakistani soil matter to the Danes."
    assert hows(text) == {
        "Russian": "modifier",
        "Chinese": "modifier",
        "Pakistani": "modifier",
        "the Danes": "demonym",
    }


def test_both_halves_of_a_compound_are_modifiers() -> None:
    assert hows("US-Pakistan relations and Franco-German ties") == {
        "US": "modifier",
        "Pakistan": "modifier",
        "Franco": "modifier",
        "German": "modifier",
    }


def test_both_halves_act_where_the_whole_can_act() -> None:
    assert sides("US-South Korean troops drilled.") == [
        ("US", "USA", "MIL"),
        ("South Korean troops", "KOR", "MIL"),
    ]
    assert hows("Cuban-American exiles") == {"Cuban": "modifier", "American exiles": "role"}


def test_a_state_s_own_leader_makes_one_mention_with_it() -> None:
    assert sides("India's Modi met Russia's Putin.") == [
        ("India's Modi", "IND", "GOV"),
        ("Russia's Putin", "RUS", "GOV"),
    ]


def test_a_backer_is_not_the_side_it_backs() -> None:
    assert hows("Iran-backed Houthi fighters and pro-Russian separatists in eastern Ukraine") == {
        "Iran": "modifier",
        "Houthi fighters": "group",
        "Russian": "modifier",
        "separatists in eastern Ukraine": "role",
    }


def test_a_bare_surname_is_the_office_holder_of_the_day() -> None:
    assert sides("Clinton refused.", on=date(1996, 5, 1)) == [("Clinton", "USA", "GOV")]
    assert [m.name for m in find_mentions("Clinton refused.", on=date(2011, 5, 1))] == [
        "Hillary Clinton"
    ]
    assert sides("Putin refused.", on=date(1985, 5, 1)) == []


def test_someone_else_of_the_same_surname_is_nobody() -> None:
    assert sides("Ivanka Trump sang; Trump Tower shone; Kim Philby slept.") == []


def test_a_common_word_is_a_person_only_where_its_state_is_spoken_of() -> None:
    assert sides("May was cold.") == []
    assert ("May", "GBR", "GOV") in sides("The British cabinet met, and May resigned.")


def test_what_was_said_before_is_carried_on() -> None:
    earlier = find_mentions("Uzbekistan's envoy Timur Sadykov arrived in Oslo.", on=DAY)

    assert sides("Sadykov left. The envoy said he was glad.", earlier=earlier) == [
        ("Sadykov", "UZB", "GOV"),
        ("The envoy", "UZB", "GOV"),
        ("he", "UZB", "GOV"),
    ]
    assert sides("The envoy said he was glad.") == []


def test_the_office_that_explains_a_name_gives_it_to_what_follows() -> None:
    earlier = find_mentions("Ilya Borodin, Russia's envoy to Kabul, arrived.", on=DAY)

    assert (earlier[0].state, earlier[0].name) == ("RUS", "Ilya Borodin")
    assert sides("Borodin left.", earlier=earlier) == [("Borodin", "RUS", "GOV")]


def test_adjectives_joined_by_and_share_their_noun() -> None:
    assert sides("Ethiopian, Kenyan and Ugandan troops met.") == [
        ("Ethiopian", "ETH", "MIL"),
        ("Kenyan", "KEN", "MIL"),
        ("Ugandan troops", "UGA", "MIL"),
    ]
    assert hows("Indian and Chinese rice") == {"Indian": "modifier", "Chinese": "modifier"}


def test_the_city_of_a_dateline_is_a_place() -> None:
    assert hows("BERLIN (Reuters) - Peru thanked Chile.")["BERLIN"] == "place"
    assert hows("NEW DELHI: Peru thanked Chile.")["NEW DELHI"] == "place"
    assert hows("Berlin thanked Chile.")["Berlin"] == "capital"


def test_a_month_is_no_prime_minister() -> None:
    assert [s for s, *_ in sides("From 13 May to May 15 Britain voted; in May it rained.")] == [
        "Britain"
    ]


def test_troops_from_a_place_may_be_leaving_it() -> None:
    assert [(m.text, m.state) for m in find_mentions("France withdrew troops from Mali.")] == [
        ("France", "FRA"),
        ("Mali", "MLI"),
    ]


def test_a_minority_is_at_home_where_it_lives() -> None:
    assert sides("Serbs shot ethnic Albanians in Kosovo.")[1][1] == "XKX"


def test_a_pair_is_left_to_whoever_knows_the_two() -> None:
    (found,) = find_mentions("Both countries agreed.")
    assert (found.text, found.state, found.name, found.how) == (
        "Both countries", None, "pair", "pair",
    )  # fmt: skip


def test_an_international_body_has_no_state() -> None:
    found = find_mentions("UN Secretary-General Kofi Annan warned NATO.", on=date(1999, 3, 1))
    assert [(m.state, m.sector, m.name) for m in found] == [
        (None, "IGO", "Kofi Annan"),
        (None, "IGO", "NATO"),
    ]


def test_historic_states_are_named_by_the_day() -> None:
    assert sides("Moscow warned Prague.", on=date(1968, 8, 1)) == [
        ("Moscow", "SUN", "GOV"),
        ("Prague", "CSK", "GOV"),
    ]
    assert sides("Moscow warned Prague.", on=date(2014, 8, 1)) == [
        ("Moscow", "RUS", "GOV"),
        ("Prague", "CZE", "GOV"),
    ]


def test_a_headline_in_capitals_is_read_too() -> None:
    assert [s for _, s, _ in sides("RUSSIA WARNS UKRAINE OVER BLACK SEA GAS")] == ["RUS", "UKR"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Georgia asked Russia to leave Abkhazia.", {"Georgia": "GEO"}),
        ("Voters in Atlanta chose Georgia's governor.", {"Georgia": "USA"}),
        ("Michael Jordan met Jordan's king.", {"Jordan": "JOR"}),
        ("Chad Smith visited Chad.", {"Chad": "TCD"}),
        ("They ate turkey in Turkey.", {"Turkey": "TUR"}),
        ("Congo and Rwanda quarrelled.", {"Congo": "COD"}),
        ("Congo's president Sassou spoke in Brazzaville.", {"Congo": "COG"}),
        ("North Korea threatened South Korea.", {"North Korea": "PRK", "South Korea": "KOR"}),
        ("Taiwan (Republic of China) protested.", {"Taiwan": "TWN", "Republic of China": "TWN"}),
        ("George Washington lies near Washington.", {"Washington": "USA"}),
        ("Seoul said the North fired.", {"North": "PRK"}),
        ("Druze leaders met in Syria.", {"Druze leaders": "SYR"}),
        ("Niger thanked Nigeria.", {"Niger": "NER", "Nigeria": "NGA"}),
        ("Ireland spoke for Northern Ireland.", {"Ireland": "IRL", "Northern Ireland": "GBR"}),
        ("Dominica sued the Dominican Republic.", {"Dominica": "DMA", "Dominican Republic": "DOM"}),
        ("New Mexico is not Mexico.", {"Mexico": "MEX"}),
        ("American Samoa is not Samoa.", {"American Samoa": "ASM", "Samoa": "WSM"}),
    ],
)
def test_an_ambiguous_name_is_decided_by_its_context(text: str, expected: dict) -> None:
    found = [(m.text.removeprefix("the "), m.state) for m in find_mentions(text, on=DAY)]
    for name, state in expected.items():
        assert any(words.startswith(name) and code == state for words, code in found), found


@pytest.mark.parametrize(
    "text",
    [
        "The Indian Ocean, the Persian Gulf and the South China Sea are warm.",
        "Russian roulette and Turkish coffee are pastimes.",
        "The Panama Papers named banks.",
        "The South Pacific and the North of the province are wet.",
    ],
)
def test_a_name_inside_another_name_is_no_side(text: str) -> None:
    assert [m for m in find_mentions(text) if m.state and m.how not in {"carried"}] == []


def test_a_town_of_the_same_name_in_america_is_not_the_state() -> None:
    assert "LBN" not in {m.state for m in find_mentions("He moved to Lebanon, Pennsylvania.")}


def test_teams_are_marked_as_teams() -> None:
    assert hows(
        "Brazil beat Germany 2-0 in the World Cup final, striker Ronaldo scoring twice."
    ) == {
        "Brazil": "team",
        "Germany": "team",
    }


def test_a_television_of_a_capital_is_the_states_media_and_a_theatre_is_a_place() -> None:
    (television,) = find_mentions("New Delhi television reported a storm.")
    assert (television.state, television.sector) == ("IND", "MED")
    assert hows("A Moscow theatre burned.") == {"Moscow": "place"}


def test_people_of_foreign_descent_are_their_own_state_s() -> None:
    (first, *_) = find_mentions("Americans of Iranian descent marched.")
    assert (first.state, first.sector) == ("USA", "CVL")


@given(st.text(max_size=200))
def test_mentions_never_overlap_and_always_quote_the_text(text: str) -> None:
    end = 0
    for found in find_mentions(text, on=DAY):
        assert end <= found.start < found.end
        assert text[found.start : found.end] == found.text
        end = found.end


@given(
    st.lists(
        st.sampled_from(
            "Russia Chinese the US envoy to Moscow 's - troops in Kabul Kim Jong Un said both "
            "countries President Putin of , . ( ) UN Georgia he Taliban-led pro-Iranian".split()
        ),
        max_size=25,
    )
)
def test_any_order_of_telling_words_is_read_without_a_fault(words: list[str]) -> None:
    text = " ".join(words)
    end = 0
    for found in find_mentions(text, on=DAY):
        assert end <= found.start
        assert text[found.start : found.end] == found.text
        end = found.end


def test_a_phrase_ends_before_the_adjective_of_another_state() -> None:
    assert sides("Russian air ambulances flew Polish investigators home.")[-1][:2] == (
        "Polish investigators", "POL",
    )  # fmt: skip


def test_the_country_of_a_dateline_is_a_place() -> None:
    assert hows("THE HAGUE, Netherlands -- Judges met.") == {
        "THE HAGUE": "place", "Netherlands": "place",
    }  # fmt: skip
    assert hows("THE HAGUE, Netherlands and Belgium met.")["Netherlands"] == "state name"


def test_letters_that_stand_for_a_body_are_nobodys_surname() -> None:
    found = sides("Amnesty International (AI) criticised Nigeria.")

    assert [row[1] for row in found] == [None, "NGA"]


@pytest.mark.parametrize(
    ("text", "state", "on"),
    [
        ("Omer al-Bashir", "SDN", date(2005, 6, 1)),
        ("Mohamed Farah Aideed", "SOM", date(1993, 6, 1)),
        ("Aum Shinri Kyo", "JPN", date(1995, 6, 1)),
    ],
)
def test_other_spellings_of_the_wire_are_known(text: str, state: str, on: date) -> None:
    assert [row[1] for row in sides(f"{text} spoke.", on=on)] == [state]


def test_a_namesake_of_a_state_or_a_statesman_is_neither() -> None:
    assert sides("The head of a Roman Emperor was sold.") == []
    assert sides("Marines landed on South Georgia.")[-1][1] == "GBR"
