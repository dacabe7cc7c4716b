"""Mentions that begin with a side's name: a state, a demonym, a city, a seat, a group, a body."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from detente.coding.actors_context import is_place, pick
from detente.coding.actors_data import read_words
from detente.coding.actors_lexicon import Entry
from detente.coding.actors_phrase import Head, is_former, parse_head, start_of
from detente.coding.actors_scan import Scan, gap_after, is_name_word, names_at
from detente.coding.leaders import Leader, leader_named, surnames

__all__ = [
    "ORGANISED",
    "Found",
    "origin_of",
    "person_of",
    "sector_of",
    "side_at",
    "takes_leader_sector",
]

_BASED: Final = frozenset({"based", "born", "backed"})
_RELATIONS: Final = read_words("relation")
_LOYAL: Final = read_words("loyal")
_LED: Final = read_words("led")
_BACKED: Final = read_words("backed")
_AGAINST: Final = read_words("against")
_TITLES: Final = read_words("title")
_AT_HOME: Final = frozenset({"person", "body", "people", "force"})
_DIRECTIONS: Final = frozenset({"the", "southern", "northern", "eastern", "western", "central"})
_VAGUE: Final = read_words("vague_office")
_RANKS: Final = read_words("rank")
_GOVERNING: Final = read_words("governing")
ORGANISED: Final = frozenset({"igo", "group", "media", "company"})
"""Kinds of entries that keep their own sector and name whatever role follows."""


@dataclass(frozen=True)
class Found:
    """A phrase in tokens [left, right); the search goes on at `after`; no `how`: nothing named."""

    left: int
    right: int
    after: int
    state: str | None = None
    sector: str | None = None
    name: str | None = None
    how: str = ""


def side_at(scan: Scan, index: int, size: int, entry: Entry, floor: int) -> Found:
    """The mention around a side's name in tokens [index, index + size)."""
    after = index + size
    left = start_of(scan, index, floor)
    if gap_after(scan, index - 1) == "-" and _is_compound(scan, index):
        against = scan.lower(index - 1) in _AGAINST
        return _half(scan, index, after, entry, None if against else _joint(scan, after), last=True)
    gap = gap_after(scan, after - 1)
    if gap == " " and (other := _related(scan, after)):
        return Found(index, after, other, entry.state, None, entry.name, "modifier")
    if gap == "-" and scan.lower(after) in _LED:
        head = parse_head(scan, after + 1, loose="words", joins=True)
        if entry.kind == "folk" and (side := origin_of(scan, head)):
            return Found(left, side[1], side[1], side[0].state, head.sector, None, "role")
        return _with_head(scan, left, index, after, entry, head)
    spaced = gap == " " and entry.kind == "demonym" and scan.lower(after) in _BASED
    if spaced or (gap == "-" and (scan.lower(after) in _BACKED or names_at(scan, after))):
        if scan.lower(after) in _BACKED:
            return Found(index, after, after + 1, entry.state, None, entry.name, "modifier")
        second = names_at(scan, after)
        joint = _joint(scan, after + second[0]) if second else None
        if joint and scan.lower(after) == "american" and joint.sector not in {"GOV", "MIL"}:
            joint = None  # 'Cuban-American exiles' are Americans
        return _half(scan, index, after, entry, joint, last=False)
    return _with_head(scan, left, index, after, entry, _head_after(scan, after, gap, entry))


def _related(scan: Scan, after: int) -> int | None:
    """Where the state begins that is only set in relation: 'EU member Hungary', 'US ally Japan'."""
    at = after
    while scan.lower(at) in {"close", "key", "staunch", "new", "fellow", "founding"}:
        at += 1
    if scan.lower(at) not in _RELATIONS or gap_after(scan, at) != " ":
        return None
    hit = names_at(scan, at + 1)
    return at + 1 if hit and hit[1][0].kind == "state" else None


def _is_compound(scan: Scan, index: int) -> bool:
    """'pro-Russian', the second half of 'US-Pakistan'."""
    return scan.lower(index - 1) in _AGAINST or names_at(scan, index - 1) is not None


def _joint(scan: Scan, after: int) -> Head | None:
    """The force or people that both halves of a compound share: 'US-South Korean troops'."""
    if gap_after(scan, after - 1) != " ":
        return None
    head = parse_head(scan, after)
    plural = head.kind in {"person", "post"} and head.office.endswith("s")
    return head if head.kind in {"force", "people"} or plural else None


