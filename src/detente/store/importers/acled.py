"""ACLED exports of three generations, and its feed of deleted events.

Raleigh, Linke, Hegre & Karlsen 2010, J. Peace Research 47(5). Terms: no passing on of rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import polars as pl

from detente.core.codebook import ROOTS
from detente.core.states import normalise_name, state_map
from detente.core.tables import EVENTS
from detente.store.cameo import with_roots
from detente.store.importers.parts import Coded, Raw, day_range, fixed, lost_codes, reject_rows
from detente.store.importers.source import Source
from detente.store.importers.texts import quoted_batches

__all__ = ["DELETED", "LAYOUT", "REPLACES", "dataset_of", "matches", "read_rows", "to_events"]

LAYOUT = "acled"
REPLACES = True
"""A row of a later change takes the place of the older one with its key."""

_WANTED = [
    "event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1",
    "inter1", "actor2", "inter2", "source", "timestamp",
]  # fmt: skip
# 1 exact, 2 known to the week, 3 to the month.
_PRECISIONS = {"1": "day", "2": "month", "3": "month"}
_SECTORS = {
    "1": "MIL", "2": "REB", "3": "UAF", "4": "UAF", "5": "CVL", "6": "CVL", "7": "CVL", "8": "MIL",
    "state forces": "MIL", "rebel group": "REB", "political militia": "UAF",
    "identity militia": "UAF", "rioters": "CVL", "protesters": "CVL", "civilians": "CVL",
    "external/other forces": "MIL",
}  # fmt: skip
_FORCES = re.compile(
    r"^(?:Military|Police|Government|Private Security|Judicial|Prison)\b.*?\bof (?:the )?"
    r"(?P<state>.+?)(?: \(\d{4}.*)?$"
)
_BRACKET = re.compile(r"\((?P<state>[^()\d]+)\)\s*$")


def matches(source: Source, columns: list[str]) -> bool:
    """Whether the header is that of ACLED."""
    return {"event_id_cnty", "event_date", "sub_event_type", "inter1"} <= set(columns)


def dataset_of(source: Source) -> str:
    """Return acled."""
    return "acled"


def read_rows(source: Source) -> Iterator[Raw]:
    """Yield the rows in batches, separated by commas or, before 2023, semicolons."""
    first = source.head.split(b"\n", 1)[0]
    separator = ";" if first.count(b";") > first.count(b",") else ","
    yield from quoted_batches(source, names=None, wanted=_WANTED, separator=separator)


def to_events(rows: pl.DataFrame, *, dataset: str) -> Coded:
    """Turn rows into events.

    actor1 and actor2 have no direction: use undirected tables. `reported_on` is the day of the
    row's last change. Kinds of event without a PLOVER root are rejected and listed.
    """
    text, changed = pl.col("event_date"), pl.col("timestamp").cast(pl.Int64, strict=False)
    day = pl.coalesce(
        text.str.to_date("%Y-%m-%d", strict=False), text.str.to_date("%d %B %Y", strict=False)
    )
    rows, undated = reject_rows(
        rows.with_columns(
            happened_on=day, reported_on=pl.from_epoch(changed, time_unit="s").dt.date()
        ),
        where=pl.col("happened_on").is_null(), reason="bad_date", detail=text,
    )  # fmt: skip
    kind = pl.concat_str("event_type", pl.col("sub_event_type").fill_null(""), separator=": ")
    rows, untyped = reject_rows(
        rows.join(_kinds(), on=["event_type", "sub_event_type"], how="left", maintain_order="left"),
        where=pl.col("root").is_null(), reason="unknown_code", detail=kind,
    )  # fmt: skip
    rows, unmapped = _with_sides(rows)
    unmapped.append(lost_codes(untyped, "detail", kind="kind"))
    rows = with_roots(
        rows, quads={name: root.quad for name, root in ROOTS.items()},
        weights={name: root.weight for name, root in ROOTS.items()},
    ).with_columns(
        event_id=pl.concat_str(pl.lit(f"{dataset}:"), "event_id_cnty"),
        record_id="event_id_cnty",
        happened_precision=pl.col("time_precision").replace_strict(_PRECISIONS, default="day"),
        mentions=pl.col("source").str.split(";").list.len().cast(pl.Int32).fill_null(1),
    )  # fmt: skip
    events = fixed(rows, dataset=dataset)
    rejected = pl.concat([undated, untyped])
    return Coded(events, rejected, pl.concat(unmapped), day_range(events))


@cache
def _kinds() -> pl.DataFrame:
    text = files("detente.store").joinpath("data/acled_kinds.csv").read_bytes()
    filled = pl.element().filter(pl.element() != "")
    listed = pl.col("domains").fill_null("").str.split(";").list.eval(filled)
    return pl.read_csv(text, infer_schema=False).with_columns(listed)


def _with_sides(rows: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    unmapped = []
    for number, side in (("1", "actor"), ("2", "recipient")):
        name, inter = f"actor{number}", f"inter{number}"
        found = {who: _state(who) for who in rows[name].drop_nulls().unique()}
        official = [who for who, state in found.items() if state is None and _FORCES.match(who)]
        lost = pl.col(name).is_in(official)
        unmapped.append(lost_codes(rows, name, where=lost, kind="entity"))
        forces = pl.col(inter).str.to_lowercase()
        sector = forces.replace_strict(_SECTORS, default=None, return_dtype=pl.String)
        police = pl.col(name).str.starts_with("Police").fill_null(False)
        rows = rows.with_columns(
            pl.col(name).replace_strict(found, default=None, return_dtype=pl.String).alias(side),
            pl.col(name).alias(f"{side}_name"),
            pl.when(police).then(pl.lit("COP")).otherwise(sector).alias(f"{side}_sector"),
        )
    return rows, unmapped


def _state(who: str) -> str | None:
    """State of an actor: `Military Forces of X (2020-)`, or the last bracket, `Civilians (X)`."""
    found = _FORCES.match(who) or _BRACKET.search(who)
    return state_map("name").get(normalise_name(found["state"])) if found else None


class DELETED:
    """Feed of deleted events: their keys; the events leave the store."""

    LAYOUT = "acled_deleted"

    @staticmethod
    def matches(source: Source, columns: list[str]) -> bool:
        """Whether the header is that of the feed."""
        return {"event_id_cnty", "deleted_timestamp"} <= set(columns)

    @staticmethod
    def dataset_of(source: Source) -> str:
        """Return acled."""
        return "acled"

    @staticmethod
    def read_rows(source: Source) -> Iterator[Raw]:
        """Yield the keys in batches."""
        yield from quoted_batches(source, names=None, wanted=["event_id_cnty", "deleted_timestamp"])

    @staticmethod
    def to_events(rows: pl.DataFrame, *, dataset: str) -> Coded:
        """Name the events to remove; none are added."""
        kept, rejected = reject_rows(
            rows, where=pl.col("event_id_cnty").is_null(), reason="bad_row",
            detail=pl.lit("no event_id_cnty"),
        )  # fmt: skip
        named = kept.select("row", event_id=pl.concat_str(pl.lit(f"{dataset}:"), "event_id_cnty"))
        empty = EVENTS.empty().with_columns(pl.lit(0, pl.Int64).alias("row"))
        return Coded(empty, rejected, removed=named)
