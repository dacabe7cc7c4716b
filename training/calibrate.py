"""Fit how sure a coded event is: `python -m training.calibrate`, after the model is in its place.

Codes the even rows of the gold sentences and fits the chance that actor, recipient and root are
all right to the root's log-odds (Platt scaling); writes slope and intercept into `labels.json`.
`make quality` reports the calibration error on the odd rows.
"""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

import detente as dt
from quality.coding import DATA, gold_events, read_jsonl

LABELS = Path(dt.__file__).parent / "coding" / "data" / "model" / "labels.json"


def main() -> None:
    labels = json.loads(LABELS.read_text(encoding="utf-8"))
    slope, intercept = labels["calibration"]
    odds, right = [], []
    for row in read_jsonl(DATA / "gold_sentences.jsonl")[::2]:
        gold = set(gold_events(row))
        events = dt.code_text(row["text"], reported_on=date.fromisoformat(row["reported_on"]))
        for event in events.filter(events["actor"].is_not_null()).iter_rows(named=True):
            sure = event["confidence"]
            # undo the scaling in force, so that fitting twice changes nothing
            odds.append((math.log(sure / (1 - sure)) - intercept) / slope)
            right.append((event["actor"], event["recipient"], event["root"]) in gold)
    fitted = LogisticRegression(C=1.0).fit(np.array(odds)[:, None], right)
    labels["calibration"] = [
        round(float(fitted.coef_[0, 0]), 3), round(float(fitted.intercept_[0]), 3)
    ]  # fmt: skip
    LABELS.write_text(json.dumps(labels, indent=2) + "\n", encoding="utf-8")
    print(f"{len(odds)} events, {np.mean(right):.3f} right; calibration {labels['calibration']}")


if __name__ == "__main__":
    main()
