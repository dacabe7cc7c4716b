"""The likely next events of a state, with probabilities and the past deeds that speak for them.

How often the state does such deeds of late, times the share that a learned ranker gives each
recipient; straightened on the weeks just before, so that "30 %" comes true three times in ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl

from detente.core.errors import CoverageError
from detente.core.states import require_state
from detente.core.tables import NEXT_EVENTS
from detente.forecast.because import latest_events, reasons
from detente.forecast.embedding import embed
from detente.forecast.facts import Facts, Ints, both_ways, facts_from_events
from detente.forecast.features import Scored, describe
from detente.forecast.protocol import Reals, daily_queries
from detente.forecast.ranker import (
    Example,
    Ranker,
    Settings,
    fit_ranker,
    score_rows,
    some_queries,
    thinned,
)
from detente.forecast.rules import Rules, fit_rules
from detente.forecast.traces import find, look
from detente.forecast.world import Record, record, world
from detente.relations.events import known, prepare

__all__ = [
    "BASELINE",
    "NextModel",
    "Outcomes",
    "fit_next",
    "next_events",
    "outlook",
    "probabilities",
]

BASELINE = "own record, half-life 30 days"
QUICK = Settings(
    window_days=60, warm_up_days=20, keep=80, near=30, far=10, most_queries=150, rounds=80,
    leaves=15, min_rows=100, objectives=("rank_xendcg",),
)  # fmt: skip
FEW = 2_000
"""With fewer facts than this no trees are grown; the sum of four shares ranks alone."""
HALF_LIFE = 30.0


@dataclass(frozen=True)
class NextModel:
    """All that a forecast of next events needs: record, rules, trees, calibration.

    `odds`, `base_odds`: logistic regressions that turn evidence into a probability, for the model
    and for its baseline; None where too little is on record to fit one.
    """

    known: Record
    day: int
    rules: Rules
    ranker: Ranker | None
    odds: Any
    base_odds: Any
    settings: Settings


@dataclass(frozen=True)
class Outcomes:
    """Rows described, share of each candidate, and expected numbers by rate and by own record."""

    rows: Scored
    share: Reals
    rate: Reals
    base: Reals


def next_events(
    events: pl.DataFrame,
    state: str,
    *,
    as_of: date,
    other: str | None = None,
    roots: Sequence[str] = (),
    days: int = 7,
    limit: int = 10,
    dataset: str | None = None,
    settings: Settings | None = None,
) -> pl.DataFrame:
    """The likeliest deeds by and towards a state in the days from `as_of` on.

    Args:
        events: one row per event, columns as in `core.tables.EVENTS`; of all states.
        state: ISO code or name.
        as_of: nothing reported (or, without a day of report, done) on this day or later is seen.
        other: only deeds between `state` and this one; None: anyone.
        roots: only these PLOVER roots; empty: all.
        days: length of the window that the probability speaks of.
        limit: rows at most.
        dataset: which dataset, where `events` holds several.
        settings: how the ranker is fitted.

    Returns:
        `core.tables.NEXT_EVENTS`, likeliest first; empty where nothing is known of the state.

    Raises:
        CodebookError: a name that means no state.
        CoverageError: nothing is known before `as_of`.
    """
    asked = require_state(state)
    partner = require_state(other) if other else None
    rows = events if dataset is None else events.filter(pl.col("dataset") == dataset)
    seen = known(prepare(rows), as_of)
    facts = both_ways(facts_from_events(seen))
    if not len(facts):
        raise CoverageError(f"Nothing between states is known before {as_of}. Give a later day.")
    if asked not in facts.entities:
        return NEXT_EVENTS.empty()
    model = fit_next(facts, day=facts.day_of(as_of), days=days, settings=settings)
    found = _found(model, asked, partner, roots, days)
    found = found.sort("probability", "root", "actor", descending=[True, False, False])
    top = found.head(limit).with_row_index("place", offset=1)
    return _told(top, model, seen, as_of=as_of, days=days)


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
    odds, base_odds = _straightened(draft, [held, held + days], days)
    return NextModel(everything, day, rules, ranker, odds, base_odds, chosen)


def _examples(
    known: Record, start: int, end: int, rules: Rules, settings: Settings
) -> list[Example]:
    points = None
    found = []
    for queries in daily_queries(known.facts, start=start, end=end):
        some = some_queries(queries, settings.most_queries)
        now = world(known, queries.day)
        if points is None or queries.day % 7 == 0:
            points = embed(now)
        rows = describe(
            now,
            actor=some.actor,
            relation=some.relation,
            rules=rules,
            embedding=points,
            keep=settings.keep,
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


def _straightened(model: NextModel, origins: Sequence[int], days: int) -> tuple[Any, Any]:
    """Logistic regressions of what came true on the evidence, on the windows held out."""
    facts, width, size = model.known.facts, model.known.sizes["r"], model.known.sizes["s"]
    own, base, came = [], [], []
    for origin in origins:
        actor, relation = _busiest(facts, origin)
        if not len(actor):
            continue
        found = outlook(model, actor=actor, relation=relation, day=origin, days=days)
        at = found.rows.candidates
        low, high = np.searchsorted(facts.day, [origin, origin + days])
        part = slice(int(low), int(high))
        true = (facts.actor[part] * width + facts.relation[part]) * size + facts.recipient[part]
        code = (actor[at.query] * width + relation[at.query]) * size + at.entity
        own.append(_evidence(found))
        base.append(_log(found.base)[:, None])
        came.append(np.isin(code, true))
    happened = np.concatenate(came) if came else np.zeros(0, bool)
    if happened.sum() < 20 or (~happened).sum() < 20:
        return None, None
    return _fitted(np.concatenate(own), happened), _fitted(np.concatenate(base), happened)


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


def _found(
    model: NextModel, state: str, partner: str | None, roots: Sequence[str], days: int
) -> pl.DataFrame:
    """All candidates of the state's deeds, both ways, with probabilities."""
    facts = model.known.facts
    half = len(facts.relations) // 2
    relation = np.arange(len(facts.relations))
    named = [facts.relations[at % half] for at in relation]
    relation = relation[[not roots or name in roots for name in named]]
    actor = np.full(len(relation), facts.entities.index(state))
    found = outlook(model, actor=actor, relation=relation, day=model.day, days=days)
    at = found.rows.candidates
    deed = relation[at.query]
    names = np.array(facts.entities, dtype=object)
    own, base = probabilities(model, found)
    inward = deed >= half
    table = pl.DataFrame(
        {
            "actor": np.where(inward, names[at.entity], state),
            "recipient": np.where(inward, state, names[at.entity]),
            "root": [facts.relations[number % half] for number in deed],
            "relation": deed,
            "one": actor[at.query],
            "two": at.entity,
            "probability": own,
            "share": found.share,
            "baseline_probability": base,
            "expected": found.rate * found.share,
        },
        schema_overrides={"actor": pl.String, "recipient": pl.String},
    ).filter(pl.col("expected") > 0)
    if partner is not None:
        table = table.filter((pl.col("actor") == partner) | (pl.col("recipient") == partner))
    return table


def _told(
    top: pl.DataFrame, model: NextModel, seen: pl.DataFrame, *, as_of: date, days: int
) -> pl.DataFrame:
    now = world(model.known, model.day)
    rows = []
    for row in top.iter_rows(named=True):
        deeds = reasons(
            now, actor=row["one"], relation=row["relation"], recipient=row["two"],
            rules=model.rules,
        )  # fmt: skip
        rows.append(
            row
            | {
                "dataset": str(seen["dataset"][0]),
                "as_of": as_of,
                "until": as_of + timedelta(days=days),
                "baseline": BASELINE,
                "because": [deed.text for deed in deeds],
                "event_ids": latest_events(seen, deeds),
            }
        )
    return NEXT_EVENTS.frame(rows)
