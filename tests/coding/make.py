"""Events with their evidence, made in view of the test that uses them."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from detente.core.codebook import quad_of, weight_of
from detente.core.tables import EVENTS

BEFORE = "Prices rose. "
"""What stands before the sentence in the article, so that offsets are not the sentence's own."""


def coded_event(
    sentence: str, actor: str, root: str, recipient: str, **more: Any
) -> dict[str, Any]:
    """An event whose sides are written `words=STATE`, as "Iran=IRN"."""
    first = len(BEFORE)
    row: dict[str, Any] = {
        "event_id": f"{actor}-{root}-{recipient}", "dataset": "detente",
        "happened_on": date(2018, 8, 6), "happened_precision": "day",
        "reported_on": date(2018, 8, 9), "root": root, "quad": quad_of(root),
        "weight": weight_of(root), "domains": ["diplomatic"], "status": "happened",
        "confidence": 0.8, "mentions": 1, "article_id": "a1", "paragraph": 0,
        "sentence": sentence, "start": first, "end": first + len(sentence),
    }  # fmt: skip
    for side, given in (("actor", actor), ("recipient", recipient)):
        words, state = given.split("=")
        start = first + sentence.index(words)
        row |= {
            side: state, f"{side}_name": words, f"{side}_sector": "GOV",
            f"{side}_start": start, f"{side}_end": start + len(words),
        }  # fmt: skip
    return dict.fromkeys(EVENTS.names) | row | more


def events_of(*rows: dict[str, Any]) -> pl.DataFrame:
    return EVENTS.frame(rows)
