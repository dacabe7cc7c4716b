"""The likely next events of a state, with probabilities and the past deeds that speak for them.

How often the state does such deeds of late, times the share that a learned ranker gives each
recipient; straightened on the weeks just before, so that "30 %" comes true three times in ten.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl

from detente.core.errors import CoverageError
from detente.core.states import require_state
from detente.core.tables import NEXT_EVENTS
from detente.forecast.because import latest_events, reasons
from detente.forecast.facts import both_ways, facts_from_events
from detente.forecast.next_model import (
    BASELINE,
    UNTRIED,
    NextModel,
    fit_next,
    outlook,
    probabilities,
)
from detente.forecast.ranker import Settings
from detente.forecast.world import world
from detente.relations.events import known, prepare

__all__ = ["next_events"]


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
                "gain": model.tried.gain if model.tried else None,
                "calibration_error": model.tried.calibration_error if model.tried else None,
                "verdict": model.tried.verdict if model.tried else UNTRIED,
                "because": [deed.text for deed in deeds],
                "event_ids": latest_events(seen, deeds),
            }
        )
    return NEXT_EVENTS.frame(rows)
