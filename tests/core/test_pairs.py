"""Two states in one word."""

from __future__ import annotations

import pytest

from detente.core.errors import CodebookError
from detente.core.pairs import parse_pair


@pytest.mark.parametrize(
    "text", ["PAK,RUS", "PAK:RUS", "PAK-RUS", "PAK–RUS", "pakistan, Russia", "Pakistan-RUS"]
)
def test_a_pair_may_be_written_in_several_ways(text: str) -> None:
    assert parse_pair(text) == ("PAK", "RUS")


@pytest.mark.parametrize(
    ("text", "pair"),
    [("Guinea-Bissau-PRT", ("GNB", "PRT")), ("PAK:Timor-Leste", ("PAK", "TLS"))],
)
def test_a_name_may_hold_the_sign_itself(text: str, pair: tuple[str, str]) -> None:
    assert parse_pair(text) == pair


@pytest.mark.parametrize("text", ["PAK", "PAK,", "", "PAK-RUS-IND"])
def test_what_is_not_two_states_is_refused(text: str) -> None:
    with pytest.raises(CodebookError, match="is no relation"):
        parse_pair(text)


def test_a_state_that_is_none_is_named_with_the_nearest() -> None:
    with pytest.raises(CodebookError, match=r"Pakstan.*Nearest: PAK"):
        parse_pair("Pakstan,RUS")
