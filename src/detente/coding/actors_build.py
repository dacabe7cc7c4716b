"""Build one mention from the token at which it may begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from detente.coding.actors_context import is_place, pick, stranger_before
from detente.coding.actors_lexicon import Entry, lexicon
from detente.coding.actors_phrase import Head, name_after, parse_head, start_of
from detente.coding.actors_scan import (
    Mention,
    Scan,
    carried_at,
    gap_after,
    is_name_word,
    match,
    roles_at,
)
from detente.coding.leaders import Leader, leader_named, surnames

__all__ = ["Found", "phrase_at"]

_LED: Final = frozenset({"led", "headed"})
_BACKED: Final = frozenset(
    [
        "backed",
        "sponsored",
        "supported",
        "aligned",
        "allied",
        "funded",
        "controlled",
        "born",
        "based",
        "made",
        "built",
        "trained",
        "armed",
        "occupied",
        "held",
        "administered",
        "bound",
        "owned",
        "style",
        "speaking",
        "friendly",
        "linked",
        "run",
        "educated",
        "registered",
        "flagged",
        "brokered",
        "mediated",
        "inspired",
        "engineered",
        "designed",
        "supplied",
        "produced",
        "imposed",
        "drafted",
        "era",
        "only",
        "wide",
        "language",
        "leaning",
        "installed",
        "ruled",
        "annexed",
        "claimed",
        "affiliated",
        "dominated",
        "besieged",
        "proposed",
        "hosted",
    ]
)
_AGAINST: Final = frozenset(["pro", "anti", "non", "un", "trans", "inter", "intra", "extra"])
_BODY_WORDS: Final = frozenset(
    [
        "administration",
        "government",
        "regime",
        "cabinet",
        "aide",
        "aides",
        "spokesman",
        "spokeswoman",
        "adviser",
        "advisor",
        "envoy",
        "ally",
        "allies",
        "supporters",
        "team",
    ]
)
_ORIGIN: Final = frozenset({"of", "from"})
_AT_HOME: Final = frozenset({"person", "body", "people", "force"})
_PERSONS: Final = frozenset({"role", "leader", "carried"})


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


def phrase_at(scan: Scan, index: int, floor: int, before: Sequence[Mention]) -> Found | None:
    """The mention that begins at a token (or a little before it), if any."""
    hit = match(lexicon().names, scan, index)
    entry = pick(scan, index, hit[0], hit[1]) if hit else None
    if hit and entry:
        if entry.kind == "block":
            return Found(index, index + hit[0], index + hit[0])
        if entry.kind == "leader":
            if found := _leader(scan, index, hit[0], floor):
                return found
        else:
            return _side(scan, index, hit[0], entry, floor)
    if found := _role_headed(scan, index, floor):
        return found
    if found := _surname(scan, index, floor):
        return found
    return _carried(scan, index, floor, before)


def _side(scan: Scan, index: int, size: int, entry: Entry, floor: int) -> Found:
    after = index + size
    left = start_of(scan, index, floor)
    gap = gap_after(scan, after - 1)
    hyphen_before = gap_after(scan, index - 1) == "-"
    if hyphen_before and (scan.lower(index - 1) in _AGAINST or _compound_before(scan, index)):
        return Found(index, after, after, entry.state, None, entry.name, "modifier")
    if gap == "-" and scan.lower(after) in _LED:
        head = parse_head(scan, after + 1, loose=True)
        if entry.kind == "folk" and (side := _origin(scan, head)):
            return Found(left, side[1], side[1], side[0].state, head.sector, None, "role")
        return _with_head(scan, left, entry, after, head)
    if gap == "-" and (scan.lower(after) in _BACKED or scan.words[after] in lexicon().names):
        end = after + 1 if scan.lower(after) in _BACKED else after
        return Found(index, after, end, entry.state, None, entry.name, "modifier")
    loose = gap == "s" or entry.kind in {"demonym", "igo"}
    reads_on = gap in {" ", "s", "-"}
    joins = gap == "s" or entry.kind in {"demonym", "folk"}
    head = parse_head(scan, after, loose=loose, joins=joins) if reads_on else Head(after)
    return _with_head(scan, left, entry, after, head)


def _compound_before(scan: Scan, index: int) -> bool:
    return index > 0 and scan.words[index - 1] in lexicon().names


def _with_head(scan: Scan, left: int, entry: Entry, after: int, head: Head) -> Found:
    if not head.kind:
        return _bare(scan, left, entry, after, head)
    how = {"team": "team"}.get(head.kind, "role")
    head = replace(head, former=head.former or _former(scan, left, after))
    sector = _sector(entry, head)
    sector = sector or (head.extra.sector if head.extra else None)
    name = _person(scan, head, entry.state) or (head.extra.name if head.extra else None)
    if entry.kind in {"igo", "group", "media", "company"}:
        how = entry.kind if name is None else "role"
        name = name or entry.name
    return Found(left, head.end, head.end, entry.state, sector, name, how)


def _former(scan: Scan, left: int, right: int) -> bool:
    return any(scan.lower(at) in {"former", "ex"} for at in range(left, right))


def _sector(entry: Entry, head: Head) -> str | None:
    if entry.kind in {"igo", "group", "media", "company"}:
        return entry.sector
    if entry.kind == "folk" and head.sector == "GOV":
        return entry.sector if entry.sector == "REB" else head.sector
    if head.sector == "GOV" and entry.kind == "seat":
        return entry.sector
    return "ELI" if head.former and head.sector == "GOV" else head.sector


def _person(scan: Scan, head: Head, state: str | None) -> str | None:
    if not head.person:
        return None
    name = scan.said(*head.person)
    known = frozenset({state}) if state else frozenset()
    leader = leader_named(name, on=scan.on, office=head.office, states=known)
    return leader.name if leader and leader.state == state else name


def _bare(scan: Scan, left: int, entry: Entry, after: int, head: Head) -> Found:
    """The side's name without a role word after it."""
    found = Found(left, after, after, entry.state, entry.sector, entry.name)
    if entry.kind in {"demonym", "prefix"}:
        if head.follows:
            return replace(found, sector=None, how="modifier")
        return replace(found, sector="CVL", name=None, how="demonym")
    if entry.kind == "people":
        return replace(found, sector="CVL", name=None, how="demonym")
    if entry.kind in {"state", "capital", "place", "seat", "folk"}:
        if entry.kind == "place" or is_place(scan, left, after):
            return replace(found, how="place")
    how = {"state": "state name", "folk": "group"}.get(entry.kind, entry.kind)
    return replace(found, how=how)


