"""From a word that names a side to the whole noun phrase: 'Russian envoy to Kabul N. N.'.

The grammar is small and runs left to right without a parser: premodifiers, the side, modifiers,
role words, the post ('to', 'in' after an envoy, which is never an actor), a complement ('of
foreign affairs'), a person's name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from detente.coding.actors_lexicon import Entry, lexicon
from detente.coding.actors_scan import Scan, gap_after, is_name_word, match, roles_at

__all__ = ["Head", "name_after", "parse_head", "start_of"]

_PREMODIFIERS: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "some",
        "several",
        "many",
        "few",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "dozens",
        "hundreds",
        "thousands",
        "other",
        "another",
        "all",
        "former",
        "ex",
        "acting",
        "outgoing",
        "incoming",
        "new",
        "newly-elected",
        "then",
        "late",
        "senior",
        "top",
        "junior",
        "leading",
        "chief",
        "high",
        "ranking",
        "high-ranking",
        "veteran",
        "deputy",
        "vice",
        "assistant",
        "interim",
        "caretaker",
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "lord",
        "lady",
        "gen",
        "lt",
        "maj",
        "col",
        "capt",
        "adm",
        "sen",
        "rep",
        "armed",
        "unarmed",
        "elite",
        "young",
        "old",
        "pro",
        "anti",
        "suspected",
        "alleged",
        "unidentified",
        "unnamed",
        "prominent",
        "influential",
        "powerful",
        "hardline",
        "moderate",
        "exiled",
        "jailed",
        "ousted",
        "deposed",
        "united",
        "combined",
        "joint",
        "allied",
        "communist",
        "socialist",
        "islamic",
        "islamist",
        "muslim",
        "christian",
        "nationalist",
        "radical",
        "ethnic",
        "indigenous",
        "military",
        "civilian",
        "visiting",
        "local",
        "foreign",
        "national",
        "federal",
    ]
)
_MODIFIERS: Final = frozenset(
    [
        "foreign",
        "defence",
        "defense",
        "interior",
        "home",
        "finance",
        "trade",
        "economy",
        "economic",
        "energy",
        "oil",
        "gas",
        "nuclear",
        "justice",
        "health",
        "culture",
        "agriculture",
        "transport",
        "education",
        "science",
        "information",
        "communications",
        "commerce",
        "industry",
        "labour",
        "labor",
        "environment",
        "external",
        "internal",
        "state",
        "public",
        "national",
        "federal",
        "central",
        "regional",
        "provincial",
        "local",
        "prime",
        "deputy",
        "vice",
        "first",
        "assistant",
        "acting",
        "interim",
        "caretaker",
        "special",
        "presidential",
        "ministerial",
        "prime-ministerial",
        "chief",
        "senior",
        "top",
        "high",
        "level",
        "high-level",
        "high-ranking",
        "ranking",
        "leading",
        "permanent",
        "resident",
        "former",
        "ex",
        "new",
        "newly",
        "outgoing",
        "incoming",
        "then",
        "late",
        "military",
        "naval",
        "air",
        "ground",
        "land",
        "sea",
        "army",
        "navy",
        "border",
        "security",
        "intelligence",
        "police",
        "government",
        "governmental",
        "parliamentary",
        "legislative",
        "judicial",
        "diplomatic",
        "political",
        "civil",
        "civilian",
        "ruling",
        "opposition",
        "rebel",
        "armed",
        "paramilitary",
        "regular",
        "elite",
        "special-forces",
        "peacekeeping",
        "islamic",
        "islamist",
        "muslim",
        "christian",
        "jewish",
        "shiite",
        "shi'ite",
        "sunni",
        "orthodox",
        "catholic",
        "buddhist",
        "hindu",
        "communist",
        "socialist",
        "democratic",
        "conservative",
        "liberal",
        "nationalist",
        "separatist",
        "secessionist",
        "independence",
        "radical",
        "hardline",
        "moderate",
        "militant",
        "jihadist",
        "leftist",
        "rightist",
        "leftwing",
        "rightwing",
        "left",
        "right",
        "wing",
        "far",
        "exiled",
        "ousted",
        "deposed",
        "veteran",
        "elder",
        "human",
        "rights",
        "aid",
        "relief",
        "humanitarian",
        "peace",
        "ceasefire",
        "truce",
        "hostage",
        "climate",
        "arms",
        "disarmament",
        "nuclear-weapons",
        "space",
        "maritime",
        "coast",
        "coalition",
        "allied",
        "joint",
        "combined",
        "supreme",
        "constitutional",
        "high",
        "royal",
        "imperial",
        "crown",
        "private",
        "state-owned",
        "state-run",
        "state-controlled",
        "owned",
        "run",
        "controlled",
        "media",
        "news",
        "television",
        "business",
        "commercial",
        "industrial",
        "tech",
        "technology",
        "steel",
        "car",
        "airline",
        "shipping",
        "fishing",
        "cargo",
        "student",
        "youth",
        "women",
        "trade-union",
        "labour-union",
        "religious",
        "spiritual",
        "tribal",
        "ethnic",
        "indigenous",
        "undercover",
        "secret",
        "counter-terrorism",
        "counterterrorism",
        "anti-terrorism",
        "anti-terror",
        "anti",
        "counter-intelligence",
        "suspected",
        "alleged",
        "accused",
        "convicted",
        "wounded",
        "captured",
        "jailed",
        "detained",
        "imprisoned",
        "kidnapped",
        "unarmed",
        "innocent",
        "ordinary",
        "young",
        "old",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "several",
        "some",
        "many",
        "more",
        "most",
        "rival",
        "eastern",
        "western",
        "northern",
        "southern",
        "north",
        "south",
        "east",
        "west",
        "second",
        "senior-most",
        "under",
        "vice-foreign",
        "upper",
        "lower",
        "house",
        "main",
        "largest",
        "biggest",
        "general",
        "treasury",
        "cabinet",
        "strategic",
        "missile",
        "rocket",
        "combat",
        "frontline",
        "fighter",
        "reserve",
        "volunteer",
        "drug",
        "crime",
        "organised",
        "organized",
        "cyber",
        "medical",
        "football",
        "cricket",
        "olympic",
        "big",
        "small",
        "major",
        "minor",
        "heavily",
        "backed",
    ]
)
_STOP: Final = frozenset(
    [
        "and",
        "or",
        "but",
        "nor",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "about",
        "against",
        "over",
        "under",
        "into",
        "as",
        "than",
        "that",
        "which",
        "who",
        "whom",
        "whose",
        "when",
        "while",
        "where",
        "if",
        "because",
        "although",
        "though",
        "since",
        "until",
        "after",
        "before",
        "during",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "am",
        "has",
        "have",
        "had",
        "having",
        "do",
        "does",
        "did",
        "will",
        "would",
        "shall",
        "should",
        "can",
        "could",
        "may",
        "might",
        "must",
        "the",
        "a",
        "an",
        "this",
        "these",
        "those",
        "its",
        "his",
        "her",
        "their",
        "our",
        "my",
        "your",
        "it",
        "he",
        "she",
        "they",
        "we",
        "you",
        "i",
        "not",
        "no",
        "never",
        "also",
        "both",
        "either",
        "neither",
        "so",
        "yet",
        "then",
        "there",
        "here",
        "said",
        "says",
        "say",
        "told",
        "tells",
        "accused",
        "warned",
        "vows",
        "vowed",
        "urges",
        "calls",
        "called",
        "agreed",
        "agrees",
        "signed",
        "signs",
        "met",
        "meets",
        "hit",
        "hits",
        "held",
        "holds",
        "sent",
        "sends",
        "made",
        "makes",
        "took",
        "takes",
        "gave",
        "gives",
        "went",
        "goes",
        "came",
        "comes",
        "began",
        "won",
        "lost",
        "beat",
        "put",
        "set",
        "kept",
        "let",
        "got",
        "left",
        "led",
        "saw",
        "sought",
        "seeks",
        "want",
        "wants",
        "back",
        "backs",
        "visit",
        "visits",
        "attack",
        "attacks",
        "plan",
        "plans",
        "strikes",
        "kills",
        "bombs",
        "fires",
        "shot",
        "broke",
        "cut",
        "cuts",
        "bans",
        "rejects",
        "accuses",
        "threatens",
        "denies",
        "condemns",
        "imposes",
        "expels",
        "recalls",
        "withdraws",
        "launches",
    ]
)
_POST_PREPOSITIONS: Final = frozenset({"to", "in", "at", "for", "on"})
_OF: Final = frozenset({"of", "for"})
_COMPLEMENT: Final = frozenset(
    [
        "foreign",
        "affairs",
        "defence",
        "defense",
        "state",
        "trade",
        "industry",
        "finance",
        "energy",
        "oil",
        "petroleum",
        "interior",
        "justice",
        "security",
        "national",
        "home",
        "commerce",
        "economic",
        "economy",
        "development",
        "international",
        "cooperation",
        "co-operation",
        "relations",
        "external",
        "the",
        "and",
        "staff",
        "joint",
        "chiefs",
        "general",
        "armed",
        "forces",
        "army",
        "navy",
        "air",
        "force",
        "police",
        "parliament",
        "government",
        "intelligence",
        "information",
        "culture",
        "health",
        "education",
        "planning",
        "treasury",
        "opposition",
        "supreme",
        "council",
        "central",
        "bank",
        "party",
        "mission",
        "delegation",
        "republic",
        "disarmament",
        "arms",
        "control",
        "human",
        "rights",
        "religious",
        "political",
        "military",
        "peace",
    ]
)


@dataclass(frozen=True)
class Head:
    """What follows a side's name: where it ends, and the role found there, if any."""

    end: int
    sector: str | None = None
    kind: str = ""
    office: str = ""
    person: tuple[int, int] | None = None
    extra: Entry | None = None
    former: bool = False
    follows: bool = False


