"""`detente claims`: what an article asserts, held against the record, and its forecasts kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import polars as pl
from cyclopts import App, Parameter

from detente.cli.app import echo, note, print_frame, print_json
from detente.cli.output import TableFile
from detente.coding.claims.find import find_claims
from detente.coding.claims.same import unknown_claims
from detente.coding.claims.shape import as_lists
from detente.core.errors import ReadError
from detente.core.phrases import counted
from detente.core.tables import ARTICLES, CLAIMS
from detente.pipeline import code, read
from detente.shifts.claim_scores import score_claims, summarise_scores
from detente.show.article_page import article_briefing
from detente.show.claim_checks import Checked, check_in_store
from detente.show.page import write_page
from detente.store.exporting import write_table
from detente.store.store import Store
from detente.store.store import open as open_store

__all__ = ["claims", "score", "track"]

commands = App(name="claims", help="What articles assert, checked against the record of events.")

Json = Annotated[bool, Parameter(negative="")]

# One column for both views: two would leave the words a few letters a line. A forecast has one.
_BOTH = pl.concat_str(
    pl.col("verdict").fill_null("–"), pl.lit("; since: "), pl.col("verdict_since").fill_null("–")
).alias("verdict")
_VERDICTS = {
    "trend": _BOTH,
    "cause": _BOTH,
    "forecast": pl.col("verdict_since").fill_null("–").alias("so far"),
}


@commands.default
def claims(
    article: str,
    *,
    store: Annotated[Path | None, Parameter(name=["--store", "-s"])] = None,
    published_on: date | None = None,
    output: TableFile = None,
    html: Path | None = None,
    json: Json = False,
) -> int:
    """Show what an article asserts: statements, trends, causes, forecasts, recommendations.

    With a store of events, trends and causes are held against the record: what the article could
    know, and what came after it. Each verdict names its dataset, days, counts and numbers, and what
    would be needed where there is too little.

    Parameters
    ----------
    article
        A page, a plain-text copy, a feed, a folder or an address.
    store
        Folder of the store whose events are the record.
    published_on
        Day of publication, where the page names none.
    output
        Write the claims with their verdicts to this file: .csv, .parquet, .json or .jsonl.
    html
        Write a page with the text, its events and claims marked in place, verdicts and charts; of
        one article.
    json
        Print JSON: page, events and one list for each kind of claim.

    Examples
    --------
    detente claims article.txt

    detente claims article.html --store my-store --html checked.html

    detente claims folder-of-op-eds --store my-store -o claims.csv

    detente claims article.txt --json
    """
    found = list(_read(article, published_on))
    if html and len(found) != 1:
        raise ReadError(
            f"--html writes one article; {article} holds {len(found)}. Name one of them."
        )
    kept = open_store(store, create=False) if store else None
    checks = [(row, _checked(row, own, kept)) for row, own in found]
    if output:
        write_table(pl.concat([one.claims for _, one in checks], how="diagonal"), output)
        note(f"Claims of {counted(len(checks), 'article')} written to {output}")
    if html:
        _write_page(*checks[0], html)
    if json:
        shapes = [_shape(row, one) for row, one in checks]
        print_json(shapes[0] if len(shapes) == 1 else shapes)
    else:
        for row, one in checks:
            _show(row, one.claims)
    return 0 if any(own.height for _, own in found) else 1


def _shape(row: dict[str, Any], checked: Checked) -> dict[str, Any]:
    events = code(ARTICLES.frame([row])).events
    return as_lists(row, checked.claims, events=events, verdicts=checked.verdicts)


def _write_page(row: dict[str, Any], checked: Checked, path: Path) -> None:
    coded = code(ARTICLES.frame([row]))
    page = article_briefing(
        row, coded.events, claims=checked.claims, rejects=coded.rejects, checked=checked
    )
    write_page(page, path)
    note(f"Page written to {path}")


def _read(article: str, published_on: date | None) -> Iterator[tuple[dict[str, Any], pl.DataFrame]]:
    result = read(article, published_on=published_on)
    if not result.articles.height:
        reasons = "; ".join(f"{r['origin']}: {r['detail']}" for r in result.rejects.to_dicts())
        raise ReadError(f"No article in {article}. {reasons}")
    for row in result.articles.iter_rows(named=True):
        yield row, find_claims(row)


def _checked(row: dict[str, Any], own: pl.DataFrame, kept: Store | None) -> Checked:
    if kept is None:
        return Checked(own)
    if row["published_on"] is None:
        note("No day of publication: nothing can be checked. Give --published-on.")
    return check_in_store(row, own, kept)


def _show(row: dict[str, Any], checked: pl.DataFrame) -> None:
    echo(" · ".join(str(row[n]) for n in ("title", "author", "outlet", "published_on") if row[n]))
    for kind in ("statement", "trend", "cause", "forecast", "recommendation"):
        own = checked.filter(pl.col("kind") == kind)
        if own.height:
            checked_kind = kind in _VERDICTS and "verdict" in own.columns
            shown = own.with_row_index("#", offset=1).select(
                "#",
                pl.col("states").list.join(" ").alias("about"),
                pl.col("direction").alias("±"),
                pl.col("said_by").alias("says"),
                "hedge",
                pl.col("text").alias("words"),
                *([_VERDICTS[kind]] if checked_kind else []),
            )
            print_frame(shown, title=f"{kind}s: {own.height}")
            for line in _reasons(own) if checked_kind else []:
                echo(line)


def _reasons(claims: pl.DataFrame) -> Iterator[str]:
    """The numbers behind the verdicts, once for all claims of the table that share them."""
    told: dict[str, list[int]] = {}
    for number, row in enumerate(claims.iter_rows(named=True), start=1):
        for stem, view in (("verdict", "known by then"), ("verdict_since", "since")):
            if row[stem] is not None:
                line = f"{view} ({row[f'{stem}_dataset']}): {row[stem]}. {row[f'{stem}_why']}"
                told.setdefault(line, []).append(number)
    for line, numbers in told.items():
        yield f"  {', '.join(map(str, numbers))}, {line}"
    if claims["verdict_since"].null_count():
        yield "  –: names no pair of states and no direction, so there is nothing to check."


@commands.command
def track(
    article: str,
    *,
    store: Annotated[Path, Parameter(name=["--store", "-s"])] = Path("detente-store"),
    published_on: date | None = None,
    json: Json = False,
) -> int:
    """Keep an article's claims in a store, so that its forecasts can be scored later.

    Parameters
    ----------
    article
        A page, a plain-text copy, a feed, a folder or an address.
    store
        Folder of the store; made where there is none.
    published_on
        Day of publication, where the page names none; forecasts need one.
    json
        Print the kept forecasts as JSON.

    Examples
    --------
    detente claims track article.txt --store my-store
    """
    kept = open_store(store)
    known = kept.claims()
    forecasts = CLAIMS.empty()
    for row, own in _read(article, published_on):
        if row["published_on"] is None:
            note(f"{row['origin']}: no day of publication, so its forecasts can't come due.")
        kept.add_articles(ARTICLES.frame([row]))
        kept.add_claims(unknown_claims(own, known))
        forecasts = pl.concat([forecasts, own.filter(pl.col("kind") == "forecast")])
    if json:
        print_json(forecasts)
    else:
        shown = forecasts.select("states", "direction", "hedge", "horizon", "said_by", "text")
        print_frame(shown, title=f"{forecasts.height} forecasts kept in {store}")
    return 0


@commands.command
def score(
    *,
    store: Annotated[Path, Parameter(name=["--store", "-s"])] = Path("detente-store"),
    as_of: date | None = None,
    json: Json = False,
) -> int:
    """Score the kept forecasts whose time has passed, beside the base rate.

    Each is read as a question that the record answers: is the mean weight of the pair's events
    higher (lower) from the article to the horizon than in as many days before it?

    Parameters
    ----------
    store
        Folder of the store that holds articles, claims and events.
    as_of
        Score as on this day; default today.
    json
        Print JSON.

    Examples
    --------
    detente claims score --store my-store

    detente claims score --store my-store --as-of 2018-10-31 --json
    """
    kept = open_store(store, create=False)
    scores = score_claims(
        kept.claims(), kept.events(), articles=kept.articles(), as_of=as_of or date.today()
    )
    summary = summarise_scores(scores)
    if json:
        print_json({"authors": summary, "forecasts": scores})
        return 0
    print_frame(summary, title="By author and outlet (Brier: less is better)")
    shown = scores.select(
        pl.col("pair").list.join(" "), "direction", "probability", "due_on", "status", "outcome",
        "brier", "base_rate", "text",
    )  # fmt: skip
    print_frame(shown, title=f"{scores.height} forecasts")
    return 0
