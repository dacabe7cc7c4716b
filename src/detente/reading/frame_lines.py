"""Byline, publication line, biography, standfirst: what lines at head and foot of a copy say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from detente.reading.days import days_in
from detente.reading.names import clean_names, looks_like_name

__all__ = [
    "Imprint",
    "affiliation_in",
    "byline_names",
    "imprint_of",
    "is_biography",
    "masthead_of",
    "rights_holder",
]

_BYLINE = re.compile(
    r"^\W*(?:by|author(?:s|\(s\))?\s*:|written by|(?:text|words|story|analysis|opinion) by|"
    r"reported by|from)\s*:?\s+(?P<names>.+)$",
    re.IGNORECASE,
)
_BYLINE_AFTER = re.compile(r"^(?P<names>[^|•·,/@–—]{4,50}?)\s*(?:[|•·,/@–—]|\s-\s)\s*(?P<rest>.+)$")
_ROLE = re.compile(
    r"\b(?:writer|reporter|correspondent|editor|columnist|contributor|staff|analyst|fellow|"
    r"professor|days?|hours?|minutes?|updated|published|posted|min read|news)\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"^\W*(?i:(?:first |originally )?(?:published|appeared|posted|printed)(?: in| by| at)?|from)\s+"
    r"(?:the\s+)?(?P<outlet>[A-Z][\w&’'. -]{2,60}?)\s*,?\s*(?:on|dated|,|\()?\s*$",
)
_OUTLET_WORD = re.compile(
    r"\b(?:Times|Post|Herald|Wire|Gazette|Monitor|News|Tribune|Daily|Journal|Review|Observer|"
    r"Guardian|Chronicle|Agency|Radio|Press|Standard|Mail|Express|Telegraph|Weekly|Courier|Star|"
    r"Dispatch|Independent|Bulletin|Register|Globe|Mirror|Service|Network|Magazine|Report)\b"
)
_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:(?:19|20)\d\d(?:\s*[-–]\s*\d{4})?)?\s*(?:by\s+)?"
    r"(?P<holder>[A-Z][\w&’'. -]{2,50}?)\s*(?:(?:19|20)\d\d)?\s*(?:[.,|]|all rights|$)",
    re.IGNORECASE,
)
_BIO = re.compile(
    r"^\W*(?:(?:about the (?:author|writer)s?\W+)?(?:the |our )?"
    r"(?:(?:writer|author|columnist|contributor|reviewer)s?\b(?:\s*,[^,]{3,80},)?"
    r"\s+(?:is|are|was|works?|teach(?:es)?|heads?|has|can|writes|tweets|served)\b)|"
    r"(?:the views? expressed|views expressed|the opinions? expressed|this article "
    r"(?:first |originally )?(?:appeared|was published))\b)",
    re.IGNORECASE,
)
_JOB = re.compile(
    r"\b(?:is|was|works as|serves as|are)\s+(?:an?|the|currently|also|a former|former|associated|"
    r"professor|director|editor|senior|research|lecturer|president|chair|head|author)\b.*"
    r"\b(?:at|of|with|for|in|author|and|from)\b",
    re.IGNORECASE,
)
_REACH = re.compile(
    r"\b(?:can be reached|tweets?\b|follow (?:him|her|them)|email:|e-mail:|on twitter)|"
    r"[\w.+-]+@[\w-]+\.\w+|(?<!\w)@\w{3,}",
    re.IGNORECASE,
)
_AT = re.compile(
    r"\b(?:associated with|affiliated with|works (?:at|for|with)|teaches (?:\w+ ){0,3}at|based at|"
    r"(?:fellow|professor|lecturer|analyst|researcher|scholar|director|editor|associate|student|"
    r"head|president|chair|economist|correspondent|adviser|advisor|member|officer)\b"
    r"[^.;]{0,60}?\b(?:at|of|with|for|in)|is (?:at|with))\s+(?:the\s+)?"
    r"(?P<place>[A-Z][^.;,()]*?)"
    r"(?=\s*(?:[.;,(]|\s[-–—]\s|\band (?:the author|author|can|tweets|a|an|former)\b|$))",
)
_PLACE_WORDS: Final = re.compile(
    r"\b(?:University|Institute|Institution|Cent(?:re|er)|College|School|Council|Foundation|"
    r"Academy|"
    r"Society|Association|Group|Bank|Ministry|Times|Post|Agency|Endowment|Initiative|"
    r"Program(?:me)?|"
    r"Department|Observatory|Chatham|Brookings|RAND|Carnegie|House|Forum|Network|Company)\b"
)


@dataclass(frozen=True)
class Imprint:
    """Where and when a line says that the page was published; either may be null."""

    outlet: str | None
    day: date | None


def byline_names(line: str, *, near_title: bool) -> tuple[str, ...]:
    """Names in a byline such as 'By A B', 'Author: A B', 'A B, Staff Writer', 'A B | 3 May 2024'.

    `near_title` allows the forms without a leading word, which elsewhere would be too loose.

    >>> byline_names("Author: Ana Diaz", near_title=False)
    ('Ana Diaz',)
    >>> byline_names("Ana Diaz | 3 May 2024", near_title=True)
    ('Ana Diaz',)
    """
    if len(line.split()) > 24:
        return ()
    match = _BYLINE.match(line)
    if match:
        return clean_names(match["names"])
    if not near_title:
        return ()
    match = _BYLINE_AFTER.match(line)
    if match and (days_in(match["rest"]) or _ROLE.search(match["rest"])):
        names = clean_names(match["names"])
        return names if all(" " in name for name in names) else ()
    if 2 <= len(line.split()) <= 4 and looks_like_name(line) and not line.isupper():
        return clean_names(line)
    return ()


def imprint_of(line: str) -> Imprint | None:
    """Outlet and day of a line like 'Published in Example Daily, January 12th 2018.', else null.

    >>> imprint_of("Published in Example Daily, January 12th 2018.")
    Imprint(outlet='Example Daily', day=datetime.date(2018, 1, 12))
    >>> imprint_of("The law was published in 2018 and nobody read it.") is None
    True
    """
    if len(line.split()) > 16:
        return None
    days = days_in(line)
    before = line[: days[0][0]] if days else line.rstrip(" .")
    match = _PUBLISHED.match(before.strip(" ,"))
    if match:
        return Imprint(match["outlet"].strip(" .,"), days[0][2] if days else None)
    bare = re.sub(
        r"^\W*(?:published|posted|updated|first published)\b(?: on)?", "", line, flags=re.I
    )
    if bare != line and days:
        return Imprint(None, days[0][2])
    return None


def masthead_of(line: str) -> str | None:
    """Name of the outlet where a line above the title is nothing but that, else null.

    >>> masthead_of("EXAMPLE GAZETTE"), masthead_of("Example Wire | 3 May 2019")
    ('Example Gazette', 'Example Wire')
    >>> masthead_of("Talks in Oslo") is None
    True
    """
    days = days_in(line)
    name = (line[: days[0][0]] if days else line).strip(" |•·,–—-")
    words = name.split()
    if not 1 <= len(words) <= 6 or any(letter.isdigit() for letter in name):
        return None
    shown = name.title() if name.isupper() else name
    named = bool(_OUTLET_WORD.search(shown)) and all(word[:1].isupper() for word in shown.split())
    return shown if named and (bool(days) or name.isupper()) else None


def rights_holder(line: str) -> str | None:
    """Who holds the copyright, as a line at the foot says, or null.

    >>> rights_holder("© 2010 Example Gazette")
    'Example Gazette'
    """
    match = _RIGHTS.search(line) if len(line) < 200 else None
    if match is None or not _OUTLET_WORD.search(match["holder"]):
        return None
    return match["holder"].strip(" .")


def is_biography(line: str) -> bool:
    """Whether a line at the foot says who the writer is.

    >>> is_biography("The writer is a fellow at the Example Institute.")
    True
    >>> is_biography("The writer of the letter was arrested at the border.")
    False
    """
    words = len(line.split())
    if words > 90:
        return False
    if _BIO.match(line):
        return True
    return words <= 70 and bool(_REACH.search(line)) and bool(_JOB.search(line))


def affiliation_in(biography: str) -> str | None:
    """Where the writer works, as the biography names it, or null.

    >>> affiliation_in("The writer is associated with Example Institute (EI), a think-tank.")
    'Example Institute'
    """
    for match in _AT.finditer(biography):
        place = match["place"].strip()
        if _PLACE_WORDS.search(place) or len(place.split()) >= 2:
            return place
    return None
