"""Which phrases of a text name a side, and which state and sector each stands for.

No parser: a dictionary and a small grammar of English noun phrases, fast enough to run over every
sentence as the filter before the parser.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final

from detente.coding.actors_build import phrase_at
from detente.coding.actors_data import fold, tokens_of
from detente.coding.actors_lexicon import lexicon
from detente.coding.actors_scan import Mention, Scan, cut
from detente.coding.actors_side import Found
from detente.coding.leaders import SURNAME_FIRST, surnames

__all__ = ["Mention", "find_mentions", "scan_mentions", "scan_of"]

# Mentions of an article that later words may point back to: some pages of news.
_REMEMBERED: Final = 300


def find_mentions(
    text: str, *, on: date | None = None, earlier: Sequence[Mention] = ()
) -> list[Mention]:
    """The phrases of `text` that name a side, in order, not overlapping, each as long as it goes.

    Args:
        text: a sentence or paragraph.
        on: day of the report; decides office holders and historic states. Null: today's reading.
        earlier: mentions of the article before this text, which 'the envoy', 'he', a bare
            surname or 'the two sides' may point back to.

    >>> [(m.text, m.state, m.sector) for m in find_mentions("Indian troops shelled Pakistan.")]
    [('Indian troops', 'IND', 'MIL'), ('Pakistan', 'PAK', 'GOV')]
    """
    return scan_mentions(scan_of(text, on=on, earlier=earlier), earlier)


def scan_of(
    text: str,
    *,
    on: date | None = None,
    earlier: Sequence[Mention] = (),
    around: str | None = None,
    trusting: bool = False,
) -> Scan:
    """A text cut up, with what was said before it; see `actors_scan.cut` for `trusting`."""
    recent = earlier[-_REMEMBERED:]
    near = frozenset(mention.state for mention in recent if mention.state)
    words = tokens_of(around) if around else [word for m in recent for word in m.text.split()]
    return cut(text, on=on, near=near, around=frozenset(words), trusting=trusting)


def scan_mentions(scan: Scan, earlier: Sequence[Mention]) -> list[Mention]:
    """The mentions of a text that was cut up already."""
    if not scan.words:
        return []
    before = list(earlier[-_REMEMBERED:])
    for mention in before:
        _remember(scan, mention)
    starts = _start_words()
    first, free = len(before), 0
    for index, word in enumerate(scan.words):
        if index < free or (word not in starts and word not in scan.people):
            continue
        phrase = phrase_at(scan, index, free, before)
        if phrase is None:
            continue
        free = phrase.after
        if phrase.how:
            mention = _mention(scan, phrase)
            before.append(mention)
            _remember(scan, mention)
    return before[first:]


def _mention(scan: Scan, phrase: Found) -> Mention:
    start, end = scan.starts[phrase.left], scan.ends[phrase.right - 1]
    return Mention(
        start, end, scan.text[start:end], phrase.state, phrase.sector, phrase.name, phrase.how
    )


def _remember(scan: Scan, mention: Mention) -> None:
    """A person's surname points back to who was named in full before."""
    if mention.name and mention.how in {"role", "leader", "carried"}:
        parts = mention.name.split()
        names = {parts[-1], parts[0]} if mention.state in SURNAME_FIRST else {parts[-1]}
        for name in names:
            if name[:1].isupper() and len(name) > 1:
                scan.people[fold(name)] = (mention.state, mention.sector, mention.name)


@cache
def _start_words() -> frozenset[str]:
    words = lexicon()
    return frozenset([*words.names, *words.roles, *words.carried, *surnames()])
