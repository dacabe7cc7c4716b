"""One file from the network to the disk: resumed, checked, retried, from one mirror or another."""

from __future__ import annotations

import hashlib
import random
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

__all__ = ["Fetched", "Wanted", "fetch_file", "open_client"]

ATTEMPTS = 5
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
TIMEOUT_SECONDS = 30.0
BUSY = (429, 500, 502, 503, 504)
ABSENT = (404, 410)


@dataclass(frozen=True)
class Wanted:
    """One file of a plan: its path below a mirror's root, size and MD5 where a list gave them."""

    path: str
    bytes: int | None = None
    md5: str | None = None

    @property
    def name(self) -> str:
        """Name of the file."""
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Fetched:
    """What became of a file: `done`, `kept` (was there), `absent` (a gap), or `failed`."""

    wanted: Wanted
    outcome: str
    path: Path | None = None
    detail: str = ""


def open_client(*, timeout_seconds: float = TIMEOUT_SECONDS) -> httpx.Client:
    """An HTTP client that follows redirects and gives up on a silent server."""
    return httpx.Client(
        follow_redirects=True,
        timeout=timeout_seconds,
        headers={"User-Agent": "detente", "Accept-Encoding": "identity"},
    )


def fetch_file(
    client: httpx.Client, wanted: Wanted, *, mirrors: Sequence[str], folder: Path,
    pause: Callable[[float], None] = time.sleep,
) -> Fetched:  # fmt: skip
    """Bring one file into `folder`, unless it lies there whole.

    A transfer that was cut short is taken up where it ended. A busy server is asked again after a
    while, or after as long as it says; a file that fails its size, checksum or zip test is thrown
    away. A file that no mirror has is a gap, not an error.
    """
    target = folder / wanted.name
    if target.exists() and _fault(target, wanted) is None:
        return Fetched(wanted, "kept", target)
    faults: list[str] = []
    absent = 0
    for mirror in mirrors:
        url = f"{mirror.rstrip('/')}/{wanted.path}"
        for attempt in range(ATTEMPTS):
            try:
                fault, wait = _attempt(client, url, wanted, target)
            except httpx.HTTPError as error:
                fault, wait = f"{type(error).__name__}: {error}", None
            except OSError as error:
                return Fetched(wanted, "failed", detail=f"{target}: {error.strerror or error}")
            if fault is None:
                return Fetched(wanted, "done", target)
            if fault == "absent":
                absent += 1
                break
            faults.append(f"{url}: {fault}")
            if attempt + 1 < ATTEMPTS:
                pause(_pause_seconds(attempt) if wait is None else wait)
    if absent == len(mirrors):
        return Fetched(wanted, "absent", detail="no mirror has it")
    return Fetched(wanted, "failed", detail=faults[-1] if faults else "no mirror has it")


def _pause_seconds(attempt: int) -> float:
    # Jitter keeps many clients that failed together from coming back together.
    pause: float = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2**attempt)
    return pause * random.uniform(0.75, 1.25)


def _attempt(
    client: httpx.Client, url: str, wanted: Wanted, target: Path
) -> tuple[str | None, float | None]:
    """One transfer: null or what went wrong, and the seconds that the server asked to wait."""
    part = target.with_name(f"{target.name}.part")
    held = part.stat().st_size if part.exists() else 0
    headers = {"Range": f"bytes={held}-"} if held else {}
    with client.stream("GET", url, headers=headers) as answer:
        if answer.status_code in ABSENT:
            return "absent", None
        if answer.status_code == 416:
            part.unlink(missing_ok=True)
            return "the part held is no part of it; begins anew", 0.0
        if answer.status_code in BUSY:
            return f"HTTP {answer.status_code}", _retry_after(answer)
        if answer.status_code not in (200, 206):
            return f"HTTP {answer.status_code}", None
        with part.open("ab" if answer.status_code == 206 else "wb") as file:
            for block in answer.iter_bytes():
                file.write(block)
    if fault := _fault(part, wanted):
        part.unlink(missing_ok=True)
        return fault, None
    part.replace(target)
    return None, None


def _retry_after(answer: httpx.Response) -> float | None:
    text = answer.headers.get("Retry-After", "")
    return min(float(text), LONGEST_PAUSE_SECONDS) if text.isdigit() else None


def _fault(path: Path, wanted: Wanted) -> str | None:
    """What is wrong with a whole file, or null."""
    size = path.stat().st_size
    if wanted.bytes is not None and size != wanted.bytes:
        return f"{size} bytes, the list says {wanted.bytes}"
    if wanted.md5 is not None:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "md5").hexdigest()
        return None if found == wanted.md5.lower() else f"MD5 {found}, the list says {wanted.md5}"
    if wanted.name.lower().endswith(".zip"):
        return _zip_fault(path)
    return None


def _zip_fault(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            bad = archive.testzip()
    except (zipfile.BadZipFile, EOFError) as fault:
        return f"no sound zip archive: {fault}"
    return f"damaged inside: {bad}" if bad else None
