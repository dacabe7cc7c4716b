"""Where the example corpus lies: in the installed package, or beside the source in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from detente.core.errors import ReadError

__all__ = ["example_corpus"]


def example_corpus() -> Path:
    """Folder of the corpus `south-asia`: pages, copies of pages and a feed of 2010-2018.

    Raises:
        ReadError: the package was installed without its examples.
    """
    package = Path(str(files("detente")))
    for folder in (package / "examples", package.parent.parent / "examples"):
        if (folder / "south-asia").is_dir():
            return folder / "south-asia"
    raise ReadError("The example corpus is missing. Reinstall detente, or run from a checkout.")
