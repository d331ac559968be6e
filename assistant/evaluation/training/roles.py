"""Make reader/role_weights.json: two linear models that predict what a sentence of an abstract does.

Run: python -m assistant.evaluation.training.roles PATH/TO/csabstruct/train.jsonl
(1,668 annotated abstracts, Apache-2.0; needs the extra `train`). A sentence counts as much as its annotators agreed. The
second model learns from scores that the first made on abstracts it had not seen.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.reader.roles import ROLES, UNIT, WEIGHTS, Numbers, context, features

LEAST_SEEN = 3
"""Training sentences in which a word or pair must occur: rarer ones only remember their sentence."""
KEPT = 9_000
"""Words and pairs written, those of the largest weights, after which the model is fitted anew: a file of 250 KB.

With 15,000 or all, no more are classified right (.693)."""
STRENGTH, CONTEXT_STRENGTH = 0.1, 0.1
"""Inverse regularisation of both models: in five folds .692 to .693 are classified right with .06, .1 and .12 for the first."""
SETTINGS = {
    "least seen": LEAST_SEEN,
    "kept": KEPT,
    "strength": STRENGTH,
    "context strength": CONTEXT_STRENGTH,
}
"""What the file records of how it was made."""

Abstracts = Sequence[dict[str, Any]]


def main(path: str) -> None:
    """Fit and write."""
    abstracts = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    names, words, around = fit(abstracts)
    hundredths = {name: _hundredths(row) for name, row in zip(names, words, strict=True)}
    table: dict[str, Any] = {"settings": SETTINGS}
    table |= {
        "words": {n: r for n, r in hundredths.items() if any(r)},
        "context": [*map(_hundredths, around)],
    }
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    WEIGHTS.write_text(text.replace("],", "],\n") + "\n", encoding="utf-8")


def fit(abstracts: Abstracts) -> tuple[list[str], Numbers, Numbers]:
    """The names of the first model's values, its weights for each, and the second model's weights."""
    from sklearn.model_selection import GroupKFold

    values = [v for a in abstracts for v in _values(a)]
    gold = np.array([ROLES.index(label) for a in abstracts for label in a["labels"]])
    agreed = np.array([share for a in abstracts for share in a["confs"]])
    lengths = [len(a["labels"]) for a in abstracts]
    matrix, names = _telling(values, gold, agreed)
    scores, groups = np.zeros((len(gold), len(ROLES))), np.repeat(np.arange(len(lengths)), lengths)
    for seen, unseen in GroupKFold(5).split(matrix, gold, groups):
        first = _fitted(matrix[seen], gold[seen], agreed[seen], STRENGTH)
        scores[unseen] = first.decision_function(matrix[unseen])
    around = np.vstack([context(part) for part in np.split(scores, np.cumsum(lengths)[:-1])])
    second = _fitted(around, gold, agreed, CONTEXT_STRENGTH)
    return names, _fitted(matrix, gold, agreed, STRENGTH).coef_.T, second.coef_.T


def _values(abstract: dict[str, Any]) -> list[dict[str, float]]:
    sentences = abstract["sentences"]
    return [features(sentence, place, len(sentences)) for place, sentence in enumerate(sentences)]


def _telling(values: list[dict[str, float]], gold: Numbers, agreed: Numbers) -> tuple[Any, list[str]]:
    """The values as a matrix, of the words and pairs of the largest weights only, and their names."""
    from sklearn.feature_extraction import DictVectorizer

    seen = Counter(name for one in values for name in one)
    often = [{name: x for name, x in one.items() if seen[name] >= LEAST_SEEN} for one in values]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(often)
    weights = np.abs(_fitted(matrix, gold, agreed, STRENGTH).coef_).max(axis=0)
    kept = np.sort(np.argsort(-weights)[:KEPT])
    return matrix[:, kept], [vectorizer.feature_names_[i] for i in kept]


def _fitted(matrix: Any, gold: Numbers, agreed: Numbers, strength: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, max_iter=200, tol=1e-3, fit_intercept=False)
    return model.fit(matrix, gold, sample_weight=agreed)


def _hundredths(row: Numbers) -> list[int]:
    return [round(float(weight) / UNIT) for weight in row]


if __name__ == "__main__":
    main(sys.argv[1])
