"""What a reviewer says of coded events: accept, fix or reject, kept in a JSONL file.

The file only grows: a decision is a line, undoing it is another, so nothing that somebody decided
is ever lost and several people may write at once. `Corrections.standing` tells what counts now;
`review_rows` turns that into training sentences, figures and corrected events. The terminal and the
web page are shells over this file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import polars as pl

from detente.coding.details import modes_of
from detente.coding.journal import append, rows
from detente.coding.review_pieces import side_span
from detente.core.codebook import ROOTS, STATUSES
from detente.core.errors import CodebookError, ReadError, TableError
from detente.core.ids import stable_id
from detente.core.states import state_of

__all__ = [
    "DECISIONS",
    "ORDERS",
    "Correction",
    "Corrections",
    "decide",
    "to_review",
]

DECISIONS: Final = ("accept", "fix", "reject")
ORDERS: Final = ("unsure", "random", "newest")
"""`unsure`: least confident first, to teach; `random`: to estimate how often the coder is right."""


@dataclass(frozen=True)
class Correction:
    """One decision about one event; codes are as the reviewer leaves them.

    `text` is the sentence, `actor` and `recipient` are [start, end) of their words in it; `coded`
    holds what the coder had said. A rejected event keeps its codes: the decision says it all.
    `drawn_by` is the order in which the event came up: only `random` ones are a fair sample.
    """

    correction_id: str
    event_id: str
    decision: str
    dataset: str
    article_id: str | None
    text: str
    actor: tuple[int, int]
    recipient: tuple[int, int]
    actor_state: str
    recipient_state: str
    root: str
    mode: str | None
    status: str
    attributed_to: str | None
    why: str
    reviewer: str
    drawn_by: str
    decided_at: str
    coded: dict[str, Any]


def decide(
    event: Mapping[str, Any],
    decision: str,
    *,
    changes: Mapping[str, Any] | None = None,
    swap: bool = False,
    why: str = "",
    reviewer: str = "",
    drawn_by: str = "unsure",
) -> Correction:
    """A decision about an event.

    Args:
        event: a row of `core.tables.EVENTS` with its sentence and offsets.
        decision: accept, fix or reject.
        changes: for `fix`: new `root`, `mode`, `status`, `actor`, `recipient` (states, by code or
            English name), `actor_span`, `recipient_span` ([start, end) in the sentence).
        swap: for `fix`: the recipient did it to the actor.
        why: remark.
        reviewer: who decides.
        drawn_by: one of ORDERS.

    Raises:
        CodebookError: a code that the codebook doesn't hold, or both sides the same state.
        TableError: the event has no sentence with both sides in it.
    """
    if decision not in DECISIONS:
        raise CodebookError(f"'{decision}' is no decision: {', '.join(DECISIONS)}.")
    if decision != "fix" and (changes or swap):
        raise CodebookError(f"a decision to {decision} changes nothing; decide 'fix'.")
    was = _as_coded(event, why, reviewer, drawn_by)
    fixed = _changed(was, dict(changes or {}), swap=swap)
    if decision == "fix" and fixed == was:
        raise CodebookError("nothing was changed; accept the event, or reject it.")
    when = datetime.now(UTC).isoformat(timespec="microseconds")
    name = stable_id(event["event_id"], decision, reviewer, when)
    return replace(fixed, correction_id=name, decision=decision, decided_at=when)


def _as_coded(event: Mapping[str, Any], why: str, reviewer: str, drawn_by: str) -> Correction:
    if not event.get("sentence") or event.get("actor_start") is None:
        raise TableError(f"event {event['event_id']} keeps no sentence to review.")
    return Correction(
        correction_id="",
        event_id=event["event_id"],
        decision="",
        dataset=event["dataset"],
        article_id=event.get("article_id"),
        text=event["sentence"],
        actor=side_span(event, "actor"),
        recipient=side_span(event, "recipient"),
        actor_state=event["actor"],
        recipient_state=event["recipient"],
        root=event["root"],
        mode=event.get("mode"),
        status=event["status"],
        attributed_to=event.get("attributed_to"),
        why=why,
        reviewer=reviewer,
        drawn_by=drawn_by,
        decided_at="",
        coded={
            name: event.get(name)
            for name in ("actor", "recipient", "root", "mode", "status", "confidence")
        },
    )


def _changed(was: Correction, changes: dict[str, Any], *, swap: bool) -> Correction:
    if swap:
        was = replace(
            was,
            actor=was.recipient,
            recipient=was.actor,
            actor_state=was.recipient_state,
            recipient_state=was.actor_state,
        )
    root = _known(changes.pop("root", was.root), ROOTS, "root")
    mode = changes.pop("mode", was.mode if root == was.root else None) or None
    if mode is not None:
        mode = _known(mode, modes_of(root), f"mode of {root}")
    now = replace(
        was,
        root=root,
        mode=mode,
        status=_known(changes.pop("status", was.status), STATUSES, "status"),
        actor_state=_state(changes.pop("actor", None), was.actor_state),
        recipient_state=_state(changes.pop("recipient", None), was.recipient_state),
        actor=_within(changes.pop("actor_span", was.actor), was.text),
        recipient=_within(changes.pop("recipient_span", was.recipient), was.text),
    )
    if changes:
        raise CodebookError(f"an event's {', '.join(sorted(changes))} can't be fixed here.")
    if now.actor_state == now.recipient_state:
        raise CodebookError(f"both sides are {now.actor_state}; reject the event instead.")
    return now


def _known(value: Any, known: Any, what: str) -> str:
    if value not in known:
        raise CodebookError(f"'{value}' is no {what}: {', '.join(known)}.")
    return str(value)


def _state(value: str | None, was: str) -> str:
    """A state by its code or name; without a new one, what the coder gave."""
    if value is None or value == was:
        return was
    found = state_of(value.upper(), dialect="iso3") or state_of(value, dialect="name")
    if found is None:
        raise CodebookError(f"'{value}' is no state: give an ISO alpha-3 code or an English name.")
    return found


def _within(span: Any, text: str) -> tuple[int, int]:
    start, end = span
    if not 0 <= start < end <= len(text):
        raise CodebookError(f"{start}:{end} is no stretch of a sentence of {len(text)} characters.")
    return int(start), int(end)


class Corrections:
    """The corrections in a file; each call reads it anew, so that several may write at once."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

    def standing(self) -> list[Correction]:
        """The decision that counts for each event: the last one not undone, in order of decision.

        Raises:
            ReadError: a line is no correction.
        """
        last: dict[str, Correction] = {}
        for one in self._not_undone():
            last.pop(one.event_id, None)
            last[one.event_id] = one
        return list(last.values())

    def add(self, correction: Correction) -> None:
        """Keep a decision: on disk before this returns."""
        append(self.path, asdict(correction))

    def undo(
        self, *, correction_id: str | None = None, reviewer: str | None = None
    ) -> Correction | None:
        """Take back one decision; an earlier one about the same event counts again.

        Args:
            correction_id: which; without it, the last one not taken back yet.
            reviewer: only of this reviewer.

        Returns:
            What was taken back; null where there is no such decision.
        """
        own = [
            one
            for one in self._not_undone()
            if correction_id in {None, one.correction_id} and reviewer in {None, one.reviewer}
        ]
        if not own:
            return None
        when = datetime.now(UTC).isoformat(timespec="microseconds")
        append(self.path, {"undo": own[-1].correction_id, "decided_at": when})
        return own[-1]

    def _not_undone(self) -> list[Correction]:
        rows = self._rows()
        undone = {row["undo"] for row in rows if "undo" in row}
        return [
            _correction(row)
            for row in rows
            if "undo" not in row and row["correction_id"] not in undone
        ]

    def _rows(self) -> list[dict[str, Any]]:
        found = []
        for number, row in rows(self.path):
            if "undo" not in row and set(row) != _FIELDS:
                raise ReadError(
                    f"{self.path.name} line {number}: no correction. Take the line out, or write "
                    "to another file."
                )
            found.append(row)
        return found


