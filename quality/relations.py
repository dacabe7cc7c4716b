"""Warmth: bands on simulated dyads, one-step log score beside simple means, outside yardsticks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from scipy.optimize import minimize
from scipy.stats import t as student

from detente.relations.counts import count_events
from detente.relations.local_level import filter_levels
from detente.relations.panel import Panel, observed, panel_of
from detente.relations.variances import GRID, estimate_variances, fit_pool
from detente.relations.warmth import fit_warmth, warmth
from quality.icews import load
from quality.report import Figures
from quality.yardsticks import agreement, chosen_on, other_weeks

TITLE = "Warmth"
TRAIN_WEEKS, TAIL_WEEKS = 30, 20


def measure(shared: Path) -> list[Figures]:
    events = load(shared, "icews18")
    return [
        _bands(), _log_scores(events), agreement(shared), chosen_on(shared), other_weeks(shared),
        _pool(events),
    ]  # fmt: skip


# bands


def _bands() -> Figures:
    rows = []
    for dyads, rate, step, shared_noise in (
        (80, 1.5, 0.2, 0.0), (80, 1.5, 0.9, 0.0), (80, 0.3, 0.2, 0.0), (80, 6.0, 0.2, 0.0),
        (80, 4.0, 0.2, 2.7), (20, 2.0, 0.2, 0.0), (1, 2.0, 0.2, 0.0),
    ):  # fmt: skip
        smoothed, filtered = [], []
        for seed in range(1 if dyads > 1 else 30):
            events, truth = _simulated(dyads, 52, rate, step, shared_noise, seed)
            table = warmth(events).join(truth, on=["actor", "period"]).drop_nulls("warmth")
            within = pl.col("level_true").is_between
            smoothed.append(table.select(within("low", "high").mean()).item())
            known = table.drop_nulls("filtered")
            filtered.append(known.select(within("filtered_low", "filtered_high").mean()).item())
        rows.append((dyads, rate, step, shared_noise, np.mean(smoothed), np.mean(filtered)))
    worst = min(row[4] for row in rows[:5])
    return Figures(
        "Coverage of the 90 % band on simulated dyads (52 weeks, noise of an event 9)",
        ("dyads", "events a week", "step variance", "shared noise", "smoothed", "filtered"),
        tuple(rows),
        floors={"coverage of the 90 % band": (worst, 0.87)},
    )


def _simulated(
    dyads: int, weeks: int, rate: float, step: float, shared_noise: float, seed: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    random = np.random.default_rng(seed)
    walk = np.cumsum(random.normal(0, np.sqrt(step), (dyads, weeks)), axis=1)
    level = random.normal(1, 2, (dyads, 1)) + walk
    days = pl.date_range(date(2018, 1, 1), date(2030, 1, 1), interval="1w", eager=True).to_list()
    rows, truth = [], []
    for dyad, week in np.ndindex(dyads, weeks):
        name = f"{chr(65 + dyad // 26)}{chr(65 + dyad % 26)}X"
        truth.append((name, days[week], level[dyad, week]))
        middle = level[dyad, week] + random.normal(0, np.sqrt(shared_noise))
        for weight in random.normal(middle, 3.0, random.poisson(rate)):
            rows.append((days[week], name, "USA", "verbal_coop", weight))
    columns = ["happened_on", "actor", "recipient", "quad", "weight"]
    return (
        pl.DataFrame(rows, schema=columns, orient="row"),
        pl.DataFrame(truth, schema=["actor", "period", "level_true"], orient="row"),
    )


# one step ahead


def _log_scores(events: pl.DataFrame) -> Figures:
    """Mean log density of a week's mean weight, weeks 31 to the last of 2018, given its events."""
    panel = panel_of(count_events(events), period="week")[0]
    known = (np.cumsum(panel.seen, axis=1) - panel.seen) >= 3
    weeks = np.arange(panel.mean.shape[1])
    tested = panel.seen & known & (weeks >= TRAIN_WEEKS)
    fitted = panel.seen & known & (weeks < TRAIN_WEEKS)
    predicted, deviation, freedom, one = _foretold(panel, TRAIN_WEEKS)
    tail = _tail(panel, known)
    ours = _scores(panel.mean, predicted, deviation, freedom, tail=tail, at=tested)
    rows = [("local level (ours)", *ours)]
    for name, forecast in (
        ("local level, spread fitted like those below", predicted),
        ("last value", _last(panel.mean)),
        ("mean of 26 weeks", _mean_of(panel.mean, 26)),
        ("EWMA, half-life 6 weeks", _ewma(panel.mean, panel.seen, 6.0)),
        ("the dyad's mean so far", _mean_of(panel.mean, 99)),
    ):
        spread, heavy = _best_spread(panel.mean, forecast, one, fitted)
        rows.append((name, *_scores(panel.mean, forecast, spread, heavy, at=tested)))
    gain = rows[0][1] - max(row[1] for row in rows[2:])
    return Figures(
        "One week ahead, ICEWS 2018, directed dyads",
        ("forecast", "log score", "mean squared error", "weeks"),
        tuple(rows),
        note=(
            "Mean log density (higher is better) of the week's mean weight given how many events "
            f"it has. Variances of all rows are fitted on the first {TRAIN_WEEKS} weeks: for the "
            "simple forecasts a factor on the noise of an event, a constant and the "
            "freedom of Student's t, by likelihood; ours has the model's own variances, and t with "
            f"the freedom of each dyad's variance, at most {tail:.0f} (the likeliest for weeks "
            f"{TAIL_WEEKS + 1} to {TRAIN_WEEKS}, foretold from the first {TAIL_WEEKS})."
        ),
        floors={"log score over the best simple forecast": (gain, 0.0)},
    )


