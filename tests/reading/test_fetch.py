"""Pages over HTTP, from a server on this machine: retries, redirects, bounds, refusals."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from detente.core.errors import FetchError
from detente.reading.documents import read_paths
from detente.reading.fetch import fetch

PAGE = (
    b"<html><head><title>Talks in the north</title></head>"
    b"<body><article><h1>Talks in the north</h1>"
    b"<p>The two prime ministers met in Oslo on Friday and agreed to open a fisheries office.</p>"
    b"<p>Both sides called the talks useful, and a second round was set for next spring.</p>"
    b"</article></body></html>"
)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        counts = self.server.counts  # type: ignore[attr-defined]
        counts[self.path] = counts.get(self.path, 0) + 1
        if self.path == "/busy-twice" and counts[self.path] <= 2:
            self._answer(503, b"")
        elif self.path == "/absent":
            self._answer(404, b"")
        elif self.path == "/moved":
            self._answer(302, b"", Location="/page")
        elif self.path == "/bomb":
            self._answer(200, gzip.compress(b"x" * 3_000_000), Content_Encoding="gzip")
        else:
            self._answer(200, PAGE, Content_Type="text/html; charset=utf-8")

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving.counts = {}  # type: ignore[attr-defined]
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield serving
    serving.shutdown()
    serving.server_close()
    thread.join()


def address(server: ThreadingHTTPServer, path: str) -> str:
    return f"http://127.0.0.1:{server.server_port}{path}"


def test_a_busy_server_is_asked_again(server: ThreadingHTTPServer) -> None:
    page = fetch(address(server, "/busy-twice"), max_bytes=10_000, wait=0.01)

    assert page.data == PAGE
    assert server.counts["/busy-twice"] == 3  # type: ignore[attr-defined]


def test_a_refusal_is_not_asked_again_and_says_what_to_do(server: ThreadingHTTPServer) -> None:
    with pytest.raises(FetchError, match=r"answered 404\. Check the address"):
        fetch(address(server, "/absent"), max_bytes=10_000, wait=0.01)
    assert server.counts["/absent"] == 1  # type: ignore[attr-defined]


def test_a_redirect_gives_the_last_address(server: ThreadingHTTPServer) -> None:
    assert fetch(address(server, "/moved"), max_bytes=10_000).url == address(server, "/page")


def test_a_packed_page_that_grows_over_the_bound_is_left(server: ThreadingHTTPServer) -> None:
    with pytest.raises(FetchError, match="larger than"):
        fetch(address(server, "/bomb"), max_bytes=100_000)


def test_addresses_read_like_files_and_a_missing_page_is_a_reject(
    server: ThreadingHTTPServer,
) -> None:
    result = read_paths([address(server, "/page"), address(server, "/absent")])

    assert result.articles["title"].to_list() == ["Talks in the north"]
    assert result.articles["outlet"].to_list() == ["127.0.0.1"]
    assert result.rejects["reason"].to_list() == ["fetch_failed"]


def test_a_server_that_isnt_there_is_tried_and_reported() -> None:
    with pytest.raises(FetchError, match="Check the address"):
        fetch("http://127.0.0.1:9/page", max_bytes=10, retries=1, wait=0.01, timeout_seconds=1)
