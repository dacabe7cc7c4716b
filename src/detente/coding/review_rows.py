"""What corrections are good for: sentences to learn from, agreement, events put right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from detente.coding.review import Correction
from detente.core.codebook import NO_EVENT, ROOTS, quad_of, weight_of
from detente.core.tables import EVENTS, check

__all__ = ["agreement", "corrected", "training_rows"]

_Z: Final = 1.959963984540054
_AGREEMENT: Final = {
    "root": pl.String,
    "reviewed": pl.Int64,
    "accepted": pl.Int64,
    "fixed": pl.Int64,
    "rejected": pl.Int64,
    "share_right": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}


def training_rows(corrections: Sequence[Correction]) -> list[dict[str, Any]]:
    """One row per correction, as in `training/sentences.jsonl`; rejected ones as "no event".

    `mutual` is null: a reviewer of one direction says nothing of the other. Corrections whose two
    sides share words ("the two sides") are left out: the classifier needs them apart.
    """
    rows = []
    for one in corrections:
        if one.actor[0] < one.recipient[1] and one.recipient[0] < one.actor[1]:
            continue
        wrong = one.decision == "reject"
        rows.append(
            {
                "text": one.text,
                "actor": list(one.actor),
                "recipient": list(one.recipient),
                "root": NO_EVENT if wrong else one.root,
                "mode": None if wrong else one.mode,
                "status": None if wrong else one.status,
                "mutual": None,
                "attributed_to": None if wrong else one.attributed_to,
                "why": f"review: {one.decision}" + (f", {one.why}" if one.why else ""),
                "writer": "review",
            }
        )
    return rows


def agreement(corrections: Sequence[Correction], *, drawn_by: str = "random") -> pl.DataFrame:
    """How often reviewers left an event as coded, by the root that the coder gave.

    Args:
        corrections: standing corrections.
        drawn_by: count only events that came up in this order; `random` ones are a fair sample of
            what was coded (they say nothing of what was missed).

    Returns:
        One row per root with corrections, in the codebook's order, then `all`: `reviewed` =
        `accepted` + `fixed` + `rejected`; `share_right` = accepted / reviewed; `low`, `high` its
        95 % Wilson interval. No row where nothing was reviewed.

    Source: Wilson 1927, J. American Statistical Association 22(158), 209-212.
    """
    drawn = [one for one in corrections if one.drawn_by == drawn_by]
    rows = []
    for root in (*ROOTS, "all"):
        own = [one.decision for one in drawn if root in {"all", one.coded["root"]}]
        if own:
            counts = [own.count(name) for name in ("accept", "fix", "reject")]
            rows.append((root, len(own), *counts, counts[0] / len(own), *_wilson(counts[0], own)))
    return pl.DataFrame(rows, schema=_AGREEMENT, orient="row")


def _wilson(right: int, of: Sequence[str]) -> tuple[float, float]:
    n, p = len(of), right / len(of)
    middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2)) / (1 + _Z**2 / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def corrected(events: pl.DataFrame, corrections: Sequence[Correction]) -> pl.DataFrame:
    """Events as the reviewers left them: rejected ones gone, fixed ones put right, ids kept.

    A reviewed event's confidence is 1. Events that nobody looked at are as they were.

    Raises:
        TableError: `events` lacks a column.
    """
    check(events, EVENTS)
    by_id = {one.event_id: one for one in corrections}
    rows = [
        row if (one := by_id.get(row["event_id"])) is None else _right(row, one)
        for row in events.iter_rows(named=True)
        if row["event_id"] not in by_id or by_id[row["event_id"]].decision != "reject"
    ]
    return pl.DataFrame(rows, schema=events.schema, orient="row")


def _right(row: dict[str, Any], one: Correction) -> dict[str, Any]:
    fixed = {
        "actor": one.actor_state,
        "recipient": one.recipient_state,
        "root": one.root,
        "mode": one.mode,
        "status": one.status,
        "confidence": 1.0,
        "quad": quad_of(one.root),
    }
    if one.root != row["root"]:
        fixed |= {"weight": weight_of(one.root), "cameo": None}
    for side, span in (("actor", one.actor), ("recipient", one.recipient)):
        fixed[f"{side}_name"] = one.text[slice(*span)]
        fixed[f"{side}_start"] = row["start"] + span[0]
        fixed[f"{side}_end"] = row["start"] + span[1]
    if one.actor_state != row["actor"] and one.actor_state == row["recipient"]:
        fixed["actor_sector"] = row["recipient_sector"]
        fixed["recipient_sector"] = row["actor_sector"]
    return row | fixed