_FIELDS: Final = frozenset(Correction.__dataclass_fields__)


def _correction(row: dict[str, Any]) -> Correction:
    spans = {side: tuple(row[side]) for side in ("actor", "recipient")}
    return Correction(**(row | spans))


def to_review(
    events: pl.DataFrame,
    done: list[Correction],
    *,
    order: str = "unsure",
    seed: int = 7,
) -> pl.DataFrame:
    """Events that nobody has decided on, in the order in which to look at them.

    Args:
        events: columns as in `core.tables.EVENTS`; rows without a sentence and the places of both
            sides in it (most datasets' own events) are left out.
        done: standing corrections.
        order: one of ORDERS.
        seed: of the random order.

    Raises:
        CodebookError: no such order.
    """
    if order not in ORDERS:
        raise CodebookError(f"'{order}' is no order: {', '.join(ORDERS)}.")
    places = ["sentence", "start", "actor_start", "actor_end", "recipient_start", "recipient_end"]
    seen = [one.event_id for one in done]
    open_ = events.drop_nulls([*places, "actor", "recipient"]).filter(
        ~pl.col("event_id").is_in(seen)
    )
    if order == "random":
        # By id first, so that the sample doesn't hang on the order of the table.
        return open_.sort("event_id").sample(fraction=1.0, shuffle=True, seed=seed)
    if order == "newest":
        return open_.sort(["happened_on", "event_id"], descending=[True, False])
    return open_.sort("confidence", "event_id")
