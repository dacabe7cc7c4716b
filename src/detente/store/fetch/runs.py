"""A download as a whole: lists, plan, room on the disk, transfers side by side."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import httpx

from detente.core.errors import FetchError
from detente.store.fetch.download import Fetched, Wanted, fetch_file
from detente.store.fetch.gdelt import Feed, list_paths, plan_daily, plan_quarters

__all__ = ["Plan", "fetch_plan", "fetch_text", "plan_gdelt"]

WORKERS = 4
SPARE_BYTES = 500_000_000  # The store grows by about as much as the files again.


@dataclass(frozen=True)
class Plan:
    """Files to bring, and what the dataset's own list lacks (gaps of the archive)."""

    files: tuple[Wanted, ...]
    gaps: tuple[str, ...]

    @property
    def bytes(self) -> int:
        """Size of the files in all, as far as the list says."""
        return sum(wanted.bytes or 0 for wanted in self.files)


def plan_gdelt(
    client: httpx.Client, *, version: int, since: date, until: date, feed: Feed,
    mirrors: Sequence[str], folder: Path, pause: Callable[[float], None] = time.sleep,
) -> Plan:  # fmt: skip
    """Ask GDELT's lists which files make up the days `[since, until)`.

    Raises:
        FetchError: no mirror gives the lists, or an unknown version.
    """

    def ask(path: str) -> str:
        return fetch_text(client, path, mirrors=mirrors, folder=folder, pause=pause)

    if version == 1:
        files, gaps = plan_daily(
            ask("events/md5sums"), ask("events/filesizes"), since=since, until=until
        )
    elif version == 2:
        lines = (line for path in list_paths(feed) for line in ask(path).splitlines())
        files, gaps = plan_quarters(lines, since=since, until=until, feed=feed)
    else:
        raise FetchError(f"GDELT has no version {version}; use 1 (from 1979) or 2 (from 2015).")
    return Plan(tuple(files), tuple(gaps))


def fetch_text(
    client: httpx.Client, path: str, *, mirrors: Sequence[str], folder: Path,
    pause: Callable[[float], None] = time.sleep,
) -> str:  # fmt: skip
    """Text of a list; always asked anew, as lists grow.

    Raises:
        FetchError: no mirror gives it.
    """
    wanted = Wanted(path)
    (folder / wanted.name).unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    got = fetch_file(client, wanted, mirrors=mirrors, folder=folder, pause=pause)
    if got.path is None:
        raise FetchError(
            f"{path}: {got.detail}. Check the connection, or name another mirror (--mirror)."
        )
    return got.path.read_text(encoding="utf-8", errors="replace")


def fetch_plan(
    client: httpx.Client, plan: Plan, *, mirrors: Sequence[str], folder: Path,
    pause: Callable[[float], None] = time.sleep, workers: int = WORKERS,
) -> Iterator[Fetched]:  # fmt: skip
    """Yield what became of each file, as they end; one that fails doesn't stop the others.

    Raises:
        FetchError: the disk has no room for the plan, or the folder can't be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as fault:
        raise FetchError(f"{folder}: {fault.strerror}. Choose a folder you may write.") from fault
    if plan.bytes + SPARE_BYTES > free:
        raise FetchError(
            f"{folder}: {plan.bytes / 1e9:.1f} GB to bring and {free / 1e9:.1f} GB free. "
            "Choose a shorter span or another disk (--folder)."
        )
    with ThreadPoolExecutor(workers) as pool:
        running = [
            pool.submit(fetch_file, client, one, mirrors=mirrors, folder=folder, pause=pause)
            for one in plan.files
        ]
        try:
            for ended in as_completed(running):
                yield ended.result()
        finally:
            for future in running:
                future.cancel()
