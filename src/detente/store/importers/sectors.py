"""PLOVER sector of an actor, from the words and codes that datasets use."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import polars as pl

from detente.core.codebook import SECTORS
from detente.core.states import normalise_name, state_map

__all__ = ["code_sectors", "icews_sector", "sector_in_words", "sector_of_code"]


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    text = files("detente.store").joinpath("data/sector_words.csv").read_bytes()
    table = pl.read_csv(text, infer_schema=False)
    return [
        (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), sector)
        for words, sector in table.select("words", "sector").iter_rows()
    ]


def icews_sector(entity: str) -> str | None:
    """Sector in the name of an ICEWS entity; a bare state stands for its government.

    >>> icews_sector("Police (India)"), icews_sector("Iran"), icews_sector("Angela Merkel")
    ('COP', 'GOV', None)
    """
    if normalise_name(entity) in state_map("name"):
        return "GOV"
    return sector_in_words(entity.split(" (")[0])


def sector_in_words(text: str) -> str | None:
    """First sector of the list that a word of `text` names.

    >>> sector_in_words("Executive,Foreign Ministry,Government")
    'GOV'
    """
    return next((sector for pattern, sector in _patterns() if pattern.search(text)), None)


# CAMEO roles that PLOVER names otherwise.
_RENAMED = {
    "SEP": "REB", "INS": "REB", "RAD": "REB", "AGR": "BUS", "HLH": "CVL", "MNC": "BUS",
    "DEV": "CVL", "ENV": "NGO", "HRI": "NGO", "LEG": "LEG", "SET": "CVL", "NGM": "NGO",
    "UIS": "CVL", "MOD": "OPP", "CIT": "CVL", "INT": "IGO", "UPF": "UAF", "CHR": "REL",
}  # fmt: skip


def sector_of_code(code: str | None) -> str | None:
    """Sector of a CAMEO or Phoenix role code; null where it names none.

    >>> sector_of_code("GOV"), sector_of_code("SEP"), sector_of_code("XXX")
    ('GOV', 'REB', None)
    """
    if code is None:
        return None
    return code if code in SECTORS else _RENAMED.get(code)


def code_sectors(column: str) -> pl.Expr:
    """Expression for the sectors of the role codes in `column`; null where there is none."""
    table = {sector: sector for sector in SECTORS} | _RENAMED
    return pl.col(column).replace_strict(table, default=None, return_dtype=pl.String)
