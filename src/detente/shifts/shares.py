"""What made up a change in warmth: each event's exact share.

The smoothed level is linear in the events' weights, so the change between two days is a sum over
events, `Σ v_i (x_i - c)`: x is the event's weight, v the change of its part in the smoother, and c
the warmth before. New events that differ from the warmth before carry the change; old ones that
count for less carry the rest. Adding up all shares gives the change, to rounding.

Source: Koopman & Harvey 2003, Computing observation weights for signal extraction and filtering,
J. Economic Dynamics and Control 27(7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl

from detente.core.errors import CoverageError
from detente.core.tables import SHARES, conform
from detente.relations.events import between_states, fitting, known, prepare, require_period
from detente.relations.local_level import change_weights
from detente.relations.panel import Panel
from detente.relations.variances import Pool
from detente.relations.warmth import Fit, fit_warmth
from detente.shifts.daily import undirected

__all__ = ["Explanation", "explain", "explain_fit", "shares_by"]

_KEYS: Final = ("actor", "recipient")


@dataclass(frozen=True)
class Explanation:
    """A change in warmth and what made it up.

    `before` and `after` are the smoothed warmth of the two periods (their first days in `periods`),
    `low` and `high` the 90 % band of the change; `shares` is `core.tables.SHARES`, largest part
    first, and sums to `change`.
    """

    dataset: str
    dyad: tuple[str, str]
    periods: tuple[date, date]
    before: float
    after: float
    low: float
    high: float
    shares: pl.DataFrame

    @property
    def change(self) -> float:
        """Warmth after less warmth before, in Goldstein points."""
        return self.after - self.before


def explain(
    events: pl.DataFrame,
    dyad: tuple[str, str],
    *,
    start: date,
    end: date,
    period: str = "week",
    directed: bool = True,
    as_of: date | None = None,
    coverage: pl.DataFrame | None = None,
    domain: str | None = None,
    dataset: str | None = None,
    pool: Pool | None = None,
) -> Explanation:
    """Which events make up the change in a dyad's warmth between two days, each with its share.

    Args:
        events: one row per event, columns as in `core.tables.EVENTS`, of one dataset (or name it).
        dyad: (actor, recipient) as ISO 3166 alpha-3; a pair where `directed` is False.
        start, end: days; the periods that hold them are compared.
        period, directed, as_of, coverage, domain, dataset, pool: as `relations.warmth.warmth`.

    Raises:
        CoverageError: no event of the dyad, several datasets, or a day outside the record.
        TableError, CodebookError: as `warmth`.
    """
    fits = fit_warmth(
        events, period=period, directed=directed, as_of=as_of, coverage=coverage,
        domain=domain, dataset=dataset, pool=pool,
    )  # fmt: skip
    if len(fits) != 1:
        names = ", ".join(fit.panel.dataset for fit in fits) or "no events"
        raise CoverageError(f"explain needs one dataset; found {names}. Name one with `dataset`.")
    seen = between_states(fitting(known(prepare(events), as_of), period), domain=domain)
    own = seen.filter(pl.col("dataset") == fits[0].panel.dataset)
    return explain_fit(fits[0], own, dyad=dyad, between=(start, end), directed=directed)


def explain_fit(
    fit: Fit, events: pl.DataFrame, *, dyad: tuple[str, str], between: tuple[date, date],
    directed: bool = True,
) -> Explanation:  # fmt: skip
    """`explain` on a model already fitted to `events`."""
    panel = fit.panel
    pair = dyad if directed else (min(dyad), max(dyad))
    row = panel.row(*pair)
    if row < 0 or not panel.seen[row].any():
        raise CoverageError(f"no event of {pair[0]} and {pair[1]} in dataset '{panel.dataset}'.")
    ends = (_column(panel, between[0]), _column(panel, between[1]))
    parts = change_weights(
        panel.seen[row], fit.noise[row], step=fit.step[row],
        start_variance=fit.pool.spread * float(fit.variances.noise[row]), between=ends,
    )  # fmt: skip
    before, after = (float(fit.smoothed.level[row, at]) for at in ends)
    start_share = parts.start_weight * (fit.pool.start - before)
    half = 1.645 * float(np.sqrt(max(parts.variance, 0.0)))
    change = after - before
    shares = _shares(events if directed else _oriented(events), panel, row, parts.weights, before)
    return Explanation(
        panel.dataset, pair, (panel.periods[ends[0]], panel.periods[ends[1]]), before, after,
        change - half, change + half, _with_start(shares, start_share, change, panel.dataset),
    )  # fmt: skip


def _oriented(events: pl.DataFrame) -> pl.DataFrame:
    """Events with the pair's order in columns of their own, the true direction kept."""
    ordered = undirected(events).select(*(pl.col(key).alias(f"pair_{key}") for key in _KEYS))
    return events.hstack(ordered)