def start_of(scan: Scan, index: int, floor: int) -> int:
    """First token of the phrase whose side stands at `index`: articles and premodifiers join it."""
    left = index
    while left > floor and left > 0:
        word = scan.lower(left - 1)
        joined = gap_after(scan, left - 1)
        if not (joined == " " and word in _PREMODIFIERS) and not (joined == "-" and word == "ex"):
            break
        left -= 1
    return left


def parse_head(scan: Scan, index: int, *, loose: bool, joins: bool = False) -> Head:
    """Read role words and a name from `index` on.

    `loose` allows up to two unknown words before the role ('Russian gas pipeline workers'), as
    after an adjective or a possessive; after a bare name they may be verbs. `joins` lets a named
    body follow ('Lebanese Hezbollah').
    """
    head = Head(end=index)
    at, unknown, former = index, 0, False
    while at < len(scan.words) and (at == index or gap_after(scan, at - 1) in {" ", "-"}):
        role, body = roles_at(scan, at), _body_at(scan, at) if joins else None
        if body and head.extra is None and (role is None or body[0] > role[0]):
            head = _with_body(head, body, at)
            at, unknown = at + body[0], 0
        elif role:
            head = _with_role(head, role, at, former=former)
            at, unknown = head.end, 0
        elif scan.lower(at) in _MODIFIERS:
            former = former or scan.lower(at) in {"former", "ex"}
            at += 1
        elif not head.kind and (body := _body_at(scan, at)) and loose:
            head = replace(
                head, end=at + body[0], sector=body[1].sector, kind="body", extra=body[1]
            )
            at = head.end
        elif loose and not head.kind and unknown < 2 and _may_modify(scan, at):
            unknown += 1
            at += 1
        else:
            break
    if not head.kind:
        return replace(head, follows=loose and _may_modify(scan, index))
    return _finish(scan, head)


