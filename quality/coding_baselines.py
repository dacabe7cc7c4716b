"""What the coder has to beat: the commonest deed between neighbours, and bags of words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from detente.coding.mentions import Mention, find_mentions
from detente.coding.sentences import split_sentences
from detente.core.codebook import NO_EVENT, ROOTS
from quality.report import ROOT
from quality.scoring import read_jsonl

Row = dict[str, Any]
Event = tuple[str, str, str]

# More mentions make more pairs than a sentence's deeds, for bags of words as for us.
_MAX_MENTIONS = 6


def gazetteer(text: str) -> list[Event]:
    """Each two neighbouring states of a sentence in text order, always the commonest deed."""
    events = []
    for _, mentions in _named(text):
        states = [one.state or "" for one in mentions]
        events += [(a, b, "CONSULT") for a, b in itertools.pairwise(states) if a != b]
    return events


def bag_of_words(text: str) -> list[Event]:
    """Each ordered pair of states of a sentence, as TF-IDF and logistic regression label it."""
    pairs, masked = [], []
    for sentence, mentions in _named(text):
        for actor, recipient in itertools.permutations(mentions[:_MAX_MENTIONS], 2):
            if actor.state != recipient.state:
                spans = (actor.start, actor.end), (recipient.start, recipient.end)
                pairs.append((actor.state or "", recipient.state or ""))
                masked.append(mask(sentence, *spans))
    if not masked:
        return []
    roots = tfidf(with_none=True).predict(masked)
    return [(*pair, str(root)) for pair, root in zip(pairs, roots, strict=True) if root in ROOTS]


def _named(text: str) -> Iterator[tuple[str, list[Mention]]]:
    for line in text.splitlines():
        for start, end in split_sentences(line):
            yield line[start:end], [one for one in find_mentions(line[start:end]) if one.state]


@lru_cache(maxsize=2)
def tfidf(*, with_none: bool) -> Any:
    """TF-IDF and logistic regression, learnt from our own sentences with their sides masked."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    written = read_jsonl(ROOT / "training" / "sentences.jsonl")
    labels = {*ROOTS, NO_EVENT} if with_none else set(ROOTS)
    learn = [
        (mask(row["text"], row["actor"], row["recipient"]), row["root"])
        for row in written
        if row["root"] in labels
    ]
    if with_none:  # a deed that isn't mutual is none the other way round
        learn += [
            (mask(row["text"], row["recipient"], row["actor"]), NO_EVENT)
            for row in written
            if row["root"] in ROOTS and row.get("mutual", False) is False
        ]
    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
        LogisticRegression(C=20, max_iter=2000),
    )
    texts, roots = zip(*learn, strict=True)
    return model.fit(texts, roots)


def mask(text: str, actor: Sequence[int], recipient: Sequence[int]) -> str:
    """A sentence with its sides as the words ACTOR and RECIPIENT."""
    cuts = sorted([(actor[0], actor[1], "ACTOR"), (recipient[0], recipient[1], "RECIPIENT")])
    (a, b, first), (c, d, second) = cuts
    return f"{text[:a]} {first} {text[b:c]} {second} {text[d:]}"
