"""Whether a claim was found before, though it is now cut otherwise."""

from __future__ import annotations

import polars as pl

from detente.coding.claims.same import unknown_claims


def claims(*rows: tuple[str, str, str, int, int]) -> pl.DataFrame:
    columns = ["claim_id", "article_id", "kind", "start", "end"]
    return pl.DataFrame(list(rows), schema=columns, orient="row")


def test_a_claim_cut_a_word_longer_is_known() -> None:
    known = claims(("old", "a", "forecast", 10, 40))

    assert unknown_claims(claims(("new", "a", "forecast", 10, 46)), known).is_empty()


def test_another_place_kind_or_article_is_another_claim() -> None:
    known = claims(("old", "a", "forecast", 10, 40))
    found = claims(
        ("place", "a", "forecast", 35, 70), ("kind", "a", "trend", 10, 40),
        ("article", "b", "forecast", 10, 40),
    )  # fmt: skip

    assert unknown_claims(found, known)["claim_id"].to_list() == ["place", "kind", "article"]


def test_two_claims_that_were_both_found_stay_two() -> None:
    known = claims(("one", "a", "forecast", 10, 40))
    found = claims(("one", "a", "forecast", 10, 40), ("two", "a", "forecast", 20, 40))

    assert unknown_claims(found, known)["claim_id"].to_list() == ["two"]
