"""Modes and domains from words; the tables behind them fit the codebook."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.details import domains_of, mode_of, modes_of
from detente.core.codebook import DOMAINS, ROOTS

DATA = files("detente.coding") / "data"
MODES = list(csv.DictReader((DATA / "modes.csv").read_text(encoding="utf-8").splitlines()))
DOMAIN_WORDS = list(csv.DictReader((DATA / "domains.csv").read_text(encoding="utf-8").splitlines()))
LEMMAS = st.lists(
    st.sampled_from(sorted({word for row in MODES for word in row["words"].split()}))
    | st.text(max_size=6),
    max_size=6,
)


@pytest.mark.parametrize(
    ("root", "near", "sentence", "mode"),
    [
        ("SANCTION", ["expel"], ["expel", "diplomat"], "expel"),
        ("SANCTION", ["recall"], ["recall", "ambassador"], "recall"),
        ("CONSULT", ["visit"], ["visit", "phone"], "visit"),
        ("CONSULT", ["hold"], ["hold", "talk"], "meet"),
        ("ASSAULT", ["Bomb"], [], "aerial"),
        ("YIELD", ["withdraw"], [], "withdraw"),
        ("COOPERATE", ["do"], ["do", "nothing"], None),
        ("NONE", ["visit"], ["visit"], None),
    ],
)
def test_a_mode_is_told_by_a_word_near_the_deed_before_any_other(
    root: str, near: list[str], sentence: list[str], mode: str | None
) -> None:
    assert mode_of(root, near, sentence) == mode


@pytest.mark.parametrize(
    ("lemmas", "domains"),
    [
        (["sign", "gas", "pipeline"], ["energy"]),
        (["Troop", "trade"], ["military", "economic"]),
        (["nothing"], ["diplomatic"]),
        ([], ["diplomatic"]),
        (["ambassador", "tariff"], ["diplomatic", "economic"]),
    ],
)
def test_domains_come_in_the_codebooks_order_and_are_diplomatic_by_default(
    lemmas: list[str], domains: list[str]
) -> None:
    assert domains_of(lemmas) == domains


@given(st.sampled_from(list(ROOTS)), LEMMAS, LEMMAS)
def test_a_mode_is_of_its_root(root: str, near: list[str], sentence: list[str]) -> None:
    assert mode_of(root, near, sentence) in {None, *modes_of(root)}


@given(LEMMAS)
def test_there_is_always_a_domain_and_order_of_words_is_nothing_to_it(lemmas: list[str]) -> None:
    domains = domains_of(lemmas)

    assert domains
    assert set(domains) <= set(DOMAINS)
    assert domains == domains_of(reversed(lemmas))


def test_every_root_has_modes_and_every_mode_words() -> None:
    assert {row["root"] for row in MODES} == set(ROOTS)
    assert all(row["words"] for row in MODES)
    assert all(len(modes_of(root)) == len(set(modes_of(root))) for root in ROOTS)


def test_every_domain_has_words() -> None:
    assert {row["domain"] for row in DOMAIN_WORDS} == set(DOMAINS)
