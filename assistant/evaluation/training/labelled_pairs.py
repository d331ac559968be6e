"""Pairs of a premise and a hypothesis with their label, as the sets in the folder `nli` have them.

Of some sets only a part is read: captions (SNLI) are far from abstracts, and those of a kind teach the same.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.evaluation.sets import json_lines
from assistant.reader.model_folder import LABELS
from assistant.text.sentences import split_text

PARTS = {
    "evidence_inference": 6_000,
    "mnli_dev": 10_000,
    "check_covid": 2_878,
    "fever_dev": 6_000,
    "fever_symmetric": 1_420,
    "conjnli_train": 2_000,
    "breaking_nli_a": 1_000,
    "wice": 626,
    "snli_dev": 4_000,
    "help_and": 1_000,
}
"""How many pairs of each set are used, chosen by chance; not SciTail, whose data are free for research alone."""
SENTENCES = 3
"""Sentences of a premise that are read."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The sentences of a source, what is claimed, the number of the label in LABELS, and where the pair is from."""

    premise: tuple[str, ...]
    hypothesis: str
    label: int
    source: str


def public_pairs(folder: Path) -> Iterator[Pair]:
    """The pairs of all sets that are there, of each its part."""
    for name, count in PARTS.items():
        path = folder / f"{name}.jsonl.gz"
        rows = list(json_lines(path)) if path.is_file() else []
        for row in random.Random(0).sample(rows, min(count, len(rows))):
            premise = tuple(split_text(row["premise"]))[:SENTENCES]
            if premise and row["hypothesis"].strip():
                yield Pair(premise, row["hypothesis"], LABELS.index(row["label"]), name)
