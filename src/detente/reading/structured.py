"""What a page says of itself to machines: JSON-LD and meta tags."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from lxml.html import HtmlElement

__all__ = ["Structured", "structured_data"]

_ARTICLE: Final = re.compile(
    r"(?:Article|BlogPosting|Report|Review|LiveBlogPosting|Newsletter)$", re.IGNORECASE
)
_MAX_JSON: Final = 2_000_000
_AUTHOR_META: Final = (
    "author", "article:author", "parsely-author", "sailthru.author", "dc.creator",
    "dcterms.creator", "byl", "citation_author", "og:article:author", "dcsext.author", "rbauthors",
    "article.author",
    "authors",     "cxenseparse:author",
)  # fmt: skip
_TITLE_META: Final = (
    "og:title", "parsely-title", "sailthru.title", "dc.title", "citation_title", "twitter:title",
)  # fmt: skip
_DAY_META: Final = (
    "article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "dc.date.issued", "dc.date", "date",
    "dcterms.created", "article.published", "displaydate", "ptime", "citation_publication_date",
    "originalpublicationdate", "publication_date", "rnews:datepublished",
    "cxenseparse:recs:publishtime",
)  # fmt: skip
_OUTLET_META: Final = ("og:site_name", "application-name", "dc.publisher", "cre", "twitter:site")
_SECTION_META: Final = ("article:section", "section", "parsely-section", "channel", "cg")


@dataclass
class Structured:
    """Raw values, most trusted first; nothing is cleaned yet."""

    titles: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    outlets: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    url: str | None = None
    language: str | None = None


def structured_data(tree: HtmlElement) -> Structured:
    """What JSON-LD of an article type says, then what meta tags say; broken JSON is passed over."""
    found = Structured()
    for node in _nodes(tree):
        _add_node(found, node)
    _add_meta(found, tree)
    return found


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = script.text or ""
        if len(text) > _MAX_JSON:
            continue
        try:
            value = json.loads(text.strip().strip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _articles(value, depth=0)


def _articles(value: Any, *, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, list):
        for item in value:
            yield from _articles(item, depth=depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds):
            yield value
        for key in ("@graph", "mainEntity"):
            yield from _articles(value.get(key), depth=depth + 1)


def _add_node(found: Structured, node: dict[str, Any]) -> None:
    found.titles += _texts(node.get("headline"))
    found.authors += _names(node.get("author")) or _names(node.get("creator"))
    found.days += _texts(node.get("datePublished")) or _texts(node.get("dateCreated"))
    found.outlets += _names(node.get("publisher"))
    found.sections += _texts(node.get("articleSection"))
    kinds = node.get("@type")
    found.sections += [kind for kind in _texts(kinds) if "Opinion" in kind]
    found.language = found.language or next(iter(_texts(node.get("inLanguage"))), None)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []


def _names(value: Any) -> list[str]:
    if isinstance(value, dict):
        return _names(value.get("name"))
    if isinstance(value, list):
        return [name for item in value for name in _names(item)]
    return _texts(value)


def _add_meta(found: Structured, tree: HtmlElement) -> None:
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or meta.get("value") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                metas.setdefault(name, []).append(content)
    found.titles += _values(metas, _TITLE_META)
    found.authors += _values(metas, _AUTHOR_META)
    if "written by" in [label.lower() for label in metas.get("twitter:label1", [])]:
        found.authors += metas.get("twitter:data1", [])
    found.days += _values(metas, _DAY_META)
    found.outlets += _values(metas, _OUTLET_META)
    found.sections += _values(metas, _SECTION_META)
    canonical = tree.xpath("//link[contains(@rel,'canonical')]/@href")
    addresses = [*canonical, *metas.get("og:url", [])]
    found.url = next((str(url) for url in addresses if str(url).startswith("http")), None)
    found.language = found.language or tree.get("lang")


def _values(metas: dict[str, list[str]], names: tuple[str, ...]) -> list[str]:
    return [value for name in names for value in metas.get(name, [])]
