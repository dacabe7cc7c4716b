"""Events of the opinion gold: pair and root, by the coder, beside the first two states named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.coding.claims.passages import read_passages
from detente.core.tables import ARTICLES
from detente.pipeline import code
from quality.opinion_gold import Gold, pieces
from quality.report import Figures

Row = dict[str, Any]
Event = tuple[frozenset[str], str, int, int]
_NOTE = (
    "An event of the gold is found where one is coded from its sentence, of the same two states "
    "and the same root; what both do (two rows) counts once. Pair: the same without the root. "
    "Baseline: every sentence that names two states is a CONSULT between the first two. Gold of "
    "signing was put under SUPPORT, as the code book has it, without looking at the pieces."
)


def event_figures() -> Figures:
    """Precision, recall and F1 of both halves."""
    rows = []
    for part in ("dev", "test"):
        for name, finder in (("detente", _coded), ("first two states", _named)):
            hits = {"pair and root": 0, "pair": 0}
            found = wanted = 0
            for _, row, gold in pieces(part):
                events = list(dict.fromkeys(finder(row)))
                items = [item for item in gold if item.layer == "E"]
                found, wanted = found + len(events), wanted + len(items)
                for what in hits:
                    hits[what] += _matched(items, events, with_root=what != "pair")
            for what, hit in hits.items():
                scores = hit / max(found, 1), hit / max(wanted, 1), 2 * hit / max(found + wanted, 1)
                rows.append((part, name, what, wanted, *scores))
    columns = ("half", "coder", "right in", "gold", "precision", "recall", "F1")
    return Figures("Events of the pieces", columns, tuple(rows), _NOTE)


def _coded(row: Row) -> Iterator[Event]:
    for event in code(ARTICLES.frame([row])).events.to_dicts():
        if event["actor"] and event["recipient"] and event["start"] is not None:
            pair = frozenset((event["actor"], event["recipient"]))
            yield pair, event["root"], event["start"], event["end"]


def _named(row: Row) -> Iterator[Event]:
    spans = [(span["start"], span["end"]) for span in row["paragraphs"]]
    for passage in read_passages(row["text"], spans, on=row["published_on"]):
        states = passage.states_in(0, len(passage.text))
        if len(states) >= 2:
            end = passage.start + len(passage.text)
            yield frozenset(states[:2]), "CONSULT", passage.start, end


def _matched(gold: list[Gold], found: list[Event], *, with_root: bool) -> int:
    used: set[int] = set()
    for item in gold:
        pair, root = frozenset(item.fields[0].split(">")), item.fields[1]
        for i, (states, own, start, end) in enumerate(found):
            inside = start <= item.span[0] < end
            if i not in used and inside and states == pair and (own == root or not with_root):
                used.add(i)
                break
    return len(used)
