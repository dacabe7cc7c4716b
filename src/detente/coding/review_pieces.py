"""How an event's sentence is shown: cut into pieces at the words of its sides and its trigger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.core.errors import TableError

__all__ = ["Piece", "marked_pieces", "side_span"]


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence, and what it is: `actor`, `recipient`, `both`, `trigger` or text."""

    text: str
    kind: str = ""


def marked_pieces(event: Mapping[str, Any]) -> list[Piece]:
    """The sentence of an event cut where its sides and its trigger begin and end, in order.

    >>> event = {"sentence": "Iran met Oman.", "start": 5, "actor_start": 5, "actor_end": 9,
    ...          "recipient_start": 14, "recipient_end": 18, "trigger": "met"}
    >>> [(piece.text, piece.kind) for piece in marked_pieces(event) if piece.kind]
    [('Iran', 'actor'), ('met', 'trigger'), ('Oman', 'recipient')]
    """
    text = event["sentence"]
    actor, recipient = side_span(event, "actor"), side_span(event, "recipient")
    kinds = [""] * len(text)
    if (word := event.get("trigger")) and (at := _word_at(text, word, actor, recipient)) >= 0:
        kinds[at : at + len(word)] = ["trigger"] * len(word)
    for name, (start, end) in (("actor", actor), ("recipient", recipient)):
        for at in range(start, end):
            kinds[at] = "both" if name == "recipient" and kinds[at] == "actor" else name
    pieces: list[Piece] = []
    for letter, kind in zip(text, kinds, strict=True):
        if pieces and pieces[-1].kind == kind:
            pieces[-1] = Piece(pieces[-1].text + letter, kind)
        else:
            pieces.append(Piece(letter, kind))
    return pieces


def _word_at(text: str, word: str, *taken: tuple[int, int]) -> int:
    """Where `word` stands outside the spans `taken`; -1 where it doesn't."""
    at = text.find(word)
    while at >= 0 and any(start < at + len(word) and at < end for start, end in taken):
        at = text.find(word, at + 1)
    return at


def side_span(event: Mapping[str, Any], side: str) -> tuple[int, int]:
    """[start, end) of a side's words in the event's sentence."""
    first = event["start"]
    start, end = event[f"{side}_start"] - first, event[f"{side}_end"] - first
    if not 0 <= start < end <= len(event["sentence"]):
        raise TableError(
            f"event {event['event_id']}: the {side}'s words at {start}:{end} don't lie in its "
            f"sentence of {len(event['sentence'])} characters."
        )
    return start, end
