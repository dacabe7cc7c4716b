"""Phoenix events, historical (Cline Center: NYT, SWB, FBIS, 1945-2019) and real-time (2014-2019).

Historical: Althaus, Bajjalieh, Carter, Peyton & Shalmon. Real-time: Open Event Data Alliance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import polars as pl

from detente.core.states import state_map
from detente.store.importers.gdelt import REGIONS
from detente.store.importers.history import as_of_their_day
from detente.store.importers.parts import Coded, Raw, finish, mapped, reject_rows
from detente.store.importers.sectors import code_sectors
from detente.store.importers.source import Source
from detente.store.importers.texts import quoted_batches, tab_batches

__all__ = ["HISTORICAL", "REALTIME"]

_NOT_STATES = REGIONS | {"IMG", "IGO", "NGO", "MNC", "INT", "UIS", "NGM", "---"}
# States that are gone, by the codes that CAMEO's dictionaries gave them.
_GONE = {"GDR": "DDR", "CZE": "CZE", "BUR": "MMR", "YMN": "YEM", "ZAR": "COD", "TAW": "TWN"}
_OF_QUAD = {"1": "verbal_coop", "2": "material_coop", "3": "verbal_conf", "4": "material_conf"}


def _events(
    rows: pl.DataFrame, *, dataset: str, rejected: list[pl.DataFrame], covered: frozenset[date]
) -> Coded:
    """Events from rows with happened_on, actor_code, recipient_code, roles, cameo, quad and key."""
    table = {**state_map("cameo"), **_GONE}
    unmapped = []
    for side in ("actor", "recipient"):
        rows, lost = mapped(rows, f"{side}_code", table=table.items(), into=side, kind="state")
        unmapped.append(lost.filter(~pl.col("code").is_in([f"state:{c}" for c in _NOT_STATES])))
        rows = rows.with_columns(code_sectors(f"{side}_role").alias(f"{side}_sector"))
    rows = as_of_their_day(rows).with_columns(
        event_id=pl.concat_str(pl.lit(f"{dataset}:"), "record_id"),
        # Class 0, neutral, holds roots 01 and 02: CAMEO's own class stands in.
        quad=pl.col("quad").replace_strict(_OF_QUAD, default=None, return_dtype=pl.String),
        weight=pl.col("weight").cast(pl.Float64, strict=False),
    )
    events, unknown, rolled = finish(rows, dataset=dataset)
    unmapped.append(rolled)
    return Coded(events, pl.concat([*rejected, unknown]), pl.concat(unmapped), covered)


class HISTORICAL:
    """Cline Center files: comma separated with a header, 25 columns."""

    LAYOUT = "phoenix_historical"
    _WANTED = (
        "eid", "story_date", "source", "source_root", "source_agent", "target", "target_root",
        "target_agent", "code", "root_code", "quad_class", "goldstein",
    )  # fmt: skip

    @staticmethod
    def matches(source: Source, columns: list[str]) -> bool:
        """Whether the header is that of the historical files."""
        return {"eid", "story_date", "source_root", "quad_class"} <= set(columns)

    @staticmethod
    def dataset_of(source: Source) -> str:
        """Return phoenix_nyt, phoenix_swb or phoenix_fbis, by the first row's id."""
        lines = source.head.decode("utf-8", errors="replace").split("\n", 2)
        found = re.match(r'"?([A-Za-z]+)\d', lines[1]) if len(lines) > 1 else None
        return f"phoenix_{found[1].lower()}" if found else "phoenix"

    @classmethod
    def read_rows(cls, source: Source) -> Iterator[Raw]:
        """Yield the rows in batches."""
        yield from quoted_batches(source, names=None, wanted=cls._WANTED)

    @staticmethod
    def to_events(rows: pl.DataFrame, *, dataset: str) -> Coded:
        """Turn rows into events.

        A code that lost its leading zero is rebuilt from the root code. Rows dated 1 January 1970
        are faults of the source and rejected.
        """
        day = pl.col("story_date").str.to_date("%m/%d/%Y", strict=False)
        rows, undated = reject_rows(
            rows.with_columns(happened_on=pl.when(day != date(1970, 1, 1)).then(day)),
            where=pl.col("happened_on").is_null(), reason="bad_date", detail=pl.col("story_date"),
        )  # fmt: skip
        root = pl.col("root_code").str.pad_start(2, "0")
        code = pl.col("code")
        whole = (
            pl.when(code.str.starts_with(root))
            .then(code)
            .otherwise(pl.concat_str(pl.lit("0"), code))
        )
        ready = rows.with_columns(
            reported_on="happened_on", record_id="eid", cameo=whole, quad="quad_class",
            weight="goldstein", actor_name="source", recipient_name="target",
            actor_code="source_root", recipient_code="target_root",
            actor_role="source_agent", recipient_role="target_agent",
        )  # fmt: skip
        days = frozenset(ready["happened_on"].unique())
        return _events(ready, dataset=dataset, rejected=[undated], covered=days)


