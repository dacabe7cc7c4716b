"""The coder: roots of marked pairs, events of bare sentences and articles, the example corpus."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

import detente as dt
from detente.coding.coder import CODED_STATUSES
from detente.core.codebook import QUADS, ROOTS, quad_of
from detente.core.examples import example_corpus
from quality.coding_baselines import bag_of_words, gazetteer, mask, tfidf
from quality.report import ROOT, Figures
from quality.scoring import (
    Counts,
    bootstrap,
    by_quad,
    calibration_error,
    compare,
    f1,
    label_f1,
    macro_f1,
    read_jsonl,
)

TITLE = "Coding"
MARKED_DAY = date(2017, 6, 15)
"""PLV's sentences have no day; offices are resolved as of this one."""
DATA = ROOT / "quality" / "data"
Row = dict[str, Any]


def measure(shared: Path) -> list[Figures]:
    tables = []
    if (path := shared / "data" / "events" / "PLV_train.tsv").exists():
        tables += [*_marked_pairs(path), _marked_as_bare(path)]
    # gold_sentences.jsonl chose the threshold and the calibration; nothing was chosen on these.
    tables.append(_fresh_sentences(read_jsonl(DATA / "gold_sentences_fresh.jsonl")))
    tables.append(_articles(read_jsonl(DATA / "gold_articles.jsonl")))
    tables.append(_corpus())
    return tables


# ── roots of marked pairs ────────────────────────────────────────────────────────────────────


def marked_rows(path: Path) -> list[Row]:
    """Rows of a PLV file as records for `dt.classify`, with `gold`; nested marks are left out."""
    rows = []
    with path.open(encoding="utf-8") as lines:
        for raw in csv.DictReader(lines, delimiter="\t"):
            text, spans = _unmark(raw["marked_sentence"])
            if len(spans) == 2 and (
                spans["s"][1] <= spans["t"][0] or spans["t"][1] <= spans["s"][0]
            ):
                rows.append(
                    {"text": text, "actor_span": spans["s"], "recipient_span": spans["t"],
                     "gold": raw["gold_root"]}
                )  # fmt: skip
    return rows


