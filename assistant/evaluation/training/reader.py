"""Train the small network that predicts what a source says of a claim, and write it as the folder `reader`.

Run: python -m assistant.evaluation.training.reader DATA FOLDER   (the shared data; a folder for what is made)
Needs the extra `train`. The sentences are embedded by the bundled model first, then the network is trained on them;
either can be stopped and run again, and goes on where it was. The epoch that is best on the pairs held out is written
to `reader` in the folder; copied to assistant/reader/packaged it is the packaged one.
"""

import argparse
import hashlib
import json
import random
import sys
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import torch

from assistant.evaluation.training.labelled_pairs import Pair, public_pairs
from assistant.evaluation.training.made_pairs import comparisons, made_pairs
from assistant.evaluation.training.reader_network import ReaderNetwork, export
from assistant.evaluation.training.sentence_vectors import Tokens, add_missing, open_vectors
from assistant.reader.embeddings import MiniLM
from assistant.reader.entailment import TOKEN_VECTORS
from assistant.reader.model_folder import LABELS

EPOCHS, BATCH, RATE, WARM_UP = 5, 48, 1e-3, 200
PUBLIC, MADE, COMPARISONS = 10_000, 4_200, 4_200
"""Pairs of each origin. Embedding them is most of the work: 14 ms of a core for a sentence, 3 ms a pair and epoch after."""
VERSION = 1
HELD_OUT = 20
"""One premise of so many is held out."""
LONGEST = 90
"""Words of a side that are read in training."""

Vectors = Mapping[str, Tokens]


def main(data: Path, folder: Path, public: int, epochs: int) -> None:
    """Embed, train, write."""
    pairs = chosen(data, public)
    texts = chain.from_iterable((*pair.premise, pair.hypothesis) for pair in pairs)
    for done in add_missing(folder / "vectors", texts, MiniLM()):
        sys.stdout.write(f"embedded {done}\n")
    vectors = open_vectors(folder / "vectors")
    trained = [pair for pair in pairs if not _is_held_out(pair)]
    held_out = [pair for pair in pairs if _is_held_out(pair)]
    network = train(trained, held_out, vectors, folder / "checkpoint.pt", epochs)
    write(network, folder / "reader")


def write(network: ReaderNetwork, folder: Path) -> None:
    """The network as ONNX, and what its outputs mean."""
    folder.mkdir(exist_ok=True)
    export(network, str(folder / "model.onnx"))
    config = {
        "model_type": TOKEN_VECTORS,
        "version": VERSION,
        "id2label": dict(enumerate(LABELS)),
        "sha256": hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest(),
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def chosen(data: Path, public: int) -> list[Pair]:
    """So many public pairs, and made ones."""
    pairs = list(public_pairs(data / "nli"))
    random.Random(0).shuffle(pairs)
    return [*pairs[:public], *islice(made_pairs(data), MADE), *islice(comparisons(data), COMPARISONS)]


def train(
    trained: Sequence[Pair], held_out: Sequence[Pair], vectors: Vectors, path: Path, epochs: int
) -> ReaderNetwork:
    """The network of the epoch with the least loss on the pairs held out."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    network = ReaderNetwork()
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=0.01)
    state: dict[str, Any] = {"epoch": 0, "best": 9.9, "kept": network.state_dict()}
    if path.is_file():
        state = torch.load(path)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
    steps = epochs * (len(trained) // BATCH + 1)
    for epoch in range(state["epoch"], epochs):
        _epoch(network, optimizer, trained, vectors, epoch, steps)
        loss = _measured(network, held_out, vectors, epoch)
        if loss < state["best"]:
            state |= {"best": loss, "kept": {k: v.clone() for k, v in network.state_dict().items()}}
        state |= {"epoch": epoch + 1, "network": network.state_dict(), "optimizer": optimizer.state_dict()}
        torch.save(state, path)
    network.load_state_dict(state["kept"])
    return network


def _is_held_out(pair: Pair) -> bool:
    return zlib.crc32(pair.premise[0].encode()) % HELD_OUT == 0


def _epoch(
    network: ReaderNetwork, optimizer: Any, pairs: Sequence[Pair], vectors: Vectors, epoch: int, steps: int
) -> None:
    network.train()
    for at, batch in enumerate(_batches(pairs, vectors, epoch)):
        step = epoch * (len(pairs) // BATCH + 1) + at
        for group in optimizer.param_groups:
            group["lr"] = RATE * min((step + 1) / WARM_UP, 1.0) * max(1 - step / steps, 0.02)
        labels = torch.tensor([pair.label for pair in batch])
        loss = torch.nn.functional.cross_entropy(
            network(*inputs(batch, vectors)), labels, label_smoothing=0.05
        )
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()


def _batches(pairs: Sequence[Pair], vectors: Vectors, epoch: int) -> Iterator[list[Pair]]:
    """Pairs of like length together, in a new order every epoch."""
    chance = random.Random(epoch)
    keyed = sorted(
        pairs, key=lambda pair: sum(map(len, map(vectors.__getitem__, pair.premise))) + 9 * chance.random()
    )
    batches = [keyed[start : start + BATCH] for start in range(0, len(keyed), BATCH)]
    chance.shuffle(batches)
    yield from batches


def inputs(batch: Sequence[Pair], vectors: Vectors) -> tuple[torch.Tensor, ...]:
    """Premises, their mask, hypotheses, theirs."""
    premises = [np.concatenate([vectors[text] for text in pair.premise]) for pair in batch]
    return *_padded(premises), *_padded([vectors[pair.hypothesis] for pair in batch])


def _padded(sides: Sequence[Tokens]) -> tuple[torch.Tensor, torch.Tensor]:
    length = min(max(map(len, sides)), LONGEST)
    vectors = np.zeros((len(sides), length, sides[0].shape[1]), np.float32)
    mask = np.zeros((len(sides), length), np.float32)
    for row, side in enumerate(sides):
        vectors[row, : len(side)] = side[:length]
        mask[row, : len(side)] = 1
    return torch.from_numpy(vectors), torch.from_numpy(mask)


def _measured(network: ReaderNetwork, pairs: Sequence[Pair], vectors: Vectors, epoch: int) -> float:
    """The mean loss on these pairs; prints it with the share classified right, by source."""
    network.eval()
    right: dict[str, list[bool]] = {}
    losses = []
    with torch.no_grad():
        for batch in _batches(pairs, vectors, 0):
            logits = network(*inputs(batch, vectors))
            labels = torch.tensor([pair.label for pair in batch])
            losses += torch.nn.functional.cross_entropy(logits, labels, reduction="none").tolist()
            for pair, hit in zip(batch, (logits.argmax(1) == labels).tolist(), strict=True):
                right.setdefault(pair.source, []).append(hit)
    shares = ", ".join(f"{name} {np.mean(hits):.2f} of {len(hits)}" for name, hits in sorted(right.items()))
    sys.stdout.write(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}; right: {shares}\n")
    sys.stdout.flush()
    return float(np.mean(losses))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--public", type=int, default=PUBLIC)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    given = parser.parse_args()
    main(given.data, given.folder, given.public, given.epochs)
