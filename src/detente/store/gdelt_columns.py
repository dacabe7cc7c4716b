"""GDELT's own table, as on BigQuery, read as our events: the same aggregate without an import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from detente.core.codebook import QUADS
from detente.core.states import state_map
from detente.store.cameo import cameo_table

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = ["gdelt_coverage", "gdelt_events", "gdelt_table"]


def gdelt_table(name: str = "events_partitioned") -> ir.Table:
    """Unbound table with the columns of GDELT 2.0's events that we read, as on BigQuery."""
    import ibis

    whole = dict.fromkeys(
        ("GLOBALEVENTID", "SQLDATE", "QuadClass", "NumMentions", "DATEADDED"), "int64"
    )
    sides = dict.fromkeys(
        (f"Actor{n}{part}" for n in (1, 2) for part in ("CountryCode", "Type1Code")), "string"
    )
    return ibis.table(
        {**whole, **sides, "EventCode": "string", "GoldsteinScale": "float64"}, name=name
    )


def gdelt_events(raw: ir.Table, *, dataset: str = "gdelt2") -> ir.Table:
    """Canonical event columns from GDELT's own table, for `dyad_periods`.

    Days are made by integer arithmetic, as no way to parse text dates runs everywhere. States carry
    today's codes, also for the years before 1992.
    """
    import ibis

    code = raw.EventCode
    return raw.select(
        event_id=raw.GLOBALEVENTID.cast("string"),
        dataset=ibis.literal(dataset),
        happened_on=_day_of(raw.SQLDATE),
        happened_precision=ibis.literal("day"),
        reported_on=_day_of((raw.DATEADDED / 1_000_000).floor().cast("int64")),
        actor=_looked_up(raw.Actor1CountryCode, _states()),
        recipient=_looked_up(raw.Actor2CountryCode, _states()),
        actor_sector=raw.Actor1Type1Code,
        recipient_sector=raw.Actor2Type1Code,
        root=_looked_up(code.left(3), _roots()),
        cameo=code,
        quad=_looked_up(raw.QuadClass.cast("string"), dict(zip("1234", QUADS, strict=True))),
        weight=raw.GoldsteinScale,
        domains=_looked_up(code, _domains()).fill_null("").split(";"),
        status=ibis.literal("happened"),
        mentions=raw.NumMentions.cast("int32"),
    )


def gdelt_coverage(raw: ir.Table, *, dataset: str = "gdelt2") -> ir.Table:
    """Days that GDELT's own table covers: those on which rows were added."""
    import ibis

    day = _day_of((raw.DATEADDED / 1_000_000).floor().cast("int64"))
    return raw.select(dataset=ibis.literal(dataset), day=day).distinct()


def _day_of(number: Any) -> Any:
    import ibis

    year, month = (
        (number / 10_000).floor().cast("int64"),
        (number / 100).floor().cast("int64") % 100,
    )
    return ibis.date(year, month, number % 100)


def _looked_up(value: Any, table: Mapping[str, str]) -> Any:
    import ibis

    same = [code for code, meaning in table.items() if code == meaning]
    other = [(code, meaning) for code, meaning in table.items() if code != meaning]
    cases = [(value == code, ibis.literal(meaning)) for code, meaning in other]
    if same:
        cases.append((value.isin(sorted(same)), value))
    return ibis.cases(*cases, else_=ibis.null("string"))


def _states() -> dict[str, str]:
    return dict(sorted(state_map("cameo").items()))


def _roots() -> dict[str, str]:
    """PLOVER root by the first three digits, which decide it; codes of two digits stand as well."""
    table = cameo_table().filter(pl.col("code").str.len_chars() <= 3)
    return dict(table.select("code", "root").iter_rows())


def _domains() -> dict[str, str]:
    table = cameo_table().filter(pl.col("domains").list.len() > 0)
    return {code: ";".join(named) for code, named in table.select("code", "domains").iter_rows()}
