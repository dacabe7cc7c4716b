"""`detente store`: check, repair, compact, export, count repeats, query."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import cyclopts
from cyclopts import Parameter

from detente.cli.app import echo, note, print_frame, print_json
from detente.core.phrases import counted
from detente.store.exporting import write_table
from detente.store.layout import TABLES
from detente.store.repeats import count_repeats
from detente.store.store import open as open_store
from detente.store.upkeep import DAMAGE, check_store, compact, repair, restore_manifest

__all__ = ["check", "compact_", "export_all", "repeats", "sql"]

Folder = Annotated[Path, Parameter(name=["--store", "-s"])]
Flag = Annotated[bool, Parameter(negative="")]
DEFAULT = Path("detente-store")

commands = cyclopts.App(name="store", help="Check, mend, compact, export or query a store.")


@commands.command
def check(
    *,
    store: Folder = DEFAULT,
    mend: Annotated[bool, Parameter(name="--repair", negative="")] = False,
    quick: Flag = False,
    json: Flag = False,
) -> None:
    """Check every file of a store against its checksum; exit 1 where something is damaged.

    Parameters
    ----------
    store
        Folder of the store.
    mend
        Take damaged segments out (they are kept under `damaged/`), so that their files can be
        imported again; go back to the manifest before where the present one is damaged.
    quick
        Compare sizes only.
    json
        Print JSON.

    Examples
    --------
    detente store check --store my-store

    detente store check --repair --store my-store
    """
    if mend and restore_manifest(store):
        note("The manifest was damaged; went back to the one before. The last write is lost.")
    opened = open_store(store, create=False)
    problems = repair(opened) if mend else check_store(opened, checksums=not quick)
    damaged = problems["problem"].is_in(DAMAGE).sum()
    if json:
        print_json(problems)
    elif problems.is_empty():
        echo(f"{store}: sound.")
    else:
        print_frame(problems)
    if damaged and mend:
        note("Taken out. Import the files of these months again to fill what was lost.")
    elif damaged:
        raise SystemExit(1)


@commands.command(name="compact")
def compact_(*, store: Folder = DEFAULT) -> None:
    """Merge small segments and delete files that nobody needs any more.

    Parameters
    ----------
    store
        Folder of the store.

    Examples
    --------
    detente store compact --store my-store
    """
    merged, deleted = compact(open_store(store, create=False))
    echo(f"{store}: {merged} segments merged away, {deleted} files deleted.")


@commands.command(name="export")
def export_all(
    *, store: Folder = DEFAULT, out: Annotated[Path, Parameter(name=["--out", "-o"])],
    kind: Annotated[str, Parameter(name="--format")] = "parquet",
) -> None:  # fmt: skip
    """Write every table of a store to a folder, one file each.

    Parameters
    ----------
    store
        Folder of the store.
    out
        Folder to write to; made where there is none.
    kind
        parquet, csv, json or jsonl.

    Examples
    --------
    detente store export --store my-store -o my-tables --format csv
    """
    opened = open_store(store, create=False)
    out.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        rows = opened.scan(table).collect()
        write_table(rows, out / f"{table}.{kind}")
        echo(f"{out / table}.{kind}: {counted(rows.height, 'row')}")


@commands.command
def repeats(*, store: Folder = DEFAULT, json: Flag = False) -> None:
    """Count in each dataset what may count twice or wrongly, and can be left out or folded.

    `retold`: the same dyad, day and code again. `mirrored`: a meeting coded in both directions.
    `spread`: events beyond the first of a row about several states. `late`: reported more than 30
    days after the deed, often an anniversary.

    Parameters
    ----------
    store
        Folder of the store.
    json
        Print JSON.

    Examples
    --------
    detente store repeats --store my-store
    """
    table = count_repeats(open_store(store, create=False))
    if json:
        print_json(table)
    else:
        print_frame(table)


@commands.command
def sql(query: str, *, store: Folder = DEFAULT, json: Flag = False) -> None:
    """Answer a DuckDB query; each table of the store (events, coverage, ledger, …) is a view.

    Parameters
    ----------
    query
        The query.
    store
        Folder of the store.
    json
        Print JSON.

    Examples
    --------
    detente store sql "select dataset, count(*) from events group by all" --store my-store
    """
    answer = open_store(store, create=False).sql(query)
    if json:
        print_json(answer)
    else:
        print_frame(answer)
