"""Finds `WEIGHTS` of library/search.py on SciFact's training claims.

Run: python -m assistant.evaluation.training.ranking DATA HOME (the shared data; a folder to keep the vectors in).
All weights on a grid of .05 that sum to one are tried; beside the best one's figure stands that of five-fold
cross-validation over the claims, where the weights for each fifth are chosen on the other four. Prints, writes nothing.
"""

import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from statistics import mean

import numpy as np

from assistant.evaluation import scifact
from assistant.evaluation.retrieval import Relevant, ndcg
from assistant.library.filters import Filters
from assistant.library.library import SearchTrace
from assistant.library.search import rank
from assistant.services import Services
from assistant.settings import from_environment

STEPS, FOLDS = 20, 5
GRID = [(a, b, STEPS - a - b) for a, b in product(range(STEPS + 1), repeat=2) if a + b <= STEPS]

Weights = tuple[float, ...]


def main(data: Path, home: str) -> None:
    """Look at every training claim once, then try all weights."""
    library = scifact.open_library(
        data, Services(from_environment({"PAPERS_HOME": home})), lambda report: None
    )
    texts, relevant = scifact.queries(data), scifact.relevant(data, "train")
    claims = [(library.trace(texts[id_], Filters()), wanted) for id_, wanted in relevant.items()]
    tried = [tuple(part / STEPS for part in parts) for parts in GRID]
    scores = np.array([_scores(claims, weights) for weights in tried])
    for best in scores.mean(axis=1).argsort()[::-1][:5]:
        sys.stdout.write(f"{tried[best]}  nDCG@10 {scores[best].mean():.4f}\n")
    sys.stdout.write(f"cross-validated  nDCG@10 {_cross_validated(scores):.4f}\n")


def _scores(claims: Sequence[tuple[SearchTrace, Relevant]], weights: Weights) -> list[float]:
    return [ndcg([id_ for id_, _ in rank(trace.signals, weights)], wanted) for trace, wanted in claims]


def _cross_validated(scores: np.ndarray) -> float:
    """The mean over claims, each ranked by the weights that are best on the folds it is not in."""
    folds = np.random.default_rng(0).permutation(scores.shape[1]) % FOLDS
    best = [scores[:, folds != fold].mean(axis=1).argmax() for fold in range(FOLDS)]
    return mean(float(scores[best[fold], claim]) for claim, fold in enumerate(folds))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
