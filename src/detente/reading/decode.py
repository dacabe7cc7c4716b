"""Bytes to text: which encoding a page is in, and which bytes are no text at all."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

__all__ = ["UndecodableError", "decode", "looks_binary"]

_MAGIC: Final = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a media file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"PAR1", "a Parquet table"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3", "a database"),
)
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_WESTERN: Final = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœŠšŽž€‚„…‘’“”•–—™¡¿«»°£§©®·\u00a0º"
)
_CONTROL_BYTE = re.compile(rb"[\x01-\x08\x0e-\x1f]")
_PROBE: Final = 65_536
# Text of any language has next to no control characters; programs and pictures are full of them.
_MAX_CONTROL_SHARE: Final = 0.002


class UndecodableError(ValueError):
    """Bytes that no encoding turns into text; `reason` is a code of `core.reasons`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def looks_binary(data: bytes) -> str | None:
    """What kind of non-text `data` is, or null where it may be text.

    >>> looks_binary(b"%PDF-1.7 ..."), looks_binary(b"Plain words")
    ('a PDF', None)
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return None if magic == b"MZ" and b"\x00" not in data[:200] else kind
    return None


def decode(data: bytes, *, declared: str | None = None) -> str:
    """Text of `data`: by byte order mark, UTF-8, the declared charset, UTF-16, then by guess.

    Raises:
        UndecodableError: `binary` or `encoding`, with what was found.

    >>> decode("Zürich, naïve".encode("cp1252"))
    'Zürich, naïve'
    """
    kind = looks_binary(data)
    if kind:
        raise UndecodableError("binary", f"{kind}, not text; save it as a page or as text first")
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strictly(data, name)
    half = _utf16_without_mark(data)
    if half:
        return _strictly(data, half)
    if b"\x00" in data[:_PROBE]:
        raise UndecodableError("binary", "zero bytes, so not text")
    if len(_CONTROL_BYTE.findall(data[:_PROBE])) > 0.02 * len(data[:_PROBE]):
        raise UndecodableError("binary", "full of control characters, so not text")
    for named in ("utf-8", declared, _declared_in(data)):
        text = _try(data, named)
        if text is not None and _is_text(text):
            return text
    return _guessed(data)


def _strictly(data: bytes, encoding: str) -> str:
    text = _try(data, encoding)
    if text is None or not _is_text(text):
        raise UndecodableError("encoding", f"looks like {encoding} but isn't; save it as UTF-8")
    return text


def _try(data: bytes, encoding: str | None) -> str | None:
    if not encoding:
        return None
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError):
        return None
    return text.removeprefix("\ufeff")


def _declared_in(data: bytes) -> str | None:
    match = _DECLARED.search(data[:4096])
    return match[1].decode("ascii", "replace") if match else None


def _utf16_without_mark(data: bytes) -> str | None:
    probe = data[:2000]
    if len(probe) < 8:
        return None
    even, odd = probe[0::2].count(0), probe[1::2].count(0)
    if odd > 0.4 * len(probe) / 2 and even < 0.05 * len(probe):
        return "utf-16-le"
    if even > 0.4 * len(probe) / 2 and odd < 0.05 * len(probe):
        return "utf-16-be"
    return None


def _guessed(data: bytes) -> str:
    western = _try(data, "cp1252")
    if western is not None and _is_western(western):
        return western
    best = from_bytes(data[:_PROBE], preemptive_behaviour=False).best()
    for name in (best.encoding if best else None, "cp1252", "latin-1"):
        text = _try(data, name)
        if text is not None and _is_text(text):
            return text
    raise UndecodableError("encoding", "bytes that fit no encoding we know; save it as UTF-8")


def _is_western(text: str) -> bool:
    """Few letters beyond ASCII, all common in Western Europe: short texts mislead guessers."""
    high = [letter for letter in text[:_PROBE] if letter > "\x7f"]
    return len(high) <= 0.1 * len(text[:_PROBE]) + 2 and all(letter in _WESTERN for letter in high)


def _is_text(text: str) -> bool:
    probe = text[:_PROBE]
    return len(_CONTROL.findall(probe)) <= _MAX_CONTROL_SHARE * max(len(probe), 500)
