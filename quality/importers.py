"""Do imported ICEWS entities get the right state? Against the map that came with the data."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import polars as pl

from detente.store import store as stores
from detente.store.importers.icews_quads import side_of_entities
from detente.store.importers.run import import_files
from quality.report import Figures

TITLE = "Import of ICEWS facts"
MIDDLE = date(2018, 6, 1)
KINDS = {
    "paren": "Sector (State)", "name": "state or territory by name",
    "hand": "person or body, by hand", "icews_sample": "person or body, as ICEWS itself codes it",
}  # fmt: skip


def measure(shared: Path) -> list[Figures]:
    return [_entities(shared / "data" / "icews"), _anchors(shared / "data" / "icews")]


def _entities(folder: Path) -> Figures:
    gold = pl.read_csv(folder / "entity_country.csv.gz", infer_schema=False)
    ours = side_of_entities(gold["entity"].to_list(), on=MIDDLE)
    table = gold.with_columns(ours["state"])
    rows, floors = [], {}
    for how, kind in KINDS.items():
        part = table.filter(pl.col("how") == how)
        answered = part.filter(pl.col("state").is_not_null())
        right = answered.filter(pl.col("state") == pl.col("iso3")).height
        rows.append((kind, part.height, right / answered.height, right / part.height))
        floors[f"precision, {how}"] = (
            right / answered.height,
            0.95 if how != "icews_sample" else 0.9,
        )
    return Figures(
        title="State of an entity",
        columns=("entity", "entities", "right of those answered", "right of all"),
        rows=tuple(rows),
        note="Entities of three ICEWS files; the map is crude itself (it puts armed groups under "
        "their country, and does not date office holders).",
        floors=floors,
    )


def _anchors(folder: Path) -> Figures:
    with tempfile.TemporaryDirectory() as name:
        store = stores.open(name)
        (done,) = import_files(store, [folder / "icews18.parquet"])
        events = store.scan("events").select("actor", "recipient", "weight").collect()
        mean = {
            pair: store.events(pair=pair)["weight"].mean()
            for pair in (("USA", "PAK"), ("RUS", "PAK"))
        }
    both = events.drop_nulls()
    across = both.filter(pl.col("actor") != pl.col("recipient")).height
    ledger = done.ledger or {}
    return Figures(
        title="The year 2018",
        columns=("figure", "here", "published with the data"),
        rows=(
            ("rows kept", ledger.get("rows_kept"), 468_558),
            ("both ends have a state, share", both.height / events.height, "0.70 to 0.73"),
            ("facts across borders", across, 150_133),
            ("mean weight, USA and Pakistan", mean["USA", "PAK"], "about -0.7"),
            ("mean weight, Russia and Pakistan", mean["RUS", "PAK"], "about 3.1"),
        ),
        note="The published figures rest on the crude map; with it, our codes and weights give "
        "-0.66 and 3.09. Here more people count under their states, among them foreign ministers "
        "and generals of 2018, so that there are more facts and the means move.",
    )
