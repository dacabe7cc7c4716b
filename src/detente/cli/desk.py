"""The desk at which events are reviewed: what is shown, which keys do what; no terminal needed.

`review_events` speaks to a `Desk`: three functions. In the terminal they read keys and print; in
tests they read from a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from rich.text import Text

from detente.coding.details import modes_of
from detente.coding.review import Correction, Corrections, decide
from detente.coding.review_pieces import marked_pieces
from detente.core.codebook import ROOTS, STATUSES
from detente.core.errors import CodebookError
from detente.core.states import state_name

__all__ = ["KEYS", "Desk", "card", "review_events"]

KEYS: Final = "[a]ccept  [f]ix  [r]eject  [s]kip  [u]ndo  [q]uit"
_HELP: Final = (
    "a: right as coded · f: change root, mode, status or sides · r: no such event here · "
    "s: leave it for later · u: take back your last decision · q: stop, everything is kept"
)
_STYLES: Final = {
    "actor": "bold green",
    "recipient": "bold yellow",
    "both": "bold cyan",
    "trigger": "underline",
    "": "",
}
_DECISIONS: Final = {"a": "accept", "r": "reject", "f": "fix"}


@dataclass(frozen=True)
class Desk:
    """How to talk to the reviewer.

    `press` shows a line of keys and gives the one pressed; `ask` shows a question and gives the
    line typed; both give null when nobody answers any more. `show` shows a text.
    """

    press: Callable[[str], str | None]
    ask: Callable[[str], str | None]
    show: Callable[[Text], None]


def review_events(
    events: pl.DataFrame,
    kept: Corrections,
    desk: Desk,
    *,
    reviewer: str = "",
    drawn_by: str = "unsure",
) -> dict[str, int]:
    """Show events one after the other and keep what is decided, each decision at once.

    Args:
        events: what to show, in order, as `coding.review.to_review` gives them.
        kept: file of the corrections.
        desk: how to talk to the reviewer.
        reviewer, drawn_by: kept with each decision.

    Returns:
        How many decisions of this sitting stand, by `accept`, `fix` and `reject`.
    """
    queue = list(events.iter_rows(named=True))
    sitting: list[tuple[int, Correction]] = []
    at = 0
    while at < len(queue):
        desk.show(card(queue[at], f"{at + 1} of {len(queue)}"))
        key = desk.press(KEYS)
        if key is None or key == "q":
            break
        if key == "u":
            at = _undo(at, sitting, kept, desk)
        elif key == "s":
            at += 1
        elif key in _DECISIONS:
            made = _decision(key, queue[at], desk, reviewer, drawn_by)
            if made is not None:
                kept.add(made)
                sitting.append((at, made))
                at += 1
        else:
            desk.show(Text(_HELP, style="dim"))
    decided = [one.decision for _, one in sitting]
    return {name: decided.count(name) for name in ("accept", "fix", "reject")}


def _undo(at: int, sitting: list[tuple[int, Correction]], kept: Corrections, desk: Desk) -> int:
    """Take back the last decision of this sitting, and go back to its event."""
    if not sitting:
        desk.show(Text("Nothing to take back in this sitting.", style="dim"))
        return at
    before, made = sitting.pop()
    kept.undo(correction_id=made.correction_id)
    desk.show(Text(f"Taken back: {made.decision} of {made.root}.", style="dim"))
    return before


def _decision(
    key: str, event: Mapping[str, Any], desk: Desk, reviewer: str, drawn_by: str
) -> Correction | None:
    """The decision behind a key; null where the reviewer breaks off or changes nothing."""
    more: dict[str, Any] = {"reviewer": reviewer, "drawn_by": drawn_by}
    if key == "r":
        more["why"] = (desk.ask("why (may be empty)") or "").strip()
    if key == "f":
        wishes = _wishes(event, desk)
        if wishes is None:
            return None
        more |= wishes
    try:
        return decide(event, _DECISIONS[key], **more)
    except CodebookError as fault:
        desk.show(Text(f"Not kept: {fault}", style="red"))
        return None


def _wishes(event: Mapping[str, Any], desk: Desk) -> dict[str, Any] | None:
    """What the reviewer wants changed: an empty answer leaves a field as it is."""
    answer = desk.ask("who did it to whom: [s]wap, or empty")
    if answer is None:
        return None
    swap = answer.strip().lower().startswith("s")
    sides = (event["recipient"], event["actor"]) if swap else (event["actor"], event["recipient"])
    changes: dict[str, str] = {}
    for name, now in (("actor", sides[0]), ("recipient", sides[1])):
        _field(name, now, (), changes, desk)
    _field("root", event["root"], tuple(ROOTS), changes, desk)
    root = changes.get("root", event["root"])
    mode = event["mode"] if root == event["root"] else None
    _field("mode", mode, tuple(modes_of(root)), changes, desk)
    _field("status", event["status"], STATUSES, changes, desk)
    return {"changes": changes, "swap": swap}


def _field(
    name: str, now: str | None, known: tuple[str, ...], changes: dict[str, str], desk: Desk
) -> None:
    """Ask for one field; the first letters of a known value are enough."""
    options = f" ({', '.join(known)})" if known else ""
    answer = (desk.ask(f"{name}{options} [{now or '–'}]") or "").strip()
    if answer:
        begin = [one for one in known if one.lower().startswith(answer.lower())]
        exact = [one for one in begin if one.lower() == answer.lower()]
        changes[name] = (exact or begin or [answer])[0] if len(exact or begin) < 2 else answer


def card(event: Mapping[str, Any], number: str = "") -> Text:
    """An event as shown: the sentence with its words marked, below it the code."""
    text = Text()
    for piece in marked_pieces(event):
        text.append(piece.text, style=_STYLES[piece.kind])
    text.append("\n" + "  ".join(_code(event)) + "\n")
    text.append("  ".join(part for part in (number, *_facts(event)) if part), style="dim")
    return text


def _code(event: Mapping[str, Any]) -> Iterator[str]:
    actor, recipient = event["actor"], event["recipient"]
    yield f"{_name(actor)} ({actor}) → {_name(recipient)} ({recipient}):"
    yield f"{event['root']}{'/' + event['mode'] if event['mode'] else ''},"
    yield f"{event['status']}, {event['happened_on']} ({event['happened_precision']})"


def _facts(event: Mapping[str, Any]) -> Iterator[str]:
    yield f"confidence {event['confidence']:.2f}"
    if event["attributed_to"]:
        yield f"says {event['attributed_to']}"
    if event["article_id"]:
        yield f"article {event['article_id']}"


def _name(state: str) -> str:
    with suppress(CodebookError):
        return state_name(state)
    return state
