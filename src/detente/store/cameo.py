"""CAMEO event codes: name, PLOVER root and mode, quad class, Goldstein weight, domains.

Codes are text: "010" and "10" differ.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import polars as pl

from detente.core.errors import CodebookError

__all__ = ["CODED", "cameo_by_label", "cameo_table", "with_cameo", "with_roots"]

CODED = ("root", "mode", "quad", "weight", "domains")
"""Event columns that a CAMEO code decides."""


@cache
def cameo_table() -> pl.DataFrame:
    """One row per CAMEO code: names, PLOVER root, mode, quad, weight (Goldstein points), domains.

    Source: store/data/README.md.
    """
    text = files("detente.store").joinpath("data/cameo.csv").read_bytes()
    return pl.read_csv(text, infer_schema=False).select(
        "code", "name",
        _listed("also"),
        "root", "mode", "quad",
        pl.col("goldstein").cast(pl.Float64).alias("weight"),
        _listed("domains"),
    )  # fmt: skip


def _listed(column: str) -> pl.Expr:
    filled = pl.element().filter(pl.element() != "")
    return pl.col(column).fill_null("").str.split(";").list.eval(filled)


@cache
def cameo_by_label() -> dict[str, str]:
    """CAMEO code of each event name, in small letters.

    >>> cameo_by_label()["make a visit"]
    '042'
    """
    table = cameo_table()
    # A root and its '0' code may share a name (CONSULT, Consult): the longer code is the one coded.
    named = table.select("code", pl.concat_list("name", "also")).sort("code")
    return {name.lower(): code for code, names in named.iter_rows() for name in names}


def with_cameo(rows: pl.DataFrame, *, column: str = "cameo") -> pl.DataFrame:
    """Add the columns `CODED` from the CAMEO code in `column`; null where the code is unknown.

    A code finer than the table knows takes the values of its parent (1234 → 123 → 12); the column
    `rolled_up` says so.
    """
    code = pl.col(column)
    known = cameo_table()["code"].to_list()
    distinct = rows.select(code).unique().drop_nulls().rename({column: "_code"})
    text = pl.col("_code")
    tried = [text, *(pl.when(text.str.len_chars() > n).then(text.str.head(n)) for n in (3, 2))]
    found = pl.coalesce(pl.when(parent.is_in(known)).then(parent) for parent in tried)
    table = (
        distinct.with_columns(_found=found)
        .join(cameo_table().drop("name", "also"), left_on="_found", right_on="code")
        .with_columns(rolled_up=text != pl.col("_found"))
        .drop("_found")
    )
    return rows.drop(*(c for c in (*CODED, "rolled_up") if c in rows.columns)).join(
        table, left_on=column, right_on="_code", how="left", maintain_order="left"
    )


def with_roots(
    rows: pl.DataFrame, *, quads: dict[str, str], weights: dict[str, float]
) -> pl.DataFrame:
    """Add `quad` and `weight` from the PLOVER root where the rows have none of their own.

    Raises:
        CodebookError: the rows lack the column `root`.
    """
    if "root" not in rows.columns:
        raise CodebookError("These rows have neither a column 'root' nor a CAMEO code.")
    root = pl.col("root")
    quad = root.replace_strict(quads, default=None, return_dtype=pl.String)
    weight = root.replace_strict(weights, default=None, return_dtype=pl.Float64)
    held = {"quad": quad, "weight": weight}
    return rows.with_columns(
        **{
            name: pl.coalesce(name, default) if name in rows.columns else default
            for name, default in held.items()
        }
    )
