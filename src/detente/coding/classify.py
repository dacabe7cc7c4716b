"""What did this side do to that one? The shipped classifier over sentences with two marked sides.

A six-layer transformer (MiniLM, fine-tuned by `training/`, int8 ONNX) reads the sentence with both
sides fenced and gives a probability for each PLOVER root and for "no event", and for the status of
the deed. The model card stands beside the model in `coding/data/model/`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from detente.coding.markers import MARKS, fence
from detente.core.codebook import NO_EVENT, QUADS, ROOTS, STATUSES, quad_of
from detente.core.errors import ModelError, TableError

__all__ = ["Marked", "Scores", "classify", "model_labels", "score"]

_MAX_TOKENS: Final = 160
_WANTED: Final = (
    "Each record needs text, actor_span and recipient_span ([start, end) in characters), as "
    "{'text': 'Iran sued Oman.', 'actor_span': (0, 4), 'recipient_span': (10, 14)}; to find sides "
    "and deeds of a bare text, use dt.code_text(text, reported_on=date(2018, 1, 12))."
)
# Pairs that go through the model together; more only take memory.
_AT_ONCE: Final = 16


@dataclass(frozen=True)
class Marked:
    """A sentence with the [start, end) of its two sides, in characters."""

    text: str
    actor_span: tuple[int, int]
    recipient_span: tuple[int, int]


@dataclass(frozen=True)
class Scores:
    """Probabilities of n pairs: `roots` n x 16 (15 roots, then no event), `statuses` n x 5."""

    roots: NDArray[np.float32]
    statuses: NDArray[np.float32]


def classify(pairs: Sequence[Mapping[str, Any]] | pl.DataFrame) -> pl.DataFrame:
    """PLOVER root of each pair of marked sides, with a probability for every root.

    Args:
        pairs: records with `text` (a sentence), `actor_span` and `recipient_span` ([start, end)
            in characters of `text`).

    Returns:
        One row per record, in order: `root`, the most likely of the 15 roots given that there is
        an event; `quad`, the most likely quad class given the same; `probability` of that root;
        then a column for each root and `NONE`, the probabilities, which add up to 1. Whether
        there is an event at all is `NONE`'s to say.

    Raises:
        TableError: a record lacks a field, or a span doesn't lie in its text.
        ModelError: the model file is missing or broken.
    """
    records = pairs.to_dicts() if isinstance(pairs, pl.DataFrame) else list(pairs)
    scores = score([_marked(record, row) for row, record in enumerate(records)])
    labels = [*ROOTS, NO_EVENT]
    chances = scores.roots
    events = chances[:, :-1]
    best = events.argmax(1) if len(events) else np.empty(0, dtype=int)
    table = {
        "root": pl.Series([labels[at] for at in best], dtype=pl.String),
        "quad": pl.Series([QUADS[at] for at in _quads(events)], dtype=pl.String),
        "probability": pl.Series(events[np.arange(len(best)), best], dtype=pl.Float64),
    }
    return pl.DataFrame(
        table
        | {name: pl.Series(chances[:, at], dtype=pl.Float64) for at, name in enumerate(labels)}
    )


def _quads(events: NDArray[np.float32]) -> NDArray[np.intp]:
    member = np.array([[quad_of(root) == quad for quad in QUADS] for root in ROOTS], dtype=float)
    return np.asarray((events @ member).argmax(1)) if len(events) else np.empty(0, dtype=np.intp)


def _marked(record: Mapping[str, Any], row: int) -> Marked:
    try:
        text = str(record["text"])
        spans = [_span(record[name]) for name in ("actor_span", "recipient_span")]
    except (KeyError, TypeError, ValueError) as fault:
        found = record if isinstance(record, str) else fault
        raise TableError(f"record {row}: {found!r} won't do. {_WANTED}") from fault
    for start, end in spans:
        if not 0 <= start < end <= len(text):
            raise TableError(
                f"record {row}: span ({start}, {end}) doesn't lie in its text of "
                f"{len(text)} characters."
            )
    return Marked(text, *spans)


def _span(value: Any) -> tuple[int, int]:
    start, end = value
    return int(start), int(end)


def score(pairs: Sequence[Marked], *, threads: int = 1) -> Scores:
    """Calibrated probabilities of roots and statuses for each pair, in order.

    Pairs of as many word pieces go through the model together. Its scales are set once and nothing
    is padded, so that what a pair gets doesn't hang on its neighbours (decisions/0083).
    """
    model = _load(threads)
    texts = [fence(pair.text, pair.actor_span, pair.recipient_span) for pair in pairs]
    roots = np.zeros((len(pairs), len(ROOTS) + 1), dtype=np.float32)
    statuses = np.zeros((len(pairs), len(STATUSES)), dtype=np.float32)
    pieces = [encoding.ids for encoding in model.tokenizer.encode_batch(texts)]
    for rows in _of_one_length(pieces):
        root, status = model.run([pieces[row] for row in rows])
        roots[rows] = _softmax(root / model.temperature)
        statuses[rows] = _softmax(status)
    return Scores(roots, statuses)


def _of_one_length(pieces: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Rows in groups of equal length, none larger than _AT_ONCE."""
    by_length: dict[int, list[int]] = {}
    for row, ids in enumerate(pieces):
        by_length.setdefault(len(ids), []).append(row)
    for rows in by_length.values():
        for first in range(0, len(rows), _AT_ONCE):
            yield rows[first : first + _AT_ONCE]


def model_labels() -> dict[str, Any]:
    """What stands in the model's `labels.json`: order of labels, temperature, calibration.

    Raises:
        ModelError: the file is missing or broken.
    """
    path = _folder() / "labels.json"
    try:
        labels: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ModelError(f"{path} can't be read: {fault}. Reinstall detente.") from fault
    return labels


def _folder() -> Traversable:
    return files("detente.coding") / "data" / "model"


@dataclass(frozen=True)
class _Model:
    session: Any
    tokenizer: Any
    marks: tuple[int, int]
    temperature: float

    def run(self, pieces: list[list[int]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Logits of roots and statuses for fenced sentences of one length."""
        places = [[[_at(ids, mark)] for mark in self.marks] + [[0]] for ids in pieces]
        given = {"input_ids": np.array(pieces), "places": np.array(places)}
        root, status = self.session.run(["root", "status"], given)
        return root, status


def _at(ids: list[int], mark: int) -> int:
    # A side past the length limit has no fence left: the sentence's first place stands in.
    return ids.index(mark) if mark in ids else 0


@lru_cache(maxsize=2)
def _load(threads: int) -> _Model:
    import onnxruntime
    from tokenizers import Tokenizer

    folder, labels = _folder(), model_labels()
    try:
        tokenizer: Any = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(
            (folder / "model.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )
    except (OSError, ValueError, RuntimeError) as fault:
        raise ModelError(
            f"The classifier's model can't be loaded from {folder}: {fault}. Reinstall detente."
        ) from fault
    if labels["roots"] != [*ROOTS, NO_EVENT] or labels["statuses"] != list(STATUSES):
        raise ModelError(f"The model in {folder} was trained for another codebook: {labels}.")
    tokenizer.no_padding()
    tokenizer.enable_truncation(_MAX_TOKENS)
    tokenizer.add_special_tokens(list(MARKS))
    marks = (tokenizer.token_to_id(MARKS[0]), tokenizer.token_to_id(MARKS[2]))
    return _Model(session, tokenizer, marks, float(labels["temperature"]))


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(shifted / shifted.sum(1, keepdims=True), dtype=np.float32)
