"""UCDP Georeferenced Event Dataset and Candidate events: deadly events only, CC BY 4.0.

Davies, Pettersson & Oberg (the release's paper); Sundberg & Melander 2013, J. Peace Research 50(4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import polars as pl

from detente.core.codebook import quad_of, weight_of
from detente.store.importers.history import numbered_states
from detente.store.importers.parts import Coded, Raw, day_range, fixed, lost_codes, reject_rows
from detente.store.importers.source import Source
from detente.store.importers.texts import quoted_batches

__all__ = ["LAYOUT", "dataset_of", "matches", "read_rows", "released_on", "to_events"]

LAYOUT = "ucdp_ged"
_NAMES = [
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name",
    "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline",
    "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
]  # fmt: skip
_WANTED = [
    "id", "type_of_violence", "side_a", "side_b", "number_of_sources", "date_prec", "date_start",
    "gwnoa", "gwnob",
]  # fmt: skip
_RELEASE = re.compile(r"v(\d+)_(\d+)(?:_(\d+))?(?:_(\d+)_(\d+))?", re.IGNORECASE)
_MODES = {"1": "state-based", "2": "non-state", "3": "one-sided"}
# 1 exact, 2 a span of 2 to 6 days, 3 known to the week, 4 to the month, 5 longer than a month.
_PRECISIONS = {"1": "day", "2": "month", "3": "month", "4": "month", "5": "year"}


def matches(source: Source, columns: list[str]) -> bool:
    """Whether the header, or a first row without one, is that of GED."""
    named = {"type_of_violence", "gwnoa", "gwnob"} <= set(columns)
    return named or _headerless(columns)


def _headerless(fields: list[str]) -> bool:
    # Commas within quotes make the count of a row's fields uncertain here.
    return (
        len(fields) >= len(_NAMES)
        and all(text.isdigit() for text in (fields[0], fields[1], fields[2]))
        and fields[5] in _MODES
    )


def dataset_of(source: Source) -> str:
    """Return ucdp_ged_ or ucdp_candidate_ with the release, as each release changes the past."""
    found = _RELEASE.search(source.name)
    if not found:
        return "ucdp_ged"
    kind = "candidate" if found[3] else "ged"
    return "_".join(["ucdp", kind, *(part for part in found.groups() if part)])


def released_on(dataset: str) -> date | None:
    """About the day of a release: June for GED, the 20th of the next month for Candidate.

    >>> released_on("ucdp_ged_23_1"), released_on("ucdp_candidate_24_0_1")
    (datetime.date(2023, 6, 1), datetime.date(2024, 2, 20))
    """
    found = re.search(r"_(ged|candidate)_(\d+)_\d+(?:_(\d+))?(?:_\d+_(\d+))?", dataset)
    if not found:
        return None
    year = 2000 + int(found[2])
    if found[1] == "ged":
        return date(year, 6, 1)
    month = int(found[4] or found[3])
    return date(year + month // 12, month % 12 + 1, 20)


def read_rows(source: Source) -> Iterator[Raw]:
    """Yield the rows in batches; a file without header is taken to have the 49 columns."""
    first = source.head.split(b"\n", 1)[0].decode("utf-8", errors="replace")
    names = None if "type_of_violence" in first else _NAMES
    yield from quoted_batches(source, names=names, wanted=_WANTED)


def to_events(rows: pl.DataFrame, *, dataset: str) -> Coded:
    """Turn rows into events of root ASSAULT.

    Sides A and B aren't who did what to whom: between states (`gwnoa`, `gwnob`) use undirected
    tables. Several states on a side make one event for each pair, with an equal `share`. An event
    of many days stands on its first, with a coarser precision. `reported_on` is about the day of
    the release.
    """
    rows, undated = reject_rows(
        rows.with_columns(
            happened_on=pl.col("date_start").str.head(10).str.to_date("%Y-%m-%d", strict=False)
        ),
        where=pl.col("happened_on").is_null(), reason="bad_date", detail=pl.col("date_start"),
    )  # fmt: skip
    rows, untyped = reject_rows(
        rows, where=~pl.col("type_of_violence").is_in(list(_MODES)), reason="unknown_code",
        detail=pl.col("type_of_violence"),
    )  # fmt: skip
    rows, unmapped = _with_states(rows)
    made = pl.len().over("row")
    single = made == 1
    key = pl.concat_str(pl.lit(f"{dataset}:"), "id")
    pair = pl.concat_str(
        pl.col("actor").fill_null("-"), pl.col("recipient").fill_null("-"), separator=">"
    )
    kind = pl.col("type_of_violence")
    ready = rows.with_columns(
        event_id=pl.when(single).then(key).otherwise(pl.concat_str(key, pair, separator="#")),
        record_id="id",
        share=pl.when(~single).then(1.0 / made),
        reported_on=pl.lit(released_on(dataset), pl.Date),
        happened_precision=pl.col("date_prec").replace_strict(_PRECISIONS, default="month"),
        root=pl.lit("ASSAULT"),
        mode=kind.replace_strict(_MODES),
        quad=pl.lit(quad_of("ASSAULT")),
        weight=pl.lit(weight_of("ASSAULT")),
        domains=pl.lit(["military"], pl.List(pl.String)),
        actor_name="side_a",
        recipient_name="side_b",
        actor_sector=pl.when(pl.col("actor").is_not_null())
        .then(pl.lit("GOV"))
        .otherwise(pl.lit("REB")),
        recipient_sector=pl.when(kind == "3")
        .then(pl.lit("CVL"))
        .when(pl.col("recipient").is_null())
        .then(pl.lit("REB"))
        .otherwise(pl.lit("GOV")),
        mentions=pl.col("number_of_sources").cast(pl.Int32, strict=False).clip(1).fill_null(1),
    )
    events = fixed(ready, dataset=dataset)
    # GED covers whole years, Candidate what it has come to.
    covered = day_range(events, whole_years="candidate" not in dataset)
    return Coded(events, pl.concat([undated, untyped]), unmapped, covered)


def _with_states(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    lost = []
    for column, side in (("gwnoa", "actor"), ("gwnob", "recipient")):
        split = pl.col(column).str.replace_all(" ", "").str.split(";")
        rows = rows.with_columns(_code=split).explode("_code")
        rows = rows.with_columns(numbered_states("_code", dialect="gw").alias(side))
        lost.append(lost_codes(rows, "_code", where=pl.col(side).is_null(), kind="state"))
    # One-sided violence: side B are civilians, whatever their state.
    return rows.drop("_code"), pl.concat(lost)
