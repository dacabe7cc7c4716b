"""Any CSV or Parquet with one event per row, by a mapping of its columns (see `mapping`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from detente.core.codebook import ROOTS
from detente.core.errors import ImportFileError
from detente.core.states import normalise_name, state_map
from detente.core.tables import EVENTS
from detente.store.cameo import CODED, with_cameo, with_roots
from detente.store.importers.history import numbered_states
from detente.store.importers.mapping import TableMapping
from detente.store.importers.parts import (
    Coded,
    Raw,
    day_range,
    fixed,
    hashed,
    lost_codes,
    reject_rows,
)
from detente.store.importers.source import Source

__all__ = ["LAYOUT", "complete", "dataset_of", "matches", "read_rows", "to_events"]

LAYOUT = "table"
ROWS_AT_ONCE = 500_000
_PLAIN = ("happened_on", "actor", "recipient")
_TYPED = {
    name: dtype for name, dtype in EVENTS.schema.items()
    if dtype in (pl.Float64, pl.Int32)
}  # fmt: skip


def matches(source: Source, columns: list[str]) -> bool:
    """Whether a file has columns named as those of events, so that it needs no mapping."""
    return set(_PLAIN) <= set(columns) and bool({"cameo", "root"} & set(columns))


def dataset_of(source: Source) -> str:
    """Name of the dataset where the mapping gives none: the file's name."""
    return source.name.split(".")[0].lower()


def read_rows(source: Source, *, mapping: TableMapping) -> Iterator[Raw]:
    """Yield the rows in batches, as text, under the names of the columns of events.

    Raises:
        ImportFileError: not a table, or it lacks a column that the mapping names.
    """
    frame = _frame(source, mapping)
    chosen = mapping.columns or {name: name for name in frame.columns if name in EVENTS.names}
    lacking = [theirs for theirs in chosen.values() if theirs not in frame.columns]
    if lacking:
        raise ImportFileError(
            f"{source.name}: no column '{lacking[0]}', which the mapping names; "
            f"found {', '.join(frame.columns[:40])}."
        )
    rows = frame.select(
        **{ours: _text(frame, theirs) for ours, theirs in chosen.items()},
        **{ours: pl.lit(str(value)) for ours, value in mapping.fixed.items()},
    ).with_row_index("row", offset=1)
    complete(rows.columns, source.name)
    for batch in rows.iter_slices(ROWS_AT_ONCE):
        yield Raw(batch)


def complete(columns: list[str], name: str) -> None:
    """Check that `columns` make events.

    Raises:
        ImportFileError: a day, a side or a kind of event is missing.
    """
    for wanted in (*_PLAIN, "root"):
        if wanted not in columns and not (wanted == "root" and "cameo" in columns):
            raise ImportFileError(
                f"{name}: nothing gives '{wanted}'; name its column under [columns] of a mapping "
                "(--mapping map.toml; `detente import --help` shows one)."
            )


def _frame(source: Source, mapping: TableMapping) -> pl.DataFrame:
    try:
        if source.is_parquet:
            return pl.read_parquet(source.path)
        with source.open() as file:
            text = file.read().decode(mapping.encoding, errors="replace").encode()
        first = text.split(b"\n", 1)[0]
        guess = max((b",", b";", b"\t", b"|"), key=first.count).decode()
        return pl.read_csv(
            text.removeprefix(b"\xef\xbb\xbf"), infer_schema=False,
            separator=mapping.separator or guess,        )  # fmt: skip
    except (pl.exceptions.PolarsError, LookupError) as fault:
        raise ImportFileError(
            f"{source.name}: not a table that can be read: {fault}. "
            "Give separator and encoding under [read] of a mapping."
        ) from fault


def _text(frame: pl.DataFrame, column: str) -> pl.Expr:
    held = pl.col(column)
    if isinstance(frame.schema[column], pl.List):
        held = held.cast(pl.List(pl.String)).list.join(";")
    text = held.cast(pl.String).str.strip_chars()
    return pl.when(text != "").then(text)


