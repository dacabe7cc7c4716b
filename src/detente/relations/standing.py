"""Standing: how well two states get on over a year, read beside how each gets on with all others.

A pair's own mean is noisy, and a second record often tells it otherwise; what the two states are
like with everybody is known better. So

    expected = m + a_one + a_other        standing = expected + kept * (own - expected)

where `a` is a state's own tendency, n the pair's weighed events and kept = n / (n + 20): of what
sets a pair apart from its two states, twenty events keep half. This is the additive part of the
additive and multiplicative effects model (Hoff 2021, Statistical Science 36(1)) as ridge
regression. How its numbers were chosen: decisions/0037.
"""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import polars as pl
from scipy.stats import norm

from detente.core.errors import TableError
from detente.core.tables import STANDING, conform
from detente.relations.events import between_states, fitting, known, prepare, require_period
from detente.relations.local_level import Array
from detente.relations.warmth import LEVEL

__all__ = ["standing"]

# Friends and foes meet alike: a meeting counts a quarter of a deed worth a phone call.
_TALK, _TALK_COUNTS, _TALK_WEIGHT = "CONSULT", 0.25, 1.0
# A week's reports tell of one crisis (decisions/0030): n of them count as n / (1 + 0.1 n).
_SHARED: Final = 0.1
# Both directions have about the same voice: n events of one speak as n / (1 + n / 10).
_VOICE: Final = 10.0
# Events that keep half of what sets a pair apart.
_HALF_KEPT: Final = 20.0
# A state's tendency is held back as if it had two well known relations more, of the mean.
_HELD_BACK: Final = 2.0
# Weeks that the noise of all pairs is worth beside a pair's own.
_NOISE_WORTH: Final = 10.0
_KEYS: Final = ["dataset", "period"]


def standing(
    events: pl.DataFrame,
    *,
    period: str | None = "year",
    as_of: date | None = None,
    domain: str | None = None,
    dataset: str | None = None,
    level: float = LEVEL,
) -> pl.DataFrame:
    """How each pair that has an event stands in each period: its own record, pooled.

    For comparing many pairs at once, thin ones among them; the course of one relation, and the
    exact share of every event in it, is `warmth`. Each period is taken by itself.

    Args:
        events: one row per event, columns as in `core.tables.EVENTS`; all pairs, for the pool.
            Without the column `root` consultations can't be told and count fully.
        period: day, week, month, quarter or year; a quarter or more is sensible. None: all that is
            given as one period, named by the first day of each dataset.
        as_of, domain, dataset: as `relations.warmth.warmth`.
        level: probability that the band holds.

    Returns:
        `core.tables.STANDING`, sorted. A pair without events in a period has no row.

    Raises:
        TableError: `events` lacks a column or holds an impossible value; `level` is no probability.
        CodebookError: an unknown domain.
    """
    if not 0 < level < 1:
        raise TableError(f"level is {level}; a band's probability lies between 0 and 1.")
    seen = fitting(known(prepare(events), as_of), period or "year")
    deeds = between_states(seen, domain=domain, dataset=dataset)
    own = _own_means(deeds.with_columns(period=_start_of(period)))
    parts = own.partition_by(_KEYS, maintain_order=True)
    frames = [_pooled(part, level=level) for part in parts]
    table = pl.concat(frames) if frames else STANDING.empty()
    return conform(table, STANDING).sort(*_KEYS, "one", "other")


def _start_of(period: str | None) -> pl.Expr:
    day = pl.col("happened_on")
    return day.min().over("dataset") if period is None else day.dt.truncate(require_period(period))


def _own_means(deeds: pl.DataFrame) -> pl.DataFrame:
    """Each pair's own mean (both directions alike), its events, and what they count as."""
    talk = (pl.col("root") == _TALK).fill_null(value=False)
    weighed = deeds.with_columns(
        counts=pl.when(talk).then(_TALK_COUNTS).otherwise(1.0),
        worth=pl.when(talk).then(_TALK_WEIGHT).otherwise(pl.col("weight")),
        week=pl.col("happened_on").dt.truncate("1w"),
    )
    weekly = weighed.group_by(*_KEYS, "actor", "recipient", "week").agg(
        events=pl.len(), n=pl.col("counts").sum(), total=(pl.col("counts") * pl.col("worth")).sum()
    )
    return _joined(_ways(weekly))


