"""A sentence as the classifier should read it: with the states that the article leaves unsaid.

The evidence stays as written; only the working text has more words. Three things are spelt out:

- "the two sides", "both countries": the two states that were named last;
- "In response, …": to the state that the sentence before spoke of first;
- a visit without a host ("during the visit of the President of …"): to the state named last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from detente.coding.mentions import Mention
from detente.core.states import state_name

__all__ = ["Named", "Working", "spell_out"]


@dataclass(frozen=True)
class Named:
    """A side in a draft: [start, end) in the working text, and in the article's text."""

    start: int
    end: int
    mention: Mention
    text_start: int
    text_end: int


@dataclass(frozen=True)
class Working:
    """The working text and the sides in it."""

    text: str
    named: tuple[Named, ...]


# How far back an unsaid state is looked for.
_REACH: Final = 40
_RESPONSE: Final = re.compile(r"In (?:response|reply|retaliation|answer)(?=,)")
_VISIT_BEFORE: Final = re.compile(r"\b(?:visit|trip|tour) (?:of|by) $")
_VISIT_AFTER: Final = re.compile(r"['’]s? (?:\w+ ){0,2}(?:visit|trip)\b(?! (?:to|in|of)\b)")
_HOST_FOLLOWS: Final = re.compile(r"(?: \([^)]*\))?(?: (?:to|with|in [A-Z]))")
_PARENTHESIS: Final = re.compile(r" \([^)]*\)")


def spell_out(
    sentence: str, mentions: Sequence[Mention], earlier: Sequence[Mention], *, offset: int
) -> Working:
    """Working text of a sentence.

    Args:
        sentence: as written.
        mentions: who is named in it, in order.
        earlier: who was named before it in the article, in order.
        offset: where the sentence starts in the article's text.
    """
    out = _Builder(offset)
    out.respond(sentence, mentions, earlier)
    for mention in mentions:
        if not out.reaches(mention.start):
            continue
        out.copy(sentence, mention.start)
        before = [*earlier[-_REACH:], *(one for one in mentions if one.end <= mention.start)]
        if mention.how == "pair":
            out.join(mention, _last_states(before, 2), sentence)
        else:
            out.name(mention, mention.text, (mention.start, mention.end))
            out.copy(sentence, mention.end)
            out.host(sentence, mention, before)
    out.copy(sentence, len(sentence))
    return Working("".join(out.parts), tuple(out.named))


class _Builder:
    """Puts the working text together, piece by piece, and notes where each side lies."""

    def __init__(self, offset: int) -> None:
        self.parts: list[str] = []
        self.named: list[Named] = []
        self._offset = offset
        self._length = 0
        self._at = 0

    def add(self, words: str) -> None:
        self.parts.append(words)
        self._length += len(words)

    def reaches(self, start: int) -> bool:
        """Is `start` still to come? A name in the parenthesis behind a visitor isn't."""
        return start >= self._at

    def copy(self, sentence: str, until: int) -> None:
        """Take over the sentence as written up to `until`."""
        if until > self._at:
            self.add(sentence[self._at : until])
            self._at = until

    def name(self, mention: Mention, words: str, spot: tuple[int, int]) -> None:
        """Add `words` as a side that stands for the characters `spot` of the sentence."""
        if mention.state is not None and mention.how != "team":
            place = (self._offset + spot[0], self._offset + spot[1])
            self.named.append(Named(self._length, self._length + len(words), mention, *place))
        self.add(words)
        self._at = max(self._at, spot[1])

    def join(self, pair: Mention, states: Sequence[Mention], sentence: str) -> None:
        """Spell "the two sides" out."""
        if len(states) < 2:
            self.copy(sentence, pair.end)
            return
        for number, member in enumerate(states):
            if number:
                self.add(" and ")
            self.name(member, state_name(member.state or ""), (pair.start, pair.end))

    def respond(
        self, sentence: str, mentions: Sequence[Mention], earlier: Sequence[Mention]
    ) -> None:
        """Spell out to whom a sentence responds."""
        match = _RESPONSE.match(sentence)
        own = next((one.state for one in mentions if one.state), None)
        others = [one for one in _last_states(earlier[-_REACH:], 2) if one.state != own]
        if match and own and others:
            self.copy(sentence, match.end())
            self.add(" to ")
            self.name(others[0], state_name(others[0].state or ""), match.span())

    def host(self, sentence: str, guest: Mention, before: Sequence[Mention]) -> None:
        """Spell out the host of a visit that names only its guest."""
        said = _VISIT_BEFORE.search(sentence[: guest.start])
        after = _VISIT_AFTER.match(sentence[guest.end :])
        if guest.state is None or not (said or after):
            return
        until = guest.end + (after.end() if after else 0)
        if said and _HOST_FOLLOWS.match(sentence[until:]):
            return
        hosts = [one for one in _last_states(before, 2) if one.state != guest.state]
        if hosts:
            if aside := _PARENTHESIS.match(sentence[until:]):
                until += aside.end()
            self.copy(sentence, until)
            self.add(" to ")
            spot = said.span() if said else (guest.end, until)
            self.name(hosts[-1], state_name(hosts[-1].state or ""), spot)
            self._at = max(self._at, until)


def _last_states(before: Sequence[Mention], number: int) -> list[Mention]:
    """The last `number` different states named as sides, in text order."""
    found: dict[str, Mention] = {}
    for mention in reversed(before):
        if mention.state is not None and mention.how not in {"place", "modifier"}:
            found.setdefault(mention.state, mention)
        if len(found) == number:
            break
    return list(reversed(found.values()))
