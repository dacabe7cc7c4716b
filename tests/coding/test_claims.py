"""Claims: who asserts what of which states, with what sign and how surely; and the traps."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding.claims.find import find_claims
from detente.coding.claims.modality import horizon_in
from detente.coding.claims.shape import as_lists
from detente.coding.claims.times import window_of
from detente.core.tables import CLAIMS, check

DAY = date(2019, 6, 1)


def claims(text: str, kind: str | None = None) -> list[dict[str, Any]]:
    found = find_claims(text, published_on=DAY).to_dicts()
    return [claim for claim in found if kind in (None, claim["kind"])]


@pytest.mark.parametrize(
    ("sentence", "pair", "direction", "level"),
    [
        ("Growing ties between Kenya and Ethiopia please traders.", {"KEN", "ETH"}, 1, "change"),
        ("Relations between Peru and Chile have deteriorated.", {"PER", "CHL"}, -1, "change"),
        ("Tension between Iran and Iraq has eased.", {"IRN", "IRQ"}, 1, "change"),
        ("Japan has close ties with Australia.", {"JPN", "AUS"}, 1, "level"),
        ("Indo-Russian relations are strained.", {"IND", "RUS"}, -1, "level"),
        ("Poland and Ukraine have drifted apart.", {"POL", "UKR"}, -1, "change"),
        ("Serbia has gravitated towards Hungary.", {"SRB", "HUN"}, 1, "change"),
        ("Ties between Oman and Iran have never been stronger.", {"OMN", "IRN"}, 1, "level"),
    ],
)
def test_a_trend_has_its_pair_direction_and_kind(
    sentence: str, pair: set[str], direction: int, level: str
) -> None:
    found = claims(sentence, "trend")

    assert len(found) == 1
    assert set(found[0]["states"]) == pair
    assert (found[0]["direction"], found[0]["level"]) == (direction, level)


def test_the_two_sides_point_to_the_states_that_the_text_is_on() -> None:
    text = "Chile and Bolivia broke off talks in March. Bolivia blamed Chile. "
    text += "Relations between the two have worsened."

    found = claims(text, "trend")

    assert set(found[-1]["states"]) == {"CHL", "BOL"}


@pytest.mark.parametrize(
    ("sentence", "cause", "effect", "sign"),
    [
        ("The embargo pushed Qatar towards Iran.", "The embargo", "Qatar towards Iran", 1),
        ("The raid has damaged relations between Egypt and Sudan.", "The raid",
         "relations between Egypt and Sudan", -1),
        ("The visit did not soften Canada's stance.", "The visit", "Canada's stance", 0),
        ("The pact paved the way for trade between Peru and Chile.", "The pact",
         "trade between Peru and Chile", 1),
        ("Border raids fuelled tension between Mali and Niger.", "Border raids",
         "tension between Mali and Niger", -1),
    ],
)  # fmt: skip
def test_a_cause_has_both_ends_and_the_sign_as_worded(
    sentence: str, cause: str, effect: str, sign: int
) -> None:
    found = claims(sentence, "cause")

    assert [(c["cause_text"], c["effect_text"], c["direction"]) for c in found] == [
        (cause, effect, sign)
    ]


def test_a_reason_given_by_a_phrase_is_the_cause() -> None:
    (found,) = claims("Owing to the blockade, Armenia has moved closer to Iran.", "cause")

    assert found["cause_text"] == "the blockade"
    assert found["effect_states"] == ["ARM", "IRN"]


def test_a_forecast_has_actor_hedge_polarity_and_horizon() -> None:
    (found,) = claims("Turkey may lift the ban on Dutch flowers next year.", "forecast")

    assert (found["actor"], found["polarity"], found["direction"]) == ("TUR", 1, 1)
    assert (found["hedge_words"], found["hedge"], found["horizon"]) == (["may"], 0.6, "next year")


def test_what_the_author_doubts_is_forecast_as_denied() -> None:
    (found,) = claims("I doubt that Algeria will close the valve.", "forecast")

    assert (found["actor"], found["polarity"]) == ("DZA", -1)


def test_advice_names_who_ought_to_do_what() -> None:
    (found,) = claims("Rwanda should withdraw its officers from Congo.", "recommendation")

    assert (found["actor"], found["addressee"]) == ("RWA", "Rwanda")
    assert found["action"] == "withdraw its officers from Congo"


def test_a_statement_has_its_speaker_and_stance() -> None:
    (found,) = claims("The foreign minister of Kenya praised Ethiopia.", "statement")

    assert (found["said_by_state"], found["recipient"], found["direction"]) == ("KEN", "ETH", 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway wants closer ties with Iceland.",
        "Norway should seek warmer relations with Iceland.",
        "Relations between Norway and Iceland may improve.",
        "Norway hopes that relations with Iceland will improve.",
    ],
)
def test_what_is_wished_advised_or_foreseen_is_no_trend(sentence: str) -> None:
    assert claims(sentence, "trend") == []


def test_another_view_is_held_by_who_holds_it() -> None:
    text = "Russian commentators insist that relations between Poland and Ukraine have collapsed."

    (found,) = claims(text, "trend")

    assert found["said_by"] == "Russian commentators"
    assert found["said_by_state"] == "RUS"


def test_a_quotation_that_runs_on_belongs_to_its_speaker() -> None:
    text = "The Omani envoy said that “talks are useful. Sanctions have pushed Iran to China”."

    (found,) = claims(text, "cause")

    assert found["said_by"] == "The Omani envoy"


def test_offsets_cut_the_words_out_of_the_text() -> None:
    text = "Ties between Iran and Oman have improved.\n\nOman should open its ports to Iran."

    for claim in claims(text):
        assert text[claim["start"] : claim["end"]] == claim["text"]
    assert {claim["paragraph"] for claim in claims(text)} == {0, 1}


def test_the_shape_has_one_list_for_each_kind() -> None:
    text = "Ties between Iran and Oman have improved."
    row = {"text": text, "paragraphs": [{"start": 0, "end": len(text)}], "article_id": "a"}

    shape = as_lists(row, find_claims(row))

    assert set(shape) == {
        "page", "events", "statements", "trends", "causes", "forecasts", "recommendations",
    }  # fmt: skip
    assert shape["trends"][0]["pair"] == ["IRN", "OMN"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "No states here at all.", "…"])
def test_a_text_without_claims_gives_an_empty_table(text: str) -> None:
    assert check(find_claims(text), CLAIMS).height == 0


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet="Iran met Oman, but ties soured. \n“”'", max_size=200))
def test_any_text_gives_a_valid_table(text: str) -> None:
    check(find_claims(text, published_on=DAY), CLAIMS)


def test_windows_of_time_are_read_from_the_words() -> None:
    assert window_of("In 2016 ties cooled.", published_on=DAY) == (
        date(2016, 1, 1),
        date(2017, 1, 1),
    )
    assert window_of("Since 2017 ties have cooled.", published_on=DAY) == (date(2017, 1, 1), DAY)
    assert horizon_in("It will end within two years.") == "within two years"
