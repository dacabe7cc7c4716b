"""What reviewers say: how often coded events were left as coded, by root, from a fair sample."""

from __future__ import annotations

import os
from pathlib import Path

from detente.coding.review import Corrections
from detente.coding.review_rows import agreement
from quality.report import ROOT, Figures

TITLE = "Review"
FILE = Path(os.environ.get("DETENTE_CORRECTIONS", ROOT / "corrections.jsonl"))


def measure(shared: Path) -> list[Figures]:
    """Agreement of the corrections in $DETENTE_CORRECTIONS (or corrections.jsonl), if any."""
    table = agreement(Corrections(FILE).standing(), drawn_by="random")
    if table.is_empty():
        return []
    note = (
        "Events drawn at random with `detente review --order random`: the share that a reviewer "
        "left as coded, with its 95 % Wilson interval. It tells nothing of events that were missed."
    )
    rows = tuple(table.iter_rows())
    return [Figures("Events left as coded", tuple(table.columns), rows, note)]
