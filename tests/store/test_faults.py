"""What happens to a store when its process is killed, its disk fills, or two write at once."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import detente as dt
from detente.core.errors import StoreError
from detente.store.upkeep import DAMAGE, check_store

BEFORE = ("2018-01-05", "PAK", "RUS", "CONSULT", 3.0)
NEW = [
    ("2018-01-06", "PAK", "RUS", "CONSULT", 3.0),
    ("2018-02-10", "USA", "PAK", "SANCTION", -5.5),
]

# Each step of a write that reaches the disk; the process kills itself at the n-th.
KILLED_AT_A_STEP = """
import os, signal, sys
from pathlib import Path
import polars as pl
import detente as dt

from detente.store.importers.run import import_files

root, new, step = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
store = dt.open(root)
events = None if new.is_dir() else pl.read_parquet(new)
seen = 0

def counted(real):
    def run(*args, **choices):
        global seen
        seen += 1
        if seen == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **choices)
    return run

os.fsync, os.link = counted(os.fsync), counted(os.link)
Path.replace, Path.unlink = counted(Path.replace), counted(Path.unlink)
if events is None:
    list(import_files(store, sorted(new.iterdir()), dataset="test"))
else:
    store.add_events(events, dataset="test")
"""


@pytest.fixture
def root(tmp_path: Path, make_events: Callable[..., pl.DataFrame]) -> Path:
    store = dt.open(tmp_path / "s")
    store.add_events(make_events(BEFORE))
    make_events(*NEW, first=1).write_parquet(tmp_path / "new.parquet")
    return tmp_path / "s"


def kill_at(root: Path, step: int, *, new: Path | None = None) -> int:
    script = [sys.executable, "-c", KILLED_AT_A_STEP]
    target = [str(root), str(new or root.parent / "new.parquet"), str(step)]
    return subprocess.run([*script, *target], check=False, capture_output=True).returncode


def assert_all_or_nothing(root: Path) -> int:
    store = dt.open(root, create=False)
    assert not check_store(store)["problem"].is_in(DAMAGE).any()
    ids = store.events()["event_id"].to_list()
    assert ids in (["e0"], ["e0", "e1", "e2"])
    return len(ids)


@pytest.mark.parametrize("step", [4])
def test_killed_in_the_middle_of_a_write_the_store_opens_and_the_write_can_be_done_again(
    root: Path, step: int
) -> None:
    assert kill_at(root, step) == -signal.SIGKILL
    assert_all_or_nothing(root)

    assert kill_at(root, 10_000) == 0
    assert assert_all_or_nothing(root) == 3


@pytest.mark.slow
def test_killed_at_any_step_the_store_holds_all_of_the_write_or_nothing(
    tmp_path: Path, make_events: Any
) -> None:
    make_events(*NEW, first=1).write_parquet(tmp_path / "new.parquet")
    outcomes = []
    for step in range(1, 60):
        root = tmp_path / f"s{step}"
        dt.open(root).add_events(make_events(BEFORE))
        (root.parent / "new.parquet").touch()
        finished = kill_at(root, step) == 0
        outcomes.append(assert_all_or_nothing(root))
        if finished:
            break
    assert finished
    assert len(outcomes) > 8
    # Once the manifest is in place the write stands: nothing, then all, and never back.
    assert outcomes == sorted(outcomes)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_an_import_killed_at_any_step_holds_all_of_each_file_or_nothing(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    for number in range(3):
        text = f"happened_on,actor,recipient,cameo\n2018-0{number + 1}-01,USA,PAK,042\n"
        (files / f"part{number}.csv").write_text(text)
    held = []
    for step in range(1, 60):
        store = dt.open(tmp_path / f"s{step}")
        finished = kill_at(store.root, step, new=files) == 0
        assert not check_store(store)["problem"].is_in(DAMAGE).any()
        assert store.ledger()["events"].sum() == store.events().height
        held.append(store.ledger().height)
        if finished:
            break
    assert finished
    # Small files of one dataset are written together.
    assert sorted(set(held)) == [0, 3]
    assert held == sorted(held)


def fail_at(monkeypatch: pytest.MonkeyPatch, step: int, code: int) -> None:
    """Let the n-th step that reaches the disk fail, and every one after it."""
    seen = 0

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **choices: Any) -> Any:
            nonlocal seen
            seen += 1
            if seen >= step:
                raise OSError(code, os.strerror(code))
            return real(*args, **choices)

        return run

    for owner, name in ((os, "fsync"), (os, "link"), (Path, "replace")):
        monkeypatch.setattr(owner, name, counted(getattr(owner, name)))


@pytest.mark.parametrize("step", range(1, 11))
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES])
def test_a_full_disk_or_lost_right_at_any_step_is_a_store_error_and_changes_nothing(
    root: Path, make_events: Any, step: int, code: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        fail_at(patch, step, code)
        with pytest.raises(StoreError, match="as it was before"):
            dt.open(root).add_events(make_events(*NEW, first=1))

    assert dt.open(root).events()["event_id"].to_list() == ["e0"]
    assert not check_store(dt.open(root))["problem"].is_in(DAMAGE).any()
    assert dt.open(root).add_events(make_events(*NEW, first=1)) == 2


def test_an_interrupt_just_after_the_manifest_is_in_place_keeps_the_write(
    root: Path, make_events: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put_and_stop(path: Path, target: Path) -> Any:
        os.replace(path, target)  # noqa: PTH105
        if target.name == "manifest.json":
            raise KeyboardInterrupt
        return target

    monkeypatch.setattr(Path, "replace", put_and_stop)
    with pytest.raises(KeyboardInterrupt):
        dt.open(root).add_events(make_events(*NEW, first=1))

    assert assert_all_or_nothing(root) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files here")
def test_a_file_that_the_system_cuts_short_leaves_the_store_as_it_was(root: Path) -> None:
    limited = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500));" + KILLED_AT_A_STEP
    )
    run = subprocess.run(
        [sys.executable, "-c", limited, str(root), str(root.parent / "new.parquet"), "10000"],
        check=False, capture_output=True, text=True,
    )  # fmt: skip

    assert "StoreError" in run.stderr
    assert assert_all_or_nothing(root) == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do all")
def test_a_folder_that_may_not_be_written_can_still_be_read(root: Path, make_events: Any) -> None:
    (root / "lock").chmod(0o400)
    root.chmod(0o500)
    try:
        assert dt.open(root).events().height == 1
        with pytest.raises(StoreError, match="rights"):
            dt.open(root).add_events(make_events(*NEW, first=1))
    finally:
        root.chmod(0o700)


def test_two_writers_at_once_lose_nothing(root: Path, make_events: Any) -> None:
    def write(first: int) -> None:
        for number in range(first, first + 5):
            dt.open(root).add_events(make_events(BEFORE, first=number))

    threads = [threading.Thread(target=write, args=(first,)) for first in (10, 100)]
    for thread in threads:
        thread.start()
    seen = []
    while any(thread.is_alive() for thread in threads):
        seen.append(dt.open(root).events().height)
    for thread in threads:
        thread.join()

    assert dt.open(root).events().height == 11
    assert seen == sorted(seen)
    assert check_store(dt.open(root)).is_empty()


def test_two_writers_of_the_same_events_write_them_once(root: Path, make_events: Any) -> None:
    added = []

    def write() -> None:
        added.append(dt.open(root).add_events(make_events(*NEW, first=1)))

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(added) == [0, 0, 2]


def test_a_writer_that_waits_too_long_says_who_holds_the_store(root: Path) -> None:
    store = dt.open(root)

    def wait() -> None:
        with store.writing(wait_seconds=0.1):
            pass

    with store.writing(), pytest.raises(StoreError, match=f"process {os.getpid()} is writing"):
        wait()


def test_a_reader_never_waits_for_a_writer(root: Path, make_events: Any) -> None:
    store = dt.open(root)

    with store.writing() as batch:
        batch.add("events", make_events(*NEW, first=1))
        during = dt.open(root, create=False).events().height

    assert during == 1
    assert store.events().height == 3
