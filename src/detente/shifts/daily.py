"""Daily counts of co-operation and conflict as arrays, with the dataset's volume as exposure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.relations.counts import covered_days
from detente.relations.events import between_states, fitting, known, prepare, require_dyads
from detente.relations.local_level import Array

__all__ = [
    "ACCORD",
    "SERIES",
    "DailySeries",
    "counted_by_day",
    "daily_series",
    "deeds_of",
    "series_of_counts",
    "undirected",
]

SERIES: Final = ("cooperation", "conflict")
ACCORD: Final = "accord"
# Co-operation beyond talk: consultations and appeals multiply in quarrels too.
_ACCORD_ROOTS: Final = ("AGREE", "SUPPORT", "COOPERATE", "AID", "YIELD")
_SIDE: Final = {
    "verbal_coop": "cooperation", "material_coop": "cooperation",
    "verbal_conf": "conflict", "material_conf": "conflict",
}  # fmt: skip
VOLUME_DAYS: Final = 28


@dataclass(frozen=True)
class DailySeries:
    """Counts of one dataset, dyad x day.

    `dyads` has one row a dyad (`actor`, `recipient`, `events`). `counts` has the two of `SERIES`
    and, where the roots of events are known, `ACCORD`: the part of co-operation that is agreement,
    support, aid or a concession. `exposure` is the dataset's mean
    number of events a day over the 28 days before and with each day, 0 on days not covered; so a
    record that grows does not look like relations that grow. It looks at no later day.
    """

    dataset: str
    dyads: pl.DataFrame
    first: date
    exposure: Array
    covered: npt.NDArray[np.bool_]
    counts: dict[str, Array]

    def day(self, index: int) -> date:
        """Date of a column."""
        return self.first + timedelta(days=int(index))

    def chunks(self, cells: int) -> Iterator[slice]:
        """Slices of dyads with at most about `cells` cells each."""
        size = max(1, cells // max(1, self.exposure.size))
        for begin in range(0, self.dyads.height, size):
            yield slice(begin, begin + size)


def undirected(events: pl.DataFrame) -> pl.DataFrame:
    """Events with the two sides in alphabetical order."""
    return events.with_columns(
        actor=pl.min_horizontal("actor", "recipient"),
        recipient=pl.max_horizontal("actor", "recipient"),
    )


def deeds_of(
    events: pl.DataFrame,
    *,
    directed: bool,
    as_of: date | None,
    domain: str | None,
    dataset: str | None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Deeds between states known by `as_of`, dated to the day; and all events, for coverage."""
    seen = fitting(known(prepare(events), as_of), "day")
    if dataset is not None:
        seen = seen.filter(pl.col("dataset") == dataset)
    deeds = between_states(seen, domain=domain)
    return deeds if directed else undirected(deeds), seen


def daily_series(
    events: pl.DataFrame,
    *,
    directed: bool = False,
    dyads: Sequence[tuple[str, str]] | None = None,
    as_of: date | None = None,
    coverage: pl.DataFrame | None = None,
    domain: str | None = None,
    dataset: str | None = None,
    volume: pl.DataFrame | None = None,
    min_events: int = 10,
) -> list[DailySeries]:
    """One set of daily series for each dataset in `events`, dyads with `min_events` or more.

    Arguments as `relations.counts.count_events` and `series_of_counts`; `min_events` is not asked
    of dyads that are named.

    Raises:
        TableError: `events` lacks a column or holds an impossible value.
        CodebookError: an unknown state or domain.
    """
    deeds, seen = deeds_of(events, directed=directed, as_of=as_of, domain=domain, dataset=dataset)
    days = covered_days(seen, coverage=coverage, as_of=as_of)
    counts = deeds.group_by("dataset", "actor", "recipient", "quad", day="happened_on").agg(
        *counted_by_day()
    )
    wanted = require_dyads(dyads, directed=directed)
    return series_of_counts(counts, days=days, dyads=wanted, volume=volume, min_events=min_events)


