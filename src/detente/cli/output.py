"""`--output`: a table file, whose ending is looked at before the work, not after it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from detente.store.exporting import require_format

__all__ = ["TableFile", "can_be_written"]


def can_be_written(_: Any, path: Path | None) -> None:
    """Validator of a parameter that names a table file.

    Raises:
        StoreError: an ending that there is no format for.
    """
    if path is not None:
        require_format(path)


TableFile = Annotated[Path | None, Parameter(name=["--output", "-o"], validator=can_be_written)]
"""Where to write a table, or null: .csv, .parquet, .json or .jsonl."""
