"""What moved before a relation moved: a ladder of tests, and "not shown" as a frequent answer.

Rungs: *described* (the exact shares of `shares.py`; always to be had), *preceded* (passes the
lagged test of `lagged.py`), *specific* (placebo targets don't show as much, and its past says more
than its future), *replicated* (passes in another dataset, or in both halves of the record). No rung
says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from detente.core.errors import CoverageError, TableError
from detente.core.states import require_state
from detente.core.tables import DRIVERS
from detente.relations.local_level import Array
from detente.shifts.lagged import (
    LONG,
    SHAPES,
    LaggedTest,
    Selected,
    controls_for,
    forward_select,
    lag_features,
    lagged_test,
)
from detente.shifts.weekly import NetSeries, net_series

__all__ = ["RUNGS", "Drivers", "drivers"]

RUNGS: Final = ("not enough data", "described", "preceded", "specific", "replicated")
LEAST_EVENTS: Final = 30
_LEAST_PERIODS: Final = 30
_PLACEBOS: Final = 60
_PLACEBO_SERIES: Final = 400
_PLACEBO_SHARE: Final = 0.05
_HALF_CHANCE: Final = 0.1


@dataclass(frozen=True)
class Drivers:
    """The answer for one target: the rung it reached, in words, and every candidate's numbers.

    `rung` is the highest that a candidate reached: one of `RUNGS`. `table` is
    `core.tables.DRIVERS`, strongest first. `too_few` counts candidates with under 30 events.
    """

    dataset: str
    target: tuple[str, str]
    target_events: int
    periods: int
    first: date
    last: date
    rung: str
    answer: str
    tested: int
    too_few: int
    table: pl.DataFrame

    @property
    def shown(self) -> bool:
        """Whether anything was shown to move before the target."""
        return self.rung in RUNGS[2:]


def drivers(
    events: pl.DataFrame,
    target: tuple[str, str],
    *,
    candidates: Sequence[tuple[str, str]] | None = None,
    period: str = "week",
    as_of: date | None = None,
    coverage: pl.DataFrame | None = None,
    domain: str | None = None,
    dataset: str | None = None,
    rate: float = 0.1,
    min_events: int = LEAST_EVENTS,
) -> Drivers:
    """Which third relations moved before a relation did, and how sure that is.

    Args:
        events: one row per event (`core.tables.EVENTS`) of all relations; or a score a pair and
            period, see `weekly.net_series`. Other datasets in it serve for replication.
        target: the two states of the relation (both directions together).
        candidates: pairs to test; None: all that share a state with the target.
        period, as_of, coverage, domain: as `relations.counts.count_events`.
        dataset: dataset to test in, where `events` has several.
        rate: false discovery rate over the candidates.
        min_events: least events of the target and of a candidate; below, the answer is
            "not enough data".

    Raises:
        CoverageError: no dataset, or several and none named.
        TableError, CodebookError: as `count_events`.

    Source: research behind the choice in decisions/0034; Benjamini & Hochberg 1995.
    """
    pair = sorted(require_state(state) for state in target)
    if pair[0] == pair[1]:
        raise TableError(f"{pair[0]} with itself is no relation; name two states.")
    every = net_series(events, period=period, as_of=as_of, coverage=coverage, domain=domain)
    series = _chosen(every, dataset)
    named = None if candidates is None else [
        tuple(sorted(require_state(state) for state in one)) for one in candidates
    ]  # fmt: skip
    case = _case(series, (pair[0], pair[1]), named, min_events)
    if isinstance(case, Drivers):
        return case
    first, chosen = forward_select(
        case.values, case.features, controls=case.controls, seen=case.seen, rate=rate,
        placebos=case.placebos,
    )  # fmt: skip
    rows = _rows(case, first, chosen)
    for step in chosen:
        rows[step.candidate] |= _climb(case, step, [one for one in every if one is not series])
    return _answer(case, rows)


def _chosen(every: list[NetSeries], dataset: str | None) -> NetSeries:
    found = [one for one in every if dataset is None or one.dataset == dataset]
    if len(found) != 1:
        names = ", ".join(one.dataset for one in every) or "none"
        raise CoverageError(
            f"drivers are tested in one dataset; the table holds: {names}. Name one with `dataset`."
        )
    return found[0]


@dataclass(frozen=True)
class _Case:
    """A target ready for the test."""

    series: NetSeries
    target: int
    candidates: list[int]
    too_few: int
    values: Array
    features: Array
    controls: Array
    seen: Any
    least: int
    placebos: Array | None


def _case(
    series: NetSeries, pair: tuple[str, str], named: list[Any] | None, least: int
) -> _Case | Drivers:
    row = series.row(pair)
    own = int(series.events[row]) if row >= 0 else 0
    covered = int(series.covered.sum())
    if own < least or covered < _LEAST_PERIODS:
        short = own < least
        what = f"{own} events of {pair[0]}–{pair[1]}" if short else f"{covered} covered periods"
        need = f"{least} events" if short else f"{_LEAST_PERIODS} periods"
        answer = f"Not enough data: {what}; at least {need} are needed to test what moved before."
        return _empty(series, pair, own, "not enough data", answer)
    asked = _asked(series, row, named)
    enough = [at for at in asked if series.events[at] >= least]
    if not enough:
        answer = (
            f"Not shown: none of {len(asked)} candidate relations has {least} events "
            f"({own} events of {pair[0]}–{pair[1]})."
        )
        return _empty(series, pair, own, "described", answer, too_few=len(asked))
    return _prepare(series, row, enough, too_few=len(asked) - len(enough), least=least)


def _asked(series: NetSeries, row: int, named: list[Any] | None) -> list[int]:
    if named is not None:
        return [at for at in (series.row(pair) for pair in named) if at >= 0 and at != row]
    states = set(series.pairs[row])
    return [at for at, pair in enumerate(series.pairs) if at != row and states & set(pair)]


def _prepare(
    series: NetSeries, row: int, candidates: list[int], *, too_few: int, least: int
) -> _Case:
    seen = series.covered.copy()
    seen[: min(10, seen.size // 5)] = False  # Lag features have no past there.
    values = series.values[row]
    return _Case(
        series, row, candidates, too_few, values,
        np.array([lag_features(series.values[at]) for at in candidates]),
        controls_for(values, series.activity(row), seen=series.covered), seen, least,
        _placebo_features(series, row, least) if seen.size < LONG else None,
    )  # fmt: skip


def _placebo_features(series: NetSeries, row: int, least: int) -> Array | None:
    """Lag features of the most reported relations that share no state with the target."""
    far = _far(series, set(series.pairs[row]), least)[:_PLACEBO_SERIES]
    return np.array([lag_features(series.values[at]) for at in far]) if far else None


def _far(series: NetSeries, states: set[str], least: int) -> list[int]:
    """Rows of relations with enough events and none of these states, most events first."""
    far = [
        at for at, pair in enumerate(series.pairs)
        if series.events[at] >= least and not states & set(pair)
    ]  # fmt: skip
    return sorted(far, key=lambda at: -series.events[at])


def _rows(case: _Case, first: LaggedTest, chosen: list[Selected]) -> list[dict[str, Any]]:
    """Every candidate as tested first; the selected as tested when their turn came."""
    order = np.argsort(first.chance)
    q_values = np.empty(order.size)
    scaled = first.chance[order] * order.size / np.arange(1, order.size + 1)
    q_values[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    rows = [
        {
            "dataset": case.series.dataset,
            "actor": case.series.pairs[at][0], "recipient": case.series.pairs[at][1],
            "events": int(case.series.events[at]), "sign": int(np.sign(first.correlation[n])),
            "shape": SHAPES[first.shape[n]], "correlation": float(first.correlation[n]),
            "strength": float(first.strength[n]), "p_value": float(first.chance[n]),
            "q_value": float(q_values[n]), "moved_before": False, "rung": "not shown",
        }
        for n, at in enumerate(case.candidates)
    ]  # fmt: skip
    for step in chosen:
        rows[step.candidate] |= {
            "sign": int(np.sign(step.correlation)), "shape": SHAPES[step.shape],
            "correlation": step.correlation, "strength": step.strength, "p_value": step.chance,
            "q_value": step.q_value, "moved_before": True, "rung": "preceded",
        }  # fmt: skip
    return rows


def _climb(case: _Case, step: Selected, others: list[NetSeries]) -> dict[str, Any]:
    """The upper rungs of a selected candidate."""
    share = _placebo_share(case, step)
    lead = _lead(case, step)
    found: dict[str, Any] = {"placebo_share": share, "lead": lead, "rung": "preceded"}
    if share is None or share > _PLACEBO_SHARE or abs(lead) >= abs(step.correlation):
        return found
    found["rung"] = "specific"
    where = _replicated(case, step, others)
    return found | ({"rung": "replicated", "replicated_in": where} if where else {})


def _placebo_share(case: _Case, step: Selected) -> float | None:
    """Share of relations far from both that the candidate fits as well; null with under 20."""
    series = case.series
    states = set(series.pairs[case.target]) | set(series.pairs[case.candidates[step.candidate]])
    far = _far(series, states, case.least)[:_PLACEBOS]
    if len(far) < 20:
        return None
    feature = case.features[step.candidate : step.candidate + 1]
    as_much = 0
    for at in far:
        values = series.values[at]
        controls = controls_for(values, series.activity(at), seen=series.covered)
        test = lagged_test(values, feature, controls=controls, seen=case.seen)
        as_much += abs(float(test.correlation[0])) >= abs(step.correlation)
    return as_much / len(far)


def _lead(case: _Case, step: Selected) -> float:
    """Largest correlation of the target with the candidate's later values."""
    at = case.candidates[step.candidate]
    later = lag_features(case.series.values[at][::-1])[:, ::-1]
    test = lagged_test(case.values, later[None], controls=case.controls, seen=case.seen)
    return float(test.correlation[0])


