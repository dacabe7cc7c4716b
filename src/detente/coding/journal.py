"""A JSONL file that only grows: each row is on disk when `append` returns.

Several programs may add to one file: a row is one write. A row that a killed program left half
written is no row; the next `append` clears it away.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from detente.core.errors import ReadError

__all__ = ["append", "rows"]


def append(path: Path, row: Mapping[str, Any]) -> None:
    """Add a row at the end; the folder is made where it is missing.

    Raises:
        ReadError: the file can't be written.
    """
    line = json.dumps(row, ensure_ascii=False) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        start = _mend_end(path)
        with path.open("ab") as file:
            file.write(start + line.encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        raise ReadError(f"{path}: can't be written: {fault.strerror}.") from fault


def rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line number and content of each row; none where there is no file.

    Raises:
        ReadError: the file can't be read, or a whole line is no JSON object.
    """
    try:
        data = path.read_bytes() if path.exists() else b""
    except OSError as fault:
        raise ReadError(f"{path}: can't be read: {fault.strerror}.") from fault
    lines = data.split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _object(line)
        if row is not None:
            yield number, row
        elif number < len(lines):
            raise ReadError(
                f"{path.name} line {number}: not a JSON object. Mend the line or take it out, or "
                "write to another file."
            )


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _mend_end(path: Path) -> bytes:
    """What to write before the next row, once half a row at the end is cut off."""
    if not path.exists() or path.stat().st_size == 0:
        return b""
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        if file.read() == b"\n":
            return b""
    data = path.read_bytes()
    whole = data.rfind(b"\n") + 1
    if _object(data[whole:]) is not None:
        return b"\n"
    os.truncate(path, whole)
    return b""
