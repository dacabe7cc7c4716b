"""HTML pages: body by trafilatura, fields by our own layer, the rest kept as named parts."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from datetime import date
from typing import Any, Final

import lxml.html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from detente.reading.frame_lines import affiliation_in, imprint_of, is_biography
from detente.reading.genre import genre_of
from detente.reading.language import guess_language
from detente.reading.lines import label
from detente.reading.page import Page, Part, mask_contacts
from detente.reading.page_fields import authors_of, day_of, outlet_of, title_of
from detente.reading.plain import part_of, read_plain
from detente.reading.repeats import repeats_in
from detente.reading.structured import structured_data

__all__ = ["html_lines", "looks_like_html", "read_html"]

_MARKUP = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|div|p|article|table|br|h1)\b", re.I)
_SKIP: Final = frozenset(
    {"script", "style", "noscript", "template", "svg", "head", "iframe", "form"}
)
_BLOCK_LIST: Final = (
    "p div section article li ul ol h1 h2 h3 h4 h5 h6 blockquote figcaption figure td th tr table "
    "header footer nav aside main dt dd pre br hr time address body"
)
_BLOCK: Final = frozenset(_BLOCK_LIST.split())
_MAX_PARTS: Final = 2000

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def looks_like_html(text: str) -> bool:
    """Whether the first characters hold markup of a page."""
    return bool(_MARKUP.search(text[:20_000]))


def read_html(text: str, *, url: str | None = None, today: date | None = None) -> Page:
    """Read one HTML page; a page without a body of prose gives a page without paragraphs.

    Args:
        text: the page's source.
        url: where it came from, where known.
        today: no day of publication after this is believed; default the current day.
    """
    tree = _tree(text)
    if tree is None:
        return read_plain(re.sub(r"<[^>]{0,2000}>", "\n", text))
    said = structured_data(tree)
    day, day_by = day_of(tree, said, url=url, today=today or date.today())
    title = title_of(tree, said)
    page = _with_body(tree, text, title=title, url=url)
    body = page.paragraphs
    return replace(
        page,
        title=title or page.title,
        authors=authors_of(tree, said) or page.authors,
        outlet=outlet_of(tree, said, title=title, url=url) or page.outlet,
        published_on=day or page.published_on,
        published_by=day_by or page.published_by,
        url=url or said.url,
        language=guess_language("\n".join(body)) or (said.language or "")[:2].lower() or None,
        genre=genre_of(
            body,
            title=title,
            section=" ".join([*said.sections, _words_of(url or said.url or "")]),
            biography=" ".join(part.text for part in page.dropped if part.reason == "biography"),
        )
        if body
        else None,
    )


def _words_of(url: str) -> str:
    return " ".join(re.findall(r"/([a-z-]{3,20})(?=/)", url.lower()))


def _tree(text: str) -> HtmlElement | None:
    try:
        tree: HtmlElement = lxml.html.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text))
    except (LxmlError, ValueError, AssertionError):
        return None
    return tree


def _with_body(tree: HtmlElement, text: str, *, title: str | None, url: str | None) -> Page:
    """Body and left-out parts; where trafilatura finds no body, our plain reader tries."""
    shown = _visible_lines(tree)
    lines = _extracted(text, url)
    if sum(len(line.split()) for line in lines) < 20:
        return read_plain("\n\n".join(shown))
    kept, parts, affiliation, outlet, day = _sorted_out(lines, title)
    held = "\n".join([*kept, *(part.text for part in parts)])
    rest = [line for line in shown if line not in held]
    parts += [Part(part_of(label(line, 0)), mask_contacts(line)) for line in rest[:_MAX_PARTS]]
    return Page(
        paragraphs=tuple(kept),
        dropped=tuple(parts),
        affiliation=affiliation,
        outlet=outlet,
        published_on=day,
        published_by="text" if day else None,
    )


def _extracted(text: str, url: str | None) -> list[str]:
    """Lines of the body as trafilatura sees it; none where it finds none or fails on the page."""
    from trafilatura import bare_extraction

    try:
        found: Any = bare_extraction(
            text, url=url, favor_precision=True, include_comments=False, with_metadata=False
        )
    except Exception:
        # trafilatura raises whatever its parsers raise; our own reader then takes the page.
        return []
    body = found.text if found else ""
    return [line.strip() for line in (body or "").split("\n") if line.strip()]


def _sorted_out(
    lines: list[str], title: str | None
) -> tuple[list[str], list[Part], str | None, str | None, date | None]:
    """Body lines and parts among what the extractor kept; and what biography and imprint name."""
    repeats = repeats_in(lines)
    kept: list[str] = []
    parts: list[Part] = []
    affiliation = outlet = day = None
    for i, line in enumerate(lines):
        reason = repeats.get(i) or _frame_reason(line, i, len(lines), title)
        if reason is None:
            kept.append(line)
            continue
        parts.append(Part(reason, mask_contacts(line)))
        if reason == "biography":
            affiliation = affiliation or affiliation_in(line)
        imprint = imprint_of(line) if reason == "publication" else None
        if imprint:
            outlet, day = outlet or imprint.outlet, day or imprint.day
    return kept, parts, affiliation, outlet, day


def _frame_reason(line: str, at: int, of: int, title: str | None) -> str | None:
    if title and at < 3 and _same(line, title):
        return "title"
    near_foot = at >= of - 6
    if near_foot and is_biography(line):
        return "biography"
    if (near_foot or at < 3) and imprint_of(line):
        return "publication"
    looks = label(line, at).label
    if looks in {"ago", "stop", "frame", "caption", "cut"}:
        return part_of(label(line, at))
    return None


def _same(a: str, b: str) -> bool:
    return re.sub(r"\W+", "", a.casefold()) == re.sub(r"\W+", "", b.casefold())


def html_lines(text: str) -> list[str]:
    """Text of a piece of HTML, one line a block; text without markup comes back as its lines."""
    if "<" not in text:
        return [line for line in text.split("\n") if line.strip()]
    tree = _tree(f"<div>{text}</div>")
    return _visible_lines(tree) if tree is not None else []


def _visible_lines(tree: HtmlElement) -> list[str]:
    """Text of the page's blocks in order, scripts and the head left out."""
    lines: list[str] = []
    current: list[str] = []

    def close() -> None:
        text = " ".join("".join(current).split())
        if text and (not lines or lines[-1] != text):
            lines.append(text)
        current.clear()

    stack: list[tuple[HtmlElement, bool]] = [(tree, False)]
    while stack:
        element, done = stack.pop()
        name = element.tag if isinstance(element.tag, str) else ""
        if done:
            if name in _BLOCK:
                close()
            current.append(element.tail or "")
            continue
        if not name or name in _SKIP:
            current.append(element.tail or "")
            continue
        if name in _BLOCK:
            close()
        current.append(element.text or "")
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    close()
    return lines
