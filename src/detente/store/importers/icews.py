"""ICEWS coded events, the tab files of Harvard Dataverse (doi:10.7910/DVN/28075), 1995 to 2023.

Boschee, Lautenschlager, O'Brien, Shellman, Starz & Ward 2015.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from detente.store.cameo import cameo_by_label
from detente.store.importers.icews_quads import state_of_place
from detente.store.importers.parts import Coded, Raw, finish, lost_codes, reject_rows
from detente.store.importers.sectors import icews_sector, sector_in_words
from detente.store.importers.source import Source
from detente.store.importers.texts import MISSING, tab_batches

__all__ = ["LAYOUT", "dataset_of", "matches", "read_rows", "to_events"]

LAYOUT = "icews"
_NEEDED = {"Event ID", "Event Date", "Source Name", "Source Country", "Target Name", "Event Text"}
_WANTED = [
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
    "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country",
]  # fmt: skip


def matches(source: Source, columns: list[str]) -> bool:
    """Whether the header is that of ICEWS; one release lacks the CAMEO code."""
    return set(columns) >= _NEEDED


def dataset_of(source: Source) -> str:
    """Return icews."""
    return "icews"


def read_rows(source: Source) -> Iterator[Raw]:
    """Yield the rows in batches, missing values as null."""
    header = source.head.split(b"\n", 1)[0].decode("utf-8", errors="replace").rstrip("\r")
    names = header.removeprefix("\ufeff").split("\t")
    text = pl.all().exclude("row")
    for raw in tab_batches(source, columns={len(names): names}, wanted=_WANTED, header=True):
        yield Raw(raw.rows.with_columns(pl.when(~text.is_in(MISSING)).then(text)), raw.rejected)


def to_events(rows: pl.DataFrame, *, dataset: str) -> Coded:
    """Turn rows into events; the day is that of the story, so it's the day of report as well.

    The key is Event ID with Event Date, as ids repeat across releases. `weight` is ICEWS's
    Intensity. A code that is absent is found from Event Text.
    """
    text = pl.col("Event Date")
    day = pl.coalesce(
        text.str.to_date("%Y-%m-%d", strict=False), text.str.to_date("%m/%d/%Y", strict=False)
    )
    rows, undated = reject_rows(
        rows.with_columns(happened_on=day),
        where=pl.col("happened_on").is_null(), reason="bad_date", detail=text,
    )  # fmt: skip
    label = pl.col("Event Text").str.to_lowercase()
    by_label = label.replace_strict(cameo_by_label(), default=None, return_dtype=pl.String)
    rows, uncoded = reject_rows(
        rows.with_columns(cameo=pl.coalesce("CAMEO Code", by_label)),
        where=pl.col("cameo").is_null(), reason="unknown_code", detail=pl.col("Event Text"),
    )  # fmt: skip
    unmapped = []
    for theirs, side in (("Source", "actor"), ("Target", "recipient")):
        rows, lost = _with_side(rows, theirs, side)
        unmapped.append(lost)
    key = pl.concat_str("happened_on", "Event ID", separator=":")
    rows = rows.with_columns(
        event_id=pl.concat_str(pl.lit(f"{dataset}:"), key),
        record_id=key,
        reported_on="happened_on",
        weight=pl.col("Intensity").cast(pl.Float64, strict=False),
    )
    events, unknown, rolled = finish(rows, dataset=dataset)
    days: frozenset[date] = frozenset(rows["happened_on"].unique())
    rejected = pl.concat([undated, uncoded, unknown])
    return Coded(events, rejected, pl.concat([*unmapped, rolled]), days)


def _with_side(rows: pl.DataFrame, theirs: str, side: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    country, name, words = f"{theirs} Country", f"{theirs} Name", f"{theirs} Sectors"
    states = {place: state_of_place(place) for place in rows[country].drop_nulls().unique()}
    unknown = pl.col(country).is_in([place for place, state in states.items() if state is None])
    said = rows.select(name, words).unique()
    sectors = [
        (icews_sector(who) if who else None) or (sector_in_words(what) if what else None)
        for who, what in said.iter_rows()
    ]
    found = said.with_columns(pl.Series(f"{side}_sector", sectors, pl.String))
    joined = rows.join(found, on=[name, words], how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(
        pl.col(country).replace_strict(states, default=None, return_dtype=pl.String).alias(side),
        pl.col(name).alias(f"{side}_name"),
    ), lost_codes(rows, country, where=unknown, kind="state")
