"""The manifest: which segments make up a store, replaced in one step so that readers never wait."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from detente.core.errors import StoreError
from detente.store.layout import FORMAT, MANIFEST, PREVIOUS, SHAPES, TABLES
from detente.store.migrations import upgrade

__all__ = ["Manifest", "Segment", "load_manifest", "save_manifest", "sync_folder"]


@dataclass(frozen=True)
class Segment:
    """One Parquet file: its table and part, path under the store, rows, bytes and checksum.

    `shape` names its columns, as `layout.SHAPES`; `low` and `high` are the least and the greatest
    of its keys (`layout.RANGED`), as texts. Empty or null: not known.
    """

    table: str
    dataset: str
    month: str
    path: str
    rows: int
    bytes: int
    sha256: str
    shape: str = ""
    low: str | None = None
    high: str | None = None

    @property
    def is_current(self) -> bool:
        """Whether it is known to have just the columns that its table has today."""
        return self.shape == SHAPES[self.table]

    def may_hold(self, low: str, high: str) -> bool:
        """Whether a key from `low` to `high` may be in it."""
        if self.low is None or self.high is None:
            return True
        return self.low <= high and low <= self.high


@dataclass(frozen=True)
class Manifest:
    """A state of the store. `retired`: files no longer in it, with the second they left."""

    format: int = FORMAT
    generation: int = 0
    segments: tuple[Segment, ...] = ()
    retired: tuple[tuple[str, float], ...] = ()

    def of_table(self, table: str) -> list[Segment]:
        """Return the segments of one table, in the order written."""
        return [segment for segment in self.segments if segment.table == table]

    def next(self, **changes: Any) -> Manifest:
        """Return the manifest that follows this one."""
        return replace(self, generation=self.generation + 1, **changes)


def load_manifest(root: Path) -> Manifest:
    """Read the manifest of the store at `root`.

    Raises:
        StoreError: no store there, it is damaged, or of a later format.
    """
    path = root / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return _parsed(found, path)
    except FileNotFoundError:
        raise StoreError(
            f"{root}: there is no store here ({_lacking(root)}). "
            "Make one with detente.open(path) or `detente import FILE --store PATH`."
        ) from None
    except OSError as fault:
        raise StoreError(f"{path}: can't be read: {fault.strerror}. Check its rights.") from fault
    except (ValueError, KeyError, TypeError) as fault:
        raise StoreError(
            f"{path}: the manifest is damaged ({fault}). Run `detente store check --repair "
            f"--store {root}`, which goes back to {PREVIOUS}."
        ) from fault


def _lacking(root: Path) -> str:
    if not root.exists():
        return "there is no such folder"
    if root.is_dir() and not any(root.iterdir()):
        return "the folder is empty"
    return f"{MANIFEST} is missing"


def _parsed(found: dict[str, Any], path: Path) -> Manifest:
    if int(found["format"]) > FORMAT:
        raise StoreError(
            f"{path}: format {found['format']}; this detente reads up to {FORMAT}. Upgrade detente."
        )
    found = upgrade(found, to=FORMAT)
    segments = tuple(Segment(**row) for row in found["segments"])
    unknown = {segment.table for segment in segments} - TABLES.keys()
    if unknown:
        raise ValueError(f"unknown table {', '.join(sorted(unknown))}")
    retired = tuple((str(name), float(at)) for name, at in found["retired"])
    return Manifest(int(found["format"]), int(found["generation"]), segments, retired)


def save_manifest(root: Path, manifest: Manifest) -> None:
    """Write `manifest` beside the old one, make it durable, and put it in the old one's place."""
    path, fresh = root / MANIFEST, root / f"{MANIFEST}.{os.getpid()}.new"
    try:
        with fresh.open("w", encoding="utf-8") as file:
            file.write(_written(manifest))
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            keep = root / f"{PREVIOUS}.new"
            keep.unlink(missing_ok=True)
            os.link(path, keep)
            keep.replace(root / PREVIOUS)
        fresh.replace(path)
        with suppress(OSError):  # The new manifest stands; it can't be taken back.
            sync_folder(root)
    finally:
        fresh.unlink(missing_ok=True)


def _written(manifest: Manifest) -> str:
    """The manifest as JSON, a line for each segment."""
    head = {"format": manifest.format, "generation": manifest.generation,
            "retired": manifest.retired}  # fmt: skip
    segments = ",\n".join(json.dumps(vars(segment)) for segment in manifest.segments)
    return f'{json.dumps(head)[:-1]}, "segments": [\n{segments}\n]}}\n'


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable; does nothing where the system can't."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
