"""News or opinion: what the address, section, title, biography and wording say."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["genre_of"]

_MARK = re.compile(
    r"\b(?:op-?eds?|opinions?|editorials?|commentar(?:y|ies)|columns?|columnists?|"
    r"comment-?is-?free|"
    r"commentisfree|viewpoints?|perspectives?|blogs?|letters)\b",
    re.IGNORECASE,
)
# Of text in lower case: patterns that ignore case are several times slower.
_ARGUES = re.compile(
    r"\b(?:must|should|ought to|needs? to|it is (?:clear|time|quite clear|imperative|high time)|"
    r"undoubtedly|unfortunately|in my view|i (?:think|believe|argue)|we (?:must|should|need)|"
    r"therefore|axiomatically|moreover|indeed|of course)\b",
)
_REPORTS = re.compile(
    r"\b(?:said|told|announced|reported|according to|spokes(?:man|woman|person)|on (?:mon|tues|"
    r"wednes|thurs|fri|satur|sun)day)\b"
)


def genre_of(
    paragraphs: Sequence[str],
    *,
    title: str | None = None,
    section: str | None = None,
    biography: str = "",
) -> str:
    """'opinion' or 'news'.

    A section or address that says so decides; then a biography of the writer; then whether words
    that argue clearly outnumber words that report.

    >>> genre_of(["The minister said on Monday that talks would resume."])
    'news'
    >>> genre_of(["Both states should talk. They must."], section="Opinion")
    'opinion'
    """
    if (section and _MARK.search(section)) or _MARK.match(title or ""):
        return "opinion"
    if re.match(r"\W*the (?:writer|author|columnist)s?\b", biography, re.IGNORECASE):
        return "opinion"
    text = " ".join(paragraphs).lower()
    argues = len(_ARGUES.findall(text))
    if argues < 3 or argues <= 0.006 * len(text.split()):
        return "news"
    return "opinion" if argues > 2 * len(_REPORTS.findall(text)) else "news"