def to_events(rows: pl.DataFrame, *, dataset: str, mapping: TableMapping | None = None) -> Coded:
    """Turn rows (text, with the names of event columns) into events.

    A state that isn't known stays as a name, with a null code. A row without a day, or whose code
    or root isn't known, is rejected.
    """
    mapping = mapping or TableMapping()
    rows, undated = _dated(_valued(rows, mapping), mapping)
    rows, unmapped = _with_states(rows, mapping)
    rows, uncoded = _coded(_typed(rows))
    unmapped.append(lost_codes(uncoded, "detail", kind="code"))
    if "event_id" not in rows.columns:
        text = [name for name in EVENTS.names if name in rows.columns and name != "domains"]
        rows = rows.with_columns(hashed(rows, *text))
    events = fixed(rows, dataset=dataset)
    rejected = pl.concat([undated, uncoded])
    return Coded(events, rejected, pl.concat(unmapped), _days(events, mapping))


def _typed(rows: pl.DataFrame) -> pl.DataFrame:
    numbers = [name for name in _TYPED if name in rows.columns]
    rows = rows.with_columns(pl.col(name).cast(_TYPED[name], strict=False) for name in numbers)
    if "domains" not in rows.columns:
        return rows
    filled = pl.element().filter(pl.element() != "")
    return rows.with_columns(pl.col("domains").fill_null("").str.split(";").list.eval(filled))


def _coded(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    own: dict[str, str] = {name: f"_own_{name}" for name in CODED if name in rows.columns}
    if "cameo" in rows.columns:
        rows = with_cameo(rows.rename(own)).with_columns(
            pl.coalesce(kept, name).alias(name) for name, kept in own.items()
        )
    rows = with_roots(
        rows,
        quads={name: root.quad for name, root in ROOTS.items()},
        weights={name: root.weight for name, root in ROOTS.items()},
    )
    code = [pl.col(name) for name in ("cameo", "root") if name in rows.columns]
    known = pl.col("root").is_in(list(ROOTS))
    return reject_rows(rows, where=~known, reason="unknown_code", detail=pl.coalesce(code))


def _valued(rows: pl.DataFrame, mapping: TableMapping) -> pl.DataFrame:
    return rows.with_columns(
        pl.col(name).replace(dict(table)) for name, table in mapping.values.items()
        if name in rows.columns
    )  # fmt: skip


def _dated(rows: pl.DataFrame, mapping: TableMapping) -> tuple[pl.DataFrame, pl.DataFrame]:
    days = [name for name in ("happened_on", "reported_on") if name in rows.columns]
    parsed = {
        f"_{name}": pl.col(name).str.to_date(mapping.date_format, strict=False) for name in days
    }
    kept, undated = reject_rows(
        rows.with_columns(**parsed),
        where=pl.col("_happened_on").is_null(), reason="bad_date", detail=pl.col("happened_on"),
    )  # fmt: skip
    return kept.with_columns(**{name: pl.col(f"_{name}") for name in days}), undated


def _with_states(
    rows: pl.DataFrame, mapping: TableMapping
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    unmapped = []
    for side in ("actor", "recipient"):
        if mapping.states in ("cow", "gw"):
            code = numbered_states(side, dialect=mapping.states)
        else:
            written = rows[side].drop_nulls().unique()
            table = {value: _state(value, mapping.states) for value in written}
            code = pl.col(side).replace_strict(table, default=None, return_dtype=pl.String)
        name = f"{side}_name"
        as_written = pl.coalesce(name, side) if name in rows.columns else pl.col(side)
        unmapped.append(lost_codes(rows, side, where=code.is_null(), kind="state"))
        rows = rows.with_columns(code.alias(side), as_written.alias(name))
    return rows, unmapped


def _state(value: str, dialect: str | None) -> str | None:
    tried = (dialect,) if dialect else ("iso3", "name")
    for table in tried:
        key = normalise_name(value) if table == "name" else value.strip().upper()
        if found := state_map(table).get(key):
            return found
    return None


def _days(events: pl.DataFrame, mapping: TableMapping) -> frozenset[date]:
    if mapping.covered is None:
        return day_range(events)
    since, until = mapping.covered
    return frozenset(since + timedelta(days=n) for n in range((until - since).days))