def _role_headed(scan: Scan, index: int, floor: int) -> Found | None:
    """'President Putin', 'the foreign minister of Iran', 'rebels in Mali'."""
    role = roles_at(scan, index)
    if role is None:
        return None
    left = start_of(scan, index, floor)
    head = parse_head(scan, index, loose=False)
    head = replace(head, former=head.former or _former(scan, left, index))
    if side := _origin(scan, head):
        entry, after = side
        named = name_after(scan, after) if head.kind in {"person", "post"} else None
        head = replace(head, person=head.person or named)
        end = named[1] if named else after
        name = _person(scan, head, entry.state)
        how = "role" if name or entry.kind not in {"igo", "group"} else entry.kind
        return Found(left, end, end, entry.state, _sector(entry, head), name or _org(entry), how)
    if not head.person:
        return None
    name = scan.said(*head.person)
    inside = head.person[1] <= head.end
    end = head.end if inside else head.end
    leader = leader_named(name, on=scan.on, office=head.office, states=scan.near) or leader_named(
        name, on=scan.on, office=head.office, states=scan.spoken
    )
    if leader:
        sector = "ELI" if head.former and head.sector == "GOV" else leader.sector
        return Found(left, end, end, leader.state, sector, leader.name, "role")
    if known := scan.people.get(name.split()[-1]):
        return Found(left, end, end, known[0], known[1], known[2], "carried")
    return None


def _org(entry: Entry) -> str | None:
    return entry.name if entry.kind in {"igo", "group", "media", "company"} else None