def counted_by_day() -> tuple[pl.Expr, pl.Expr]:
    """What `series_of_counts` reads of a day's events: `events`, and `accord` among them."""
    friendly = pl.col("quad").str.ends_with("_coop") & pl.col("root").is_in(_ACCORD_ROOTS)
    # Without a single root known, nothing is known of accord: null, not 0.
    known = pl.col("root").is_not_null()
    return pl.len().alias("events"), pl.when(known.any()).then(friendly.sum()).alias(ACCORD)


def series_of_counts(
    counts: pl.DataFrame,
    *,
    days: pl.DataFrame,
    dyads: pl.DataFrame | None = None,
    volume: pl.DataFrame | None = None,
    min_events: int = 10,
) -> list[DailySeries]:
    """Daily series from counts.

    Args:
        counts: one row per `dataset`, `actor`, `recipient`, `day` and `quad`, with `events` and,
            where known, `accord` (see `counted_by_day`).
        days: covered days, as `core.tables.COVERAGE`; counts on other days are left out.
        dyads: only these (`actor`, `recipient`), however few their events.
        volume: the whole dataset's events by `dataset` and `day`, where `counts` holds but some of
            its dyads; None: the sum of `counts`.
        min_events: least events of a dyad that isn't named.
    """
    total = counts if volume is None else volume
    return [
        _series(
            str(name),
            counts.filter(pl.col("dataset") == name),
            own["day"],
            dyads,
            min_events,
            total.filter(pl.col("dataset") == name),
        )
        for (name,), own in sorted(days.partition_by("dataset", as_dict=True).items())
    ]


def _series(
    name: str, counts: pl.DataFrame, days: pl.Series, wanted: pl.DataFrame | None, least: int,
    volume: pl.DataFrame,
) -> DailySeries:  # fmt: skip
    first: date = days.min()  # type: ignore[assignment]
    at = (days - first).dt.total_days().to_numpy()
    covered = np.zeros(int(at.max()) + 1, dtype=bool)
    covered[at] = True
    placed = _placed(counts, first, covered).with_columns(side=pl.col("quad").replace_strict(_SIDE))
    sums = placed.group_by("actor", "recipient").agg(pl.col("events").sum())
    if wanted is None:
        dyads = sums.filter(pl.col("events") >= least)
    else:
        dyads = wanted.join(sums, on=["actor", "recipient"], how="left").with_columns(
            pl.col("events").fill_null(0)
        )
    dyads = dyads.sort("actor", "recipient")
    sides = {side: pl.col("events").filter(pl.col("side") == side) for side in SERIES}
    if ACCORD in placed.columns and placed[ACCORD].null_count() < placed.height:
        sides[ACCORD] = pl.col(ACCORD)
    cells = (
        placed.group_by("actor", "recipient", "column")
        .agg(**{side: events.sum() for side, events in sides.items()})
        .join(dyads.drop("events").with_row_index("row"), on=["actor", "recipient"])
    )
    found = {side: np.zeros((dyads.height, covered.size)) for side in sides}
    for side, counted in found.items():
        counted[cells["row"].to_numpy(), cells["column"].to_numpy()] = cells[side].to_numpy()
    whole = _placed(volume, first, covered)
    daily = np.bincount(
        whole["column"].to_numpy(),
        weights=whole["events"].cast(pl.Float64).to_numpy(),
        minlength=covered.size,
    )
    return DailySeries(name, dyads, first, _exposure(daily.astype(float), covered), covered, found)


def _placed(counts: pl.DataFrame, first: date, covered: npt.NDArray[np.bool_]) -> pl.DataFrame:
    """Rows of covered days, with the `column` of their day."""
    placed = counts.with_columns(column=(pl.col("day") - first).dt.total_days()).filter(
        pl.col("column").is_between(0, covered.size - 1)
    )
    return placed.filter(pl.Series(covered[placed["column"].to_numpy()], dtype=pl.Boolean))


def _exposure(volume: Array, covered: npt.NDArray[np.bool_]) -> Array:
    total = np.concatenate([[0.0], np.cumsum(volume)])
    days = np.concatenate([[0], np.cumsum(covered)])
    at = np.arange(volume.size)
    since = np.maximum(at + 1 - VOLUME_DAYS, 0)
    mean = (total[at + 1] - total[since]) / np.maximum(days[at + 1] - days[since], 1)
    exposure: Array = np.where(covered, np.maximum(mean, 1e-9), 0.0)
    return exposure
