"""Make checking/second_reading_weights.json: how far the rules and a reader together say that a source says a claim.

Run: python -m assistant.evaluation.training.second_reading DATA READER HOME   (the shared data; a reader's folder; a
folder to keep vectors in). Needs the extra `train`. Logistic regression on what the rules call supported of SciFact's
training claims beside abstracts that say them or not, and of edits made in SciTLDR's dev papers. `least` is the chance
that KEPT of SciFact's true claims reach. Prints what five-fold cross-validation over the claims gives beside the rules.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.checking.checks import HOLDS, check
from assistant.checking.second_reading import WEIGHTS, features, readings
from assistant.evaluation import scifact
from assistant.evaluation.citations import KINDS, labelled_pairs
from assistant.evaluation.edits import made_cases
from assistant.evaluation.table import as_text, mean_row
from assistant.evidence.ranking import similarity_by
from assistant.reader.embeddings import Embedder
from assistant.reader.entailment import EntailmentReader, FolderReader
from assistant.services import Services
from assistant.settings import from_environment
from assistant.text.sentences import sentences_of

FOLDS, KEPT = 5, 0.92
"""Folds of the claims, and the share of true claims called supported by the rules that stay so."""

TRUE = ("support", "near copies", "reordered", "paraphrases")
"""The kinds in which the abstract says the claim."""

Pair = tuple[str, str, list[str], list[str]]
"""The kind, the claim, the sentences and the titles that it is held against."""


@dataclass(frozen=True, slots=True)
class Case:
    """A claim beside an abstract, how the two belong together, whether the rules call it supported, and the features."""

    kind: str
    claim: str
    supported: bool
    features: dict[str, float]


def main(data: Path, folder: Path, home: str) -> None:
    """Read every pair, cross-validate, fit, write."""
    services = Services(from_environment({"PAPERS_HOME": home}))
    library = scifact.open_library(data, services, lambda report: None)
    pairs = [
        (kind, claim, [sentence.text for sentence in sentences_of(paper)], [paper.title])
        for kind, claim, paper in labelled_pairs(data, "train", library)
    ]
    made = made_cases(data / "scitldr" / "dev.jsonl")
    pairs += [(kind, claim, list(sentences), []) for kind, own in made.items() for claim, sentences in own]
    cases = _cases(pairs, library.embedder, FolderReader(folder, library.embedder))
    open_cases = [case for case in cases if case.supported]
    kept = _cross_validated(open_cases)
    after = {id(case): stays for case, stays in zip(open_cases, kept, strict=True)}
    for kind in (*KINDS, *made):
        own = [case for case in cases if case.kind == kind]
        rows = [mean_row("called supported", kind, "rules", [case.supported for case in own])]
        rows.append(
            mean_row(
                "called supported", kind, "with the reader", [after.get(id(case), False) for case in own]
            )
        )
        sys.stdout.write(as_text(rows) + "\n")
    WEIGHTS.write_text(json.dumps(_fitted(open_cases)) + "\n", encoding="utf-8")


def _cases(pairs: Sequence[Pair], embedder: Embedder, reader: EntailmentReader) -> list[Case]:
    similarity, cases = similarity_by(embedder), []
    for kind, claim, sentences, titles in pairs:
        found = check(claim, sentences, titles, similarity)
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
    said = np.array([case.kind in TRUE for case in cases])
    model = LogisticRegression(max_iter=1_000).fit(rows, said)
    weights = {
        "base": float(model.intercept_[0]),
        **dict(zip(names, map(float, model.coef_[0]), strict=True)),
    }
    chances = [_chance(weights, case) for case in cases if case.kind == TRUE[0]]
    return {name: round(w, 4) for name, w in weights.items()} | {
        "least": round(float(np.quantile(chances, 1 - KEPT)), 4)
    }


def _chance(weights: dict[str, float], case: Case) -> float:
    score = weights["base"] + sum(weights[name] * value for name, value in case.features.items())
    return float(1 / (1 + np.exp(-score)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
