"""How a sentence and its two sides are put to the classifier.

The two sides are fenced by four word pieces that the base model never saw in training
(`[unused1]` … `[unused4]`): entity markers, after Baldini Soares et al. 2019 (ACL, 'Matching the
Blanks'). Training and coding use this one function, so that they can't drift apart.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["MARKS", "MAX_CHARS", "fence"]

MARKS: Final = ("[unused1]", "[unused2]", "[unused3]", "[unused4]")
"""Actor opens, actor closes, recipient opens, recipient closes."""

# What the sides do to each other stands between them or near, and each word more costs time.
_WORDS_BEFORE: Final = 8
_WORDS_AFTER: Final = 18
# About 120 word pieces, for sides that stand far apart.
MAX_CHARS: Final = 480
_WORD: Final = re.compile(r"\S+")


def fence(text: str, actor: tuple[int, int], recipient: tuple[int, int]) -> str:
    """`text` with both sides fenced, cut to the words near them (decisions/0086).

    Args:
        text: a sentence.
        actor, recipient: [start, end) of their words in `text`; they may not overlap.

    >>> fence("Iran met Oman.", (0, 4), (9, 13))
    '[unused1] Iran [unused2] met [unused3] Oman [unused4] .'
    """
    inserts = sorted(
        [
            (actor[0], 1, MARKS[0]),
            (actor[1], 0, MARKS[1]),
            (recipient[0], 1, MARKS[2]),
            (recipient[1], 0, MARKS[3]),
        ]
    )
    first, last = inserts[0][0], inserts[-1][0]
    start = _start_of_words(text, first)
    end = min(_end_of_words(text, last), max(last, start + MAX_CHARS))
    parts, at = [], start
    for position, _, mark in inserts:
        parts += [text[at:position].strip(), mark]
        at = position
    parts.append(text[at:end].strip())
    return " ".join(part for part in parts if part)


def _start_of_words(text: str, before: int) -> int:
    """Where the _WORDS_BEFORE words before a place begin."""
    starts = [word.start() for word in _WORD.finditer(text, 0, before)]
    return starts[-_WORDS_BEFORE] if len(starts) > _WORDS_BEFORE else 0


def _end_of_words(text: str, after: int) -> int:
    """Where the _WORDS_AFTER words after a place end."""
    for count, word in enumerate(_WORD.finditer(text, after), start=1):
        if count == _WORDS_AFTER:
            return word.end()
    return len(text)
