"""Is a sentence causal at all? A second opinion beside the constructions, learned from news.

A linear model on lemmas and grammar, without a network. Weights: `data/claims_causal.csv`, fitted
by `scripts/build_causal_weights.py` on the training part of the Causal News Corpus V2 (Tan et al.
2022, CC0). Five-fold accuracy 0.755, F1 0.775 at `THRESHOLD`; it knows protest reporting best.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from math import exp
from typing import TYPE_CHECKING, Final

from detente.coding.claims.cause_links import links
from detente.coding.claims.lexicons import rows
from detente.coding.claims.passages import Passage
from detente.coding.parse import parse

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["THRESHOLD", "causal_probabilities", "features_of"]

THRESHOLD: Final = 0.45
"""Probability from which a sentence counts as causal; chosen in five folds of the training text."""

_INTERCEPT: Final = "intercept"
_NAMES: Final = frozenset({"PROPN", "NUM"})
_CLAUSES: Final = frozenset({"advcl", "acl", "relcl", "xcomp", "ccomp"})


def causal_probabilities(texts: Iterable[str]) -> list[float]:
    """Probability that each sentence states a cause and its effect, 0 … 1, in order."""
    weights = _weights()
    scores = []
    for doc in parse(texts):
        total = weights[_INTERCEPT]
        total += sum(value * weights.get(name, 0.0) for name, value in features_of(doc).items())
        scores.append(1 / (1 + exp(-total)))
    return scores


@cache
def _weights() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in rows("causal")}


def features_of(doc: Doc) -> dict[str, float]:
    """What the weights look at: runs of lemmas, prepositions, clauses, causal constructions."""
    tokens = [token for token in doc if not token.is_space]
    found = dict.fromkeys(_runs(tokens), 1.0)
    for token in tokens:
        found |= dict.fromkeys(_grammar(token), 1.0)
    carriers = [link.word for link in links(Passage(doc.text, 0, 0, doc, (), (), ()))]
    found |= {f"L:{word.lemma_.lower()}": 1.0 for word in carriers}
    if carriers:
        found["LINK"] = 1.0
    if len(carriers) > 1:
        found["LINK2"] = 1.0
    return found | {"len": min(len(tokens), 60) / 60}


def _runs(tokens: list[Token]) -> Iterator[str]:
    words = [t.pos_ if t.pos_ in _NAMES else t.lemma_.lower() for t in tokens]
    for size in (1, 2, 3):
        for start in range(len(words) - size + 1):
            yield "w:" + " ".join(words[start : start + size])


def _grammar(token: Token) -> Iterator[str]:
    head, word = token.head, token.lower_
    if token.dep_ in {"prep", "mark", "agent", "aux"} or token.pos_ in {"ADP", "SCONJ"}:
        yield f"d:{word}<{head.pos_}"
        yield f"d:{word}<{head.lemma_.lower()}"
        for child in token.children:
            if child.dep_ in {"pobj", "pcomp"}:
                yield f"p:{word}>{child.lemma_.lower()}"
                yield f"p:{word}>{child.pos_}"
                yield f"x:{head.lemma_.lower()}-{word}-{child.pos_}"
    yield f"dep:{token.dep_}"
    if token.dep_ in _CLAUSES:
        yield f"c:{token.dep_}:{token.tag_}"
        yield f"c:{token.dep_}:{token.lemma_.lower()}"
        yield f"h:{head.lemma_.lower()}>{token.dep_}"
    if token.dep_ in {"nsubj", "nsubjpass", "dobj"}:
        yield f"a:{head.lemma_.lower()}:{token.dep_}"
