"""Reading text tables batch by batch, with every row accounted for.

Unquoted tab files (GDELT, ICEWS, Phoenix) are cut into chunks at line ends and parsed by Polars; a
chunk with a row of an unexpected width is taken apart line by line, so that only that row is lost.
Quoted files (ACLED, UCDP, POLECAT) go through the csv module, which knows line ends in quotes.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import IO

import numpy as np
import polars as pl

from detente.store.importers.parts import REJECTED, Raw, no_rejects
from detente.store.importers.source import Source

__all__ = ["MISSING", "quoted_batches", "tab_batches"]

CHUNK_BYTES = 8 * 1024 * 1024  # Larger ones leave the memory that the system has at hand.
ROWS_AT_ONCE = 200_000
MISSING = ("", "NA", "NULL", "None")
"""Texts that stand for a missing value in the files of some dataset."""

_SHOWN = 80


def tab_batches(
    source: Source, *, columns: Mapping[int, Sequence[str]], wanted: Sequence[str],
    header: bool = False,
) -> Iterator[Raw]:  # fmt: skip
    """Yield the rows of an unquoted tab file, the columns `wanted` as text, missing as null.

    Args:
        source: the file.
        columns: for each number of columns that a row may have, their names.
        wanted: names to keep; one that a width lacks is null there.
        header: whether the first line is a header, to be passed over.
    """
    first = 1
    for chunk in _chunks(source, header=header):
        raw = _parsed(chunk, columns, wanted, first)
        first += raw.rows.height + raw.rejected.height
        yield raw


def _chunks(source: Source, *, header: bool) -> Iterator[bytes]:
    with source.open() as file:
        if header:
            file.readline()
        while block := file.read(CHUNK_BYTES):
            block += file.readline()
            yield _as_utf8(block if block.endswith(b"\n") else block + b"\n")


def _as_utf8(block: bytes) -> bytes:
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
    if block.isascii():
        return block
    try:
        block.decode()
    except UnicodeDecodeError:
        return block.decode(errors="replace").encode()
    return block


def _parsed(
    chunk: bytes, columns: Mapping[int, Sequence[str]], wanted: Sequence[str], first: int
) -> Raw:
    held = np.frombuffer(chunk, np.uint8)
    lines, tabs = (np.count_nonzero(held == ord(sign)) for sign in "\n\t")
    for width, names in columns.items():
        # So many tabs in all, and no line with more (else Polars raises): each has just so many.
        if tabs == lines * (width - 1):
            try:
                rows = _frame(chunk, names, wanted)
            except pl.exceptions.PolarsError:
                break
            if rows.height == lines:
                return Raw(rows.with_row_index("row", offset=first))
    return _line_by_line(chunk, columns, wanted, first)


def _frame(chunk: bytes, names: Sequence[str], wanted: Sequence[str]) -> pl.DataFrame:
    table = pl.scan_csv(
        chunk, has_header=False, separator="\t", quote_char=None,
        schema=dict.fromkeys(names, pl.String),
    )  # fmt: skip
    return table.select(
        pl.col(name) if name in names else pl.lit(None, pl.String).alias(name) for name in wanted
    ).collect()


def _line_by_line(
    chunk: bytes, columns: Mapping[int, Sequence[str]], wanted: Sequence[str], first: int
) -> Raw:
    found: dict[int, list[tuple[int, bytes]]] = {width: [] for width in columns}
    bad = []
    for number, line in enumerate(chunk.splitlines(), first):
        width = line.count(b"\t") + 1
        if width in found:
            found[width].append((number, line))
        else:
            bad.append((number, "bad_row", _wrong_width(line, width, columns)))
    frames = [
        _frame(b"\n".join(line for _, line in lines) + b"\n", columns[width], wanted).with_columns(
            pl.Series("row", [number for number, _ in lines], pl.UInt32)
        )
        for width, lines in found.items()
        if lines
    ]
    schema = {"row": pl.UInt32, **dict.fromkeys(wanted, pl.String)}
    empty = pl.DataFrame(schema=schema)
    rows = pl.concat([empty, *(frame.select(*schema) for frame in frames)]).sort("row")
    return Raw(rows, pl.DataFrame(bad, schema=REJECTED, orient="row"))


def _wrong_width(line: bytes, width: int, columns: Mapping[int, Sequence[str]]) -> str:
    known = " or ".join(map(str, columns))
    start = line[:_SHOWN].decode(errors="replace")
    return f"{width} columns, not {known}: {start}" if line.strip() else "an empty line"


def quoted_batches(
    source: Source, *, names: Sequence[str] | None, wanted: Sequence[str], separator: str = ",",
    also: Mapping[str, str] | None = None, ragged: bool = False, skip: int = 0,
) -> Iterator[Raw]:  # fmt: skip
    """Yield the rows of a quoted file, the columns `wanted` as text, missing as null.

    Args:
        source: the file; UTF-8, or Latin-1 where it isn't.
        names: names of the columns, where the file has no header.
        wanted: names to keep; one that the file lacks is null.
        separator: between fields.
        also: other names of columns (as in some releases) to the ones in `wanted`.
        ragged: take rows with surplus empty fields at their end.
        skip: first rows to pass over.
    """
    with source.open() as file:
        reader = csv.reader(_decoded(file, source), delimiter=separator)
        for _ in range(skip):
            next(reader, None)
        header = [name.strip() for name in (names or next(reader, []))]
        header = [(also or {}).get(name, name) for name in header]
        while header and not header[-1]:
            header.pop()
        places = {name: header.index(name) for name in wanted if name in header}
        yield from _batched(reader, len(header), places, wanted, ragged)


def _batched(
    reader: Iterator[list[str]], width: int, places: Mapping[str, int], wanted: Sequence[str],
    ragged: bool,
) -> Iterator[Raw]:  # fmt: skip
    rows: list[list[str]] = []
    numbers: list[int] = []
    bad: list[tuple[int, str, str]] = []
    for number, row in enumerate(reader, 1):
        if ragged and len(row) > width and not any(row[width:]):
            del row[width:]
        if len(row) == width:
            rows.append(row)
            numbers.append(number)
        else:
            detail = f"{len(row)} columns, not {width}: {' | '.join(row)[:_SHOWN]}"
            bad.append((number, "bad_row", detail))
        if len(rows) + len(bad) >= ROWS_AT_ONCE:
            yield _raw(rows, numbers, bad, places, wanted)
            rows, numbers, bad = [], [], []
    if rows or bad:
        yield _raw(rows, numbers, bad, places, wanted)


def _raw(
    rows: list[list[str]], numbers: list[int], bad: list[tuple[int, str, str]],
    places: Mapping[str, int], wanted: Sequence[str],
) -> Raw:  # fmt: skip
    data = {
        name: [row[places[name]].strip() for row in rows] if name in places else [None] * len(rows)
        for name in wanted
    }
    frame = pl.DataFrame(data, schema=dict.fromkeys(wanted, pl.String))
    text = pl.all()
    frame = frame.with_columns(pl.when(~text.is_in(MISSING)).then(text))
    numbered = frame.insert_column(0, pl.Series("row", numbers, pl.UInt32))
    rejected = pl.DataFrame(bad, schema=REJECTED, orient="row") if bad else no_rejects()
    return Raw(numbered, rejected)


def _decoded(file: IO[bytes], source: Source) -> Iterator[str]:
    encoding = "utf-8-sig" if _is_utf8(source) else "latin-1"
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield from (line.replace("\0", "") for line in text)
    finally:
        text.detach()  # The file is closed by whoever opened it.


def _is_utf8(source: Source) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.open() as file:
        try:
            while block := file.read(CHUNK_BYTES):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
