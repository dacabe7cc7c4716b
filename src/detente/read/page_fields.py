"""Title, authors, day and outlet of an HTML page: structured data first, then what readers see."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from detente.read.days import day_in
from detente.read.names import clean_names
from detente.read.structured import Structured

__all__ = ["authors_of", "day_of", "outlet_of", "title_of"]

_BYLINE_PATHS: Final = (
    "//*[@itemprop='author']//*[@itemprop='name']",
    "//*[@itemprop='author']",
    "//a[contains(concat(' ',@rel,' '),' author ')]",
    "//*[contains(@class,'byline') or contains(@class,'Byline') or contains(@class,'by-line')"
    " or contains(@id,'byline')]",
    "//*[contains(@class,'author-name') or contains(@class,'authorName') or"
    " contains(@class,'author_name') or contains(@class,'article-author') or"
    " contains(@class,'post-author') or contains(@class,'entry-author')]",
    "//a[contains(@href,'/author/') or contains(@href,'/authors/') or contains(@href,'/by/')]",
    "//*[contains(concat(' ',@class,' '),' author ')]",
)
_SITE_TAIL = re.compile(r"\s+(?:[|–—·•«»]|::|-|/{1,2})\s+[^|–—·•]{2,60}$")
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-]?(0?[1-9]|1[0-2])[/-]?(0?[1-9]|[12]\d|3[01])(?=\D|$)")
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
    heads += [_text(item) for item in _headlines(tree)]
    for head in heads:
        if shown and (_key(head) in _key(shown) or _key(shown) in _key(head)):
            return head
    if named:
        return named[0]
    return heads[0] if heads else shown or None


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
        bylines = [text for item in tree.xpath(path)[:4] if 0 < len(text := _text(item)) <= 160]
        names = _persons(clean_names(bylines[:1]), outlets)
        if names:
            return names
    return ()


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
    return _first_day(["-".join(match.groups())], today) if match else None


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
