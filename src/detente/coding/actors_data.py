"""Reading the actor tables in coding/data, and cutting names as the finder cuts a text."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Final

__all__ = ["TOKEN", "fold", "read_data", "read_words", "tokens_of"]

# Group 1 is the token; a possessive 's is passed over.
TOKEN: Final = re.compile(r"((?:[A-Z]\.){2,}|\w+(?:['’](?![sS]\b)\w+)*)(?:['’][sS]\b)?")

# Letters that Unicode does not take apart into a letter and an accent.
_UNDECOMPOSED: Final = str.maketrans("øØłŁđĐıİßæÆœŒ", "oOlLdDiIsaAoO")


def read_data(name: str) -> list[dict[str, str]]:
    """Rows of a table in coding/data."""
    text = files("detente.coding").joinpath(f"data/{name}").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def tokens_of(text: str) -> tuple[str, ...]:
    """Tokens of a name, as the finder cuts a text.

    >>> tokens_of("U.S.-led Côte d'Ivoire's")
    ('U.S.', 'led', 'Côte', "d'Ivoire")
    """
    return tuple(TOKEN.findall(text))


@cache
def read_words(kind: str) -> frozenset[str]:
    """A closed class of words from coding/data/words.csv."""
    rows = read_data("words.csv")
    return frozenset(word for row in rows if row["class"] == kind for word in row["words"].split())


def fold(text: str) -> str:
    """The text without accents, letter by letter: names are looked up so.

    >>> fold("Erdoğan"), fold("Støre")
    ('Erdogan', 'Store')
    """
    letters = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