def _shares(
    events: pl.DataFrame, panel: Panel, row: int, weights: np.ndarray, before: float
) -> pl.DataFrame:
    actor, recipient = panel.dyads.row(row)
    prefix = "pair_" if "pair_actor" in events.columns else ""
    own = events.filter(
        pl.col(f"{prefix}actor") == actor, pl.col(f"{prefix}recipient") == recipient
    )
    each = pl.DataFrame(
        {
            "period": pl.Series(panel.periods, dtype=pl.Date),
            "each": weights / np.maximum(panel.events[row], 1.0),
        }
    )
    placed = own.with_columns(
        period=pl.col("happened_on").dt.truncate(require_period(panel.period))
    ).join(each, on="period")
    return placed.with_columns(share=pl.col("each") * (pl.col("weight") - before))


def _with_start(
    shares: pl.DataFrame, start_share: float, change: float, dataset: str
) -> pl.DataFrame:
    start = pl.DataFrame({"dataset": [dataset], "share": [start_share]})
    table = pl.concat([conform(shares, SHARES), conform(start, SHARES)])
    fraction = pl.col("share") / change if change else pl.lit(None, dtype=pl.Float64)
    order = pl.col("share") * (1 if change >= 0 else -1)
    return table.with_columns(fraction=fraction).sort(
        order, "event_id", descending=[True, False], nulls_last=True
    )


def _column(panel: Panel, day: date) -> int:
    """Column of the period that holds `day`."""
    starts = [at for at, first in enumerate(panel.periods) if first <= day]
    last = panel.periods[-1] + timedelta(days=int(_LONGEST[panel.period]))
    if not starts or day > last:
        raise CoverageError(
            f"{day} lies outside the record of '{panel.dataset}', "
            f"{panel.periods[0]} … {last}. Choose days inside it."
        )
    return starts[-1]


_LONGEST: Final = {"day": 0, "week": 6, "month": 30, "quarter": 91, "year": 365}


def shares_by(shares: pl.DataFrame, *keys: str) -> pl.DataFrame:
    """Shares added up by columns of `core.tables.SHARES`, largest first.

    `domains` parts an event's share equally among its domains, so that sums stay exact. Returns
    the keys, `events`, `share` and `fraction`; the start of the record has null keys.
    """
    parts = shares.with_columns(counted=pl.col("event_id").is_not_null().cast(pl.Int32))
    if "domains" in keys:
        fold = pl.col("domains").list.len().clip(lower_bound=1).fill_null(1)
        parts = parts.with_columns(
            share=pl.col("share") / fold, fraction=pl.col("fraction") / fold
        ).explode("domains", empty_as_null=True)
    summed = parts.group_by(keys, maintain_order=True).agg(
        events=pl.col("counted").sum(),
        share=pl.col("share").sum(),
        fraction=pl.col("fraction").sum(),
    )
    return summed.sort(pl.col("share").abs(), descending=True)
