"""Tilt, rates, the signed network, balance and blocs on tables that can be worked by hand."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from detente.core.errors import CodebookError
from detente.core.tables import NETWORK, RATES, TILT
from detente.relations.balance import balance, triads, turned_triads
from detente.relations.blocs import blocs
from detente.relations.network import network, positions
from detente.relations.rates import rates
from detente.relations.tilt import tilt
from detente.relations.warmth import warmth
from tests.relations.test_counts import make_events

JAN, APR = date(2018, 1, 1), date(2018, 4, 1)


def weekly(actor: str, recipient: str, weight: float, *, weeks: int = 12, each: int = 3):
    return [
        ((JAN + timedelta(weeks=week)).isoformat(), actor, recipient, weight)
        for week in range(weeks)
        for _ in range(each)
    ]


def signed(*pairs: tuple[str, str, int], period: date = JAN) -> pl.DataFrame:
    return NETWORK.frame(
        {
            "dataset": "d", "period": period, "one": one, "other": other, "sign": sign,
            "warmth": 3.0 * sign, "low": 3.0 * sign - 1, "high": 3.0 * sign + 1, "events": 9,
        }
        for one, other, sign in pairs
    )  # fmt: skip


def test_tilt_is_the_difference_of_two_warmths_and_swaps_its_sign() -> None:
    events = make_events(*weekly("PAK", "RUS", 4.0), *weekly("USA", "PAK", -3.0))
    level = {
        tuple(row[:2]): row[2]
        for row in warmth(events, directed=False)
        .filter(pl.col("period") == JAN)
        .select("actor", "recipient", "warmth")
        .rows()
    }

    one = tilt(events, "PAK", between=("RUS", "USA"))
    other = tilt(events, "PAK", between=("USA", "RUS"))

    assert one.columns == TILT.names
    assert one["tilt"][0] == pytest.approx(level["PAK", "RUS"] - level["PAK", "USA"])
    assert one["tilt"].to_list() == pytest.approx((-other["tilt"]).to_list())
    assert one["low"][0] > 0
    assert one["probability"][0] > 0.99


def test_tilt_with_a_state_that_has_no_event_is_null() -> None:
    table = tilt(make_events(*weekly("PAK", "RUS", 4.0)), "PAK", between=("RUS", "CHN"))

    assert table["tilt"].null_count() == table.height
    assert table["events_than"].sum() == 0


def test_tilt_needs_two_other_states() -> None:
    with pytest.raises(CodebookError, match="two or more different states"):
        tilt(make_events(*weekly("PAK", "RUS", 4.0)), "PAK", between=("PAK", "RUS"))


def test_rates_tell_growth_of_a_relation_from_growth_of_the_record() -> None:
    """Twice the volume everywhere: the same rate. Twice in one relation alone: a higher one."""
    rows = []
    for week in range(40):
        day = (JAN + timedelta(weeks=week)).isoformat()
        growth = 1 if week < 20 else 2
        rows += [(day, "CHN", "JPN", 2.0)] * (20 * growth) + [(day, "USA", "PAK", 2.0)] * growth
        rows += [(day, "RUS", "IND", 2.0)] * (4 if week < 20 else 16)

    table = rates(make_events(*rows), dyads=[("USA", "PAK"), ("RUS", "IND")]).filter(
        series="cooperation"
    )

    rate = {
        (actor, at): own["rate"][at]
        for (actor,), own in table.partition_by("actor", as_dict=True).items()
        for at in (5, 35)
    }
    assert table.columns == RATES.names
    assert rate["USA", 35] == pytest.approx(rate["USA", 5], rel=0.25)
    assert rate["RUS", 35] > 1.4 * rate["RUS", 5]


def test_the_rate_smoother_equals_simulation_from_its_backward_sampler() -> None:
    from detente.relations.rates import _filter, _smooth

    random = np.random.default_rng(0)
    counts = np.array([[3.0, 0.0, 5.0, 9.0]])
    a, b = _filter(counts, np.ones((1, 4)), np.array([1.0]), np.array([0.8]))
    mean, variance = _smooth(a, b, np.array([0.8]))
    draws = random.gamma(a[0, 3], 1 / b[0, 3], 200_000)
    for t in (2, 1, 0):
        draws = 0.8 * draws + random.gamma(0.2 * a[0, t], 1 / b[0, t], 200_000)

    assert draws.mean() == pytest.approx(mean[0, 0], rel=0.01)
    assert draws.var() == pytest.approx(variance[0, 0], rel=0.02)


def test_bands_of_rates_cover_a_slowly_moving_rate() -> None:
    random = np.random.default_rng(2)
    inside, rows = [], []
    level = np.exp(np.cumsum(random.normal(0, 0.06, (40, 60)), axis=1)) * 4
    for dyad, week in np.ndindex(40, 60):
        day = (JAN + timedelta(weeks=week)).isoformat()
        rows += [(day, f"A{dyad:02d}", "USA", 2.0)] * int(random.poisson(level[dyad, week]))
        rows += [(day, "CHN", "JPN", 2.0)] * (60 if dyad == 0 else 0)
    table = rates(make_events(*rows)).filter(series="cooperation", recipient="USA")
    volume = table.select("period", "exposure").unique().sort("period")["exposure"].to_numpy()
    for dyad, (_, own) in enumerate(sorted(table.partition_by("actor", as_dict=True).items())):
        truth = level[dyad] / volume
        inside.append((own["low"].to_numpy() < truth) & (truth < own["high"].to_numpy()))

    assert 0.8 <= np.mean(inside) <= 0.98


def test_the_network_holds_only_pairs_whose_band_excludes_zero() -> None:
    random = np.random.default_rng(1)
    days = weekly("IND", "CHN", 0.0, weeks=52)
    mixed = [
        (*row[:3], float(weight))
        for row, weight in zip(days, random.normal(0, 4, 156), strict=True)
    ]
    events = make_events(
        *weekly("PAK", "CHN", 5.0, weeks=52), *weekly("USA", "IRN", -5.0, weeks=52), *mixed
    )

    edges = network(events).filter(period=APR)

    assert edges.select("one", "other", "sign").rows() == [("CHN", "PAK", 1), ("IRN", "USA", -1)]


def test_a_triad_is_balanced_where_the_product_of_its_signs_is_positive() -> None:
    edges = signed(
        ("CHN", "PAK", 1), ("CHN", "IND", -1), ("IND", "PAK", -1), ("CHN", "USA", 1),
        ("PAK", "USA", -1),
    )  # fmt: skip

    found = triads(edges)

    assert found.select("one", "two", "three", "balanced").rows() == [
        ("CHN", "IND", "PAK", True),
        ("CHN", "PAK", "USA", False),
    ]
    share = balance(edges, shuffles=50)
    assert share.select("triads", "balanced", "share").rows() == [(2, 1, 0.5)]


def test_a_triad_that_turned_names_the_pair_that_changed_sign() -> None:
    before = signed(("CHN", "PAK", 1), ("CHN", "USA", 1), ("PAK", "USA", 1))
    after = signed(("CHN", "PAK", 1), ("CHN", "USA", 1), ("PAK", "USA", -1), period=APR)

    turned = turned_triads(pl.concat([before, after]))

    assert turned.select("period", "became", "turned").rows() == [(APR, "unbalanced", ["PAK-USA"])]


def test_two_hostile_camps_are_two_blocs_that_keep_their_numbers() -> None:
    camps = ("USA", "GBR", "FRA"), ("RUS", "CHN", "IRN")
    pairs = [(*sorted((a, b)), 1) for camp in camps for a in camp for b in camp if a < b]
    pairs += [(*sorted((a, b)), -1) for a in camps[0] for b in camps[1]]
    edges = pl.concat([signed(*pairs), signed(*pairs[::-1], period=APR)])

    found = blocs(edges)

    for day in (JAN, APR):
        own = dict(found.filter(period=day).select("state", "bloc").rows())
        assert {own[s] for s in camps[0]} != {own[s] for s in camps[1]}
        assert len(set(own.values())) == 2
    first, second = (
        dict(found.filter(period=day).select("state", "bloc").rows()) for day in (JAN, APR)
    )
    assert first == second


def test_positions_hardly_move_where_the_network_does_not() -> None:
    pairs = [("CHN", "PAK", 1), ("CHN", "RUS", 1), ("PAK", "USA", -1), ("RUS", "USA", -1)]
    edges = pl.concat([signed(*pairs), signed(*pairs, period=APR)])

    places = positions(edges)

    both = places.filter(period=JAN).join(places.filter(period=APR), on="state")
    moved = ((pl.col("x") - pl.col("x_right")) ** 2 + (pl.col("y") - pl.col("y_right")) ** 2).sqrt()
    assert both.select(moved.max()).item() < 0.5


def test_empty_tables_give_empty_answers_with_the_same_columns() -> None:
    empty = make_events()

    assert network(empty).columns == NETWORK.names
    assert rates(empty).columns == RATES.names
    assert balance(NETWORK.empty()).height == blocs(NETWORK.empty()).height == 0
