"""Whom a clause means that names only its doer."""

from __future__ import annotations

from datetime import date

import pytest

from detente.coding.drafts import Draft, drafts_of

REPORT = date(2018, 8, 9)


def drafts(text: str) -> list[Draft]:
    return list(drafts_of(text, [(0, len(text))], on=REPORT))


@pytest.mark.parametrize(
    ("before", "sentence", "working"),
    [
        ("Peru closed its ports to Chile.", "Santiago rejected the step on Monday.",
         "Santiago rejected Peru's step on Monday."),
        ("Oman accused Iran of spying.", "Tehran has brushed aside these accusations.",
         "Tehran has brushed aside Oman's accusations."),
        ("Kenya shut the border with Somalia.", "Mogadishu cut diplomatic ties.",
         "Mogadishu cut diplomatic ties with Kenya."),
        ("Kenya shut the border with Somalia.", "Mogadishu recalled its ambassador.",
         "Mogadishu recalled its ambassador from Kenya."),
        ("Kenya shut the border with Somalia.", "Mogadishu expelled two diplomats.",
         "Mogadishu expelled two diplomats of Kenya."),
        ("Kenya shut the border with Somalia.", "Mogadishu lodged a complaint in Addis Ababa.",
         "Mogadishu lodged a complaint against Kenya in Addis Ababa."),
        ("Kenya quarrelled with Somalia.", "Turkey offered to mediate.",
         "Turkey offered to mediate between Kenya and Somalia."),
        ("Mali negotiated with Niger in Accra.", "Bamako walked out.",
         "Bamako walked out of the talks with Niger."),
        ("Mali had good relations with Niger.", "Bamako broke them off.",
         "Bamako broke off relations with Niger."),
        ("Mali accused Niger of theft.", "Niamey demanded an apology.",
         "Niamey demanded an apology from Mali."),
        ("Mali accused Niger of theft.", "Niamey called for an independent inquiry.",
         "Niamey called on Mali to allow an independent inquiry."),
        ("Mali blocked the river.", "Niamey warned of grave consequences, and Oman yawned.",
         "Niamey warned Mali of grave consequences, and Oman yawned."),
        ("Kenya quarrelled with Somalia.", "Qatari mediation soon failed.",
         "Qatari mediation between Kenya and Somalia soon failed."),
        ("Chad is at odds with Sudan.", "France has stood by its ally.",
         "France has stood by Sudan."),
    ],
)  # fmt: skip
def test_the_other_side_is_spelt_out(before: str, sentence: str, working: str) -> None:
    found = drafts(f"{before} {sentence}")[-1]

    assert found.sentence == sentence
    assert found.working == working


def test_the_evidence_of_an_unsaid_side_are_the_words_that_stand_for_it() -> None:
    text = "Peru closed its ports to Chile. Santiago rejected the step."

    [_, other] = drafts(text)[-1].named

    assert other.mention.state == "PER"
    assert text[other.text_start : other.text_end] == "the step"


@pytest.mark.parametrize(
    "text",
    [
        "Peru closed its ports to Chile. Santiago rejected a step of that kind.",
        "Peru closed its ports to Chile. It rained. It snowed. Santiago rejected the step.",
        "Peru closed its ports to Chile. A court in Lima rejected the step.",
        "Peru closed its ports. Peru rejected the step.",
        "Peru and Chile met. The step was rejected.",
    ],
)
def test_nobody_is_spelt_out_where_it_is_not_clear_who_is_meant(text: str) -> None:
    assert [draft.working for draft in drafts(text)] == [draft.sentence for draft in drafts(text)]


def test_a_clause_that_names_the_other_side_is_left_as_it_is() -> None:
    text = "Peru closed its ports to Chile. Santiago cut diplomatic ties with Bolivia."

    assert drafts(text)[-1].working == "Santiago cut diplomatic ties with Bolivia."


def test_what_two_did_together_they_did_with_each_other() -> None:
    text = "Peru closed its ports to Chile. Oman and Iran signed a pact."

    assert drafts(text)[-1].working == "Oman and Iran signed a pact."


@pytest.mark.parametrize(
    ("text", "working"),
    [
        ("Algeria is angry. It recalled its ambassador from Rabat.",
         "Algeria recalled its ambassador from Rabat."),
        ("Mexico went its own way: it invited Peru to talks.",
         "Mexico invited Peru to talks."),
    ],
)  # fmt: skip
def test_it_is_the_state_at_the_head_of_what_comes_before(text: str, working: str) -> None:
    assert drafts(text)[-1].working == working


@pytest.mark.parametrize(
    "text",
    [
        "Algeria is angry. It is Rabat that fears a war.",
        "Algeria is angry. It seemed that Rabat was afraid.",
        "The rains in Algeria were heavy. It rained in Rabat.",
    ],
)
def test_it_that_stands_for_nobody_is_left_as_it_is(text: str) -> None:
    assert all(draft.working == draft.sentence for draft in drafts(text))


def test_a_part_behind_a_colon_is_read_alone_where_it_tells_its_own_story() -> None:
    text = "Trade has suffered: in May Peru and Chile closed their ports to each other."

    [draft] = drafts(text)

    assert draft.working == "In May Peru and Chile closed their ports to each other."
    assert draft.sentence == text
    assert [text[one.text_start : one.text_end] for one in draft.named] == ["Peru", "Chile"]


def test_a_sentence_stays_whole_where_a_part_brings_in_another_state() -> None:
    text = "Bolivia was furious: Peru and Chile had signed a pact."

    assert [draft.working for draft in drafts(text)] == [text]


def test_each_part_with_its_own_two_states_is_a_draft() -> None:
    text = "Peru thanked Chile for its help; Oman warned Iran of a flood."

    assert [draft.working for draft in drafts(text)] == [
        "Peru thanked Chile for its help.", "Oman warned Iran of a flood.",
    ]  # fmt: skip


def test_clauses_that_and_joins_are_read_one_by_one_where_each_names_two_states() -> None:
    text = "Peru thanked Chile for its help, and in May Oman warned Iran of a flood."

    assert [draft.working for draft in drafts(text)] == [
        "Peru thanked Chile for its help.", "In May Oman warned Iran of a flood.",
    ]  # fmt: skip


def test_clauses_that_and_joins_stay_together_where_one_names_a_single_state() -> None:
    text = "Peru threw out three Chileans, and Santiago vowed to answer."

    assert [draft.working for draft in drafts(text)] == [text]


def test_him_is_not_who_receives_him() -> None:
    text = "Vladimir Putin flew home. On Friday Xi Jinping met him in Harbin."

    named = {one.mention.text: one.mention.state for one in drafts(text)[-1].named}

    assert named["him"] == "RUS"
    assert named["Xi Jinping"] == "CHN"


def test_a_month_is_kept_apart_from_the_name_behind_it() -> None:
    assert drafts("In July Peru met Chile.")[-1].working == "In July, Peru met Chile."


def test_a_sentence_in_one_part_is_left_as_it_is_written() -> None:
    text = "tHE Iran bombed Oman tHE"

    assert [draft.working for draft in drafts(text)] == [text]


def test_who_sign_together_sign_with_each_other_though_the_words_go_on_about_others() -> None:
    text = "Iranian and Omani envoys, meeting in Algiers under Bouteflika's eye, signed the accord."

    assert drafts(text)[-1].working == text
