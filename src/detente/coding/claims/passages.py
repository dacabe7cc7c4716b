"""Sentences of an article with their grammar, and the sides that they name or point back to."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from detente.coding.claims.lexicons import table
from detente.coding.mentions import Mention, find_mentions
from detente.coding.parse import parse
from detente.coding.sentences import split_sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Named", "Passage", "main_two", "phrase_tokens", "read_passages"]

_MAX_CHARS: Final = 1500
_TWO: Final = re.compile(
    r"\b(?:[Tt]he two|[Bb]oth(?: the)?|[Tt]hese two|[Tt]he pair of|[Ee]ither|[Nn]either)"
    r"(?:[ -](?:[\w’'-]+[ -]){0,5}?"
    r"(?:rivals|allies|neighbou?rs|countries|powers|capitals|sides|giants|states|nations|"
    r"governments|leaders|partners|adversaries|foes|economies|presidents|ministers|armies|"
    r"kingdoms|republics|members|side|country|capital|government|neighbou?r))?\b"
    r"|\b(?:[Bb]ilateral|[Mm]utual|[Ee]ach other|[Oo]ne another)(?:’s|'s)?\b"
    r"|\b[Tt]he (?:rivals|neighbou?rs|allies|old foes|old rivals|relationship|partnership|"
    r"rapprochement)\b"
    r"|\b(?:[Tt]hey|[Tt]hem|[Tt]heir)\b"
)
_POINTS_TO_TWO: Final = re.compile(r"^(?:the two|both|these two|bilateral|mutual|each|one)", re.I)
_IT: Final = re.compile(r"\b(?:[Ii]ts?|[Tt]he (?:country|kingdom|republic|government))\b")
_HYPHENED: Final = re.compile(r"\b([A-Za-z]{3,9})[-–](?=[A-Z])")
_NOT_SIDES: Final = frozenset({"team", "media"})


@dataclass(frozen=True)
class Named:
    """Words of a passage that name one state, or two; offsets are of the passage."""

    start: int
    end: int
    states: tuple[str, ...]
    how: str
    text: str
    person: bool = False


@dataclass(frozen=True)
class Passage:
    """One sentence: where it stands, its parse, and the sides in it.

    `start` is its offset in the article's text; `before` the states named earlier, latest last;
    `quoted` the spans between quotation marks; `pair` the two states that the text is on.
    """

    text: str
    start: int
    paragraph: int
    doc: Doc
    named: tuple[Named, ...]
    before: tuple[str, ...]
    quoted: tuple[tuple[int, int], ...]
    pair: tuple[str, str] | None = None

    def states_in(self, start: int, end: int) -> tuple[str, ...]:
        """States named within `[start, end)` of the passage, in order, each once."""
        inside = [n for n in self.named if start <= n.start and n.end <= end]
        direct = [n for n in inside if n.how not in {"two", "it"}]
        found = [state for n in direct for state in n.states]
        if len(set(found)) < 2:
            found += [state for n in inside if n.how in {"two", "it"} for state in n.states]
        return tuple(dict.fromkeys(found))

    def states_under(self, token: Token) -> tuple[str, ...]:
        """States named in the subtree of `token`, its relative and adverbial clauses left out."""
        return tuple(
            dict.fromkeys(
                state
                for first, last in _runs(sorted(t.i for t in phrase_tokens(token)))
                for state in self.states_in(*_chars(self.doc, first, last))
            )
        )

    def at(self, token: Token) -> tuple[str, ...]:
        """States that the words at `token` itself name."""
        return self.states_in_overlap(token.idx, token.idx + len(token))

    def states_in_overlap(self, start: int, end: int) -> tuple[str, ...]:
        """States of the names that overlap `[start, end)`."""
        hit = [n for n in self.named if n.start < end and start < n.end]
        return tuple(dict.fromkeys(state for n in hit for state in n.states))

    def is_quoted(self, token: Token) -> bool:
        """Whether the word stands between quotation marks."""
        return any(first <= token.idx < last for first, last in self.quoted)


def phrase_tokens(token: Token) -> list[Token]:
    """`token` and what hangs on it, without relative, adverbial and parenthetic clauses."""
    kept = [token]
    for child in token.children:
        if child.dep_ not in {"relcl", "advcl", "parataxis", "punct", "ccomp", "appos"}:
            kept += phrase_tokens(child)
    return kept


def _runs(indices: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for i in indices:
        if runs and i <= runs[-1][1] + 2:
            runs[-1] = (runs[-1][0], i)
        else:
            runs.append((i, i))
    return runs


def _chars(doc: Doc, first: int, last: int) -> tuple[int, int]:
    return doc[first].idx, doc[last].idx + len(doc[last])


def read_passages(
    text: str, paragraphs: Iterable[tuple[int, int]], *, on: date | None
) -> list[Passage]:
    """Every sentence of the body, in order, parsed, with the sides that it names or points to.

    Args:
        text: the body.
        paragraphs: [start, end) of each paragraph.
        on: day of publication, which decides who held an office.
    """
    found: list[tuple[str, int, int, list[Named], tuple[str, ...], _Pair]] = []
    earlier: list[Mention] = []
    before: list[str] = []
    topic: str | None = None
    pair: _Pair = None
    spans = list(paragraphs)
    for number, (first, last) in enumerate(spans):
        for start, end in split_sentences(text[first:last]):
            sentence = text[first + start : first + end]
            if len(sentence) > _MAX_CHARS:
                continue
            mentions = find_mentions(sentence, on=on, earlier=earlier)
            named = _named(sentence, mentions, before, topic, pair)
            found.append((sentence, first + start, number, named, tuple(before[-40:]), pair))
            earlier.extend(mentions)
            topic = next((n.states[0] for n in named if n.how in _TOPICS), topic)
            pair = _next_pair([n for n in named if n.how not in _LOOSELY], before, pair)
            before += [s for n in named if n.how not in {"two", "it"} for s in n.states]
    running = _running_quotes(
        text, [(start, len(sentence)) for sentence, start, *_ in found], spans
    )
    docs = map(_joined_words, parse(item[0] for item in found))
    return [
        Passage(sentence, start, number, doc, tuple(named), seen, quoted, two)
        for (sentence, start, number, named, seen, two), doc, quoted in zip(
            found, docs, running, strict=True
        )
    ]


_Pair = tuple[str, str] | None


# Places and words that point back don't turn a text to another relation.
_LOOSELY: Final = frozenset({"two", "it", "place"})
_OPENING_CHARS: Final = 20


def _next_pair(named: Sequence[Named], before: Sequence[str], pair: _Pair) -> _Pair:
    """The two states that the text is on after a sentence that names `named`.

    Two that it names, those of 'Iran-Oman relations' before others; one that is new and opens the
    sentence stands against the state that the text has named most.
    """
    here = list(dict.fromkeys(s for n in named for s in n.states))
    if len(here) >= 2:
        return _in_one_word(named) or (here[0], here[1])
    if not here or (pair is not None and (here[0] in pair or named[0].start > _OPENING_CHARS)):
        return pair
    others = Counter(s for s in before if s != here[0]).most_common(1)
    return (here[0], others[0][0]) if others else pair


def _in_one_word(named: Sequence[Named]) -> _Pair:
    """The two states of the last 'Iran-Oman': names with nothing but a dash between them."""
    for one, other in reversed(list(itertools.pairwise(named))):
        if other.start - one.end == 1 and one.states != other.states:
            return one.states[0], other.states[0]
    return None


def _joined_words(doc: Doc) -> Doc:
    """The parse with 'co-operation' as one word, spelt as in the lexicons."""
    found = [doc.char_span(*match.span()) for match in _HYPHENATED.finditer(doc.text)]
    with doc.retokenize() as retokenizer:
        for span in found:
            if span is not None and len(span) > 1:
                lemma = span.text.lower().replace("-", "")
                retokenizer.merge(span, attrs={"LEMMA": lemma, "POS": span.root.pos})
    return doc


_HYPHENATED: Final = re.compile(r"\b[Cc]o-(?:operat|ordinat)\w+")


# A side named as an actor, or pointed to, is what the next sentence's 'it' is about.
_TOPICS: Final = frozenset({"state name", "capital", "seat", "leader", "it", "role", "carried"})


def _named(
    sentence: str,
    mentions: Sequence[Mention],
    before: Sequence[str],
    topic: str | None,
    pair: _Pair,
) -> list[Named]:
    named = [
        Named(m.start, m.end, (m.state,), m.how, m.text, m.how in {"leader", "role"})
        for m in mentions
        if m.state and m.how not in _NOT_SIDES
    ]
    named = [n for n in named if not _is_prefix(sentence, n)]
    for match in _HYPHENED.finditer(sentence):
        state = table("prefixes", key="prefix", value="state").get(match[1].casefold())
        if state and not any(n.start < match.end(1) and match.start() < n.end for n in named):
            named.append(Named(match.start(), match.end(1), (state,), "prefix", match[1]))
    named.sort(key=lambda n: n.start)
    for match in _TWO.finditer(sentence):
        two = _joined(match.group(), named, match.start()) or _last_two(
            named, before, match.start(), pair
        )
        free = not any(n.start < match.end() and match.start() < n.end for n in named)
        if two and free and _may_point(match.group(), named, match.start()):
            named.append(Named(match.start(), match.end(), two, "two", match.group()))
    for match in _IT.finditer(sentence):
        whole = [n for n in named if not _in_compound(sentence, n)]
        comma = sentence.rfind(", ", 0, match.start())
        one = _last_one([n for n in whole if n.start > comma], None, match.start())
        one = one or _last_one(whole, topic, match.start())
        free = not any(n.start < match.end() and match.start() < n.end for n in named)
        if one and free:
            named.append(Named(match.start(), match.end(), one, "it", match.group()))
    return sorted(named, key=lambda n: n.start)


def _is_prefix(sentence: str, named: Named) -> bool:
    """'Franco' in 'Franco-German' is no general, and 'Pak' no person."""
    known = named.text.casefold() in table("prefixes", key="prefix", value="state")
    return known and sentence[named.end : named.end + 1] in {"-", "–"} and named.how == "leader"


def _joined(words: str, named: Sequence[Named], at: int) -> tuple[str, ...] | None:
    """What 'their' points to: the two sides that this sentence has named before it."""
    if words.casefold() not in {"they", "them", "their"}:
        return None
    return tuple(dict.fromkeys(s for n in named if n.end <= at and n.how != "it" for s in n.states))


def _may_point(words: str, named: Sequence[Named], at: int) -> bool:
    """'they' and 'their' point to two states only where two were just joined in this sentence."""
    if words.casefold() not in {"they", "them", "their"}:
        return True
    joined = {s for n in named if n.end <= at and n.how != "it" for s in n.states}
    return len(joined) == 2


def _last_two(
    named: Sequence[Named], before: Sequence[str], at: int, pair: _Pair
) -> tuple[str, ...] | None:
    here = [n for n in named if n.end <= at and n.how not in {"it", "place"}]
    states = [s for n in here for s in n.states]
    return _next_pair(here, before, pair) or main_two([*before, *states])


def main_two(spoken: Sequence[str]) -> tuple[str, str] | None:
    """The two states that a text is on: of those named lately, the two named most, latest first.

    >>> main_two(["IRN", "OMN", "IRN", "OMN", "USA"])
    ('IRN', 'OMN')
    """
    lately = list(dict.fromkeys(reversed(spoken[-12:])))
    counts = Counter(spoken[-30:])
    if len(lately) < 2:
        return None
    one, other = sorted(lately, key=lambda s: -counts[s])[:2]
    first, second = sorted((one, other), key=list(spoken).index)
    return first, second


def _in_compound(sentence: str, name: Named) -> bool:
    """Whether a name is half of 'Indo-Russian': such a half is no side that 'its' points to."""
    around = sentence[max(name.start - 1, 0) : name.start] + sentence[name.end : name.end + 1]
    return "-" in around or "–" in around


def _last_one(named: Sequence[Named], topic: str | None, at: int) -> tuple[str, ...] | None:
    """What 'it' most likely points to: the sentence's first side, else that of the one before."""
    here = [
        n
        for n in named
        if n.end <= at and n.how not in {"place", "two", "prefix"} and len(n.states) == 1
    ]
    if here:
        return here[0].states
    return (topic,) if topic else None


_QUOTED: Final = re.compile(
    r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|(?<=\s)‘[^’]{12,}’(?=[\s.,]|$)", re.DOTALL
)


def _running_quotes(
    text: str, sentences: Sequence[tuple[int, int]], paragraphs: Sequence[tuple[int, int]]
) -> list[tuple[tuple[int, int], ...]]:
    """Quoted spans of each sentence, also of those in the middle of a quotation that runs on."""
    quoted = [
        (first + match.start(), first + match.end())
        for first, last in paragraphs
        for match in _QUOTED.finditer(text[first:last])
    ]
    return [
        tuple(
            (max(first, start) - start, min(last, start + length) - start)
            for first, last in quoted
            if first < start + length and start < last
        )
        for start, length in sentences
    ]
