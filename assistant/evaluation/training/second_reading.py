"""Make checking/second_reading_weights.json: how far the rules and a reader together say that a source says a claim.

Run: python -m assistant.evaluation.training.second_reading DATA READER HOME   (the shared data; a reader's folder; a
folder to keep vectors in). Needs the extra `train`. Logistic regression on SciFact's training claims that the rules call
supported, cited abstract against contradicting and on-topic wrong ones. `least` is the chance that 90 % of the true ones
reach. Prints what five-fold cross-validation over the claims gives, with intervals, beside the rules.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.checking.checks import HOLDS, check
from assistant.checking.second_reading import WEIGHTS, features, readings
from assistant.evaluation import scifact
from assistant.evaluation.citations import KINDS, labelled_pairs
from assistant.evaluation.table import as_text, mean_row
from assistant.evidence.ranking import similarity_by
from assistant.reader.entailment import EntailmentReader, FolderReader
from assistant.services import Services
from assistant.settings import from_environment
from assistant.text.sentences import sentences_of

FOLDS, KEPT = 5, 0.9
"""Folds of the claims, and the share of true claims called supported by the rules that stay so."""


@dataclass(frozen=True, slots=True)
class Case:
    """A claim beside an abstract of one of KINDS, whether the rules call it supported, and the features."""

    kind: str
    claim: str
    supported: bool
    features: dict[str, float]


def main(data: Path, folder: Path, home: str) -> None:
    """Read every pair, cross-validate, fit, write."""
    services = Services(from_environment({"PAPERS_HOME": home}))
    library = scifact.open_library(data, services, lambda report: None)
    pairs = [(kind, claim, paper) for kind, claim, paper in labelled_pairs(data, "train", library)]
    cases = _cases(pairs, library.embedder, FolderReader(folder, library.embedder))
    open_cases = [case for case in cases if case.supported]
    kept = _cross_validated(open_cases)
    after = {id(case): stays for case, stays in zip(open_cases, kept, strict=True)}
    for kind in KINDS:
        own = [case for case in cases if case.kind == kind]
        rows = [mean_row("scifact", kind, "rules", [case.supported for case in own])]
        rows.append(
            mean_row("scifact", kind, "with the reader", [after.get(id(case), False) for case in own])
        )
        sys.stdout.write(as_text(rows) + "\n")
    WEIGHTS.write_text(json.dumps(_fitted(open_cases)) + "\n", encoding="utf-8")


def _cases(pairs: Sequence[Any], embedder: Any, reader: EntailmentReader) -> list[Case]:
    similarity, cases = similarity_by(embedder), []
    for kind, claim, paper in pairs:
        sentences = [sentence.text for sentence in sentences_of(paper)]
        found = check(claim, sentences, [paper.title], similarity)
        (reading,) = readings([(claim, sentences)], reader)
        cases.append(Case(kind, claim, found.verdict in HOLDS, features(found.support, reading)))
    return cases


def _cross_validated(cases: Sequence[Case]) -> list[bool]:
    """For each case whether it stays supported by weights that were fitted on other claims."""
    claims = sorted({case.claim for case in cases})
    fold = dict(zip(claims, np.random.default_rng(0).permutation(len(claims)) % FOLDS, strict=True))
    stays = np.zeros(len(cases), bool)
    for number in range(FOLDS):
        weights = _fitted([case for case in cases if fold[case.claim] != number])
        for row, case in enumerate(cases):
            if fold[case.claim] == number:
                stays[row] = _chance(weights, case) >= weights["least"]
    return stays.tolist()


def _fitted(cases: Sequence[Case]) -> dict[str, float]:
    from sklearn.linear_model import LogisticRegression

    names = list(cases[0].features)
    rows = np.array([[case.features[name] for name in names] for case in cases])
    said = np.array([case.kind == "support" for case in cases])
    model = LogisticRegression(max_iter=1_000).fit(rows, said)
    weights = {
        "base": float(model.intercept_[0]),
        **dict(zip(names, map(float, model.coef_[0]), strict=True)),
    }
    chances = [_chance(weights, case) for case, true in zip(cases, said, strict=True) if true]
    return {name: round(w, 4) for name, w in weights.items()} | {
        "least": round(float(np.quantile(chances, 1 - KEPT)), 4)
    }


def _chance(weights: dict[str, float], case: Case) -> float:
    score = weights["base"] + sum(weights[name] * value for name, value in case.features.items())
    return float(1 / (1 + np.exp(-score)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
