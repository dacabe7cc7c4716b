"""Write the shipped ONNX model from a trained one: `python -m training.quantise FOLDER`.

FOLDER holds `model.pt` and `tokenizer.json` as `training.train` wrote them; `model.onnx` there is
replaced. `labels.json` stays as it is. Needs torch (to read the weights) and onnx.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnx import ModelProto
from tokenizers import Tokenizer

from detente.coding.markers import MARKS, fence
from training.data import Example, read_examples
from training.lean import MAX_TOKENS, Array, Ranges, build, linear_names, weights

SENTENCES = 200
"""Sentences on which the ranges of the layers' inputs are found."""
SPREAD = 0.5
"""How much of a channel's size goes into the weights: 0 none, 1 all (SmoothQuant's alpha)."""
KEPT_PERCENT = 99.995
"""Share of the values that the scale covers; the rest is clipped."""

BY_PLACE = Ranges(np.float32(1), -0.17, 1.0)
"""Where each place is scaled by its own largest value: GELU's lowest value is -0.17."""


def quantise(folder: Path, examples: list[Example]) -> None:
    """Replace `model.onnx` in a folder of `training.train`."""
    raw = torch.load(folder / "model.pt", map_location="cpu")
    state = {name: np.asarray(value.float().numpy()) for name, value in raw.items()}
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.add_special_tokens(list(MARKS))
    some = random.Random(1).sample(examples, SENTENCES)
    inputs = _inputs_of_layers(build(state, None), tokenizer, some)
    by_layer = dict(weights(state))
    ranges = {
        name: BY_PLACE if name.endswith(".down") else _ranges(inputs[name], by_layer[name])
        for name in linear_names()
    }
    (folder / "model.onnx").write_bytes(build(state, ranges).SerializeToString())


def _inputs_of_layers(
    model: ModelProto, tokenizer: Tokenizer, examples: Iterable[Example]
) -> dict[str, Array]:
    """What each linear layer was given: values x channels, over all places of the sentences."""
    session = onnxruntime.InferenceSession(model.SerializeToString())
    marks = [tokenizer.token_to_id(MARKS[at]) for at in (0, 2)]
    seen: dict[str, list[Array]] = {name: [] for name in linear_names()}
    for row in examples:
        ids = tokenizer.encode(fence(row.text, row.actor, row.recipient)).ids
        if all(mark in ids for mark in marks):
            places = [[*(ids.index(mark) for mark in marks), 0]]
            given = {"input_ids": np.array([ids]), "places": np.array(places)[..., None]}
            for name, value in zip(seen, session.run(list(seen), given), strict=True):
                seen[name].append(value.reshape(-1, value.shape[-1]))
    return {name: np.concatenate(values) for name, values in seen.items()}


def _ranges(inputs: Array, weight: Array) -> Ranges:
    channel = np.maximum(np.abs(inputs).max(0), 1e-3)
    columns = np.maximum(np.abs(weight).max(1), 1e-4)
    smooth = channel**SPREAD / columns ** (1 - SPREAD)
    smooth = (smooth / np.exp(np.log(smooth).mean())).astype(np.float32)
    low, high = np.percentile(inputs / smooth, [100 - KEPT_PERCENT, KEPT_PERCENT])
    return Ranges(smooth, min(0.0, float(low)), max(0.0, float(high)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    quantise(parser.parse_args().folder, read_examples())


if __name__ == "__main__":
    main()
