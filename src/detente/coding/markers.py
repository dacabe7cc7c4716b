"""How a sentence and its two sides are put to the classifier.

The two sides are fenced by four word pieces that the base model never saw in training
(`[unused1]` … `[unused4]`): entity markers, after Baldini Soares et al. 2019 (ACL, 'Matching the
Blanks'). Training and coding use this one function, so that they can't drift apart.
"""

from __future__ import annotations

from typing import Final

__all__ = ["MARKS", "MAX_CHARS", "fence"]

MARKS: Final = ("[unused1]", "[unused2]", "[unused3]", "[unused4]")
"""Actor opens, actor closes, recipient opens, recipient closes."""

# About 120 word pieces: what the sides do to each other stands near them, and long lists cost time.
MAX_CHARS: Final = 480


def fence(text: str, actor: tuple[int, int], recipient: tuple[int, int]) -> str:
    """`text` with both sides fenced, cut around them to about MAX_CHARS.

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
    start = max(0, min(first, last - MAX_CHARS, len(text) - MAX_CHARS))
    end = min(len(text), max(last, start + MAX_CHARS))
    parts, at = [], start
    for position, _, mark in inserts:
        parts += [text[at:position].strip(), mark]
        at = position
    parts.append(text[at:end].strip())
    return " ".join(part for part in parts if part)
