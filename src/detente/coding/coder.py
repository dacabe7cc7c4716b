"""Who did what to whom, in one text: from drafts to events, with the evidence to the character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from detente.coding.choose import Choice, choose
from detente.coding.classify import Marked, score
from detente.coding.details import domains_of, mode_of
from detente.coding.drafts import Draft, drafts_of
from detente.coding.parse import lemmatise, parse
from detente.coding.rules import Candidate, Side, find_candidates
from detente.coding.status import status_of
from detente.coding.syntax import head_of, speaker_of
from detente.coding.when import Clock
from detente.core.codebook import quad_of, weight_of
from detente.core.ids import stable_id

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["CODED_STATUSES", "Coded", "code_body", "once_each"]

CODED_STATUSES: Final = ("happened", "announced", "habitual")
"""Statuses that count as events; the others are rejected as `not_happened`."""


@dataclass(frozen=True)
class Coded:
    """Rows of the tables `events` and `rejects` that one text gave."""

    events: list[dict[str, Any]]
    rejects: list[dict[str, Any]]


def code_body(
    text: str,
    paragraphs: Sequence[tuple[int, int]],
    *,
    reported_on: date | None,
    article_id: str | None = None,
    threads: int = 1,
) -> Coded:
    """Events between states in the body of one article.

    Args:
        text: the body.
        paragraphs: [start, end) of each paragraph in `text`.
        reported_on: day of publication; without it only deeds with a full date can be placed.
        article_id: carried into the rows.
        threads: threads of the classifier.

    Returns:
        Events, one row per deed and direction (a deed told again in the same article counts once,
        with `mentions`); rejects, one row for each sentence that names two states and gave none.
    """
    drafts = list(drafts_of(text, paragraphs, on=reported_on))
    docs = list(parse((draft.working for draft in drafts), lemmas=False))
    pairs = [
        find_candidates(doc, _sides(doc, draft)) for doc, draft in zip(docs, drafts, strict=True)
    ]
    scores = score(
        [_marked(draft, one) for draft, found in zip(drafts, pairs, strict=True) for one in found],
        threads=threads,
    )
    clock = Clock(reported_on)
    events: list[dict[str, Any]] = []
    rejects: list[dict[str, Any]] = []
    first = 0
    for draft, doc, found in zip(drafts, docs, pairs, strict=True):
        rows = slice(first, first + len(found))
        first += len(found)
        clock.hear(draft.paragraph, draft.sentence)
        choices = choose(found, scores.roots[rows], scores.statuses[rows])
        if choices:
            lemmatise(doc)
        told = [_event(draft, doc, choice, clock, reported_on, article_id) for choice in choices]
        kept = [
            event for event in told if event["happened_on"] and event["status"] in CODED_STATUSES
        ]
        events += kept
        if not kept:
            rejects.append(_reject(draft, told, article_id))
    return Coded(once_each(events), rejects)


def _sides(doc: Doc, draft: Draft) -> list[Side]:
    sides = []
    for named in draft.named:
        head = head_of(doc, named.start, named.end)
        if head is not None and named.mention.state is not None:
            place = named.mention.how == "place"
            words = draft.working[named.start : named.end]
            side = Side(
                named.start,
                named.end,
                named.mention.state,
                named.mention.sector,
                words,
                place,
                head,
            )
            sides.append(side)
    return sides


def _marked(draft: Draft, pair: Candidate) -> Marked:
    spans = [(side.start, side.end) for side in (pair.actor, pair.recipient)]
    return Marked(draft.working, *spans)


def _event(
    draft: Draft,
    doc: Doc,
    choice: Choice,
    clock: Clock,
    reported_on: date | None,
    article_id: str | None,
) -> dict[str, Any]:
    actor, recipient, word = choice.pair.actor, choice.pair.recipient, choice.pair.trigger
    when = clock.of(doc, word)
    near = [word.lemma_, *(token.lemma_ for token in word.children)]
    lemmas = [token.lemma_ for token in doc]
    speaker = speaker_of(word)
    said_by = speaker.text if speaker is not None and not _is_side(speaker, actor) else None
    spots = {side.start: side for side in draft.named}
    return {
        "event_id": stable_id("detente", article_id or draft.sentence, draft.start, actor.state,
                              recipient.state, choice.root),
        "dataset": "detente",
        "happened_on": when.day if when else reported_on,
        "happened_precision": when.precision if when else "report",
        "reported_on": reported_on,
        "actor": actor.state,
        "recipient": recipient.state,
        "actor_name": actor.words,
        "actor_sector": actor.sector,
        "recipient_name": recipient.words,
        "recipient_sector": recipient.sector,
        "root": choice.root,
        "mode": mode_of(choice.root, near, lemmas),
        "quad": quad_of(choice.root),
        "weight": weight_of(choice.root),
        "domains": domains_of(lemmas),
        "status": status_of(word, choice.root, choice.statuses),
        "attributed_to": said_by,
        "confidence": choice.confidence,
        "mentions": 1,
        "article_id": article_id,
        "paragraph": draft.paragraph,
        "sentence": draft.sentence,
        "start": draft.start,
        "end": draft.end,
        "trigger": word.text,
        "actor_start": spots[actor.start].text_start,
        "actor_end": spots[actor.start].text_end,
        "recipient_start": spots[recipient.start].text_start,
        "recipient_end": spots[recipient.start].text_end,
    }  # fmt: skip


def _is_side(span: Any, side: Side) -> bool:
    return bool(span.start_char <= side.head.idx < span.end_char)


def _reject(draft: Draft, told: list[dict[str, Any]], article_id: str | None) -> dict[str, Any]:
    undated = any(event["happened_on"] is None for event in told)
    reason = "no_date" if undated else "not_happened" if told else "no_event"
    return {
        "origin": article_id or "text",
        "item": "sentence",
        "locator": f"{draft.start}:{draft.end}",
        "reason": reason,
        "detail": ", ".join(sorted({f"{event['root']} {event['status']}" for event in told}))
        or None,
    }


def once_each(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each deed of the article once: the surest telling, with the count of tellings."""
    best: dict[tuple[object, ...], dict[str, Any]] = {}
    counts: dict[tuple[object, ...], int] = {}
    for event in events:
        key = tuple(event[name] for name in ("actor", "recipient", "root", "happened_on"))
        counts[key] = counts.get(key, 0) + 1
        if key not in best or event["confidence"] > best[key]["confidence"]:
            best[key] = event
    return [event | {"mentions": counts[key]} for key, event in best.items()]
