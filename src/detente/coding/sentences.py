"""Where do the sentences of a paragraph begin and end?

Rules rather than a parser: the coder parses only the sentences that can hold an event, and has to
know them first.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["split_sentences"]

# A full stop after one of these ends no sentence: the name or number after it goes with it.
_TITLES: Final = frozenset(
    "mr mrs ms dr prof gen lt col maj capt cmdr adm sgt gov sen rep rev hon st amb pres messrs "
    "brig cpl supt insp fr msgr vs v viz cf mt ft approx vol nos pp".split()
)
# Short for something that also ends sentences: only a word that opens one decides for an end.
_SHORT: Final = frozenset(
    "jan feb mar apr jun jul aug sept sep oct nov dec al dept univ ave blvd etc".split()
)
# Words in their own right, and short for something only before a number.
_NUMBERED: Final = frozenset("no art min fig".split())
# After these a sentence may end: only a following lower-case word or name decides against it.
_INITIALS: Final = re.compile(r"(?:\b[A-Za-z]\.)+$")
_END: Final = re.compile(r"[.!?…][\"'”’)\]]*(?=\s|$)|\n")
_SPACE: Final = re.compile(r"\s+")
# Words that begin a sentence more often than they carry on after "U.S.".
_OPENERS: Final = frozenset(
    "The A An In On At But And It He She They We This That These Those However Meanwhile Earlier "
    "Last Since After Before When While As If For Mr Mrs Ms Dr Both Its His Her Their There".split()
)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """[start, end) of each sentence of `text`, in characters, without the spaces around it.

    >>> [ "U.S. envoys met Gen. Ali. He left.", ] and [
    ...     "U.S. envoys met Gen. Ali. He left."[a:b]
    ...     for a, b in split_sentences("U.S. envoys met Gen. Ali. He left.")
    ... ]
    ['U.S. envoys met Gen. Ali.', 'He left.']
    """
    spans, start = [], 0
    for match in _END.finditer(text):
        end = match.end()
        if match.group() != "\n" and not _ends(text, start, match.start(), end):
            continue
        spans.append((start, end))
        start = end
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, *span))]


def _ends(text: str, start: int, dot: int, end: int) -> bool:
    """Does the mark at `dot` end a sentence?"""
    rest = _SPACE.sub(" ", text[end : end + 24]).lstrip()
    if not rest:
        return True
    if rest[0].islower() or rest[0] in ",;:-)":
        return False
    if text[dot] != ".":
        return True
    before = text[start : dot + 1]
    word = before[:-1].rsplit(None, 1)[-1].strip("(\"'“‘") if before[:-1].strip() else ""
    if word.lower() in _TITLES:
        return False
    if word.lower() in _NUMBERED:
        return not rest[0].isdigit()
    if word.lower() in _SHORT or _INITIALS.search(before):
        following = re.match(r"[\w’']+", rest)
        return bool(following and following.group() in _OPENERS)
    return True


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