def _half(
    scan: Scan, index: int, after: int, entry: Entry, joint: Head | None, *, last: bool
) -> Found:
    """One half of a compound: a side if the whole can act, else a modifier ('US-China ties')."""
    if joint is None:
        return Found(index, after, after, entry.state, None, entry.name, "modifier")
    right = joint.end if last else after
    return Found(index, right, right, entry.state, sector_of(entry, joint), None, "role")


def _own_leader(scan: Scan, after: int, entry: Entry) -> Head | None:
    """ "India's Modi": a surname of the state's own after its possessive."""
    if after >= len(scan.words) or scan.words[after] not in surnames():
        return None
    states = frozenset({entry.state}) if entry.state else frozenset[str]()
    leader = leader_named(scan.words[after], on=scan.on, states=states)
    if leader is None or leader.state != entry.state:
        return None
    goes_on = gap_after(scan, after) == " " and is_name_word(scan, after + 1)
    return None if goes_on else Head(after + 1, kind="person", person=(after, after + 1))


def _head_after(scan: Scan, after: int, gap: str, entry: Entry) -> Head:
    if gap not in {" ", "s", "-"}:
        return Head(after)
    if gap == "s" and (head := _own_leader(scan, after, entry)):
        return head
    loose = "words" if gap == "s" or entry.kind == "demonym" else ""
    if entry.kind in {"capital", "place"}:
        loose = "capitals"
    joins = gap == "s" or entry.kind in {"demonym", "folk"} or entry.name == "United States"
    return parse_head(scan, after, loose=loose, joins=joins)


def _with_head(scan: Scan, left: int, index: int, after: int, entry: Entry, head: Head) -> Found:
    if not head.kind:
        return _bare(scan, left, index, after, entry, head)
    if is_former(scan, left, after):
        head = replace(head, former=True)
    sector = sector_of(entry, head) or (head.extra.sector if head.extra else None)
    person, leader = person_of(scan, head, entry.state)
    if leader and not head.former and takes_leader_sector(head):
        sector = leader.sector
    person = person or _name_before(scan, left, head)
    name = person or (head.extra.name if head.extra else None)
    how = "team" if head.kind == "team" else "role"
    if entry.kind in ORGANISED:
        how = entry.kind if person is None else "role"
        name = name or entry.name
    return Found(left, head.end, head.end, entry.state, sector, name, how)


def sector_of(entry: Entry, head: Head) -> str | None:
    """Sector of a side with a role: the body's own, else the role's; ELI for former officials."""
    if entry.kind in ORGANISED:
        return "GOV" if entry.sector == "PTY" and head.office in _GOVERNING else entry.sector
    if entry.kind == "folk" and head.sector == "GOV":
        return entry.sector if entry.sector == "REB" else head.sector
    if entry.kind == "seat" and (head.sector == "GOV" or entry.sector != "GOV"):
        return entry.sector
    if entry.kind == "person" and head.office in _GOVERNING:
        return entry.sector
    return "ELI" if head.former and head.sector == "GOV" else head.sector


def takes_leader_sector(head: Head) -> bool:
    """Whether a known holder's office says more than the word before the name ('leader')."""
    rank = head.office in _RANKS and head.roles == 1
    return rank or head.sector in {None, "REL"} or head.office in _VAGUE


def person_of(scan: Scan, head: Head, state: str | None) -> tuple[str | None, Leader | None]:
    """Name of the person in a phrase, the usual spelling if it is a known holder of that state."""
    if not head.person:
        return None, None
    first, last = head.person
    while first < last - 1 and scan.lower(first) in _TITLES:
        first += 1
    name = scan.said(first, last)
    known = frozenset({state}) if state else frozenset()
    leader = leader_named(name, on=scan.on, office=head.office, states=known)
    if leader is None or leader.state != state:
        return name, None
    return leader.name, leader


def _name_before(scan: Scan, left: int, head: Head) -> str | None:
    """The name that an office explains: 'N. N., Russia's envoy to Kabul'."""
    if head.kind not in {"person", "post"} or gap_after(scan, left - 1) != ",":
        return None
    at = left
    while at > 0 and left - at < 4 and is_name_word(scan, at - 1) and not names_at(scan, at - 1):
        if at < left and gap_after(scan, at - 1) != " ":
            break
        at -= 1
    return scan.said(at, left) if left - at >= 2 else None


