"""How well abstracts are split: the boundaries between the sentences that CSAbstruct and SciTLDR give apart."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.sets import Progress, json_lines, missing
from assistant.evaluation.table import RESAMPLES, Row, missing_row
from assistant.services import Services
from assistant.text.sentences import split_text

SETS = {"csabstruct": "sentences", "scitldr": "source"}
"""The folder of each set, and the field of its rows that holds an abstract's sentences."""
BASELINES = {"csabstruct": "sentencex alone .986 on dev", "scitldr": "sentencex alone .952 on dev"}
AT_A_MARK = "F1 of boundaries at an end mark"
"""SciTLDR's abstracts were cut at line ends too: 277 of 3,870 boundaries of its dev part stand inside a sentence
("takes|data from a source domain"), and no reader of the text without its line ends can know them. This figure leaves
such boundaries of the set out; the plain one caps at .96."""
_END_MARK = re.compile(r"[.?!][\"'”’)\]}]*$")

Numbers = NDArray[np.int64]
Counts = tuple[int, int, int, int]
"""Of one abstract: boundaries in both splittings, in ours, in the set's, in the set's at an end mark or ours too."""


def evaluate(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    """A row for each set, or one that says what is missing. Needs no model and embeds nothing."""
    return [row for name in SETS for row in _rows(name, data / name, split)]


def f1(counts: Numbers) -> float:
    """The harmonic mean of precision and recall over abstracts, each a row of right, ours, theirs; 1 for nothing."""
    right, ours, theirs = counts.sum(axis=0)
    return float(2 * right / (ours + theirs)) if ours + theirs else 1.0


def boundaries(sentences: Sequence[str]) -> set[int]:
    """Where each sentence but the last ends, counted in characters other than white space."""
    lengths = [len("".join(sentence.split())) for sentence in sentences]
    return set(np.cumsum(lengths[:-1]).tolist())


def _rows(name: str, folder: Path, split: str) -> list[Row]:
    if absent := missing(folder, f"{split}.jsonl"):
        return [missing_row(name, absent)]
    counts = np.array(list(_counts(folder / f"{split}.jsonl", SETS[name])))
    of_set = f"{name} {split}"
    return [
        _f1_row(of_set, "F1 of boundaries", counts[:, [0, 1, 2]], BASELINES[name]),
        _f1_row(of_set, AT_A_MARK, counts[:, [0, 1, 3]]),
    ]


def _f1_row(of_set: str, metric: str, counts: Numbers, baseline: str | None = None) -> Row:
    """With a bootstrap interval over the abstracts."""
    picks = np.random.default_rng(0).integers(len(counts), size=(RESAMPLES, len(counts)))
    low, high = np.percentile([f1(counts[pick]) for pick in picks], [2.5, 97.5])
    value = round(f1(counts), 4)
    return Row(of_set, "sentences", metric, value, round(low, 4), round(high, 4), len(counts), baseline)


def _counts(path: Path, field: str) -> Iterator[Counts]:
    for row in json_lines(path):
        gold = [sentence.strip() for sentence in row[field] if sentence.strip()]
        ours, theirs = boundaries(split_text(" ".join(gold))), boundaries(gold)
        ends = zip(gold, sorted(theirs), strict=False)
        inside = {end for sentence, end in ends if not _END_MARK.search(sentence)}
        yield len(ours & theirs), len(ours), len(theirs), len(theirs - (inside - ours))
