"""`detente brief`: one self-contained page on an article, a folder of articles or a store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import polars as pl
from cyclopts import Parameter

from detente.cli.app import echo, note, print_json, progress, tracked
from detente.cli.windows import Window, parse_window
from detente.coding.claims.find import find_claims
from detente.core.errors import ReadError
from detente.core.pairs import parse_pair
from detente.core.phrases import counted
from detente.core.states import require_state
from detente.core.tables import EVENTS, REJECTS
from detente.pipeline import code_each, read
from detente.show.briefing import (
    TEXTS,
    Measured,
    article_briefing,
    brief_on,
    busiest_pairs,
    events_briefing,
    forecasts_of,
    measure_relations,
)
from detente.show.claim_checks import Checked, check_in_store
from detente.show.memory import Run, last_unlike, memory_path, remember, run_of
from detente.show.page import write_page
from detente.show.pdf import write_pdf
from detente.show.watchlist import WatchList, load_watch_list
from detente.store.layout import MANIFEST
from detente.store.store import open as open_store

__all__ = ["brief"]


def brief(
    target: str,
    *,
    output: Annotated[Path, Parameter(name=["--output", "-o"])] = Path("briefing.html"),
    relation: Annotated[tuple[str, ...], Parameter(negative="", show_default=False)] = (),
    since: Annotated[str | None, Parameter(name="--from")] = None,
    until: Annotated[str | None, Parameter(name="--to")] = None,
    period: str = "month",
    dataset: str | None = None,
    title: str | None = None,
    record: Path | None = None,
    state: str | None = None,
    watchlist: Path | None = None,
    news_since: date | None = None,
    pdf: Annotated[bool, Parameter(negative="")] = False,
    forecast: Annotated[bool, Parameter(negative="--no-forecast")] = True,
    memory: Annotated[bool, Parameter(negative="--no-memory")] = True,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Write one self-contained HTML page that follows every number to its sentences.

    One article gives its fields, its text with events marked, and what was left out. A store, or
    several articles, gives the relations in it: what changed since the last briefing, chart,
    shifts, forecast, open questions, key events and their sentences.

    Parameters
    ----------
    target
        A file, folder or address to read, or the folder of a store.
    output
        Where to write the page.
    relation
        Two states as one word, as PAK,RUS; may be given several times. Without it, the eight
        relations with most events.
    since
        First day, month or year, for a store.
    until
        Last day, month or year, included.
    period
        day, week, month, quarter or year.
    dataset
        Only this dataset of the store.
    title
        Heading of the page.
    record
        For one article: a store whose events its claims are held against.
    state
        For a store: the relations of this state with its eight busiest partners.
    watchlist
        For a store: a TOML file with title, relations, states, period and news_since.
    news_since
        Tell apart what became known on this day or later (2018-09-01).
    pdf
        Print the page as PDF (a name that ends in .pdf does so too); needs Chromium, Chrome or
        Edge on this machine.
    forecast
        For a store: forecast the next eight weeks of each relation, beside a baseline.
    memory
        For a store: say what changed since the last briefing, and keep this one's numbers in a
        small file beside the watch list or the store.
    json
        Print where the page is, as JSON.

    Examples
    --------
    detente brief op-ed.txt

    detente brief op-ed.txt --record my-store -o checked.html

    detente brief my-store --watchlist watchlist.toml -o monday.pdf

    detente brief my-store --relation PAK,RUS --from 2018-01 --to 2018-10 -o pak-rus.html
    """
    pairs = [parse_pair(text) for text in relation]
    window = parse_window(since, until)
    if (Path(target) / MANIFEST).is_file():
        watched = load_watch_list(watchlist) if watchlist else WatchList()
        asked = replace(
            watched,
            title=title or watched.title,
            relations=(*pairs, *watched.relations),
            states=(*([require_state(state)] if state else []), *watched.states),
            period=watched.period or period,
            news_since=news_since or watched.news_since,
        )
        kept = memory_path(Path(target), watchlist) if memory else None
        with progress() as bar:
            bar.add_task("measuring relations", total=None)
            measured = _measured(Path(target), asked, window, dataset=dataset)
        _name_unseen(measured)
        now = run_of(
            measured.warmth,
            measured.shifts,
            made_on=date.today(),
            asked=f"{since or ''}…{until or ''} {asked.period} {dataset or 'all'}",
        )
        page = _of_store(
            Path(target), asked, measured, last_unlike(kept, now) if kept else None, forecast
        )
    else:
        kept, now = None, None
        page = _of_articles(target, pairs, period=period, title=title, record=record)
    output = _write(page, output, pdf=pdf)
    if kept and now:
        remember(kept, now)
    if json:
        print_json({"briefing": str(output), "bytes": output.stat().st_size})
    else:
        echo(f"Briefing written to {output}")