def _origin(scan: Scan, head: Head) -> tuple[Entry, int] | None:
    """The side after 'of', 'from' (or 'in', for those who are at home there), and where it ends."""
    at = head.end
    if gap_after(scan, at - 1) != " ":
        return None
    word = scan.lower(at)
    if word not in _ORIGIN and not (word == "in" and _at_home(scan, head)):
        return None
    at += 1
    while scan.lower(at) in {"the", "southern", "northern", "eastern", "western", "central"}:
        at += 1
    if at >= len(scan.words) or not (hit := match(lexicon().names, scan, at)):
        return None
    entry = pick(scan, at, hit[0], hit[1])
    if entry is None or entry.kind in {"block", "leader"}:
        return None
    after = at + hit[0]
    if entry.kind == "demonym":
        inner = parse_head(scan, after, loose=True)
        return (entry, inner.end) if inner.kind else None
    return entry, after


def _at_home(scan: Scan, head: Head) -> bool:
    """Whether those who are 'in Mali' belong there: not envoys, and troops only for want of more."""
    return head.kind in _AT_HOME and (head.sector != "MIL" or scan.trusting)


def _leader(scan: Scan, index: int, size: int, floor: int) -> Found | None:
    name = scan.said(index, index + size)
    leader = leader_named(name, on=scan.on) or leader_named(name, on=scan.on, states=scan.spoken)
    if leader is None:
        return None
    return _person_phrase(
        scan, index, index + size, floor, (leader.state, leader.sector, leader.name)
    )


def _person_phrase(
    scan: Scan, index: int, after: int, floor: int,
    who: tuple[str | None, str | None, str], how: str = "leader",
) -> Found | None:  # fmt: skip
    left = start_of(scan, index, floor)
    if gap_after(scan, after - 1) == " " and scan.lower(after) in _BODY_WORDS:
        head = parse_head(scan, after, loose=False)
        name = _person(scan, head, who[0])
        return Found(
            left, max(head.end, after + 1), max(head.end, after + 1), who[0], who[1], name, "role"
        )
    if gap_after(scan, after - 1) == " " and _goes_on(scan, after):
        return None
    return Found(left, after, after, who[0], who[1], who[2], how)


def _goes_on(scan: Scan, after: int) -> bool:
    """'Trump Tower', 'Kim Philby': the capitals go on, so it is another name."""
    if scan.shouting or not is_name_word(scan, after):
        return False
    return not roles_at(scan, after) and scan.words[after] not in lexicon().names


def _surname(scan: Scan, index: int, floor: int) -> Found | None:
    word = scan.words[index]
    known = scan.people.get(word)
    if (known is None and word not in surnames()) or stranger_before(scan, index):
        return None
    if known:
        return _person_phrase(scan, index, index + 1, floor, known, "carried")
    if len(word) < 3 or (scan.shouting and word.isupper() and len(word) < 5):
        return None
    states = scan.spoken if word in lexicon().common else frozenset()
    leader = leader_named(word, on=scan.on, states=states) or leader_named(
        word, on=scan.on, states=scan.spoken
    )
    if leader is None or not _believable(scan, word, leader):
        return None
    return _person_phrase(scan, index, index + 1, floor, (leader.state, leader.sector, leader.name))


def _believable(scan: Scan, word: str, leader: Leader) -> bool:
    """A bare surname needs its state near, if it is a common word or not the holder's day."""
    if leader.state in scan.spoken:
        return True
    in_office = scan.on is None or leader.since <= scan.on <= leader.until
    return (
        in_office and scan.trusting
        if word in lexicon().common
        else in_office or (scan.on is not None and leader.since <= scan.on)
    )


def _carried(scan: Scan, index: int, floor: int, before: Sequence[Mention]) -> Found | None:
    hit = carried_at(scan, index)
    if hit is None:
        return None
    size, entry = hit
    left = index
    if entry.needs == "the":
        if scan.lower(index - 1) != "the" or index - 1 < floor:
            return None
        left = index - 1
    after = index + size
    if entry.role == "pair":
        return Found(left, after, after, None, None, "pair", "pair")
    if gap_after(scan, after - 1) == " " and scan.lower(after) in {"of", "for"}:
        return None
    last = _antecedent(entry.role, before)
    if last is None:
        return None
    return Found(left, after, after, last.state, last.sector, last.name, "carried")


def _antecedent(kind: str, before: Sequence[Mention]) -> Mention | None:
    for mention in reversed(before):
        person = mention.how in _PERSONS and mention.name is not None
        if kind == "person" and person:
            return mention
        if kind in {"state", "body"} and mention.state and mention.how not in {"modifier", "pair"}:
            return replace(mention, sector="GOV", name=None)
    return None
