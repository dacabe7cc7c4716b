"""From probabilities to events: what is coded of a sentence's pairs."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from detente.coding.choose import Choice, choose
from detente.coding.rules import Candidate
from detente.coding.sure import FEATURES, Scale
from detente.core.codebook import ROOTS, STATUSES

from .grammar import parsed

PLAIN = Scale(tuple(float(name == "root") for name in FEATURES), 0.0, 0.4)
"""The root's own chance, and 0.4 is enough."""

DOC, (IRAN, OMAN) = parsed("Iran attacked Oman.")
THERE, BACK = (
    Candidate(IRAN, OMAN, DOC[1], "clause"),
    Candidate(OMAN, IRAN, DOC[1], "clause"),
)


def row(**chances: float) -> list[float]:
    """Probabilities by root; the rest is no event."""
    return [*(chances.get(root, 0.0) for root in ROOTS), 1 - sum(chances.values())]


def chosen(pairs: list[Candidate], *rows: list[float]) -> list[tuple[str, str, str]]:
    statuses = np.full((len(pairs), len(STATUSES)), 0.2, dtype=np.float32)
    choices = choose(pairs, np.array(rows, dtype=np.float32), statuses, scale=PLAIN)
    return [(one.pair.actor.state, one.root, one.pair.recipient.state) for one in choices]


def test_a_likely_deed_is_coded_and_an_unlikely_one_is_not() -> None:
    assert chosen([THERE], row(ASSAULT=0.95)) == [("IRN", "ASSAULT", "OMN")]
    assert chosen([THERE], row(ASSAULT=0.2)) == []


def test_a_deed_of_an_unsure_kind_is_not_coded() -> None:
    assert chosen([THERE], row(ASSAULT=0.35, COERCE=0.36)) == []


def test_the_fitted_chance_falls_with_the_states_of_a_sentence_and_the_steps_between() -> None:
    doc, sides = parsed("Iran attacked Oman.")
    near = Candidate(sides[0], sides[1], doc[1], "clause")
    scale = Scale((1.0, -0.5, -1.0, 0.0, 0.0), 0.0, 0.0)
    grid = np.array([row(ASSAULT=0.9)], dtype=np.float32)
    statuses = np.full((1, len(STATUSES)), 0.2, dtype=np.float32)

    (one,) = choose([near], grid, statuses, scale=scale)

    # log-odds of 0.9, two steps (2/5) at -0.5, two states (2/3) at -1
    odds = np.log(9) - 0.5 * 2 / 5 - 2 / 3
    assert abs(one.confidence - 1 / (1 + np.exp(-odds))) < 1e-4


def test_of_two_directions_of_a_one_way_deed_the_likelier_is_coded() -> None:
    assert chosen([THERE, BACK], row(ASSAULT=0.96), row(ASSAULT=0.92)) == [
        ("IRN", "ASSAULT", "OMN")
    ]
    assert chosen([THERE, BACK], row(ASSAULT=0.92), row(ASSAULT=0.96)) == [
        ("OMN", "ASSAULT", "IRN")
    ]


def test_a_mutual_deed_is_coded_both_ways() -> None:
    assert chosen([THERE, BACK], row(CONSULT=0.96), row(CONSULT=0.7)) == [
        ("IRN", "CONSULT", "OMN"), ("OMN", "CONSULT", "IRN"),
    ]  # fmt: skip


def test_what_two_do_side_by_side_is_mirrored() -> None:
    joint = Candidate(IRAN, OMAN, DOC[1], "reciprocal")

    assert chosen([joint], row(ASSAULT=0.9)) == [
        ("IRN", "ASSAULT", "OMN"), ("OMN", "ASSAULT", "IRN"),
    ]  # fmt: skip


def test_another_word_may_carry_another_deed_of_the_same_two() -> None:
    other = Candidate(IRAN, OMAN, DOC[2], "clause")

    assert chosen([THERE, other], row(SUPPORT=0.9), row(REQUEST=0.8)) == [
        ("IRN", "SUPPORT", "OMN"), ("IRN", "REQUEST", "OMN"),
    ]  # fmt: skip
    assert chosen([THERE, THERE], row(SUPPORT=0.9), row(REQUEST=0.8)) == [("IRN", "SUPPORT", "OMN")]


def test_an_answer_in_kind_is_two_deeds() -> None:
    assert chosen([THERE, BACK], row(REQUEST=0.95), row(REJECT=0.93)) == [
        ("IRN", "REQUEST", "OMN"), ("OMN", "REJECT", "IRN"),
    ]  # fmt: skip


def test_of_two_mentions_of_the_same_states_the_likelier_is_coded() -> None:
    assert chosen([THERE, THERE], row(CONSULT=0.6), row(AID=0.95)) == [("IRN", "AID", "OMN")]


def test_tit_for_tat_is_two_deeds_where_each_has_its_word() -> None:
    other = Candidate(OMAN, IRAN, DOC[2], "clause")

    assert chosen([THERE, other], row(ASSAULT=0.96), row(ASSAULT=0.92)) == [
        ("IRN", "ASSAULT", "OMN"), ("OMN", "ASSAULT", "IRN"),
    ]  # fmt: skip


def test_nothing_gives_nothing() -> None:
    empty = np.empty((0, len(ROOTS) + 1), dtype=np.float32)

    assert choose([], empty, empty[:, :5]) == []


PROBABILITIES = arrays(
    np.float32, (4, len(ROOTS) + 1), elements=st.floats(0.0009765625, 1, width=32)
).map(lambda grid: grid / grid.sum(axis=1, keepdims=True))


@given(PROBABILITIES)
def test_each_ordered_pair_of_states_holds_each_root_at_most_once(
    grid: np.ndarray,
) -> None:
    statuses = np.full((4, len(STATUSES)), 0.2, dtype=np.float32)

    choices: list[Choice] = choose([THERE, BACK, THERE, BACK], grid, statuses, scale=PLAIN)

    told = [(one.pair.actor.state, one.pair.recipient.state, one.root) for one in choices]
    assert len(set(told)) == len(told)
    assert all(0 < one.confidence <= 1 for one in choices)
    assert bool(choices) == bool((grid[:, :-1].max(axis=1) >= PLAIN.threshold).any())