def _ways(weekly: pl.DataFrame) -> pl.DataFrame:
    """Each direction's mean, what its events count as, and the scatter of its weeks."""
    shrunk = 1.0 + _SHARED * pl.col("n")
    mean = pl.col("total") / pl.col("n")
    return (
        weekly.with_columns(pl.col("n") / shrunk, pl.col("total") / shrunk)
        .group_by(*_KEYS, "actor", "recipient")
        .agg(
            pl.col("events", "n", "total").sum(),
            weeks=pl.len() - 1,
            squares=(pl.col("total") ** 2 / pl.col("n")).sum(),
        )
        .with_columns(
            one=pl.min_horizontal("actor", "recipient"),
            other=pl.max_horizontal("actor", "recipient"),
            mean=mean,
            voice=pl.col("n") / (1.0 + pl.col("n") / _VOICE),
            squares=(pl.col("squares") - pl.col("total") ** 2 / pl.col("n")).clip(0.0),
        )
    )


def _joined(ways: pl.DataFrame) -> pl.DataFrame:
    keys = [*_KEYS, "one", "other"]
    voice = pl.col("voice") / pl.col("voice").sum()
    return (
        ways.sort(*keys, "actor")
        .group_by(keys, maintain_order=True)
        .agg(
            pl.col("events", "n", "squares", "weeks").sum(),
            own=(voice * pl.col("mean")).sum(),
            # Variance of own in units of one counted event's.
            one_nth=(voice**2 / pl.col("n")).sum(),
        )
    )


def _pooled(pairs: pl.DataFrame, *, level: float) -> pl.DataFrame:
    """One period's pairs with what is expected of them, how much is kept, and the band."""
    own, counted = pairs["own"].to_numpy(), pairs["n"].to_numpy()
    kept = counted / (counted + _HALF_KEPT)
    expected = _expected(pairs, own, kept)
    apart = own - expected
    noise = _noise(pairs) * pairs["one_nth"].to_numpy()
    beyond = apart**2 - noise
    # What was not kept may be real: of thin pairs it is as large as usual, of thick ones as seen.
    spread = (1.0 - kept**2) * np.average(beyond, weights=kept) + kept**2 * beyond
    variance = kept**2 * noise + (1.0 - kept) ** 2 * np.maximum(spread, 0.0)
    half = float(norm.ppf(0.5 + level / 2)) * np.sqrt(variance)
    stands = expected + kept * apart
    return pairs.with_columns(
        own_error=pl.Series(np.sqrt(noise)), expected=pl.Series(expected), kept=pl.Series(kept),
        standing=pl.Series(stands), low=pl.Series(stands - half), high=pl.Series(stands + half),
        level=pl.lit(level),
    )  # fmt: skip


def _noise(pairs: pl.DataFrame) -> Array:
    """Variance of one weighed event, by how a pair's weeks scatter; thin pairs borrow."""
    squares, freedom = pairs["squares"].to_numpy(), pairs["weeks"].to_numpy().astype(float)
    pooled = squares.sum() / max(freedom.sum(), 1.0)
    noise: Array = (squares + _NOISE_WORTH * pooled) / (freedom + _NOISE_WORTH)
    return noise


def _expected(pairs: pl.DataFrame, own: Array, kept: Array) -> Array:
    """The record's mean and both states' tendencies, by ridge regression weighed by `kept`."""
    names = pl.concat([pairs["one"], pairs["other"]]).unique().sort()
    place = {name: at for at, name in enumerate(names)}
    one, other = (np.array([place[name] for name in pairs[side]]) for side in ("one", "other"))
    mean = float((kept * own).sum() / kept.sum())
    matrix = np.diag(np.full(len(place), _HELD_BACK))
    pull = np.zeros(len(place))
    for side, opposite in ((one, other), (other, one)):
        np.add.at(matrix, (side, side), kept)
        np.add.at(matrix, (side, opposite), kept)
        np.add.at(pull, side, kept * (own - mean))
    tendency = np.linalg.solve(matrix, pull)
    expected: Array = mean + tendency[one] + tendency[other]
    return expected
