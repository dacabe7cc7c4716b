"""Shares: exact, additive, and pointing at the reports that moved the relation."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.core.errors import CoverageError
from detente.core.tables import SHARES
from detente.relations.warmth import warmth
from detente.shifts.shares import explain, shares_by
from tests.relations.test_counts import event_tables, make_events

JAN = date(2018, 1, 1)


def quarrel() -> pl.DataFrame:
    random = np.random.default_rng(1)
    rows = [
        ((JAN + timedelta(days=int(day))).isoformat(), "USA", "PAK", float(weight))
        for day, weight in zip(random.integers(0, 120, 40), random.normal(2, 1, 40), strict=True)
    ]
    rows += [((JAN + timedelta(days=130 + n)).isoformat(), "USA", "PAK", -8.0) for n in range(10)]
    return make_events(*rows)


def test_shares_add_up_to_the_change_of_warmth() -> None:
    events = quarrel()
    end = JAN + timedelta(days=139)
    table = warmth(events, dyads=[("USA", "PAK")]).sort("period")

    found = explain(events, ("USA", "PAK"), start=JAN, end=end)

    change = table["warmth"][-1] - table["warmth"][0]
    assert found.change == pytest.approx(change, abs=1e-9)
    assert found.shares["share"].sum() == pytest.approx(change, abs=1e-9)
    assert found.shares["fraction"].sum() == pytest.approx(1.0, abs=1e-9)
    assert found.shares.columns == SHARES.names


def test_the_hostile_reports_make_up_the_fall() -> None:
    found = explain(quarrel(), ("USA", "PAK"), start=JAN, end=JAN + timedelta(days=139))

    largest = found.shares.head(10)
    assert found.high < 0
    assert largest["weight"].to_list() == [-8.0] * 10
    assert largest["fraction"].sum() > 0.7


def test_sums_by_root_direction_and_domain_stay_exact() -> None:
    events = quarrel().with_columns(domains=pl.lit(["military", "diplomatic"]), root=pl.lit("X"))
    found = explain(
        events, ("PAK", "USA"), start=JAN, end=JAN + timedelta(days=139), directed=False
    )

    for keys in (("root",), ("domains",), ("actor", "recipient"), ("quad",)):
        parts = shares_by(found.shares, *keys)
        assert parts["share"].sum() == pytest.approx(found.change, abs=1e-9)


def test_days_outside_the_record_and_unknown_dyads_are_refused() -> None:
    events = quarrel()

    with pytest.raises(CoverageError, match="lies outside the record"):
        explain(events, ("USA", "PAK"), start=date(2017, 1, 1), end=JAN)
    with pytest.raises(CoverageError, match="no event of RUS and PAK"):
        explain(events, ("RUS", "PAK"), start=JAN, end=JAN + timedelta(days=30))


def test_several_datasets_need_a_name() -> None:
    two = pl.concat([quarrel().with_columns(dataset=pl.lit(name)) for name in ("a", "b")])
    window = {"start": JAN, "end": JAN + timedelta(days=100)}

    with pytest.raises(CoverageError, match="one dataset; found a, b"):
        explain(two, ("USA", "PAK"), **window)
    assert explain(two, ("USA", "PAK"), dataset="a", **window).dataset == "a"


@settings(max_examples=25, deadline=None)
@given(event_tables(), st.integers(0, 8), st.integers(0, 8), st.booleans())
def test_shares_always_add_up(
    events: pl.DataFrame, first: int, second: int, directed: bool
) -> None:
    deeds = events.filter(pl.col("actor") != pl.col("recipient"))
    if deeds.is_empty():
        return
    dyad = (deeds["actor"][0], deeds["recipient"][0])
    start, end = (JAN + timedelta(weeks=week) for week in (first, second))
    try:
        found = explain(events, dyad, start=start, end=end, directed=directed)
    except CoverageError:
        return

    assert found.shares["share"].sum() == pytest.approx(found.after - found.before, abs=1e-9)
