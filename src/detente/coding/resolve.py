"""Which state and sector an actor phrase stands for: `dt.resolve(["the Kremlin", …], on=date)`."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from detente.coding.actors_data import read_words
from detente.coding.actors_scan import roles_at
from detente.coding.mentions import Mention, find_mentions, scan_mentions, scan_of
from detente.core.states import state_name, state_of

__all__ = ["resolve"]

_SCHEMA: Final = {
    "phrase": pl.String,
    "state": pl.String,
    "sector": pl.String,
    "name": pl.String,
    "how": pl.String,
}
# A phrase given as an actor is one, so that a location or a demonym still tells its state.
_COMMON_NOUNS: Final = read_words("common_noun")
# What a phrase without any capital may still name: 'russian troops', but no person or town.
_SURE_IN_SMALL: Final = frozenset({"role", "state name", "demonym", "group", "igo"})
_LAST_RESORT: Final = {"place": 1, "team": 0, "modifier": 2, "pair": 3}


def resolve(
    phrases: Sequence[str],
    *,
    on: date | None = None,
    context: str | Sequence[str] | None = None,
) -> pl.DataFrame:
    """State and sector of each actor phrase.

    Args:
        phrases: noun phrases or names, as written.
        on: day of the report; decides office holders and historic states.
        context: text of the article before or around the phrases, or one text for each phrase.

    Returns:
        One row per phrase, in order: `phrase`, `state` (ISO alpha-3; null for international bodies
        and where it is not known), `sector` (PLOVER), `name` (person or body), `how` (what told;
        null where nothing did).

    Raises:
        ValueError: a sequence of contexts whose length is not that of the phrases.

    >>> resolve(["the Kremlin", "Tuareg rebels", "somebody"])["state"].to_list()
    ['RUS', 'MLI', None]
    """
    contexts = _contexts(context, len(phrases))
    known: dict[str | None, list[Mention]] = {}
    rows = []
    for phrase, text in zip(phrases, contexts, strict=True):
        if text not in known:
            known[text] = find_mentions(text, on=on) if text else []
        rows.append(_row(phrase, on, text, known[text]))
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _contexts(context: str | Sequence[str] | None, count: int) -> list[str | None]:
    if context is None or isinstance(context, str):
        return [context] * count
    if len(context) != count:
        raise ValueError(
            f"{len(context)} contexts for {count} phrases: give one each, or one text."
        )
    return list(context)


def _row(
    phrase: str, on: date | None, around: str | None, earlier: Sequence[Mention]
) -> tuple[str, str | None, str | None, str | None, str | None]:
    best = _best(phrase, on, around, earlier)
    if best is None and phrase == phrase.lower() and not _COMMON_NOUNS & set(phrase.split()):
        best = _best(phrase.title(), on, around, earlier)
        best = best if best and best.how in _SURE_IN_SMALL else None
    if best is not None:
        return phrase, best.state, best.sector, best.name, best.how
    if state := _foreign_name(phrase, on):
        return phrase, state, "GOV", state_name(state), "state name"
    sector = _role_alone(phrase)
    return phrase, None, sector, None, "role" if sector else None


def _role_alone(phrase: str) -> str | None:
    """Sector of a phrase that names a role and no state: 'unidentified gunmen'."""
    scan = scan_of(phrase)
    hits = (roles_at(scan, index) for index in range(len(scan.words)))
    return next((hit[1].sector for hit in hits if hit), None)


def _best(
    phrase: str, on: date | None, around: str | None, earlier: Sequence[Mention]
) -> Mention | None:
    """The first mention that can act; else a location; else a demonym on a thing."""
    scan = scan_of(phrase, on=on, earlier=earlier, around=around, trusting=True)
    found = scan_mentions(scan, earlier)
    if found and (tail := _bracketed(phrase, found)):
        return tail
    ranked = sorted(enumerate(found), key=lambda item: (_LAST_RESORT.get(item[1].how, 0), item[0]))
    return ranked[0][1] if ranked and ranked[0][1].how != "pair" else None


def _bracketed(phrase: str, found: Sequence[Mention]) -> Mention | None:
    """The state in brackets that closes a phrase: 'Labor Party (Norway)', not 'Taiwan (China)'."""
    last = found[-1]
    closes = phrase[last.end :].strip() == ")" and phrase[: last.start].rstrip().endswith("(")
    if not closes or last.how not in {"state name", "place"} or phrase[: last.start].strip() == "(":
        return None
    if found[0].how in {"state name", "place"}:
        return None
    sector = found[0].sector if len(found) > 1 else _role_alone(phrase[: last.start])
    return replace(last, sector=sector, name=None, how="role")


def _foreign_name(phrase: str, on: date | None) -> str | None:
    """A state's name in another language: 'Deutschland', '中国'."""
    text = unicodedata.normalize("NFC", phrase).strip(" \"'“”.,")
    return state_of(text, dialect="name", on=on) if text[:1] == text[:1].upper() else None
