"""`detente code-llm`: from a page to events, live against a stub and again from the recording."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import polars as pl
import pytest

from detente.cli.llm import code_llm
from detente.core.errors import DetenteError

PAGE = (
    "Talks in Muscat\n\nIran's foreign minister flew to Oman on Monday for talks about the strait, "
    "the first such visit in a year.\n\nPrices of crude rose in the Gulf's markets on the news "
    "and fell again in the evening.\n"
)
ANSWER = {
    "events": [
        {
            "sentence": 1, "actor_words": "Iran's foreign minister", "actor_state": "IRN",
            "actor_sector": "GOV", "recipient_words": "Oman", "recipient_state": "OMN",
            "recipient_sector": None, "trigger_words": "flew", "root": "CONSULT", "mode": "visit",
            "status": "happened", "domains": ["diplomatic"], "happened_on": "2018-08-06",
            "attributed_to": None, "confidence": 0.9,
        }
    ]
}  # fmt: skip


@pytest.fixture
def url() -> Iterator[str]:
    """A stub that puts the event on whichever sentence names Oman."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            sentences = json.loads(asked["messages"][1]["content"])["sentences"]
            number = next(one["n"] for one in sentences if "Oman" in one["text"])
            answer = {"events": [ANSWER["events"][0] | {"sentence": number}]}
            reply = {"choices": [{"message": {"content": json.dumps(answer)}}]}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(reply).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def page(tmp_path: Path) -> str:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return str(path)


def test_a_run_is_printed_written_and_repeated_without_the_model(
    url: str, page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record, output = tmp_path / "calls.jsonl", tmp_path / "events.parquet"
    day = date(2018, 8, 9)

    assert (
        code_llm(page, model="stub", url=url, record=record, output=output, published_on=day) == 0
    )
    assert "1 article read, 1 with events, 1 event." in capsys.readouterr().out
    assert pl.read_parquet(output)["root"].to_list() == ["CONSULT"]

    assert code_llm(page, model="stub", record=record, published_on=day, json=True) == 0
    [event] = json.loads(capsys.readouterr().out)["events"]
    assert (event["actor"], event["recipient"], event["dataset"]) == ("IRN", "OMN", "detente-llm")


def test_with_nobody_to_ask_it_says_what_to_give(page: str, tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match="--url"):
        code_llm(page, model="stub", record=tmp_path / "none.jsonl")
    with pytest.raises(DetenteError, match="--at-once"):
        code_llm(page, model="stub", url="http://127.0.0.1:9/v1", at_once=0)
