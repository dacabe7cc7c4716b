"""GDELT 1.0 and 2.0 events, told apart by their width: 57 or 58 columns, or 61.

The two layouts share columns 1 to 35; 1.0 has no ADM2 column in its three blocks of geography.
Layout: http://data.gdeltproject.org/documentation/, Leetaru & Schrodt 2013.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from detente.core.states import state_map
from detente.store.importers.history import as_of_their_day
from detente.store.importers.parts import Coded, Raw, finish, mapped, reject_rows
from detente.store.importers.sectors import code_sectors
from detente.store.importers.source import Source
from detente.store.importers.texts import tab_batches

__all__ = ["LAYOUT", "REGIONS", "dataset_of", "matches", "read_rows", "to_events"]

LAYOUT = "gdelt"
POOLED = True

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code",
    "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_HEAD = ["GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"]
_DEED = [
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
]  # fmt: skip
_PLACE_1 = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")
_PLACE_2 = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")


def _columns(place: tuple[str, ...], *, url: bool) -> list[str]:
    sides = [f"Actor{n}{part}" for n in (1, 2) for part in _ACTOR]
    places = [f"{who}Geo_{part}" for who in ("Actor1", "Actor2", "Action") for part in place]
    return [*_HEAD, *sides, *_DEED, *places, "DATEADDED", *(["SOURCEURL"] if url else [])]


_WIDTHS = {
    58: _columns(_PLACE_1, url=True),
    57: _columns(_PLACE_1, url=False),
    61: _columns(_PLACE_2, url=True),
}
_WANTED = [
    "GLOBALEVENTID", "SQLDATE", "Actor1Name", "Actor1CountryCode", "Actor1Type1Code",
    "Actor2Name", "Actor2CountryCode", "Actor2Type1Code", "EventCode", "QuadClass",
    "GoldsteinScale", "NumMentions", "DATEADDED",
]  # fmt: skip
_QUADS = {"1": "verbal_coop", "2": "material_coop", "3": "verbal_conf", "4": "material_conf"}

# Daily files begin here; DATEADDED of older rows is the day on which the archive was made.
_FEED_BEGAN = date(2013, 4, 1)

REGIONS = frozenset(
    [
        "AFR", "ASA", "BLK", "CRB", "CAU", "CFR", "CAS", "CEU", "EIN", "EAF", "EEU", "EUR", "LAM",
        "MEA", "MDT", "NAF", "NMR", "PGS", "SCN", "SAM", "SAS", "SEA", "SAF", "WAF", "WST",
    ]
)  # fmt: skip
"""CAMEO codes of regions, which are no states."""


def matches(source: Source, columns: list[str]) -> bool:
    """Whether the first row looks like a GDELT event: its width, an id, a day and a quad class."""
    return (
        len(columns) in _WIDTHS
        and columns[0].isdigit()
        and len(columns[1]) == 8
        and columns[1].isdigit()
        and columns[29] in _QUADS
    )


def dataset_of(source: Source) -> str:
    """Return gdelt2 for rows of 61 columns, else gdelt1."""
    first = source.head.split(b"\n", 1)[0]
    return "gdelt2" if first.count(b"\t") == 60 else "gdelt1"


def read_rows(source: Source) -> Iterator[Raw]:
    """Yield the rows in batches; each row's layout is found by its own width."""
    yield from tab_batches(source, columns=_WIDTHS, wanted=_WANTED)


def to_events(rows: pl.DataFrame, *, dataset: str) -> Coded:
    """Turn rows into events; the days on which rows were added count as covered.

    The files of before April 2013 were made afterwards: there the day of report isn't known, and
    the days of the events count as covered.

    `mentions` is GDELT's own count, of the first 15 minutes in 2.0; import the mentions files to
    recount. A region (EUR, WST) is no state and stays a name.
    """
    added = pl.col("DATEADDED").str.head(8).str.to_date("%Y%m%d", strict=False)
    rows = rows.with_columns(
        happened_on=pl.col("SQLDATE").str.to_date("%Y%m%d", strict=False),
        reported_on=pl.when(added >= _FEED_BEGAN).then(added),
    )
    rows, undated = reject_rows(
        rows, where=pl.col("happened_on").is_null(), reason="bad_date", detail=pl.col("SQLDATE")
    )
    rows, keyless = reject_rows(
        rows, where=pl.col("GLOBALEVENTID").is_null(), reason="bad_row",
        detail=pl.lit("no GLOBALEVENTID"),
    )  # fmt: skip
    unmapped = []
    for number, side in (("1", "actor"), ("2", "recipient")):
        rows, lost = _with_side(rows, number, side)
        unmapped.append(lost)
    rows = as_of_their_day(rows).with_columns(
        event_id=pl.concat_str(pl.lit(f"{dataset}:"), "GLOBALEVENTID"),
        record_id="GLOBALEVENTID",
        cameo="EventCode",
        weight=pl.col("GoldsteinScale").cast(pl.Float64, strict=False),
        quad=pl.col("QuadClass").replace_strict(_QUADS, default=None, return_dtype=pl.String),
        mentions=pl.col("NumMentions").cast(pl.Int32, strict=False).fill_null(1),
    )
    events, uncoded, rolled = finish(rows, dataset=dataset)
    seen = rows.select(pl.coalesce("reported_on", "happened_on")).to_series()
    days: frozenset[date] = frozenset(seen.unique())
    rejected = pl.concat([undated, keyless, uncoded])
    return Coded(events, rejected, pl.concat([*unmapped, rolled]), days)


def _with_side(rows: pl.DataFrame, number: str, side: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    code = f"Actor{number}CountryCode"
    rows, unmapped = mapped(rows, code, table=state_map("cameo").items(), into=side, kind="state")
    lost = unmapped.filter(~pl.col("code").is_in([f"state:{region}" for region in REGIONS]))
    return rows.with_columns(
        pl.col(f"Actor{number}Name").alias(f"{side}_name"),
        code_sectors(f"Actor{number}Type1Code").alias(f"{side}_sector"),
    ), lost
