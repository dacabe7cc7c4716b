"""Author names out of bylines: words of the frame stripped, several authors kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from detente.reading.days import days_in
from detente.reading.page import mask_contacts

__all__ = ["clean_names", "looks_like_name"]

_LEAD = re.compile(
    r"^\W*(?:by(?=by ))?(?:(?:story|written|reported|words?|text|article|analysis|opinion|posted|"
    r"published|edited|guest (?:post|column|essay))\s+by\b|by\b|author(?:\(s\))?s?\s*:|from\b|"
    r"por\b|par\b|"
    r"von\b|byline\s*:)\s*:?\s*",
    re.IGNORECASE,
)
# Words that pages glue to a name; the name ends where the first of them starts.
_TAIL = re.compile(
    r"\s*(?:\||•|·|–|—|\s-\s|@|/|\(|\[|<|;\s*(?=updated)|"
    r"\b(?:link copied|copied|updated|published|posted|last modified|modified|"
    r"(?:senior |chief |deputy |special |political |foreign |diplomatic |national |staff |"
    r"business |economics? |contributing |managing |associate )*"
    r"(?:staff|writer|reporter|correspondent|editor|editor-in-chief|columnist|contributor|analyst|"
    r"producer|bureau chief|ceo|photographer)s?\b|"
    r"follow|view|more by|read|share|for the|for cnn|special to|illustrations? by|photographs? by|"
    r"minutes?|hours?|days?|ago|about the author|is an?\b|is the\b|https?:|www\.|"
    r"mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|"
    r"january|february|march|april|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?).*$",
    re.IGNORECASE | re.DOTALL,
)
_STAFF = re.compile(
    r"^(?:the )?[\w.&' -]{0,40}\b(?:staff|news ?desk|newsroom|editorial board|desk|editors?|"
    r"web desk|submissions|bureau|team)\b(?: (?:report|reporter|writer))?$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:;|\||,?\s+\band\b\s+|\s+&\s+|\s+with\s+|,\s+)\s*", re.IGNORECASE)
_SUFFIX = re.compile(r",?\s+(?:jr\.?|sr\.?|ph\.?d\.?|m\.?d\.?|esq\.?|ii+)$", re.IGNORECASE)
_PARTICLES_LIST: Final = (
    "de da di del della van von der den ter ten la le el al bin ibn bint ben dos das do du y e "
    "abu ul ur oğlu zu"
)
_PARTICLES: Final = frozenset(_PARTICLES_LIST.split())
_NOT_NAMES_LIST: Final = (
    "news home opinion world politics business sports admin share comments comment print email "
    "subscribe advertisement associated press reuters afp agencies agency ap photo photos image "
    "video getty images contact about privacy unknown anonymous guest more all posts profile "
    "twitter facebook author authors byline null none undefined staff writer writers"
)
_NOT_NAMES: Final = frozenset(_NOT_NAMES_LIST.split())


def clean_names(raw: str | Iterable[str]) -> tuple[str, ...]:
    """Names of persons or desks in one or more bylines, in order, each once.

    Addresses, handles, days, job titles, 'By', 'Updated', 'Link Copied' and the like are cut off.
    A byline without anything that looks like a name gives an empty tuple.

    >>> clean_names("By Ana Diaz and Li Wei, Staff Writers | Updated May 3")
    ('Ana Diaz', 'Li Wei')
    >>> clean_names(["SARA KHAN", "Sara Khan", "https://example.org/u/9"])
    ('Sara Khan',)
    """
    bylines = [raw] if isinstance(raw, str) else list(raw)
    names: list[str] = []
    for byline in bylines:
        names += [name for part in _parts(byline) if (name := _one(part))]
    seen: dict[str, str] = {}
    for name in names:
        seen.setdefault(name.casefold(), name)
    return tuple(name for key, name in seen.items() if not _within(key, seen))


_ELSEWHERE = re.compile(r"\|\s*(?:in|for|on|at|of|from)\b.*$", re.IGNORECASE)
_COMPANY = re.compile(
    r"\b(?:Post|Times|News|Press|Tribune|Journal|Herald|Nast|Media|Network|Magazine|Inc|LLC|Ltd|"
    r"Group|Gazette|Wire|Agency|CNN|BBC|Reuters|AFP|Bloomberg)\.?$"
)


def _parts(byline: str) -> list[str]:
    text = " ".join(byline.replace("\u00a0", " ").split())
    if re.match(r"https?://|www\.|//", text):
        return []
    text = mask_contacts(text).replace("[e-mail]", "|").replace("[handle]", "|")
    text = _LEAD.sub("", text)
    for start, _, _ in days_in(text)[:1]:
        text = text[:start]
    text = _ELSEWHERE.sub("", text)
    return [part for part in _SPLIT.split(text) if part]


def _one(part: str) -> str | None:
    if _STAFF.match(part.strip()) and len(part.split()) <= 5:
        return part.strip()
    name = _TAIL.sub("", _LEAD.sub("", part)).strip(" .,:;-–—|•·*\"'“”()")
    name = _SUFFIX.sub("", name)
    if not looks_like_name(name) or _COMPANY.search(name):
        return None
    return _calm(name) if name.isupper() and len(name) > 4 else name


def looks_like_name(text: str) -> bool:
    """Whether `text` has the shape of a person's name: one to five capitalised words, no digits.

    >>> looks_like_name("Babar Ali"), looks_like_name("Follow us on"), looks_like_name("World News")
    (True, False, False)
    """
    words = text.split()
    if not 1 <= len(words) <= 5 or len(text) < 3 or any(letter.isdigit() for letter in text):
        return False
    if any(word.casefold().strip(".,") in _NOT_NAMES for word in words):
        return False
    plain = [word for word in words if word.casefold() not in _PARTICLES]
    return bool(plain) and all(_capitalised(word) for word in plain)


def _capitalised(word: str) -> bool:
    first = word.lstrip("'’‘\"“(")[:1]
    return first.isupper() or (first.isalpha() and first.lower() == first.upper())


def _calm(name: str) -> str:
    small = (word.lower() if word.lower() in _PARTICLES else _title(word) for word in name.split())
    return " ".join(small)


def _title(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda m: m[0][0].upper() + m[0][1:].lower(), word)


def _within(key: str, seen: dict[str, str]) -> bool:
    """A lone surname or given name that another name of the page holds is no further author."""
    return " " not in key and any(key in other.split() for other in seen if other != key)
