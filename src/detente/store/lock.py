"""One writer at a time: a lock on a file, given back by the system when its process dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.core.errors import StoreError
from detente.store.layout import LOCK

__all__ = ["writer_lock"]

PAUSE_SECONDS = 0.05


@contextmanager
def writer_lock(root: Path, *, wait_seconds: float, name: str = LOCK) -> Iterator[None]:
    """Hold the write lock of the store at `root`, or another lock by `name`; readers need none.

    Raises:
        StoreError: another process held it for longer than `wait_seconds`, or it can't be opened.
    """
    path = root / name
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as fault:
        raise StoreError(
            f"{path}: can't open the lock: {fault.strerror}. The store can be read but not "
            "written; check the rights of its folder."
        ) from fault
    try:
        _wait(handle, root, wait_seconds)
        os.truncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, root: Path, wait_seconds: float) -> None:
    until = time.monotonic() + wait_seconds
    while not _take(handle):
        if time.monotonic() >= until:
            holder = os.pread(handle, 20, 0).decode(errors="replace").strip()
            raise StoreError(
                f"{root}: process {holder or '?'} is writing to this store; waited "
                f"{wait_seconds:.0f} s. Try again when it is done."
            )
        time.sleep(PAUSE_SECONDS)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> bool:
        # The byte at 64 is locked, so that the holder's number stays readable.
        os.lseek(handle, 64, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
