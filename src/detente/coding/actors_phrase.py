"""From a word that names a side to the whole noun phrase: 'Russian envoy to Kabul N. N.'.

The grammar is small and runs left to right without a parser: premodifiers, the side, modifiers,
role words, the post ('to', 'in' after an envoy, which is never an actor), a complement ('of
foreign affairs'), a person's name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from detente.coding.actors_data import read_words
from detente.coding.actors_lexicon import Entry, lexicon
from detente.coding.actors_scan import Scan, gap_after, is_name_word, names_at, roles_at

__all__ = ["Head", "is_former", "name_after", "parse_head", "start_of"]

_PREMODIFIERS: Final = read_words("premodifier")
_MODIFIERS: Final = read_words("modifier")
# Role words that are adjectives when another role follows: 'national newspapers'.
_SOFT: Final = read_words("soft")
_STOP: Final = read_words("stop")
_BACKED: Final = read_words("backed")
_POST_PREPOSITIONS: Final = read_words("post_preposition")
_COMPLEMENT: Final = read_words("complement")
_GOVERNING: Final = read_words("governing")
_BODIES: Final = frozenset({"seat", "group", "folk", "company", "media", "igo"})
_UNKNOWN_WORDS: Final = 2
_UNKNOWN_CAPITALS: Final = 5


@dataclass(frozen=True)
class Head:
    """What follows a side's name: where it ends, and the role found there, if any.

    `kind` is that of the role (person, post, body, force, people, team), empty without one;
    `office` its words; `person` the tokens [start, end) of a name; `extra` a named body that
    joined; `follows`: a noun that is no role comes next; `posted`: a post was passed over; `roles`
    counts the role phrases.
    """

    end: int
    sector: str | None = None
    kind: str = ""
    office: str = ""
    person: tuple[int, int] | None = None
    extra: Entry | None = None
    former: bool = False
    follows: bool = False
    posted: bool = False
    roles: int = 0


def start_of(scan: Scan, index: int, floor: int) -> int:
    """First token of the phrase whose side stands at `index`: articles and premodifiers join it."""
    left = index
    while left > floor and left > 0:
        word = scan.lower(left - 1)
        gap = gap_after(scan, left - 1)
        if not (gap == " " and word in _PREMODIFIERS) and not (gap == "-" and word == "ex"):
            break
        left -= 1
    return left


def is_former(scan: Scan, left: int, right: int) -> bool:
    """Whether 'former' or 'ex' stands among tokens [left, right)."""
    return any(scan.lower(at) in {"former", "ex"} for at in range(left, right))


def parse_head(scan: Scan, index: int, *, loose: str = "", joins: bool = False) -> Head:
    """Read role words and a name from `index` on.

    `loose` says which unknown words may stand before the role: 'words' after an adjective or a
    possessive ('Russian gas pipeline workers'), 'capitals' after a city ('Copenhagen City Court'),
    none after a bare name, where they may be verbs. `joins` lets a named body follow ('Lebanese
    Hezbollah').
    """
    head = Head(end=index)
    at, unknown = index, 0
    while at < len(scan.words) and (at == index or gap_after(scan, at - 1) in {" ", "-"}):
        if loose and not unknown and (known := _known_name(scan, at)):
            former = is_former(scan, index, at)
            return replace(head, end=known, kind="person", person=(at, known), former=former)
        role = _role(scan, at, head)
        body = _body(scan, at) if joins and head.extra is None else None
        if body and (role is None or body[0] > role[0]):
            head, unknown = _with_body(head, body, at), 0
            at = head.end
        elif role:
            head, unknown = _with_role(head, role, at), 0
            at = head.end
        elif scan.lower(at) in _MODIFIERS or _is_agent_mark(scan, at):
            at += 1
        elif (
            loose and not head.kind and _may_modify(scan, at, loose) and unknown < _limit(scan, at)
        ):
            unknown += 1
            at += 1
        else:
            break
    if not head.kind:
        return Head(index, follows=loose == "words" and _may_modify(scan, index, loose))
    return _finish(scan, head, index)


def _known_name(scan: Scan, at: int) -> int | None:
    """Where a full name of the table ends: "Canada's Justin Trudeau"."""
    hit = names_at(scan, at)
    return at + hit[0] if hit and hit[0] > 1 and hit[1][0].kind == "leader" else None


def _opens(scan: Scan, at: int) -> bool:
    return gap_after(scan, at) == " " and is_name_word(scan, at + 1)


def _role(scan: Scan, at: int, head: Head) -> tuple[int, Entry] | None:
    """A role word here, unless it qualifies the next: 'military-run', 'national newspapers'."""
    role = roles_at(scan, at)
    if role is None:
        return None
    size = role[0]
    if gap_after(scan, at + size - 1) == "-" and scan.lower(at + size) in _BACKED:
        return None
    soft = size == 1 and scan.lower(at) in _SOFT and gap_after(scan, at) == " "
    if head.kind == "person" and scan.words[at] in lexicon().words and not _opens(scan, at):
        return None  # 'Prime Minister Major'
    follows = soft and (roles_at(scan, at + 1) or scan.lower(at + 1) in _MODIFIERS)
    return None if follows else role


def _is_agent_mark(scan: Scan, at: int) -> bool:
    """'-run' in 'military-run', 'UN' in 'US UN ambassador'."""
    if scan.lower(at) in _BACKED and gap_after(scan, at - 1) == "-":
        return True
    if gap_after(scan, at) == "-" and scan.lower(at + 1) in _BACKED:
        return roles_at(scan, at) is not None
    following = roles_at(scan, at + 1)
    return scan.words[at] in {"UN", "U.N.", "EU", "NATO"} and bool(
        following and following[1].role == "post"
    )


def _limit(scan: Scan, at: int) -> int:
    return _UNKNOWN_CAPITALS if scan.words[at][0].isupper() else _UNKNOWN_WORDS


def _with_role(head: Head, role: tuple[int, Entry], at: int) -> Head:
    size, entry = role
    keeps = head.sector not in {None, "GOV"}
    keeps = keeps and not (head.sector == "PTY" and entry.name in _GOVERNING)
    sector = head.sector if keeps else entry.sector
    office = entry.name or ""
    return Head(at + size, sector, entry.role, office, extra=head.extra, roles=head.roles + 1)


def _with_body(head: Head, body: tuple[int, Entry], at: int) -> Head:
    """A named body joins: its sector, unless it is a people ('Rwandan Hutu rebels')."""
    size, entry = body
    sector = head.sector if entry.kind == "folk" else entry.sector
    return replace(head, end=at + size, sector=sector, kind=head.kind or "body", extra=entry)


def _body(scan: Scan, at: int) -> tuple[int, Entry] | None:
    hit = names_at(scan, at)
    if not hit:
        return None
    for entry in hit[1]:
        if entry.kind in _BODIES and entry.needs in {"", "context"}:
            return hit[0], entry
    return None


def _may_modify(scan: Scan, at: int, loose: str) -> bool:
    if at >= len(scan.words):
        return False
    word = scan.words[at]
    if loose == "capitals" and not word[0].isupper():
        return False
    if word.lower() in _STOP or word.isdigit() or len(word) <= 2:
        return False
    hit = names_at(scan, at) if word[0].isupper() else None
    return hit is None or hit[1][0].kind != "demonym"  # 'Russian pilots flew Polish workers'


def _finish(scan: Scan, head: Head, index: int) -> Head:
    """Complement, post and name after the last role word."""
    end = _complement(scan, head.end) if head.kind in {"person", "post", "body"} else head.end
    last = end
    if head.kind == "post":
        end = _post(scan, end)
    named = name_after(scan, end) if head.kind in {"person", "post"} else None
    return replace(
        head,
        end=named[1] if named else end,
        person=named or _apposed(scan, end),
        former=is_former(scan, index, head.end),
        posted=end > last,
    )


def _complement(scan: Scan, end: int) -> int:
    """'of Foreign Affairs', 'of the Joint Chiefs of Staff'; not 'of Russia'."""
    at = end
    while gap_after(scan, at - 1) == " " and scan.lower(at) in {"of", "for"}:
        after = at + 1
        while scan.lower(after) in _COMPLEMENT and gap_after(scan, after - 1) == " ":
            after += 1
        if after == at + 1 or (after == at + 2 and scan.lower(at + 1) == "the"):
            break
        while scan.lower(after - 1) in {"and", "the"}:
            after -= 1
        at = after
    return at


def _post(scan: Scan, end: int) -> int:
    """'to the United Nations', 'in Kabul', 'to India and Bhutan': where the envoy is posted."""
    at = end
    if gap_after(scan, at - 1) != " " or scan.lower(at) not in _POST_PREPOSITIONS:
        return end
    at += 2 if scan.lower(at + 1) == "the" else 1
    last = end
    while hit := names_at(scan, at):
        if hit[1][0].kind == "leader":
            break
        if hit[1][0].kind == "demonym" and not roles_at(scan, at + hit[0]):
            break
        at += hit[0]
        while gap_after(scan, at - 1) == " " and (role := roles_at(scan, at)):
            at += role[0]
        last = at
        if gap_after(scan, at - 1) == " " and scan.lower(at) == "and":
            at += 1
    return last


def name_after(scan: Scan, index: int) -> tuple[int, int] | None:
    """Tokens [start, end) of a person's name that begins right at `index`, at most five words."""
    if index >= len(scan.words) or gap_after(scan, index - 1) != " ":
        return None
    if scan.shouting and scan.words[index].isupper():
        return None
    at = index
    longest = 2 if scan.shouting else 6
    while at - index < longest and at < len(scan.words):
        gap = gap_after(scan, at - 1)
        if gap not in {" ", "-"} or (at == index and gap == "-"):
            break
        if not is_name_word(scan, at) and not (gap == "-" and scan.words[at].isalpha()):
            break
        if (hit := names_at(scan, at)) and hit[1][0].kind == "demonym":
            break  # 'his counterpart Italian President …'
        at += 1
    return (index, at) if at > index and scan.words[index][0].isalpha() else None


def _apposed(scan: Scan, end: int) -> tuple[int, int] | None:
    """A name between commas after the role: "Iran's envoy, N. N., said"."""
    if gap_after(scan, end - 1) != ",":
        return None
    at = end
    while at - end < 4 and is_name_word(scan, at) and (at == end or gap_after(scan, at - 1) == " "):
        at += 1
    return (end, at) if at - end >= 2 and gap_after(scan, at - 1) in {",", "", "."} else None
