"""Claims: layers of our own opinion pieces, traps, and causal sentences of public news."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from math import log
from pathlib import Path
from typing import Any

from detente.coding.claims.causal_sentences import THRESHOLD, features_of
from detente.coding.claims.find import find_claims
from detente.coding.claims.passages import read_passages
from detente.coding.parse import parse
from quality.opinion_events import event_figures
from quality.opinion_gold import PARTS, Gold, pieces
from quality.report import Figures
from scripts.build_causal_weights import fit

TITLE = "Claims"
Row = dict[str, Any]
Span = tuple[int, int]

_LAYERS = {"S": "statement", "T": "trend", "C": "cause", "F": "forecast", "R": "recommendation"}
_NOTE = (
    "Opinion pieces of our own, 22 for development (01-10 by who writes the rules, 31-42 by two "
    "others) and twenty only for testing. A claim is found "
    "where words overlap by half of the shorter span; of a trend the pair has to be right too, of "
    "a cause both ends have to overlap. Baseline: every sentence that names two states is one "
    "claim of each kind about the first two, a cause cut in its middle. The same hand wrote rules, "
    "test and half of dev; errors on test were not looked at, its totals were. The "
    "pieces of 'fresh' two others wrote and annotated, who had seen neither rules nor output."
)


def measure(shared: Path) -> list[Figures]:
    tables = [_layers(part) for part in PARTS]
    return [*tables, event_figures(), _traps(), *_causal(shared)]


def _layers(part: str) -> Figures:
    counts: dict[str, list[int]] = {layer: [0, 0, 0] for layer in _LAYERS}
    plain: dict[str, list[int]] = {layer: [0, 0] for layer in _LAYERS}
    extras: dict[str, list[bool]] = {}
    for _, row, gold in pieces(part):
        found = find_claims(row).to_dicts()
        sentences = _sentences(row)
        for layer, kind in _LAYERS.items():
            ours = [c for c in found if c["kind"] == kind and _is_asked(c, layer)]
            wanted = [item for item in gold if item.layer == layer]
            pairs = match(wanted, ours, _fits[layer])
            plain[layer][0] += len(match(wanted, sentences, _fits[layer]))
            plain[layer][1] += len(sentences) + len(wanted)
            counts[layer][0] += len(pairs)
            counts[layer][1] += len(ours)
            counts[layer][2] += len(wanted)
            for item, claim in pairs:
                for name, right in _details(layer, item, claim):
                    extras.setdefault(f"{kind}: {name}", []).append(right)
    rows: list[tuple[object, ...]] = []
    floors = {}
    for layer, kind in _LAYERS.items():
        hit, ours_n, gold_n = counts[layer]
        precision, recall = hit / max(ours_n, 1), hit / max(gold_n, 1)
        f1 = 2 * hit / max(ours_n + gold_n, 1)
        base = 2 * plain[layer][0] / max(plain[layer][1], 1)
        rows.append((kind, gold_n, precision, recall, f1, base))
        if part == "test":
            floors[f"{kind} F1"] = (f1, _FLOORS[kind])
    for name, rights in sorted(extras.items()):
        rows.append((name, len(rights), None, None, sum(rights) / len(rights), None))
    columns = (
        "layer",
        "gold or matched",
        "precision",
        "recall",
        "F1 or share right",
        "baseline F1",
    )
    return Figures(f"Layers, {part}", columns, tuple(rows), _NOTE, floors)


def _is_asked(claim: Row, layer: str) -> bool:
    """The gold holds the author's claims, and everybody's statements."""
    return layer == "S" or claim["said_by"] == "author"


def _sentences(row: Row) -> list[Row]:
    """The baseline: sentences that name two states, as claims of every kind."""
    spans = [(span["start"], span["end"]) for span in row["paragraphs"]]
    found = []
    for passage in read_passages(row["text"], spans, on=row["published_on"]):
        start, end = passage.start, passage.start + len(passage.text)
        states = passage.states_in(0, len(passage.text))
        if len(states) >= 2:
            half = (start + end) // 2
            found.append({
                "start": start, "end": end, "states": list(states[:2]), "cause_start": start,
                "cause_end": half, "effect_start": half, "effect_end": end,
            })  # fmt: skip
    return found


_FLOORS = {"statement": 0.6, "trend": 0.55, "cause": 0.45, "forecast": 0.65, "recommendation": 0.75}


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share at least half of the shorter."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= 0.5 * min(one[1] - one[0], other[1] - other[0])


def match(
    gold: list[Gold], found: list[Row], fits: Callable[[Gold, Row], bool]
) -> list[tuple[Gold, Row]]:
    """Pairs of gold and found, each used once, in order of place."""
    used: set[int] = set()
    pairs = []
    for item in gold:
        for i, claim in enumerate(found):
            if i not in used and fits(item, claim):
                used.add(i)
                pairs.append((item, claim))
                break
    return pairs


def _words(claim: Row) -> Span:
    return claim["start"], claim["end"]


def _fits_trend(item: Gold, claim: Row) -> bool:
    return overlap(item.span, _words(claim)) and set(item.fields[0].split()) == set(claim["states"])


def _fits_cause(item: Gold, claim: Row) -> bool:
    assert item.other is not None
    return overlap(item.span, (claim["cause_start"], claim["cause_end"])) and overlap(
        item.other, (claim["effect_start"], claim["effect_end"])
    )


def _fits_words(item: Gold, claim: Row) -> bool:
    return overlap(item.span, _words(claim))


_fits: dict[str, Callable[[Gold, Row], bool]] = {
    "S": _fits_words, "T": _fits_trend, "C": _fits_cause, "F": _fits_words, "R": _fits_words,
}  # fmt: skip


def _details(layer: str, item: Gold, claim: Row) -> Iterable[tuple[str, bool]]:
    fields = item.fields
    if layer == "S":
        yield "holder's state", (claim["said_by_state"] or "-") == fields[1]
        yield "stance", claim["direction"] == int(fields[3])
    elif layer == "T":
        yield "direction", claim["direction"] == int(fields[1])
        yield "level or change", claim["level"] == fields[2]
    elif layer == "C":
        yield "sign", claim["direction"] == int(fields[0])
    elif layer == "F":
        yield "actor", claim["actor"] in fields[0].split()
        yield "polarity", claim["polarity"] == int(fields[3])
        if fields[2] != "0":
            yield "direction", claim["direction"] == int(fields[2])
    elif layer == "R":
        yield "addressee", (claim["actor"] or "-") in fields[0].split()


def _traps() -> Figures:
    """A trap is hit where the author is made to hold what is only reported, wished or denied."""
    rows = []
    for part in PARTS:
        hit = total = 0
        for _, row, gold in pieces(part):
            found = find_claims(row).to_dicts()
            for item in gold:
                if item.layer == "X":
                    total += 1
                    hit += any(_falls_for(item, claim) for claim in found)
        rows.append((part, total, hit))
    note = "Wishes, denials, hypotheses and others' views, taken as the author's trend or cause."
    return Figures("Traps", ("part", "traps", "hit"), tuple(rows), note)


def _falls_for(item: Gold, claim: Row) -> bool:
    if not overlap(item.span, _words(claim)):
        return False
    asserted = claim["kind"] in {"trend", "cause"} and claim["direction"] != 0
    kind = item.fields[0]
    if kind in {"reported", "alleged"}:
        return asserted and claim["said_by"] == "author"
    if kind == "negated":
        return asserted and claim["polarity"] > 0
    return claim["kind"] == "trend" and asserted


def _causal(shared: Path) -> list[Figures]:
    path = shared / "data" / "claims" / "cnc_sentences.jsonl"
    if not path.exists():
        return []
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    gold = [bool(item["causal"]) for item in items]
    found = [features_of(doc) for doc in parse(item["text"] for item in items)]
    cut = int(0.8 * len(items))
    ours = _fitted(found[:cut], gold[:cut], found[cut:])
    new = gold[cut:]
    rows = [("all positive", *_binary(new, [True] * len(new))), ("detente", *_binary(new, ours))]
    note = (
        "Causal News Corpus V2, training part (protest news): fitted anew on the first four fifths "
        "as scripts/build_causal_weights.py does, measured on the last (whose totals had been seen "
        "before); the threshold was chosen in five folds of the first four."
    )
    columns = ("reader", "precision", "recall", "F1", "accuracy")
    return [Figures("Causal sentences", columns, tuple(rows), note)]


def _fitted(
    found: list[dict[str, float]], gold: list[bool], new: list[dict[str, float]]
) -> list[bool]:
    weights = fit(found, gold)
    cut = log(THRESHOLD / (1 - THRESHOLD))
    scores = (
        weights["intercept"] + sum(value * weights.get(name, 0.0) for name, value in row.items())
        for row in new
    )
    return [score > cut for score in scores]


def _binary(gold: list[bool], found: list[bool]) -> tuple[float, float, float, float]:
    hit = sum(a and b for a, b in zip(gold, found, strict=True))
    precision, recall = hit / max(sum(found), 1), hit / max(sum(gold), 1)
    f1 = 2 * hit / max(sum(found) + sum(gold), 1)
    right = sum(a == b for a, b in zip(gold, found, strict=True))
    return precision, recall, f1, right / len(gold)
