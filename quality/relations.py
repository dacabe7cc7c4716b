"""Warmth: bands on simulated dyads, one-step log score beside simple means, outside yardsticks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
from scipy.optimize import minimize
from scipy.stats import spearmanr
from scipy.stats import t as student

from detente.relations.counts import count_events
from detente.relations.local_level import filter_levels
from detente.relations.panel import Panel, observed, panel_of
from detente.relations.variances import GRID, estimate_variances, fit_pool
from detente.relations.warmth import Fit, fit_warmth, warmth
from quality.icews import load
from quality.report import Figures

TITLE = "Warmth"
TRAIN_WEEKS = 30


def measure(shared: Path) -> list[Figures]:
    events = load(shared, "icews18")
    return [_bands(), _log_scores(events), _yardsticks(shared, events), _pool(events)]


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
    train = _first_weeks(panel, TRAIN_WEEKS)
    pool = fit_pool(observed(train))
    variances = estimate_variances(observed(train), pool)
    count = np.where(panel.seen, panel.events, 1.0)
    noise = variances.noise[:, None] / count + variances.shared[:, None]
    filtered = filter_levels(
        panel.mean, noise,
        step=np.broadcast_to(variances.step[:, None], panel.mean.shape),
        start=np.full(len(panel.mean), pool.start), start_variance=pool.spread * variances.noise,
    )  # fmt: skip
    known = (np.cumsum(panel.seen, axis=1) - panel.seen) >= 3
    weeks = np.arange(panel.mean.shape[1])
    tested = panel.seen & known & (weeks >= TRAIN_WEEKS)
    fitted = panel.seen & known & (weeks < TRAIN_WEEKS)
    one = variances.noise[:, None] / count
    deviation = np.sqrt(filtered.predicted_variance + noise)
    freedom = np.broadcast_to(variances.freedom[:, None], deviation.shape)
    ours = _scores(panel.mean, filtered.predicted, deviation, freedom, at=tested)
    rows = [("local level (ours)", *ours)]
    for name, forecast in (
        ("last value", _last(panel.mean)),
        ("mean of 26 weeks", _mean_of(panel.mean, 26)),
        ("EWMA, half-life 6 weeks", _ewma(panel.mean, panel.seen, 6.0)),
        ("the dyad's mean so far", _mean_of(panel.mean, 99)),
    ):
        spread, tail = _best_spread(panel.mean, forecast, one, fitted)
        rows.append((name, *_scores(panel.mean, forecast, spread, tail, at=tested)))
    gain = rows[0][1] - max(row[1] for row in rows[1:])
    return Figures(
        "One week ahead, ICEWS 2018, directed dyads",
        ("forecast", "log score", "mean squared error", "weeks"),
        tuple(rows),
        note=(
            "Mean log density (higher is better) of the week's mean weight given how many events "
            f"it has. Variances of all rows are fitted on the first {TRAIN_WEEKS} weeks: for the "
            "simple forecasts a factor on the noise of an event, a constant and the "
            "freedom of Student's t, by likelihood (ours has t with the freedom of its variance)."
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


def _scores(
    y: np.ndarray, forecast: np.ndarray, deviation: np.ndarray, freedom: np.ndarray,
    *, at: np.ndarray,
) -> tuple[float, float, int]:  # fmt: skip
    error = y[at] - forecast[at]
    density = student.logpdf(error, freedom[at], scale=deviation[at])
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


# yardsticks


def _yardsticks(shared: Path, events: pl.DataFrame) -> Figures:
    level = _levels(fit_warmth(events, directed=False)[0])
    more_than_talk = events.filter(pl.col("root") != "CONSULT")
    rest = _levels(fit_warmth(more_than_talk, directed=False)[0])
    level = level.join(rest.drop("events", "sum"), on=["actor", "recipient"], suffix="_rest")
    gdelt, votes = _gdelt(shared), _votes(shared)
    rows = []
    floors = {}
    for least in (10, 50, 200):
        own = level.filter(pl.col("events") >= least)
        with_gdelt, with_votes = (
            own.join(other, on=["actor", "recipient"]) for other in (gdelt, votes)
        )
        for name, label in (
            ("warmth", "mean warmth"), ("warmth_rest", "mean warmth without consultations"),
            ("mean", "plain mean weight"), ("mean_rest", "plain mean without consultations"),
            ("sum", "sum of weights"),
        ):  # fmt: skip
            found = (
                _rank(with_gdelt, name, "balance"), _rank(with_gdelt, name, "score"),
                _rank(with_votes, name, "closeness"),
            )  # fmt: skip
            rows.append((label, least, with_gdelt.height, *found))
            if least == 200 and name == "warmth":
                floors = {
                    "agreement with GDELT": (found[0], 0.62),
                    "agreement with UN votes": (found[2], 0.33),
                }
    return Figures(
        "Agreement between pairs with other sources, 2018 (Spearman)",
        ("measure", "least events", "pairs", "GDELT balance", "GDELT sum", "UN votes"),
        tuple(rows),
        note=(
            "GDELT balance: sum of the daily scores over the sum of their sizes, January-October "
            "2018; GDELT sum mixes volume in. UN votes: less distance of ideal points, session 73. "
            "Leaving out consultations (visits, calls, statements) was judged on the pairs with "
            "50 to 199 events, but the figures of 200 lay beside them."
        ),
        floors=floors,
    )


def _levels(fit: Fit) -> pl.DataFrame:
    panel = fit.panel
    total = (np.nan_to_num(panel.mean) * panel.events).sum(axis=1)
    return panel.dyads.with_columns(
        events=pl.Series(panel.events.sum(axis=1)),
        warmth=pl.Series(fit.smoothed.level.mean(axis=1)),
        sum=pl.Series(total),
        mean=pl.Series(total / panel.events.sum(axis=1)),
    )


def _gdelt(shared: Path) -> pl.DataFrame:
    path = shared / "data" / "gdelt_dyads" / "gdelt_dyads_daily.parquet"
    rows = pl.read_parquet(path).filter(pl.col("date") < date(2018, 11, 1))
    rows = rows.with_columns(pl.col("a", "b").cast(pl.String))
    return rows.group_by(
        actor=pl.min_horizontal("a", "b"), recipient=pl.max_horizontal("a", "b")
    ).agg(
        score=pl.col("score").sum(),
        balance=pl.col("score").sum() / pl.col("score").abs().sum(),
    )


def _votes(shared: Path) -> pl.DataFrame:
    path = shared / "data" / "unga" / "IdealpointestimatesAll_Apr2020.csv"
    table = pl.read_csv(path, infer_schema_length=20000, null_values=["NA", ""])
    points = (
        table.filter(pl.col("session") == 73).unique("iso3c", keep="first", maintain_order=True)
        .select("iso3c", "IdealPoint")
    )  # fmt: skip
    one = points.rename({"iso3c": "actor", "IdealPoint": "first"})
    other = points.rename({"iso3c": "recipient", "IdealPoint": "second"})
    return one.join(other, how="cross").with_columns(
        closeness=-(pl.col("first") - pl.col("second")).abs()
    )


def _rank(table: pl.DataFrame, name: str, other: str) -> float:
    return float(spearmanr(table[name], table[other]).statistic)


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
