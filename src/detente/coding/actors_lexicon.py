"""The words that can name a side, read from coding/data into one look-up by first word.

An entry is found by its first token and then compared token by token, longest first. Keys keep
their case ('US' is a side, 'us' is not); for headlines the all-capitals form is added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from detente.coding.actors_data import fold, read_data, tokens_of
from detente.coding.leaders import leader_names
from detente.core.states import states

__all__ = [
    "Entry",
    "Lexicon",
    "Rest",
    "Table",
    "lexicon",
]


@dataclass(frozen=True)
class Entry:
    """One thing a phrase can name.

    `kind`: state, demonym, people, prefix, capital, place, seat, group, igo, media, company,
    leader, role, carried, block. `state`, `sector` and `name` are what a mention takes over;
    `since` and `until` bound the days on which it is meant so; `needs` is a condition on the
    context ('the': after the article only; 'context': its state must be spoken of).
    """

    kind: str
    state: str | None = None
    sector: str | None = None
    name: str | None = None
    since: date | None = None
    until: date | None = None
    needs: str = ""
    role: str = ""


Rest = tuple[str, ...]
Table = dict[str, list[tuple[Rest, tuple[Entry, ...]]]]


@dataclass(frozen=True)
class Lexicon:
    """Look-ups by first token: each gives (further tokens, entries), longest first.

    `common` are surnames that many bear, `words` those that are also words (May, Rice).
    """

    names: Table
    roles: Table
    carried: Table
    common: frozenset[str]
    words: frozenset[str]


def _spellings(name: str) -> Iterator[str]:
    """The name, with the other apostrophe, and in capitals."""
    plain = fold(name)
    for form in dict.fromkeys((plain, plain.replace("'", "’"))):
        yield form
        if len(form) > 3:
            yield form.upper()


def _state_entries() -> Iterator[tuple[str, Entry]]:
    for row in states().iter_rows(named=True):
        since, until = row["member_from"], row["member_to"]
        shared = {"state": row["state"], "sector": "GOV", "since": since, "until": until}
        named = [row["name"], *row["aliases"]]
        for name in named:
            yield name, Entry(kind="state", name=row["name"], **shared)
        for name in row["capitals"]:
            if name not in named:
                yield name, Entry(kind="capital", name=row["name"], **shared)
        for word in row["adjectives"]:
            yield word, Entry(kind="demonym", name=row["name"], **shared)
            if not word.isupper() and not word.endswith(("ese", "ish", "ch", "ss", ".")):
                yield word + "s", Entry(kind="people", name=row["name"], **shared)
        for word in row["nouns"]:
            yield word, Entry(kind="people", name=row["name"], **shared)


def _table_entries() -> Iterator[tuple[str, Entry]]:
    for row in read_data("seats.csv"):
        for name, shown in _named(row):
            yield name, Entry("seat", row["state"] or None, row["sector"], shown)
    for row in read_data("groups.csv"):
        kind = "folk" if row["kind"] == "people" else row["kind"]
        for name, shown in _named(row):
            yield name, Entry(kind, row["state"] or None, row["sector"], shown)
    for row in read_data("igos.csv"):
        entry = Entry("igo", None, row["sector"], row["name"])
        for name in _names(row):
            yield name, entry
            if name.isupper() and len(name) > 3:
                yield name.capitalize(), entry
    for row in read_data("places.csv"):
        for name in _names(row):
            yield name, Entry(row["kind"], row["state"], "GOV", name)
    for row in read_data("prefixes.csv"):
        yield row["name"], Entry("demonym", row["state"], None, row["name"], needs="hyphen")
    for row in read_data("blocks.csv"):
        yield row["phrase"], Entry("block", row["state"] or None, name=row["phrase"])


def _named(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each name of a row and what it is called: the row's name where they are the same thing."""
    for name in _names(row):
        yield name, row["name"] if row["same"] == "yes" else name.removeprefix("the ")


def _names(row: dict[str, str]) -> list[str]:
    return [row["name"], *(alias for alias in row["aliases"].split(";") if alias)]


def _leader_entries() -> Iterator[tuple[str, Entry]]:
    for name in dict.fromkeys(leader_names()):
        entry = Entry("leader", name=name)
        yield name, entry
        if name.title() != name:
            yield name.title(), entry


def _needs() -> dict[str, str]:
    return {row["name"]: row["needs"] for row in read_data("ambiguous.csv")}


@cache
def lexicon() -> Lexicon:
    """All entries; read once."""
    needs = _needs()
    found: dict[Rest, list[Entry]] = {}
    for source in (_state_entries(), _table_entries(), _leader_entries()):
        for name, entry in source:
            bare = name.removeprefix("the ")
            need = needs.get(name) or ("the" if bare != name else entry.needs)
            for form in _spellings(bare):
                bucket = found.setdefault(tokens_of(form), [])
                bucket.append(_with(entry, need))
    roles: dict[Rest, list[Entry]] = {}
    for row in read_data("roles.csv"):
        name = row["role"].lower()
        entry = Entry("role", None, row["sector"] or None, name, role=row["kind"])
        for form in {
            row["role"],
            row["role"].title(),
            row["role"].capitalize(),
            row["role"].upper(),
        }:
            roles[tokens_of(form)] = [entry]
    carried: dict[Rest, list[Entry]] = {}
    for row in read_data("carried.csv"):
        bare = row["phrase"].removeprefix("the ")
        need = "the" if bare != row["phrase"] else ""
        entry = Entry(
            "carried", None, row["sector"] or None, row["phrase"], needs=need, role=row["kind"]
        )
        for form in {bare, bare.title() if need else bare.capitalize()}:
            carried[tokens_of(form)] = [entry]
    common = frozenset(name for name, need in needs.items() if need == "surname")
    words = frozenset(name for name, need in needs.items() if need == "word")
    return Lexicon(_by_first(found), _by_first(roles), _by_first(carried), common, words)


def _with(entry: Entry, needs: str) -> Entry:
    if not needs:
        return entry
    return Entry(
        entry.kind,
        entry.state,
        entry.sector,
        entry.name,
        entry.since,
        entry.until,
        needs,
        entry.role,
    )


def _by_first(found: dict[Rest, list[Entry]]) -> Table:
    table: Table = {}
    for tokens, entries in found.items():
        table.setdefault(tokens[0], []).append((tokens[1:], tuple(dict.fromkeys(entries))))
    for bucket in table.values():
        bucket.sort(key=lambda item: -len(item[0]))
    return table
