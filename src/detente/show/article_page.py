"""The briefing of one article: its fields, its text with marks, its events, claims and rejects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import polars as pl

from detente.core.errors import TableError
from detente.core.phrases import counted
from detente.core.reasons import REASONS
from detente.core.tables import ARTICLES
from detente.show import wording
from detente.show.article_claims import claim_groups, tone_of, verdict_summary
from detente.show.claim_checks import Checked
from detente.show.marking import Span, mark_paragraphs
from detente.show.names import side_name
from detente.show.page import render

__all__ = ["article_briefing", "article_values"]

Row = dict[str, Any]


def article_briefing(
    article: pl.DataFrame | Mapping[str, Any],
    events: pl.DataFrame,
    *,
    claims: pl.DataFrame | None = None,
    rejects: pl.DataFrame | None = None,
    checked: Checked | None = None,
) -> str:
    """One self-contained HTML page about one article; no script, nothing fetched.

    Args:
        article: a table of one row, or that row, as in `core.tables.ARTICLES`.
        events: as in `core.tables.EVENTS`; rows of other articles are left out.
        claims: as in `core.tables.CLAIMS`.
        rejects: as in `core.tables.REJECTS`, of this article only.
        checked: the claims held against a record (`check_article`); gives verdicts and charts.

    Raises:
        TableError: `article` holds none or several articles.
    """
    return render("article.html.j2", **article_values(article, events, claims, rejects, checked))


def article_values(
    article: pl.DataFrame | Mapping[str, Any],
    events: pl.DataFrame,
    claims: pl.DataFrame | None = None,
    rejects: pl.DataFrame | None = None,
    checked: Checked | None = None,
) -> dict[str, Any]:
    """What the template of an article names; arguments as `article_briefing`."""
    fields = _one(article)
    told = _numbered(_of_article(events, fields).sort("start", "event_id", nulls_last=True))
    said = _numbered(_of_article(claims, fields).sort("start")) if claims is not None else []
    rows = _reject_rows(rejects, fields) if rejects is not None else []
    spans = [*_event_spans(told), *_claim_spans(said, checked)]
    paragraphs = [(part["start"], part["end"]) for part in fields["paragraphs"] or []]
    dropped = _dropped(fields)
    return {
        "article": fields,
        "fields": _fields(fields),
        "event_count": len(told),
        "events": _each_way_once([_labelled(row) for row in told]),
        "claims": said,
        "claim_groups": claim_groups(said, checked),
        "verdicts": verdict_summary(checked),
        "record_words": _record_words(checked),
        "rejects": rows,
        "reject_groups": _grouped(rows),
        "paragraphs": mark_paragraphs(fields["text"] or "", paragraphs, spans),
        "dropped": dropped,
        "dropped_count": sum(map(len, dropped.values())),
        "sentence_count": len({(row["start"], row["end"]) for row in told}),
        "state_count": len({row[side] for row in told for side in ("actor", "recipient")} - {None}),
        "terms": wording.terms_of("detente"),
    }


def _record_words(checked: Checked | None) -> str:
    """The datasets of the record, with the days that each covers."""
    if checked is None or checked.coverage.is_empty():
        return ""
    spans = checked.coverage.group_by("dataset").agg(
        first=pl.col("day").min(), last=pl.col("day").max(), days=pl.len()
    )
    return "; ".join(
        f"{name} ({wording.day_in_words(first)} to {wording.day_in_words(last)}, {days:,} days)"
        for name, first, last, days in spans.sort("dataset").iter_rows()
    )


def _one(article: pl.DataFrame | Mapping[str, Any]) -> Row:
    if isinstance(article, pl.DataFrame):
        if article.height != 1:
            raise TableError(
                f"article_briefing takes one article; this table has {article.height}. "
                "Filter it by article_id, or use relations_briefing for many."
            )
        article = article.row(0, named=True)
    return {name: article.get(name) for name in ARTICLES.names}


def _of_article(frame: pl.DataFrame, fields: Row) -> pl.DataFrame:
    return frame.filter(pl.col("article_id") == fields["article_id"])


def _numbered(frame: pl.DataFrame) -> list[Row]:
    return [{**row, "number": number} for number, row in enumerate(frame.to_dicts(), start=1)]


def _each_way_once(rows: list[Row]) -> list[Row]:
    """What both did to each other (a meeting, a signature) in one row, `mutual` its other event."""
    kept: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        deed = (row["root"], row["mode"], row["happened_on"], row["start"])
        back = (*deed, row["recipient"], row["actor"])
        if back in kept and kept[back]["mutual"] is None:
            kept[back]["mutual"] = row
        else:
            key = (*deed, row["actor"], row["recipient"])
            kept[(*key, row["event_id"]) if key in kept else key] = row | {"mutual": None}
    return list(kept.values())


def _labelled(row: Row) -> Row:
    return {**row, **{f"{side}_label": _side(row, side) for side in ("actor", "recipient")}}


def _side(row: Row, side: str) -> str:
    """State by name, with the words of the text where they say more: 'Russia (Russian envoy)'."""
    name, words = row[side], row[f"{side}_name"]
    if name is None:
        return words or "unnamed"
    shown = side_name(name)
    return shown if not words or words.casefold() == shown.casefold() else f"{shown} ({words})"


def _fields(fields: Row) -> list[tuple[str, str | None, str]]:
    day = fields["published_on"]
    copies = fields["copies"] or 0
    rows: list[tuple[str, str | None, str]] = [
        ("Author", fields["author"], ""),
        ("Affiliation", fields["affiliation"], ""),
        ("Outlet", fields["outlet"], ""),
        (
            "Published",
            wording.day_in_words(day) if day else None,
            wording.found_by(fields["published_by"]) if day else "",
        ),
        ("Kind", fields["genre"], ""),
        ("Read from", _short_origin(fields["origin"]), ""),
    ]
    if copies:
        rows.append(("Copies", counted(copies, "near-duplicate"), "folded into this one"))
    return rows


def _short_origin(origin: str | None) -> str | None:
    """An address as it is; of a path only the file's name, since a page is passed on."""
    if not origin or "://" in origin:
        return origin
    return origin.replace("\\", "/").rsplit("/", 1)[-1]


