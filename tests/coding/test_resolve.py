"""The state of an actor phrase given on its own."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import detente as dt
from detente.coding.leaders import leader_named, leaders
from detente.coding.resolve import resolve
from detente.core.states import states


def state_of_phrase(phrase: str, on: date | None = None, context: str | None = None) -> str | None:
    return resolve([phrase], on=on, context=context)["state"][0]


def test_a_row_comes_back_for_each_phrase_in_order() -> None:
    table = dt.resolve(["the Kremlin", "nobody at all", "Tuareg rebels"])

    assert table.schema == pl.Schema(
        dict.fromkeys(["phrase", "state", "sector", "name", "how"], pl.String)
    )
    assert table["phrase"].to_list() == ["the Kremlin", "nobody at all", "Tuareg rebels"]
    assert table["state"].to_list() == ["RUS", None, "MLI"]
    assert table["sector"].to_list() == ["GOV", None, "REB"]


def test_no_phrases_give_an_empty_table_of_the_same_columns() -> None:
    assert resolve([]).columns == resolve(["x"]).columns
    assert resolve([]).height == 0


@pytest.mark.parametrize(
    ("phrase", "on", "expected"),
    [
        ("President Bush", date(1990, 8, 8), "USA"),
        ("Prime Minister Singh", date(2008, 10, 1), "IND"),
        ("Prime Minister Khan", date(2019, 7, 22), "PAK"),
        ("President Park", date(2014, 3, 1), "KOR"),
        ("President Kim", date(2000, 6, 15), "KOR"),
        ("Foreign Minister Wang Yi", date(2016, 7, 12), "CHN"),
        ("Gorbachev", date(1987, 12, 8), "SUN"),
        ("Kohl", date(1989, 11, 28), "DEU"),
        ("King Abdullah", date(2010, 6, 1), None),
    ],
)
def test_office_holders_are_known_by_their_day(phrase: str, on: date, expected: str) -> None:
    """'King Abdullah' of 2010 is Saudi or Jordanian: not known is the answer."""
    assert state_of_phrase(phrase, on) == expected


def test_a_person_before_and_after_an_international_office() -> None:
    assert state_of_phrase("Ban Ki-moon", date(2005, 6, 1)) == "KOR"
    row = resolve(["Ban Ki-moon"], on=date(2010, 6, 1)).row(0, named=True)
    assert (row["state"], row["sector"]) == (None, "IGO")


def test_context_carries_the_state() -> None:
    context = "Brazil's president flew to Tehran with an Iranian trade minister."
    assert state_of_phrase("the president", context=context) == "BRA"
    assert state_of_phrase("the president", context="Snow fell.") is None
    context = "Brazil's president Luiz Inacio Lula da Silva flew to Tehran."
    assert state_of_phrase("the president", date(2010, 5, 16), context) == "BRA"


def test_each_phrase_may_have_its_own_context() -> None:
    contexts = ["Kurds in Diyarbakir voted in Turkey.", "Kurds in Erbil voted; Iraq watched."]
    assert resolve(["Kurdish officials"] * 2, context=contexts)["state"].to_list() == ["TUR", "IRQ"]
    with pytest.raises(ValueError, match="1 contexts for 2 phrases"):
        resolve(["a", "b"], context=["c"])


def test_a_state_in_closing_brackets_decides() -> None:
    assert state_of_phrase("Labor Party (Norway)") == "NOR"
    assert state_of_phrase("Bishop (Croatia)") == "HRV"


def test_an_unknown_phrase_is_null_and_a_role_alone_has_its_sector() -> None:
    row = resolve(["unidentified gunmen"]).row(0, named=True)
    assert (row["state"], row["sector"]) == (None, "UAF")


def test_small_letters_are_read_where_no_common_noun_is_meant() -> None:
    assert state_of_phrase("russian troops") == "RUS"
    assert state_of_phrase("turkey farmers") is None


def test_every_adjective_of_a_living_state_leads_back_to_it() -> None:
    """Save 'Congolese', which two states share."""
    today = states().filter(pl.col("member_to").is_null() & (pl.col("kind") == "state"))
    for row in today.iter_rows(named=True):
        for word in row["adjectives"]:
            found = state_of_phrase(f"{word} troops", date(2024, 1, 1))
            assert found == row["state"] or word == "Congolese", word


def test_every_office_holder_of_a_day_is_found_by_full_name_and_office() -> None:
    """A known name on the middle day of the term gives its state, unless namesakes compete."""
    missed = []
    terms = [term for term in leaders() if term.office == "head_of_government"]
    for term in terms:
        on = term.since + (min(term.until, date(2025, 6, 1)) - term.since) / 2
        found = leader_named(term.name, on=on, office="prime minister")
        if found is None or found.state != term.state:
            missed.append((term.name, term.state, on))
    assert missed == []


@given(st.lists(st.text(max_size=30), max_size=4))
def test_any_text_is_answered_with_a_state_of_the_table_or_null(phrases: list[str]) -> None:
    table = resolve(phrases)
    known = set(states()["state"])
    assert table.height == len(phrases)
    assert all(state is None or state in known for state in table["state"])


@given(st.permutations(["the Kremlin", "Hanoi", "Hamas", "the UN", "somebody"]))
def test_the_order_of_phrases_changes_no_answer(phrases: list[str]) -> None:
    alone = {phrase: state_of_phrase(phrase) for phrase in phrases}
    assert resolve(phrases)["state"].to_list() == [alone[phrase] for phrase in phrases]
