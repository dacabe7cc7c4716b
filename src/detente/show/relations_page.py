"""The briefing of one or many relations: what moved, by which events, from which reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl
from markupsafe import Markup

from detente.core.errors import TableError
from detente.show import evidence, wording
from detente.show.charts import relation_spec
from detente.show.memory import Run
from detente.show.names import side_name
from detente.show.outlook import ahead, since_last
from detente.show.page import render
from detente.show.vega import chart_svg

__all__ = ["relations_briefing"]

Row = dict[str, Any]
MOST_RELATIONS = 8
KEY_EVENTS = 5


def relations_briefing(
    warmth: pl.DataFrame,
    events: pl.DataFrame,
    *,
    articles: pl.DataFrame | None = None,
    shifts: pl.DataFrame | None = None,
    coverage: pl.DataFrame | None = None,
    rejects: pl.DataFrame | None = None,
    relations: Sequence[tuple[str, str]] | None = None,
    title: str = "How relations moved",
    directed: bool = True,
    news_since: date | None = None,
    last: Run | None = None,
    forecasts: pl.DataFrame | None = None,
) -> str:
    """One self-contained HTML page on relations; no script, nothing fetched.

    Each relation (both directions together) has a chart, a table by direction, its shifts, its key
    events and, folded, its events by year, each with sentence and article. Numbers link to them.

    Args:
        warmth: as in `core.tables.WARMTH`.
        events: as in `core.tables.EVENTS`.
        articles: as in `core.tables.ARTICLES`, for the titles behind the sentences.
        shifts: as in `core.tables.SHIFTS`.
        coverage: as in `core.tables.COVERAGE`, to grey what was not looked at.
        rejects: as in `core.tables.REJECTS`; only their number by reason is shown.
        relations: pairs of states, in the order to show; without it, the eight with most events.
        title: heading of the page.
        directed: false where rows of `warmth` speak of pairs.
        news_since: tell apart what was reported, or found as a shift, on that day or later.
        last: an earlier briefing, to say what changed since.
        forecasts: as in `core.tables.FORECAST`; without it, no forecast is spoken of.

    Raises:
        TableError: `warmth` has no row of these relations.
    """
    pairs = _pairs(warmth, relations)
    library = evidence.Library.of(articles)
    sections = [
        _section(number, pair, warmth, events, shifts, coverage, library, directed)
        | {
            "news": _news(pair, events, shifts, library, news_since),
            "since_last": since_last(warmth.filter(_between(pair)), _of(shifts, pair), last),
            **ahead(
                pair,
                warmth=warmth.filter(_between(pair)),
                shifts=_of(shifts, pair),
                events=events.filter(_between(pair)),
                coverage=coverage,
                forecasts=_of(forecasts, pair),
            ),
        }
        for number, pair in enumerate(pairs, start=1)
    ]
    return render(
        "relations.html.j2",
        title=title,
        most_key=KEY_EVENTS,
        news_since=news_since,
        last_on=last.made_on if last else None,
        forecasting=forecasts is not None,
        sections=sections,
        since=_day(warmth["period"].min()),
        last_day=max(section["until"] for section in sections) - timedelta(days=1),
        event_count=sum(section["event_count"] for section in sections),
        article_count=_told_in(events, pairs) if articles is not None else 0,
        others=_others(warmth, pairs),
        reasons=evidence.reason_counts(rejects),
        terms=[wording.terms_of(name) for name in sorted(set(warmth["dataset"]))],
    )


def _day(value: Any) -> date:
    if not isinstance(value, date):
        raise TableError("warmth: column 'period' must hold days, and at least one row.")
    return value


def _pair_key() -> list[pl.Expr]:
    return [
        pl.min_horizontal("actor", "recipient").alias("one"),
        pl.max_horizontal("actor", "recipient").alias("two"),
    ]


def _by_events(warmth: pl.DataFrame) -> pl.DataFrame:
    return (
        warmth.group_by(_pair_key())
        .agg(pl.col("events").sum())
        .sort(["events", "one", "two"], descending=[True, False, False])
    )


def _pairs(
    warmth: pl.DataFrame, relations: Sequence[tuple[str, str]] | None
) -> list[tuple[str, str]]:
    if relations is None:
        found = _by_events(warmth).head(MOST_RELATIONS)
        pairs = list(zip(found["one"], found["two"], strict=True))
    else:
        pairs = [pair for pair in relations if warmth.filter(_between(pair)).height]
    if not pairs:
        raise TableError(
            "relations_briefing: no row of warmth for these relations. "
            "Check the codes of the states and the dates that the datasets cover."
        )
    return pairs


def _told_in(events: pl.DataFrame, pairs: list[tuple[str, str]]) -> int:
    """Articles that tell of an event of these relations."""
    own = [events.filter(_between(pair))["article_id"].drop_nulls() for pair in pairs]
    return pl.concat(own).n_unique() if own else 0


def _others(warmth: pl.DataFrame, pairs: list[tuple[str, str]]) -> int:
    shown = {tuple(sorted(pair)) for pair in pairs}
    rows = _by_events(warmth).select("one", "two").rows()
    return len({row for row in rows if row not in shown})


def _between(pair: tuple[str, str]) -> pl.Expr:
    return pl.col("actor").is_in(pair) & pl.col("recipient").is_in(pair)


def _of(rows: pl.DataFrame | None, pair: tuple[str, str]) -> pl.DataFrame | None:
    return None if rows is None else rows.filter(_between(pair))


def _section(
    number: int,
    pair: tuple[str, str],
    warmth: pl.DataFrame,
    events: pl.DataFrame,
    shifts: pl.DataFrame | None,
    coverage: pl.DataFrame | None,
    library: evidence.Library,
    directed: bool,
) -> Row:
    rows = warmth.filter(_between(pair))
    spec = relation_spec(
        rows,
        events=events,
        shifts=shifts,
        coverage=coverage,
        directed=directed,
        width=680,
        links="#event-",
        shift_links="#shift-",
    )
    since, until = evidence.window_of(rows, coverage=coverage)
    own = events.filter(
        _between(pair), pl.col("happened_on").is_between(since, until, closed="left")
    )
    name = " and ".join(side_name(side) for side in pair)
    years = evidence.by_year(own, library, number)
    return {
        "anchor": f"relation-{number}",
        "name": name,
        "chart": Markup(chart_svg(spec)),
        "chart_says": f"Warmth between {name} and the events behind it; the table below holds the "
        "same figures.",
        "directions": [
            _direction(number, at, direction, directed, rows["dataset"].n_unique() > 1)
            for at, (_, direction) in enumerate(
                rows.sort("period").group_by(
                    ["dataset", "actor", "recipient"], maintain_order=True
                ),
                start=1,
            )
        ],
        "shifts": _shift_rows(shifts, pair, since, until),
        "key_events": library.tell(evidence.key_events(own, KEY_EVENTS)),
        "years": years,
        "listed": {event["event_id"] for year in years for event in year["events"]},
        "event_count": own.height,
        "until": until,
    }


def _news(
    pair: tuple[str, str],
    events: pl.DataFrame,
    shifts: pl.DataFrame | None,
    library: evidence.Library,
    since: date | None,
) -> Row | None:
    """What became known of a relation from a day on: how many events, the chief ones, shifts."""
    if since is None:
        return None
    known_on = pl.coalesce("reported_on", "happened_on")
    fresh = events.filter(_between(pair), known_on >= since)
    found = (
        []
        if shifts is None
        else (
            shifts.filter(_between(pair), pl.coalesce("found_on", "shifted_on") >= since)
            .sort("shifted_on")
            .to_dicts()
        )
    )
    return {
        "events": fresh.height,
        "key": library.tell(evidence.key_events(fresh, 3)),
        "shifts": [wording.shift_sentence(row) for row in found],
    }


def _direction(
    number: int, at: int, rows: pl.DataFrame, directed: bool, several_datasets: bool
) -> Row:
    known = rows.drop_nulls("warmth")
    actor, recipient = rows["actor"][0], rows["recipient"][0]
    link_word = "towards" if directed else "and"
    side = f"{side_name(actor)} {link_word} {side_name(recipient)}"
    told = f"{side} in {rows['dataset'][0]}" if several_datasets else side
    first, last = (_triple(known, place) for place in (0, -1))
    return {
        "side": side,
        "dataset": rows["dataset"][0],
        "events": int(rows["events"].sum()),
        "link": f"#events-{number}",
        "first": first,
        "last": last,
        "says": wording.change_of_warmth(first, last, side=told)
        if first and last
        else f"{told}: too few events for a warmth.",
    }


def _triple(rows: pl.DataFrame, place: int) -> tuple[float, float, float] | None:
    if rows.is_empty():
        return None
    row = rows.row(place, named=True)
    return row["warmth"], row["low"], row["high"]


def _shift_rows(
    shifts: pl.DataFrame | None, pair: tuple[str, str], since: date, until: date
) -> list[Row]:
    if shifts is None:
        return []
    inside = pl.col("shifted_on").is_between(since, until, closed="left")
    rows = shifts.filter(_between(pair), inside).sort("shifted_on").to_dicts()
    return [{**row, "says": wording.shift_sentence(row)} for row in rows]
