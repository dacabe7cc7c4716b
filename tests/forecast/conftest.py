"""Small event tables for the tests of forecasts."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from detente.core.codebook import quad_of, weight_of
from detente.core.tables import EVENTS

FIRST = date(2020, 1, 6)


def _make_events(*rows: tuple[str, str, str, str]) -> pl.DataFrame:
    """Events of (day, actor, root, recipient)."""
    return EVENTS.frame(
        {
            "event_id": f"e{at}",
            "dataset": "made",
            "happened_on": date.fromisoformat(day),
            "happened_precision": "day",
            "actor": actor,
            "recipient": recipient,
            "root": root,
            "quad": quad_of(root),
            "weight": weight_of(root),
            "domains": [],
            "status": "happened",
            "confidence": 1.0,
            "mentions": 1,
        }
        for at, (day, actor, root, recipient) in enumerate(rows)
    )


def _random_events(count: int, *, days: int, seed: int, states: int = 6) -> pl.DataFrame:
    """Events between a few states on random days, later ones reported a day or more late."""
    random = np.random.default_rng(seed)
    names = ["USA", "RUS", "PAK", "IND", "CHN", "IRN", "FRA", "DEU"][:states]
    roots = ["CONSULT", "SUPPORT", "AID", "ACCUSE", "THREATEN", "ASSAULT"]
    rows = []
    for _ in range(count):
        one, other = random.choice(len(names), 2, replace=False)
        day = FIRST + timedelta(days=int(random.integers(days)))
        rows.append((day.isoformat(), names[one], str(random.choice(roots)), names[other]))
    late = pl.Series([int(random.integers(4)) for _ in range(count)])
    return _make_events(*rows).with_columns(
        reported_on=pl.col("happened_on") + pl.duration(days=late)
    )


@pytest.fixture(scope="session")
def make_events():
    """Function that turns rows of (day, actor, root, recipient) into events."""
    return _make_events


@pytest.fixture(scope="session")
def random_events():
    """Function that draws events between a few states."""
    return _random_events
