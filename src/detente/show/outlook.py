"""What a briefing says beyond the record: changes since the last briefing, forecast, questions."""

from __future__ import annotations

from typing import Any

import polars as pl
from markupsafe import Markup

from detente.core.phrases import counted
from detente.core.tables import COVERAGE, SHIFTS
from detente.forecast.relations import seen_before
from detente.show.forecast_charts import forecast_spec
from detente.show.memory import Run, run_of
from detente.show.names import side_name
from detente.show.questions import open_questions
from detente.show.vega import chart_svg
from detente.show.wording import (
    change_of_warmth,
    forecast_verdicts,
    shift_sentence,
)

__all__ = ["ahead", "since_last"]

Row = dict[str, Any]


def since_last(
    warmth: pl.DataFrame, shifts: pl.DataFrame | None, last: Run | None
) -> list[str] | None:
    """What changed of a relation since an earlier briefing; null where there was none of it.

    Args:
        warmth: `core.tables.WARMTH` of the relation.
        shifts: `core.tables.SHIFTS` of the relation.
        last: the earlier briefing.
    """
    if last is None:
        return None
    now = run_of(warmth, None, made_on=last.made_on)
    known = {name: last.sides[name] for name in now.sides if name in last.sides}
    if not known:
        return None
    lines = []
    for name, then in known.items():
        lines += _moved(name, then, now.sides[name])
    if shifts is not None:
        fresh = shifts.filter(~pl.col("shift_id").is_in(list(last.shifts))).sort("shifted_on")
        lines += [f"New: {shift_sentence(row)}" for row in fresh.to_dicts()]
    return lines or ["Nothing: the same events, the same warmth."]


def _moved(name: str, then: Any, now: Any) -> list[str]:
    dataset, actor, recipient = name.rsplit(" ", 2)
    side = f"{side_name(actor)} towards {side_name(recipient)} ({dataset})"
    more = now["events"] - then["events"]
    if more == 0 and dict(then) == dict(now):
        return []
    fewer = f"{counted(-more, 'event')} fewer" if more < 0 else f"{counted(more, 'event')} more"
    line = f"{side}: {fewer}."
    if then["warmth"] is None or now["warmth"] is None:
        return [line]
    first, last = ((row["warmth"], row["low"], row["high"]) for row in (then, now))
    return [f"{line} {change_of_warmth(first, last, side='Warmth')}"]


def ahead(
    pair: tuple[str, str],
    *,
    warmth: pl.DataFrame,
    events: pl.DataFrame,
    shifts: pl.DataFrame | None,
    coverage: pl.DataFrame | None,
    forecasts: pl.DataFrame | None,
) -> Row:
    """Forecasts of a relation, one a direction and dataset, and its open questions."""
    tables = []
    if forecasts is not None and forecasts.height:
        keys = ["dataset", "actor", "recipient"]
        tables = forecasts.partition_by(keys, maintain_order=True)
    own = warmth["dataset"].unique().to_list()
    days = COVERAGE.empty() if coverage is None else coverage
    return {
        "outlooks": [_outlook(table, _seen(table, events, warmth)) for table in tables],
        "questions": open_questions(
            ways=warmth,
            shifts=SHIFTS.empty() if shifts is None else shifts,
            coverage=days.filter(pl.col("dataset").is_in(own)),
            events=events,
            forecasts=tables,
        ),
    }


def _seen(table: pl.DataFrame, events: pl.DataFrame, warmth: pl.DataFrame) -> pl.DataFrame:
    """What was seen before a forecast, from the first period covered: see `seen_before`."""
    row = table.row(0, named=True)
    levels = warmth.filter(**{name: row[name] for name in ("dataset", "actor", "recipient")})
    return seen_before(
        events.filter(dataset=row["dataset"]),
        (row["actor"], row["recipient"]),
        as_of=row["as_of"],
        unit="week" if (row["end"] - row["start"]).days == 7 else "month",
        since=levels["period"].min(),  # type: ignore[arg-type]
        levels=levels,
    )


def _outlook(table: pl.DataFrame, past: pl.DataFrame) -> Row:
    row = table.row(0, named=True)
    name = f"{side_name(row['actor'])} towards {side_name(row['recipient'])}"
    return {
        "name": name,
        "dataset": row["dataset"],
        "as_of": row["as_of"],
        "chart": Markup(chart_svg(forecast_spec(table, past=past, width=640))),
        "verdicts": forecast_verdicts(table.to_dicts()),
    }
