"""Who held which office when: heads of state and government, foreign and defence ministers.

`coding/data/leaders.csv` is written by `scripts/build_leaders.py`; terms whose end lies after
`checked_on` are open. A day outside a term still finds its holder for a few years (people stay in
the news), but an office holder of that day comes first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from detente.coding.actors_data import fold, read_data, tokens_of

__all__ = ["Leader", "leader_named", "leader_names", "leaders", "surnames"]

# Before and after a term the name is still in the news: candidates, and former holders.
_BEFORE_DAYS: Final = 2 * 365
_AFTER_DAYS: Final = 12 * 365
_SURNAME_FIRST: Final = frozenset({"CHN", "TWN", "PRK", "KOR", "VNM", "VDR"})
_OPEN: Final = date(9999, 12, 31)


@dataclass(frozen=True)
class Leader:
    """One term of office: `until` is the last day, open where the holder was still in office."""

    state: str | None
    office: str
    sector: str
    name: str
    aliases: tuple[str, ...]
    surnames: tuple[str, ...]
    since: date
    until: date


@cache
def leaders() -> tuple[Leader, ...]:
    """All terms of office, in the order of the table."""
    return tuple(_leader(row) for row in read_data("leaders.csv"))


def _leader(row: dict[str, str]) -> Leader:
    aliases = tuple(alias for alias in row["aliases"].split(";") if alias)
    full = tuple(alias for alias in (row["name"], *aliases) if " " in alias)
    short = tuple(alias for alias in aliases if " " not in alias)
    first = row["state"] in _SURNAME_FIRST
    short = short or (row["name"].split()[0 if first else -1],)
    return Leader(
        row["state"] or None, row["office"], row["sector"], row["name"], full, short,
        date.fromisoformat(row["from"]),
        date.fromisoformat(row["to"]) if row["to"] else _OPEN,
    )  # fmt: skip


def _key(name: str) -> str:
    """Case, accents and hyphens do not part names: 'Ma Ying Jeou' is 'Ma Ying-jeou'."""
    return " ".join(tokens_of(fold(name))).lower()


@cache
def _by_name() -> dict[str, list[Leader]]:
    found: dict[str, list[Leader]] = defaultdict(list)
    for leader in leaders():
        for alias in dict.fromkeys((leader.name, *leader.aliases)):
            found[_key(alias)].append(leader)
    return dict(found)


@cache
def surnames() -> dict[str, list[Leader]]:
    """Surname → terms of all who bear it, with and without accents, and in capitals."""
    found: dict[str, list[Leader]] = defaultdict(list)
    for leader in leaders():
        for short in leader.surnames:
            for form in {fold(short), fold(short).upper()}:
                if len(form) > 1:
                    found[form].append(leader)
    return dict(found)


def leader_names() -> list[str]:
    """Full names and their variants, for the finder's look-up."""
    return [alias for leader in leaders() for alias in (leader.name, *leader.aliases)]


def leader_named(
    name: str, *, on: date | None, office: str | None = None, states: frozenset[str] = frozenset()
) -> Leader | None:
    """The term of office that a name means on a day, or null if it is nobody's or several states'.

    Args:
        name: a full name or a surname.
        on: day of the report; null weighs all terms alike and takes the latest.
        office: word of office before the name ('president'), which breaks ties.
        states: states spoken of nearby, which break ties.
    """
    pool = _by_name().get(_key(name)) or surnames().get(fold(name)) or []
    ranked = sorted(
        ((_rank(leader, on, office, states), order, leader) for order, leader in enumerate(pool)),
        key=lambda item: item[:2],
    )
    if not ranked or ranked[0][0][0] > 2:
        return None
    best = ranked[0][0]
    tied = {leader.state for rank, _, leader in ranked if rank[:3] == best[:3]}
    return ranked[0][2] if len(tied) == 1 or on is None else None


def _rank(
    leader: Leader, on: date | None, office: str | None, states: frozenset[str]
) -> tuple[int, int, int, int]:
    """(in or near the term, state not spoken of, office does not fit, days off the term)."""
    if on is None or leader.since <= on <= leader.until:
        days, near = 0, 0
    elif on > leader.until:
        days = (on - leader.until).days
        near = 1 if days <= _AFTER_DAYS else 2
    else:
        days = (leader.since - on).days
        near = 1 if days <= _BEFORE_DAYS else 3
    known = leader.state in states
    fits = office is None or office_fits(leader.office, office)
    latest = -leader.since.toordinal() if on is None else days
    return (near if not known else min(near, 2) * 1, not known, not fits, latest)


_OFFICE_WORDS: Final = {
    "president": ("head_of_state",),
    "prime minister": ("head_of_government",),
    "premier": ("head_of_government",),
    "chancellor": ("head_of_government",),
    "supreme leader": ("supreme_leader",),
    "king": ("head_of_state",),
    "foreign minister": ("foreign_minister",),
    "foreign secretary": ("foreign_minister",),
    "secretary of state": ("foreign_minister",),
    "defence minister": ("defence_minister",),
    "defense minister": ("defence_minister",),
    "defense secretary": ("defence_minister",),
    "defence secretary": ("defence_minister",),
    "secretary of defense": ("defence_minister",),
}


def office_fits(office: str, word: str) -> bool:
    """Whether the word before a name can mean the office."""
    wanted = _OFFICE_WORDS.get(word.lower())
    return wanted is None or office in wanted
