"""Which lines of a plain-text copy are the body: the run that scores best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from detente.reading.lines import Line

__all__ = ["body_run", "is_main_content"]

# Worth of a line for the run that holds it; found on the development pages (quality/pages.py),
# coarse on purpose: a line of prose outweighs a few short ones, a stop line ends an article.
_WORTH: Final = {
    "short": -0.7,
    "bullet": -0.35,
    "caption": -0.4,
    "frame": -0.8,
    "ago": -2.0,
    "cut": -2.5,
    "stop": -5.0,
    "notice": -1.5,
    "shout": -0.7,
}
_TWICE: Final = -0.3
_MAIN_SHARE: Final = 0.8


def body_run(lines: Sequence[Line]) -> tuple[int, int]:
    """`[start, end)` of the lines from the first to the last line of the body; (0, 0) if none.

    The run is the one with the greatest sum of worths; a run that starts or ends with short lines
    is trimmed to prose.
    """
    best, best_sum, start, total = (0, 0), 0.0, 0, 0.0
    often = Counter(line.text for line in lines)
    for i, line in enumerate(lines):
        if total <= 0:
            start, total = i, 0.0
        total += _worth(line) if often[line.text] == 1 else min(_worth(line), _TWICE)
        if total > best_sum:
            best, best_sum = (start, i + 1), total
    return best


def _worth(line: Line) -> float:
    if line.label == "item":
        return 0.6
    if line.label == "prose":
        return 0.4 + min(line.words, 60) / 12
    return _WORTH[line.label]


def is_main_content(lines: Sequence[Line]) -> bool:
    """Whether nearly all words stand in prose, so that the copy holds little but the article."""
    words = sum(line.words for line in lines)
    prose = sum(line.words for line in lines if line.label == "prose")
    return words > 0 and prose >= _MAIN_SHARE * words
