"""Forecasts made again and again at past days, each from the periods before it only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.forecast.baselines import BASELINES
from detente.forecast.boosted import (
    Boosted,
    Plan,
    boosted_probabilities,
    boosted_rates,
    fit_boosted,
    learnable,
)
from detente.forecast.panel import CountPanel
from detente.forecast.signals import signals

__all__ = ["LEAST_PERIODS", "Rolled", "rates_at", "roll"]

Reals = npt.NDArray[np.float64]

LEAST_PERIODS = 20
"""Fewer periods than this before an origin, and only the baselines are used."""


@dataclass(frozen=True)
class Rolled:
    """Forecasts `step` periods ahead at several origins, and what then happened.

    `rates[model]`: origins × dyads × classes, events per period. `rare[model]`: origins × dyads,
    probability of any material conflict. `counts`: origins × dyads × classes.
    """

    origins: tuple[int, ...]
    step: int
    rates: dict[str, Reals]
    rare: dict[str, Reals]
    counts: Reals


def rates_at(
    panel: CountPanel,
    origin: int,
    *,
    step: int,
    fitted: Boosted | None,
    seen: Reals | None = None,
) -> tuple[dict[str, Reals], dict[str, Reals]]:
    """Rates and rare-event probabilities by every model, from the periods before `origin`.

    `seen`: `signals(panel, origin)`, where they were made before for another step.
    """
    known = panel.counts[:, :origin]
    rates = {name: model(known) for name, model in BASELINES.items()}
    if fitted is None:
        return rates, {}
    known_signals = signals(panel, origin) if seen is None else seen
    rates |= boosted_rates(fitted, panel, origin=origin, step=step, seen=known_signals)
    return rates, boosted_probabilities(fitted, panel, origin=origin, step=step, seen=known_signals)


def roll(
    panel: CountPanel,
    *,
    origins: Sequence[int],
    steps: Sequence[int],
    refit_every: int = 1,
    plan: Plan | None = None,
    rows: npt.NDArray[np.int64] | None = None,
) -> list[Rolled]:
    """Forecast at each origin and step whose period lies in the panel.

    Args:
        panel: counts; periods from an origin on are never shown to a model at that origin.
        origins: numbers of periods known, ascending.
        steps: periods ahead, from 1; the learned models are fitted on these together.
        refit_every: learned models are fitted anew at every so many origins.
        plan: how the trees are grown.
        rows: dyads to keep in the result; None: all.

    Returns:
        One entry per step, with the origins that have an outcome; the learned models appear only
        where every origin has LEAST_PERIODS before it, with events of every class.
    """
    first = min(origins, default=0)
    learned = first >= LEAST_PERIODS and learnable(panel, first)
    made: dict[int, list[tuple[int, dict[str, Reals], dict[str, Reals]]]] = {s: [] for s in steps}
    kept = np.arange(len(panel.dyads)) if rows is None else rows
    fitted: Boosted | None = None
    for number, origin in enumerate(origins):
        if learned and number % refit_every == 0:
            fitted = fit_boosted(panel, origin=origin, steps=steps, plan=plan)
        seen = signals(panel, origin) if learned else None
        for step in steps:
            if origin + step <= panel.periods:
                rates, rare = rates_at(panel, origin, step=step, fitted=fitted, seen=seen)
                made[step].append((origin, rates, rare))
    return [_rolled(panel, step, made[step], kept) for step in steps if made[step]]


def _rolled(
    panel: CountPanel,
    step: int,
    made: list[tuple[int, dict[str, Reals], dict[str, Reals]]],
    kept: npt.NDArray[np.int64],
) -> Rolled:
    origins = tuple(origin for origin, _, _ in made)
    rates = {name: np.stack([rates[name][kept] for _, rates, _ in made]) for name in made[0][1]}
    rare = {name: np.stack([rare[name][kept] for _, _, rare in made]) for name in made[0][2]}
    counts = np.stack([panel.counts[kept, origin + step - 1] for origin in origins])
    return Rolled(origins, step, rates, rare, counts)
