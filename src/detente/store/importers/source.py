"""A dataset file as it lies on disk: plain, gzipped or zipped, read without unpacking to disk."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from detente.core.errors import ImportFileError

__all__ = ["Source", "open_sources"]

HEAD_BYTES = 65_536
_TEXT_ENDINGS = (".csv", ".tab", ".tsv", ".txt")


@dataclass(frozen=True)
class Source:
    """One table inside a file: the file itself, or one member of a zip."""

    path: Path
    member: str | None = None

    @property
    def name(self) -> str:
        """Name that tells the layout and the day: the member's, or the file's."""
        return Path(self.member).name if self.member else self.path.name

    @property
    def is_parquet(self) -> bool:
        """True for a Parquet file."""
        return self.head.startswith(b"PAR1")

    @property
    def head(self) -> bytes:
        """First 64 kB, unpacked."""
        with self.open() as file:
            return file.read(HEAD_BYTES)

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes, unpacked as they are read.

        Raises:
            ImportFileError: it can't be read, or its archive is damaged.
        """
        try:
            if self.member is not None:
                with zipfile.ZipFile(self.path) as archive, archive.open(self.member) as file:
                    yield file
            elif self.path.name.lower().endswith(".gz"):
                with gzip.open(self.path) as unpacked:
                    yield cast(IO[bytes], unpacked)
            else:
                with self.path.open("rb") as file:
                    yield file
        except (zipfile.BadZipFile, EOFError, gzip.BadGzipFile, NotImplementedError) as fault:
            raise ImportFileError(
                f"{self.path.name}: the archive is damaged ({fault}). Download it again."
            ) from fault
        except OSError as fault:
            raise ImportFileError(
                f"{self.path}: can't be read: {fault.strerror or fault}."
            ) from fault


def open_sources(path: Path) -> list[Source]:
    """The tables inside `path`, in order of name.

    Raises:
        ImportFileError: no such file, a folder, empty, unreadable, or an archive without a table.
    """
    if not path.is_file():
        found = "is a folder" if path.is_dir() else "there is no such file"
        raise ImportFileError(
            f"{path}: {found}. Give the files themselves, or a pattern like *.zip."
        )
    try:
        if path.stat().st_size == 0:
            raise ImportFileError(f"{path.name}: the file is empty. Download it again.")
        with path.open("rb") as file:
            zipped = file.read(4) == b"PK\x03\x04"
    except OSError as fault:
        raise ImportFileError(
            f"{path}: can't be read: {fault.strerror}. Check its rights."
        ) from fault
    return _members(path) if zipped else [Source(path)]


def _members(path: Path) -> list[Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(item.filename for item in archive.infolist() if not item.is_dir())
    except zipfile.BadZipFile as fault:
        raise ImportFileError(
            f"{path.name}: the zip archive is damaged ({fault}). Download it again."
        ) from fault
    tables = [name for name in names if name.lower().endswith(_TEXT_ENDINGS)]
    if not tables:
        raise ImportFileError(
            f"{path.name}: no table in this archive; found {', '.join(names[:5]) or 'nothing'}."
        )
    return [Source(path, name) for name in tables]
