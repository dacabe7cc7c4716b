"""Small event tables, written so that the values stand in view."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from detente.core.codebook import quad_of
from detente.core.tables import EVENTS

Rows = tuple[str, str, str, str, float]
MakeEvents = Callable[..., pl.DataFrame]


@pytest.fixture
def make_events() -> MakeEvents:
    """Events from (day, actor, recipient, root, weight); ids e0, e1, …"""
    return _events


@pytest.fixture(scope="session")
def make_events_session() -> MakeEvents:
    """As `make_events`, for property tests."""
    return _events


def _events(*rows: Rows, dataset: str = "test", first: int = 0, **same: Any) -> pl.DataFrame:
    return EVENTS.frame(
        {
            "event_id": f"e{first + number}", "dataset": dataset,
            "happened_on": date.fromisoformat(day), "happened_precision": "day",
            "actor": actor, "recipient": recipient, "root": root, "quad": quad_of(root),
            "weight": weight, "domains": [], "status": "happened", "confidence": 1.0,
            "mentions": 1,
        }
        | same
        for number, (day, actor, recipient, root, weight) in enumerate(rows)
    )  # fmt: skip


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development data; tests that need it are skipped where it's absent."""
    root = Path(__file__).resolve().parents[2].parent / "shared"
    folder = Path(os.environ.get("DETENTE_SHARED", root)) / "data"
    if not folder.is_dir():
        pytest.skip(f"no development data at {folder}; set DETENTE_SHARED")
    return folder
