"""The parts of the ranker of next events: facts, traces, protocol, rules."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.forecast.facts import both_ways, facts_from_names
from detente.forecast.protocol import Queries, daily_queries, filtered_ranks, summarise
from detente.forecast.ranker import some_queries
from detente.forecast.recurrency import fit_recurrency, recurrency_ranks
from detente.forecast.rules import bins_of, fit_rules
from detente.forecast.traces import NEVER, find, look, trace

SHARED = Path(
    os.environ.get("DETENTE_SHARED", Path(__file__).resolve().parents[2].parent / "shared")
)


def facts_of(*rows: tuple[int, str, str, str]):
    """Facts of (day of January 2020, actor, relation, recipient)."""
    frame = pl.DataFrame(
        [(date(2020, 1, day), *rest) for day, *rest in rows],
        schema=["day", "actor", "relation", "recipient"],
        orient="row",
    )
    return facts_from_names(frame)


def test_a_fact_reported_twice_a_day_is_one_fact_and_reads_both_ways():
    facts = facts_of((1, "PAK", "meet", "RUS"), (1, "PAK", "meet", "RUS"))

    both = both_ways(facts)

    assert len(facts) == 1
    assert both.actor.tolist() == [0, 1]
    assert both.recipient.tolist() == [1, 0]
    assert both.relation.tolist() == [0, 1]
    assert both.relations == ("meet", "meet (by)")


def test_a_sum_fades_by_half_per_half_life_and_shows_only_earlier_days():
    seen = trace(np.array([5, 5, 5]), np.array([0, 0, 4]), half_lives=[4.0, np.inf])

    assert look(seen, 0).sums.tolist() == [[0.0, 0.0]]
    assert look(seen, 0).since.tolist() == [NEVER]
    assert look(seen, 4).sums.tolist() == [[1.0, 2.0]]
    assert look(seen, 8).sums.tolist() == [[1.0, 3.0]]
    assert look(seen, 8).since.tolist() == [4.0]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30)), max_size=40),
    st.integers(0, 31),
)
def test_a_look_ignores_sightings_from_its_day_onwards(rows, day):
    def seen(part):
        keys = np.array([key for key, _ in part], np.int64)
        days = np.array([moment for _, moment in part], np.int64)
        view = look(trace(keys, days, half_lives=[3.0, np.inf]), day)
        told = view.sums[:, 1] > 0
        return view.keys[told].tolist(), view.sums[told].tolist(), view.since[told].tolist()

    assert seen(rows) == seen([row for row in rows if row[1] < day])


def test_a_key_that_is_not_there_is_not_found():
    assert find(np.array([2, 5]), np.array([5, 3, 9])).tolist() == [1, -1, -1]
    assert find(np.array([], np.int64), np.array([1])).tolist() == [-1]


def test_other_true_answers_are_removed_and_ties_share_the_mean_rank():
    """Ten entities; answers 1 and 2 of one query; scores 1: .9, 2: .5, 3: .5, 4: .1.

    Answer 1 is first. Answer 2, with 1 removed, ties with 3: mean of ranks 1 and 2. Answer 7 of the
    second query has no score: eight entities (all but 3 and itself) share ranks 2 … 10, mean 6.
    """
    queries = Queries(
        0, np.array([0, 0]), np.array([0, 1]), np.array([0, 0, 1]), np.array([1, 2, 7])
    )

    ranks = filtered_ranks(
        queries,
        row_query=np.array([0, 0, 0, 0, 1]),
        candidate=np.array([1, 2, 3, 4, 3]),
        score=np.array([0.9, 0.5, 0.5, 0.1, 1.0]),
        entities=10,
    )

    assert ranks.tolist() == [1.0, 1.5, 6.0]


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_ranks_equal_those_of_a_plain_loop(seed):
    random = np.random.default_rng(seed)
    entities, asked = 12, 3
    answers = {(int(q), int(e)) for q, e in zip(random.integers(asked, size=6), random.integers(
        entities, size=6), strict=True)}  # fmt: skip
    scores = {
        (q, e): float(random.integers(4))
        for q in range(asked)
        for e in range(entities)
        if random.random() < 0.6
    }
    pairs = sorted(answers)
    queries = Queries(
        0, np.zeros(asked, int), np.arange(asked),
        np.array([q for q, _ in pairs]), np.array([e for _, e in pairs]),
    )  # fmt: skip
    rows = sorted(scores)

    ranks = filtered_ranks(
        queries,
        row_query=np.array([q for q, _ in rows]),
        candidate=np.array([e for _, e in rows]),
        score=np.array([scores[row] for row in rows]),
        entities=entities,
    )

    def plain(query, answer):
        own = scores.get((query, answer), -1.0)
        rivals = [e for e in range(entities) if (query, e) not in answers]
        values = [scores.get((query, e), -1.0) for e in rivals]
        return 1 + sum(v > own for v in values) + sum(v == own for v in values) / 2

    assert ranks.tolist() == [plain(*pair) for pair in pairs]


def test_mean_reciprocal_rank_and_hits_of_known_ranks():
    scores = summarise(np.array([1.0, 2.0, 4.0, 20.0]))

    assert scores.mrr == pytest.approx((1 + 0.5 + 0.25 + 0.05) / 4)
    assert (scores.hits1, scores.hits3, scores.hits10) == (0.25, 0.5, 0.75)


def test_queries_of_a_day_hold_all_answers_once_per_query():
    facts = both_ways(facts_of((1, "A", "meet", "B"), (1, "A", "meet", "C"), (2, "A", "meet", "B")))

    days = list(daily_queries(facts, start=0, end=2))

    assert [len(day.actor) for day in days] == [3, 2]
    assert len(days[0].answer) == 4


def test_lag_and_count_bins_are_as_stated():
    since = np.array([1, 2, 4, 7, 14, 30, 60, 120, 121], np.float32)

    assert (bins_of(since, np.ones(9, np.float32)) // 3).tolist() == list(range(9))
    assert (bins_of(np.ones(3, np.float32), np.array([1, 2, 5], np.float32))).tolist() == [0, 1, 2]


def test_a_rule_that_always_holds_gets_the_higher_confidence():
    rows = [(day, "A", "threaten", "B") for day in range(1, 28, 2)]
    rows += [(day, "A", "attack", "B") for day in range(2, 28, 2)]
    rows += [(day, "A", "visit", "C") for day in range(1, 28)]
    facts = both_ways(facts_of(*rows))

    rules = fit_rules(facts, days=range(1, 27))

    attack, threaten, visit = (
        facts.relations.index(name) for name in ("attack", "threaten", "visit")
    )
    yesterday = int(bins_of(np.ones(1, np.float32), np.full(1, 9, np.float32))[0])
    after_threat = rules.confidence[threaten, attack, yesterday]
    assert after_threat > 0.5
    assert rules.confidence[visit, attack, yesterday] < after_threat


def test_recurrency_ranks_a_steady_partner_first():
    facts = both_ways(facts_of(*[(day, "A", "meet", "B") for day in range(1, 20)]))

    model = fit_recurrency(facts, start=10, end=15)

    assert recurrency_ranks(facts, model, start=15, end=19).tolist() == [1.0] * 8


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/data/icews")
def test_recurrency_baseline_reproduces_the_published_figures():
    """ICEWS14: strict 36.0 MRR and 47.9 Hits@10, combined 37.4 and 51.5 (README of
    nec-research/recurrency_baseline_tkg, corrected 2025)."""
    from quality.forecast import icews_facts

    facts, valid, test, end = icews_facts(SHARED, "icews14")
    model = fit_recurrency(facts, start=valid, end=test)

    scores = summarise(recurrency_ranks(facts, model, start=test, end=end))

    assert scores.queries == 14_742
    assert scores.mrr == pytest.approx(0.374, abs=0.003)
    assert scores.hits10 == pytest.approx(0.515, abs=0.003)


def test_days_since_first_seen_and_sums_are_told_by_half_life():
    view = look(trace(np.array([7, 7]), np.array([1, 3]), half_lives=[2.0, np.inf]), 5)

    assert view.age.tolist() == [4.0]
    assert view.faded(2.0).tolist() == [0.75]
    assert view.faded(np.inf).tolist() == [2.0]
    assert look(trace(np.array([7]), np.array([3]), half_lives=[2.0]), 2).age.tolist() == [-1.0]


def test_some_queries_keep_their_answers_and_are_the_same_each_time():
    queries = Queries(
        3, np.arange(6), np.zeros(6, int), np.array([0, 0, 2, 5]), np.array([9, 8, 7, 6])
    )

    some, again = some_queries(queries, 4), some_queries(queries, 4)

    assert len(some.actor) == 4
    assert some.actor.tolist() == again.actor.tolist()
    answers = dict(zip([9, 8, 7, 6], [0, 0, 2, 5], strict=True))
    for query, answer in zip(some.answer_query, some.answer, strict=True):
        assert some.actor[query] == answers[int(answer)]
    assert some_queries(queries, None) is queries
