"""Does the text bear out what the model told? If so the event becomes a row, else a fault."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from detente.coding.coder import CODED_STATUSES
from detente.coding.details import modes_of
from detente.coding.llm_answer import ToldEvent
from detente.core.codebook import DOMAINS, quad_of, weight_of
from detente.core.ids import stable_id
from detente.core.states import state_of

__all__ = ["DATASET", "Fault", "Heard", "event_of", "place_of", "read_day"]

DATASET: Final = "detente-llm"

# Models straighten quotes and dashes; each of these is one character for one, so offsets hold.
_PLAIN: Final = str.maketrans("‘’“”‐‑–—\u00a0\u2009\u202f\n\t", "''\"\"----     ")
_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True)
class Heard:
    """A sentence that the model was asked about, and where it stands in the article's text."""

    text: str
    paragraph: int
    start: int
    end: int
    reported_on: date | None
    article_id: str | None


@dataclass(frozen=True)
class Fault:
    """Why a told event isn't coded: a reason of `core.reasons`, and what was found."""

    reason: str
    detail: str


def place_of(
    words: str, sentence: str, *, taken: tuple[int, int] | None = None
) -> tuple[int, int] | None:
    """[start, end) of `words` in `sentence`, or null where they don't stand there.

    Whole words are sought first, case and the shape of quotes are forgiven; an occurrence that
    doesn't overlap `taken` is preferred.

    >>> place_of("iran", "Iranians blame Iran.")
    (15, 19)
    """
    text, wanted = (part.translate(_PLAIN) for part in (sentence, words.strip()))
    if not wanted:
        return None
    for flags in (0, re.IGNORECASE):
        for edge in (r"(?<!\w){}(?!\w)", "{}"):
            found = [
                match.span() for match in re.finditer(edge.format(re.escape(wanted)), text, flags)
            ]
            free = [at for at in found if taken is None or at[0] >= taken[1] or at[1] <= taken[0]]
            if found:
                return (free or found)[0]
    return None


def read_day(text: str | None, *, reported_on: date | None) -> tuple[date, str] | None:
    """Day and precision of `YYYY[-MM[-DD]]`; null for other text, or a day after the report.

    >>> read_day("2018-07", reported_on=None)
    (datetime.date(2018, 7, 1), 'month')
    """
    match = _DAY.fullmatch(text.strip()) if text else None
    if match is None:
        return None
    try:
        day = date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
    if reported_on is not None and day > reported_on:
        return None
    return day, "day" if match[3] else "month" if match[2] else "year"


def event_of(told: ToldEvent, heard: Heard) -> dict[str, Any] | Fault:
    """A row of `events` whose every offset lies in its sentence, or why there is none."""
    actor = place_of(told.actor_words, heard.text)
    recipient = place_of(told.recipient_words, heard.text, taken=actor)
    if actor is None or recipient is None:
        side, words = ("recipient", told.recipient_words) if actor else ("actor", told.actor_words)
        return Fault("failed", f"{side} {words!r} doesn't stand in the sentence")
    doer = state_of(told.actor_state, dialect="iso3", on=heard.reported_on)
    other = state_of(told.recipient_state, dialect="iso3", on=heard.reported_on)
    if doer is None or other is None or doer == other:
        return Fault("no_actors", f"states {told.actor_state} and {told.recipient_state}")
    if told.status not in CODED_STATUSES:
        return Fault("not_happened", f"{told.root} {told.status}")
    when = read_day(told.happened_on, reported_on=heard.reported_on)
    if when is None and heard.reported_on is None:
        return Fault("no_date", f"{told.root} without a day")
    return (
        _deed(told, heard, when)
        | _side("actor", doer, told.actor_sector, actor, heard)
        | _side("recipient", other, told.recipient_sector, recipient, heard)
        | {"event_id": stable_id(DATASET, heard.article_id or heard.text, heard.start, doer, other,
                                 told.root)}
    )  # fmt: skip


def _side(
    name: str, state: str, sector: str | None, at: tuple[int, int], heard: Heard
) -> dict[str, Any]:
    return {
        name: state,
        f"{name}_name": heard.text[slice(*at)],
        f"{name}_sector": sector,
        f"{name}_start": heard.start + at[0],
        f"{name}_end": heard.start + at[1],
    }


def _deed(told: ToldEvent, heard: Heard, when: tuple[date, str] | None) -> dict[str, Any]:
    trigger = place_of(told.trigger_words, heard.text)
    speaker = place_of(told.attributed_to, heard.text) if told.attributed_to else None
    return {
        "dataset": DATASET,
        "happened_on": when[0] if when else heard.reported_on,
        "happened_precision": when[1] if when else "report",
        "reported_on": heard.reported_on,
        "root": told.root,
        "mode": told.mode if told.mode in modes_of(told.root) else None,
        "quad": quad_of(told.root),
        "weight": weight_of(told.root),
        "domains": [name for name in DOMAINS if name in told.domains] or ["diplomatic"],
        "status": told.status,
        "attributed_to": heard.text[slice(*speaker)] if speaker else None,
        "confidence": told.confidence,
        "mentions": 1,
        "article_id": heard.article_id,
        "paragraph": heard.paragraph,
        "sentence": heard.text,
        "start": heard.start,
        "end": heard.end,
        "trigger": heard.text[slice(*trigger)] if trigger else None,
    }
