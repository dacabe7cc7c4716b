"""Draw docs/gallery/ from the example corpus: `python scripts/build_gallery.py`."""

from __future__ import annotations

import sys
from pathlib import Path

import detente as dt
from detente.core.examples import example_corpus
from detente.show.gallery import build_gallery

STATES = ("PAK", "RUS", "USA", "IND", "CHN", "AFG")


def main() -> int:
    """Read and code the corpus, then write one SVG per chart."""
    events = dt.code(dt.read(example_corpus()).articles).events
    folder = Path(__file__).resolve().parent.parent / "docs" / "gallery"
    for path in build_gallery(events, folder, states=STATES):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
