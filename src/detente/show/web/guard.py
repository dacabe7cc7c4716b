"""What stands between the network and the pages: hosts, token, rates, sizes, headers."""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import time
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

__all__ = ["COOKIE", "POLICY", "Guard", "Limits", "is_loopback", "new_token"]

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE: Final = "detente_token"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    # Not "no-referrer": browsers then send `Origin: null` with the app's own forms.
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


@dataclass(frozen=True)
class Limits:
    """Requests of one client in a span of seconds, and the largest body and address in bytes."""

    requests: int = 300
    span_seconds: float = 10.0
    body_bytes: int = 65_536
    address_bytes: int = 4_096


@dataclass
class Guard:
    """Wraps an app: refuses foreign hosts, wrong tokens, floods, large bodies, foreign writes.

    `hosts` are the names by which the app may be called (against DNS rebinding); with `any_host`,
    which only goes with a token, any name will do. With a `token`,
    each request must bring it: as `Authorization: Bearer`, as a cookie, or once as `?token=`, which
    sets the cookie and drops the token from the address.
    """

    app: App
    hosts: frozenset[str]
    token: str | None = None
    limits: Limits = field(default_factory=Limits)
    any_host: bool = False
    _seen: dict[str, deque[float]] = field(default_factory=dict)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, by the app or by a refusal."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal:
            await _answer(send, *refusal)
            return
        if self.token and (fresh := self._token_in_address(scope)):
            await _answer(send, 303, "", [(b"location", fresh), (b"set-cookie", self._cookie())])
            return
        await self.app(scope, self._counted(scope, receive), _with_headers(send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = dict(scope["headers"])
        name = _host_name(headers.get(b"host", b""))
        if not name or not (self.any_host or name in self.hosts):
            return 421, "This address isn't one that the app was started for."
        if self._flooded(scope):
            return 429, "Too many requests; wait a few seconds."
        if (
            len(scope.get("raw_path") or b"") + len(scope["query_string"])
            > self.limits.address_bytes
        ):
            return 414, "The address is too long."
        if _declared(headers) > self.limits.body_bytes:
            return 413, "The request is too large."
        if scope["method"] not in {"GET", "HEAD"} and not _same_origin(headers):
            return 403, "A write must come from the app's own pages."
        if self.token and not self._known(scope, headers):
            return 401, "This app needs its token. Open the address that `detente serve` printed."
        return None

    def _flooded(self, scope: Scope) -> bool:
        client = (scope.get("client") or ("unknown",))[0]
        now = time.monotonic()
        if len(self._seen) > 10_000:
            self._seen.clear()
        times = self._seen.setdefault(client, deque())
        while times and times[0] < now - self.limits.span_seconds:
            times.popleft()
        if len(times) >= self.limits.requests:
            return True
        times.append(now)
        return False

    def _known(self, scope: Scope, headers: dict[bytes, bytes]) -> bool:
        offered = [
            headers.get(b"authorization", b"").decode("latin-1").removeprefix("Bearer "),
            _cookie_of(headers),
            *parse_qs(scope["query_string"].decode("latin-1")).get("token", []),
        ]
        # Compared as bytes: compare_digest refuses text beyond ASCII.
        known = (self.token or "").encode()
        return any(
            hmac.compare_digest(text.encode("latin-1", "replace"), known) for text in offered
        )

    def _token_in_address(self, scope: Scope) -> bytes:
        query = scope["query_string"].decode("latin-1")
        if scope["method"] != "GET" or "token" not in parse_qs(query):
            return b""
        kept = "&".join(part for part in query.split("&") if not part.startswith("token="))
        # A path such as //other.example must not become an address of another host.
        path = "/" + (scope.get("raw_path") or b"/").decode("latin-1").lstrip("/\\")
        return (path + ("?" + kept if kept else "")).encode("latin-1")

    def _cookie(self) -> bytes:
        return f"{COOKIE}={self.token}; Path=/; HttpOnly; SameSite=Strict".encode()

    def _counted(self, scope: Scope, receive: Receive) -> Receive:
        """Stop reading a body that grows past the limit without having said so."""
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.limits.body_bytes:
                return {"type": "http.disconnect"}
            return message

        return counted


def _host_name(host: bytes) -> str:
    return (urlsplit("//" + host.decode("latin-1")).hostname or "") if _plain(host) else ""


def _plain(host: bytes) -> bool:
    return bool(host) and not set(host) & set(b"/\\@?# \t")


def new_token() -> str:
    """A token that can't be guessed, fit for an address."""
    return secrets.token_urlsafe(24)


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine only.

    >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _declared(headers: dict[bytes, bytes]) -> int:
    text = headers.get(b"content-length", b"0")
    return int(text) if text.isdigit() else 0


def _same_origin(headers: dict[bytes, bytes]) -> bool:
    origin = headers.get(b"origin", b"").decode("latin-1")
    host = headers.get(b"host", b"").decode("latin-1")
    if headers.get(b"sec-fetch-site", b"same-origin") not in {b"same-origin", b"none"}:
        return False
    return not origin or urlsplit(origin).netloc == host


def _cookie_of(headers: dict[bytes, bytes]) -> str:
    try:
        jar = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return ""
    return jar[COOKIE].value if COOKIE in jar else ""


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = list(message.get("headers", []))
            named = {name.lower() for name, _ in given}
            message = {
                **message,
                "headers": given + [pair for pair in _HEADERS if pair[0] not in named],
            }
        await send(message)

    return sending


async def _answer(
    send: Send, status: int, text: str, headers: list[tuple[bytes, bytes]] | None = None
) -> None:
    body = text.encode()
    sending = _with_headers(send)
    plain = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await sending(
        {"type": "http.response.start", "status": status, "headers": plain + (headers or [])}
    )
    await sending({"type": "http.response.body", "body": body})
