"""Keep a store up to date with GDELT 2.0: one loop, one lock, no clock but the server's."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx

from detente.store.fetch.download import Fetched, Wanted
from detente.store.fetch.gdelt import QUARTER, Feed, latest_stamp, quarters_between
from detente.store.fetch.runs import Plan, fetch_plan, fetch_text
from detente.store.importers.run import Outcome, import_files
from detente.store.store import Store

__all__ = ["Round", "catch_up", "schedule_lines"]

_STAMP = re.compile(r"(\d{14})\.(?:translation\.)?export")


@dataclass(frozen=True)
class Round:
    """One round of watching: until when, what was brought, what was imported."""

    latest: datetime
    fetched: tuple[Fetched, ...]
    imported: tuple[Outcome, ...]


def catch_up(
    client: httpx.Client, store: Store, *, since: datetime | None, feed: Feed,
    mirrors: Sequence[str], folder: Path, pause: Callable[[float], None] = time.sleep,
) -> Round:  # fmt: skip
    """Bring and import what GDELT has published since the store's last file.

    Args:
        client: HTTP client.
        store: the store.
        since: where to begin if the store holds no 15-minute file; default: the newest only.
        feed: what to take.
        mirrors: where the files lie.
        folder: where to keep them.
        pause: how to wait.

    Raises:
        FetchError: no mirror says what is newest.
        StoreError: the store can't be written.
    """
    text = fetch_text(client, "gdeltv2/lastupdate.txt", mirrors=mirrors, folder=folder, pause=pause)
    latest = latest_stamp(text)
    begin = _next_stamp(store) or since or latest
    stamps = list(quarters_between(begin, latest + QUARTER))
    files = tuple(Wanted(f"gdeltv2/{stamp}.{end}") for stamp in stamps for end in feed.endings)
    fetched = tuple(
        fetch_plan(client, Plan(files, ()), mirrors=mirrors, folder=folder, pause=pause)
    )
    paths = sorted(got.path for got in fetched if got.path is not None)
    return Round(latest, fetched, tuple(import_files(store, paths)))


def _next_stamp(store: Store) -> datetime | None:
    names = store.ledger()["file"].to_list()
    stamps = [found[1] for name in names if (found := _STAMP.search(name))]
    if not stamps:
        return None
    return datetime.strptime(max(stamps), "%Y%m%d%H%M%S") + QUARTER


def schedule_lines(command: str) -> Iterator[str]:
    """Yield lines for cron and for a systemd timer that run `command` every 15 minutes."""
    yield "# crontab -e"
    yield f"4,19,34,49 * * * * {command}"
    yield ""
    yield "# ~/.config/systemd/user/detente-watch.service"
    yield "[Service]"
    yield "Type=oneshot"
    yield f"ExecStart={command}"
    yield ""
    yield "# ~/.config/systemd/user/detente-watch.timer"
    yield "[Timer]"
    yield "OnCalendar=*:4/15"
    yield "Persistent=true"
    yield "[Install]"
    yield "WantedBy=timers.target"
    yield "# then: systemctl --user enable --now detente-watch.timer"
