"""Asking a model through any endpoint that speaks OpenAI's chat completions.

vLLM, llama.cpp, Ollama, LM Studio and the hosted services all do; httpx is enough to speak to them.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal

from detente.coding.llm_prompt import Message
from detente.coding.llm_recording import Recording, call_key
from detente.core.errors import FetchError, MissingExtraError, ModelError

if TYPE_CHECKING:
    import httpx

__all__ = ["Endpoint", "Model"]

# Statuses after which asking again may help.
_PASSING: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_LONGEST_PAUSE: Final = 60.0
_KEY_VARIABLES: Final = ("DETENTE_LLM_KEY", "OPENAI_API_KEY")
_LARGEST: Final = 4_000_000
_HINTS: Final = {
    400: "If it doesn't know structured output, use structured='json_object' or 'none'.",
    401: f"Set the API key in {_KEY_VARIABLES[0]}.",
    403: f"Set an API key that may use this model in {_KEY_VARIABLES[0]}.",
    404: "Check the address (it mostly ends in /v1) and the model's name.",
    413: "The text is too long for this model.",
    422: "If it doesn't know structured output, use structured='json_object' or 'none'.",
}


@dataclass(frozen=True)
class Endpoint:
    """Which model to ask, where and how.

    Args:
        url: base address, as `http://localhost:11434/v1`; null to live from a recording alone.
        model: the model's name at that address.
        key: API key; by default the environment's DETENTE_LLM_KEY, then OPENAI_API_KEY.
        structured: how the JSON schema is enforced: `json_schema` (strict), `json_object`, or
            `none` for endpoints that know neither.
        timeout_seconds: for one call.
        tries: calls before an article is given up.
        temperature, seed: sent with each call; null leaves them out.
    """

    url: str | None
    model: str
    key: str | None = field(default=None, repr=False)
    structured: Literal["json_schema", "json_object", "none"] = "json_schema"
    timeout_seconds: float = 120.0
    tries: int = 3
    temperature: float | None = 0.0
    seed: int | None = 7


class Model:
    """An endpoint opened for asking, with its recording; use it in a `with` block."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        recording: Recording,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._endpoint = endpoint
        self._recording = recording
        self._pause = pause
        self._client = _client(endpoint) if endpoint.url is not None else None
        self._reached = False

    def __enter__(self) -> Model:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._client is not None:
            self._client.close()

    def ask(self, messages: Sequence[Message], schema: dict[str, Any]) -> str:
        """The model's answer, from the recording where it has one.

        Raises:
            FetchError: no answer to this question came after all tries.
            ModelError: the endpoint can't be used at all: unreachable, key or model refused.
        """
        end = self._endpoint
        question = {
            "model": end.model,
            "messages": list(messages),
            "schema": schema,
            "temperature": end.temperature,
            "seed": end.seed,
        }
        key = call_key(question)
        if (known := self._recording.answer(key)) is not None:
            return known
        if self._client is None:
            was = self._recording.fault(key)
            raise FetchError(f"when asked: {was}" if was else "this call is not in the recording")
        try:
            answer = self._call(self._client, _body(end, messages, schema))
        except FetchError as fault:
            self._recording.keep(key, model=end.model, fault=str(fault))
            raise
        self._recording.keep(key, model=end.model, answer=answer)
        return answer

    def _call(self, client: httpx.Client, body: dict[str, Any]) -> str:
        said = ""
        for attempt in range(self._endpoint.tries):
            if attempt:
                self._pause(min(2.0**attempt, _LONGEST_PAUSE))
            try:
                reply = self._post(client, body)
            except FetchError as fault:
                said = str(fault)
                continue
            if reply.status in _PASSING:
                said = f"status {reply.status}"
                self._pause(min(reply.retry_after, _LONGEST_PAUSE))
                continue
            self._refused(reply)
            return _content(reply)
        raise FetchError(f"no answer after {self._endpoint.tries} tries: {said}")

    def _post(self, client: httpx.Client, body: dict[str, Any]) -> _Reply:
        import httpx

        try:
            reply = _fetch(client, body, seconds=self._endpoint.timeout_seconds)
        except httpx.ConnectError as fault:
            if self._reached:
                raise FetchError(f"no connection: {fault}") from None
            raise ModelError(
                f"Nothing answers at {self._endpoint.url} ({fault}). Is the server running, and "
                "does the address end in /v1?"
            ) from None
        except httpx.TimeoutException:
            raise FetchError(f"timed out after {self._endpoint.timeout_seconds:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL) as fault:
            raise FetchError(f"{type(fault).__name__}: {fault}") from None
        self._reached = True
        return reply

    def _refused(self, reply: _Reply) -> None:
        """Raise if the endpoint said no: to this question, or to us altogether."""
        if 200 <= reply.status < 300:
            return
        said = " ".join(reply.body[:300].decode(errors="replace").split())
        hint = _HINTS.get(reply.status, "")
        message = (
            f"{self._endpoint.url} refuses model '{self._endpoint.model}' with status "
            f"{reply.status}: {said!r}. {hint}"
        ).rstrip()
        # 401, 403 and 404 will be the answer to every question; others may be this article's fault.
        raise ModelError(message) if reply.status in {401, 403, 404} else FetchError(message)


@dataclass(frozen=True)
class _Reply:
    status: int
    body: bytes
    retry_after: float


def _fetch(client: httpx.Client, body: dict[str, Any], *, seconds: float) -> _Reply:
    """One call, stopped when its time or the largest answer is passed, however it trickles."""
    until = time.monotonic() + seconds
    with client.stream("POST", "chat/completions", json=body) as reply:
        parts, size = [], 0
        for part in reply.iter_bytes():
            parts.append(part)
            size += len(part)
            if time.monotonic() > until:
                raise FetchError(f"timed out after {seconds:g} s")
            if size > _LARGEST:
                raise FetchError(f"an answer of more than {_LARGEST} bytes")
        wish = reply.headers.get("retry-after", "")
        return _Reply(reply.status_code, b"".join(parts), float(wish) if wish.isdigit() else 0.0)


def _client(endpoint: Endpoint) -> httpx.Client:
    try:
        import httpx
    except ImportError:
        raise MissingExtraError("httpx", "llm") from None
    key = endpoint.key or next((os.environ[v] for v in _KEY_VARIABLES if os.environ.get(v)), None)
    try:
        return httpx.Client(
            base_url=f"{str(endpoint.url).rstrip('/')}/",
            timeout=endpoint.timeout_seconds,
            headers={"authorization": f"Bearer {key}"} if key else {},
        )
    except (httpx.InvalidURL, ValueError) as fault:
        raise ModelError(f"'{endpoint.url}' is no address of an endpoint: {fault}.") from fault


def _body(
    endpoint: Endpoint, messages: Sequence[Message], schema: dict[str, Any]
) -> dict[str, Any]:
    body: dict[str, Any] = {"model": endpoint.model, "messages": list(messages)}
    if endpoint.temperature is not None:
        body["temperature"] = endpoint.temperature
    if endpoint.seed is not None:
        body["seed"] = endpoint.seed
    if endpoint.structured == "json_schema":
        form = {"name": "events", "strict": True, "schema": schema}
        body["response_format"] = {"type": "json_schema", "json_schema": form}
    elif endpoint.structured == "json_object":
        body["response_format"] = {"type": "json_object"}
    return body


def _content(reply: _Reply) -> str:
    """The text of the first choice."""
    try:
        choice = json.loads(reply.body)["choices"][0]
        content = choice["message"]["content"]
        refusal = choice["message"].get("refusal")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as fault:
        raise FetchError(f"a reply that is no chat completion: {fault!r}") from fault
    if not isinstance(content, str):
        raise FetchError(f"the model gave no text: {refusal or choice.get('finish_reason')}")
    return content
