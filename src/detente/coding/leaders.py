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

__all__ = [
    "SURNAME_FIRST",
    "Leader",
    "leader_named",
    "leader_names",
    "leaders",
    "prominence",
    "surnames",
]

# How well known an office makes its holder, a year at a time; the square root of the years counts.
_WEIGHTS: Final = {
    "supreme_leader": 5.0, "head_of_state": 4.0, "head_of_government": 4.0, "head_of_body": 3.0,
    "foreign_minister": 2.0, "rebel_leader": 2.0, "defence_minister": 1.5, "vice_president": 1.5,
    "opposition": 1.5,
}  # fmt: skip
_IN_OFFICE: Final = 8.0
_HALF_LIFE_YEARS: Final = 6.0
_YEARLY_BEFORE: Final = 0.1
_SPOKEN_OF: Final = 20.0
_OFFICE_FITS: Final = 10.0
# A namesake of another state must be this much less likely, and a surname this likely at all.
_CLEAR: Final = 1.7
_LEAST: Final = 0.05
_HEIRS: Final = {"SUN": "RUS", "CSK": "CZE", "YUG": "SRB", "SCG": "SRB", "DDR": "DEU"}
_LAST_DAY: Final = date(2025, 12, 31)
SURNAME_FIRST: Final = frozenset({"CHN", "HKG", "TWN", "PRK", "KOR", "VNM", "VDR"})
"""States whose people are called by the first of their names."""
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
    full = tuple(alias for alias in (row["name"], *aliases) if len(tokens_of(alias)) > 1)
    short = tuple(alias for alias in aliases if " " not in alias)
    first = row["state"] in SURNAME_FIRST
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

    Every bearer of the name is scored by how prominent the person is, how far the day lies from the
    term, whether the state is spoken of and the office fits; the best answers if no bearer from
    another state comes near.

    Args:
        name: a full name or a surname.
        on: day of the report; null weighs all terms alike.
        office: word of office before the name ('president').
        states: states spoken of nearby.
    """
    full = _by_name().get(_key(name))
    pool = full or surnames().get(fold(name)) or []
    if not pool:
        return None
    scores = [_score(leader, on, office, states) for leader in pool]
    best = max(range(len(pool)), key=scores.__getitem__)
    others = [
        score
        for leader, score in zip(pool, scores, strict=True)
        if leader.state != pool[best].state
    ]
    if others and scores[best] < _CLEAR * max(others):
        return None
    return pool[best] if full or scores[best] >= _LEAST else None


def _is_other(leader: Leader, best: Leader) -> bool:
    """Whether a bearer of the name is another person of another state."""
    heir = _HEIRS.get(leader.state or "", leader.state)
    same_state = heir == _HEIRS.get(best.state or "", best.state)
    return not same_state and leader.name != best.name


def _score(leader: Leader, on: date | None, office: str | None, states: frozenset[str]) -> float:
    score = prominence(leader) * _nearness(leader, on)
    score *= _SPOKEN_OF if leader.state in states else 1.0
    if office is not None and office.lower() in _OFFICE_WORDS:
        score *= _OFFICE_FITS if office_fits(leader.office, office) else 1 / _OFFICE_FITS
    return score


@cache
def _years() -> dict[tuple[str | None, str, str], float]:
    """Years in each office of each person, all terms together."""
    found: dict[tuple[str | None, str, str], float] = defaultdict(float)
    for leader in leaders():
        days = (min(leader.until, _LAST_DAY) - leader.since).days
        found[leader.state, leader.name, leader.office] += max(days, 30) / 365.25
    return found


def prominence(leader: Leader) -> float:
    """How well known a holder is through this office: its weight times the root of the years."""
    years = _years()[leader.state, leader.name, leader.office]
    return float(_WEIGHTS.get(leader.office, 1.0) * years**0.5)


def _nearness(leader: Leader, on: date | None) -> float:
    if on is None:
        return 1.0
    if leader.since <= on <= leader.until:
        return _IN_OFFICE
    if on > leader.until:
        return float(0.5 ** ((on - leader.until).days / 365.25 / _HALF_LIFE_YEARS))
    return float(_YEARLY_BEFORE ** ((leader.since - on).days / 365.25))


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
