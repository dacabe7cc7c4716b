"""Repeats within a dataset: a deed told again, a meeting coded both ways, a row of many states."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from detente.core.errors import TableError
from detente.core.tables import EVENTS, check
from detente.store.aggregate import ONCE
from detente.store.store import Store, reported_within

__all__ = ["count_repeats", "fold_repeats"]

LATE_DAYS = 30

_SAME = ["dataset", "happened_on", "_first", "_second", "_kind"]


def count_repeats(store: Store) -> pl.DataFrame:
    """How many events of each dataset repeat another.

    Returns:
        One row per dataset: `events`, `retold` (events beyond the first with the same dyad, day and
        code), `mirrored` (meetings and signatures beyond the first of the same pair and day once
        the retold are folded), `spread` (events beyond the first of a row about several states),
        `late` (reported more than `LATE_DAYS` after the deed). Only events with both sides known
        count as retold or mirrored.
    """
    rows = []
    columns = ["event_id", "dataset", "happened_on", "actor", "recipient", "root", "cameo"]
    for dataset in store.datasets():
        scanned = store.scan("events", dataset=dataset)
        events = scanned.select(*columns, "mentions").collect()
        beyond, late = (
            scanned.select((1 - pl.col("share")).sum(), (~reported_within(LATE_DAYS)).sum())
            .collect()
            .row(0)
        )
        once = _folded(events, ("retold",))
        both = _folded(once, ("mirrored",))
        rows.append(
            (dataset, events.height, events.height - once.height, once.height - both.height,
             round(beyond), late)
        )  # fmt: skip
    kinds = ("events", "retold", "mirrored", "spread", "late")
    schema = {"dataset": pl.String, **dict.fromkeys(kinds, pl.Int64)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def fold_repeats(events: pl.DataFrame, *, repeats: Sequence[str] = ONCE) -> pl.DataFrame:
    """Keep one of each set of repeats, the one with the lowest id; its mentions are those of all.

    Args:
        events: as `core.tables.EVENTS`.
        repeats: `retold`: same dyad, day and code. `mirrored`: a meeting (CONSULT) or signature
            (CAMEO 057) of the same pair, day and code, whichever the direction.

    Raises:
        TableError: a column is missing, or an unknown kind of repeat.
    """
    check(events, EVENTS)
    for repeat in repeats:
        if repeat not in ONCE:
            raise TableError(f"'{repeat}' is not a repeat. Known: {', '.join(ONCE)}.")
    return _folded(events, repeats).select(events.columns)


def _folded(events: pl.DataFrame, repeats: Sequence[str]) -> pl.DataFrame:
    actor, recipient = pl.col("actor"), pl.col("recipient")
    kind = pl.coalesce("cameo", "root")
    met = (pl.col("root") == "CONSULT") | (kind == "057")
    mirrored = met if "mirrored" in repeats else pl.lit(False)
    met_as = pl.when(kind == "043").then(pl.lit("042")).otherwise(kind)
    own = kind if "retold" in repeats else pl.col("event_id")
    unknown = actor.is_null() | recipient.is_null()
    keyed = events.with_columns(
        _first=pl.when(mirrored).then(pl.min_horizontal(actor, recipient)).otherwise(actor),
        _second=pl.when(mirrored).then(pl.max_horizontal(actor, recipient)).otherwise(recipient),
        _kind=pl.when(unknown).then(pl.col("event_id")).when(mirrored).then(met_as).otherwise(own),
    )
    kept = keyed.sort("event_id").with_columns(pl.col("mentions").sum().over(_SAME))
    return kept.unique(_SAME, keep="first", maintain_order=True).drop("_first", "_second", "_kind")