def _event_spans(events: list[Row]) -> list[Span]:
    spans = []
    for row in events:
        if row["start"] is None or row["end"] is None:
            continue
        tone = str(row["quad"]).replace("_", "-")
        who = f"{_side(row, 'actor')} {wording.deed(row['root'])} {_side(row, 'recipient')}"
        spans.append(
            Span(
                row["start"],
                row["end"],
                f"ev {tone}",
                anchor=f"sentence-{row['number']}",
                label=str(row["number"]),
                link=f"#event-{row['event_id']}",
                title=who,
            )
        )
        for side in ("actor", "recipient"):
            start, end = row[f"{side}_start"], row[f"{side}_end"]
            if start is not None and end is not None:
                spans.append(Span(start, end, "who"))
    return spans


def _claim_spans(claims: list[Row], checked: Checked | None) -> list[Span]:
    verdicts = checked.rows() if checked else {}
    spans = []
    for row in claims:
        own = {
            view: verdicts[row["claim_id"], view]["verdict"]
            for view in ("known", "since")
            if (row["claim_id"], view) in verdicts
        }
        tones = [tone_of(verdict) for verdict in own.values()]
        tone = next((tone for tone in tones if tone in {"yes", "no"}), "")
        said = "; ".join(
            f"{'known then' if view == 'known' else 'since'}: {verdict}"
            for view, verdict in own.items()
        )
        spans.append(
            Span(
                row["start"],
                row["end"],
                f"claim {tone}".strip(),
                anchor=f"words-{row['number']}",
                label=f"c{row['number']}",
                link=f"#claim-{row['number']}",
                title=f"claim, {row['kind']}" + (f"; {said}" if said else ""),
            )
        )
    return spans


def _dropped(fields: Row) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for line in fields["dropped"] or []:
        groups[str(line["reason"])].append(str(line["text"]))
    return dict(groups)


def _reject_rows(rejects: pl.DataFrame, fields: Row) -> list[Row]:
    own = {fields["article_id"], fields["origin"]}
    kept = rejects.filter(pl.col("origin").is_in([name for name in own if name]))
    return [{**row, "quote": None} for row in kept.to_dicts()]


def _grouped(rows: list[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[REASONS.get(row["reason"], str(row["reason"]))].append(row)
    return dict(groups)