def _unmark(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    text, spans, opened = "", {}, 0
    for part in re.split(r"(</?[st]>)", marked):
        if part in {"<s>", "<t>"}:
            opened = len(text)
        elif part in {"</s>", "</t>"}:
            words = text[opened:]
            start = opened + len(words) - len(words.lstrip())
            spans.setdefault(part[2], (start, start + len(words.strip())))
        else:
            text += part
    return text, spans


def _marked_pairs(path: Path) -> list[Figures]:
    rows = marked_rows(path)
    gold = [row["gold"] for row in rows]
    coded = dt.classify(rows)
    roots, quads = coded["root"].to_list(), coded["quad"].to_list()
    gold_quads = [quad_of(root) for root in gold]
    event = coded.select(list(ROOTS)).to_numpy()
    event = event / event.sum(axis=1, keepdims=True)
    error = calibration_error(
        event.max(axis=1).tolist(), [a == b for a, b in zip(gold, roots, strict=True)]
    )
    table = [("detente", *_both(gold, roots, gold_quads, quads))]
    for name, guess in (
        ("TF-IDF and logistic regression", _tfidf(rows)),
        ("majority", _majority(gold)),
    ):
        table.append((name, *_both(gold, guess, gold_quads, [quad_of(root) for root in guess])))
    macro, quad = macro_f1(gold, roots, list(ROOTS)), macro_f1(gold_quads, quads, QUADS)
    note = (
        f"{len(rows)} sentences of PLV_train (Hu et al. 2024), actor and recipient given; for "
        "developing only: nothing that ships was trained on them. All systems learn from "
        "`training/sentences.jsonl`. Expected calibration error of the root's probability: "
        f"{error:.3f}."
    )
    by_class = [(root, gold.count(root), label_f1(gold, roots, root)) for root in ROOTS]
    return [
        Figures("Root and quad class, sides given",
                ("system", "accuracy", "root macro-F1", "95 %", "quad macro-F1"),
                tuple(table), note,
                {"root macro-F1": (macro, 0.824), "quad macro-F1": (quad, 0.92)}),
        Figures("The same by root", ("root", "sentences", "F1"), tuple(by_class)),
    ]  # fmt: skip


def _both(
    gold: list[str], guess: list[str], gold_quads: list[str], quads: list[str]
) -> tuple[float, float, str, float]:
    def score(rows: Any) -> float:
        return macro_f1([gold[at] for at in rows], [guess[at] for at in rows], list(ROOTS))

    low, high = bootstrap(score, len(gold), draws=200)
    accuracy = float(np.mean([a == b for a, b in zip(gold, guess, strict=True)]))
    return (accuracy, macro_f1(gold, guess, list(ROOTS)), f"{low:.3f}-{high:.3f}",
            macro_f1(gold_quads, quads, QUADS))  # fmt: skip


def _majority(gold: list[str]) -> list[str]:
    return [max(set(gold), key=gold.count)] * len(gold)


def _tfidf(rows: list[Row]) -> list[str]:
    texts = [mask(row["text"], row["actor_span"], row["recipient_span"]) for row in rows]
    return [str(root) for root in tfidf(with_none=False).predict(texts)]


# ── events of bare sentences ─────────────────────────────────────────────────────────────────

Coder = Callable[[str, date], list[tuple[str, str, str]]]


def gold_events(row: Row) -> list[tuple[str, str, str]]:
    """Ordered (actor, recipient, root) of a gold row; a mutual deed both ways."""
    out = []
    for event in row["events"]:
        if event.get("status", "happened") not in CODED_STATUSES:
            continue
        out.append((event["actor"], event["recipient"], event["root"]))
        if event.get("mutual"):
            out.append((event["recipient"], event["actor"], event["root"]))
    return out


def _ours(text: str, day: date) -> list[tuple[str, str, str]]:
    events = dt.code_text(text, reported_on=day)
    return list(events.select("actor", "recipient", "root").iter_rows())


SYSTEMS: tuple[tuple[str, Coder], ...] = (
    ("detente", _ours),
    ("TF-IDF on every pair", lambda text, _: bag_of_words(text)),
    ("gazetteer", lambda text, _: gazetteer(text)),
)


def _bare(rows: list[Row]) -> list[tuple[Any, ...]]:
    """A line of `BARE_COLUMNS` for each system; no false alarms where every row has an event."""
    gold = [gold_events(row) for row in rows]
    table = []
    for name, coder in SYSTEMS:
        coded = [coder(row["text"], date.fromisoformat(row["reported_on"])) for row in rows]
        pair = [
            compare([e[:2] for e in g], [e[:2] for e in c])
            for g, c in zip(gold, coded, strict=True)
        ]
        quad = [compare(by_quad(g), by_quad(c)) for g, c in zip(gold, coded, strict=True)]
        root = [compare(g, c) for g, c in zip(gold, coded, strict=True)]
        quiet = [bool(c) for g, c in zip(gold, coded, strict=True) if not g]
        low, high = _interval(root)
        table.append((name, f1(pair)[2], f1(quad)[2], *f1(root), f"{low:.3f}-{high:.3f}",
                      float(np.mean(quiet)) if quiet else None))  # fmt: skip
    return table


BARE_COLUMNS = ("system", "pair F1", "pair + quad F1", "P (root)", "R (root)", "pair + root F1",
                "95 %", "false alarms")  # fmt: skip


def _fresh_sentences(rows: list[Row]) -> Figures:
    table = _bare(rows)
    error, noise = _event_calibration(rows)
    note = (
        f"{len(rows)} sentences written for this project by somebody who had seen neither coder "
        f"nor training sentences, {sum(not gold_events(row) for row in rows)} of them without an "
        "event between states; strict direction, mutual deeds both ways. False alarms: "
        "share of the sentences without an event that were coded with one. Expected calibration "
        f"error of an event's confidence: {error:.3f} (exact chances: {noise:.3f}, with so "
        "few events)."
    )
    _, _, quad, _, _, root, *_ = table[0]
    floors = {"pair + root F1": (root, 0.60), "pair + quad F1": (quad, 0.63)}
    return Figures("Events of bare sentences", BARE_COLUMNS, tuple(table), note, floors)


def _marked_as_bare(path: Path) -> Figures:
    rows = marked_as_bare_rows(path)
    note = (
        f"The {len(rows)} sentences of PLV_train whose two marked sides are two states by our own "
        "resolver, read without their marks; for developing only: errors on half of them were "
        "read. PLV marks one pair of a sentence: whatever else is coded counts as wrong, so that "
        "precision is a lower bound, and each sentence has an event, so that there are no false "
        "alarms to count."
    )
    return Figures("The same sentences, sides not given", BARE_COLUMNS, tuple(_bare(rows)), note)


def marked_as_bare_rows(path: Path) -> list[Row]:
    """PLV sentences between two states, as gold rows: text, day, events."""
    rows = marked_rows(path)
    states = {
        side: dt.resolve(
            [row["text"][slice(*row[side])] for row in rows],
            on=MARKED_DAY, context=[row["text"] for row in rows],
        )["state"].to_list()
        for side in ("actor_span", "recipient_span")
    }  # fmt: skip
    events: dict[str, list[Row]] = {}
    for row, actor, recipient in zip(rows, *states.values(), strict=True):
        if actor and recipient and actor != recipient:
            deed = {"actor": actor, "recipient": recipient, "root": row["gold"]}
            events.setdefault(row["text"], []).append(deed)
    return [
        {"text": text, "reported_on": str(MARKED_DAY), "events": deeds}
        for text, deeds in events.items()
    ]


def _event_calibration(rows: list[Row]) -> tuple[float, float]:
    """Gap between how sure coded events are and how often actor, recipient and root are right.

    The second number is the gap that as many events would show if each chance were exact.
    """
    sure, right = [], []
    for row in rows:
        gold = set(gold_events(row))
        events = dt.code_text(row["text"], reported_on=date.fromisoformat(row["reported_on"]))
        for event in events.iter_rows(named=True):
            sure.append(event["confidence"])
            right.append((event["actor"], event["recipient"], event["root"]) in gold)
    rng = np.random.default_rng(1)
    chance = [calibration_error(sure, list(rng.random(len(sure)) < sure)) for _ in range(200)]
    return calibration_error(sure, right), float(np.mean(chance))


def _interval(counts: list[Counts]) -> tuple[float, float]:
    return bootstrap(lambda rows: f1([counts[at] for at in rows])[2], len(counts))


# ── whole articles ───────────────────────────────────────────────────────────────────────────


def _articles(rows: list[Row]) -> Figures:
    table = []
    for genre in (*sorted({row["genre"] for row in rows}), "all"):
        some = [row for row in rows if genre in {row["genre"], "all"}]
        gold = [gold_events(row) for row in some]
        for name, coder in SYSTEMS:
            coded = [coder(row["text"], date.fromisoformat(row["published_on"])) for row in some]
            counts = [compare(one, other) for one, other in zip(gold, coded, strict=True)]
            quads = [
                compare(by_quad(one), by_quad(other))
                for one, other in zip(gold, coded, strict=True)
            ]
            events = sum(one.hits + one.missed for one in counts)
            table.append((genre, name, len(some), events, *f1(counts), f1(quads)[2]))
    note = (
        "Articles written for this project; distinct (actor, recipient, root) of each article. "
        "Baselines: a gazetteer takes each two neighbouring states of a sentence for a meeting; "
        "TF-IDF and logistic regression, learnt from our own sentences with their sides masked, "
        "label every ordered pair of states of a sentence, or none."
    )
    columns = ("genre", "system", "articles", "events", "precision", "recall", "F1",
               "F1 pair + quad")  # fmt: skip
    return Figures("Events of whole articles", columns, tuple(table), note)


def _corpus() -> Figures:
    folder = example_corpus()
    facts = list(csv.DictReader((folder / "facts.csv").open(encoding="utf-8")))
    articles = dt.read(folder).articles
    events = dt.code(articles).events.join(
        articles.select("article_id", "origin"), on="article_id", how="left"
    )
    coded: dict[str, list[Row]] = {}
    for event in events.iter_rows(named=True):
        coded.setdefault(_file(event["origin"]), []).append(event)
    gold: dict[str, list[Row]] = {}
    for fact in facts:
        if all(
            len(fact[side]) == 3 and fact[side] not in _BODIES for side in ("actor", "recipient")
        ):
            gold.setdefault(_file(fact["file"]), []).append(fact)
    levels = {
        "state pair": lambda row: (row["actor"], row["recipient"]),
        "pair + quad": lambda row: (row["actor"], row["recipient"], row["quad"]),
        "pair + root": lambda row: (row["actor"], row["recipient"], row["root"]),
        "pair + root + month": lambda row: (
            row["actor"], row["recipient"], row["root"], str(row["happened_on"])[:7]),
    }  # fmt: skip
    table = []
    for name, key in levels.items():
        counts = [
            compare([key(row) for fact in gold.get(file, []) for row in _ways(fact)],
                    [key(row) for row in coded.get(file, [])])
            for file in sorted(set(gold) | set(coded))
        ]  # fmt: skip
        table.append((name, *f1(counts)))
    note = (
        f"{articles.height} articles, {sum(map(len, gold.values()))} state-to-state facts in "
        "`examples/south-asia/facts.csv`; strict direction, mutual deeds both ways."
    )
    return Figures(
        "The example corpus", ("what must agree", "precision", "recall", "F1"), tuple(table), note
    )


_BODIES = {"UNO", "SCO", "IMF", "EUN", "ICJ", "NSG"}


def _ways(fact: Row) -> list[Row]:
    if fact["mutual"] != "true":
        return [fact]
    return [fact, fact | {"actor": fact["recipient"], "recipient": fact["actor"]}]


def _file(origin: str) -> str:
    """Path below the corpus; for feed items the feed with the item's number left out."""
    return origin.split("south-asia/")[-1]
