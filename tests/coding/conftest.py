"""What the coder's tests share: a stub of a model's endpoint, on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from hypothesis import settings

# A loaded machine is slow, not wrong.
settings.register_profile("coding", deadline=None)
settings.load_profile("coding")

Reply = dict[str, Any] | str | int | Callable[[BaseHTTPRequestHandler], None]


class StubServer:
    """Answers each call with the next of `replies`, the last one for ever; keeps what was asked.

    A dict is the model's JSON answer, text its raw answer, a number a bare HTTP status, a function
    does what it likes with the connection.
    """

    def __init__(self, replies: tuple[Reply, ...]) -> None:
        self.replies = list(replies)
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.url = ""

    def next_reply(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def serving(*replies: Reply) -> Iterator[StubServer]:
    stub = StubServer(replies)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            stub.asked.append(json.loads(body))
            stub.headers.append({name.lower(): value for name, value in self.headers.items()})
            reply = stub.next_reply() if self.path == "/v1/chat/completions" else 404
            if callable(reply):
                reply(self)
                return
            status = reply if isinstance(reply, int) else 200
            text = json.dumps(reply) if isinstance(reply, dict) else str(reply)
            payload = {"choices": [{"message": {"role": "assistant", "content": text}}]}
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(payload).encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    stub.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def serve() -> Iterator[Callable[..., StubServer]]:
    """Start a stub server with these replies; it stops when the test ends."""
    with_exit: list[Any] = []

    def start(*replies: Reply) -> StubServer:
        manager = serving(*replies)
        with_exit.append(manager)
        return manager.__enter__()

    yield start
    for manager in with_exit:
        manager.__exit__(None, None, None)
