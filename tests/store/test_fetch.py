"""Downloads against a local server that lays files out as GDELT does and fails in every way."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import detente as dt
from detente.core.errors import FetchError, StoreError
from detente.store.fetch.download import Wanted, fetch_file, open_client
from detente.store.fetch.gdelt import Feed, latest_stamp, plan_daily, plan_quarters
from detente.store.fetch.runs import Plan, fetch_plan, plan_gdelt
from detente.store.fetch.watch import catch_up, schedule_lines
from detente.store.lock import writer_lock

DAY = date(2015, 2, 19)
NEXT = date(2015, 2, 20)


def event_row(key: int) -> str:
    head = [str(key), "20150219", *[""] * 23, "1", "042", "042", "04", "1", "1.9", "5", "1", "5"]
    return "\t".join([*head, "0", *[""] * 24, "20150219000000", "http://a.example"]) + "\n"


def zipped(name: str, text: str) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return box.getvalue()


class Server:
    """Files by path, and for each path the failures to serve before the file itself."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.failures: dict[str, list[str]] = defaultdict(list)
        self.asked: list[tuple[str, str | None]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        path = to.path.lstrip("/")
        asked = to.headers.get("Range")
        self.asked.append((path, asked))
        body = self.files.get(path)
        failure = self.failures[path].pop(0) if self.failures[path] else ""
        if body is None or failure == "404":
            to.send_error(404)
        elif failure in ("429", "503"):
            to.send_response(int(failure))
            to.send_header("Retry-After", "7")
            to.send_header("Content-Length", "0")
            to.end_headers()
        elif failure == "reset":
            to.connection.close()
        elif failure == "slow":
            threading.Event().wait(0.6)
            to.connection.close()
        else:
            self.send(to, body, asked, failure)

    def send(
        self, to: BaseHTTPRequestHandler, body: bytes, asked: str | None, failure: str
    ) -> None:
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        if start and start >= len(body):
            to.send_error(416)
            return
        part = body[start:]
        to.send_response(206 if asked else 200)
        to.send_header("Content-Length", str(len(part)))
        to.end_headers()
        if failure == "cut":
            part = part[: len(part) // 2]
        elif failure == "wrong":
            part = bytes(byte ^ 1 for byte in part)
        to.wfile.write(part)
        if failure == "cut":
            to.connection.close()

    def add(self, path: str, body: bytes) -> Wanted:
        self.files[path] = body
        return Wanted(path, len(body), hashlib.md5(body, usedforsecurity=False).hexdigest())

    def list_files(self) -> None:
        lines = [
            f"{len(body)} {hashlib.md5(body, usedforsecurity=False).hexdigest()} "
            f"http://data.gdeltproject.org/{path}"
            for path, body in sorted(self.files.items())
            if path.endswith(".zip")
        ]
        self.files["gdeltv2/masterfilelist.txt"] = "\n".join([*lines, "broken line"]).encode()
        self.files["gdeltv2/lastupdate.txt"] = "\n".join(lines[-3:]).encode()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    for number, quarter in enumerate(("000000", "001500", "003000")):
        name = f"20150219{quarter}.export.CSV"
        made.add(f"gdeltv2/{name}.zip", zipped(name, event_row(number)))
    made.list_files()
    yield made
    made.http.shutdown()
    made.http.server_close()


FIRST = "gdeltv2/20150219000000.export.CSV.zip"


def get(server: Server, wanted: Wanted, folder: Path, **choices: Any) -> tuple[Any, list[float]]:
    waits: list[float] = []
    with open_client(timeout_seconds=0.3) as client:
        got = fetch_file(
            client, wanted, mirrors=choices.get("mirrors", [server.url]), folder=folder,
            pause=waits.append,
        )  # fmt: skip
    return got, waits


def listed(server: Server, path: str = FIRST) -> Wanted:
    return server.add(path, server.files[path])


@pytest.mark.parametrize("failure", ["429", "503", "reset", "slow", "cut", "wrong"])
def test_a_transfer_that_fails_once_is_tried_again(server, tmp_path, failure) -> None:
    server.failures[FIRST] = [failure]

    got, waits = get(server, listed(server), tmp_path)

    assert got.outcome == "done"
    assert got.path.read_bytes() == server.files[FIRST]
    assert len(waits) == 1


def test_a_busy_server_is_given_the_time_that_it_asks_for(server, tmp_path) -> None:
    server.failures[FIRST] = ["429", "503"]

    _, waits = get(server, listed(server), tmp_path)

    assert waits == [7.0, 7.0]


def test_pauses_grow_and_a_file_that_never_comes_is_a_failure(server, tmp_path) -> None:
    server.failures[FIRST] = ["reset"] * 20

    got, waits = get(server, listed(server), tmp_path)

    assert got.outcome == "failed"
    assert len(waits) == 4
    assert all(0.75 * 2**n <= wait <= 1.25 * 2**n for n, wait in enumerate(waits))


def test_a_transfer_cut_short_goes_on_where_it_ended(server, tmp_path) -> None:
    server.failures[FIRST] = ["cut"]

    got, _ = get(server, listed(server), tmp_path)

    half = len(server.files[FIRST]) // 2
    assert [asked for _, asked in server.asked] == [None, f"bytes={half}-"]
    assert got.path.read_bytes() == server.files[FIRST]


def test_a_wrong_checksum_is_never_kept(server, tmp_path) -> None:
    server.failures[FIRST] = ["wrong"] * 20

    got, _ = get(server, listed(server), tmp_path)

    assert got.outcome == "failed"
    assert "MD5" in got.detail
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_zip_without_a_known_checksum_is_found_out(server, tmp_path) -> None:
    server.failures[FIRST] = ["wrong"]

    got, waits = get(server, Wanted(FIRST), tmp_path)

    assert (got.outcome, len(waits)) == ("done", 1)


def test_what_lies_there_whole_is_not_asked_for_again(server, tmp_path) -> None:
    wanted = listed(server)
    get(server, wanted, tmp_path)
    server.asked.clear()

    got, _ = get(server, wanted, tmp_path)

    assert (got.outcome, server.asked) == ("kept", [])


def test_a_file_that_no_mirror_has_is_a_gap_and_the_second_mirror_is_asked(server, tmp_path):
    mirrors = [f"{server.url}/nothing", server.url]

    there, _ = get(server, listed(server), tmp_path, mirrors=mirrors)
    absent, _ = get(server, Wanted("gdeltv2/none.zip"), tmp_path, mirrors=mirrors)

    assert (there.outcome, absent.outcome) == ("done", "absent")


# plans


def test_the_plan_takes_what_the_list_has_and_names_the_quarters_that_it_lacks(server, tmp_path):
    del server.files["gdeltv2/20150219001500.export.CSV.zip"]
    server.list_files()

    with open_client() as client:
        plan = plan_gdelt(
            client, version=2, since=DAY, until=NEXT, feed=Feed(), mirrors=[server.url],
            folder=tmp_path,
        )  # fmt: skip

    assert [wanted.name for wanted in plan.files] == [
        "20150219000000.export.CSV.zip", "20150219003000.export.CSV.zip",
    ]  # fmt: skip
    assert plan.gaps == ("20150219001500",)
    assert plan.bytes == sum(len(server.files[wanted.path]) for wanted in plan.files)


def test_the_plan_of_the_published_list_takes_events_and_mentions_only(shared: Path) -> None:
    lines = (shared / "formats" / "gdelt2" / "masterfilelist.sample.txt").read_text().splitlines()

    files, _ = plan_quarters(lines, since=date(2015, 2, 18), until=DAY, feed=Feed(mentions=True))

    assert {wanted.path.rsplit(".", 3)[-3] for wanted in files} == {"export", "mentions"}
    assert files[0] == Wanted(
        "gdeltv2/20150218230000.export.CSV.zip", 150383, "297a16b493de7cf6ca809a7cc31d0b93"
    )


def test_gdelt_1_comes_in_bulk_before_april_2013() -> None:
    names = ["2004.zip", "200601.zip", "201303.zip", "20130401.export.CSV.zip"]
    sums = "\n".join(f"{'0' * 32}  {name}" for name in names)
    sizes = "\n".join(f"100 {name}" for name in names)

    files, gaps = plan_daily(sums, sizes, since=date(2013, 3, 30), until=date(2013, 4, 3))
    old, _ = plan_daily(sums, sizes, since=date(2004, 12, 31), until=date(2006, 1, 3))

    assert [wanted.path for wanted in files] == [
        "events/201303.zip", "events/20130401.export.CSV.zip",
    ]  # fmt: skip
    assert gaps == ["20130402.export.CSV.zip"]
    assert [wanted.name for wanted in old] == ["2004.zip", "200601.zip"]


def test_a_plan_larger_than_the_disk_is_refused(tmp_path: Path) -> None:
    plan = Plan((Wanted("a.zip", 10**18),), ())

    with open_client() as client, pytest.raises(FetchError, match="GB free"):
        list(fetch_plan(client, plan, mirrors=["http://127.0.0.1:9"], folder=tmp_path))


def test_lists_that_cannot_be_had_are_a_clear_error(server, tmp_path) -> None:
    with open_client() as client, pytest.raises(FetchError, match="--mirror"):
        plan_gdelt(
            client, version=2, since=DAY, until=NEXT, feed=Feed(),
            mirrors=[f"{server.url}/nothing"], folder=tmp_path,
        )  # fmt: skip


def test_one_file_that_fails_does_not_stop_the_others(server, tmp_path) -> None:
    server.failures[FIRST] = ["reset"] * 20
    with open_client() as client:
        plan = plan_gdelt(
            client, version=2, since=DAY, until=NEXT, feed=Feed(), mirrors=[server.url],
            folder=tmp_path,
        )  # fmt: skip
        done = list(
            fetch_plan(client, plan, mirrors=[server.url], folder=tmp_path, pause=lambda _: None)
        )

    assert sorted(got.outcome for got in done) == ["done", "done", "failed"]


# watching


def watch_once(server: Server, store: Any, folder: Path, **choices: Any) -> Any:
    with open_client() as client:
        return catch_up(
            client, store, since=choices.get("since"), feed=Feed(), mirrors=[server.url],
            folder=folder, pause=lambda _: None,
        )  # fmt: skip


def test_watching_brings_what_is_new_since_the_stores_last_file(server, tmp_path) -> None:
    store = dt.open(tmp_path / "s")

    begun = watch_once(server, store, tmp_path / "f", since=datetime(2015, 2, 19))
    name = "20150219004500.export.CSV"
    server.add(f"gdeltv2/{name}.zip", zipped(name, event_row(9)))
    server.list_files()
    server.asked.clear()
    again = watch_once(server, store, tmp_path / "f")

    assert (len(begun.fetched), len(again.fetched)) == (3, 1)
    assert [path for path, _ in server.asked] == ["gdeltv2/lastupdate.txt", f"gdeltv2/{name}.zip"]
    assert store.events()["record_id"].to_list() == ["0", "1", "2", "9"]


def test_watching_an_empty_store_begins_with_the_newest_file(server, tmp_path) -> None:
    store = dt.open(tmp_path / "s")

    done = watch_once(server, store, tmp_path / "f")

    assert [got.wanted.name for got in done.fetched] == ["20150219003000.export.CSV.zip"]
    assert done.latest == datetime(2015, 2, 19, 0, 30)


def test_a_quarter_that_is_missing_is_a_gap_and_the_rest_is_imported(server, tmp_path) -> None:
    del server.files["gdeltv2/20150219001500.export.CSV.zip"]
    store = dt.open(tmp_path / "s")

    done = watch_once(server, store, tmp_path / "f", since=datetime(2015, 2, 19))

    assert sorted(got.outcome for got in done.fetched) == ["absent", "done", "done"]
    assert store.events().height == 2


def test_only_one_watch_of_a_store_runs(tmp_path: Path) -> None:
    dt.open(tmp_path)

    def second() -> None:
        with writer_lock(tmp_path, wait_seconds=0, name="watch.lock"):
            pass

    with writer_lock(tmp_path, wait_seconds=0, name="watch.lock"), pytest.raises(StoreError):
        second()


def test_an_update_page_without_files_is_an_error() -> None:
    with pytest.raises(FetchError, match="names no export file"):
        latest_stamp("<html>busy</html>")


def test_schedule_lines_name_the_command_for_cron_and_systemd() -> None:
    lines = list(schedule_lines("/bin/detente watch --once"))

    assert "4,19,34,49 * * * * /bin/detente watch --once" in lines
    assert "ExecStart=/bin/detente watch --once" in lines