class REALTIME:
    """Open Event Data Alliance files: tabs, no header, 26 or 27 columns."""

    LAYOUT = "phoenix_realtime"
    _NAMES = (
        "EventID", "Date", "Year", "Month", "Day", "SourceActorFull", "SourceActorEntity",
        "SourceActorRole", "SourceActorAttribute", "TargetActorFull", "TargetActorEntity",
        "TargetActorRole", "TargetActorAttribute", "EventCode", "EventRootCode", "QuadClass",
        "GoldsteinScore", "Issues", "Lat", "Lon", "LocationName", "StateName", "CountryCode",
        "SentenceID", "URLs", "NewsSources",
    )  # fmt: skip
    _WANTED = (
        "EventID", "Date", "SourceActorFull", "SourceActorEntity", "SourceActorRole",
        "TargetActorFull", "TargetActorEntity", "TargetActorRole", "EventCode", "EventRootCode",
        "QuadClass", "GoldsteinScore", "SentenceID",
    )  # fmt: skip

    @staticmethod
    def matches(source: Source, columns: list[str]) -> bool:
        """Whether the first row has 26 or 27 columns, a day and a quad class of 0 to 4."""
        return (
            len(columns) in (26, 27)
            and re.fullmatch(r"\d{8}", columns[1]) is not None
            and columns[15] in ("0", "1", "2", "3", "4")
        )

    @staticmethod
    def dataset_of(source: Source) -> str:
        """Return phoenix_rt."""
        return "phoenix_rt"

    @classmethod
    def read_rows(cls, source: Source) -> Iterator[Raw]:
        """Yield the rows in batches, with the day in the file's name as `file_day`.

        Event ids start anew in each file, so that only with the day they are a key.
        """
        found = re.search(r"(\d{8})", source.name)
        widths = {26: cls._NAMES, 27: (*cls._NAMES, "GeoSentence")}
        for raw in tab_batches(source, columns=widths, wanted=cls._WANTED):
            day = pl.lit(found[1] if found else None, pl.String).alias("file_day")
            yield Raw(raw.rows.with_columns(day), raw.rejected)

    @staticmethod
    def to_events(rows: pl.DataFrame, *, dataset: str) -> Coded:
        """Turn rows into events; the day of the file is the day of report, and covered."""
        day = pl.col("Date").str.to_date("%Y%m%d", strict=False)
        rows, undated = reject_rows(
            rows.with_columns(happened_on=day),
            where=pl.col("happened_on").is_null(), reason="bad_date", detail=pl.col("Date"),
        )  # fmt: skip
        ready = rows.with_columns(
            reported_on=pl.coalesce(pl.col("file_day").str.to_date("%Y%m%d", strict=False), day),
            record_id=pl.concat_str(pl.coalesce("file_day", "Date"), "EventID", separator=":"),
            cameo="EventCode", quad="QuadClass", weight="GoldsteinScore",
            actor_name="SourceActorFull", recipient_name="TargetActorFull",
            actor_code="SourceActorEntity", recipient_code="TargetActorEntity",
            actor_role=pl.col("SourceActorRole").str.split(";").list.first(),
            recipient_role=pl.col("TargetActorRole").str.split(";").list.first(),
            mentions=pl.col("SentenceID").str.split(";").list.len().cast(pl.Int32).fill_null(1),
        )  # fmt: skip
        days = frozenset(ready["reported_on"].drop_nulls().unique())
        return _events(ready, dataset=dataset, rejected=[undated], covered=days)