def _measured(root: Path, asked: WatchList, window: Window, *, dataset: str | None) -> Measured:
    kept = open_store(root, create=False)
    # Measured without texts, which of a large store would fill the memory.
    lean = kept.scan("events", dataset=dataset).select(pl.exclude(*TEXTS))
    events = lean.filter(_inside("happened_on", window)).sort("happened_on", "event_id").collect()
    coverage = kept.coverage(dataset=dataset).filter(_inside("day", window))
    own = events.filter(pl.col("actor") != pl.col("recipient"))
    pairs = list(asked.relations)
    for state in asked.states:
        pairs += [pair for pair in busiest_pairs(own, number=8, of=[state]) if pair not in pairs]
    measured = measure_relations(
        events, period=asked.period or "month", relations=pairs or None, coverage=coverage
    )
    told = [
        kept.events(pair=pair, since=window[0], until=window[1], dataset=dataset)
        for pair in dict.fromkeys((min(two), max(two)) for two in measured.relations)
    ]
    return replace(measured, events=pl.concat(told))


def _name_unseen(measured: Measured) -> None:
    """Say which relations asked for will be missing from the page, and why."""
    seen = {frozenset(way) for way in measured.warmth.select("actor", "recipient").unique().rows()}
    for pair in measured.relations:
        if frozenset(pair) not in seen:
            note(f"No event between {pair[0]} and {pair[1]} in these days; left out of the page.")


def _inside(column: str, window: Window) -> pl.Expr:
    kept = pl.lit(value=True)
    if window[0]:
        kept &= pl.col(column) >= window[0]
    return kept & (pl.col(column) < window[1]) if window[1] else kept


def _of_store(
    root: Path, asked: WatchList, measured: Measured, last: Run | None, forecast: bool
) -> str:
    kept = open_store(root, create=False)
    forecasts = None
    if forecast:
        with progress() as bar:
            bar.add_task("forecasting from the record", total=None)
            forecasts = forecasts_of(measured)
    return brief_on(
        measured,
        articles=kept.articles(),
        rejects=kept.rejects(),
        title=asked.title or "How relations moved",
        news_since=asked.news_since,
        last=last,
        forecasts=forecasts,
    )


def _write(page: str, output: Path, *, pdf: bool) -> Path:
    """Write the page, as PDF if asked for or so named; the path that was written."""
    if not pdf and output.suffix.lower() != ".pdf":
        write_page(page, output)
        return output
    named = output.with_suffix(".pdf")
    write_pdf(page, named)
    return named


def _of_articles(
    target: str,
    pairs: list[tuple[str, str]],
    *,
    period: str,
    title: str | None,
    record: Path | None,
) -> str:
    found = read(target)
    if found.articles.is_empty():
        reasons = "; ".join(
            f"{row['origin']}: {row['reason']}" for row in found.rejects.head(5).to_dicts()
        )
        raise ReadError(f"{target}: no article could be read ({reasons or 'nothing there'}).")
    articles = list(found.articles.iter_rows(named=True))
    coded = list(tracked(code_each(articles), "coding", total=len(articles)))
    events = EVENTS.frame(row for one in coded for row in one.events)
    rejects = REJECTS.frame(row for one in coded for row in one.rejects)
    if len(articles) == 1 and not pairs:
        checked = _checked(articles[0], record)
        return article_briefing(
            found.articles, events, claims=checked.claims, rejects=rejects, checked=checked
        )
    note(f"{counted(len(articles), 'article')} read, {counted(events.height, 'event')} coded.")
    return events_briefing(
        events,
        period=period,
        relations=pairs or None,
        articles=found.articles,
        rejects=pl.concat([found.rejects, rejects]),
        title=title or f"Relations in {Path(target).name}",
    )


def _checked(article: Mapping[str, Any], record: Path | None) -> Checked:
    """Claims of the article, with verdicts where a record is given and the article has a day."""
    claims = find_claims(article)
    if record is None:
        return Checked(claims)
    if article["published_on"] is None:
        note("The article has no day of publication, so its claims can't be held against a record.")
    return check_in_store(article, claims, open_store(record, create=False))
