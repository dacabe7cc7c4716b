"""Which state a code or a name means, on a day.

One dated table (`core/data/states.csv`) holds the codes of six dialects, names, capitals and
demonyms of every state since 1816 that datasets or news of today still name; historic states keep
the ISO code of their day (SUN, YUG, CSK, DDR, SCG, VDR, YMD).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import polars as pl

from detente.core.errors import CodebookError

__all__ = [
    "DIALECTS",
    "normalise_name",
    "require_state",
    "state_map",
    "state_name",
    "state_names",
    "state_of",
    "states",
]

DIALECTS: Final = ("iso3", "iso2", "iso_numeric", "cow", "gw", "cameo", "fips", "name")

# CAMEO codes that older releases used, or that stand for a part of a state.
_CAMEO_ALSO: Final = {
    "ROU": "ROU", "TLS": "TLS", "MNE": "MNE", "XKX": "XKX", "KOS": "XKX", "UNK": "XKX",
    "PAL": "PSE", "WSB": "PSE", "GZS": "PSE", "BAG": "IRQ", "ZAR": "COD", "GER": "DEU",
    "RUM": "ROU", "IMN": "IMN", "CZE": "CZE", "SCN": "", "EUR": "", "AFR": "", "ASA": "",
}  # fmt: skip
_ISO_ALSO: Final = {"ROM": "ROU", "TMP": "TLS", "ZAR": "COD", "BUR": "MMR", "XKO": "XKX",
                    "KSV": "XKX", "UNK": "XKX", "RKS": "XKX", "XKV": "XKX"}  # fmt: skip
# Numbers of before a union or a parting, which older files carry.
_NUMERIC_ALSO: Final = {"280": "DEU", "230": "ETH", "736": "SDN", "886": "YEM"}
_WORDS = re.compile(r"[^\w]+")


@cache
def states() -> pl.DataFrame:
    """One row per state and period, and one per territory that has an ISO code.

    Columns: `state` (ISO 3166 alpha-3 of its day; XKX Kosovo), `iso2`, `iso_numeric`, `cow`, `gw`,
    `cameo`, `fips` (all text, null where the dialect has none), `name`, `member_from`, `member_to`
    (first and last day in the state system; null: no member, or still one), `capital`, `kind`
    (`state` or `territory`), `sovereign` (who holds a territory; itself for a state), and the lists
    `capitals`, `adjectives`, `nouns`, `aliases`.

    Source: ISO 3166; Correlates of War state system membership; Gleditsch & Ward 1999; CAMEO
    manual; FIPS 10-4. See core/data/README.md.
    """
    text = files("detente.core").joinpath("data/states.csv").read_bytes()
    frame = pl.read_csv(text, infer_schema=False)
    listed = ("capitals", "adjectives", "nouns", "aliases")
    return frame.with_columns(
        pl.col("member_from", "member_to").str.to_date("%Y-%m-%d"),
        *(pl.col(name).fill_null("").str.split(";").list.eval(_filled()) for name in listed),
    )


def _filled() -> pl.Expr:
    return pl.element().filter(pl.element() != "")


@cache
def state_names() -> pl.DataFrame:
    """One row per state and name in some language: `state`, `name`, `languages` (list of ISO 639).

    Source: Unicode CLDR (Unicode License v3).
    """
    text = files("detente.core").joinpath("data/state_names.csv").read_bytes()
    return pl.read_csv(text, infer_schema=False).with_columns(pl.col("languages").str.split(";"))


def normalise_name(text: str) -> str:
    """Key for looking up a name: no accents, case, punctuation or leading 'the'.

    >>> normalise_name("  The Côte d’Ivoire ")
    'cote d ivoire'
    """
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = _WORDS.sub(" ", plain.casefold()).split()
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


def state_of(code: object, *, dialect: str, on: date | None = None) -> str | None:
    """ISO alpha-3 of the state that `code` means in `dialect`, or null if it means none.

    `on` chooses between states that share a code over time (COW 345 is YUG, SCG or SRB; the name
    'Germany' before 1990 is DEU still); without it, the latest. CAMEO's codes of regions (EUR, AFR)
    and codes that no table holds give null. Text and whole numbers are accepted.

    Raises:
        CodebookError: no such dialect.

    >>> state_of("345", dialect="cow"), state_of(345, dialect="cow", on=date(1995, 1, 1))
    ('SRB', 'YUG')
    >>> state_of("UP", dialect="fips"), state_of("EUR", dialect="cameo")
    ('UKR', None)
    """
    table = state_map(dialect, on=on)
    text = str(code).strip()
    if dialect == "name":
        return table.get(normalise_name(text))
    return table.get(text.upper()) or table.get(text.lstrip("0"))


def state_map(dialect: str, *, on: date | None = None) -> Mapping[str, str]:
    """Code → ISO alpha-3 for a whole dialect, for use on columns; read-only.

    Keys of `name` are normalised (`normalise_name`) and cover all languages of CLDR; where two
    states share a name in some language, English decides, else the name is left out. Numeric codes
    stand with and without leading zeros.

    Raises:
        CodebookError: no such dialect.
    """
    if dialect not in DIALECTS:
        raise CodebookError(f"'{dialect}' is not a dialect of state codes: {', '.join(DIALECTS)}.")
    return _names_on(on) if dialect == "name" else _codes_on(dialect, on)


@cache
def _codes_on(dialect: str, on: date | None) -> Mapping[str, str]:
    column = "state" if dialect == "iso3" else dialect
    best: dict[str, tuple[int, int, str]] = {}
    for order, row in enumerate(states().iter_rows(named=True)):
        code = row[column]
        rank = (_distance(row["member_from"], row["member_to"], on), -order, row["state"])
        if code and (code not in best or rank < best[code]):
            best[code] = rank
    table = {code: rank[2] for code, rank in best.items()}
    table |= {code.lstrip("0"): state for code, state in table.items() if code.isdigit()}
    if dialect == "iso_numeric":
        table = _NUMERIC_ALSO | table
    if dialect in {"cameo", "iso3"}:
        known = {state: state for state in states()["state"]}
        also = _CAMEO_ALSO | _ISO_ALSO if dialect == "cameo" else _ISO_ALSO
        table = also | known | table
    return MappingProxyType({code: state for code, state in table.items() if state})


def _distance(since: date | None, until: date | None, on: date | None) -> int:
    """Days between a day and a period, 0 inside; without a day, how long ago the period ended."""
    if on is None:
        return 0 if until is None else date.max.toordinal() - until.toordinal()
    if since is not None and on < since:
        return (since - on).days
    return (on - until).days if until is not None and on > until else 0


@cache
def _names_on(on: date | None) -> Mapping[str, str]:
    english: dict[str, tuple[int, str]] = {}
    for row in states().iter_rows(named=True):
        distance = _distance(row["member_from"], row["member_to"], on)
        for name in (row["name"], *row["aliases"]):
            key = normalise_name(name)
            if key not in english or distance < english[key][0]:
                english[key] = (distance, row["state"])
    own = {key: state for key, (_, state) in english.items()}
    return MappingProxyType(_foreign_names() | own)


@cache
def _foreign_names() -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for state, name in state_names().select("state", "name").iter_rows():
        found[normalise_name(name)].add(state)
    return {key: states_.pop() for key, states_ in found.items() if len(states_) == 1 and key}


@cache
def _name_by_state() -> dict[str, str]:
    return {row[0]: row[1] for row in states().select("state", "name").iter_rows()}


def state_name(state: str) -> str:
    """English name of a state.

    Raises:
        CodebookError: no such state.

    >>> state_name("SUN")
    'Soviet Union'
    """
    try:
        return _name_by_state()[state]
    except KeyError:
        raise CodebookError(_unknown(state)) from None


def require_state(text: str) -> str:
    """ISO alpha-3 of a state given by its code (any case) or by a name in any language.

    Raises:
        CodebookError: neither a code nor a name; the message names the nearest.

    >>> require_state("pak"), require_state("Russie")
    ('PAK', 'RUS')
    """
    found = state_map("iso3").get(text.strip().upper()) or state_of(text, dialect="name")
    if found is None:
        raise CodebookError(_unknown(text))
    return found


def _unknown(text: str) -> str:
    names = {normalise_name(name): state for state, name in _name_by_state().items()}
    pool = [*names, *(state.casefold() for state in names.values())]
    near = difflib.get_close_matches(normalise_name(text), pool, n=3, cutoff=0.6)
    codes = dict.fromkeys(names.get(key, key.upper()) for key in near)
    hint = ", ".join(f"{code} ({_name_by_state()[code]})" for code in codes)
    nearest = f"Nearest: {hint}. " if hint else ""
    return (
        f"'{text}' is no state that the table knows. {nearest}"
        "Give an ISO 3166 alpha-3 code (PAK) or a name (Pakistan)."
    )
