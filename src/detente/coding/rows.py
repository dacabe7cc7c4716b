"""From a chosen deed to a row of the table `events`, with its evidence to the character."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.coding.details import domains_of, mode_of
from detente.coding.drafts import Draft
from detente.coding.rules import Side
from detente.coding.status import is_foretold, status_of
from detente.coding.syntax import speaker_of
from detente.coding.when import Clock
from detente.core.codebook import quad_of, weight_of
from detente.core.ids import stable_id

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

__all__ = ["Deed", "event_row"]

# Deeds done by speaking: where an office or a person does them, that is who says so.
_SPOKEN: Final = frozenset({"SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})


@dataclass(frozen=True)
class Deed:
    """What is coded: who (null where the sentence leaves it out), to whom, by which word."""

    actor: Side | None
    recipient: Side
    trigger: Token
    root: str
    confidence: float
    statuses: NDArray[np.float32] | None


def event_row(
    draft: Draft,
    doc: Doc,
    deed: Deed,
    clock: Clock,
    *,
    reported_on: date | None,
    article_id: str | None,
    opinion: bool = False,
) -> dict[str, Any]:
    """One row of `core.tables.EVENTS`; `happened_on` is null where no day could be found.

    Args:
        draft: the sentence.
        doc: its working text, parsed and lemmatised.
        deed: what was chosen.
        clock: has heard the sentence.
        reported_on, article_id: carried into the row.
        opinion: the article argues: what it says will be done is its author's forecast.
    """
    actor, recipient, word = deed.actor, deed.recipient, deed.trigger
    when = clock.of(doc, word)
    lemmas = [token.lemma_ for token in doc]
    near = [word.lemma_, *(token.lemma_ for token in word.children)]
    origin = article_id or draft.sentence
    sides = (actor.state if actor else None, recipient.state)
    return {
        "event_id": stable_id("detente", origin, draft.start, *sides, deed.root),
        "dataset": "detente",
        "happened_on": when.day if when else reported_on,
        "happened_precision": when.precision if when else "report",
        "reported_on": reported_on,
        "root": deed.root,
        "mode": mode_of(deed.root, near, lemmas),
        "quad": quad_of(deed.root),
        "weight": weight_of(deed.root),
        "domains": domains_of(lemmas),
        "status": _status(deed, opinion=opinion),
        "attributed_to": _said_by(deed),
        "confidence": deed.confidence,
        "mentions": 1,
        "article_id": article_id,
        "paragraph": draft.paragraph,
        "sentence": draft.sentence,
        "start": draft.start,
        "end": draft.end,
        "trigger": word.text,
        **_side_fields("actor", actor, draft),
        **_side_fields("recipient", recipient, draft),
    }


def _side_fields(prefix: str, side: Side | None, draft: Draft) -> dict[str, Any]:
    spots = {named.start: named for named in draft.named}
    spot = spots.get(side.start) if side else None
    return {
        prefix: side.state if side else None,
        f"{prefix}_name": side.words if side else None,
        f"{prefix}_sector": side.sector if side else None,
        f"{prefix}_start": spot.text_start if spot else None,
        f"{prefix}_end": spot.text_end if spot else None,
    }


def _status(deed: Deed, *, opinion: bool) -> str:
    if opinion and is_foretold(deed.trigger):
        return "hypothetical"
    if deed.statuses is None:
        return "happened"
    return status_of(deed.trigger, deed.root, deed.statuses)


def _said_by(deed: Deed) -> str | None:
    """Who says that it happened: the speaker of the sentence, or of the deed itself."""
    speaker = speaker_of(deed.trigger)
    if speaker is not None and (deed.actor is None or not _names(speaker, deed.actor)):
        return str(speaker.text)
    if deed.actor is not None and deed.root in _SPOKEN and deed.actor.is_person:
        return deed.actor.words
    return None


def _names(span: Span, side: Side) -> bool:
    return bool(span.start_char <= side.head.idx < span.end_char)
