"""ICEWS facts as temporal-knowledge-graph work passes them on: subject, relation, object, date.

Relations are CAMEO event names; entities are states by name, `Sector (State)`, people or
organisations, whose state the coder's resolver finds. Each fact stands once per day, without a
count, so `mentions` is 1.

Layout: Boschee et al. 2015, doi:10.7910/DVN/28075, in the form of Jin et al. 2020 (RE-Net).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Final

import polars as pl

from detente.coding.resolve import resolve
from detente.core.states import normalise_name, state_map
from detente.store.cameo import cameo_by_label
from detente.store.importers.parts import (
    Coded,
    Raw,
    finish,
    hashed,
    lost_codes,
    mapped,
    reject_rows,
)
from detente.store.importers.sectors import icews_sector
from detente.store.importers.source import Source

__all__ = [
    "LAYOUT",
    "dataset_of",
    "matches",
    "read_rows",
    "side_of_entities",
    "state_of_entity",
    "state_of_place",
    "to_events",
]

LAYOUT = "icews_quads"
_COLUMNS = {"subject", "relation", "object", "date"}
_BRACKETED = re.compile(r"^(?P<sector>.*?)\s*\((?P<state>[^()]*(?:\([^()]*\))?[^()]*)\)$")
ROWS_AT_ONCE = 1_000_000
_WEAK: Final = ("place", "demonym", "modifier", "pair", "team")


def matches(source: Source, columns: list[str]) -> bool:
    """Whether a file with these column names is in this layout."""
    return set(columns) >= _COLUMNS


def dataset_of(source: Source) -> str:
    """Name of the dataset: the file's (icews14, icews18), as their densities differ; else icews."""
    stem = source.name.split(".")[0].lower()
    return stem if re.fullmatch(r"icews\w*", stem) else "icews"


def read_rows(source: Source) -> Iterator[Raw]:
    """Yield the facts in batches, as text."""
    frame = pl.read_parquet(source.path) if source.is_parquet else pl.read_csv(
        source.path, infer_schema=False
    )  # fmt: skip
    frame = frame.with_columns(pl.all().cast(pl.String)).with_row_index("row", offset=1)
    for batch in frame.iter_slices(ROWS_AT_ONCE):
        yield Raw(batch)


def to_events(rows: pl.DataFrame, *, dataset: str) -> Coded:
    """Turn facts into events.

    A day whose rows are only a sample (`coverage` = sample20) isn't counted as covered.
    """
    rows = rows.with_columns(happened_on=pl.col("date").str.to_date("%Y-%m-%d", strict=False))
    rows, undated = reject_rows(
        rows, where=pl.col("happened_on").is_null(), reason="bad_date", detail=pl.col("date")
    )
    rows, unmapped = mapped(
        rows.with_columns(_label=pl.col("relation").str.to_lowercase()),
        "_label", table=cameo_by_label().items(), into="cameo", kind="relation",
    )  # fmt: skip
    rows, unnamed = reject_rows(
        rows, where=pl.col("cameo").is_null(), reason="unknown_code", detail=pl.col("relation")
    )
    middle: Any = rows["happened_on"].median()
    on = middle.date() if isinstance(middle, datetime) else middle
    rows = _with_side(_with_side(rows, "subject", "actor", on), "object", "recipient", on)
    rows = rows.with_columns(
        hashed(rows, "subject", "relation", "object", "date"), reported_on=pl.col("happened_on")
    )
    events, uncoded, rolled = finish(rows, dataset=dataset)
    covered = rows.filter(pl.col("coverage") == "full") if "coverage" in rows.columns else rows
    days: frozenset[date] = frozenset(covered["happened_on"].unique())
    unmapped = pl.concat([unmapped, _without_state(rows), rolled])
    return Coded(events, pl.concat([undated, unnamed, uncoded]), unmapped, days)


def _with_side(rows: pl.DataFrame, column: str, side: str, on: date | None) -> pl.DataFrame:
    entities = rows[column].unique().drop_nulls().sort()
    table = side_of_entities(entities.to_list(), on=on).rename(
        {"entity": column, "state": side, "sector": f"{side}_sector"}
    )
    joined = rows.join(table, on=column, how="left", maintain_order="left")
    return joined.with_columns(pl.col(column).alias(f"{side}_name"))


def side_of_entities(entities: list[str], *, on: date | None) -> pl.DataFrame:
    """State and sector of ICEWS entities: `entity`, `state`, `sector`, one row each, in order.

    A state by name or in brackets comes first; people, parties and bodies go through the coder's
    resolver, for the day `on`. Places and adjectives within names are no evidence.
    """
    states = [state_of_entity(entity) for entity in entities]
    table = pl.DataFrame(
        {"entity": entities, "state": states, "sector": [icews_sector(name) for name in entities]},
        schema={"entity": pl.String, "state": pl.String, "sector": pl.String},
    )
    unknown = table.filter(pl.col("state").is_null())["entity"].to_list()
    told = resolve(unknown, on=on).filter(~pl.col("how").is_in(_WEAK))
    found = told.select(entity="phrase", told="state", role="sector").unique("entity")
    return table.join(found, on="entity", how="left", maintain_order="left").select(
        "entity", state=pl.coalesce("state", "told"), sector=pl.coalesce("sector", "role")
    )


def _without_state(rows: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(
        lost_codes(rows, f"{side}_name", where=pl.col(side).is_null(), kind="entity")
        for side in ("actor", "recipient")
    )


@cache
def _places() -> Mapping[str, str]:
    text = files("detente.store").joinpath("data/icews_places.csv").read_bytes()
    rows = pl.read_csv(text, infer_schema=False).iter_rows()
    # ICEWS writes 'Congo' for Brazzaville, so its own list comes first.
    return {**state_map("name"), **{normalise_name(place): state for place, state in rows}}


def state_of_entity(entity: str) -> str | None:
    """State of an ICEWS entity: named itself, or in brackets; null for people and organisations.

    >>> state_of_entity("Police (India)"), state_of_entity("Iran"), state_of_entity("Angela Merkel")
    ('IND', 'IRN', None)
    >>> state_of_entity("Air Force (Palestinian Territory, Occupied)")
    'PSE'
    """
    found = _BRACKETED.match(entity)
    return state_of_place(found["state"] if found else entity)


def state_of_place(place: str) -> str | None:
    """State that ICEWS means by the name of a state or region.

    >>> state_of_place("Congo"), state_of_place("Democratic Republic of Congo")
    ('COG', 'COD')
    """
    return _places().get(normalise_name(place))
