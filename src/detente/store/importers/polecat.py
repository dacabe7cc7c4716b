"""POLECAT events (PLOVER ontology, NGEC coder), weekly and yearly files, 2018 on.

Halterman, Bagozzi, Beger, Schrodt & Scarborough 2023; doi:10.7910/DVN/AJGVIT. Terms: research and
education only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from detente.core.codebook import ROOTS, SECTORS
from detente.core.states import state_map
from detente.store.cameo import with_roots
from detente.store.importers.parts import Coded, Raw, fixed, lost_codes, mapped, reject_rows
from detente.store.importers.source import Source
from detente.store.importers.texts import quoted_batches

__all__ = ["LAYOUT", "dataset_of", "matches", "read_rows", "to_events"]

LAYOUT = "polecat"
_NAMES = [
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors",
    "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country",
    "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title",
    "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province",
    "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source",
    "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
]  # fmt: skip
_WANTED = [
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Country", "Primary Actor Sector", "Actor Name Raw", "Recipient Country",
    "Primary Recipient Sector", "Recipient Name Raw", "Publication Date",
]  # fmt: skip
_FIRST_KEY = re.compile(r"^\d{8}-")
_NOT_STATES = ("IGO", "None", "NA")

# Types that PLOVER or this codebook has since joined; the mode keeps them apart.
_ROOTS: Final = {name: name for name in ROOTS} | {
    "CONCEDE": "YIELD", "RETREAT": "YIELD", "DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
}  # fmt: skip
_QUADS: Final = {
    "VERBAL COOPERATION": "verbal_coop", "MATERIAL COOPERATION": "material_coop",
    "VERBAL CONFLICT": "verbal_conf", "MATERIAL CONFLICT": "material_conf",
}  # fmt: skip
_DOMAINS: Final = {
    "diplomatic": "diplomatic", "military": "military", "economic": "economic",
    "trade": "economic", "legal": "legal", "judicial": "legal", "legislative": "legal",
    "human_rights": "humanitarian", "humanitarian": "humanitarian", "refugee": "humanitarian",
    "migration": "humanitarian", "disaster": "humanitarian", "health": "humanitarian",
    "disease": "humanitarian", "cyber": "cyber", "culture": "culture", "religion": "culture",
    "resource": "energy", "energy": "energy",
}  # fmt: skip


def matches(source: Source, columns: list[str]) -> bool:
    """Whether the header is that of POLECAT, in any of its releases."""
    named = {"Event ID", "Event Type", "Quad Code"} <= set(columns)
    return named or (len(columns) >= 40 and columns[0] == "Headline" and "Event Type" in columns)


def dataset_of(source: Source) -> str:
    """Return polecat."""
    return "polecat"


def read_rows(source: Source) -> Iterator[Raw]:
    """Yield the rows in batches; UTF-8, or Latin-1 where it isn't; surplus empty fields are cut.

    A first row with excess names ("Headline") is passed over and the 40 names are imposed.
    """
    header = source.head.split(b"\n", 1)[0].decode("latin-1")
    broken = "Headline" in header
    yield from quoted_batches(
        source, names=_NAMES if broken else None, wanted=_WANTED, separator="\t", ragged=True,
        also={"Event Intensity": "Intensity"}, skip=1 if broken else 0,
    )  # fmt: skip


def to_events(rows: pl.DataFrame, *, dataset: str) -> Coded:
    """Turn rows into events.

    Several states in one cell make one event for each pair of them, with the same `record_id` and
    an equal `share`. An
    international organisation is no state. `weight` is POLECAT's intensity by event type.
    """
    rows = rows.with_columns(
        happened_on=pl.col("Event Date").str.to_date("%Y-%m-%d", strict=False),
        reported_on=pl.col("Publication Date").str.to_date("%Y-%m-%d", strict=False),
        root=pl.col("Event Type").replace_strict(_ROOTS, default=None, return_dtype=pl.String),
    )
    rows, undated = reject_rows(
        rows, where=pl.col("happened_on").is_null(), reason="bad_date", detail=pl.col("Event Date")
    )
    rows, untyped = reject_rows(
        rows, where=pl.col("root").is_null(), reason="unknown_code", detail=pl.col("Event Type")
    )
    days: frozenset[date] = frozenset(
        rows.select(pl.coalesce("reported_on", "happened_on")).to_series().unique()
    )
    rows, unmapped = _with_states(rows)
    unmapped.append(lost_codes(untyped, "detail", kind="root"))
    rows = rows.with_columns(
        record_id="Event ID",
        mode=_mode(),
        weight=pl.col("Intensity").cast(pl.Float64, strict=False),
        quad=pl.col("Quad Code").replace_strict(_QUADS, default=None, return_dtype=pl.String),
        domains=_domains(),
        actor_name="Actor Name Raw",
        recipient_name="Recipient Name Raw",
        actor_sector=_sector("Primary Actor Sector"),
        recipient_sector=_sector("Primary Recipient Sector"),
    )
    rows = with_roots(
        rows, quads={name: root.quad for name, root in ROOTS.items()},
        weights={name: root.weight for name, root in ROOTS.items()},
    )  # fmt: skip
    return Coded(
        fixed(_keyed(rows, dataset), dataset=dataset), pl.concat([undated, untyped]),
        pl.concat(unmapped), days,
    )  # fmt: skip


def _with_states(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    unmapped = []
    for theirs, side in (("Actor Country", "actor"), ("Recipient Country", "recipient")):
        rows = rows.with_columns(_code=pl.col(theirs).str.split("; ")).explode("_code")
        rows, lost = mapped(rows, "_code", table=state_map("iso3").items(), into=side, kind="state")
        unmapped.append(lost.filter(~pl.col("code").is_in([f"state:{c}" for c in _NOT_STATES])))
    return rows.drop("_code"), unmapped


def _keyed(rows: pl.DataFrame, dataset: str) -> pl.DataFrame:
    """Key of the row, with the pair of states where the row made several events."""
    made = pl.len().over("row")
    several = made > 1
    pair = pl.concat_str(
        pl.col("actor").fill_null("-"), pl.col("recipient").fill_null("-"), separator=">"
    )
    key = pl.concat_str(pl.lit(f"{dataset}:"), "Event ID")
    return rows.with_columns(
        event_id=pl.when(several).then(pl.concat_str(key, pair, separator="#")).otherwise(key),
        share=pl.when(several).then(1.0 / made),
    )


def _mode() -> pl.Expr:
    joined = pl.col("Event Type").is_in(["CONCEDE", "INVESTIGATE", "DISAPPROVE"])
    return pl.coalesce("Event Mode", pl.when(joined).then(pl.col("Event Type").str.to_lowercase()))


def _domains() -> pl.Expr:
    one = pl.element().replace_strict(_DOMAINS, default=None, return_dtype=pl.String)
    listed = pl.col("Contexts").fill_null("").str.to_lowercase().str.split("; ").list.eval(one)
    return listed.list.drop_nulls().list.unique(maintain_order=True)


def _sector(column: str) -> pl.Expr:
    known = {sector: sector for sector in SECTORS} | {"CIV": "CVL", "JUS": "JUD", "INS": "REB"}
    return pl.col(column).replace_strict(known, default=None, return_dtype=pl.String)
