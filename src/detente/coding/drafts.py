"""Which sentences can hold an event, and who is named in them?

A draft is a sentence that names at least two states. Only drafts are parsed and classified. Where
a sentence speaks of "the two sides" or "both countries", the draft's working text has the two
states' names instead, taken from what the article said last; the evidence stays as written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from detente.coding.mentions import Mention, find_mentions
from detente.coding.sentences import split_sentences
from detente.core.states import state_name

__all__ = ["Draft", "Named", "drafts_of"]

# Longer "sentences" are lists or broken text; parsing them costs much and codes nothing.
_MAX_CHARS: Final = 1200


@dataclass(frozen=True)
class Named:
    """A side in a draft: [start, end) in the working text, and in the article's text."""

    start: int
    end: int
    mention: Mention
    text_start: int
    text_end: int


@dataclass(frozen=True)
class Draft:
    """A sentence that may hold an event between two states."""

    paragraph: int
    start: int
    end: int
    sentence: str
    working: str
    named: tuple[Named, ...]


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
    for number, (first, last) in enumerate(paragraphs):
        for start, end in split_sentences(text[first:last]):
            sentence = text[first + start : first + end]
            if len(sentence) > _MAX_CHARS:
                continue
            mentions = find_mentions(sentence, on=on, earlier=earlier)
            working, named = _working(sentence, mentions, earlier, first + start)
            if len({side.mention.state for side in named}) > 1:
                yield Draft(number, first + start, first + end, sentence, working, tuple(named))
            earlier.extend(mentions)


def _working(
    sentence: str, mentions: Sequence[Mention], earlier: Sequence[Mention], offset: int
) -> tuple[str, list[Named]]:
    """The sentence with "the two sides" spelt out, and its sides."""
    parts: list[str] = []
    named: list[Named] = []
    length = at = 0
    for mention in mentions:
        parts.append(sentence[at : mention.start])
        length += mention.start - at
        at = mention.end
        pair = _last_two(mentions, earlier, mention) if mention.how == "pair" else None
        members = [mention] if pair is None else pair
        for number, member in enumerate(members):
            words = mention.text if pair is None else state_name(member.state or "")
            if number:
                parts.append(" and ")
                length += 5
            parts.append(words)
            if member.state is not None:
                spot = (offset + mention.start, offset + mention.end)
                named.append(Named(length, length + len(words), member, *spot))
            length += len(words)
    parts.append(sentence[at:])
    return "".join(parts), named


def _last_two(
    here: Sequence[Mention], earlier: Sequence[Mention], pair: Mention
) -> list[Mention] | None:
    """The two different states that were named last before the words of `pair`."""
    before = [*earlier[-40:], *(one for one in here if one.end <= pair.start)]
    found: dict[str, Mention] = {}
    for mention in reversed(before):
        if mention.state is not None and mention.how not in {"place", "modifier"}:
            found.setdefault(mention.state, mention)
        if len(found) == 2:
            return list(reversed(found.values()))
    return None
