"""Mentions that begin with a role or a person: 'rebels in Mali', 'President Xi', 'Merkel', 'he'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from detente.coding.actors_context import stranger_before
from detente.coding.actors_data import read_words
from detente.coding.actors_lexicon import Entry, lexicon
from detente.coding.actors_phrase import Head, is_former, name_after, parse_head, start_of
from detente.coding.actors_scan import (
    Mention,
    Person,
    Scan,
    carried_at,
    gap_after,
    is_name_word,
    names_at,
    roles_at,
)
from detente.coding.actors_side import (
    ORGANISED,
    Found,
    origin_of,
    person_of,
    sector_of,
    takes_leader_sector,
)
from detente.coding.leaders import Leader, leader_named, prominence, surnames

__all__ = ["carried", "leader_at", "role_headed", "surname_at"]

_NAMED_AFTER: Final = read_words("named_after")
_ARTICLES: Final = read_words("article")
_VAGUE: Final = read_words("vague_office")
_AGAINST: Final = read_words("against")
_FOLLOWERS: Final = read_words("follower_role")
_BODY_WORDS: Final = read_words("body_word")
_TITLES: Final = read_words("title")
_VERBS: Final = read_words("verb_after")
_MONTH_BEFORE: Final = read_words("month_before")
_SIDES: Final = frozenset(
    {"state name", "capital", "seat", "role", "leader", "carried", "place", "demonym", "team"}
)
_WELL_KNOWN: Final = 6.0
_PERSONS: Final = frozenset({"role", "leader", "carried"})


def role_headed(scan: Scan, index: int, floor: int, before: Sequence[Mention]) -> Found | None:
    """'President Putin', 'the foreign minister of Iran', 'rebels in Mali'."""
    if roles_at(scan, index) is None:
        return None
    left = start_of(scan, index, floor)
    head = parse_head(scan, index)
    if not head.kind:
        return None
    if is_former(scan, left, index):
        head = replace(head, former=True)
    if side := origin_of(scan, head):
        return _with_origin(scan, left, head, *side)
    if head.person and (found := _with_name(scan, left, head)):
        return found
    if head.posted and (pointing := carried(scan, index, floor, before)):
        return replace(pointing, right=head.end, after=head.end)
    if head.person and head.person[1] - head.person[0] > 1 and not head.posted:
        end = max(head.end, head.person[1])
        return Found(left, end, end)
    return None


def _with_origin(
    scan: Scan, left: int, head: Head, entry: Entry, after: int, inner: str | None
) -> Found:
    named = name_after(scan, after) if head.kind in {"person", "post"} else None
    head = replace(head, person=head.person or named)
    end = named[1] if named else after
    person, leader = person_of(scan, head, entry.state)
    vague = head.office in _VAGUE and inner is not None
    sector = (
        inner if vague else sector_of(entry, head) or (None if entry.kind == "person" else inner)
    )
    if leader and not head.former and takes_leader_sector(head):
        sector = leader.sector
    how = "role" if person or entry.kind not in ORGANISED else entry.kind
    name = person or (entry.name if entry.kind in ORGANISED else None)
    return Found(left, end, end, entry.state, sector, name, how)


def _with_name(scan: Scan, left: int, head: Head) -> Found | None:
    """A role and a name: the office holder of the day, or someone named before."""
    name, _ = person_of(scan, head, None)
    if name is None:
        return None
    leader = _best_leader(scan, name, head.office)
    if leader:
        sector = leader.sector if takes_leader_sector(head) else head.sector
        sector = "ELI" if head.former and head.sector == "GOV" else sector
        return Found(left, head.end, head.end, leader.state, sector, leader.name, "role")
    if known := scan.people.get(name.split()[-1]):
        return Found(left, head.end, head.end, *known, "carried")
    return None


def _best_leader(scan: Scan, name: str, office: str | None = None) -> Leader | None:
    found = leader_named(name, on=scan.on, office=office, states=scan.near)
    return found or leader_named(name, on=scan.on, office=office, states=scan.spoken)


def leader_at(scan: Scan, index: int, size: int, floor: int) -> Found | None:
    """A full name of the table."""
    leader = _best_leader(scan, scan.said(index, index + size))
    if leader is None:
        return None
    after = index + size
    if scan.words[after : after + 1] and scan.words[after] in _NAMED_AFTER:
        return None
    while after - index < 6 and gap_after(scan, after - 1) in {" ", "-"} and _goes_on(scan, after):
        after += 1
    who = (leader.state, leader.sector, leader.name)
    return _person_phrase(scan, index, after, floor, who)


def surname_at(scan: Scan, index: int, floor: int) -> Found | None:
    """A bare surname: of someone named before, or of an office holder of the day."""
    word = scan.words[index]
    known = scan.people.get(word)
    if known is None and word not in surnames():
        return None
    if known and not stranger_before(scan, index):
        return _person_phrase(scan, index, index + 1, floor, known, "carried")
    if len(word) < 2 or (word.isupper() and len(word) < (5 if scan.shouting else 4)):
        return None  # 'AI' is short for something, not Ai Weiwei
    if scan.lower(index - 1) in _ARTICLES and scan.lower(index + 1) not in _BODY_WORDS | _FOLLOWERS:
        return None
    if names_at(scan, index) and not _titled(scan, index):
        return None
    leader = _best_leader(scan, word)
    if leader is None or not _believable(scan, index, leader):
        return None
    first = _given_from(scan, index, floor)
    given = set(scan.words[first:index])
    if given and not given & {name.split()[0] for name in (leader.name, *leader.aliases)}:
        return None  # 'Ivanka Trump', but not 'Mikhail S. Gorbachev'
    found = _person_phrase(
        scan, index, index + 1, floor, (leader.state, leader.sector, leader.name)
    )
    return replace(found, left=min(found.left, first)) if found else None


def _given_from(scan: Scan, index: int, floor: int) -> int:
    """First token of the given names that stand before a surname; the surname itself if none."""
    if not stranger_before(scan, index):
        return index
    at = index
    while at > floor and gap_after(scan, at - 1) == " " and is_name_word(scan, at - 1):
        at -= 1
    return at


def _believable(scan: Scan, index: int, leader: Leader) -> bool:
    """A bare surname needs more, the commoner it is: its state near, a title, a verb after it."""
    since = scan.on is None or leader.since <= scan.on
    spoken = leader.state in scan.spoken
    word = scan.words[index]
    if word in lexicon().words and not _titled(scan, index):
        acts = gap_after(scan, index) == " " and _is_verb(scan.lower(index + 1))
        alone = scan.trusting and len(scan.words) < 3 and roles_at(scan, index) is None
        return (spoken and acts and not _is_month(scan, index)) or (alone and since)
    if spoken:
        return True
    if word not in lexicon().common:
        return since
    if scan.on is not None and not leader.since <= scan.on <= leader.until:
        return False
    if scan.trusting and not scan.spoken and roles_at(scan, index) is None:
        return True
    # 'Zelensky thanked Duda': among other states and their leaders a head of state is meant.
    return bool(scan.spoken or scan.people) and prominence(leader) >= _WELL_KNOWN


def _titled(scan: Scan, index: int) -> bool:
    return gap_after(scan, index - 1) == " " and scan.lower(index - 1) in _TITLES


def _is_verb(word: str) -> bool:
    return word in _VERBS or word.endswith("ed")


def _is_month(scan: Scan, index: int) -> bool:
    """'13 May', 'in May', 'May 15'."""
    near = (scan.lower(index - 1), scan.lower(index + 1))
    return any(word.isdigit() for word in near) or near[0] in _MONTH_BEFORE


def _person_phrase(
    scan: Scan, index: int, after: int, floor: int, who: Person, how: str = "leader"
) -> Found | None:
    first = index - 1 if gap_after(scan, index - 1) == "-" and index > floor else index
    left = start_of(scan, first, floor)
    if gap_after(scan, after - 1) == " " and (found := _entourage(scan, left, index, after, who)):
        return found
    if gap_after(scan, after - 1) == " " and _goes_on(scan, after):
        return None
    return Found(left, after, after, *who, how)


def _entourage(scan: Scan, left: int, index: int, after: int, who: Person) -> Found | None:
    """'the Trump administration', 'Putin spokesman N. N.', 'anti-Gaddafi fighters'."""
    word = scan.lower(after)
    sided = gap_after(scan, index - 1) == "-" and scan.lower(index - 1) in _AGAINST
    if word not in _BODY_WORDS and word not in _FOLLOWERS and not sided:
        return None
    head = parse_head(scan, after)
    if not head.kind and word not in _BODY_WORDS:
        return None
    end = max(head.end, after + 1)
    name, _ = person_of(scan, head, who[0])
    sector = who[1] if word in _BODY_WORDS and not sided else head.sector
    return Found(left, end, end, who[0], sector, name, "role")


def _goes_on(scan: Scan, after: int) -> bool:
    """'Trump Tower', 'Kim Philby': the capitals go on, so it is another name."""
    if scan.shouting or not is_name_word(scan, after):
        return False
    return not roles_at(scan, after) and names_at(scan, after) is None


def carried(scan: Scan, index: int, floor: int, before: Sequence[Mention]) -> Found | None:
    """A phrase that points back: 'he', 'the envoy', 'the government', 'both countries'."""
    hit = carried_at(scan, index)
    if hit is None:
        return None
    size, entry = hit
    left = index - 1 if entry.needs == "the" else index
    if entry.needs == "the" and (scan.lower(index - 1) != "the" or left < floor):
        return None
    after = index + size
    if entry.role == "pair":
        return Found(left, after, after, None, None, "pair", "pair")
    if gap_after(scan, after - 1) == " " and scan.lower(after) in {"of", "for"}:
        return None
    last = _antecedent(entry, before)
    return Found(left, after, after, *last, "carried") if last else None


def _antecedent(
    entry: Entry, before: Sequence[Mention]
) -> tuple[str | None, str | None, str | None] | None:
    """What a phrase points back to: the last of that office, else the last person, group, state."""
    if entry.role == "person":
        return _last_person(entry, before)
    wanted = {"rebels": {"REB", "UAF"}}.get(entry.role)
    for mention in reversed(before):
        if entry.role == "group" and mention.how == "group":
            return mention.state, mention.sector, mention.name
        if wanted and mention.sector in wanted:
            return mention.state, mention.sector, mention.name
        if entry.role in {"state", "body"} and mention.state and mention.how in _SIDES:
            return mention.state, entry.sector, None
    return None


def _last_person(
    entry: Entry, before: Sequence[Mention]
) -> tuple[str | None, str | None, str | None] | None:
    phrase = entry.name or ""
    office = phrase.removeprefix("the ")
    people = [mention for mention in before if mention.how in _PERSONS]
    same = [mention for mention in people if office in mention.text.lower()]
    last = (same if " " in phrase else []) or [m for m in people if m.name is not None]
    return (last[-1].state, last[-1].sector, last[-1].name) if last else None
