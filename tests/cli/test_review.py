"""`detente review` without a terminal: keys and answers come from a list."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.text import Text

from detente.cli.desk import KEYS, Desk, card, review_events
from detente.cli.review import review
from detente.coding.review import Corrections, decide
from detente.core.codebook import quad_of, weight_of
from detente.core.errors import DetenteError
from detente.core.tables import EVENTS


def event(
    sentence: str, actor: tuple[str, str], root: str, recipient: tuple[str, str]
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "event_id": f"{actor[1]}-{root}", "dataset": "detente", "happened_on": date(2018, 8, 6),
        "happened_precision": "day", "root": root, "quad": quad_of(root),
        "weight": weight_of(root), "domains": [], "status": "happened", "confidence": 0.5,
        "mentions": 1, "sentence": sentence, "start": 0, "end": len(sentence),
    }  # fmt: skip
    for side, (words, state) in (("actor", actor), ("recipient", recipient)):
        at = sentence.index(words)
        row |= {side: state, f"{side}_start": at, f"{side}_end": at + len(words)}
    return row


EVENTS_SHOWN = EVENTS.frame(
    [
        event("Iran met Oman.", ("Iran", "IRN"), "CONSULT", ("Oman", "OMN")),
        event("Chile shelled Peru.", ("Chile", "CHL"), "ASSAULT", ("Peru", "PER")),
        event("France aided Mali.", ("France", "FRA"), "AID", ("Mali", "MLI")),
    ]
)


class Reader:
    """A reviewer who presses these keys and gives these answers, and then leaves."""

    def __init__(self, keys: str, answers: tuple[str, ...] = ()) -> None:
        self.keys: Iterator[str] = iter(keys)
        self.answers = iter(answers)
        self.seen: list[str] = []

    def desk(self) -> Desk:
        return Desk(
            press=lambda keys: next(self.keys, None),
            ask=lambda question: next(self.answers, ""),
            show=lambda text: self.seen.append(text.plain),
        )


def sit(tmp_path: Path, keys: str, *answers: str) -> tuple[list[tuple[str, str]], Reader]:
    kept = Corrections(tmp_path / "c.jsonl")
    reader = Reader(keys, answers)
    review_events(EVENTS_SHOWN, kept, reader.desk(), reviewer="ak")
    return [(one.event_id, one.decision) for one in kept.standing()], reader


def test_a_key_decides_and_the_next_event_comes(tmp_path: Path) -> None:
    kept, reader = sit(tmp_path, "ara")

    assert kept == [("IRN-CONSULT", "accept"), ("CHL-ASSAULT", "reject"), ("FRA-AID", "accept")]
    assert [text.split("\n")[0] for text in reader.seen] == EVENTS_SHOWN["sentence"].to_list()


def test_the_card_shows_sentence_code_and_how_sure() -> None:
    text = card(EVENTS_SHOWN.row(0, named=True), "1 of 3")

    assert text.plain.split("\n") == [
        "Iran met Oman.",
        "Iran (IRN) → Oman (OMN):  CONSULT,  happened, 2018-08-06 (day)",
        "1 of 3  confidence 0.50",
    ]
    assert {"bold green", "bold yellow"} <= {str(span.style) for span in text.spans}


def test_words_of_an_article_are_never_read_as_markup() -> None:
    odd = event("[red]Iran[/red] met Oman.", ("Iran", "IRN"), "CONSULT", ("Oman", "OMN"))

    assert isinstance(card(EVENTS.frame([odd]).row(0, named=True)), Text)
    assert card(EVENTS.frame([odd]).row(0, named=True)).plain.startswith("[red]Iran[/red]")


def test_undo_goes_back_to_the_event_and_decides_anew(tmp_path: Path) -> None:
    kept, _ = sit(tmp_path, "auraa")

    assert kept[0] == ("IRN-CONSULT", "reject")
    assert len(kept) == 3


def test_undo_with_nothing_decided_stays_where_it_is(tmp_path: Path) -> None:
    kept, reader = sit(tmp_path, "uua")

    assert kept == [("IRN-CONSULT", "accept")]
    assert sum("Nothing to take back" in text for text in reader.seen) == 2


def test_undo_does_not_reach_back_into_an_earlier_sitting(tmp_path: Path) -> None:
    Corrections(tmp_path / "c.jsonl").add(decide(EVENTS_SHOWN.row(2, named=True), "accept"))

    kept, _ = sit(tmp_path, "au")

    assert kept == [("FRA-AID", "accept")]


def test_leaving_in_the_middle_keeps_what_was_decided(tmp_path: Path) -> None:
    assert sit(tmp_path, "aq")[0] == [("IRN-CONSULT", "accept")]


def test_skipping_decides_nothing_and_an_unknown_key_explains(tmp_path: Path) -> None:
    kept, reader = sit(tmp_path, "s?xq")

    assert kept == []
    assert sum("take back your last decision" in text for text in reader.seen) == 2


def test_fixing_asks_for_each_field_and_takes_first_letters(tmp_path: Path) -> None:
    answers = ("", "Bolivia", "", "thr", "ultimatum", "den")
    sit(tmp_path, "sfq", *answers)

    [one] = Corrections(tmp_path / "c.jsonl").standing()
    assert (one.actor_state, one.recipient_state) == ("BOL", "PER")
    assert (one.root, one.mode, one.status) == ("THREATEN", "ultimatum", "denied")


def test_swapping_sides_is_a_fix(tmp_path: Path) -> None:
    sit(tmp_path, "fq", "s")

    [one] = Corrections(tmp_path / "c.jsonl").standing()
    assert (one.actor_state, one.recipient_state) == ("OMN", "IRN")


@pytest.mark.parametrize("answers", [(), ("", "", "", "A"), ("", "Atlantis")])
def test_a_fix_that_changes_nothing_or_something_unknown_keeps_the_event_open(
    tmp_path: Path, answers: tuple[str, ...]
) -> None:
    kept, reader = sit(tmp_path, "fq", *answers)

    assert kept == []
    assert any(text.startswith("Not kept") for text in reader.seen)


def test_every_key_of_the_line_does_something(tmp_path: Path) -> None:
    for key in "afrsuq":
        assert f"[{key}]" in KEYS
        assert not any("take back your" in text for text in sit(tmp_path, key, "s")[1].seen)


# ── the command ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def events_file(tmp_path: Path) -> Path:
    path = tmp_path / "events.parquet"
    EVENTS_SHOWN.write_parquet(path)
    return path


def test_the_command_reads_keys_from_a_pipe(
    events_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a\nr\nnot so\nq\n"))

    assert review(events_file, corrections=tmp_path / "c.jsonl", reviewer="ak") == 0

    assert "1 accepted, 0 fixed, 1 rejected" in capsys.readouterr().out
    assert [one.why for one in Corrections(tmp_path / "c.jsonl").standing()] == ["", "not so"]


def test_figures_and_training_sentences_come_from_the_file(
    events_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "c.jsonl"
    kept = Corrections(path)
    kept.add(decide(EVENTS_SHOWN.row(0, named=True), "accept", drawn_by="random"))

    assert review(events_file, corrections=path, figures=True, order="random", json=True) == 0
    assert json.loads(capsys.readouterr().out)[-1]["share_right"] == 1.0
    assert review(events_file, corrections=path, training=tmp_path / "t.jsonl") == 0
    assert json.loads((tmp_path / "t.jsonl").read_text())["root"] == "CONSULT"


def test_a_source_that_is_no_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match="detente code"):
        review(tmp_path / "nowhere", corrections=tmp_path / "c.jsonl")
