"""Which sentences can hold an event, and who is named in them?

A draft is a sentence that names at least two states, said or understood (see `working.py`). Only
drafts are parsed and classified.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from detente.coding.implied import Said
from detente.coding.mentions import Mention, find_mentions
from detente.coding.sentences import split_sentences
from detente.coding.working import Named, parts_of, spell_out, states_of

__all__ = ["Draft", "drafts_of"]

# Longer "sentences" are lists or broken text; parsing them costs much and codes nothing.
_MAX_CHARS: Final = 1200


@dataclass(frozen=True)
class Draft:
    """A sentence that may hold an event between two states, or a part of one that stands alone.

    `before` holds the sentences of its paragraph since the draft before: they may say when.
    """

    paragraph: int
    start: int
    end: int
    sentence: str
    working: str
    named: tuple[Named, ...]
    before: tuple[str, ...] = ()


def drafts_of(
    text: str, paragraphs: Sequence[tuple[int, int]], *, on: date | None
) -> Iterator[Draft]:
    """Sentences of `text` that name two states or more, in order.

    Args:
        text: the body of an article.
        paragraphs: [start, end) of its paragraphs.
        on: day of the report, which decides who held an office.
    """
    earlier: list[Mention] = []
    back: list[Said] = []
    for number, (first, last) in enumerate(paragraphs):
        before: list[str] = []
        for start, end in split_sentences(text[first:last]):
            sentence = text[first + start : first + end]
            if len(sentence) > _MAX_CHARS:
                continue
            mentions = find_mentions(sentence, on=on, earlier=earlier)
            working = spell_out(sentence, mentions, earlier, offset=first + start, back=back[-2:])
            if len(states_of(working)) > 1:
                place = (number, first + start, first + end)
                for part in parts_of(working):
                    yield Draft(*place, sentence, part.text, part.named, tuple(before))
                    before.clear()
            else:
                before.append(sentence)
            earlier.extend(mentions)
            back.append(Said(sentence, mentions))
