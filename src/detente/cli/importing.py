"""`detente import`: other people's event data into a store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from detente.cli.app import echo, note, print_json, progress
from detente.core.errors import ImportFileError
from detente.core.phrases import counted
from detente.store.importers.mapping import TableMapping, load_mapping
from detente.store.importers.run import Outcome, import_files, refused_files
from detente.store.layout import MANIFEST
from detente.store.store import open as open_store

__all__ = ["import_"]


def import_(
    *files: Path,
    store: Annotated[Path, Parameter(name=["--store", "-s"])] = Path("detente-store"),
    dataset: str | None = None,
    layout: str | None = None,
    mapping: Path | None = None,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Import files of event data into a store, and account for every row.

    The layout is found from the content; zipped and gzipped files are read as they are. A file that
    the store already holds changes nothing. A file is imported whole or not at all.

    Parameters
    ----------
    files
        Files of event data: GDELT, ICEWS, POLECAT, Phoenix, UCDP, ACLED, or any CSV or Parquet.
    store
        Folder of the store; made where there is none.
    dataset
        Name for the events; by default the layout's own.
    layout
        Name of the layout, where it can't be found from the content.
    mapping
        TOML file that says which columns of your own table mean what.
    json
        Print the ledger as JSON.

    Examples
    --------
    detente import icews18.parquet --store my-store

    detente import visits.csv --mapping visits.toml --dataset visits

    where `visits.toml` holds:

        [columns]
        happened_on = "day"
        actor = "guest"
        recipient = "host"
        [fixed]
        cameo = "042"
    """
    if not files:
        raise ImportFileError("Name at least one file: detente import FILE … --store my-store.")
    columns = load_mapping(mapping) if mapping else None
    outcomes = []
    for outcome in _imported(store, files, dataset=dataset, layout=layout, mapping=columns):
        outcomes.append(outcome)
        if not json:
            _tell(outcome)
    if json:
        print_json([_as_json(outcome) for outcome in outcomes])
    _exit(outcomes)


def _imported(
    folder: Path, files: Sequence[Path], *, dataset: str | None, layout: str | None,
    mapping: TableMapping | None,
) -> Iterator[Outcome]:  # fmt: skip
    if not (folder.expanduser() / MANIFEST).is_file():
        refused = refused_files(files, layout=layout, mapping=mapping)
        if len(refused) == len(files):  # No store is made for nothing.
            yield from refused
            return
    with progress() as bar:
        rows = bar.add_task("rows", total=None)
        yield from import_files(
            open_store(folder), files, dataset=dataset, layout=layout, mapping=mapping,
            on_rows=lambda count: bar.advance(rows, count),
        )  # fmt: skip


def _tell(outcome: Outcome) -> None:
    row = outcome.ledger
    if row is None:
        note(f"{outcome.file}: not imported. {outcome.fault}")
        return
    if outcome.known:
        echo(f"{row['file']}: already in the store (dataset {row['dataset']}); nothing changed.")
        return
    span = f", {row['first_day']} to {row['last_day']}" if row["first_day"] else ""
    echo(
        f"{row['file']}: {row['layout']}, dataset {row['dataset']}: "
        f"{counted(row['rows_in'], 'row')} in, "
        f"{row['rows_kept']:,} kept, {row['rows_rejected']:,} rejected; "
        f"{counted(row['events'], 'new event')}{span}."
    )
    for label, counts in (("rejected", row["rejected_by"]), ("not mapped", row["unmapped"])):
        if counts:
            shown = ", ".join(f"{item['name']} {item['rows']:,}" for item in counts[:6])
            more = f" … and {len(counts) - 6} more" if len(counts) > 6 else ""
            echo(f"  {label}: {shown}{more}")


def _as_json(outcome: Outcome) -> dict[str, Any]:
    return {"file": outcome.file, "known": outcome.known, "fault": outcome.fault} | (
        outcome.ledger or {}
    )


def _exit(outcomes: list[Outcome]) -> None:
    failed = [outcome for outcome in outcomes if outcome.fault]
    if failed and len(failed) == len(outcomes):
        if len(failed) == 1:
            raise ImportFileError("The file could not be imported.")
        raise ImportFileError(f"None of the {len(failed)} files could be imported.")
    if failed:
        raise SystemExit(1)
