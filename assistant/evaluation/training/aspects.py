"""Make evidence/aspect_weights.json: what each feature of a sentence is worth for three aspects of a paper.

Run: python -m assistant.evaluation.training.aspects PATH/TO/data   (reads aclsum/train.jsonl, MIT)

For each aspect two linear scores: `best` (ridge regression on how near the sentence, as a cell would say it, is to the
expert's, and a little on whether the expert marked it) chooses the sentence; `states` (logistic regression on the mark)
decides whether the abstract states the aspect at all. Needs the extra `eval`.
"""

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.comparing.cells import shortened
from assistant.evaluation import aclsum
from assistant.evaluation.aclsum import Summarized
from assistant.evaluation.rouge import rouge1
from assistant.evidence.aspect_features import NAMES, Features, features
from assistant.evidence.aspect_sentences import WEIGHTS
from assistant.evidence.ranking import Evidence
from assistant.reader.embeddings import CachedEmbedder, Embedder, MiniLM

Array = NDArray[np.float64]
RIDGE, LOGISTIC, OF_MARK = 1_000.0, 6.0, 0.35
SETTINGS = {"ridge": RIDGE, "logistic": LOGISTIC, "of mark": OF_MARK}
"""Penalties, and what a mark is worth beside nearness, as the file records them; in ten-fold cross-validation on the 100 papers ROUGE-1 of the cells is
28.0, 39.3 and 34.8 with them, and between 27.9 and 28.2, 39.2 and 39.6, 34.6 and 35.0 with a third of RIDGE or no marks."""


def main(data: str) -> None:
    """Fit and write."""
    cases, embedder = aclsum.read(Path(data), "train"), CachedEmbedder(MiniLM())
    table = {}
    for aspect in aclsum.ASPECTS:
        rows = np.vstack([features(aspect, c.paper.title, c.sentences, embedder) for c in cases])
        near = [_nearness(case, aspect, embedder) for case in cases]
        marks = np.concatenate([np.array(c.stated[aspect], float) for c in cases])
        relative = np.concatenate([(each - each.mean()) / (each.std() + 0.03) for each in near])
        fits = {"best": _ridge(rows, relative + OF_MARK * marks), "states": _logistic(rows, marks)}
        table[aspect] = {name: _named(*fit) for name, fit in fits.items()}
    WEIGHTS.write_text(
        json.dumps({"settings": SETTINGS, "weights": table}, indent=1) + "\n", encoding="utf-8"
    )


def _nearness(case: Summarized, aspect: str, embedder: Embedder) -> Array:
    """ROUGE-1 of each sentence as a cell would say it."""
    cells = [shortened(Evidence(s, 1.0), case.source, aspect, embedder).text for s in case.chosen]
    return np.array([rouge1(case.written[aspect], cell) for cell in cells])


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
