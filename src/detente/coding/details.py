"""The finer kind of a deed: its mode, and the domains that its sentence speaks of.

Word lists are data: `data/modes.csv` and `data/domains.csv`, our own, from the descriptions of
modes and contexts in the PLOVER codebook.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from detente.core.codebook import DOMAINS

__all__ = ["domains_of", "mode_of", "modes_of"]

# Words that name a deed in so many kinds of sentence that they speak for their domain only when
# nothing else does.
_DEFAULT_DOMAIN = "diplomatic"


def mode_of(root: str, near: Iterable[str], sentence: Iterable[str]) -> str | None:
    """Mode of a deed: the first of the root's modes with a word near the trigger, else anywhere.

    Args:
        root: PLOVER root.
        near: lemmas of the trigger and what hangs on it.
        sentence: lemmas of the whole sentence.

    Returns:
        A mode of the root's list, or null where no word of it occurs.

    >>> mode_of("SANCTION", ["expel"], ["expel", "diplomat"])
    'expel'
    """
    for lemmas in ({word.lower() for word in near}, {word.lower() for word in sentence}):
        for mode, words in _modes().get(root, ()):
            if words & lemmas:
                return mode
    return None


def modes_of(root: str) -> list[str]:
    """Modes that a root may have, in the order in which `mode_of` tries them; none: empty.

    >>> modes_of("ACCUSE")
    ['investigate', 'lawsuit', 'summon', 'allege', 'disapprove']
    """
    return [mode for mode, _ in _modes().get(root, ())]


def domains_of(lemmas: Iterable[str]) -> list[str]:
    """Domains that the lemmas speak of, in the codebook's order; diplomatic where none does.

    >>> domains_of(["sign", "gas", "pipeline"])
    ['energy']
    """
    seen = {word.lower() for word in lemmas}
    found = {domain for domain, words in _domains().items() if words & seen}
    return [domain for domain in DOMAINS if domain in found] or [_DEFAULT_DOMAIN]


def _rows(name: str) -> list[dict[str, str]]:
    path = files("detente.coding") / "data" / name
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@lru_cache(maxsize=1)
def _modes() -> dict[str, list[tuple[str, frozenset[str]]]]:
    modes: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for row in _rows("modes.csv"):
        modes.setdefault(row["root"], []).append((row["mode"], frozenset(row["words"].split())))
    return modes


@lru_cache(maxsize=1)
def _domains() -> dict[str, frozenset[str]]:
    return {row["domain"]: frozenset(row["words"].split()) for row in _rows("domains.csv")}
