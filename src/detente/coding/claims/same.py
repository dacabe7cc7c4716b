"""Is a claim one that was found before, though it is now cut otherwise?

A claim's id comes from its words' offsets and its states. A later version of detente may cut the
same claim a word longer, or name its states in another order, and it would be scored twice.
"""

from __future__ import annotations

import polars as pl

__all__ = ["unknown_claims"]


def unknown_claims(claims: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The claims that `known` doesn't hold, be it with other words.

    Args:
        claims: as `core.tables.CLAIMS`, found now.
        known: the same, found earlier.

    Returns:
        The rows of `claims`, in order, less those with a known id and those that share an article,
        a kind and half of the shorter's words with a known claim that wasn't found again as it was.
    """
    new = claims.join(known, on="claim_id", how="anti", maintain_order="left")
    gone = known.join(claims, on="claim_id", how="anti").select(
        "article_id", "kind", "start", "end"
    )
    both = new.join(gone, on=["article_id", "kind"], suffix="_known")
    shared = pl.min_horizontal("end", "end_known") - pl.max_horizontal("start", "start_known")
    shorter = pl.min_horizontal(
        pl.col("end") - pl.col("start"), pl.col("end_known") - pl.col("start_known")
    )
    same = both.filter(2 * shared >= shorter).select("claim_id").unique()
    return new.join(same, on="claim_id", how="anti", maintain_order="left")
