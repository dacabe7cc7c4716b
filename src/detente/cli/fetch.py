"""`detente fetch` and `detente watch`: bring public event data, and keep a store up to date."""

from __future__ import annotations

import shlex
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import cyclopts
from cyclopts import Parameter

from detente.cli.app import echo, note, print_json, progress
from detente.cli.windows import parse_window
from detente.core.errors import FetchError
from detente.core.phrases import counted
from detente.store.fetch.download import Fetched, open_client
from detente.store.fetch.gdelt import MIRRORS, Feed
from detente.store.fetch.runs import Plan, fetch_plan, plan_gdelt
from detente.store.fetch.watch import Round, catch_up, schedule_lines
from detente.store.importers.run import import_files
from detente.store.lock import writer_lock
from detente.store.store import open as open_store

__all__ = ["fetch_gdelt", "watch"]

Flag = Annotated[bool, Parameter(negative="")]
Mirrors = Annotated[list[str] | None, Parameter(name="--mirror", negative="")]
FOLDER = Path("gdelt-files")

commands = cyclopts.App(name="fetch", help="Bring public event data from the network.")


@commands.command(name="gdelt")
def fetch_gdelt(
    *,
    since: Annotated[str, Parameter(name="--from")],
    until: Annotated[str, Parameter(name="--to")],
    version: int = 2,
    translated: Flag = False,
    mentions: Flag = False,
    folder: Path = FOLDER,
    store: Annotated[Path | None, Parameter(name=["--store", "-s"])] = None,
    plan: Flag = False,
    mirror: Mirrors = None,
    json: Flag = False,
) -> None:
    """Bring GDELT's event files of a span of days; with --store, import them as well.

    Says how much there is before it starts. What lies in the folder whole isn't brought again, a
    transfer that was cut short goes on where it ended. GDELT asks to be cited, with a link to
    gdeltproject.org.

    Parameters
    ----------
    since
        First day, month or year (2018-01).
    until
        Last day, month or year, included.
    version
        2: every 15 minutes, from February 2015. 1: daily, from 1979.
    translated
        Take the feed of reports in other languages too.
    mentions
        Take the mentions too, to count reports beyond the first 15 minutes.
    folder
        Where to keep the files.
    store
        Store to import them into.
    plan
        Only say what there is to bring.
    mirror
        Root to fetch from, in place of GDELT's own; may be given several times.
    json
        Print JSON.

    Examples
    --------
    detente fetch gdelt --from 2018-01-01 --to 2018-01-31 --plan

    detente fetch gdelt --from 2018-01 --to 2018-03 --store my-store
    """
    first, end = parse_window(since, until)
    if first is None or end is None:
        raise FetchError("Name both --from and --to.")
    mirrors = mirror or MIRRORS
    with open_client() as client:
        feed = Feed(translated=translated, mentions=mentions)
        wanted = plan_gdelt(
            client, version=version, since=first, until=end, feed=feed, mirrors=mirrors,
            folder=folder,
        )  # fmt: skip
        _tell_plan(wanted, folder)
        if plan:
            if json:
                print_json({"files": [vars(one) for one in wanted.files], "gaps": wanted.gaps})
            return
        fetched = []
        with progress() as bar:
            task = bar.add_task("files", total=len(wanted.files))
            for got in fetch_plan(client, wanted, mirrors=mirrors, folder=folder):
                fetched.append(got)
                bar.advance(task)
    _finish(fetched, wanted, store, json=json)


def _tell_plan(plan: Plan, folder: Path) -> None:
    note(
        f"{counted(len(plan.files), 'file')}, {plan.bytes / 1e6:,.1f} MB, to {folder}; "
        f"{len(plan.gaps)} missing from GDELT's own list."
    )


def _finish(fetched: list[Fetched], plan: Plan, store: Path | None, *, json: bool) -> None:
    paths = sorted(got.path for got in fetched if got.path is not None)
    imported = list(import_files(open_store(store), paths)) if store is not None else []
    counts = {
        kind: sum(got.outcome == kind for got in fetched)
        for kind in ("done", "kept", "absent", "failed")
    }
    events = sum(one.ledger["events"] for one in imported if one.ledger and not one.known)
    if json:
        failed = [vars(got) for got in fetched if got.outcome in ("absent", "failed")]
        print_json({**counts, "gaps": plan.gaps, "events": events, "not_brought": failed})
    else:
        echo(
            f"{counts['done']} files brought, {counts['kept']} were there, {counts['absent']} "
            f"absent, {counts['failed']} failed."
        )
        if store is not None:
            echo(f"{counted(events, 'new event')} in {store}.")
    for got in fetched:
        if got.outcome == "failed":
            note(f"{got.wanted.name}: {got.detail}")
    for one in imported:
        if one.fault:
            note(one.fault)
    if counts["failed"]:
        note("Run the same command again to try those once more.")
        raise SystemExit(1)


def watch(
    *,
    store: Annotated[Path, Parameter(name=["--store", "-s"])] = Path("detente-store"),
    since: Annotated[str | None, Parameter(name="--from")] = None,
    every: int = 15,
    once: Flag = False,
    schedule: Flag = False,
    translated: Flag = False,
    mentions: Flag = False,
    folder: Path = FOLDER,
    mirror: Mirrors = None,
) -> None:
    """Keep a store up to date with GDELT 2.0, until stopped; only one watch of a store runs.

    Parameters
    ----------
    store
        Folder of the store.
    since
        Day to begin with, if the store holds nothing of GDELT 2.0 yet; default: the newest file.
    every
        Minutes between rounds.
    once
        One round only.
    schedule
        Print lines for cron and systemd that run one round every 15 minutes, and stop.
    translated
        Take the feed of reports in other languages too.
    mentions
        Take the mentions too, to count reports beyond the first 15 minutes.
    folder
        Where to keep the files.
    mirror
        Root to fetch from, in place of GDELT's own; may be given several times.

    Examples
    --------
    detente watch --store my-store --once

    detente watch --store my-store --schedule
    """
    if schedule:
        program = Path(sys.argv[0]).resolve()
        command = shlex.join([str(program), "watch", "--once", "--store", str(store.resolve())])
        for line in schedule_lines(command):
            echo(line)
        return
    begin = parse_window(since, None)[0]
    opened = open_store(store)
    with writer_lock(opened.root, wait_seconds=0, name="watch.lock"), open_client() as client:
        while True:
            _tell_round(
                catch_up(
                    client, opened, feed=Feed(translated=translated, mentions=mentions),
                    since=datetime.combine(begin, datetime.min.time()) if begin else None,
                    mirrors=mirror or MIRRORS, folder=folder,
                )
            )  # fmt: skip
            if once:
                return
            time.sleep(every * 60)


def _tell_round(done: Round) -> None:
    events = sum(one.ledger["events"] for one in done.imported if one.ledger and not one.known)
    lost = [got for got in done.fetched if got.path is None]
    echo(
        f"To {done.latest:%Y-%m-%d %H:%M} UTC: {counted(len(done.fetched), 'file')}, "
        f"{counted(events, 'new event')}."
    )
    for got in lost:
        note(f"{got.wanted.name}: {got.outcome}. {got.detail}")
