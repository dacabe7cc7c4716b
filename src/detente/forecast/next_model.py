"""The model behind likely next events: rate, ranker, and probabilities straightened on the past.

Trees learn from the days up to two windows before the day of forecast; those two windows turn
evidence into probabilities, and the last of them, alone, tells what such probabilities are worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from detente.forecast.embedding import embed
from detente.forecast.facts import Facts, Ints
from detente.forecast.features import Scored, describe
from detente.forecast.protocol import Reals, daily_queries
from detente.forecast.ranker import (
    Example,
    Ranker,
    Settings,
    described,
    fit_ranker,
    score_rows,
    some_queries,
    thinned,
)
from detente.forecast.rules import Rules, fit_rules
from detente.forecast.scores import calibration_error, gain
from detente.forecast.traces import find, look
from detente.forecast.world import Record, record, world

__all__ = [
    "BASELINE",
    "UNTRIED",
    "NextModel",
    "Outcomes",
    "Tried",
    "fit_next",
    "outlook",
    "probabilities",
]

BASELINE = "own record, half-life 30 days"
QUICK = Settings(
    window_days=60, warm_up_days=20, keep=80, near=30, far=10, most_queries=300, rounds=80,
    leaves=15, min_rows=100, objectives=("rank_xendcg",),
)  # fmt: skip
FEW = 2_000
"""With fewer facts than this no trees are grown; the sum of four shares ranks alone."""
EVERY = 2
"""Trees learn from every second day of the window: looking at a day costs more than its queries."""
HALF_LIFE = 30.0
LEAST_CAME = 20
"""Candidates that must have come true, and not, before a probability is fitted or judged."""
SIDES = ("own", "base")
UNTRIED = f"not measured against {BASELINE}: too little came true just before"


@dataclass(frozen=True)
class Tried:
    """Scores on the last window held out, with probabilities fitted on the one before it."""

    cases: int
    gain: float
    calibration_error: float
    better: bool

    @property
    def verdict(self) -> str:
        """In words, against the baseline."""
        if self.better:
            return f"{100 * self.gain:.0f} % better than {BASELINE} just before (Brier score)"
        return f"no better than {BASELINE} just before (Brier score)"


@dataclass(frozen=True)
class NextModel:
    """All that a forecast of next events needs: record, rules, trees, calibration.

    `odds`, `base_odds`: logistic regressions that turn evidence into a probability, for the model
    and for its baseline; None where too little is on record to fit one. `tried`: what such
    probabilities were worth just before; None where it can't be told.
    """

    known: Record
    day: int
    rules: Rules
    ranker: Ranker | None
    odds: Any
    base_odds: Any
    settings: Settings
    tried: Tried | None = None


@dataclass(frozen=True)
class Outcomes:
    """Rows described, share of each candidate, and expected numbers by rate and by own record."""

    rows: Scored
    share: Reals
    rate: Reals
    base: Reals


def fit_next(
    facts: Facts, *, day: int, days: int = 7, settings: Settings | None = None
) -> NextModel:
    """Fit on facts (made by `both_ways`) of days before `day`; later ones are not looked at.

    Trees learn from the window up to two forecast lengths before `day`; those two lengths
    straighten the probabilities.
    """
    chosen = settings or QUICK
    everything = record(facts)
    held = max(day - 2 * days, 1)
    first = max(held - chosen.window_days, 1)
    warm = min(chosen.warm_up_days, max(first // 2, 0))
    rules = fit_rules(facts, days=range(warm, first))
    ranker = None
    if np.searchsorted(facts.day, held) >= 2 * FEW:
        ranker = fit_ranker(_examples(everything, first, held, rules, chosen), settings=chosen)
    rules = fit_rules(facts, days=range(warm, held))
    draft = NextModel(everything, day, rules, ranker, None, None, chosen)
    windows = [_window(draft, origin, days) for origin in (held, held + days)]
    odds, base_odds = _straightened(windows)
    tried = _tried(windows[0], windows[1])
    return NextModel(everything, day, rules, ranker, odds, base_odds, chosen, tried)


def _examples(
    known: Record, start: int, end: int, rules: Rules, settings: Settings
) -> list[Example]:
    points = None
    found = []
    for queries in daily_queries(known.facts, start=start, end=end):
        if (end - queries.day) % EVERY:
            continue
        some = some_queries(queries, settings.most_queries)
        points, rows = described(
            known, some, rules=rules, points=points, settings=settings, every=EVERY
        )
        example = thinned(some, rows, entities=known.sizes["s"], settings=settings)
        if len(example.label):
            found.append(example)
    return found


def outlook(model: NextModel, *, actor: Ints, relation: Ints, day: int, days: int) -> Outcomes:
    """Candidates of each query, and what is expected of them in [day, day + days)."""
    now, size = world(model.known, day), model.known.sizes["s"]
    rows = describe(
        now,
        actor=actor,
        relation=relation,
        rules=model.rules,
        embedding=embed(now),
        keep=model.settings.keep,
    )
    found = rows.candidates
    score = np.log(found.cheap.astype(float) + 1e-3)
    if model.ranker is not None:
        score = score_rows(model.ranker, rows.values)
    top = np.full(len(actor), -np.inf)
    np.maximum.at(top, found.query, score)
    weight = np.exp(score - top[found.query])
    share = weight / np.bincount(found.query, weight, minlength=len(actor))[found.query]
    code = actor * model.known.sizes["r"] + relation
    rate = _rate(model.known, "s r", code, day)[found.query]
    key = (actor[found.query] * size + found.entity) * model.known.sizes["r"]
    base = _rate(model.known, "s o r", key + relation[found.query], day)
    return Outcomes(rows, share, days * rate, days * base)


def _rate(known: Record, kind: str, key: Ints, day: int) -> Reals:
    """Facts per day of late, with a half-life of 30 days."""
    seen = look(known.traces[kind], day)
    column = known.traces[kind].half_lives.index(HALF_LIFE)
    at = find(seen.keys, key)
    faded = np.where(at >= 0, seen.sums[np.maximum(at, 0), column], 0.0)
    return np.asarray(faded / max(np.sum(np.exp2(-np.arange(1, day + 1) / HALF_LIFE)), 1e-9))


@dataclass(frozen=True)
class _Window:
    """Evidence for each candidate at a past day, of the model and its baseline; what came true."""

    own: Reals
    base: Reals
    came: Any


def _window(model: NextModel, origin: int, days: int) -> _Window | None:
    """The busiest queries at a past day; None where there are none."""
    facts, width, size = model.known.facts, model.known.sizes["r"], model.known.sizes["s"]
    actor, relation = _busiest(facts, origin)
    if not len(actor):
        return None
    found = outlook(model, actor=actor, relation=relation, day=origin, days=days)
    at = found.rows.candidates
    low, high = np.searchsorted(facts.day, [origin, origin + days])
    part = slice(int(low), int(high))
    true = (facts.actor[part] * width + facts.relation[part]) * size + facts.recipient[part]
    code = (actor[at.query] * width + relation[at.query]) * size + at.entity
    return _Window(_evidence(found), _log(found.base)[:, None], np.isin(code, true))


def _straightened(windows: Sequence[_Window | None]) -> tuple[Any, Any]:
    """Logistic regressions of what came true on the evidence, on the windows held out."""
    held = [window for window in windows if window is not None]
    happened = np.concatenate([window.came for window in held]) if held else np.zeros(0, bool)
    if happened.sum() < LEAST_CAME or (~happened).sum() < LEAST_CAME:
        return None, None
    own, base = (np.concatenate([getattr(window, side) for window in held]) for side in SIDES)
    return _fitted(own, happened), _fitted(base, happened)


def _tried(early: _Window | None, late: _Window | None) -> Tried | None:
    """Probabilities fitted on the earlier window, scored on the later one."""
    if early is None or late is None:
        return None
    models = _straightened([early])
    if models[0] is None or late.came.sum() < LEAST_CAME:
        return None
    happened = late.came.astype(float)
    own, base = (
        model.predict_proba(getattr(late, side))[:, 1]
        for model, side in zip(models, SIDES, strict=True)
    )
    misses, base_misses = (own - happened) ** 2, (base - happened) ** 2
    found = gain(misses, base_misses)
    error = calibration_error(happened, own)
    return Tried(len(happened), found.share, error, found.low > 0)


# Read beside rate, share and own record, which alone leave out how lately and by what it is urged.
EVIDENCE = (
    "rule", "rule 0", "rule 1", "cheap", "s o r:2", "s o r:7", "s o r:120", "s o r:inf", "s o:7",
    "s o:30", "s o f:30", "returned:30", "r o / r:30", "cs r o / cs r:60", "embedding 1",
)  # fmt: skip


def _evidence(found: Outcomes) -> Reals:
    """Rows × evidence: logarithms of rate, share and own record, and chosen features."""
    at = [found.rows.names.index(name) for name in EVIDENCE]
    since = found.rows.values[:, found.rows.names.index("s o r since")]
    logs = [_log(found.rate), _log(found.share), _log(found.base), np.log(since)]
    return np.column_stack([*logs, found.rows.values[:, at]])


def _fitted(evidence: Reals, happened: Any) -> Any:
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(C=1.0)).fit(evidence, happened)


def _busiest(facts: Facts, day: int, most: int = 400) -> tuple[Ints, Ints]:
    """The most frequent (actor, deed) pairs of the 60 days before a day."""
    low, high = np.searchsorted(facts.day, [day - 60, day])
    width = len(facts.relations)
    code = facts.actor[low:high] * width + facts.relation[low:high]
    distinct, count = np.unique(code, return_counts=True)
    top = np.sort(distinct[np.argsort(-count, kind="stable")[:most]])
    return top // width, top % width


def _log(expected: Reals) -> Reals:
    return np.asarray(np.log(expected + 1e-4))


def probabilities(model: NextModel, found: Outcomes) -> tuple[Reals, Reals]:
    """Probability of at least one such event per row, by the model and by its baseline.

    Where nothing could be fitted: that of a Poisson count with the expected number as mean.
    """
    expected = np.maximum(found.rate * found.share, found.base)
    if model.odds is None:
        return np.asarray(-np.expm1(-expected)), np.asarray(-np.expm1(-found.base))
    own = model.odds.predict_proba(_evidence(found))[:, 1]
    return own, model.base_odds.predict_proba(_log(found.base)[:, None])[:, 1]
