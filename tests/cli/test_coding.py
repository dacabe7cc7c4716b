"""What `detente code` shows of events, on the screen alone."""

from __future__ import annotations

from datetime import date

import pytest

from detente.cli.coding import show_coded
from detente.core.tables import EVENTS, REJECTS

SENTENCE = "The two signed it in 2011."
EVENT = {
    "dataset": "detente", "article_id": "a", "happened_on": date(2011, 1, 1),
    "happened_precision": "year", "root": "AGREE", "quad": "verbal_coop", "weight": 5.0,
    "status": "happened", "sentence": SENTENCE, "domains": [], "confidence": 0.9,
    "mentions": 1,
}  # fmt: skip


def test_a_day_is_shown_as_exactly_as_it_is_known_and_a_sentence_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    events = EVENTS.frame([
        {**EVENT, "event_id": "e0", "actor": "PAK", "recipient": "RUS"},
        {**EVENT, "event_id": "e1", "actor": "RUS", "recipient": "PAK", "status": "announced"},
    ])  # fmt: skip

    show_coded(1, events, REJECTS.empty())

    shown = capsys.readouterr().out
    assert shown.count(SENTENCE) == 1
    assert "2011-01-01" not in shown
    assert "AGREE (announced)" in shown


def test_reasons_are_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    show_coded(0, EVENTS.empty(), REJECTS.frame([{"origin": "x", "item": "", "reason": "empty"}]))

    assert "1 × empty: nothing in it" in capsys.readouterr().err
