"""Forecasts against published figures and hard baselines, on ICEWS."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from detente.forecast.facts import Facts, both_ways, facts_from_names
from quality.icews import FILES, _padded

TITLE = "Forecasts"


def icews_facts(shared: Path, name: str) -> tuple[Facts, int, int, int]:
    """All facts of an ICEWS file, both ways, and the first days of valid and test and the end."""
    folder = shared / "data" / "icews"
    frame = pl.read_parquet(folder / f"{FILES[name]}.parquet").with_columns(
        pl.col("subject", "relation", "object", "split").cast(pl.String)
    )
    states = pl.read_csv(folder / "entity_country.csv.gz").filter(pl.col("iso3").is_not_null())
    codes = pl.read_csv(folder / "relations.csv", schema_overrides={"cameo": pl.String})
    families = codes.select("relation", _padded(pl.col("cameo")).str.slice(0, 2))
    facts = facts_from_names(
        frame.select(actor="subject", relation="relation", recipient="object", day="date"),
        country=dict(states.select("entity", "iso3").iter_rows()),
        sector=_sectors(set(frame["subject"]) | set(frame["object"])),
        family=dict(families.iter_rows()),
    )
    starts = dict(frame.group_by("split").agg(pl.col("date").min()).iter_rows())
    valid, test = facts.day_of(starts["valid"]), facts.day_of(starts["test"])
    return both_ways(facts), valid, test, int(facts.day.max()) + 1


def _sectors(names: set[str]) -> dict[str, str]:
    """'Police (India)' is of the sector 'Police'."""
    found = {name: re.fullmatch(r"(.*) \(.*\)", name) for name in names}
    return {name: match.group(1) for name, match in found.items() if match}
