"""Write the mean of some runs as one model: `python -m training.average RUN RUN ... --out FOLDER`.

Runs that began alike end in one valley, and the middle of it is a better place than any of its
sides (Wortsman et al. 2022, ICML, 'Model soups'). Each RUN is a folder of `training.train`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.data import read_examples
from training.model import PairClassifier
from training.train import base_model, load_tokenizer, report, write


def mean_of(states: list[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The mean of each parameter; what is no float is the first run's."""
    return {
        name: torch.stack([state[name] for state in states]).mean(0)
        if first.is_floating_point()
        else first
        for name, first in states[0].items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    base = base_model()
    tokenizer = load_tokenizer(base)
    model = PairClassifier(str(base))
    model.load_state_dict(
        mean_of([torch.load(run / "model.pt", map_location="cpu") for run in options.runs])
    )
    rows = read_examples()
    report(model, tokenizer, [row for row in rows if row.fold == 0])
    write(options.out, base, model, tokenizer, rows)


if __name__ == "__main__":
    main()
