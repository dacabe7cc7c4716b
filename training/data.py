"""The annotated sentences: reading, checking, and the rows that the model learns from."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from detente.coding.review import Corrections
from detente.coding.review_rows import training_rows
from detente.core.codebook import NO_EVENT, ROOTS, STATUSES

HERE = Path(__file__).resolve().parent
SENTENCES = HERE / "sentences.jsonl"


@dataclass(frozen=True)
class Example:
    """One pair of marked sides in one sentence, and what was done."""

    text: str
    actor: tuple[int, int]
    recipient: tuple[int, int]
    root: str
    status: str | None
    mutual: bool | None
    mode: str | None = None
    attributed_to: str | None = None
    why: str = ""

    @property
    def fold(self) -> int:
        """0 … 9, from the sentence alone, so that pairs of one sentence never part."""
        return int(hashlib.sha256(self.text.encode()).hexdigest(), 16) % 10


def read_examples(path: Path = SENTENCES) -> list[Example]:
    """All annotated pairs of a JSONL file, checked against the codebook."""
    with path.open(encoding="utf-8") as lines:
        return [_example(json.loads(line), number) for number, line in enumerate(lines, 1)]


def _example(row: dict[str, object], number: int) -> Example:
    text, root, status = str(row["text"]), str(row["root"]), row.get("status")
    spans = [tuple(row[side]) for side in ("actor", "recipient")]  # type: ignore[arg-type]
    if root not in ROOTS and root != NO_EVENT:
        raise ValueError(f"line {number}: '{root}' is no root")
    if status is not None and status not in STATUSES:
        raise ValueError(f"line {number}: '{status}' is no status")
    for start, end in spans:
        if not 0 <= start < end <= len(text) or text[start:end] != text[start:end].strip():
            raise ValueError(f"line {number}: span {start}:{end} doesn't fit the text")
    return Example(
        text,
        spans[0],  # type: ignore[arg-type]
        spans[1],  # type: ignore[arg-type]
        root,
        None if status is None else str(status),
        _mutual(row),
        mode=row.get("mode"),  # type: ignore[arg-type]
        attributed_to=row.get("attributed_to"),  # type: ignore[arg-type]
        why=str(row.get("why", "")),
    )


def _mutual(row: dict[str, object]) -> bool | None:
    """Is the deed the other side's too? Null: nobody has looked at the other direction."""
    return None if row.get("mutual", False) is None else bool(row.get("mutual"))


def read_reviews(path: Path) -> list[Example]:
    """Corrections that reviewers made, as examples; `path` is a file of `detente review`."""
    rows = training_rows(Corrections(path).standing())
    return [_example(row, number) for number, row in enumerate(rows, 1)]


def with_reversed(examples: Iterable[Example]) -> Iterator[Example]:
    """Each example, and its pair the other way round: the same deed if mutual, else no event.

    Pairs that are annotated in both directions are left as they were written, and so are those of
    which nobody knows whether they are mutual.
    """
    examples = list(examples)
    written = {(row.text, row.actor, row.recipient) for row in examples}
    for row in examples:
        yield row
        unknown = row.root == NO_EVENT or row.mutual is None
        if unknown or (row.text, row.recipient, row.actor) in written:
            continue
        root = row.root if row.mutual else NO_EVENT
        status = row.status if row.mutual else None
        yield replace(row, actor=row.recipient, recipient=row.actor, root=root, status=status)


def with_swapped_names(
    examples: list[Example], *, share: float, rng: random.Random
) -> list[Example]:
    """A copy in which a share of the rows have a side's words replaced by another sentence's.

    The label hangs on the construction, not on who the states are: without this the model learns
    that some names mean war.
    """
    pool = [row.text[slice(*span)] for row in examples for span in (row.actor, row.recipient)]
    out = []
    for row in examples:
        for side in ("actor", "recipient"):
            if rng.random() < share:
                row = _replace_side(row, side, rng.choice(pool))
        out.append(row)
    return out


def _replace_side(row: Example, side: str, words: str) -> Example:
    start, end = getattr(row, side)
    other_side = "recipient" if side == "actor" else "actor"
    other = getattr(row, other_side)
    shift = len(words) - (end - start)
    if other[0] >= end:
        other = (other[0] + shift, other[1] + shift)
    elif other[1] > start:
        return row  # one side stands inside the other
    text = row.text[:start] + words + row.text[end:]
    return replace(row, text=text, **{side: (start, start + len(words)), other_side: other})
