"""What people decided about coded events: accepted, mended or rejected, kept beside the store.

Decisions are lines of JSON in `reviews.jsonl` of the store's folder, only ever appended; the last
one on an event counts. The store's own tables stay as they were coded.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl

from detente.core.codebook import ROOTS, STATUSES
from detente.core.errors import CodebookError, StoreError
from detente.core.states import require_state

__all__ = [
    "FILE",
    "VERDICTS",
    "Review",
    "add_review",
    "apply_reviews",
    "check_review",
    "read_reviews",
]

FILE: Final = "reviews.jsonl"
VERDICTS: Final = ("accept", "fix", "reject")


@dataclass(frozen=True)
class Review:
    """One decision; the fields of a mend are null where the coding was right."""

    event_id: str
    verdict: str
    root: str | None = None
    actor: str | None = None
    recipient: str | None = None
    status: str | None = None
    decided_at: str = ""


def check_review(values: Mapping[str, Any]) -> Review:
    """A review from the fields of a form; empty ones are null, states may be given by name.

    Raises:
        CodebookError: an unknown verdict, root, status or state, or a mend that mends nothing.
    """
    given = {name: str(value).strip() or None for name, value in values.items() if value}
    verdict, root, status = given.get("verdict"), given.get("root"), given.get("status")
    if verdict not in VERDICTS:
        raise CodebookError(f"'{verdict}' is no verdict: {', '.join(VERDICTS)}.")
    if root and root not in ROOTS:
        raise CodebookError(f"'{root}' is not a PLOVER root. Known roots: {', '.join(ROOTS)}.")
    if status and status not in STATUSES:
        raise CodebookError(f"'{status}' is no status: {', '.join(STATUSES)}.")
    sides = {side: require_state(str(given[side])) for side in _SIDES if given.get(side)}
    if verdict == "fix" and not (root or status or sides):
        raise CodebookError("A mend must change the root, the status, the actor or the recipient.")
    mended = {"root": root, "status": status, **sides} if verdict == "fix" else {}
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Review(str(given.get("event_id") or ""), verdict, decided_at=now, **mended)


_SIDES: Final = ("actor", "recipient")


def add_review(root: Path, review: Review) -> None:
    """Append a decision; two writers never mix their lines.

    Raises:
        StoreError: the folder can't be written.
    """
    line = json.dumps(asdict(review), ensure_ascii=False) + "\n"
    try:
        with (root / FILE).open("a", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(line)
    except OSError as fault:
        raise StoreError(f"{root / FILE} can't be written: {fault.strerror}.") from fault


def read_reviews(root: Path) -> dict[str, Review]:
    """The last decision on each event; none where nothing was reviewed yet.

    Raises:
        StoreError: a line that is no decision, with its number.
    """
    path = root / FILE
    if not path.exists():
        return {}
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            review = Review(**json.loads(line))
        except (TypeError, ValueError) as fault:
            raise StoreError(
                f"{path} line {number}: not a decision ({fault}). Take the line out, or the file."
            ) from fault
        found[review.event_id] = review
    return found


def apply_reviews(events: pl.DataFrame, reviews: Mapping[str, Review]) -> pl.DataFrame:
    """Events as reviewed: rejected ones gone, mended ones changed, the others as they were.

    A new root brings its class and default weight.
    """
    rejected = [key for key, review in reviews.items() if review.verdict == "reject"]
    kept = events.filter(~pl.col("event_id").is_in(rejected))
    for name in ("root", "actor", "recipient", "status"):
        mended = {key: value for key, r in reviews.items() if (value := getattr(r, name))}
        if mended:
            kept = kept.with_columns(_replaced(name, "event_id", mended))
    roots = {key: ROOTS[r.root] for key, r in reviews.items() if r.root}
    if roots:
        quads = {key: root.quad for key, root in roots.items()}
        weights = {key: root.weight for key, root in roots.items()}
        kept = kept.with_columns(
            _replaced("quad", "event_id", quads), _replaced("weight", "event_id", weights)
        )
    return kept


def _replaced(name: str, key: str, values: Mapping[str, Any]) -> pl.Expr:
    new = pl.col(key).replace_strict(dict(values), default=None)
    return pl.coalesce(new, pl.col(name)).alias(name)
