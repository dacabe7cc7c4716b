"""Small tables for the tests of `show`, built in view of the test that uses them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from detente.core.codebook import ROOTS
from detente.core.tables import ARTICLES, EVENTS, WARMTH

TEXT = (
    "Russia criticised the United States on Tuesday. Pakistan and Russia signed a pact.\n\n"
    "Islamabad hopes for more."
)


def events(*rows: tuple[str, str, str, str], **more: Any) -> pl.DataFrame:
    """Rows of (day, actor, root, recipient)."""
    made = []
    for number, (day, actor, root, recipient) in enumerate(rows):
        kind = ROOTS[root]
        made.append(
            {
                "event_id": f"e{number}", "dataset": "icews",
                "happened_on": date.fromisoformat(day), "happened_precision": "day",
                "actor": actor, "recipient": recipient, "root": root,
                "quad": kind.quad, "weight": kind.weight, "domains": [], "status": "happened",
                "confidence": 0.9, "mentions": 1, **more,
            }
        )  # fmt: skip
    return EVENTS.frame(made)


def article(**more: Any) -> pl.DataFrame:
    """One article whose text is `TEXT`."""
    cut = TEXT.index("\n\n")
    row = {
        "article_id": "a1", "origin": "folder/op-ed.txt", "outlet": "Example Wire",
        "title": "A pact is signed", "author": "Jane Doe", "published_on": date(2018, 1, 12),
        "published_by": "text", "language": "en", "text": TEXT,
        "paragraphs": [{"start": 0, "end": cut}, {"start": cut + 2, "end": len(TEXT)}],
        "dropped": [{"reason": "share", "text": "Share this"}], "copies": 0,
    }  # fmt: skip
    return ARTICLES.frame([row | more])


def warmth(actor: str, recipient: str, values: list[float | None], **more: Any) -> pl.DataFrame:
    """Weekly warmth from Monday 2018-01-01, one value a week with a band of one point."""
    rows = []
    for week, value in enumerate(values):
        low, high = (None, None) if value is None else (value - 1, value + 1)
        rows.append(
            {
                "dataset": "icews", "actor": actor, "recipient": recipient,
                "period": date(2018, 1, 1) + timedelta(weeks=week), "events": 2,
                "mean_weight": value, "filtered": value, "filtered_low": low, "filtered_high": high,
                "warmth": value, "low": low, "high": high, "level": 0.9, **more,
            }
        )  # fmt: skip
    return WARMTH.frame(rows)


def shift(actor: str, recipient: str, day: str, *, before: float, after: float) -> dict[str, Any]:
    """A row of SHIFTS: co-operation went from `before` to `after` events a week."""
    on = date.fromisoformat(day)
    return {
        "shift_id": f"s-{day}", "dataset": "icews", "actor": actor, "recipient": recipient,
        "shifted_on": on, "earliest": on, "latest": on, "found_on": on, "until": on,
        "series": "cooperation", "direction": 1 if after > before else -1, "size": after - before,
        "size_low": after - before - 1, "size_high": after - before + 1, "unit": "events a week",
        "before": before, "after": after, "strength": 4.0, "course": "abrupt", "events": 4,
        "method": "chart", "false_alarms": 1.0,
    }  # fmt: skip