def _bare(scan: Scan, left: int, index: int, after: int, entry: Entry, head: Head) -> Found:
    """The side's name without a role word after it."""
    found = Found(left, after, after, entry.state, entry.sector, entry.name)
    if scan.sporting and entry.kind in {"state", "demonym", "people"}:
        return replace(found, sector="CVL", how="team")
    if entry.kind == "demonym" and (shared := _shared_head(scan, after)):
        head = shared
        if head.kind:
            return replace(found, sector=sector_of(entry, head), name=None, how="role")
    if entry.kind == "demonym" and head.follows:
        return replace(found, left=index, sector=None, how="modifier")
    if entry.kind in {"demonym", "people"}:
        home = _minority_home(scan, left, after) if entry.kind == "people" else None
        state = home.state if home else entry.state
        return replace(found, state=state, sector="CVL", name=None, how="demonym")
    placed = entry.kind in {"state", "capital", "seat", "folk"} and is_place(scan, left, after)
    if entry.kind == "place" or placed:
        return replace(found, left=_own_start(scan, left, index), how="place")
    how = {"state": "state name", "folk": "group"}.get(entry.kind, entry.kind)
    return replace(found, how=how)


def _minority_home(scan: Scan, left: int, after: int) -> Entry | None:
    """'ethnic Albanians in Kosovo' are at home in Kosovo."""
    if scan.lower(left) != "ethnic" and scan.lower(left + 1) != "ethnic":
        return None
    side = origin_of(scan, Head(after, kind="people"))
    return side[0] if side else None


def _shared_head(scan: Scan, after: int) -> Head | None:
    """The role that the next of several adjectives has: 'Indian and Chinese troops'."""
    at = after
    for _ in range(4):
        comma = gap_after(scan, at - 1) == ","
        if not comma and not (gap_after(scan, at - 1) == " " and scan.lower(at) in {"and", "or"}):
            return None
        at += 1 if scan.lower(at) in {"and", "or"} else 0
        hit = names_at(scan, at)
        if not hit or not any(entry.kind in {"demonym", "igo"} for entry in hit[1]):
            return None
        at += hit[0]
        head = parse_head(scan, at, loose="words")
        if head.kind or head.follows:
            return head
    return None


def _own_start(scan: Scan, left: int, index: int) -> int:
    """'A Moscow theatre': all but 'the' belongs to the theatre."""
    return index - 1 if left < index and scan.lower(index - 1) == "the" else index


def origin_of(scan: Scan, head: Head) -> tuple[Entry, int, str | None] | None:
    """The side after 'of', 'from', 'loyal to' (or 'in', for those who are at home there).

    Returns its entry, where it ends, and the sector of a role inside it ('of Iranian students').
    """
    at = _origin_from(scan, head)
    if at is None:
        return None
    hit = names_at(scan, at)
    entry = pick(scan, at, hit[0], hit[1]) if hit else None
    if hit is None or entry is None or entry.kind == "leader":
        return _origin_person(scan, at, hit[0] if hit else 1, head)
    if entry.kind == "block":
        return None
    after = at + hit[0]
    if entry.kind == "demonym":
        inner = parse_head(scan, after, loose="words")
        return (entry, inner.end, inner.sector) if inner.kind else None
    return entry, after, None


def _origin_from(scan: Scan, head: Head) -> int | None:
    """Token at which the origin begins, after the preposition and articles."""
    at = head.end
    if gap_after(scan, at - 1) != " ":
        return None
    word = scan.lower(at)
    if word in _LOYAL and scan.lower(at + 1) in {"to", "with"}:
        at += 2
    elif word == "of" or (word in {"from", "in"} and _at_home(scan, head, word)):
        at += 1
    else:
        return None
    while scan.lower(at) in _DIRECTIONS:
        at += 1
    return at


def _origin_person(
    scan: Scan, at: int, size: int, head: Head
) -> tuple[Entry, int, str | None] | None:
    """'troops loyal to Laurent Gbagbo', 'the government of Assad'."""
    if head.kind == "person" or at >= len(scan.words) or not scan.words[at][0].isupper():
        return None
    leader = leader_named(scan.said(at, at + size), on=scan.on, states=scan.spoken)
    if leader is None or (leader.state is None and head.sector == "GOV"):
        return None
    if size == 1 and not (leader.state in scan.spoken or scan.trusting):
        return None
    return Entry("person", leader.state, leader.sector, leader.name), at + size, leader.sector


def _at_home(scan: Scan, head: Head, word: str) -> bool:
    """Whether those who are 'in Mali' or come 'from' there belong there.

    Envoys in a capital do not; troops may be withdrawn from a place as well as come from it, so
    that the place tells their state only for want of more.
    """
    if head.sector == "MIL":
        return scan.trusting
    return word == "from" or head.kind in _AT_HOME
