"""A text cut into tokens, and what stands between them: where the mention finder walks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from detente.coding.actors_data import TOKEN, fold, read_words
from detente.coding.actors_lexicon import Entry, Table, lexicon

__all__ = [
    "Mention",
    "Scan",
    "carried_at",
    "cut",
    "gap_after",
    "is_name_word",
    "match",
    "names_at",
    "roles_at",
]

_ABBREVIATIONS: Final = read_words("abbreviation")
_PARTICLES: Final = read_words("particle")
_NEVER_NAMES: Final = read_words("never_name")
_SPORT: Final = read_words("sport")
_SPORT_WEAK: Final = read_words("sport_weak")
_SCORE: Final = re.compile(r"\b\d{1,3}[-–]\d{1,3}\b")
_NO_NEEDS: Final = frozenset({"", "given"})
_PLAIN_KINDS: Final = frozenset({"state", "demonym", "people", "capital", "seat", "group"})


@dataclass(frozen=True)
class Mention:
    """A phrase that names a side.

    `start`, `end`: character offsets in the text; `text`: the phrase, possessive 's outside.
    `state`: ISO alpha-3, null for international bodies, pairs and sides without a state.
    `sector`: PLOVER sector. `name`: a person's name, a body's canonical name, or 'pair'.
    `how`: what told: state name, demonym, capital, seat, leader, role, group, igo, media, company,
    carried (points back), pair ('the two sides'), place (a location, no actor), modifier (a demonym
    on something that cannot act), team (sport).
    """

    start: int
    end: int
    text: str
    state: str | None
    sector: str | None
    name: str | None
    how: str


Person = tuple[str | None, str | None, str]


@dataclass
class Scan:
    """The tokens of one text, and what is known around it; filled once, then only read."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    on: date | None = None
    near: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()
    trusting: bool = False
    people: dict[str, Person] = field(default_factory=dict)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Words of the text and of what was said around it."""
        return self.around | frozenset(self.words)

    @cached_property
    def shouting(self) -> bool:
        """Whether most words carry a capital, as in a headline: capitals then tell nothing."""
        letters = [word for word in self.words if word[0].isalpha()]
        loud = sum(word.isupper() and len(word) > 1 for word in letters)
        capital = sum(word[0].isupper() for word in letters)
        if len(letters) > 3 and loud > 0.7 * len(letters):
            return True
        return not self.trusting and len(letters) > 5 and capital > 0.7 * len(letters)

    @cached_property
    def sporting(self) -> bool:
        """Whether the text is about sport: two words of sport, or one and a score."""
        words = {word.lower() for word in self.words}
        strong = len(words & _SPORT)
        if strong > 1:
            return True
        return bool((strong or words & _SPORT_WEAK) and _SCORE.search(self.text))

    @cached_property
    def spoken(self) -> frozenset[str]:
        """States named plainly in the text or known from around it."""
        names = lexicon().names
        found = set(self.near)
        for index, word in enumerate(self.words):
            if word in names and (hit := match(names, self, index)):
                found |= {
                    entry.state
                    for entry in hit[1]
                    if entry.state and entry.needs in _NO_NEEDS and entry.kind in _PLAIN_KINDS
                }
        return frozenset(found)

    def said(self, start: int, end: int) -> str:
        """Words of tokens [start, end) as written, on one line, with plain apostrophes."""
        written = self.text[self.starts[start] : self.ends[end - 1]]
        return " ".join(written.split()).replace("’", "'")

    def lower(self, index: int) -> str:
        """Token at `index` in lower case; empty beyond either end."""
        return self.words[index].lower() if 0 <= index < len(self.words) else ""


def cut(
    text: str,
    *,
    on: date | None = None,
    near: frozenset[str] = frozenset(),
    around: frozenset[str] = frozenset(),
    trusting: bool = False,
) -> Scan:
    """Cut a text into tokens; a possessive 's belongs to the gap, not to the word.

    `near`: states spoken of before; `around`: words of what was said before; `trusting`: the text
    is an actor phrase, so that a rare reading needs no support.
    """
    words, starts, ends = [], [], []
    for found in TOKEN.finditer(text):
        start, end = found.span(1)
        words.append(found.group(1))
        starts.append(start)
        ends.append(end)
    if not text.isascii():
        words = [word if word.isascii() else fold(word) for word in words]
    return Scan(text, words, starts, ends, on, near, around, trusting)


def gap_after(scan: Scan, index: int) -> str:
    """What parts a token from the next: ' ', '-', 's (possessive), '.', ',', '(', '' (a break)."""
    if index < 0 or index + 1 >= len(scan.words):
        return ""
    between = scan.text[scan.ends[index] : scan.starts[index + 1]]
    if between == " ":
        return " "
    if between in {"-", "–", "‑", "‐"}:
        return "-"
    if between[:1] in {"'", "’"}:
        tail = between[1:].lstrip("sS")
        return "s" if tail and tail.isspace() and tail.count("\n") < 2 else ""
    bare = between.strip()
    if not bare:
        return " " if between.count("\n") < 2 else ""
    if bare == "." and (scan.words[index] in _ABBREVIATIONS or len(scan.words[index]) == 1):
        return " "
    return bare[0] if bare in {",", "(", ")", ".", "/", "&"} else ""


def match(table: Table, scan: Scan, index: int) -> tuple[int, tuple[Entry, ...]] | None:
    """Longest entry of `table` at a token: how many tokens it takes, and what it may mean."""
    words = scan.words
    for rest, entries in table.get(words[index], ()):
        size = len(rest)
        if not size:
            return 1, entries
        if tuple(words[index + 1 : index + 1 + size]) == rest and _runs_on(scan, index, size):
            return 1 + size, entries
    return None


def _runs_on(scan: Scan, index: int, size: int) -> bool:
    return all(_inside(scan, at) for at in range(index, index + size))


def _inside(scan: Scan, at: int) -> bool:
    between = scan.text[scan.ends[at] : scan.starts[at + 1]]
    if between in {" ", "-", "\n"}:
        return True
    return len(between) <= 4 and not any(mark in between for mark in ',;:!?"\n')


def names_at(scan: Scan, index: int) -> tuple[int, tuple[Entry, ...]] | None:
    """Longest name of a side (or blocked phrase) at a token."""
    return match(lexicon().names, scan, index) if 0 <= index < len(scan.words) else None


def roles_at(scan: Scan, index: int) -> tuple[int, Entry] | None:
    """Longest role word or phrase at a token."""
    if not 0 <= index < len(scan.words):
        return None
    hit = match(lexicon().roles, scan, index)
    return (hit[0], hit[1][0]) if hit else None


def carried_at(scan: Scan, index: int) -> tuple[int, Entry] | None:
    """Phrase at a token that points back ('he', 'both sides')."""
    hit = match(lexicon().carried, scan, index)
    return (hit[0], hit[1][0]) if hit else None


def is_name_word(scan: Scan, index: int) -> bool:
    """Whether a token can be part of a person's name: a capital, or a particle before one."""
    if not 0 <= index < len(scan.words):
        return False
    word = scan.words[index]
    if word in _PARTICLES:
        return index + 1 < len(scan.words) and scan.words[index + 1][:1].isupper()
    return word[0].isupper() and word not in _NEVER_NAMES
