"""Speed of warmth and shifts over a whole year of ICEWS, beside the same model dyad by dyad."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from statsmodels.tsa.statespace.mlemodel import MLEModel

from detente.relations.counts import count_events
from detente.relations.network import network
from detente.relations.panel import Panel, panel_of
from detente.relations.warmth import fit_panel, warmth
from detente.shifts.find import find_shifts
from quality.icews import load
from quality.report import Figures

TITLE = "Warmth and shifts"
SAMPLE = 24


class LocalLevel(MLEModel):
    """Local level whose observation variance is s(r + 1/n): the model of `relations.warmth`."""

    start_params = np.array([1.0, -3.0, -3.0])
    param_names = ("log_noise", "log_step", "log_shared")

    def __init__(self, y: np.ndarray, counts: np.ndarray) -> None:
        start, spread = np.array([1.9]), np.array([[10.0]])
        super().__init__(y, k_states=1, initialization="known", initial_state=start,
                         initial_state_cov=spread)  # fmt: skip
        self["design", 0, 0] = self["transition", 0, 0] = self["selection", 0, 0] = 1.0
        self.counts = np.where(counts > 0, counts, 1.0)

    def update(self, params: np.ndarray, **choices: Any) -> None:
        params = super().update(params, **choices)
        noise = np.exp(params[0])
        self["state_cov", 0, 0] = noise * np.exp(params[1])
        self["obs_cov"] = (noise * (np.exp(params[2]) + 1 / self.counts)).reshape(1, 1, -1)


def measure(shared: Path) -> list[Figures]:
    events = load(shared, "icews18")
    panel = panel_of(count_events(events), period="week")[0]
    ours = _seconds(lambda: fit_panel(panel))
    each = _dyad_by_dyad(panel)
    dyads = panel.dyads.height
    rows = [
        (f"warmth model, {dyads} dyads in one call", ours, 1.0),
        (f"the same model in statsmodels, {dyads} dyads (from {SAMPLE})", each * dyads,
         each * dyads / ours),
        ("events to counts", _seconds(lambda: count_events(events)), None),
        ("events to warmth table, weekly", _seconds(lambda: warmth(events)), None),
        ("events to warmth table, daily, pairs", _seconds(
            lambda: warmth(events, period="day", directed=False)), None),
        ("shifts of all pairs, control chart", _seconds(lambda: find_shifts(events)), None),
        ("shifts of all pairs, level breaks", _seconds(
            lambda: find_shifts(events, method="breaks")), None),
        ("signed network by quarter", _seconds(lambda: network(events)), None),
    ]  # fmt: skip
    return [
        Figures(
            f"ICEWS 2018, {events.height} events between states",
            ("what", "seconds", "times ours"),
            tuple(rows),
            floors={"times faster than dyad by dyad": (each * dyads / ours, 100.0)},
        )
    ]


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _dyad_by_dyad(panel: Panel) -> float:
    """Mean seconds of one dyad's fit and smoothing in statsmodels, over an even sample."""
    enough = np.flatnonzero(panel.seen.sum(axis=1) >= 3)
    rows = enough[np.linspace(0, enough.size - 1, SAMPLE).astype(int)]

    def fit_all() -> None:
        for row in rows:
            model = LocalLevel(panel.mean[row], panel.events[row])
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                model.fit(disp=0, maxiter=50).smoothed_state  # noqa: B018

    return _seconds(fit_all) / SAMPLE
