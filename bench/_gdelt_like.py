"""GDELT-like events from a seed: as many rows as asked for, in GDELT's own files or in a store."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from detente.core.tables import EVENTS
from detente.store import store as stores
from detente.store.cameo import cameo_table

SEED = 20180101
STATES = (
    "USA RUS CHN IND PAK GBR FRA DEU JPN KOR PRK IRN IRQ ISR SAU TUR EGY SYR UKR POL ITA ESP CAN "
    "MEX BRA ARG AUS IDN PHL VNM THA MMR BGD LKA NPL AFG KAZ UZB GEO ARM AZE JOR LBN YEM QAT ARE "
    "KEN ETH SOM SDN NGA ZAF MAR DZA TUN GRC SRB HUN ROU SWE"
).split()
MONTHS = 96
FIRST = date(2015, 3, 1)
PLACE = ("4", "Some Town, Some Province, Some Country", "PK", "PK05", "23456", "30.1", "70.2", "-1")


def month_frames(rows: int) -> Iterator[pl.DataFrame]:
    """Yield `rows` events over 96 months as EVENTS, a month at a time."""
    codes = cameo_table().filter(pl.col("code").str.len_chars() == 3)
    share = 1 / np.arange(1, len(STATES) + 1)
    made = 0
    for month in range(MONTHS):
        rng = np.random.default_rng([SEED, month])
        count = rows * (month + 1) // MONTHS - made
        first = date(
            FIRST.year + (FIRST.month - 1 + month) // 12, (FIRST.month - 1 + month) % 12 + 1, 1
        )
        yield _frame(rng, count, made, first, codes, share / share.sum())
        made += count


def _frame(
    rng: np.random.Generator, count: int, made: int, first: date, codes: pl.DataFrame,
    share: np.ndarray,
) -> pl.DataFrame:  # fmt: skip
    states = pl.Series(STATES)
    days = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - first
    kinds = codes[rng.integers(0, codes.height, count)]
    day = (
        pl.Series([first]).new_from_index(0, count)
        + pl.Series(rng.integers(0, days.days, count)).cast(pl.Int64).cast(pl.Duration("ms"))
        * 86_400_000
    )
    key = pl.Series(np.arange(made, made + count)).cast(pl.String)
    frame = pl.DataFrame(
        {
            "event_id": "gdelt2:" + key,
            "record_id": key,
            "happened_on": day.cast(pl.Date),
            "actor": states[rng.choice(len(STATES), count, p=share)],
            "recipient": states[rng.choice(len(STATES), count, p=share)],
            "mentions": rng.geometric(0.2, count).astype(np.int32),
            "root": kinds["root"],
            "mode": kinds["mode"],
            "cameo": kinds["code"],
            "quad": kinds["quad"],
            "weight": kinds["weight"],
            "domains": kinds["domains"],
        }
    ).with_columns(
        dataset=pl.lit("gdelt2"),
        happened_precision=pl.lit("day"),
        reported_on=pl.col("happened_on"),
        status=pl.lit("happened"),
        confidence=pl.lit(1.0),
    )
    missing = [
        pl.lit(None, dtype).alias(name)
        for name, dtype in EVENTS.schema.items()
        if name not in frame.columns
    ]
    return frame.with_columns(missing).select(EVENTS.names)


def write_store(folder: Path, rows: int) -> None:
    """Make a store of `rows` events, every day covered."""
    store = stores.open(folder)
    for frame in month_frames(rows):
        days = frame["happened_on"].unique().to_list()
        store.add_events(frame, dataset="gdelt2", covered_days=days)


def write_files(
    folder: Path, rows: int, *, files: int, apart: timedelta, plain: bool = False
) -> list[Path]:
    """Write `rows` events as zipped export files of GDELT 2.0, 61 columns, so far apart in time.

    Three deeds in a hundred lie up to a year before their file, the others on its day. With
    `plain`, the unzipped files are written beside.
    """
    paths = []
    frames = pl.concat(list(month_frames(rows)))
    for number, part in enumerate(frames.iter_slices(-(-rows // files))):
        added = datetime(2019, 1, 1) + number * apart
        rng = np.random.default_rng([SEED, number])
        before = np.where(rng.random(part.height) < 0.03, rng.integers(1, 366, part.height), 0)
        day = pl.lit(added.date()) - pl.duration(days=pl.Series(before))
        text = _as_gdelt(part.with_columns(happened_on=day), f"{added:%Y%m%d%H%M%S}").write_csv(
            separator="\t", include_header=False, quote_style="never"
        )
        path = folder / f"{added:%Y%m%d%H%M%S}.export.CSV"
        if plain:
            path.write_text(text)
        paths.append(path.with_name(f"{path.name}.zip"))
        with zipfile.ZipFile(paths[-1], "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(path.name, text)
    return paths


def _as_gdelt(events: pl.DataFrame, stamp: str) -> pl.DataFrame:
    day = pl.col("happened_on").dt.strftime("%Y%m%d")
    quads = {"verbal_coop": "1", "material_coop": "2", "verbal_conf": "3", "material_conf": "4"}
    filled: dict[int, pl.Expr] = {
        0: pl.col("record_id"), 1: day, 2: day.str.head(6), 3: day.str.head(4), 4: pl.lit("2018.5"),
        5: pl.col("actor"), 6: pl.lit("SOME NAME"), 7: pl.col("actor"), 12: pl.lit("GOV"),
        15: pl.col("recipient"), 16: pl.lit("OTHER NAME"), 17: pl.col("recipient"),
        25: pl.lit("1"), 26: pl.col("cameo"), 27: pl.col("cameo"), 28: pl.col("cameo").str.head(2),
        29: pl.col("quad").replace_strict(quads), 30: pl.col("weight").cast(pl.String),
        31: pl.col("mentions").cast(pl.String), 32: pl.lit("1"), 33: pl.lit("5"),
        34: pl.lit("-2.0942408376963"),
        **{
            start + place: pl.lit(text)
            for start in (35, 43, 51)
            for place, text in enumerate(PLACE)
        },
        59: pl.lit(stamp),
        60: pl.concat_str(pl.lit("https://news.example/2019/some-long-story-title-"), "record_id"),
    }  # fmt: skip
    empty = pl.lit("")
    return events.select(filled.get(n, empty).alias(f"c{n}") for n in range(61))
