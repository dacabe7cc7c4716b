"""Events of the opinion gold: pair and root, by the coder, beside the first two states named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.coding.claims.passages import read_passages
from detente.core.tables import ARTICLES
from detente.pipeline import code
from quality.opinion_gold import PARTS, Gold, pieces
from quality.report import Figures

Row = dict[str, Any]
Event = tuple[str, str, str, int, int]
"""Actor, recipient, root, [start, end) of the sentence."""
_NOTE = (
    "An event of the gold is found where one is coded from its sentence, of the same two states "
    "and the same root; what both do (two rows) counts once, unless the gold has a deed for each. "
    "Pair: the same without the root. The gold of dev and test was completed once "
    "(data/opinions/README.md), that of test by a second reader who had not seen the coder's "
    "output; the pieces of 'fresh' two others wrote, who had seen neither. Baseline: every "
    "sentence that names two states is a CONSULT between the first two. Gold of signing was put "
    "under SUPPORT, as the code book has it, without looking at the pieces."
)


def event_figures() -> Figures:
    """Precision, recall and F1 of each part."""
    rows = []
    for part in PARTS:
        for name, finder in (("detente", _coded), ("first two states", _named)):
            coded = [
                (
                    list(dict.fromkeys(finder(row))),
                    [item for item in gold if item.layer == "E"],
                )
                for _, row, gold in pieces(part)
            ]
            wanted = sum(len(items) for _, items in coded)
            for what, with_root in (("pair and root", True), ("pair", False)):
                right = [_matched(items, events, with_root=with_root) for events, items in coded]
                found = sum(
                    len(_once(events, at)) for (events, _), at in zip(coded, right, strict=True)
                )
                hit = sum(map(len, right))
                scores = hit / max(found, 1), hit / max(wanted, 1), 2 * hit / max(found + wanted, 1)
                rows.append((part, name, what, wanted, *scores))
    columns = ("part", "coder", "right in", "gold", "precision", "recall", "F1")
    return Figures("Events of the pieces", columns, tuple(rows), _NOTE)


def _coded(row: Row) -> Iterator[Event]:
    for event in code(ARTICLES.frame([row])).events.to_dicts():
        if event["actor"] and event["recipient"] and event["start"] is not None:
            yield (
                event["actor"], event["recipient"], event["root"], event["start"], event["end"]
            )  # fmt: skip


def _named(row: Row) -> Iterator[Event]:
    spans = [(span["start"], span["end"]) for span in row["paragraphs"]]
    for passage in read_passages(row["text"], spans, on=row["published_on"]):
        states = passage.states_in(0, len(passage.text))
        if len(states) >= 2:
            end = passage.start + len(passage.text)
            yield states[0], states[1], "CONSULT", passage.start, end


def _matched(gold: list[Gold], found: list[Event], *, with_root: bool) -> set[int]:
    """Which events of `found` the gold has: in the same direction, else in the other."""
    used: set[int] = set()
    for item in gold:
        actor, recipient = item.fields[0].split(">")
        fits = [
            (event[:2] != (actor, recipient), at)
            for at, event in enumerate(found)
            if at not in used
            and set(event[:2]) == {actor, recipient}
            and event[3] <= item.span[0] < event[4]
            and (event[2] == item.fields[1] or not with_root)
        ]
        if fits:
            used.add(min(fits)[1])
    return used


def _once(found: list[Event], right: set[int]) -> set[Event]:
    """What both do counts once: an event whose reverse counts is no second one."""
    kept = {found[at] for at in right}
    for event in found:
        if (event[1], event[0], *event[2:]) not in kept:
            kept.add(event)
    return kept