def _first_weeks(panel: Panel, weeks: int) -> Panel:
    part = slice(0, weeks)
    return Panel(
        panel.dataset, panel.period, panel.dyads, panel.periods[part], panel.covered[part],
        panel.covered_days[part], panel.events[:, part], panel.mean[:, part],
        panel.squares[:, part], {name: quad[:, part] for name, quad in panel.quads.items()},
    )  # fmt: skip


def _foretold(panel: Panel, train: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The filter's forecast of every week, its standard deviation and freedom, and the noise of a
    week's mean; variances from the first `train` weeks."""
    packed = observed(_first_weeks(panel, train))
    pool = fit_pool(packed)
    variances = estimate_variances(packed, pool)
    one = variances.noise[:, None] / np.where(panel.seen, panel.events, 1.0)
    noise = one + variances.shared[:, None]
    filtered = filter_levels(
        panel.mean, noise,
        step=np.broadcast_to(variances.step[:, None], panel.mean.shape),
        start=np.full(len(panel.mean), pool.start), start_variance=pool.spread * variances.noise,
    )  # fmt: skip
    deviation = np.sqrt(filtered.predicted_variance + noise)
    freedom = np.broadcast_to(variances.freedom[:, None], deviation.shape)
    return filtered.predicted, deviation, freedom, one


def _tail(panel: Panel, known: np.ndarray) -> float:
    """The most freedom that Student's t may have: weeks have heavier tails than one dyad tells."""
    predicted, deviation, freedom, _ = _foretold(panel, TAIL_WEEKS)
    weeks = np.arange(panel.mean.shape[1])
    at = panel.seen & known & (weeks >= TAIL_WEEKS) & (weeks < TRAIN_WEEKS)
    tried = (3.0, 4.0, 5.0, 6.0, 8.0, 12.0, 20.0, 50.0, 1e6)
    return max(
        tried,
        key=lambda tail: _scores(panel.mean, predicted, deviation, freedom, tail=tail, at=at)[0],
    )


def _scores(
    y: np.ndarray, forecast: np.ndarray, deviation: np.ndarray, freedom: np.ndarray,
    *, tail: float | None = None, at: np.ndarray,
) -> tuple[float, float, int]:  # fmt: skip
    """`tail`: the most freedom; `deviation` is then a standard deviation, else t's scale."""
    error, free, scale = y[at] - forecast[at], freedom[at], deviation[at]
    if tail is not None:
        free = np.minimum(free, tail)
        scale = scale * np.sqrt((free - 2) / free)
    density = student.logpdf(error, free, scale=scale)
    return float(density.mean()), float((error**2).mean()), int(at.sum())


def _best_spread(
    y: np.ndarray, forecast: np.ndarray, one: np.ndarray, at: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    error = y[at] - forecast[at]

    def loss(logs: np.ndarray) -> float:
        deviation = np.sqrt(np.exp(logs[0]) * one[at] + np.exp(logs[1]))
        return -float(student.logpdf(error, 2 + np.exp(logs[2]), scale=deviation).mean())

    best = minimize(loss, [0.0, 0.0, 1.5], method="Nelder-Mead").x
    spread = np.sqrt(np.exp(best[0]) * one + np.exp(best[1]))
    return spread, np.full(y.shape, 2 + np.exp(best[2]))


def _last(y: np.ndarray) -> np.ndarray:
    forecast = np.full(y.shape, np.nan)
    held = np.full(len(y), np.nan)
    for week in range(y.shape[1]):
        forecast[:, week] = held
        held = np.where(np.isnan(y[:, week]), held, y[:, week])
    return forecast


def _mean_of(y: np.ndarray, weeks: int) -> np.ndarray:
    total = np.cumsum(np.nan_to_num(y), axis=1)
    number = np.cumsum(~np.isnan(y), axis=1).astype(float)
    forecast = np.full(y.shape, np.nan)
    for week in range(1, y.shape[1]):
        since = week - 1 - weeks
        held = total[:, week - 1] - (total[:, since] if since >= 0 else 0)
        seen = number[:, week - 1] - (number[:, since] if since >= 0 else 0)
        forecast[:, week] = held / np.maximum(seen, 1)
    old = forecast.copy()
    empty = np.isnan(_last(y)) | (old == 0)
    return np.where(empty, np.nan_to_num(_last(y)), old)


def _ewma(y: np.ndarray, seen: np.ndarray, half_life: float) -> np.ndarray:
    keep = 0.5 ** (1 / half_life)
    top, bottom = np.zeros(len(y)), np.full(len(y), 1e-9)
    forecast = np.full(y.shape, np.nan)
    for week in range(y.shape[1]):
        forecast[:, week] = top / bottom
        top = keep * top + np.where(seen[:, week], np.nan_to_num(y[:, week]), 0.0)
        bottom = keep * bottom + seen[:, week]
    return forecast


# pooled variances


def _pool(events: pl.DataFrame) -> Figures:
    pool = fit_warmth(events)[0].pool
    chance = np.exp(pool.log_prior)
    rows = [("start of a dyad, Goldstein points", pool.start),
            ("spread of starts, in noise variances", pool.spread),
            ("noise of one event: mean of the prior", pool.scale / (pool.shape - 1))]  # fmt: skip
    for rho in sorted(set(GRID[:, 1])):
        rows.append((f"chance of shared noise {rho:g}", float(chance[GRID[:, 1] == rho].sum())))
    for kappa in sorted(set(GRID[:, 0])):
        rows.append(
            (f"chance of step {kappa:.1e} a week", float(chance[GRID[:, 0] == kappa].sum()))
        )
    return Figures("Pooled variances, ICEWS 2018, directed dyads by week",
                   ("figure", "value"), tuple(rows))  # fmt: skip
