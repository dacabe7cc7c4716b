"""Pages over HTTP: with a time limit, retries that wait, and a bound on size."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

import httpx

from detente.core.errors import FetchError

__all__ = ["Fetched", "fetch"]

_AGENT: Final = "detente/0.1 (news reader for research)"
_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_MAX_WAIT_SECONDS: Final = 30.0


@dataclass(frozen=True)
class Fetched:
    """A page as it came: the address after redirects, its bytes, and the charset it declares."""

    url: str
    data: bytes
    charset: str | None


class _TooLargeError(Exception):
    pass


def fetch(
    url: str, *, max_bytes: int, timeout_seconds: float = 20.0, retries: int = 2, wait: float = 0.5
) -> Fetched:
    """Get `url`; a time-out, a lost connection or a busy server is tried again, `retries` times.

    Args:
        url: http or https.
        max_bytes: bound on the unpacked size; reading stops there.
        timeout_seconds: for connecting and between bytes; the whole may take six times as long.
        retries: further tries after the first.
        wait: seconds before the first retry, doubled for each further one.

    Raises:
        FetchError: no page after the last try, a refusal (such as 404), or a page over the bound.
    """
    problem = ""
    with httpx.Client(
        timeout=timeout_seconds, follow_redirects=True, headers={"User-Agent": _AGENT}
    ) as client:
        for attempt in range(retries + 1):
            if attempt:
                time.sleep(min(wait * 2 ** (attempt - 1), _MAX_WAIT_SECONDS))
            try:
                return _once(client, url, max_bytes, 6 * timeout_seconds)
            except httpx.HTTPStatusError as fault:
                problem = f"the server answered {fault.response.status_code}"
                if fault.response.status_code not in _AGAIN:
                    break
            except _TooLargeError:
                raise FetchError(f"{url}: larger than {max_bytes:,} bytes; not read.") from None
            except (httpx.HTTPError, httpx.InvalidURL) as fault:
                problem = str(fault) or type(fault).__name__
                if isinstance(fault, httpx.UnsupportedProtocol | httpx.InvalidURL):
                    break
    raise FetchError(f"{url}: {problem}. Check the address, or save the page and read the file.")


def _once(client: httpx.Client, url: str, max_bytes: int, whole_seconds: float) -> Fetched:
    ends = time.monotonic() + whole_seconds
    chunks: list[bytes] = []
    size = 0
    with client.stream("GET", url) as answer:
        answer.raise_for_status()
        for chunk in answer.iter_bytes(65_536):
            size += len(chunk)
            if size > max_bytes:
                raise _TooLargeError
            if time.monotonic() > ends:
                raise httpx.ReadTimeout("the page came too slowly")
            chunks.append(chunk)
        return Fetched(str(answer.url), b"".join(chunks), answer.charset_encoding)
