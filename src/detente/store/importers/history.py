"""States by the code of their day: RUS on a day of 1980 is SUN."""

from __future__ import annotations

from functools import cache
from typing import Any

import polars as pl

from detente.core.states import state_map, states

__all__ = ["as_of_their_day", "numbered_states"]


@cache
def _predecessors() -> list[tuple[str, str, Any, Any]]:
    """Today's code, the code before, and the days on which the older held (same COW number)."""
    rows = states().filter(pl.col("cow").is_not_null(), pl.col("member_from").is_not_null())
    now = rows.filter(pl.col("member_to").is_null()).select("cow", now="state")
    then = rows.filter(pl.col("member_to").is_not_null())
    joined = then.join(now, on="cow").filter(pl.col("state") != pl.col("now"))
    return joined.select("now", "state", "member_from", "member_to").rows()


def as_of_their_day(rows: pl.DataFrame) -> pl.DataFrame:
    """Put the code of its day in place of today's in `actor` and `recipient`, by `happened_on`.

    Datasets that reach back often code all times with today's states.
    """
    day = pl.col("happened_on")
    last = max((until for *_, until in _predecessors()), default=None)
    if last is None or rows.filter(day <= last).is_empty():
        return rows
    for now, before, since, until in _predecessors():
        held = day.is_between(since, until)
        rows = rows.with_columns(
            pl.when(held & (pl.col(side) == now)).then(pl.lit(before)).otherwise(side).alias(side)
            for side in ("actor", "recipient")
        )
    return rows


@cache
def _numbered(dialect: str) -> list[tuple[str, str, Any, Any]]:
    """Number, state and days of the members that are gone."""
    gone = states().filter(pl.col(dialect).is_not_null(), pl.col("member_to").is_not_null())
    rows = gone.filter(pl.col("member_from").is_not_null())
    return rows.select(dialect, "state", "member_from", "member_to").rows()


def numbered_states(column: str, *, dialect: str) -> pl.Expr:
    """States by number (cow or gw) on the day `happened_on`: 365 is SUN in 1990, RUS in 1992."""
    number, day = pl.col(column), pl.col("happened_on")
    state = number.replace_strict(state_map(dialect), default=None, return_dtype=pl.String)
    for code, then, since, until in _numbered(dialect):
        held = (number == code) & day.is_between(since, until)
        state = pl.when(held).then(pl.lit(then)).otherwise(state)
    return state
