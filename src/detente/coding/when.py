"""Which of a sentence's dates is the deed's?

The date expression that hangs nearest to the deed's word in the grammar; else one carried from the
sentence before, where this one goes on with the same story ("In response …", "He also …"); else
none, and the day of the report stands in.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from detente.coding.dates import When, find_dates
from detente.coding.syntax import governors, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Clock"]

_GOES_ON: Final = re.compile(
    r"(?:In (?:response|reply|return|turn|the same)|At the (?:same time|time|meeting|talks)|"
    r"During the|Later|Then|Afterwards|The (?:two|visit|talks|agreement|deal|meeting|move|same)|"
    r"He|She|They|It|Both|This|That|These|Those|Days later|Hours later|A day later)\b"
)
# A date that hangs on another clause than the deed's says nothing about the deed.
_FAR: Final = 2


class Clock:
    """Hears an article's sentences in order and dates the deeds of the one heard last."""

    def __init__(self, reported_on: date | None) -> None:
        self._reported_on = reported_on
        self._paragraph = -1
        self._carried: When | None = None
        self._goes_on = False

    def hear(self, paragraph: int, sentence: str) -> None:
        """Note the next sentence: a date in it may carry over to the following one."""
        own = find_dates(sentence, reported_on=self._reported_on)
        self._goes_on = paragraph == self._paragraph and bool(_GOES_ON.match(sentence))
        past = [when for when in own if not self._is_to_come(when)]
        if own:
            self._carried = past[0] if past else None
            self._goes_on = False
        elif not self._goes_on:
            self._carried = None
        self._paragraph = paragraph

    def of(self, doc: Doc, word: Token) -> When | None:
        """When the deed that `word` carries happened; null where only the report's day is known."""
        dates = find_dates(doc.text, reported_on=self._reported_on)
        near = [
            (distance, when)
            for when in dates
            if not self._is_to_come(when) and (distance := _distance(doc, when, word)) <= _FAR
        ]
        if near:
            return min(near, key=lambda pair: (pair[0], abs(pair[1].start - word.idx)))[1]
        return self._carried if self._goes_on and not dates else None

    def _is_to_come(self, when: When) -> bool:
        """A day after the report's is the plan's, not the deed's: "agreed to build … by 2025"."""
        return self._reported_on is not None and when.day > self._reported_on


def _distance(doc: Doc, when: When, word: Token) -> int:
    """Clauses between a date expression and the deed's word; 9 where neither governs the other."""
    span = doc.char_span(when.start, when.end, alignment_mode="expand")
    if span is None:
        return 9
    above_date = list(governors(span.root))
    above_word = list(governors(word))
    if word in above_date:
        return _verbs(above_date[: above_date.index(word)])
    meeting = next((token for token in above_date if token in above_word), None)
    if meeting is None:
        return 9
    down = _verbs(above_date[: above_date.index(meeting)])
    up = _verbs([token for token in above_word[: above_word.index(meeting)] if token != word])
    return down + up if down == 0 else 9


def _verbs(tokens: list[Token]) -> int:
    return sum(is_verb(token) for token in tokens)
