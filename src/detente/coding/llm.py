"""A second coder: a large language model gives the same tables as `coder`, as a check on it.

The model only proposes. An event counts if its quoted words stand in the sentence it names, its
codes are in the codebook and its two states are known and differ; the rest are rejects with what
was wrong. Every call is recorded (`llm_recording`), so that a run is repeated without the model.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from detente.coding.coder import Coded, once_each
from detente.coding.drafts import drafts_of
from detente.coding.llm_answer import BadAnswerError, answer_schema, read_answer
from detente.coding.llm_client import Endpoint, Model
from detente.coding.llm_evidence import DATASET, Heard, event_of
from detente.coding.llm_prompt import messages_for, repair
from detente.coding.llm_recording import Recording
from detente.coding.sentences import split_sentences
from detente.core.errors import FetchError

__all__ = ["DATASET", "Endpoint", "code_each_with_llm", "code_with_llm"]

# Small enough that small models keep count of the sentences.
_MAX_SENTENCES: Final = 40
_MAX_CHARS: Final = 8000
_CONTEXT: Final = 3


def code_each_with_llm(
    articles: Iterable[Mapping[str, Any]],
    endpoint: Endpoint,
    *,
    record: Path | None = None,
    at_once: int = 1,
) -> Iterator[Coded]:
    """Code articles one by one, in order; what the recording holds isn't asked again.

    Args:
        articles: rows as of `core.tables.ARTICLES`.
        endpoint: which model; without a `url` every answer must be in the recording.
        record: JSONL file with all calls so far; new ones are added.
        at_once: calls under way together.

    Returns:
        For each article its events, or one reject of the whole article (`failed`) where the model
        gave no usable answer for some part of it; and a reject for each sentence that names two
        states and gave nothing, and for each event that the text doesn't bear out.

    Raises:
        ModelError: the endpoint can't be used at all.
        ReadError: the recording can't be read or written.
    """
    with (
        Model(endpoint, recording=Recording(record)) as model,
        ThreadPoolExecutor(at_once) as pool,
    ):
        waiting: deque[Future[Coded]] = deque()
        for article in articles:
            waiting.append(pool.submit(_code_article, dict(article), model))
            if len(waiting) >= at_once:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def code_with_llm(
    text: str,
    paragraphs: Sequence[tuple[int, int]],
    *,
    model: Model,
    reported_on: date | None,
    article_id: str | None = None,
) -> Coded:
    """Events and rejects of one text, as `coder.code_body` gives them, by a language model.

    `confidence` is what the model says of itself; nobody has calibrated it.

    Raises:
        FetchError: no answer for some part of the text.
        BadAnswerError: no answer that is JSON, asked twice.
        ModelError: the endpoint can't be used at all.
    """
    sentences = _sentences(text, paragraphs, reported_on, article_id)
    events: list[dict[str, Any]] = []
    rejects: list[dict[str, Any]] = []
    for first, last in _chunks(sentences):
        told = _told(sentences[first:last], sentences[max(0, first - _CONTEXT) : first], model)
        events += told.events
        rejects += told.rejects
    heard = {f"{event['start']}:{event['end']}" for event in events}
    heard |= {row["locator"] for row in rejects}
    for draft in drafts_of(text, paragraphs, on=reported_on):
        locator = f"{draft.start}:{draft.end}"
        if locator not in heard:
            rejects.append(_reject(article_id, locator, "no_event", None))
    # A model may tell the same deed of a sentence twice; that is no second report of it.
    told_once = {event["event_id"]: event for event in events}
    return Coded(once_each(list(told_once.values())), rejects)


def _code_article(article: Mapping[str, Any], model: Model) -> Coded:
    """One article's events; a fault in it or in its answers becomes a reject."""
    try:
        return code_with_llm(
            article["text"],
            [(part["start"], part["end"]) for part in article["paragraphs"]],
            model=model,
            reported_on=article["published_on"],
            article_id=article["article_id"],
        )
    except (ArithmeticError, FetchError, LookupError, TypeError, ValueError) as fault:
        detail = f"{type(fault).__name__}: {fault}"
        row = _reject(article["article_id"], article["origin"], "failed", detail)
        return Coded([], [row | {"item": "article"}])


def _sentences(
    text: str,
    paragraphs: Sequence[tuple[int, int]],
    reported_on: date | None,
    article_id: str | None,
) -> list[Heard]:
    return [
        Heard(
            text[first + start : first + end],
            paragraph,
            first + start,
            first + end,
            reported_on,
            article_id,
        )
        for paragraph, (first, last) in enumerate(paragraphs)
        for start, end in split_sentences(text[first:last])
    ]


def _chunks(sentences: Sequence[Heard]) -> Iterator[tuple[int, int]]:
    """[first, last) of runs of sentences that are asked together."""
    first = chars = 0
    for at, sentence in enumerate(sentences):
        if at > first and (at - first >= _MAX_SENTENCES or chars + len(sentence.text) > _MAX_CHARS):
            yield first, at
            first, chars = at, 0
        chars += len(sentence.text)
    if first < len(sentences):
        yield first, len(sentences)


@dataclass(frozen=True)
class _Told:
    events: list[dict[str, Any]]
    rejects: list[dict[str, Any]]


def _told(sentences: Sequence[Heard], before: Sequence[Heard], model: Model) -> _Told:
    """Ask about some sentences, and hold the answer against them."""
    messages = messages_for(
        [one.text for one in sentences],
        before=[one.text for one in before],
        published_on=sentences[0].reported_on,
    )
    schema = answer_schema()
    answer = model.ask(messages, schema)
    try:
        read = read_answer(answer)
    except BadAnswerError as fault:
        read = read_answer(model.ask(repair(messages, answer, str(fault)), schema))
    told = _Told([], [])
    for number, fault_text in read.faults:
        told.rejects.append(_unfounded(sentences, number, fault_text))
    for event in read.events:
        if not 0 <= event.sentence < len(sentences):
            told.rejects.append(_unfounded(sentences, event.sentence, "no such sentence"))
            continue
        outcome = event_of(event, sentences[event.sentence])
        if isinstance(outcome, dict):
            told.events.append(outcome)
        else:
            told.rejects.append(
                _unfounded(sentences, event.sentence, outcome.detail, reason=outcome.reason)
            )
    return told


def _unfounded(
    sentences: Sequence[Heard], number: int | None, detail: str, *, reason: str = "failed"
) -> dict[str, Any]:
    known = number is not None and 0 <= number < len(sentences)
    place = sentences[number] if known and number is not None else None
    locator = f"{place.start}:{place.end}" if place else None
    if place is None and number is not None:
        detail = f"sentence {number}: {detail}"
    return _reject(sentences[0].article_id, locator, reason, detail)


def _reject(
    article_id: str | None, locator: str | None, reason: str, detail: str | None
) -> dict[str, Any]:
    return {
        "origin": article_id or "text",
        "item": "sentence",
        "locator": locator,
        "reason": reason,
        "detail": detail,
    }
