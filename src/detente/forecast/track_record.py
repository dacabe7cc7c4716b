"""How forecasts have done at past origins, against the hard baseline; shown with every forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.forecast.baselines import HARD_BASELINE
from detente.forecast.boosted import RARE
from detente.forecast.ensemble import (
    Pool,
    first_origins,
    fit_pool,
    pooled_rare,
    pooled_rates,
    single,
)
from detente.forecast.rolling import Rolled
from detente.forecast.scores import (
    area_under_curve,
    brier,
    calibration_error,
    crps_counts,
    gain,
    log_score_counts,
)

__all__ = ["Record", "Scores", "score", "track_record", "verdict"]

Reals = npt.NDArray[np.float64]
LEVELS = (0.5, 0.8, 0.9)


@dataclass(frozen=True)
class Scores:
    """Scores of one model at some origins.

    `crps` (events, summed over classes) and `log_score` (nats) are means over dyads and origins;
    `by_dyad` sums CRPS per dyad; `covered` holds the share of outcomes within the central 50, 80
    and 90 % intervals (cases with a rate of at least one event a period); `brier`, `auc` and
    `calibration_error` are of any material conflict in the period, and `skill` is the Brier score
    against always giving the base rate.
    """

    crps: float
    log_score: float
    by_dyad: Reals
    by_class: Reals
    covered: dict[float, float]
    brier: float
    skill: float
    auc: float
    calibration_error: float


@dataclass(frozen=True)
class Record:
    """Scores of ensemble and hard baseline at later origins, with weights from earlier ones."""

    origins: int
    own: Scores
    baseline: Scores


def score(rolled: Rolled, pools: Sequence[Pool], *, classifiers: bool = True) -> Scores:
    """Score forecasts: one pool per origin, each made from earlier origins."""
    crps, logs, rare, covered = [], [], [], []
    for at, pool in enumerate(pools):
        rates = {name: rates[at] for name, rates in rolled.rates.items()}
        other = {name: p[at] for name, p in rolled.rare.items()} if classifiers else {}
        mean, size = pooled_rates(pool, rates)
        count = rolled.counts[at]
        crps.append(crps_counts(count, mean=mean, size=size))
        logs.append(log_score_counts(count, mean=mean, size=size).sum(axis=1))
        rare.append(pooled_rare(pool, rates=rates, rare=other))
        covered.append(_inside(count, mean, size))
    return _scores(np.stack(crps), np.stack(logs), np.concatenate(rare), covered, rolled.counts)


def _scores(crps: Reals, logs: Reals, rare: Reals, covered: list[Reals], counts: Reals) -> Scores:
    happened = (counts[..., RARE] > 0).astype(float).ravel()
    base = happened.mean()
    score = brier(happened, rare)
    inside = np.concatenate(covered)
    shares = inside.mean(axis=0) if len(inside) else np.full(len(LEVELS), np.nan)
    return Scores(
        crps=float(crps.sum(axis=2).mean()),
        log_score=float(logs.mean()),
        by_dyad=crps.sum(axis=(0, 2)),
        by_class=crps.mean(axis=(0, 1)),
        covered=dict(zip(LEVELS, map(float, shares), strict=True)),
        brier=score,
        skill=float(1 - score / (base * (1 - base))) if 0 < base < 1 else float("nan"),
        auc=area_under_curve(happened, rare),
        calibration_error=calibration_error(happened, rare),
    )


def _inside(count: Reals, mean: Reals, size: Reals) -> Reals:
    """Share of each outcome that lies in the central intervals, cases × levels.

    A discrete distribution has no interval of exactly 80 %: an outcome on the edge counts by the
    share of its probability that belongs inside (randomised probability transform, in expectation;
    Czado, Gneiting & Held 2009, Biometrics 65(4)).
    """
    busy = mean >= 1.0
    count, mean, size = count[busy], mean[busy], size[busy]
    from scipy.stats import nbinom

    success = size / (size + mean)
    high = nbinom.cdf(count, size, success)
    low = nbinom.cdf(count - 1, size, success)
    shares = []
    for level in LEVELS:
        edge = (1 - level) / 2
        overlap = np.minimum(high, 1 - edge) - np.maximum(low, edge)
        shares.append(np.clip(overlap, 0, None) / np.maximum(high - low, 1e-12))
    return np.stack(shares, axis=1)


def track_record(rolled: Rolled) -> Record | None:
    """Score the later half of the origins with weights from the earlier half; None if under four.

    The earlier half stops `step - 1` origins short, so that its outcomes were known in time.
    """
    half = len(rolled.origins) // 2
    early = first_origins(rolled, max(half - (rolled.step - 1), 0))
    if len(early.origins) < 2:
        return None
    late = _last_origins(rolled, half)
    pool, alone = fit_pool(early), single(early, HARD_BASELINE)
    count = len(late.origins)
    return Record(
        count,
        score(late, [pool] * count),
        score(late, [alone] * count, classifiers=False),
    )


def _last_origins(rolled: Rolled, start: int) -> Rolled:
    return Rolled(
        rolled.origins[start:],
        rolled.step,
        {name: rates[start:] for name, rates in rolled.rates.items()},
        {name: rates[start:] for name, rates in rolled.rare.items()},
        rolled.counts[start:],
    )


def verdict(record: Record | None) -> str:
    """In words: better than the baseline, no better, or not measured."""
    if record is None:
        return f"not measured against {HARD_BASELINE}: too few past periods"
    found = gain(record.own.by_dyad, record.baseline.by_dyad)
    if found.low > 0:
        return f"{100 * found.share:.1f} % better than {HARD_BASELINE} in the past"
    return f"no better than {HARD_BASELINE} in the past"
