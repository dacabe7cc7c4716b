"""Reviewing: decisions, the file that keeps them, and what they are good for."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.journal import append, rows
from detente.coding.review import DECISIONS, Correction, Corrections, decide, to_review
from detente.coding.review_pieces import marked_pieces
from detente.coding.review_rows import agreement, corrected, training_rows
from detente.core.errors import CodebookError, ReadError, TableError
from detente.core.tables import EVENTS, check

from .make import coded_event, events_of

VISIT = coded_event("Iran's envoy flew to Oman.", "Iran's envoy=IRN", "CONSULT", "Oman=OMN",
                    trigger="flew", mode="visit", confidence=0.9)  # fmt: skip
RAID = coded_event("Chile did not raid Peru.", "Chile=CHL", "ASSAULT", "Peru=PER",
                   trigger="raid", confidence=0.4)  # fmt: skip
BOTH = coded_event("The two sides signed.", "The two sides=FRA", "AGREE", "The two sides=DEU")


@pytest.fixture
def kept(tmp_path: Path) -> Corrections:
    return Corrections(tmp_path / "deep" / "corrections.jsonl")


def decisions(kept: Corrections) -> list[tuple[str, str]]:
    return [(one.event_id, one.decision) for one in kept.standing()]


# ── deciding ─────────────────────────────────────────────────────────────────────────────────


def test_the_words_of_a_decision_stand_at_its_places_in_the_sentence() -> None:
    one = decide(VISIT, "accept")

    assert one.text[slice(*one.actor)] == "Iran's envoy"
    assert one.text[slice(*one.recipient)] == "Oman"


def test_a_fix_changes_what_was_named_and_keeps_what_the_coder_said() -> None:
    one = decide(RAID, "fix", changes={"root": "THREATEN", "status": "denied", "actor": "Bolivia"})

    assert (one.root, one.status, one.actor_state, one.recipient_state) == (
        "THREATEN", "denied", "BOL", "PER",
    )  # fmt: skip
    assert (one.coded["root"], one.coded["actor"]) == ("ASSAULT", "CHL")


def test_swapping_turns_states_and_words_round() -> None:
    one = decide(VISIT, "fix", swap=True)

    assert (one.actor_state, one.recipient_state) == ("OMN", "IRN")
    assert one.text[slice(*one.actor)] == "Oman"


def test_a_new_root_drops_a_mode_that_it_does_not_have() -> None:
    assert decide(VISIT, "fix", changes={"root": "AGREE"}).mode is None
    assert decide(VISIT, "fix", changes={"mode": "host"}).mode == "host"


@pytest.mark.parametrize(
    "changes",
    [
        {"root": "INVADE"},
        {"mode": "bomb"},
        {"status": "maybe"},
        {"actor": "Atlantis"},
        {"recipient": "IRN"},
        {"actor_span": (3, 3)},
        {"actor_span": (0, 999)},
        {"weight": 9.0},
        {},
    ],
    ids=str,
)
def test_a_fix_that_the_codebook_does_not_know_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(CodebookError):
        decide(VISIT, "fix", changes=changes)


def test_only_a_fix_may_change_something() -> None:
    with pytest.raises(CodebookError, match="decide 'fix'"):
        decide(VISIT, "accept", changes={"root": "AID"})
    with pytest.raises(CodebookError, match="no decision"):
        decide(VISIT, "perhaps")


def test_an_event_without_a_sentence_or_with_places_outside_it_is_refused() -> None:
    with pytest.raises(TableError, match="no sentence"):
        decide(VISIT | {"sentence": None}, "accept")
    with pytest.raises(TableError, match="don't lie"):
        decide(VISIT | {"actor_end": 999}, "accept")


# ── showing ──────────────────────────────────────────────────────────────────────────────────


def test_a_sentence_is_cut_at_its_sides_and_trigger() -> None:
    assert [(piece.text, piece.kind) for piece in marked_pieces(VISIT)] == [
        ("Iran's envoy", "actor"), (" ", ""), ("flew", "trigger"), (" to ", ""),
        ("Oman", "recipient"), (".", ""),
    ]  # fmt: skip


def test_words_that_both_sides_share_are_marked_as_both() -> None:
    assert [piece.kind for piece in marked_pieces(BOTH)] == ["both", ""]


def test_a_trigger_that_stands_only_inside_a_side_is_not_marked_twice() -> None:
    event = coded_event(
        "US envoy to Oman left.", "US envoy=USA", "CONSULT", "Oman=OMN", trigger="envoy"
    )

    assert [piece.kind for piece in marked_pieces(event)] == ["actor", "", "recipient", ""]


@given(st.data())
def test_pieces_put_together_are_the_sentence(data: st.DataObject) -> None:
    text = data.draw(st.text(min_size=2, max_size=40))
    at = st.integers(0, len(text))
    spans = [sorted(data.draw(st.tuples(at, at).filter(lambda p: p[0] != p[1]))) for _ in range(2)]
    event = {
        "event_id": "e", "sentence": text, "start": 7, "trigger": data.draw(st.text(max_size=3)),
        "actor_start": 7 + spans[0][0], "actor_end": 7 + spans[0][1],
        "recipient_start": 7 + spans[1][0], "recipient_end": 7 + spans[1][1],
    }  # fmt: skip

    assert "".join(piece.text for piece in marked_pieces(event)) == text


# ── the file ─────────────────────────────────────────────────────────────────────────────────


def test_a_decision_is_read_back_as_it_was_made(kept: Corrections) -> None:
    made = decide(RAID, "reject", why="denied", reviewer="ak", drawn_by="random")

    kept.add(made)

    assert kept.standing() == [made]


def test_the_last_decision_about_an_event_counts(kept: Corrections) -> None:
    kept.add(decide(VISIT, "reject"))
    kept.add(decide(RAID, "reject"))
    kept.add(decide(VISIT, "accept"))

    assert decisions(kept) == [(RAID["event_id"], "reject"), (VISIT["event_id"], "accept")]


def test_undoing_lets_the_decision_before_it_count_again_and_deletes_nothing(
    kept: Corrections,
) -> None:
    kept.add(decide(VISIT, "reject"))
    kept.add(decide(VISIT, "accept"))

    kept.undo()

    assert decisions(kept) == [(VISIT["event_id"], "reject")]
    assert len(kept.path.read_text().splitlines()) == 3


def test_undoing_more_often_than_deciding_does_nothing(kept: Corrections) -> None:
    kept.add(decide(VISIT, "accept"))

    assert [kept.undo() is None for _ in range(3)] == [False, True, True]
    assert decisions(kept) == []


def test_undo_by_reviewer_leaves_the_decisions_of_others(kept: Corrections) -> None:
    kept.add(decide(VISIT, "accept", reviewer="ak"))
    kept.add(decide(RAID, "reject", reviewer="bm"))

    taken = kept.undo(reviewer="ak")

    assert taken is not None
    assert taken.reviewer == "ak"
    assert decisions(kept) == [(RAID["event_id"], "reject")]


def test_two_who_write_at_once_lose_nothing(kept: Corrections) -> None:
    other = Corrections(kept.path)
    kept.add(decide(VISIT, "accept"))
    other.add(decide(RAID, "reject"))

    assert decisions(kept) == decisions(other)
    assert len(decisions(kept)) == 2


def test_half_a_line_of_a_killed_program_costs_only_itself(kept: Corrections) -> None:
    kept.add(decide(VISIT, "accept"))
    with kept.path.open("a") as file:
        file.write('{"correction_id": "x", "ev')

    assert len(kept.standing()) == 1
    kept.add(decide(RAID, "reject"))
    assert len(kept.standing()) == 2


def test_a_whole_line_without_its_end_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "j.jsonl"
    path.write_text('{"a": 1}')

    append(path, {"b": 2})

    assert [row for _, row in rows(path)] == [{"a": 1}, {"b": 2}]


@pytest.mark.parametrize("line", ["not json", "[1]", '{"event_id": "e"}'])
def test_a_line_that_is_no_correction_is_named(kept: Corrections, line: str) -> None:
    kept.add(decide(VISIT, "accept"))
    with kept.path.open("a") as file:
        file.write(f"{line}\n")

    with pytest.raises(ReadError, match="line 2"):
        kept.standing()


@given(st.lists(st.sampled_from(["accept", "reject", "undo"]), max_size=12))
def test_as_many_undos_as_decisions_bring_back_the_start(
    tmp_path_factory: Any, moves: list[str]
) -> None:
    kept = Corrections(tmp_path_factory.mktemp("c") / "c.jsonl")
    stack: list[str] = []
    for move in moves:
        if move == "undo":
            kept.undo()
            stack = stack[:-1]
        else:
            kept.add(decide(VISIT, move))
            stack.append(move)

    assert [one.decision for one in kept.standing()] == stack[-1:]


# ── which to look at ─────────────────────────────────────────────────────────────────────────


def test_the_least_sure_event_comes_first_and_decided_ones_do_not_come_again() -> None:
    events = events_of(VISIT, RAID, BOTH)

    assert to_review(events, [])["event_id"][0] == RAID["event_id"]
    left = to_review(events, [decide(RAID, "accept")])
    assert RAID["event_id"] not in left["event_id"].to_list()


def test_an_event_without_evidence_is_not_asked_about() -> None:
    bare = VISIT | {"event_id": "bare", "sentence": None}

    assert to_review(events_of(bare), []).is_empty()


def test_the_random_order_does_not_hang_on_the_order_of_the_table() -> None:
    many = [VISIT | {"event_id": f"e{number}"} for number in range(20)]

    one = to_review(events_of(*many), [], order="random")
    other = to_review(events_of(*reversed(many)), [], order="random")

    assert one["event_id"].to_list() == other["event_id"].to_list() != [f"e{n}" for n in range(20)]


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(CodebookError, match="newest"):
        to_review(EVENTS.empty(), [], order="alphabetic")


# ── what they are good for ───────────────────────────────────────────────────────────────────


def test_corrections_are_sentences_to_train_on_and_a_rejected_one_is_no_event() -> None:
    made = [decide(VISIT, "fix", changes={"mode": "host"}), decide(RAID, "reject", why="denied")]

    visit, raid = training_rows(made)

    assert (visit["root"], visit["mode"], visit["status"]) == ("CONSULT", "host", "happened")
    assert (raid["root"], raid["status"], raid["why"]) == ("NONE", None, "review: reject, denied")


def test_sides_that_share_words_give_no_sentence_to_train_on() -> None:
    assert training_rows([decide(BOTH, "accept")]) == []


def test_the_training_command_reads_the_corrections_and_makes_up_no_reverse(
    kept: Corrections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    training = importlib.import_module("training.data")
    kept.add(decide(VISIT, "accept"))
    kept.add(decide(RAID, "reject"))

    examples = training.read_reviews(kept.path)

    assert [(one.root, one.text[slice(*one.actor)]) for one in examples] == [
        ("CONSULT", "Iran's envoy"), ("NONE", "Chile"),
    ]  # fmt: skip
    assert list(training.with_reversed(examples)) == examples


def test_the_quality_command_counts_the_corrections(
    kept: Corrections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    reviews = importlib.import_module("quality.reviews")
    monkeypatch.setattr(reviews, "FILE", kept.path)

    assert reviews.measure(kept.path.parent) == []
    kept.add(decide(VISIT, "accept", drawn_by="random"))
    [figures] = reviews.measure(kept.path.parent)
    assert [row[:3] for row in figures.rows] == [("CONSULT", 1, 1), ("all", 1, 1)]


def test_agreement_counts_by_the_root_that_was_coded() -> None:
    made = [
        decide(VISIT, "accept", drawn_by="random"),
        decide(VISIT | {"event_id": "v2"}, "fix", changes={"root": "AGREE"}, drawn_by="random"),
        decide(RAID, "reject", drawn_by="random"),
        decide(BOTH, "accept", drawn_by="unsure"),
    ]

    table = agreement(made)

    assert table.select("root", "reviewed", "accepted", "fixed", "rejected").rows() == [
        ("CONSULT", 2, 1, 1, 0), ("ASSAULT", 1, 0, 0, 1), ("all", 3, 1, 1, 1),
    ]  # fmt: skip


def test_the_interval_of_agreement_is_wilsons() -> None:
    """statsmodels 0.15: proportion_confint(8, 10, method="wilson") = (0.4901625, 0.9433178)."""
    made = [
        decide(VISIT | {"event_id": f"e{n}"}, "accept" if n < 8 else "reject", drawn_by="random")
        for n in range(10)
    ]

    low, high = agreement(made).select("low", "high").row(-1)

    assert (low, high) == (pytest.approx(0.4901625, abs=1e-6), pytest.approx(0.9433178, abs=1e-6))


def test_nothing_reviewed_gives_no_figures() -> None:
    assert agreement([]).is_empty()


def test_corrected_events_lose_the_rejected_and_carry_the_fixed() -> None:
    events = events_of(VISIT, RAID, BOTH)
    made = [decide(VISIT, "fix", changes={"root": "THREATEN"}, swap=True), decide(RAID, "reject")]

    table = check(corrected(events, made), EVENTS)

    assert table["event_id"].to_list() == [VISIT["event_id"], BOTH["event_id"]]
    fixed = table.row(0, named=True)
    assert (fixed["actor"], fixed["actor_name"], fixed["root"], fixed["quad"], fixed["weight"]) == (
        "OMN", "Oman", "THREATEN", "verbal_conf", -6.0,
    )  # fmt: skip
    assert fixed["confidence"] == 1.0
    assert table.row(1, named=True) == events.row(2, named=True)


@given(st.lists(st.sampled_from(DECISIONS[::2]), min_size=1, max_size=5))
def test_accepting_everything_changes_nothing_but_confidence(moves: list[str]) -> None:
    many = [VISIT | {"event_id": f"e{number}"} for number in range(len(moves))]
    made: list[Correction] = [decide(one, move) for one, move in zip(many, moves, strict=True)]

    table = corrected(events_of(*many), made)

    assert table.height == moves.count("accept")
    left = [row for row, move in zip(many, moves, strict=True) if move == "accept"]
    assert table.drop("confidence").equals(events_of(*left).drop("confidence"))
