"""What the last briefing said, so that the next can say what changed: a small JSON file.

It lies beside the watch list (`watchlist.last.json`) or beside the store. The last ten runs are
kept, each whole: a run that shows the same numbers again is not added, so to brief twice loses
nothing, and the last lines may be deleted by hand to compare with an earlier run.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from detente.core.errors import DetenteError

__all__ = ["Run", "last_unlike", "memory_path", "remember", "run_of"]

MOST_RUNS: Final = 10
_FORMAT: Final = 1


@dataclass(frozen=True)
class Run:
    """Numbers of one briefing.

    `asked`: window, period and dataset; only runs that asked alike are compared.
    `sides`: "dataset actor recipient" → `events`, and of the last period `warmth`, `low`, `high`
    (null where no event). `shifts`: their ids. `made_on`: day of the briefing.
    """

    made_on: date
    asked: str = ""
    sides: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    shifts: tuple[str, ...] = ()

    def numbers(self) -> tuple[Any, ...]:
        """Everything but the day."""
        return self.asked, dict(self.sides), set(self.shifts)


def run_of(
    warmth: pl.DataFrame, shifts: pl.DataFrame | None, *, made_on: date, asked: str = ""
) -> Run:
    """The numbers of a briefing, from its tables (`core.tables.WARMTH` and SHIFTS)."""
    sides = {}
    keys = ["dataset", "actor", "recipient"]
    for name, rows in warmth.sort("period").partition_by(keys, as_dict=True).items():
        known = rows.drop_nulls("warmth").tail(1).to_dicts()
        last = {part: known[0][part] if known else None for part in ("warmth", "low", "high")}
        sides[" ".join(map(str, name))] = {"events": int(rows["events"].sum()), **last}
    found = () if shifts is None else tuple(sorted(shifts["shift_id"].to_list()))
    return Run(made_on, asked, sides, found)


def memory_path(store: Path, watchlist: Path | None) -> Path:
    """Where the runs of a watch list, or of briefings on a whole store, are kept."""
    if watchlist is not None:
        return watchlist.with_name(f"{watchlist.stem}.last.json")
    whole = store.resolve()
    return whole.with_name(f"{whole.name}.last-briefing.json")


def last_unlike(path: Path, now: Run) -> Run | None:
    """The latest run that asked alike of the same relations and showed other numbers, or null.

    Raises:
        DetenteError: the file is damaged.
    """
    same = [
        run for run in _runs(path) if run.asked == now.asked and run.sides.keys() & now.sides.keys()
    ]
    return next((run for run in reversed(same) if _differs(run, now)), None)


def _differs(then: Run, now: Run) -> bool:
    shared = then.sides.keys() & now.sides.keys()
    return any(dict(then.sides[side]) != dict(now.sides[side]) for side in shared) or bool(
        set(now.shifts) - set(then.shifts)
    )


def remember(path: Path, now: Run) -> None:
    """Add a run, unless the last one shows the same; the old file stays if writing fails.

    Raises:
        DetenteError: the file is damaged or can't be written.
    """
    runs = _runs(path)
    if runs and runs[-1].numbers() == now.numbers():
        return
    kept = [_plain(run) for run in [*runs, now][-MOST_RUNS:]]
    pending = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        pending.write_text(json.dumps({"format": _FORMAT, "runs": kept}, indent=1), "utf-8")
        pending.replace(path)
    except OSError as fault:
        pending.unlink(missing_ok=True)
        raise DetenteError(
            f"{path}: can't be written: {fault.strerror}. Give --no-memory to brief without it."
        ) from fault


def _plain(run: Run) -> dict[str, Any]:
    return {**asdict(run), "made_on": run.made_on.isoformat()}


def _runs(path: Path) -> list[Run]:
    if not path.exists():
        return []
    try:
        found = json.loads(path.read_text("utf-8"))
        return [
            Run(
                date.fromisoformat(row["made_on"]), row["asked"], row["sides"], tuple(row["shifts"])
            )
            for row in found["runs"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise DetenteError(
            f"{path}: no record of earlier briefings ({fault}). Delete it, or give --no-memory."
        ) from fault
