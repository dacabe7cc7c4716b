"""All claims of an article, as rows of `core.tables.CLAIMS`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import polars as pl

from detente.coding.claims.causes import find_causes
from detente.coding.claims.drafts import Draft
from detente.coding.claims.forecasts import find_forecasts
from detente.coding.claims.frames import is_asserted, is_teaser
from detente.coding.claims.holders import Holder, holder_of
from detente.coding.claims.modality import Modality, modality
from detente.coding.claims.moves import find_moves
from detente.coding.claims.passages import Passage, read_passages
from detente.coding.claims.recommendations import find_recommendations
from detente.coding.claims.statements import find_statements
from detente.coding.claims.times import window_of
from detente.coding.claims.trends import find_trends
from detente.coding.details import domains_of
from detente.core.ids import stable_id
from detente.core.tables import CLAIMS

__all__ = ["KINDS", "find_claims"]

KINDS: Final = ("statement", "trend", "cause", "forecast", "recommendation")


def find_claims(
    article: Mapping[str, Any] | str, *, published_on: date | None = None
) -> pl.DataFrame:
    """What an article asserts, one row per claim, in order of place.

    Args:
        article: a row of `core.tables.ARTICLES`, or plain text (paragraphs parted by blank lines).
        published_on: day of publication, where `article` is text or names none.

    Returns:
        Rows of `core.tables.CLAIMS`. `said_by` is 'author' unless the text reports another's view;
        `start` and `end` cut `text` out of the article's text. Empty where nothing is claimed.
    """
    row = _as_row(article)
    on = row.get("published_on") or published_on
    spans = [(span["start"], span["end"]) for span in row["paragraphs"]]
    passages = read_passages(row["text"], spans, on=on)
    found: dict[str, dict[str, Any]] = {}
    for claim in _claims(passages, on, row.get("article_id")):
        found.setdefault(claim["claim_id"], claim)
    ordered = sorted(found.values(), key=lambda c: (c["start"], c["end"], c["kind"]))
    return CLAIMS.frame(ordered)


def _as_row(article: Mapping[str, Any] | str) -> Mapping[str, Any]:
    if not isinstance(article, str):
        return article
    spans, at = [], 0
    for paragraph in article.split("\n\n"):
        spans.append({"start": at, "end": at + len(paragraph)})
        at += len(paragraph) + 2
    return {"text": article, "paragraphs": spans, "published_on": None, "article_id": None}


def _claims(
    passages: Sequence[Passage], on: date | None, article_id: str | None
) -> Iterator[dict[str, Any]]:
    speaker: Holder | None = None
    before: Passage | None = None
    for passage in passages:
        if before is not None and before.paragraph != passage.paragraph:
            speaker = before = None
        if is_teaser(passage):
            continue
        for draft in _drafts(passage, before):
            holder = _holder(passage, draft, speaker)
            yield _row(passage, draft, holder, on, article_id)
            if draft.kind == "statement":
                speaker = holder
        before = passage


def _drafts(passage: Passage, before: Passage | None) -> Iterator[Draft]:
    yield from find_statements(passage)
    if is_asserted(passage, before):
        yield from _distinct_trends([*find_moves(passage), *find_trends(passage)])
        yield from find_causes(passage, before=before)
    advice = list(find_recommendations(passage))
    advised = {draft.word.i for draft in advice}
    yield from (draft for draft in find_forecasts(passage) if draft.word.i not in advised)
    yield from advice


def _distinct_trends(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """One trend for each pair, direction and kind of level among words that overlap."""
    kept: list[Draft] = []
    for draft in drafts:
        if not any(_says_the_same(draft, other) for other in kept):
            kept.append(draft)
            yield draft


def _says_the_same(one: Draft, other: Draft) -> bool:
    alike = all(one.fields[name] == other.fields[name] for name in ("direction", "level"))
    overlap = one.start < other.end and other.start < one.end
    return alike and overlap and set(one.states) == set(other.states)


def _holder(passage: Passage, draft: Draft, speaker: Holder | None) -> Holder:
    if draft.kind == "statement":
        return Holder(draft.fields["speaker"], draft.fields["speaker_state"])
    return holder_of(passage, draft.word, speaker=speaker)


def _row(
    passage: Passage, draft: Draft, holder: Holder, on: date | None, article_id: str | None
) -> dict[str, Any]:
    fields = draft.fields
    how = modality(passage, draft.word)
    if fields.get("presupposed") and draft.word.dep_ in {"nsubj", "nsubjpass"}:
        how = replace(how, hedge_words=(), hedge=0.0)  # 'growing ties may push': they do grow
    window = window_of(passage.text, published_on=on)
    actor, recipient = _sides(draft)
    start, end = passage.start + draft.start, passage.start + draft.end
    words = [t.lemma_.lower() for t in passage.doc if draft.start <= t.idx < draft.end]
    domains = domains_of(words)
    row = {
        "claim_id": stable_id("claim", article_id, draft.kind, start, end, *draft.states),
        "article_id": article_id,
        "kind": draft.kind,
        "states": list(draft.states),
        "actor": actor,
        "recipient": recipient,
        "direction": fields.get("direction"),
        "level": fields.get("level"),
        "domain": domains[0] if domains else None,
        "said_by": holder.name,
        "said_by_state": holder.state,
        "hedge_words": list(how.hedge_words),
        "hedge": how.hedge,
        "polarity": _polarity(draft, how),
        "presupposed": bool(fields.get("presupposed", False)),
        "condition": how.condition,
        "horizon": how.horizon if draft.kind == "forecast" else None,
        "addressee": fields.get("addressee"),
        "action": fields.get("action") or _action(passage, draft),
        "about_from": window[0],
        "about_to": window[1],
        "paragraph": passage.paragraph,
        "text": passage.text[draft.start : draft.end],
        "start": start,
        "end": end,
    }
    return row | (_ends(passage, draft) if draft.kind == "cause" else {})


def _polarity(draft: Draft, how: Modality) -> int:
    if "polarity" in draft.fields:
        return int(draft.fields["polarity"])
    if draft.kind == "cause":
        return -1 if draft.fields["denied"] else 1
    if draft.kind in {"trend", "statement"}:
        return -1 if draft.fields["direction"] == 0 and how.polarity < 0 else 1
    return how.polarity


def _sides(draft: Draft) -> tuple[str | None, str | None]:
    """Whose doing or leaning it is about, and towards whom."""
    fields = draft.fields
    if draft.kind == "statement":
        about = [s for s in fields["about"] if s != fields["speaker_state"]]
        return fields["speaker_state"], about[0] if about else None
    if draft.kind == "recommendation":
        own = fields["addressee_states"]
        others = [s for s in draft.states if s not in own]
        return (own[0] if own else None), (others[0] if others else None)
    if draft.kind == "forecast":
        own = fields["actors"]
        others = [s for s in draft.states if not own or s != own[0]]
        return (own[0] if own else None), (others[0] if others else None)
    if draft.kind == "cause":
        return None, None
    first, second = [*draft.states, None, None][:2]
    return first, second


def _action(passage: Passage, draft: Draft) -> str | None:
    if draft.kind != "forecast":
        return None
    return passage.text[draft.word.idx : draft.end]


def _ends(passage: Passage, draft: Draft) -> dict[str, Any]:
    fields = draft.fields
    effect = fields["effect"]
    if "cause" in fields:
        cause = (passage.start + fields["cause"][0], passage.start + fields["cause"][1])
        cause_text = passage.text[fields["cause"][0] : fields["cause"][1]]
    else:
        cause, cause_text = fields["cause_before"], None
    return {
        "cause_text": cause_text,
        "cause_start": cause[0],
        "cause_end": cause[1],
        "cause_states": list(fields["cause_states"]),
        "effect_text": passage.text[effect[0] : effect[1]],
        "effect_start": passage.start + effect[0],
        "effect_end": passage.start + effect[1],
        "effect_states": list(fields["effect_states"]),
    }
