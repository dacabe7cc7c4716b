"""Title, authors, day and outlet of an HTML page: structured data first, then what readers see."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from detente.reading.days import day_in
from detente.reading.names import clean_names
from detente.reading.structured import Structured

__all__ = ["authors_of", "day_of", "outlet_of", "title_of"]

_BYLINE_PATHS: Final = (
    "//*[@itemprop='author']//*[@itemprop='name']",
    "//*[@itemprop='author']",
    "//a[contains(concat(' ',@rel,' '),' author ') or @title='author']",
    "//*[contains(@class,'byline') or contains(@class,'Byline') or contains(@class,'by-line')"
    " or contains(@id,'byline')]",
    "//*[contains(@class,'author-name') or contains(@class,'authorName') or"
    " contains(@class,'author_name') or contains(@class,'author__name') or"
    " contains(@class,'article-author') or contains(@class,'post-author') or"
    " contains(@class,'entry-author') or contains(@class,'writer-name')]",
    "//*[contains(@class,'author') or contains(@class,'Author')]",
    "//a[contains(@href,'/author/') or contains(@href,'/authors/') or contains(@href,'/by/') or"
    " contains(@href,'/staff/') or contains(@href,'/editors/') or"
    " contains(@href,'/journalists/') or contains(@href,'author=') or "
    "contains(@href,'/people/') or contains(@href,'/contributor')]",
)
_OWN_PIECE: Final = frozenset({"a", "br", "p", "div", "li", "time", "button", "h3", "h4"})
_SITE_TAIL = re.compile(r"\s+(?:[|–—·•«»]|::|-|/{1,2})\s+[^|–—·•]{2,60}$")
_URL_DAY = re.compile(
    r"/((?:19|20)\d\d)/(\d{1,2})/(\d{1,2})(?=/|$)|((?:19|20)\d\d)-(\d\d)-(\d\d)(?=\D|$)|"
    r"/((?:19|20)\d\d)(\d\d)(\d\d)(?=\D|$)"
)
_WORDS = re.compile(r"\w+")
_STAMP = re.compile(r"^\d{10}(?:\d{3})?$")
_FIRST_YEAR: Final = 1990


def title_of(tree: HtmlElement, said: Structured) -> str | None:
    """The headline: the value that machines and readers are both told, without the site's name."""
    heads = [_text(head) for head in tree.iter("h1")]
    heads = [head for head in heads if 2 <= len(head.split()) <= 40]
    named = [_clean_title(title, said.outlets) for title in said.titles]
    named = [title for title in named if title]
    for title in named:
        match = next((head for head in heads if _key(head) == _key(title)), None)
        if match:
            return match
    shown = _clean_title(_title_tag(tree), said.outlets)
    single = heads[0] if len(heads) == 1 else ""
    if len(single.split()) >= 4 and any(_share(single, title) >= 0.4 for title in named):
        return single
    heads += [_text(item) for item in _headlines(tree)]
    for head in heads:
        if shown and (_key(head) in _key(shown) or _key(shown) in _key(head)):
            return head
    if named:
        return named[0]
    return heads[0] if heads else shown or None


def _share(a: str, b: str) -> float:
    """Share of the words of the shorter title that the other holds."""
    one, other = set(_WORDS.findall(a.casefold())), set(_WORDS.findall(b.casefold()))
    return len(one & other) / max(1, min(len(one), len(other)))


def _headlines(tree: HtmlElement) -> list[HtmlElement]:
    found: list[HtmlElement] = tree.xpath(
        "//h2[contains(@class,'head') or contains(@class,'title')] | //*[@itemprop='headline']"
    )
    return found[:3]


def _site_beside(tag: str, title: str | None) -> str | None:
    """The site's name in a title such as 'Example Gazette - The headline', or null."""
    if not title or _key(title) not in _key(tag):
        return None
    parts = [part.strip() for part in re.split(r"\s+(?:[|–—·•«»]|::|-)\s+", tag)]
    rest = [part for part in parts if part and _key(part) not in _key(title)]
    return rest[-1] if len(rest) == 1 and len(rest[0].split()) <= 5 else None


def _title_tag(tree: HtmlElement) -> str:
    return next((_text(tag) for tag in tree.xpath("//head/title")), "")


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())


def _clean_title(title: str, outlets: list[str]) -> str:
    text = " ".join(title.split())
    for outlet in outlets:
        text = re.sub(rf"\s*[|–—·•:-]\s*{re.escape(outlet.lstrip('@'))}\s*$", "", text, flags=re.I)
    shorter = _SITE_TAIL.sub("", text)
    return shorter if len(shorter.split()) >= 3 else text


