"""Care of a store: check every file, mend what can be mended, merge small segments."""

from __future__ import annotations

import shutil
import time
from collections import defaultdict
from pathlib import Path

import polars as pl

from detente.core.errors import StoreError
from detente.store.batch import Batch, writing
from detente.store.layout import MANIFEST, PREVIOUS
from detente.store.lock import writer_lock
from detente.store.manifest import Manifest, Segment, load_manifest, save_manifest
from detente.store.segments import file_sha256, scan_segments, write_segment
from detente.store.store import WAIT_SECONDS, Store

__all__ = ["PROBLEMS", "check_store", "compact", "repair", "restore_manifest"]

PROBLEMS = pl.Schema(
    {"problem": pl.String, "table": pl.String, "path": pl.String, "rows": pl.Int64,
     "detail": pl.String}
)  # fmt: skip
"""One row per problem: missing, size, checksum, unreadable (damage), or leftover (harmless)."""

DAMAGE = ("missing", "size", "checksum", "unreadable")
GRACE_SECONDS = 3600.0  # A reader may still hold files that left the manifest an hour ago.
MERGED_ROWS = 2_000_000  # Larger merges would need gigabytes of memory.


def check_store(store: Store, *, checksums: bool = True) -> pl.DataFrame:
    """Problems of a store, as `PROBLEMS`; none when it is sound.

    Args:
        store: the store.
        checksums: read every file in full; without, only its size and footer.
    """
    manifest = load_manifest(store.root)
    found: list[tuple[str, str | None, str, int | None, str]] = [
        problem
        for segment in manifest.segments
        if (problem := _problem(store.root, segment, checksums))
    ]
    known = {segment.path for segment in manifest.segments} | {path for path, _ in manifest.retired}
    for path in sorted(_files(store.root)):
        name = path.relative_to(store.root).as_posix()
        if name not in known:
            found.append(("leftover", None, name, None, "of a write that was cut short; harmless"))
    return pl.DataFrame(found, schema=PROBLEMS, orient="row")


def _problem(
    root: Path, segment: Segment, checksums: bool
) -> tuple[str, str, str, int, str] | None:
    path = root / segment.path

    def say(problem: str, detail: str) -> tuple[str, str, str, int, str]:
        return problem, segment.table, segment.path, segment.rows, detail

    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return say("missing", "the file is gone")
    except OSError as fault:
        return say("unreadable", str(fault.strerror))
    if size != segment.bytes:
        return say("size", f"{size} bytes, {segment.bytes} written")
    try:
        if checksums and (checksum := file_sha256(path)) != segment.sha256:
            return say("checksum", f"{checksum[:12]}…, {segment.sha256[:12]}… written")
        pl.read_parquet_schema(path)
    except (OSError, pl.exceptions.PolarsError) as fault:
        return say("unreadable", str(fault))
    return None


def _files(root: Path) -> list[Path]:
    return [path for path in (root / "segments").rglob("*") if path.is_file()]


def restore_manifest(root: Path) -> bool:
    """Go back to the manifest before, where the present one is missing or damaged; whether it was.

    Raises:
        StoreError: the one before is damaged too, or not there.
    """
    try:
        load_manifest(root)
    except StoreError:
        before = root / PREVIOUS
        if not before.exists():
            raise
        with writer_lock(root, wait_seconds=WAIT_SECONDS):
            damaged = root / MANIFEST
            if damaged.exists():
                shutil.copy2(damaged, root / f"{MANIFEST}.damaged")
            shutil.copy2(before, damaged)
        load_manifest(root)
        return True
    return False


def repair(store: Store) -> pl.DataFrame:
    """Take damaged segments out, with the ledger rows of files that may have filled them.

    Those files can then be imported again: rows that are still held are passed over.

    Returns:
        The damage that was found, as `PROBLEMS`. The damaged files stay on disk, under `damaged/`.

    Raises:
        StoreError: another process writes, or the disk failed.
    """
    problems = check_store(store).filter(pl.col("problem").is_in(DAMAGE))
    if problems.is_empty():
        return problems
    bad = set(problems["path"])
    with writing(store.root, wait_seconds=WAIT_SECONDS) as batch:
        lost = [segment for segment in batch.manifest.segments if segment.path in bad]
        # Their rows can't be read, so that they leave the manifest as they are.
        kept = tuple(s for s in batch.manifest.segments if s.path not in bad)
        batch.manifest = Manifest(
            batch.manifest.format, batch.manifest.generation, kept, batch.manifest.retired
        )
        _forget_files(batch, lost)
        if not batch.added and not batch.dropped:
            save_manifest(store.root, batch.manifest.next())
    for segment in lost:
        _set_aside(store.root, segment)
    return problems


