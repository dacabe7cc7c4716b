"""Who did what to whom, in one text: from drafts to events, with the evidence to the character."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from detente.coding.choose import Choice, choose
from detente.coding.drafts import Draft, drafts_of
from detente.coding.parse import lemmatise, parse
from detente.coding.rows import Deed, event_row
from detente.coding.rules import Candidate, Side, find_candidates
from detente.coding.rules.phrases import CONFIDENCE, PhraseDeed, find_phrase_deeds
from detente.coding.sure import Scale
from detente.coding.syntax import head_of
from detente.coding.weigh import Weighed, weigh
from detente.coding.when import Clock

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = [
    "CODED_STATUSES",
    "Body",
    "Coded",
    "Reading",
    "code_bodies",
    "code_body",
    "code_weighed",
    "once_each",
    "weigh_bodies",
]

_DeedKey = tuple[str | None, str | None, int]

CODED_STATUSES: Final = ("happened", "announced", "habitual")
"""Statuses that count as events; the others are rejected as `not_happened`."""


@dataclass(frozen=True)
class Coded:
    """Rows of the tables `events` and `rejects` that one text gave."""

    events: list[dict[str, Any]]
    rejects: list[dict[str, Any]]


@dataclass(frozen=True)
class Body:
    """The body of one article.

    `paragraphs`: [start, end) of each in `text`. `reported_on`: day of publication; without it only
    deeds with a full date can be placed. `article_id` is carried into the rows. `opinion`: it
    argues, so that what it says will be done is a forecast and no announcement.
    """

    text: str
    paragraphs: Sequence[tuple[int, int]]
    reported_on: date | None
    article_id: str | None = None
    opinion: bool = False


def code_body(
    text: str,
    paragraphs: Sequence[tuple[int, int]],
    *,
    reported_on: date | None,
    article_id: str | None = None,
    threads: int = 1,
) -> Coded:
    """Events between states in the body of one article, see `Body` and `code_bodies`."""
    return code_bodies([Body(text, paragraphs, reported_on, article_id)], threads=threads)[0]


def code_bodies(bodies: Sequence[Body], *, threads: int = 1) -> list[Coded]:
    """Events between states in each of several articles; parsed and classified together.

    Args:
        bodies: the articles.
        threads: threads of the classifier.

    Returns:
        For each, events, one row per deed and direction (a deed told again in the same article
        counts once, with `mentions`); rejects, one row for each sentence that names two states and
        gave none.
    """
    read = weigh_bodies(bodies, threads=threads)
    return [code_weighed(body, some) for body, some in zip(bodies, read, strict=True)]


def weigh_bodies(
    bodies: Sequence[Body], *, threads: int = 1
) -> list[list[tuple[Reading, Weighed]]]:
    """The sentences of each article that name two states, with what the classifier says of them."""
    drafts = [list(drafts_of(one.text, one.paragraphs, on=one.reported_on)) for one in bodies]
    docs = parse((draft.working for some in drafts for draft in some), lemmas=False)
    readings = [[_read(draft, next(docs)) for draft in some] for some in drafts]
    asked = [(one.draft.working, one.pairs) for some in readings for one in some]
    weighed = iter(weigh(asked, threads=threads))
    return [[(one, next(weighed)) for one in some] for some in readings]


def code_weighed(
    body: Body, readings: Sequence[tuple[Reading, Weighed]], *, scale: Scale | None = None
) -> Coded:
    """Events and rejects of one article from its weighed sentences."""
    clock = Clock(body.reported_on)
    events: list[dict[str, Any]] = []
    rejects: list[dict[str, Any]] = []
    for reading, weighed in readings:
        for sentence in (*reading.draft.before, reading.draft.sentence):
            clock.hear(reading.draft.paragraph, sentence)
        choices = choose(weighed.pairs, weighed.roots, weighed.statuses, scale=scale)
        told = _tell(reading, choices, clock, body)
        kept = [row for row in told if row["happened_on"] and row["status"] in CODED_STATUSES]
        events += kept
        if not kept:
            rejects.append(_reject(reading.draft, told, body.article_id))
    return Coded(once_each(events), rejects)


@dataclass(frozen=True)
class Reading:
    """A draft, parsed, with its sides and the pairs that the classifier is to weigh."""

    draft: Draft
    doc: Doc
    sides: list[Side]
    pairs: list[Candidate]


def _read(draft: Draft, doc: Doc) -> Reading:
    sides = []
    for named in draft.named:
        head = head_of(doc, named.start, named.end)
        if head is not None and named.mention.state is not None:
            sides.append(
                Side(
                    start=named.start,
                    end=named.end,
                    state=named.mention.state,
                    sector=named.mention.sector,
                    words=draft.working[named.start : named.end],
                    how=named.mention.how,
                    head=head,
                )
            )
    return Reading(draft, doc, sides, find_candidates(doc, sides))


def _tell(
    reading: Reading,
    choices: Sequence[Choice],
    clock: Clock,
    body: Body,
) -> list[dict[str, Any]]:
    """Rows of the deeds chosen in a sentence, and of those that a phrase is by itself."""
    phrases = list(find_phrase_deeds(reading.doc, reading.sides))
    named = {_deed_key(one): one.root for one in phrases}
    firm = {_deed_key(one): one.root for one in phrases if one.firm}
    weighed = (
        Deed(one.pair.actor, one.pair.recipient, one.pair.trigger, _root(one), one.confidence,
             one.statuses)
        for one in choices
    )  # fmt: skip
    # A phrase knows its own word better than a classifier that is not sure of it.
    deeds = [
        deed
        for deed in weighed
        if (deed.confidence >= CONFIDENCE or _agrees(deed, named)) and _agrees(deed, firm)
    ]
    done = {(_deed_key(deed), deed.root) for deed in deeds}
    sanctioned = {deed.recipient.state for deed in deeds if deed.root == "SANCTION"}
    deeds += [
        Deed(one.actor, one.recipient, one.trigger, one.root, CONFIDENCE, None)
        for one in phrases
        if (_deed_key(one), one.root) not in done
        and not (one.actor is None and one.recipient.state in sanctioned)
    ]
    if deeds:
        lemmatise(reading.doc)
    return [
        event_row(reading.draft, reading.doc, deed, clock, reported_on=body.reported_on,
                  article_id=body.article_id, opinion=body.opinion)
        for deed in deeds
    ]  # fmt: skip


def _root(one: Choice) -> str:
    """What a court asks of a side is a verdict on it, and so ACCUSE (docs/codebook.md)."""
    return "ACCUSE" if one.root == "REQUEST" and one.pair.actor.sector == "JUD" else one.root


def _agrees(deed: Deed, named: Mapping[_DeedKey, str]) -> bool:
    """Do the phrases tell no other deed of the same word, and none the other way round?"""
    actor, recipient, word = key = _deed_key(deed)
    if key in named:
        return named[key] == deed.root
    return (recipient, actor, word) not in named


def _deed_key(deed: Deed | PhraseDeed) -> _DeedKey:
    """Whose deed towards whom, at which word of the sentence."""
    return deed.actor.state if deed.actor else None, deed.recipient.state, deed.trigger.i


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
