"""Which language a text is in, guessed from its script and commonest words."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import Final

__all__ = ["guess_language"]

# Script → language where the script settles it, or the commonest language of news in it.
_SCRIPTS: Final = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("bn", re.compile(r"[\u0980-\u09ff]")),
    ("ta", re.compile(r"[\u0b80-\u0bff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("hy", re.compile(r"[\u0530-\u058f]")),
)
_ANY_SCRIPT = re.compile("|".join(script.pattern for _, script in _SCRIPTS))
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 1500


def guess_language(text: str) -> str | None:
    """ISO 639-1 code of the language that `text` is most likely in, or null where nothing tells.

    >>> guess_language("The talks were held in the capital and ended with an agreement.")
    'en'
    >>> guess_language("Les deux pays ont signé un accord sur le gaz."), guess_language("42")
    ('fr', None)
    """
    sample = text[:_SAMPLE]
    if _ANY_SCRIPT.search(sample):
        letters = sum(letter.isalpha() for letter in sample)
        for code, script in _SCRIPTS:
            if len(script.findall(sample)) > 0.2 * letters:
                return code
    words = _WORD.findall(sample.casefold())
    counts = Counter(code for word in words for code in _common().get(word, ()))
    best = max(counts, key=lambda code: (counts[code], code), default=None)
    enough = best is not None and counts[best] >= max(2, 0.08 * len(words))
    return best if enough else None


@cache
def _common() -> dict[str, tuple[str, ...]]:
    """Function word → the languages in which it is among the commonest."""
    table = files("detente.reading").joinpath("data/common_words.csv").read_text(encoding="utf-8")
    languages: dict[str, tuple[str, ...]] = {}
    for line in table.splitlines()[1:]:
        code, _, words = line.partition(",")
        for word in words.split():
            languages[word] = (*languages.get(word, ()), code)
    return languages