def authors_of(tree: HtmlElement, said: Structured) -> tuple[str, ...]:
    """Names of the authors, from JSON-LD or meta tags, else from what looks like a byline."""
    outlets = {_key(outlet) for outlet in said.outlets}
    named = _persons(clean_names(said.authors), outlets)
    if named:
        return named
    for path in _BYLINE_PATHS:
        names = _persons(clean_names(_bylines(tree.xpath(path))), outlets)
        if names:
            return names
    return ()


def _bylines(items: list[HtmlElement]) -> list[str]:
    """Texts of the first byline found and of those beside it; later ones belong to teasers."""
    texts: list[str] = []
    home: HtmlElement | None = None
    for item in items[:12]:
        text = _pieces(item)
        if not 0 < len(text) <= 160:
            continue
        above = item.getparent()
        above = above.getparent() if above is not None and above.getparent() is not None else above
        if home is None:
            home = above
        if above is home:
            texts.append(text)
    return texts


def _pieces(item: HtmlElement) -> str:
    """Text of a byline, '|' where a link or block starts or ends, so that names don't run on."""
    parts: list[str] = [item.text or ""]
    for child in item:
        mark = " | " if child.tag in _OWN_PIECE else " "
        inner = _pieces(child) if isinstance(child.tag, str) else ""
        parts += [mark, inner, mark, child.tail or ""]
    return " ".join("".join(parts).split())


def _persons(names: tuple[str, ...], outlets: set[str]) -> tuple[str, ...]:
    return tuple(name for name in names if _key(name) not in outlets)


def day_of(
    tree: HtmlElement, said: Structured, *, url: str | None, today: date
) -> tuple[date | None, str | None]:
    """Day of publication and what gave it: metadata, text or url; nulls where nothing names one."""
    day = _first_day(said.days, today)
    if day:
        return day, "metadata"
    marked = [item.get("datetime") or item.get("content") or "" for item in _stamped(tree)]
    day = _first_day(marked, today)
    if day:
        return day, "metadata"
    day = _url_day(url or said.url or "", today)
    if day:
        return day, "url"
    day = _first_day([_text(item) for item in _stamped(tree)], today) or _shown_day(tree, today)
    day = day or _first_day(_after_headline(tree), today)
    return (day, "text") if day else (None, None)


def _stamped(tree: HtmlElement) -> list[HtmlElement]:
    found: list[HtmlElement] = tree.xpath(
        "//*[@itemprop='datePublished'] | //time | //*[contains(@class,'publish') or "
        "contains(@class,'dateline') or contains(@class,'timestamp') or "
        "contains(@class,'post-date') or contains(@class,'entry-date') or "
        "contains(@class,'article-date')]"
    )
    return [item for item in found[:12] if len(item.text_content()) < 300]


def _shown_day(tree: HtmlElement, today: date) -> date | None:
    for item in tree.xpath("//*[contains(@class,'date') or contains(@class,'byline')]")[:12]:
        text = _text(item)
        if len(text) < 160:
            day = _first_day([text], today)
            if day:
                return day
    return None


def _after_headline(tree: HtmlElement) -> list[str]:
    """The few words after each main heading, where many pages put the day."""
    texts = []
    for head in tree.xpath("//h1 | //h2[contains(@class,'head') or contains(@class,'title')]")[:3]:
        following = "".join(str(text) + " " for text in head.xpath("following::text()")[:40])
        texts.append(" ".join(following.split())[:400])
    return texts


def _first_day(values: Iterable[str], today: date) -> date | None:
    for value in values:
        day = _stamp_day(value) or day_in(value)
        if day and day.year >= _FIRST_YEAR and day <= today:
            return day
    return None


def _stamp_day(value: str) -> date | None:
    text = value.strip()
    if not _STAMP.match(text):
        return None
    return datetime.fromtimestamp(int(text[:10]), tz=UTC).date()


def _url_day(url: str, today: date) -> date | None:
    match = _URL_DAY.search(urlsplit(url).path)
    if match is None:
        return None
    return _first_day(["-".join(part for part in match.groups() if part)], today)


def outlet_of(
    tree: HtmlElement, said: Structured, *, title: str | None, url: str | None
) -> str | None:
    """Who published the page: what it calls itself, else the address's host."""
    for outlet in said.outlets:
        name = " ".join(outlet.split())
        if name and not name.startswith("@") and len(name) <= 60:
            return name
    beside = _site_beside(_title_tag(tree), title)
    if beside:
        return beside
    host = urlsplit(url or said.url or "").hostname
    return host.removeprefix("www.") if host else None
