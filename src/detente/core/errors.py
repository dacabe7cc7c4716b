"""Every error that detente raises on purpose.

    DetenteError
    ├── TableError       a table lacks a column, has a wrong type or a null where none may be
    ├── ReadError        a file, page or feed that can't be read as an article
    ├── CodebookError    an event, state or sector code that no table knows
    ├── StoreError       a store that is missing, damaged or of another format version
    ├── ImportFileError  a dataset file whose layout isn't what it should be
    ├── CoverageError    the dates asked for lie outside what a dataset covers
    ├── FetchError       a download that failed after its retries
    ├── ModelError       a model file that is missing or doesn't fit
    └── MissingExtraError  an optional library is needed: says which `pip install` brings it

A message says what is wrong, where, what was found, and what to do.
"""

from __future__ import annotations

__all__ = [
    "CodebookError",
    "CoverageError",
    "DetenteError",
    "FetchError",
    "ImportFileError",
    "MissingExtraError",
    "ModelError",
    "ReadError",
    "StoreError",
    "TableError",
]


class DetenteError(Exception):
    """Base of all errors that detente raises on purpose; `cli` prints these without a traceback."""


class TableError(DetenteError):
    """A table lacks a column, has a wrong type, or holds a null where none may be."""


class ReadError(DetenteError):
    """A file, page or feed can't be read as an article."""


class CodebookError(DetenteError):
    """An event, state or sector code that no table knows."""


class StoreError(DetenteError):
    """A store is missing, damaged, locked, or of another format version."""


class ImportFileError(DetenteError):
    """A dataset file's layout isn't what its importer expects."""


class CoverageError(DetenteError):
    """The dates asked for lie outside what the dataset covers."""


class FetchError(DetenteError):
    """A download failed after its retries."""


class ModelError(DetenteError):
    """A model file is missing or doesn't fit this version."""


class MissingExtraError(DetenteError):
    """An optional library is needed."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(
            f"This needs the library '{library}'. Install it with: pip install 'detente[{extra}]'"
        )
