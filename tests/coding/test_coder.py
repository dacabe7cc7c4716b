"""From a text to events with their evidence. How often a root is right, `quality` measures."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding.coder import (
    CODED_STATUSES,
    Body,
    Coded,
    code_bodies,
    code_body,
    once_each,
)
from detente.core.codebook import PRECISIONS, ROOTS, STATUSES, quad_of, weight_of
from detente.core.reasons import REASONS
from detente.core.tables import EVENTS, REJECTS

REPORT = date(2018, 8, 9)

# Deeds that no decent classifier misses, and sentences that tell none.
BOMBED = "Iranian jets bombed Omani ports on Tuesday."
FLEW = "Peru's president flew to Chile for talks with his Chilean counterpart."
SANCTIONED = "The United States imposed sanctions on Cuba in March 2017."
HOT = "Kenya, like Mali, is a hot country."
MAY = "Iranian jets may bomb Omani ports."
QUIET = "Prices rose in the spring."


def code(
    *paragraphs: str, reported_on: date | None = REPORT, article_id: str | None = "a1"
) -> tuple[str, Coded]:
    text, spans = "", []
    for paragraph in paragraphs:
        spans.append((len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    return text, code_body(text, spans, reported_on=reported_on, article_id=article_id)


def pairs(coded: Coded) -> list[tuple[str, str]]:
    return [(event["actor"], event["recipient"]) for event in coded.events]


# ── what comes out ───────────────────────────────────────────────────────────────────────────


def test_a_deed_is_a_row_of_events_with_its_evidence() -> None:
    text, coded = code(QUIET, f"{QUIET} {BOMBED}")

    [row] = EVENTS.frame(coded.events).rows(named=True)
    assert (row["actor"], row["recipient"], row["dataset"]) == ("IRN", "OMN", "detente")
    assert (row["happened_on"], row["happened_precision"]) == (date(2018, 8, 7), "day")
    assert (row["paragraph"], row["sentence"]) == (1, BOMBED)
    assert text[row["start"] : row["end"]] == BOMBED
    assert text[row["actor_start"] : row["actor_end"]] == "Iranian jets" == row["actor_name"]
    assert text[row["recipient_start"] : row["recipient_end"]].startswith("Omani")
    assert (row["trigger"], row["quad"]) == ("bombed", "material_conf")


def test_a_sentence_of_two_states_without_a_deed_is_rejected_with_its_place() -> None:
    text, coded = code(f"{QUIET} {HOT}")

    assert coded.events == []
    [reject] = REJECTS.frame(coded.rejects).rows(named=True)
    start, end = map(int, reject["locator"].split(":"))
    assert (reject["origin"], reject["item"], text[start:end]) == ("a1", "sentence", HOT)
    assert reject["reason"] in {"no_event", "not_happened"}


def test_what_only_may_happen_is_no_event() -> None:
    assert code(MAY)[1].events == []


def test_a_sentence_that_names_fewer_than_two_states_leaves_no_trace() -> None:
    assert code(QUIET, "Iran prospered.")[1] == Coded([], [])


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "Iran", "\u0000\ufeff", "🙂" * 50])
def test_text_without_prose_gives_nothing(text: str) -> None:
    assert code(text)[1] == Coded([], [])
    assert code()[1] == Coded([], [])


def test_the_two_sides_are_the_evidence_for_both() -> None:
    text, coded = code(FLEW, "The two sides signed a trade agreement.")

    joint = [event for event in coded.events if event["paragraph"] == 1]
    for event in joint:
        assert {event["actor"], event["recipient"]} == {"PER", "CHL"}
        assert text[event["actor_start"] : event["actor_end"]] == "The two sides"
        assert text[event["recipient_start"] : event["recipient_end"]] == "The two sides"


def test_reported_speech_says_who_says_so() -> None:
    [event] = [
        event
        for event in code("According to the Turkish news agency, Iranian jets bombed Omani ports.")[
            1
        ].events
        if (event["actor"], event["recipient"]) == ("IRN", "OMN")
    ]

    assert event["attributed_to"] == "the Turkish news agency"


# ── time ─────────────────────────────────────────────────────────────────────────────────────


def test_without_a_date_of_its_own_a_deed_is_of_the_day_of_the_report() -> None:
    [event] = code("Iranian jets bombed Omani ports.")[1].events

    assert (event["happened_on"], event["happened_precision"]) == (REPORT, "report")


def test_without_any_day_a_deed_is_rejected_and_one_with_a_full_date_is_kept() -> None:
    _, coded = code("Iranian jets bombed Omani ports.", SANCTIONED, reported_on=None)

    assert pairs(coded) == [("USA", "CUB")]
    assert coded.events[0]["happened_on"] == date(2017, 3, 1)
    assert [reject["reason"] for reject in coded.rejects] == ["no_date"]


def test_a_date_may_stand_in_a_sentence_before_that_names_nobody_else() -> None:
    deed = "Then Iranian jets bombed Omani ports."
    first = f"The war began on 3 March 2017. {deed}"
    stale = f"{SANCTIONED} It rained on 3 May 2018. {deed}"

    for paragraph, day in ((first, date(2017, 3, 3)), (stale, date(2018, 5, 3))):
        last = max(code(paragraph)[1].events, key=lambda event: event["start"])
        assert last["happened_on"] == day


# ── told more than once ──────────────────────────────────────────────────────────────────────


def test_a_deed_told_again_in_the_article_is_one_event_with_its_tellings_counted() -> None:
    [event] = code(BOMBED, QUIET, BOMBED)[1].events

    assert event["mentions"] == 2
    assert event["paragraph"] == 0


def test_the_surest_telling_is_kept() -> None:
    deed = {"actor": "IRN", "recipient": "OMN", "root": "AID", "happened_on": REPORT}
    tellings = [deed | {"confidence": sure, "start": at} for at, sure in enumerate((0.6, 0.9, 0.7))]

    assert once_each(tellings) == [deed | {"confidence": 0.9, "start": 1, "mentions": 3}]


def test_the_same_deed_on_another_day_or_the_other_way_is_another_event() -> None:
    deed = {
        "actor": "IRN",
        "recipient": "OMN",
        "root": "AID",
        "happened_on": REPORT,
        "confidence": 1.0,
    }
    others = [
        deed, deed | {"happened_on": date(2018, 8, 8)}, deed | {"root": "AGREE"},
        deed | {"actor": "OMN", "recipient": "IRN"},
    ]  # fmt: skip

    assert len(once_each(others)) == 4


# ── always true ──────────────────────────────────────────────────────────────────────────────

SENTENCES = st.sampled_from(
    [
        BOMBED,
        FLEW,
        SANCTIONED,
        HOT,
        MAY,
        QUIET,
        "The two sides signed a pact.",
        "Both countries denied it.",
        "“Nobody met Mali,” said Kenya.",
        "Élysée aides – and Oman’s – flew to N'Djamena.",
        "U.S. and U.K.",
        "He accused Iran of it.",
        "Turkey will send troops to Qatar next week.",
        "India’s talks with China were put off.",
    ]
)
ARTICLES = st.lists(st.lists(SENTENCES, min_size=1, max_size=3).map(" ".join), max_size=3)


def check_event(event: dict[str, Any], text: str) -> None:
    """What holds of every event: two states, known codes, words where they are said to be."""
    assert event["actor"] != event["recipient"]
    assert None not in (event["actor"], event["recipient"])
    assert event["root"] in ROOTS
    assert event["status"] in CODED_STATUSES
    assert (event["quad"], event["weight"]) == (quad_of(event["root"]), weight_of(event["root"]))
    assert event["happened_precision"] in PRECISIONS
    assert event["happened_on"] <= event["reported_on"]
    assert 0 < event["confidence"] <= 1
    assert text[event["start"] : event["end"]] == event["sentence"]
    for side in ("actor", "recipient"):
        assert event["start"] <= event[f"{side}_start"] < event[f"{side}_end"] <= event["end"]
        words = text[event[f"{side}_start"] : event[f"{side}_end"]]
        assert words == event[f"{side}_name"] or words.lower().startswith(("the two", "both"))


@settings(max_examples=20)
@given(ARTICLES)
def test_every_event_has_two_states_and_points_at_its_words(paragraphs: list[str]) -> None:
    text, coded = code(*paragraphs)

    for event in coded.events:
        check_event(event, text)
    EVENTS.frame(coded.events)


@settings(max_examples=12)
@given(ARTICLES)
def test_each_draft_is_coded_or_rejected_with_a_known_reason(paragraphs: list[str]) -> None:
    _, coded = code(*paragraphs)
    coded_at = {(event["start"], event["end"]) for event in coded.events}
    rejected_at = {tuple(map(int, row["locator"].split(":"))) for row in coded.rejects}

    assert not coded_at & rejected_at
    assert len(rejected_at) == len(coded.rejects)
    assert {row["reason"] for row in coded.rejects} <= set(REASONS)


@settings(max_examples=12)
@given(ARTICLES)
def test_the_same_text_coded_twice_gives_the_same_rows_and_ids(paragraphs: list[str]) -> None:
    first, second = code(*paragraphs)[1], code(*paragraphs)[1]

    assert first == second
    ids = [event["event_id"] for event in first.events]
    assert len(ids) == len(set(ids))


@settings(max_examples=12)
@given(st.lists(SENTENCES, min_size=1, max_size=3).map(" ".join), ARTICLES)
def test_what_follows_in_an_article_changes_nothing_told_before(
    first: str, then: list[str]
) -> None:
    """Save the count of tellings, and which telling of a deed is the surest."""
    alone, longer = code(first)[1], code(first, *then)[1]
    rows = [event | {"mentions": 0} for event in longer.events if event["paragraph"] == 0]

    assert all(event in [one | {"mentions": 0} for one in alone.events] for event in rows)
    assert longer.rejects[: len(alone.rejects)] == alone.rejects


@settings(max_examples=40)
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=80))
def test_any_text_can_be_coded(noise: str) -> None:
    text, coded = code(f"{noise} Iran bombed Oman {noise}")

    for event in coded.events:
        check_event(event, text)


@given(st.sampled_from(STATUSES))
def test_only_statuses_that_count_are_coded(status: str) -> None:
    assert (status in CODED_STATUSES) == (status not in {"denied", "hypothetical"})


def test_what_an_opinion_piece_says_will_be_done_is_no_announcement() -> None:
    text = "Iran will free the Omani sailors on Friday."
    report = Body(text, [(0, len(text))], REPORT)
    opinion = Body(text, [(0, len(text))], REPORT, opinion=True)

    told, foretold = code_bodies([report, opinion])

    assert [event["status"] for event in told.events] == ["announced"]
    assert foretold.events == []
    assert [reject["detail"] for reject in foretold.rejects] == ["AGREE hypothetical"]
