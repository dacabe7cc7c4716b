"""Structural balance: do friends of friends get on, and which triads have turned?

A triad is balanced where the product of its three signs is positive: all friends, or two friends
with a common foe (Heider 1946; Cartwright & Harary 1956, Psychological Review 63(5)).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from detente.core.tables import NETWORK, check

__all__ = ["balance", "triads", "turned_triads"]

_KEYS: Final = ["dataset", "period"]


def triads(edges: pl.DataFrame) -> pl.DataFrame:
    """Every closed triad of a signed network, each once.

    Returns:
        One row a period and triad: `dataset`, `period`, `one`, `two`, `three` (by alphabet),
        `sign_12`, `sign_13`, `sign_23`, `balanced`.

    Raises:
        TableError: `edges` is no `core.tables.NETWORK`.
    """
    check(edges, NETWORK)
    pairs = edges.select(*_KEYS, "one", "other", "sign")
    return (
        pairs.rename({"other": "two", "sign": "sign_12"})
        .join(pairs.rename({"other": "three", "sign": "sign_13"}), on=[*_KEYS, "one"])
        .filter(pl.col("two") < pl.col("three"))
        .join(
            pairs.rename({"one": "two", "other": "three", "sign": "sign_23"}),
            on=[*_KEYS, "two", "three"],
        )
        .with_columns(balanced=pl.col("sign_12") * pl.col("sign_13") * pl.col("sign_23") > 0)
        .select(*_KEYS, "one", "two", "three", "sign_12", "sign_13", "sign_23", "balanced")
        .sort(*_KEYS, "one", "two", "three")
    )


def turned_triads(edges: pl.DataFrame) -> pl.DataFrame:
    """Triads that were closed the last time they were seen, and have changed balance since.

    Returns:
        The columns of `triads`, and `before_12`, `before_13`, `before_23`, `before` (the period of
        comparison), `became` (`balanced` or `unbalanced`) and `turned` (which pairs changed sign).
    """
    over = ["dataset", "one", "two", "three"]
    sides = ("12", "13", "23")
    seen = triads(edges).sort("period").with_columns(
        pl.col("period").shift(1).over(over).alias("before"),
        pl.col("balanced").shift(1).over(over).alias("was"),
        *(pl.col(f"sign_{side}").shift(1).over(over).alias(f"before_{side}") for side in sides),
    )  # fmt: skip
    changed = seen.filter(pl.col("was").is_not_null() & (pl.col("was") != pl.col("balanced")))
    names = {"12": ("one", "two"), "13": ("one", "three"), "23": ("two", "three")}
    pairs = [
        pl.when(pl.col(f"sign_{side}") != pl.col(f"before_{side}")).then(
            pl.concat_str(*names[side], separator="-")
        )
        for side in sides
    ]
    became = pl.when("balanced").then(pl.lit("balanced")).otherwise(pl.lit("unbalanced"))
    return (
        changed.with_columns(became=became, turned=pl.concat_list(pairs).list.drop_nulls())
        .drop("was")
        .sort(*_KEYS, "one", "two", "three")
    )


def balance(edges: pl.DataFrame, *, shuffles: int = 200, seed: int = 0) -> pl.DataFrame:
    """Share of balanced triads in each period, against the same network with its signs shuffled.

    Returns:
        One row a period: `dataset`, `period`, `states`, `friendly`, `hostile` (pairs), `triads`,
        `balanced`, `share` (null without a triad), `share_shuffled` (mean over the shuffles) and
        `p_value`: how often shuffled signs give as large a share, counting the real one.

    Raises:
        TableError: `edges` is no `core.tables.NETWORK`.
    """
    check(edges, NETWORK)
    random = np.random.default_rng(seed)
    rows = []
    parts = edges.sort(*_KEYS).partition_by(_KEYS, as_dict=True, maintain_order=True)
    for (dataset, day), own in parts.items():
        one, other, sign, size = _matrix_form(own)
        closed, even = _closed(one, other, sign, size)
        chance = [
            _closed(one, other, random.permutation(sign), size)[1] for _ in range(shuffles)
        ] if closed else []  # fmt: skip
        p_value = (1 + sum(value >= even for value in chance)) / (1 + shuffles) if closed else None
        rows.append(
            (
                dataset, day, size, int((sign > 0).sum()), int((sign < 0).sum()), closed, even,
                even / closed if closed else None,
                float(np.mean(chance)) / closed if closed else None, p_value,
            )
        )  # fmt: skip
    schema = {"dataset": pl.String, "period": pl.Date, "states": pl.Int32, "friendly": pl.Int32,
              "hostile": pl.Int32, "triads": pl.Int32, "balanced": pl.Int32, "share": pl.Float64,
              "share_shuffled": pl.Float64, "p_value": pl.Float64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _matrix_form(edges: pl.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    names = {n: at for at, n in enumerate(sorted({*edges["one"], *edges["other"]}))}
    one = np.array([names[n] for n in edges["one"]])
    other = np.array([names[n] for n in edges["other"]])
    return one, other, edges["sign"].to_numpy().astype(float), len(names)


def _closed(one: np.ndarray, other: np.ndarray, sign: np.ndarray, size: int) -> tuple[int, int]:
    """Closed triads, and the balanced ones: traces of the cubes of |S| and S over six."""
    signed = np.zeros((size, size))
    signed[one, other] = signed[other, one] = sign
    linked = np.abs(signed)
    closed = round(float(np.einsum("ij,ji->", linked @ linked, linked)) / 6)
    surplus = round(float(np.einsum("ij,ji->", signed @ signed, signed)) / 6)
    return closed, (closed + surplus) // 2