def _with_role(head: Head, role: tuple[int, Entry], at: int, *, former: bool) -> Head:
    size, entry = role
    keeps = head.sector not in {None, "GOV"}
    return replace(
        head,
        end=at + size,
        sector=head.sector if keeps else entry.sector,
        kind=entry.role,
        office=entry.name or "",
        former=former,
    )


def _with_body(head: Head, body: tuple[int, Entry], at: int) -> Head:
    """A named body joins: its sector, unless it is a people ('Rwandan Hutu rebels')."""
    size, entry = body
    sector = head.sector if entry.kind == "folk" else entry.sector
    return replace(head, end=at + size, sector=sector, kind=head.kind or "body", extra=entry)


def _body_at(scan: Scan, at: int) -> tuple[int, Entry] | None:
    hit = match(lexicon().names, scan, at)
    if not hit:
        return None
    for entry in hit[1]:
        if entry.kind in {"seat", "group", "folk", "company", "media", "igo"}:
            return hit[0], entry
    return None


def _may_modify(scan: Scan, at: int) -> bool:
    word = scan.lower(at)
    return word not in _STOP and not word.isdigit() and len(word) > 2


def _finish(scan: Scan, head: Head) -> Head:
    """Complement, post and name after the last role word."""
    end = _complement(scan, head.end) if head.kind in {"person", "post", "body"} else head.end
    if head.kind == "post":
        end = _post(scan, end)
    named = name_after(scan, end) if head.kind in {"person", "post"} else None
    if named:
        return replace(head, end=named[1], person=named)
    return replace(head, end=end, person=_apposed(scan, end))


def _complement(scan: Scan, end: int) -> int:
    """'of Foreign Affairs', 'of the Joint Chiefs of Staff'; not 'of Russia'."""
    at = end
    while gap_after(scan, at - 1) == " " and scan.lower(at) in _OF:
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
    at += 1
    if scan.lower(at) == "the":
        at += 1
    last = end
    while at < len(scan.words):
        hit = match(lexicon().names, scan, at)
        if not hit or hit[1][0].kind == "leader":
            break
        at += hit[0]
        while at < len(scan.words) and gap_after(scan, at - 1) == " " and roles_at(scan, at):
            at += roles_at(scan, at)[0]  # type: ignore[index]
        last = at
        if gap_after(scan, at - 1) == " " and scan.lower(at) == "and":
            at += 1
    return last


def name_after(scan: Scan, index: int) -> tuple[int, int] | None:
    """Tokens [start, end) of a person's name that begins right at `index`, at most five words."""
    if scan.shouting and scan.words[index : index + 1] and scan.words[index].isupper():
        return None
    at = index
    while at - index < 5 and is_name_word(scan, at):
        if at > 0 and gap_after(scan, at - 1) not in ({" "} if at == index else {" ", "-"}):
            break
        if at > index and scan.shouting and at - index >= 3:
            break
        at += 1
    return (index, at) if at > index and scan.words[at - 1][0].isupper() else None


def _apposed(scan: Scan, end: int) -> tuple[int, int] | None:
    """A name between commas after the role: "Iran's envoy, N. N., said"."""
    if gap_after(scan, end - 1) != ",":
        return None
    at = end
    while at - end < 4 and is_name_word(scan, at) and (at == end or gap_after(scan, at - 1) == " "):
        at += 1
    return (end, at) if at - end >= 2 and gap_after(scan, at - 1) in {",", "", "."} else None
