"""A sentence as the classifier should read it: with the states that the article leaves unsaid.

The evidence stays as written; only the working text has more words. Four things are spelt out:

- "the two sides", "both countries": the two states that were named last;
- "In response, …": to the state that the sentence before spoke of first;
- a clause that names only its doer ("Beijing denounced the proposal"): see `implied.py`;
- a visit without a host ("during the visit of the President of …"): to the state named last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from detente.coding.implied import Gap, Said, fill_gaps, find_pronouns
from detente.coding.implied_words import acting
from detente.coding.mentions import Mention
from detente.core.states import state_name

__all__ = ["Named", "Working", "parts_of", "spell_out", "states_of"]


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
_MONTH_FIRST: Final = re.compile(
    r"(?:In|On|Since|By|Until) (?:(?:early|mid|late)[ -])?(?:\d{1,2} )?"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"(?: \d{1,2})?(?: \d{4})?(?= [A-Z])"
)
_VISIT_BEFORE: Final = re.compile(r"\b(?:visit|trip|tour) (?:of|by) $")
_VISIT_AFTER: Final = re.compile(r"['’]s? (?:\w+ ){0,2}(?:visit|trip)\b(?! (?:to|in|of)\b)")
_HOST_FOLLOWS: Final = re.compile(r"(?: \([^)]*\))?(?: (?:to|with|in [A-Z]))")
# Not before a quotation: what is said needs its speaker.
_BREAK: Final = re.compile(r"(?<=[^\d\s]); |(?<=\w): (?![\"“‘'])")
_AND: Final = re.compile(r"(?<=[\w\"”’)]), (?:and|but|while|whereas) ")
_AND_END: Final = re.compile(r", (?:and|but|while|whereas) $")
_WHEN: Final = re.compile(r"(?:(?:in|on|last|this|by|since) (?:\w+ ){1,3})?(?:the )?")
_ASIDE: Final = frozenset({"place", "modifier"})
_PARENTHESIS: Final = re.compile(r" \([^)]*\)")


def spell_out(
    sentence: str,
    mentions: Sequence[Mention],
    earlier: Sequence[Mention],
    *,
    offset: int,
    back: Sequence[Said] = (),
) -> Working:
    """Working text of a sentence.

    Args:
        sentence: as written.
        mentions: who is named in it, in order.
        earlier: who was named before it in the article, in order.
        offset: where the sentence starts in the article's text.
        back: the sentences right before it.
    """
    out = _Builder(offset)
    out.respond(sentence, mentions, earlier)
    out.date(sentence)
    mentions = find_pronouns(sentence, mentions, back, earlier)
    gaps = sorted(fill_gaps(sentence, mentions, back, earlier), key=lambda gap: gap.at)
    for mention in mentions:
        while gaps and gaps[0].at <= mention.start:
            out.fill(gaps.pop(0), sentence)
        if not out.reaches(mention.start):
            continue
        out.copy(sentence, mention.start)
        before = [*earlier[-_REACH:], *(one for one in mentions if one.end <= mention.start)]
        if mention.how == "pair":
            out.join(mention, _last_states(before, 2), sentence)
        elif mention.text in {"It", "it"}:
            out.name(mention, state_name(mention.state or ""), (mention.start, mention.end))
        else:
            out.name(mention, mention.text, (mention.start, mention.end))
            out.copy(sentence, mention.end)
            out.host(sentence, mention, before)
    for gap in gaps:
        out.fill(gap, sentence)
    out.copy(sentence, len(sentence))
    return Working("".join(out.parts), tuple(out.named))


def states_of(working: Working) -> set[str | None]:
    """The states that a text names as sides or places."""
    return {one.mention.state for one in working.named}


def parts_of(working: Working) -> list[Working]:
    """The parts of a sentence that a colon, semicolon or ", and" parts, where each tells a story.

    The parser and the classifier read a short text better; but where a part speaks of a state that
    no part with two states names, the sentence stays whole.
    """
    cuts = [cut.end() for cut in _BREAK.finditer(working.text)]
    spans = list(pairwise([0, *cuts, len(working.text)]))
    parts = [part for span in spans for part in _clauses(working, *span)]
    if len(parts) == 1:
        return [working]
    telling = [part for part in parts if len(states_of(part)) > 1]
    told = {state for part in telling for state in states_of(part)}
    rest = (one for part in parts for one in part.named if one.mention.how not in _ASIDE)
    if not telling or any(one.mention.state not in told for one in rest):
        return [working]
    return telling


def _clauses(working: Working, start: int, end: int) -> list[Working]:
    """The clauses of a part that ", and" joins, if each has a doer and two states of its own."""
    cuts = [cut.end() for cut in _AND.finditer(working.text, start, end)]
    cuts = [start, *(cut for cut in cuts if _opens(working, cut)), end]
    clauses = [_part(working, *span) for span in pairwise(cuts)]
    alone = all(len(states_of(clause)) > 1 for clause in clauses)
    return clauses if alone else [_part(working, start, end)]


def _opens(working: Working, at: int) -> bool:
    """Does a clause with its own doer begin at `at`: "…, and in May China imposed"?"""
    side = next((one for one in working.named if one.start >= at), None)
    if side is None or side.mention.how in _ASIDE:
        return False
    before = _WHEN.fullmatch(working.text, at, side.start)
    return bool(before and acting().match(working.text, side.end))


def _part(working: Working, start: int, end: int) -> Working:
    named = tuple(
        replace(one, start=one.start - start, end=one.end - start)
        for one in working.named
        if start <= one.start and one.end <= end
    )
    text = _AND_END.sub("", working.text[start:end]).rstrip(" :;,")
    text = text if text[-1:] in ".!?" else f"{text}."
    first = text[:1].upper()  # of "ß" that would be two letters
    return Working((first if len(first) == 1 else text[:1]) + text[1:], named)


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

    def fill(self, gap: Gap, sentence: str) -> None:
        """Put the states that a clause leaves unsaid in their place."""
        if not self.reaches(gap.at):
            return
        self.copy(sentence, gap.at)
        self.add(gap.before)
        for number, member in enumerate(gap.states):
            if number:
                self.add(" and ")
            self.name(member, state_name(member.state or ""), gap.spot)
        self.add(gap.after)
        self._at = gap.until

    def date(self, sentence: str) -> None:
        """A comma between a month and a name: the parser takes "July Peru" for one name."""
        if when := _MONTH_FIRST.match(sentence):
            self.copy(sentence, when.end())
            self.add(",")

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
