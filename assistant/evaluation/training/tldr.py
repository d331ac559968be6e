"""Make evidence/key_sentence_weights.json: how much each feature of a sentence counts when a TL;DR is chosen.

Run: python -m assistant.evaluation.training.tldr PATH/TO/scitldr/train.jsonl
(the file of the shared data, Apache-2.0; some ten minutes, nearly all of it embedding). A linear score is fitted so
that the expected ROUGE-1 of a candidate drawn by the softmax of the scores is greatest: the thing that is measured.
"""

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.digests.tldr import WORDS
from assistant.evaluation.rouge import best_rouge
from assistant.evaluation.sets import json_lines
from assistant.evidence.key_sentence import LENGTHS, WEIGHTS, forms
from assistant.evidence.key_sentence_features import read
from assistant.reader.embeddings import Embedder, MiniLM

Matrix = NDArray[np.float64]
Case = tuple[Matrix, Matrix]
"""The features of a paper's candidates, a row each, and the ROUGE-1 of each."""

EPOCHS, BATCH, STEP, SHRINK = 12, 16, 0.003, 1e-3
"""Passes over the papers, papers a step, Adam's step, and the pull of the weights to zero."""
SHARPNESS = 30.0
"""What ROUGE differences, some hundredths, are multiplied with to move the weights."""
SETTINGS = {
    "epochs": EPOCHS,
    "batch": BATCH,
    "step": STEP,
    "shrink": SHRINK,
    "sharpness": SHARPNESS,
    "words": WORDS,
    "lengths": LENGTHS,
}
"""What the file records of how it was made."""


def main(path: str) -> None:
    """Train and write."""
    names, cases = _cases(Path(path), MiniLM())
    scale = np.concatenate([features for features, _ in cases]).std(axis=0) + 1e-6
    weights = fit([(features / scale, rouge) for features, rouge in cases]) / scale
    table = {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}
    WEIGHTS.write_text(
        json.dumps({"settings": SETTINGS, "weights": table}, indent=0) + "\n", encoding="utf-8"
    )


def fit(cases: list[Case]) -> Matrix:
    """The weights, by Adam (Kingma & Ba 2015); the same in every run."""
    chance = np.random.default_rng(0)
    weights = np.zeros(cases[0][0].shape[1])
    mean, square, steps = np.zeros_like(weights), np.zeros_like(weights), 0
    for _ in range(EPOCHS):
        order = chance.permutation(len(cases))
        for first in range(0, len(order), BATCH):
            chosen = [cases[i] for i in order[first : first + BATCH]]
            slope = SHRINK * weights - sum(_gain(weights, *case) for case in chosen) / BATCH
            steps += 1
            mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
            weights -= STEP * (mean / (1 - 0.9**steps)) / (np.sqrt(square / (1 - 0.999**steps)) + 1e-8)
    return weights


def _gain(weights: Matrix, features: Matrix, rouge: Matrix) -> Matrix:
    """The slope of the expected ROUGE over the weights."""
    scores = features @ weights
    drawn = np.exp(scores - scores.max())
    drawn /= drawn.sum()
    slope: Matrix = features.T @ (drawn * (rouge - drawn @ rouge)) * SHARPNESS
    return slope


def _cases(path: Path, embedder: Embedder) -> tuple[list[str], list[Case]]:
    rows = [_case(paper, embedder) for paper in json_lines(path)]
    names = list(rows[0][0][0])
    return names, [
        (np.array([[row[name] for name in names] for row in found]), rouge) for found, rouge in rows
    ]


def _case(paper: dict[str, object], embedder: Embedder) -> tuple[list[dict[str, float]], Matrix]:
    sentences, references = _texts(paper["source"]), _texts(paper["target"])
    abstract = read(str(paper["title"]), sentences, embedder)
    candidates = forms(sentences, WORDS)
    rouge = [best_rouge(text, references)["rouge1"] for _, text in candidates]
    return [abstract.features(number, text) for number, text in candidates], np.array(rouge)


def _texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return [" ".join(str(each).split()) for each in value]


if __name__ == "__main__":
    main(sys.argv[1])
