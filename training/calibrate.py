"""Fit how sure a coded event is, and how sure it has to be: `python -m training.calibrate`.

To be run after a new model is in its place. Weighs the gold sentences, fits the chance that actor,
recipient and root are all right (`detente.coding.sure`), and takes as threshold the one that codes
them best (mean of the F1 of pair and root and of pair and quad class) among those with few false
alarms. Alarms are counted on the rows without an event and on the sentences of fold 0 whose marked
pairs hold none, where an event between other sides is no alarm: 160 quiet gold rows alone would
settle it by eight. Writes `calibration` into `labels.json`; `make quality` reports on other
sentences, `gold_sentences_fresh.jsonl`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

import detente as dt
from detente.coding.coder import Body, Reading, code_weighed, weigh_bodies
from detente.coding.sure import FEATURES, Scale, features
from detente.coding.weigh import Weighed
from detente.core.codebook import NO_EVENT, ROOTS
from quality.coding import DATA, gold_events, read_jsonl
from quality.scoring import by_quad, compare, f1
from training.data import Example, read_examples

LABELS = Path(dt.__file__).parent / "coding" / "data" / "model" / "labels.json"
# Few rows and five features: weights are held back.
STRENGTH = 0.3
MOST_ALARMS = 0.05
AS_GOOD = 0.01
THRESHOLDS = np.arange(0.25, 0.651, 0.02)
SOME_DAY = date(2018, 6, 15)

Sentence = tuple[Body, list[tuple[Reading, Weighed]]]
Event = tuple[str, str, str]


@dataclass(frozen=True)
class Trial:
    """F1 of the gold rows at a threshold; share of quiet sentences coded, in gold and in all."""

    threshold: float
    root: float
    quad: float
    gold_alarms: float
    alarms: float


def main() -> None:
    gold = read_jsonl(DATA / "gold_sentences.jsonl")
    rows = weigh_all([(row["text"], date.fromisoformat(row["reported_on"])) for row in gold])
    events = [set(gold_events(row)) for row in gold]
    scale = fit(rows, events)
    marked = quiet_sentences()
    quiet = list(
        zip(weigh_all([(text, SOME_DAY) for text in marked]), marked.values(), strict=True)
    )
    tried = [try_out(replace(scale, threshold=float(at)), rows, events, quiet) for at in THRESHOLDS]
    for one in tried:
        print(
            f"threshold {one.threshold:.2f}: F1 root {one.root:.3f}, quad {one.quad:.3f}, "
            f"false alarms {one.gold_alarms:.3f} of gold, {one.alarms:.3f} of all quiet"
        )
    calm = [one for one in tried if one.alarms <= MOST_ALARMS] or tried[-1:]
    most = max(one.root + one.quad for one in calm)
    # F1 is flat for long: of what is as good, the fewest alarms, and then the most events.
    good = [one for one in calm if one.root + one.quad >= most - AS_GOOD]
    best = min(good, key=lambda one: (one.gold_alarms, one.threshold))
    write(replace(scale, threshold=round(best.threshold, 2)))
    print(f"{len(quiet)} quiet sentences of fold 0; threshold {best.threshold:.2f}")


def weigh_all(texts: Sequence[tuple[str, date]]) -> list[Sentence]:
    bodies = [Body(text, [(0, len(text))], day) for text, day in texts]
    return list(zip(bodies, weigh_bodies(bodies), strict=True))


def quiet_sentences() -> dict[str, list[Example]]:
    """Sentences of fold 0 with the pairs that were marked as no event, where all of them were."""
    held = [row for row in read_examples() if row.fold == 0]
    loud = {row.text for row in held if row.root != NO_EVENT}
    quiet: dict[str, list[Example]] = {}
    for row in held:
        if row.text not in loud:
            quiet.setdefault(row.text, []).append(row)
    return quiet


def is_alarm(events: list[dict[str, Any]], pairs: list[Example]) -> bool:
    """Was an event coded between two sides that were marked as having none?"""
    return any(
        event["actor_start"] is not None
        and _overlap((event["actor_start"], event["actor_end"]), pair.actor)
        and _overlap((event["recipient_start"], event["recipient_end"]), pair.recipient)
        for event in events
        for pair in pairs
    )


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def fit(rows: list[Sentence], events: list[set[Event]]) -> Scale:
    """Weights of the chance that the likeliest candidate of two states is right."""
    given: list[NDArray[np.float64]] = []
    right: list[bool] = []
    for (_, sentences), gold in zip(rows, events, strict=True):
        for _, one in sentences:
            table = features(one.pairs, one.roots, one.statuses)
            for key, at in likeliest(one).items():
                given.append(table[at])
                right.append(key in gold)
    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(np.array(given), right)
    weights = dict(zip(FEATURES, model.coef_[0].round(3), strict=True))
    print(f"{len(right)} pairs of states, {np.mean(right):.3f} right; {weights}")
    return Scale(tuple(map(float, model.coef_[0])), float(model.intercept_[0]), 0.5)


def likeliest(one: Weighed) -> dict[Event, int]:
    """For each ordered pair of states the candidate with the likeliest root, with that root."""
    best: dict[tuple[str, str], int] = {}
    for at, pair in enumerate(one.pairs):
        key = (pair.actor.state, pair.recipient.state)
        if key not in best or one.roots[at, :-1].max() > one.roots[best[key], :-1].max():
            best[key] = at
    names = list(ROOTS)
    return {(*key, names[int(one.roots[at, :-1].argmax())]): at for key, at in best.items()}


def try_out(
    scale: Scale,
    rows: list[Sentence],
    events: list[set[Event]],
    quiet: list[tuple[Sentence, list[Example]]],
) -> Trial:
    """How well a scale codes the rows, and how many quiet sentences it codes."""
    coded = [told(code_weighed(*row, scale=scale).events) for row in rows]
    root = f1([compare(list(a), b) for a, b in zip(events, coded, strict=True)])[2]
    quad = f1([compare(by_quad(a), by_quad(b)) for a, b in zip(events, coded, strict=True)])[2]
    gold = [bool(one) for one, known in zip(coded, events, strict=True) if not known]
    held = [is_alarm(code_weighed(*row, scale=scale).events, pairs) for row, pairs in quiet]
    return Trial(scale.threshold, root, quad, float(np.mean(gold)), float(np.mean(gold + held)))


def told(events: list[dict[str, Any]]) -> list[Event]:
    return [(row["actor"], row["recipient"], row["root"]) for row in events]


def write(scale: Scale) -> None:
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    labels["calibration"] = {
        "weights": dict(zip(FEATURES, (round(one, 3) for one in scale.weights), strict=True)),
        "intercept": round(scale.intercept, 3),
        "threshold": scale.threshold,
    }
    LABELS.write_text(json.dumps(labels, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
