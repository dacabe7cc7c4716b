"""What goes with a deed in the record: conditional forecasts beside the unconditional ones.

Two ways. Impulse responses: how counts ran after weeks in which another dyad did something out of
its ordinary, against other weeks, pooled over all dyads that stand in the same relation to it. And
the simulator: paths of a log-linear count model, all of them against those in which the deed comes.
Neither is an effect: what moves both is in neither.

Source: local projections, Jordà 2005, American Economic Review 95(1), 161-182.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.core.codebook import QUADS
from detente.core.errors import CodebookError
from detente.core.states import require_state
from detente.forecast.baselines import ewma
from detente.forecast.panel import CountPanel, Dyad, count_panel
from detente.forecast.simulate import Simulated, simulate

__all__ = ["ROLES", "Response", "impulse_response", "role_of", "what_if"]

Reals = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]

ROLES = {
    "same": "the same side towards the same other",
    "back": "the other side back",
    "actor's others": "the doer towards third states",
    "recipient's others": "the target towards third states",
    "to actor": "third states towards the doer",
    "to recipient": "third states towards the target",
}
LEAST_SHOCKS = 30
LEAST_EVENTS = 30
SURPRISE = 0.3
"""A deed is out of the ordinary where fewer than 0.3 a period were expected."""
NOTE = "goes with it in the record; not an effect"


@dataclass(frozen=True)
class Response:
    """Rate ratio after a shock, periods ahead × classes, with a 90 % band by shocked dyad."""

    ratio: Reals
    low: Reals
    high: Reals
    shocks: int
    events: Reals


def role_of(shock: Dyad, target: Dyad) -> str | None:
    """How a dyad stands to the one that a deed passes in; None where they share no state.

    >>> role_of(("USA", "PAK"), ("PAK", "RUS"))
    "recipient's others"
    """
    if target == shock:
        return "same"
    if target == shock[::-1]:
        return "back"
    if target[0] in shock:
        return "actor's others" if target[0] == shock[0] else "recipient's others"
    if target[1] in shock:
        return "to actor" if target[1] == shock[0] else "to recipient"
    return None


def what_if(
    events: pl.DataFrame,
    dyad: Dyad,
    *,
    shock: tuple[str, str, str],
    forecast: pl.DataFrame,
    as_of: date,
    steps: int = 8,
    paths: int = 4_000,
    seed: int = 0,
) -> pl.DataFrame:
    """Conditional forecasts of a dyad, given a deed in the first week, beside the unconditional.

    Args:
        events: one row per event, columns as in `core.tables.EVENTS`; one dataset.
        dyad: (actor, recipient) that is forecast.
        shock: (actor, quad class, recipient) of the deed that is supposed.
        forecast: `forecast_relation` of the dyad, in weeks.
        as_of: nothing reported on this day or later is seen.
        steps: weeks ahead at most.
        paths: paths of the simulator.
        seed: of the simulator and the bootstrap.

    Returns:
        One row per quad class and week after the first: `measure`, `step`, `mean` (unconditional),
        `ratio` with `ratio_low` and `ratio_high` (90 %), `mean_if` (mean × ratio), `simulated` and
        `simulated_if` (means of the two sets of paths), `shocks` and `events` (what the ratio rests
        on), `note`. `ratio` and `mean_if` are null where fewer than 30 shocks or 30 events after
        them are on record, or the two dyads share no state; the note then says so.

    Raises:
        CodebookError: an unknown state or class.
    """
    if shock[1] not in QUADS:
        raise CodebookError(f"'{shock[1]}' is no quad class. Known: {', '.join(QUADS)}.")
    struck = (require_state(shock[0]), require_state(shock[2]))
    asked = (require_state(dyad[0]), require_state(dyad[1]))
    panel = count_panel(events, as_of=as_of, dyads=[asked, asked[::-1], struck, struck[::-1]])
    kind, role = QUADS.index(shock[1]), role_of(struck, asked)
    found = impulse_response(panel, kind=kind, role=role, steps=steps, seed=seed) if role else None
    drawn = simulate(panel, asked, shock=struck, kind=kind, steps=steps, paths=paths, seed=seed)
    rows = []
    weekly = forecast.filter((pl.col("measure") != "warmth") & (pl.col("step") <= steps))
    for row in weekly.iter_rows(named=True):
        if row["step"] > 1:
            rows.append(_row(row, found, drawn))
    return pl.DataFrame(rows, schema=_SCHEMA)


_SCHEMA = {
    "measure": pl.String,
    "step": pl.Int32,
    "mean": pl.Float64,
    "ratio": pl.Float64,
    "ratio_low": pl.Float64,
    "ratio_high": pl.Float64,
    "mean_if": pl.Float64,
    "simulated": pl.Float64,
    "simulated_if": pl.Float64,
    "shocks": pl.Int32,
    "events": pl.Int32,
    "note": pl.String,
}


def _row(row: dict[str, Any], found: Response | None, drawn: Simulated) -> dict[str, Any]:
    step, kind = row["step"] - 1, QUADS.index(row["measure"])
    shared = {
        "measure": row["measure"],
        "step": row["step"],
        "mean": row["mean"],
        "simulated": float(drawn.mean[step, kind]),
        "simulated_if": float(drawn.mean_if[step, kind]),
    }
    if found is None:
        return shared | {"shocks": 0, "events": 0, "note": "not shown: no state in common"}
    counted = {"shocks": found.shocks, "events": int(found.events[step - 1, kind])}
    if found.shocks < LEAST_SHOCKS or counted["events"] < LEAST_EVENTS:
        return shared | counted | {"note": "not shown: too little on record"}
    ratio = float(found.ratio[step - 1, kind])
    return (
        shared
        | counted
        | {
            "ratio": ratio,
            "ratio_low": float(found.low[step - 1, kind]),
            "ratio_high": float(found.high[step - 1, kind]),
            "mean_if": row["mean"] * ratio,
            "note": NOTE,
        }
    )


def impulse_response(
    panel: CountPanel, *, kind: int, role: str, steps: int, draws: int = 200, seed: int = 0
) -> Response:
    """Rate ratios 1 … `steps` - 1 periods after a shock of class `kind`, for dyads in a role.

    A shock is a period with such a deed where fewer than 0.3 were expected. The ratio compares
    counts over what was expected (EWMA before the shock) with the same in periods without a shock.
    """
    actor_of = np.array([one for one, _ in panel.dyads])
    recipient_of = np.array([other for _, other in panel.dyads])
    origins = np.arange(8, panel.periods - steps + 1)
    expected = np.stack(
        [ewma(panel.counts[:, :origin], half_life=6) for origin in origins]
        or [np.zeros_like(panel.counts[:, 0])],
        axis=1,
    )
    sums = np.stack(
        [
            _after(
                panel.counts, row, kind,
                targets=_targets(panel, row, role, actor_of, recipient_of),
                origins=origins, expected=expected, steps=steps,
            )
            for row in range(len(panel.dyads))
        ]
    )  # fmt: skip
    shocks = sums[:, 0, 0, 0, 0]
    kept = sums[shocks > 0]
    if not len(kept):
        nothing = np.full((steps - 1, len(QUADS)), np.nan)
        return Response(nothing, nothing, nothing, 0, np.zeros_like(nothing))
    picks = np.random.default_rng(seed).integers(len(kept), size=(draws, len(kept)))
    spread = np.stack([_ratio(kept[pick].sum(axis=0)) for pick in picks])
    low, high = np.nanquantile(spread, [0.05, 0.95], axis=0)
    total = kept.sum(axis=0)
    return Response(_ratio(total), low, high, int(shocks.sum()), total[1, 0])


def _targets(panel: CountPanel, row: int, role: str, actors: Any, recipients: Any) -> Rows:
    one, other = panel.dyads[row]
    if role in ("same", "back"):
        at = panel.row((one, other) if role == "same" else (other, one))
        return np.array([at] if at >= 0 else [], np.int64)
    side = actors if role in ("actor's others", "recipient's others") else recipients
    state = one if role in ("actor's others", "to actor") else other
    pair = {one, other}
    found = np.flatnonzero(side == state)
    return np.array([at for at in found if set(panel.dyads[at]) != pair], np.int64)


def _after(
    counts: Reals,
    row: int,
    kind: int,
    *,
    targets: Rows,
    origins: Rows,
    expected: Reals,
    steps: int,
) -> Reals:
    """[shocks, counts, expected] x [after shocks, otherwise], summed over a dyad's periods.

    Shape 3 x 2 x (steps - 1) x classes. `expected`: dyads x origins x classes.
    """
    out = np.zeros((3, 2, steps - 1, len(QUADS)))
    calm = expected[row, : len(origins), kind] < SURPRISE
    if not len(targets) or not calm.any():
        return out
    at = origins[calm]
    theirs, base = counts[targets].sum(axis=0), expected[targets].sum(axis=0)[: len(origins)][calm]
    struck = counts[row, at, kind] > 0
    for group, inside in enumerate((struck, ~struck)):
        ahead = at[inside, None] + np.arange(1, steps)[None, :]
        out[0, group] = inside.sum()
        out[1, group] = theirs[ahead].sum(axis=0)
        out[2, group] = base[inside].sum(axis=0)
    return out


def _ratio(sums: Reals) -> Reals:
    shocked = (sums[1, 0] + 0.5) / (sums[2, 0] + 0.5)
    calm = (sums[1, 1] + 0.5) / (sums[2, 1] + 0.5)
    return np.asarray(shocked / calm)
