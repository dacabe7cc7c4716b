"""What the second coder must answer: its JSON schema, and the check of what came back.

Each event is checked on its own, so that one broken event doesn't cost the others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from detente.core.codebook import DOMAINS, ROOTS, SECTORS, STATUSES

__all__ = ["Answer", "BadAnswerError", "ToldEvent", "answer_schema", "read_answer"]

_FENCE: Final = re.compile(r"^\s*```(?:json)?\s*\n(.*?)\n?\s*```\s*$", re.DOTALL)
# Models that reason aloud put it before the answer.
_THOUGHTS: Final = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)


class BadAnswerError(ValueError):
    """An answer that isn't the JSON object that was asked for."""


def _one_of(known: Collection[str]) -> Any:
    def check(value: str) -> str:
        if value not in known:
            raise ValueError(f"'{value}' is not one of {', '.join(known)}")
        return value

    return AfterValidator(check)


def _state_code(value: str) -> str:
    if not re.fullmatch(r"[A-Z]{3}", value):
        raise ValueError(f"'{value}' is no ISO 3166 alpha-3 code")
    return value


def _enum(known: Collection[str]) -> Any:
    return Field(json_schema_extra={"enum": list(known)})


_Root = Annotated[str, _one_of(ROOTS), _enum(ROOTS)]
_Status = Annotated[str, _one_of(STATUSES), _enum(STATUSES)]
_Sector = Annotated[str, _one_of(SECTORS), _enum(SECTORS)]
_Domain = Annotated[str, _one_of(DOMAINS), _enum(DOMAINS)]
_State = Annotated[str, AfterValidator(_state_code)]


class ToldEvent(BaseModel):
    """One event as the model tells it; words are quoted from the sentence.

    No field has a default: endpoints with strict structured output want every one of them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    sentence: int
    actor_words: str
    actor_state: _State
    actor_sector: _Sector | None
    recipient_words: str
    recipient_state: _State
    recipient_sector: _Sector | None
    trigger_words: str
    root: _Root
    mode: str | None
    status: _Status
    domains: list[_Domain]
    happened_on: str | None
    attributed_to: str | None
    confidence: float = Field(ge=0, le=1)


class Answer(BaseModel):
    """The whole answer: the events of the sentences, possibly none."""

    model_config = ConfigDict(extra="forbid")

    events: list[ToldEvent]


@dataclass(frozen=True)
class Read:
    """Events of an answer that fit the schema, and for each other one its number and its fault."""

    events: list[ToldEvent]
    faults: list[tuple[int | None, str]]


def answer_schema() -> dict[str, Any]:
    """JSON schema of `Answer`, without what strict structured output doesn't take."""
    return _plain(Answer.model_json_schema())  # type: ignore[no-any-return]


def _plain(node: Any) -> Any:
    """Leave out titles, descriptions and bounds: `read_answer` checks bounds itself."""
    if isinstance(node, list):
        return [_plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    dropped = {"title", "description", "minimum", "maximum"}
    keep: Callable[[str, Any], bool] = lambda key, value: (  # noqa: E731
        key not in dropped or isinstance(value, dict)
    )
    return {key: _plain(value) for key, value in node.items() if keep(key, value)}


def read_answer(text: str) -> Read:
    """Events of an answer; those that don't fit the schema stand apart with their fault.

    Raises:
        BadAnswerError: the answer isn't a JSON object with a list `events`.

    >>> read_answer('{"events": []}')
    Read(events=[], faults=[])
    """
    rows = _rows(text)
    events: list[ToldEvent] = []
    faults: list[tuple[int | None, str]] = []
    for row in rows:
        try:
            events.append(ToldEvent.model_validate(row, strict=True))
        except ValidationError as fault:
            faults.append((_number(row), _briefly(fault)))
    return Read(events, faults)


def _rows(text: str) -> list[Any]:
    bare = _THOUGHTS.sub("", text)
    if fenced := _FENCE.match(bare):
        bare = fenced[1]
    try:
        value = json.loads(bare)
    except (json.JSONDecodeError, RecursionError) as fault:
        raise BadAnswerError(f"not JSON: {fault}") from fault
    if not isinstance(value, dict) or not isinstance(value.get("events"), list):
        raise BadAnswerError("not an object with a list 'events'")
    return list(value["events"])


def _number(row: Any) -> int | None:
    number = row.get("sentence") if isinstance(row, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _briefly(fault: ValidationError) -> str:
    parts = [
        f"{'.'.join(map(str, one['loc'])) or 'event'}: {one['msg']}" for one in fault.errors()[:3]
    ]
    return "; ".join(parts)
