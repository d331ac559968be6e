"""Make grounding/aspect_weights.json: what each feature of a sentence is worth for three aspects of a paper.

Run: python -m assistant.evaluation.training.aspects PATH/TO/data   (reads aclsum/train.jsonl, MIT)

For each aspect two linear scores: `best` (ridge regression on how near the sentence is to the expert's, and on
whether the expert marked it) chooses the sentence, `states` (logistic regression on the mark) decides whether the
abstract states the aspect at all. Needs the extra `eval`.
"""

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation import aclsum
from assistant.evaluation.compare import rouge1
from assistant.grounding.aspect_features import NAMES, Features, features
from assistant.grounding.aspect_sentences import WEIGHTS
from assistant.library.embeddings import MiniLM, Remembering

Array = NDArray[np.float64]
RIDGE, LOGISTIC = 300.0, 6.0
"""Penalties; ten-fold cross-validation on the 100 papers is flat between a third and three times of each."""


def main(data: str) -> None:
    """Fit and write."""
    cases, embedder = aclsum.read(Path(data), "train"), Remembering(MiniLM())
    table = {}
    for aspect in aclsum.ASPECTS:
        rows = np.vstack([features(aspect, c.paper.title, c.sentences, embedder) for c in cases])
        near = [np.array([rouge1(c.written[aspect], s) for s in c.sentences]) for c in cases]
        marks = np.concatenate([np.array(c.stated[aspect], float) for c in cases])
        relative = np.concatenate([(each - each.mean()) / (each.std() + 0.03) for each in near])
        fits = {"best": _ridge(rows, relative / 2 + marks), "states": _logistic(rows, marks)}
        table[aspect] = {name: _named(*fit) for name, fit in fits.items()}
    WEIGHTS.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


def _ridge(rows: Features, target: Array) -> tuple[Array, float]:
    scaled, mean, spread = _scaled(rows)
    penalty = RIDGE * np.eye(scaled.shape[1])
    weights = np.linalg.solve(scaled.T @ scaled + penalty, scaled.T @ (target - target.mean())) / spread
    return weights, float(target.mean() - mean @ weights)


def _logistic(rows: Features, target: Array, steps: int = 30) -> tuple[Array, float]:
    """By Newton's method."""
    scaled, mean, spread = _scaled(rows)
    scaled = np.hstack([scaled, np.ones((len(scaled), 1))])
    penalty = np.append(np.full(scaled.shape[1] - 1, LOGISTIC), 1e-3)
    weights = np.zeros(scaled.shape[1])
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (chance - target) + penalty * weights
        bend = (scaled.T * (chance * (1 - chance))) @ scaled + np.diag(penalty)
        weights -= np.linalg.solve(bend, slope)
    plain = weights[:-1] / spread
    return plain, float(weights[-1] - mean @ plain)


def _scaled(rows: Features) -> tuple[Array, Array, Array]:
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    return (rows - mean) / spread, mean, spread


def _named(weights: Array, base: float) -> dict[str, float]:
    return {"base": round(base, 4)} | {
        name: round(float(w), 4) for name, w in zip(NAMES, weights, strict=True)
    }


if __name__ == "__main__":
    main(sys.argv[1])
