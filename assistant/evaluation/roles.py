"""How often the role of a sentence is classified right: the annotated sentences of CSAbstruct.

The training half trained the weights (training/roles.py): its rows show what was learned by heart.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.evaluation.sets import Progress, json_lines, missing
from assistant.evaluation.table import RESAMPLES, Row, mean_row, missing_row
from assistant.reader.roles import ROLES, roles
from assistant.services import Services

SOURCE = "csabstruct"
BASELINE = "test: majority .365, cue words .646, SciBERT about .83 F1; dev: n-grams + Viterbi .67"
"""Published or measured (shared data README)."""

Judged = tuple[str, str]
"""The role that the annotators gave, and the one predicted here."""


def evaluate(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    """The rows for CSAbstruct, or one row that says what is missing. Needs no model and embeds nothing."""
    if absent := missing(data / SOURCE, f"{split}.jsonl"):
        return [missing_row(SOURCE, absent)]
    abstracts = list(_judged(data / SOURCE / f"{split}.jsonl"))
    is_right = [float(gold == predicted) for abstract in abstracts for gold, predicted in abstract]
    of_set = f"{SOURCE} {split}"
    return [
        mean_row(of_set, "roles", "accuracy", is_right, BASELINE),
        _macro_row(of_set, abstracts),
        *_recall_rows(of_set, [pair for abstract in abstracts for pair in abstract]),
    ]


def macro_f1(judged: Sequence[Judged]) -> float:
    """The mean over the roles that occur of the harmonic mean of precision and recall."""
    counts = np.zeros((len(ROLES), len(ROLES)))
    for gold, predicted in judged:
        counts[ROLES.index(gold), ROLES.index(predicted)] += 1
    both = counts.sum(0) + counts.sum(1)
    return float((2 * counts.diagonal()[both > 0] / both[both > 0]).mean())


def _judged(path: Path) -> Iterator[list[Judged]]:
    for row in json_lines(path):
        yield list(zip(row["labels"], roles(row["sentences"]), strict=True))


def _macro_row(of_set: str, abstracts: Sequence[list[Judged]]) -> Row:
    """With a bootstrap interval over the abstracts, as F1 has no value per sentence."""
    picks = np.random.default_rng(0).integers(len(abstracts), size=(RESAMPLES, len(abstracts)))
    sampled = [macro_f1([pair for i in pick for pair in abstracts[i]]) for pick in picks]
    low, high = np.percentile(sampled, [2.5, 97.5])
    everything = [pair for abstract in abstracts for pair in abstract]
    value = round(macro_f1(everything), 4)
    return Row(of_set, "roles", "macro-F1", value, round(low, 4), round(high, 4), len(everything))


def _recall_rows(of_set: str, judged: Sequence[Judged]) -> Iterator[Row]:
    for role in ROLES:
        if found := [float(one == role) for gold, one in judged if gold == role]:
            yield mean_row(of_set, "roles", f"recall of {role}", found)
