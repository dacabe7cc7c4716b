"""What the tables leave open about a relation: questions, each with what it rests on.

None says more than a table holds: a question is asked only where a row gives rise to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from detente.core.phrases import counted
from detente.show.names import side_name
from detente.show.wording import SERIES, day_in_words, signed

__all__ = ["Question", "open_questions"]

Row = Mapping[str, Any]
STILL_DAYS: Final = 14
"""An alarm that was on so shortly before the end of the record is said to be still on."""
THIN_CONFIDENCE: Final = 0.6
_CLASSES: Final = {
    "verbal_coop": "co-operation in words", "material_coop": "co-operation in deed",
    "verbal_conf": "conflict in words", "material_conf": "conflict in deed",
}  # fmt: skip


@dataclass(frozen=True)
class Question:
    """A question in words, and the events that it rests on (none: it rests on a whole table)."""

    text: str
    event_ids: tuple[str, ...] = ()


def open_questions(
    *,
    ways: pl.DataFrame,
    shifts: pl.DataFrame,
    coverage: pl.DataFrame,
    events: pl.DataFrame,
    forecasts: Sequence[pl.DataFrame] = (),
) -> list[Question]:
    """Questions that a relation's tables leave open, most pressing first.

    Args:
        ways: warmth each way (`core.tables.WARMTH`, directed).
        shifts: `core.tables.SHIFTS` of the relation.
        coverage: `core.tables.COVERAGE`.
        events: the relation's events.
        forecasts: `core.tables.FORECAST`, one frame a direction.
    """
    asked = [
        *_still_on(shifts, coverage),
        *_unlike_datasets(ways),
        *_unlike_sides(ways),
        *_single_reports(events),
        *_ahead(forecasts),
        *_holes(coverage),
    ]
    return list(dict.fromkeys(asked))


def _still_on(shifts: pl.DataFrame, coverage: pl.DataFrame) -> list[Question]:
    last = coverage["day"].max()
    if not isinstance(last, date) or shifts.is_empty():
        return []
    recent = shifts.filter(pl.col("until") > last - timedelta(days=STILL_DAYS)).sort("shifted_on")
    return [
        Question(
            f"Will it last? {_surge(row)} began about {day_in_words(row['shifted_on'])} and was "
            f"still on when the record ends ({day_in_words(last)})."
        )
        for row in recent.to_dicts()
    ]


def _surge(row: Row) -> str:
    series = SERIES.get(row["series"])
    return f"{f'More {series}' if series else 'A shift'} ({row['dataset']})"


def _latest(ways: pl.DataFrame) -> Sequence[Row]:
    known = ways.drop_nulls("warmth").sort("period")
    keys = ["dataset", "actor", "recipient"]
    return known.group_by(keys, maintain_order=True).last().sort(keys).to_dicts()


def _unlike_datasets(ways: pl.DataFrame) -> list[Question]:
    found, rows = [], _latest(ways)
    for at, one in enumerate(rows):
        for other in rows[at + 1 :]:
            same = (one["actor"], one["recipient"]) == (other["actor"], other["recipient"])
            if same and _apart(one, other):
                found.append(
                    Question(
                        f"Which record is right? For {_way(one)} the latest warmth is "
                        f"{signed(one['warmth'])} by {one['dataset']} and "
                        f"{signed(other['warmth'])} by {other['dataset']}, and their bands lie "
                        "apart. The two count other reports, so levels needn't be alike."
                    )
                )
    return found


def _unlike_sides(ways: pl.DataFrame) -> list[Question]:
    found, rows = [], _latest(ways)
    for at, one in enumerate(rows):
        for other in rows[at + 1 :]:
            back = (one["actor"], one["recipient"]) == (other["recipient"], other["actor"])
            if back and one["dataset"] == other["dataset"] and _apart(one, other):
                warm, cold = (one, other) if one["warmth"] > other["warmth"] else (other, one)
                found.append(
                    Question(
                        f"Why is it uneven? {_way(warm)} stands at {signed(warm['warmth'])}, "
                        f"{_way(cold)} at {signed(cold['warmth'])} ({one['dataset']}); the bands "
                        "lie apart."
                    )
                )
    return found


def _apart(one: Row, other: Row) -> bool:
    return bool(one["low"] > other["high"] or one["high"] < other["low"])


def _way(row: Row) -> str:
    return f"{side_name(row['actor'])} towards {side_name(row['recipient'])}"


def _single_reports(events: pl.DataFrame) -> list[Question]:
    """Weighty deeds that one report alone tells of, of which the coder is none too sure."""
    thin = events.filter(
        pl.col("mentions") <= 1, pl.col("confidence") < THIN_CONFIDENCE,
        pl.col("weight").abs() >= 5, ~pl.col("status").is_in(["denied", "hypothetical"]),
    )  # fmt: skip
    if thin.is_empty():
        return []
    ids = thin.sort(["happened_on", "event_id"], descending=[True, False])["event_id"].drop_nulls()
    number = counted(thin.height, "weighty event")
    rest = "rests on one report" if thin.height == 1 else "rest on one report each"
    doubt = f"coded with a confidence below {THIN_CONFIDENCE:.1f}"
    return [Question(f"Did it happen? {number} {rest}, {doubt}.", tuple(ids.head(10).to_list()))]


def _ahead(forecasts: Sequence[pl.DataFrame]) -> list[Question]:
    """Classes of which the forecast is undecided, at its last step."""
    found = []
    for table in forecasts:
        last = table.filter(pl.col("step") == pl.col("step").max(), pl.col("probability") >= 0.1)
        for row in last.filter(pl.col("probability") <= 0.9).to_dicts():
            found.append(
                Question(
                    f"Will there be {_CLASSES[row['measure']]} of {_way(row)} from "
                    f"{day_in_words(row['start'])} to "
                    f"{day_in_words(row['end'] - timedelta(days=1))}? The forecast gives "
                    f"{row['probability']:.0%}, the baseline ({row['baseline']}) "
                    f"{row['baseline_probability']:.0%}; {row['verdict']}."
                )
            )
    return found


def _holes(coverage: pl.DataFrame) -> list[Question]:
    found = []
    for (dataset,), days in sorted(coverage.partition_by("dataset", as_dict=True).items()):
        own = days["day"].unique().sort()
        missing = (own[-1] - own[0]).days + 1 - own.len() if own.len() else 0
        if missing:
            found.append(
                Question(
                    f"What happened meanwhile? {dataset} doesn't cover "
                    f"{counted(missing, 'day')} between {day_in_words(own[0])} and "
                    f"{day_in_words(own[-1])}."
                )
            )
    return found
