"""Signs of trends and polarity of forecasts, as commentators word them."""

from __future__ import annotations

import pytest

from detente.coding.claims.causal_sentences import THRESHOLD, causal_probabilities
from detente.coding.claims.find import find_claims

TRENDS = [
    ("Tensions between India and China have eased.", 1),
    ("Relations between Iran and Iraq are far from warm.", -1),
    ("Ties between Egypt and Turkey are anything but cordial.", -1),
    ("Relations between Chile and Peru are hardly friendly.", -1),
    ("Relations between France and Italy have hit rock bottom.", -1),
    ("Friction between Greece and Turkey has given way to cooperation.", 1),
    ("The old hostility between Eritrea and Ethiopia has melted away.", 1),
    ("Relations between Spain and Morocco are less tense than they were a year ago.", 1),
    ("There has been no improvement in relations between Serbia and Kosovo.", 0),
    ("Mistrust between Pakistan and Afghanistan is waning.", 1),
    ("The chill between Norway and China is over.", 1),
    ("The thaw between Cuba and the United States has stalled.", -1),
    ("Relations between Sudan and Ethiopia are on the mend.", 1),
    ("The freeze in relations between Norway and China has ended.", 1),
    ("Relations between Niger and Nigeria are no longer hostile.", 1),
    ("The dispute between Guyana and Venezuela has cooled.", 1),
    ("Relations between Guyana and Venezuela have cooled.", -1),
    ("Co-operation between Finland and Sweden has reached new heights.", 1),
    ("The Philippines has turned away from the United States.", -1),
    ("Pakistani and Russian security interests are increasingly intertwined.", 1),
    ("The feud between Qatar and Bahrain has fizzled out.", 1),
    ("The old enmity between France and Germany is a thing of the past.", 1),
    ("The friendship between Hungary and Poland is no longer what it was.", -1),
    ("The rivalry between Brazil and Argentina has become history.", 1),
    ("The rapprochement between Armenia and Turkey has ground to a halt.", -1),
    ("The thaw between Prague and Moscow was short-lived.", -1),
    ("The tone between Delhi and Dhaka has hardened.", -1),
    ("The mood between Madrid and Rabat has brightened.", 1),
    ("A new frost has settled on relations between Vietnam and Cambodia.", -1),
    ("There is less trust between Berlin and Warsaw than five years ago.", -1),
    ("There is more trust between Berlin and Warsaw than five years ago.", 1),
    ("Relations between Canada and Denmark could hardly be better.", 1),
    ("Relations between Sudan and Egypt could hardly be worse.", -1),
    ("Relations between Paris and Algiers, cordial a year ago, are now icy.", -1),
    ("Bolivia and Chile have put their quarrel behind them.", 1),
    ("Cyprus and Israel have never been closer.", 1),
    ("India and Nepal are at loggerheads.", -1),
    ("Kyiv and Budapest are on speaking terms again.", 1),
    ("Kyiv and Budapest are no longer on speaking terms.", -1),
    ("Tunisia and Libya do not trust each other any more.", -1),
    ("Peru and Chile get on better than they did.", 1),
    ("Kenya and Uganda are not at odds.", 0),
]

STANCES = [
    ("Polish officials say that Germany has betrayed its neighbours.", -1),
    ("Kenyan ministers insist that Uganda is a reliable partner.", 1),
    ("Analysts in Tokyo argue that South Korea is not a trustworthy ally.", -1),
    ("Critics say that Eritrea has given little in return.", -1),
    ("Brazilian envoys say that talks with Argentina were held on Monday.", 0),
]

FORECASTS = [
    ("There is little prospect that India will join China in the pact.", -1),
    ("Few expect Iran to sign with the United States.", -1),
    ("Nobody expects Israel to withdraw from Lebanon.", -1),
    ("Do not expect Saudi Arabia to recognise Israel.", -1),
    ("It is hard to imagine that Cuba will open up to the United States.", -1),
    ("Nothing suggests that Russia will return the islands to Japan.", -1),
    ("Chances are slim that Peru will help Bolivia.", -1),
    ("Chances are that Peru will help Bolivia.", 1),
    ("Venezuela will be in no position to attack Guyana.", -1),
    ("Rarely will Hungary support Ukraine.", -1),
    ("Under no circumstances will Iran give up its ties with Syria.", -1),
    ("Ties between Mali and France are not going to improve soon.", -1),
    ("By 2030 India will no longer buy arms from Russia.", -1),
    ("Nothing will stop China from helping Pakistan.", 1),
    ("France will no doubt support Greece against Turkey.", 1),
    ("It is not impossible that Iran will talk to Israel.", 1),
]


@pytest.mark.parametrize(("sentence", "direction"), TRENDS)
def test_a_trend_has_the_sign_that_its_words_give(sentence: str, direction: int) -> None:
    found = [c for c in find_claims(sentence).to_dicts() if c["kind"] == "trend"]

    assert [claim["direction"] for claim in found][:1] == [direction]


@pytest.mark.parametrize(("sentence", "polarity"), FORECASTS)
def test_a_forecast_that_is_denied_has_negative_polarity(sentence: str, polarity: int) -> None:
    found = [c for c in find_claims(sentence).to_dicts() if c["kind"] == "forecast"]

    assert [claim["polarity"] for claim in found][:1] == [polarity]


def test_a_cause_reaches_to_the_end_of_what_was_brought_about() -> None:
    text = "The quarrel with Ukraine has pushed Russia to look for new markets in China."
    (cause,) = [c for c in find_claims(text).to_dicts() if c["kind"] == "cause"]

    assert cause["effect_text"] == "Russia to look for new markets in China"
    assert cause["effect_states"] == ["RUS", "CHN"]


def test_these_developments_are_the_relation_that_the_text_was_on() -> None:
    text = "Oman and Iran have grown closer. Iran needs Oman. "
    text += "Sanctions have paved the way for these developments."
    (cause,) = [c for c in find_claims(text).to_dicts() if c["kind"] == "cause"]

    assert set(cause["effect_states"]) == {"OMN", "IRN"}


def test_ties_that_are_taken_for_granted_are_not_hedged_by_the_clause() -> None:
    text = "India's close defence ties with the United States may push Russia towards Pakistan."
    (trend,) = [c for c in find_claims(text).to_dicts() if c["kind"] == "trend"]

    assert trend["hedge"] == 0.0


def test_joining_words_at_the_edge_stay_outside_a_claim() -> None:
    text = "Recent deeds show that Russia has gravitated towards Pakistan."
    (trend,) = [c for c in find_claims(text).to_dicts() if c["kind"] == "trend"]

    assert trend["text"] == "Russia has gravitated towards Pakistan"


def test_a_sentence_that_names_cause_and_effect_is_the_likelier_causal_one() -> None:
    causal, plain = causal_probabilities([
        "Protesters blocked the road because the police had arrested their leader.",
        "The two ministers met in Geneva on Tuesday.",
    ])  # fmt: skip

    assert causal > THRESHOLD > plain


@pytest.mark.parametrize(("sentence", "stance"), STANCES)
def test_a_statement_is_for_or_against_as_its_words_are(sentence: str, stance: int) -> None:
    found = [c for c in find_claims(sentence).to_dicts() if c["kind"] == "statement"]

    assert [claim["direction"] for claim in found][:1] == [stance]
