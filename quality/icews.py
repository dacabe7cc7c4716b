"""ICEWS quadruples of the development data as an events table."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from detente.core.tables import EVENTS, conform

FILES = {"icews14": "icews14", "icews18": "icews18", "icews05_15": "icews05_15_part"}


@cache
def load(shared: Path, name: str, *, all_rows: bool = False) -> pl.DataFrame:
    """One row per cross-border fact, columns of `core.tables.EVENTS` and the file's `split`.

    `name`: icews14, icews18 or icews05_15 (of which only the complete part, from 2011-10-07, is
    read). `all_rows` keeps the facts that have no state on a side, or the same on both.
    """
    folder = shared / "data" / "icews"
    facts = pl.read_parquet(folder / f"{FILES[name]}.parquet").with_columns(
        pl.col("subject", "relation", "object", "split").cast(pl.String)
    )
    if "coverage" in facts.columns:
        facts = facts.filter(pl.col("coverage").cast(pl.String) == "full")
    states = pl.read_csv(folder / "entity_country.csv.gz").select("entity", "iso3")
    relations = pl.read_csv(folder / "relations.csv", schema_overrides={"cameo": pl.String}).select(
        "relation", "cameo", "goldstein", "quad"
    )
    joined = (
        facts.with_row_index("row")
        .join(states.rename({"entity": "subject", "iso3": "actor"}), on="subject", how="left")
        .join(states.rename({"entity": "object", "iso3": "recipient"}), on="object", how="left")
        .join(relations, on="relation", how="left")
        .sort("row")
    )
    if not all_rows:
        joined = joined.filter(pl.col("actor") != pl.col("recipient"))
    cameo = padded(pl.col("cameo"))
    return conform(
        joined.with_columns(
            event_id=pl.format("icews:{}:{}", pl.lit(name), "row"),
            dataset=pl.lit("icews"),
            happened_on=pl.col("date"),
            happened_precision=pl.lit("day"),
            actor_name="subject",
            recipient_name="object",
            root=cameo.str.slice(0, 2).replace_strict(ROOTS, default="CONSULT"),
            mode="relation",
            cameo=cameo,
            weight="goldstein",
            domains=_domains(cameo),
            status=pl.lit("happened"),
            confidence=pl.lit(1.0),
            mentions=pl.lit(1),
            record_id=pl.col("row").cast(pl.String),
        ),
        EVENTS,
    ).with_columns(split=joined["split"])


# CAMEO root → PLOVER root, after the PLOVER codebook; near enough for measures on quad classes.
ROOTS = {
    "01": "CONSULT", "02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT",
    "06": "COOPERATE", "07": "AID", "08": "YIELD", "09": "ACCUSE", "10": "REQUEST",
    "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST", "15": "MOBILIZE",
    "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT",
}  # fmt: skip

_DOMAIN_CODES = {
    "military": ("15", "18", "19", "20", "062", "0312", "072", "138", "0356"),
    "economic": ("061", "0311", "071", "163", "0211", "0231", "085"),
    "humanitarian": ("073", "0333", "0233", "075"),
}


def padded(code: pl.Expr) -> pl.Expr:
    """A leading zero for roots 01-09, which the file's integers have lost."""
    first_two = code.str.slice(0, 2).cast(pl.Int32)
    return pl.when((code.str.len_chars() == 2) | (first_two > 20)).then("0" + code).otherwise(code)


def _domains(cameo: pl.Expr) -> pl.Expr:
    found = [
        pl.when(pl.any_horizontal(*(cameo.str.starts_with(code) for code in codes)))
        .then(pl.lit(domain))
        for domain, codes in _DOMAIN_CODES.items()
    ]  # fmt: skip
    named = pl.concat_list(found).list.drop_nulls()
    return pl.when(named.list.len() > 0).then(named).otherwise(pl.lit(["diplomatic"]))