def _replicated(case: _Case, step: Selected, others: list[NetSeries]) -> str | None:
    """A dataset, or 'both halves', in which the candidate passes alone, with the same sign."""
    pair = case.series.pairs[case.candidates[step.candidate]]
    target = case.series.pairs[case.target]
    for other in others:
        if _passes(other, target, pair, np.sign(step.correlation), case.least):
            return other.dataset
    middle = len(case.series.periods) // 2
    halves = (case.series.between(0, middle), case.series.between(middle, 2 * middle))
    if all(_passes(half, target, pair, np.sign(step.correlation), case.least) for half in halves):
        return "both halves of the record"
    return None


def _passes(
    series: NetSeries, target: tuple[str, str], pair: tuple[str, str], sign: float, least: int
) -> bool:
    case = _case(series, target, [pair], least)
    if isinstance(case, Drivers):
        return False
    test = lagged_test(
        case.values, case.features, controls=case.controls, seen=case.seen, placebos=case.placebos
    )
    return bool(test.chance[0] <= _HALF_CHANCE and np.sign(test.correlation[0]) == sign)


def _answer(case: _Case, rows: list[dict[str, Any]]) -> Drivers:
    table = DRIVERS.frame(rows).sort(
        ["moved_before", "strength", "actor", "recipient"], descending=[True, True, False, False]
    )
    reached = [row["rung"] for row in rows if row["moved_before"]]
    rung = max(reached, key=RUNGS.index) if reached else "described"
    one, other = case.series.pairs[case.target]
    own = int(case.series.events[case.target])
    span = f"{case.series.periods[0]} … {case.series.periods[-1]}"
    counts = (
        f"{own} events of {one}–{other} in {len(case.series.periods)} periods, {span}; "
        f"{len(rows)} candidates tested, {case.too_few} with too few events"
    )
    if reached:
        named = "; ".join(_in_words(row) for row in table.filter("moved_before").to_dicts())
        answer = f"Moved before {one}–{other}: {named} ({counts})."
    else:
        best = table.row(0, named=True)
        answer = (
            f"Not shown: nothing is seen to move before {one}–{other} beyond chance; nearest "
            f"{best['actor']}–{best['recipient']}, p = {best['p_value']:.3f} ({counts})."
        )
    base = _empty(case.series, (one, other), own, rung, answer, too_few=case.too_few)
    return replace(base, tested=len(rows), table=table)


def _in_words(row: dict[str, Any]) -> str:
    way = "the same way" if row["sign"] > 0 else "the opposite way"
    return (
        f"{row['actor']}–{row['recipient']}, {way}, {row['shape']} "
        f"(rung: {row['rung']}, q = {row['q_value']:.3f}, {row['events']} events)"
    )


def _empty(
    series: NetSeries, pair: tuple[str, str], own: int, rung: str, answer: str, *, too_few: int = 0
) -> Drivers:
    return Drivers(
        series.dataset, pair, own, len(series.periods), series.periods[0], series.periods[-1],
        rung, answer, 0, too_few, DRIVERS.empty(),
    )  # fmt: skip
