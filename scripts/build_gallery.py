"""Draw docs/gallery/ from the example corpus: `python scripts/build_gallery.py`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import polars as pl

import detente as dt
from detente.core.examples import example_corpus
from detente.show.gallery import build_gallery

FIRST = date(2010, 1, 1)
STATES = ("PAK", "RUS", "USA", "IND", "CHN", "AFG")


def main() -> int:
    """Read and code the corpus, then write one SVG per chart; earlier days are mere asides."""
    every = dt.code(dt.read(example_corpus()).articles).events
    events = every.filter(pl.col("happened_on") >= FIRST)
    folder = Path(__file__).resolve().parent.parent / "docs" / "gallery"
    for path in build_gallery(events, folder, states=STATES):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
