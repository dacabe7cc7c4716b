"""Fit the weights of `coding/data/claims_causal.csv` on the Causal News Corpus V2 (CC0).

    python scripts/build_causal_weights.py ../shared/data/claims/cnc_sentences.jsonl

Features seen in fewer than three sentences are left out, L2 with C = 0.05, and the 4,000 weights
of greatest size are kept: of 0.05, 0.1, 0.3 and of 2,000 to all, none did better by more than
0.005 in five folds.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from detente.coding.claims.causal_sentences import features_of
from detente.coding.parse import parse

KEPT = 4000


def main(path: Path) -> None:
    """Read the sentences, fit, write the table beside the other claim lists."""
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = [features_of(doc) for doc in parse(item["text"] for item in items)]
    counts = Counter(name for features in found for name in features)
    found = [{k: v for k, v in features.items() if counts[k] >= 3} for features in found]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(found)
    matrix.indices, matrix.indptr = (a.astype(np.int32) for a in (matrix.indices, matrix.indptr))
    fitted = LogisticRegression(C=0.05, solver="liblinear", max_iter=300).fit(
        matrix, [item["causal"] for item in items]
    )
    names = vectorizer.get_feature_names_out()
    order = np.argsort(-np.abs(fitted.coef_[0]))[:KEPT]
    target = Path(__file__).parents[1] / "src/detente/coding/data/claims_causal.csv"
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "weight"])
        writer.writerow(["intercept", f"{fitted.intercept_[0]:.4f}"])
        for at in sorted(order, key=lambda i: names[i]):
            writer.writerow([names[at], f"{fitted.coef_[0][at]:.4f}"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
