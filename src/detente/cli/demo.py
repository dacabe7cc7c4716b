"""`detente demo`: the whole way on the example corpus, in one go."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Final

import polars as pl
from cyclopts import Parameter

from detente.cli.app import echo, note, print_frame, print_json, tracked
from detente.core.errors import DetenteError
from detente.core.examples import example_corpus
from detente.core.phrases import counted
from detente.core.tables import EVENTS, REJECTS
from detente.pipeline import claims_of, code_each, read
from detente.relations.warmth import warmth
from detente.show.briefing import events_briefing
from detente.show.page import band
from detente.store.store import Store
from detente.store.store import open as open_store

__all__ = ["demo"]

RELATIONS: Final = (("PAK", "RUS"), ("PAK", "USA"), ("IND", "USA"), ("IND", "PAK"), ("CHN", "PAK"))
_FIRST, _LAST = date(2010, 1, 1), date(2019, 1, 1)


def demo(
    *,
    output: Annotated[Path, Parameter(name=["--output", "-o"])] = Path("detente-demo"),
    json: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Read the example corpus, code it, fill a store, measure the relations, write a briefing.

    Needs no network and no file of yours. The corpus is 171 pages and feed items on relations in
    and with South Asia, 2010-2018.

    Parameters
    ----------
    output
        Folder for the store and `briefing.html`; what an earlier demo left there is kept.
    json
        Print the table as JSON.

    Examples
    --------
    detente demo

    detente demo --output /tmp/demo --json
    """
    store = _fill(output)
    events = store.events(dataset="detente")
    coverage = store.coverage(dataset="detente")
    page = output / "briefing.html"
    note("measuring relations and writing the briefing …")
    html = events_briefing(
        events,
        period="quarter",
        relations=list(RELATIONS),
        articles=store.articles(),
        coverage=coverage,
        rejects=store.rejects(),
        title="South Asia, 2010-2018: how relations moved",
    )
    page.write_text(html, encoding="utf-8")
    table = _moves(events, coverage)
    if json:
        print_json({"briefing": str(page), "store": str(output / "store"), "relations": table})
        return
    print_frame(table, title="How far relations moved (warmth in Goldstein points, 90 % band)")
    echo(f"Briefing: {page.resolve()}")
    echo(f"Store:    {(output / 'store').resolve()}")


def _fill(output: Path) -> Store:
    """Read and code the corpus into `output`/store; what is there already changes nothing."""
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise DetenteError(f"'{output}' can't be made: {fault.strerror}.") from fault
    note("reading the example corpus …")
    found = read(example_corpus())
    articles = list(found.articles.iter_rows(named=True))
    coded = list(tracked(code_each(articles, workers=0), "coding", total=len(articles)))
    events = EVENTS.frame(row for one in coded for row in one.events)
    rejects = REJECTS.frame(row for one in coded for row in one.rejects)
    store = open_store(output / "store")
    days = pl.date_range(_FIRST, _LAST, closed="left", eager=True)
    store.add_articles(found.articles)
    store.add_events(events, dataset="detente", covered_days=days.to_list())
    store.add_claims(claims_of(found.articles, genre="opinion"))
    store.add_rejects(pl.concat([found.rejects, rejects]))
    note(
        f"{counted(len(articles), 'article')}, {counted(events.height, 'event')}, "
        f"{counted(rejects.height, 'sentence')} without."
    )
    return store


def _moves(events: pl.DataFrame, coverage: pl.DataFrame) -> pl.DataFrame:
    """Smoothed warmth of each relation in its first and last year, the change, and when most."""
    table = warmth(events, period="year", directed=False, coverage=coverage)
    rows = []
    for one, other in RELATIONS:
        own = table.filter(pl.col("actor") == one, pl.col("recipient") == other).sort("period")
        if own.is_empty():
            continue
        first, last = own.row(0, named=True), own.row(-1, named=True)
        steps = own["warmth"].diff().abs()
        rows.append(
            {
                "relation": f"{one}-{other}",
                "events": int(own["events"].sum()),
                f"warmth {first['period'].year}": _with_band(first),
                f"warmth {last['period'].year}": _with_band(last),
                "change": last["warmth"] - first["warmth"],
                "moved most in": own["period"][steps.arg_max() or 0].year,
            }
        )
    return pl.DataFrame(rows)


def _with_band(row: dict[str, float]) -> str:
    return band((row["warmth"], row["low"], row["high"]))
