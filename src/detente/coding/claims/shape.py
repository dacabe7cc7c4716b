"""Claims as nested lists, one a kind: the JSON that `detente claims` prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

__all__ = ["as_lists", "page_fields"]


def page_fields(article: Mapping[str, Any]) -> dict[str, Any]:
    """What the page is: fields, body and left-out parts of a row of `core.tables.ARTICLES`."""
    names = (
        "article_id", "origin", "url", "title", "author", "affiliation", "outlet", "published_on",
        "published_by", "language", "genre", "text", "paragraphs", "dropped",
    )  # fmt: skip
    return {name: article.get(name) for name in names}


def as_lists(
    article: Mapping[str, Any],
    claims: pl.DataFrame,
    *,
    events: pl.DataFrame | None = None,
    verdicts: pl.DataFrame | None = None,
) -> dict[str, Any]:
    """`page`, `events`, `statements`, `trends`, `causes`, `forecasts`, `recommendations`.

    Every span is a record of `paragraph`, `start`, `end`, `text`; offsets are into the page's text.
    Columns beyond those of `core.tables.CLAIMS`, such as a verdict, are carried along; with
    `verdicts` (`core.tables.VERDICTS`) each claim lists its own, with all numbers, as `checks`.
    """
    text = article["text"]
    checks = _checks(verdicts)
    rows = [{**row, "checks": checks.get(row["claim_id"], [])} for row in claims.to_dicts()]
    return {
        "page": page_fields(article),
        "events": [_event(row) for row in (events.to_dicts() if events is not None else [])],
        "statements": [_statement(row) for row in rows if row["kind"] == "statement"],
        "trends": [_trend(row) for row in rows if row["kind"] == "trend"],
        "causes": [_cause(row, text, article) for row in rows if row["kind"] == "cause"],
        "forecasts": [_forecast(row) for row in rows if row["kind"] == "forecast"],
        "recommendations": [_advice(row) for row in rows if row["kind"] == "recommendation"],
    }


def _checks(verdicts: pl.DataFrame | None) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    if verdicts is not None and not verdicts.is_empty():
        for row in verdicts.to_dicts():
            found.setdefault(row.pop("claim_id"), []).append(row)
    return found


def _span(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("paragraph", "start", "end", "text")}


def _common(row: Mapping[str, Any]) -> dict[str, Any]:
    extra = {name: row[name] for name in row if name.startswith("verdict")}
    extra |= {"checks": row["checks"]} if row["checks"] else {}
    return {
        "claim_id": row["claim_id"],
        **_span(row),
        "evidence": _span(row),
        "states": row["states"],
        "pair": row["states"][:2],
        "holder": row["said_by"],
        "holder_state": row["said_by_state"],
        "direction": row["direction"],
        "domain": row["domain"],
        "hedge_words": row["hedge_words"],
        "hedge": row["hedge"],
        "polarity": row["polarity"],
        "presupposed": row["presupposed"],
        "conditional": row["condition"] is not None,
        "condition": row["condition"],
    } | extra


def _statement(row: Mapping[str, Any]) -> dict[str, Any]:
    own = row["said_by_state"]
    about = [state for state in row["states"] if state != own] or row["states"]
    return _common(row) | {
        "speaker": row["said_by"],
        "speaker_state": own,
        "about": about,
        "stance": row["direction"],
    }


def _trend(row: Mapping[str, Any]) -> dict[str, Any]:
    return _common(row) | {
        "level_or_change": row["level"],
        "time": {"from": row["about_from"], "to": row["about_to"]},
    }


def _cause(row: Mapping[str, Any], text: str, article: Mapping[str, Any]) -> dict[str, Any]:
    ends = {}
    for name in ("cause", "effect"):
        start, end = row[f"{name}_start"], row[f"{name}_end"]
        ends[name] = {
            "paragraph": _paragraph_at(article, start),
            "start": start,
            "end": end,
            "text": text[start:end],
        }
    return _common(row) | {
        **ends,
        "sign": row["direction"],
        "cause_states": row["cause_states"],
        "effect_states": row["effect_states"],
    }


def _paragraph_at(article: Mapping[str, Any], offset: int) -> int | None:
    for number, span in enumerate(article["paragraphs"]):
        if span["start"] <= offset < span["end"]:
            return number
    return None


def _forecast(row: Mapping[str, Any]) -> dict[str, Any]:
    actors = [row["actor"]] if row["actor"] else []
    return _common(row) | {
        "actors": actors,
        "actor": row["actor"],
        "recipient": row["recipient"],
        "horizon": row["horizon"],
        "action": row["action"],
    }


def _advice(row: Mapping[str, Any]) -> dict[str, Any]:
    return _common(row) | {
        "addressee": row["addressee"],
        "addressee_state": row["actor"],
        "action": row["action"],
        "relation": row["states"][:2],
    }


def _event(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = (
        "event_id", "happened_on", "happened_precision", "actor", "recipient", "actor_name",
        "recipient_name", "root", "mode", "quad", "weight", "status", "attributed_to", "confidence",
    )  # fmt: skip
    span = {
        "paragraph": row["paragraph"],
        "start": row["start"],
        "end": row["end"],
        "text": row["sentence"],
    }
    return {name: row[name] for name in kept} | span | {"evidence": span}
