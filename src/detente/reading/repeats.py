"""Lines that repeat the body: pull quotes set large, and paragraphs that stand there twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

__all__ = ["repeats_in"]

_TOKEN = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+")
_ENDS = re.compile(r"[.!?…。][\"'”’)\]]*$")
# A pull quote is edited to stand alone: 0.7 of its words in one sentence finds it (issue 6).
_SHARE: Final = 0.7
_MIN_WORDS: Final = 6
_MAX_WORDS: Final = 60


def repeats_in(paragraphs: Sequence[str]) -> dict[int, str]:
    """Paragraphs to leave out: index → 'repeat' (same words as an earlier one) or 'pull_quote'.

    A pull quote is a paragraph of one sentence, in quotation marks or without a full stop, of which
    at least 0.7 of the words, in number, stand in one sentence of another paragraph; or whose words
    stand, whole, within another paragraph.
    """
    found: dict[int, str] = {}
    tokens = [_TOKEN.findall(text.casefold()) for text in paragraphs]
    seen: set[tuple[str, ...]] = set()
    for i, words in enumerate(tokens):
        key = tuple(words)
        if len(words) >= _MIN_WORDS and key in seen:
            found[i] = "repeat"
        seen.add(key)
    held = [frozenset(words) for words in tokens]
    for i, text in enumerate(paragraphs):
        if (
            i not in found
            and _may_be_pulled(text, tokens[i])
            and _stands_elsewhere(i, tokens, held, paragraphs)
        ):
            found[i] = "pull_quote"
    return found


def _may_be_pulled(text: str, words: list[str]) -> bool:
    if not _MIN_WORDS <= len(words) <= _MAX_WORDS or len(_SENTENCE.split(text.strip())) > 2:
        return False
    quoted = text.strip()[:1] in "\"“‘«'"
    return quoted or not _ENDS.search(text.strip())


def _stands_elsewhere(
    at: int,
    tokens: Sequence[list[str]],
    held: Sequence[frozenset[str]],
    paragraphs: Sequence[str],
) -> bool:
    wanted, distinct = Counter(tokens[at]), held[at]
    enough = _SHARE * len(tokens[at])
    for i, text in enumerate(paragraphs):
        # Distinct words shared bound the count from below by far less work than counting.
        if i == at or len(tokens[i]) < len(tokens[at]):
            continue
        if len(distinct & held[i]) < 0.5 * len(distinct):
            continue
        for sentence in _SENTENCE.split(text):
            there = Counter(_TOKEN.findall(sentence.casefold()))
            if sum((wanted & there).values()) >= enough:
                return True
    return False