def _forget_files(batch: Batch, lost: list[Segment]) -> None:
    """Take out the ledger rows of files with events in the months of the lost segments."""
    ledger = scan_segments(batch.root, "ledger", batch.manifest.of_table("ledger")).collect()
    touched = pl.lit(False)
    for segment in lost:
        month, same = pl.lit(segment.month), pl.col("dataset") == segment.dataset
        within = (pl.col("first_day").dt.strftime("%Y-%m") <= month) & (
            pl.col("last_day").dt.strftime("%Y-%m") >= month
        )
        dated = segment.month[0].isdigit()
        touched = touched | (same & (within.fill_null(True) if dated else pl.lit(True)))
    files = ledger.filter(touched).select("dataset", "sha256")
    if files.height:
        batch.remove("ledger", files)


def _set_aside(root: Path, segment: Segment) -> None:
    path = root / segment.path
    if path.exists():
        (root / "damaged").mkdir(exist_ok=True)
        path.replace(root / "damaged" / path.name)


def compact(
    store: Store, *, at_least: int = 2, renew: bool = True, grace_seconds: float = GRACE_SECONDS
) -> tuple[int, int]:
    """Merge the segments of each part of the store, and delete files that nobody needs.

    Args:
        store: the store.
        at_least: merge parts of so many segments or more.
        renew: write segments anew that lack a column of today, so that queries need not join
            files by name.
        grace_seconds: keep files that left the store later than that, for readers still at work.

    Returns:
        Segments merged away, and files deleted.

    Raises:
        StoreError: another process writes, a segment is damaged, or the disk failed.
    """
    merged = 0
    with writing(store.root, wait_seconds=WAIT_SECONDS) as batch:
        for group in _groups(batch.manifest, at_least, renew):
            batch.added.append(_merged(store.root, group))
            batch.dropped.extend(group)
            merged += len(group) - 1
    return merged, _delete_unneeded(store.root, grace_seconds)


def _groups(manifest: Manifest, at_least: int, renew: bool) -> list[list[Segment]]:
    parts: dict[tuple[str, str, str], list[Segment]] = defaultdict(list)
    for segment in manifest.segments:
        parts[segment.table, segment.dataset, segment.month].append(segment)
    groups = []
    for segments in parts.values():
        if len(segments) < at_least:
            groups += [[segment] for segment in segments if renew and not segment.is_current]
            continue
        group: list[Segment] = []
        for segment in sorted(segments, key=lambda s: s.rows):
            if group and sum(s.rows for s in group) + segment.rows > MERGED_ROWS:
                groups.append(group)
                group = []
            group.append(segment)
        groups.append(group)
    return [group for group in groups if len(group) > 1 or (renew and not group[0].is_current)]


def _merged(root: Path, group: list[Segment]) -> Segment:
    first = group[0]
    try:
        rows = scan_segments(root, first.table, group).collect()
    except (OSError, pl.exceptions.PolarsError) as fault:
        raise StoreError(
            f"{root}: a segment can't be read ({fault}). Run `detente store check --repair`."
        ) from fault
    return write_segment(root, first.table, dataset=first.dataset, month=first.month, frame=rows)


def _delete_unneeded(root: Path, grace_seconds: float) -> int:
    """Delete retired files and leftovers of cut-short writes, once they are old enough."""
    with writer_lock(root, wait_seconds=WAIT_SECONDS):
        manifest = load_manifest(root)
        limit = time.time() - grace_seconds
        left = tuple((name, at) for name, at in manifest.retired if at > limit)
        needed = {segment.path for segment in manifest.segments} | {name for name, _ in left}
        gone = 0
        if left != manifest.retired:
            save_manifest(root, manifest.next(retired=left))
        for path in _files(root):
            stale = path.stat().st_mtime <= limit
            if path.relative_to(root).as_posix() not in needed and stale:
                path.unlink(missing_ok=True)
                gone += 1
        return gone
