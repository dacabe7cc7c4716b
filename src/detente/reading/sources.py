"""What to read: paths, folders, globs and addresses become single documents, or rejects."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from detente.core.errors import FetchError
from detente.reading.fetch import fetch

__all__ = ["MAX_BYTES", "Document", "Refused", "load", "origins"]

MAX_BYTES: Final = 20_000_000
"""Largest document that is read; pages are rarely over 2 MB."""

_PAGES_LIST: Final = ".html .htm .xhtml .shtml .txt .text .md .rss .atom .xml .rdf .php .asp .aspx"
_PAGES: Final = frozenset(_PAGES_LIST.split())
_NOT_ARTICLES: Final = frozenset(
    {"readme", "license", "licence", "notice", "changelog", "contents"}
)


@dataclass(frozen=True)
class Document:
    """One document's bytes, where they came from, and what the transport says of them."""

    origin: str
    data: bytes
    url: str | None = None
    charset: str | None = None


@dataclass(frozen=True)
class Refused:
    """A document that isn't read: a reason of `core.reasons` and what was found."""

    origin: str
    reason: str
    detail: str


def origins(paths: str | Path | Iterable[str | Path]) -> Iterator[str | Refused]:
    """Every document that `paths` name, in order, each once: file paths and addresses.

    Folders are walked in order of name; hidden files and links back to a folder already walked are
    passed over. In a folder, files whose suffix no page has are refused, so that data tables beside
    articles aren't taken for articles; name such a file itself to have it read.
    """
    seen: set[str] = set()
    for path in [paths] if isinstance(paths, str | Path) else paths:
        for item in _expand(str(path)):
            key = item.origin if isinstance(item, Refused) else item
            if key not in seen:
                seen.add(key)
                yield item


def _expand(path: str) -> Iterator[str | Refused]:
    if path.startswith(("http://", "https://")):
        yield path
        return
    given = Path(path).expanduser()
    if _is_folder(given):
        yield from _walk(given)
    elif glob.has_magic(path) and not given.exists():
        matches = sorted(glob.glob(str(given), recursive=True))  # noqa: PTH207
        if not matches:
            yield Refused(path, "not_found", "the pattern matches no file")
        for match in matches:
            yield from _walk(Path(match)) if Path(match).is_dir() else iter([match])
    elif os.path.lexists(given):
        yield str(given)
    else:
        yield Refused(path, "not_found", "no such file or folder; check the path")


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _walk(folder: Path) -> Iterator[str | Refused]:
    walked: set[tuple[int, int]] = set()
    failures: list[OSError] = []
    for here, below, names in os.walk(folder, followlinks=True, onerror=failures.append):
        for fault in failures:
            yield Refused(str(fault.filename), "unreadable", str(fault.strerror))
        failures.clear()
        mark = Path(here).stat()
        if (mark.st_dev, mark.st_ino) in walked:
            below.clear()
            continue
        walked.add((mark.st_dev, mark.st_ino))
        below[:] = sorted(name for name in below if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            yield _in_folder(Path(here) / name)
    for fault in failures:
        yield Refused(str(fault.filename), "unreadable", str(fault.strerror))


def _in_folder(path: Path) -> str | Refused:
    if path.stem.casefold() in _NOT_ARTICLES:
        return Refused(str(path), "no_article", "describes the folder; name the file to read it")
    if path.suffix.casefold() not in _PAGES:
        kind = f"'{path.suffix}' files" if path.suffix else "files without a suffix"
        return Refused(
            str(path), "no_article", f"{kind} are not taken from folders; name the file to read it"
        )
    return str(path)


def load(origin: str, *, max_bytes: int = MAX_BYTES) -> Document | Refused:
    """The bytes of one file or address; a fault gives the reason instead."""
    if origin.startswith(("http://", "https://")):
        try:
            page = fetch(origin, max_bytes=max_bytes)
        except FetchError as fault:
            reason = "too_large" if "larger than" in str(fault) else "fetch_failed"
            return Refused(origin, reason, str(fault))
        return _checked(Document(origin, page.data, url=page.url, charset=page.charset))
    return _load_file(Path(origin), max_bytes)


def _load_file(path: Path, max_bytes: int) -> Document | Refused:
    origin = str(path)
    try:
        if not path.is_file():
            kind = "a link that leads nowhere" if path.is_symlink() else "no ordinary file"
            return Refused(origin, "not_found", f"{kind}; check the path")
        size = path.stat().st_size
        if size > max_bytes:
            return Refused(origin, "too_large", f"{size:,} bytes, limit {max_bytes:,}")
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as fault:
        return Refused(origin, "unreadable", fault.strerror or str(fault))
    if len(data) > max_bytes:
        return Refused(origin, "too_large", f"more than {max_bytes:,} bytes")
    return _checked(Document(origin, data))


def _checked(document: Document) -> Document | Refused:
    if not document.data.strip():
        return Refused(document.origin, "empty", "no characters in it")
    return document
