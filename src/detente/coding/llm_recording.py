"""Every question put to a model and its answer, in a JSONL file, to repeat a run without the model.

One line per call: `key` (hash of model, messages, schema, temperature and seed), `model`,
`asked_at`, and `answer`, or `fault` where none came. The last line with an answer counts. Neither
the address nor the API key is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from detente.coding.journal import append, rows
from detente.core.errors import ReadError

__all__ = ["Recording", "call_key"]


def call_key(question: dict[str, Any]) -> str:
    """SHA-256 of a question's content, the same on every machine.

    >>> call_key({"model": "m", "seed": 7}) == call_key({"seed": 7, "model": "m"})
    True
    """
    text = json.dumps(question, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Recording:
    """Answers by key, read from `path` and added to it; kept in memory alone where it is null."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._lock = Lock()
        self._answers: dict[str, str] = {}
        self._faults: dict[str, str] = {}
        for row in _calls(path) if path is not None else ():
            self._note(row["key"], row.get("answer"), row.get("fault"))

    def __len__(self) -> int:
        return len(self._answers)

    def answer(self, key: str) -> str | None:
        """The recorded answer to a question, or null."""
        return self._answers.get(key)

    def fault(self, key: str) -> str | None:
        """Why a question got no answer when it was asked, or null."""
        return self._faults.get(key)

    def keep(
        self, key: str, *, model: str, answer: str | None = None, fault: str | None = None
    ) -> None:
        """Add a call: on disk before this returns."""
        row = {
            "key": key,
            "model": model,
            "asked_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "answer": answer,
            "fault": fault,
        }
        with self._lock:
            self._note(key, answer, fault)
            if self.path is not None:
                append(self.path, row)

    def _note(self, key: str, answer: str | None, fault: str | None) -> None:
        if answer is not None:
            self._answers[key] = answer
        elif fault is not None:
            self._faults[key] = fault


def _calls(path: Path) -> Iterator[dict[str, Any]]:
    for number, row in rows(path):
        if not isinstance(row.get("key"), str):
            raise ReadError(
                f"{path.name} line {number}: not a recorded call, it has no 'key'. Record to "
                "another file."
            )
        yield row
