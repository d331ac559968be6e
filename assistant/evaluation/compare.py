"""How good the cells of a comparison are without a language model, on papers for which an expert wrote three of them.

Nearness to the expert's sentence is ROUGE-1. Below stands a rule of cue words, above the one sentence of the abstract
that is nearest to the expert's, which no choice of a whole sentence can pass.
"""

import re
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from statistics import mean

import numpy as np

from assistant.comparing.cells import quoted_cells, shortened
from assistant.evaluation import aclsum
from assistant.evaluation.aclsum import Summarized
from assistant.evaluation.rouge import rouge1
from assistant.evaluation.sets import Progress
from assistant.evaluation.table import Row, mean_row, missing_row
from assistant.evidence.aspect_sentences import learned_worths, scores
from assistant.evidence.aspects import STANDARD
from assistant.evidence.ranking import Evidence
from assistant.reader.embeddings import Embedder
from assistant.services import Services

BASELINES = {
    ("rule", "problem"): "test 26.9",
    ("rule", "approach"): "test 37.2",
    ("rule", "results"): "test 38.0",
    ("oracle", "problem"): "test 33.8",
    ("oracle", "approach"): "test 45.9",
    ("oracle", "results"): "test 44.9",
}
"""Of the shared data's README: another rule of cue words, and the oracle."""
CUES = {
    "problem": (
        r"however|but|challeng\w*|difficult\w*|problems?|lack\w*|limit\w*|suffer\w*|fail\w*|costly|expensive",
        0,
    ),
    "approach": (
        r"in this (?:paper|work)|(?:we|this paper|this work) (?:\w+ )?(?:propos|present|introduc|describ|develop|"
        r"investigat|study|explor)\w*",
        0,
    ),
    "results": (r"results?|experiments?|show\w*|demonstrat\w*|outperform\w*|achiev\w*|improv\w*|find", -1),
}
"""The rule: of the sentences with such a word the first or the last, else the first or last of all."""


def evaluate(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    """The rows for ACLSum, or one row that says what is missing."""
    if absent := aclsum.missing(data, split):
        return [missing_row(aclsum.SET, absent)]
    if not find_spec("rouge_score"):
        return [missing_row(aclsum.SET, "rouge-score is not installed: pip install 'papers-assistant[eval]'")]
    cases = aclsum.read(data, split)
    embedder = services.library.embedder
    systems: dict[str, Callable[[Summarized, str], str]] = {
        "rule": _by_rule,
        "sentence": lambda case, aspect: case.sentences[_best(case, aspect, embedder)],
        "cell": lambda case, aspect: _cell(case, aspect, embedder, _best),
        "shown": lambda case, aspect: _cell(case, aspect, embedder, _shown),
        "oracle": lambda case, aspect: max(case.sentences, key=lambda s: rouge1(case.written[aspect], s)),
    }
    rows = [
        _rouge_row(system, aspect, write, cases)
        for aspect in aclsum.ASPECTS
        for system, write in systems.items()
    ]
    return [*rows, *_gap_rows(rows), *(_stated_row(aspect, cases, embedder) for aspect in aclsum.ASPECTS)]


def _rouge_row(
    system: str, aspect: str, write: Callable[[Summarized, str], str], cases: Sequence[Summarized]
) -> Row:
    values = [rouge1(case.written[aspect], write(case, aspect)) for case in cases]
    return mean_row(aclsum.SET, system, f"rouge1 {aspect}", values, BASELINES.get((system, aspect)))


def _gap_rows(rows: Sequence[Row]) -> list[Row]:
    """How much of the way from the rule to the oracle the cells go; a third is what is asked of them."""
    found = {(row.system, row.metric): row.value or 0.0 for row in rows}
    made = []
    for system, aspect in product(("cell", "shown"), aclsum.ASPECTS):
        low, ours, high = (found[name, f"rouge1 {aspect}"] for name in ("rule", system, "oracle"))
        share = round((ours - low) / (high - low), 3) if high > low else None
        asked = "asked .333" if system == "cell" else None
        made.append(Row(aclsum.SET, system, f"gap closed {aspect}", share, None, None, rows[0].cases, asked))
    return made


def _stated_row(aspect: str, cases: Sequence[Summarized], embedder: Embedder) -> Row:
    """How often a cell is empty exactly where no sentence of the abstract was marked by the expert."""
    most = max(
        mean(any(case.stated[aspect]) for case in cases), 1 - mean(any(case.stated[aspect]) for case in cases)
    )
    right = []
    for case in cases:
        (cell,) = quoted_cells([STANDARD[aspect]], case.source, embedder)
        right.append(float((cell.claim is not None) == any(case.stated[aspect])))
    return mean_row(aclsum.SET, "cell", f"stated or not {aspect}", right, f"always the same {most:.2f}")


def _by_rule(case: Summarized, aspect: str) -> str:
    words, end = CUES[aspect]
    found = [s for s in case.sentences if re.search(rf"\b(?:{words})\b", s, re.IGNORECASE)]
    return (found or case.sentences)[end]


def _best(case: Summarized, aspect: str, embedder: Embedder) -> int:
    best, _ = scores(aspect, case.paper.title, case.sentences, embedder)
    return int(best.argmax())


def _shown(case: Summarized, aspect: str, embedder: Embedder) -> int:
    """As the table chooses: also by what no expert's sentence stated, numbers first; the best where none states it."""
    worth = learned_worths(aspect, case.paper.title, case.sentences, embedder)
    return int(worth.argmax()) if np.isfinite(worth).any() else _best(case, aspect, embedder)


def _cell(
    case: Summarized, aspect: str, embedder: Embedder, choose: Callable[[Summarized, str, Embedder], int]
) -> str:
    """What the cell would say if every aspect were stated: an empty one has no words to compare."""
    best = Evidence(case.chosen[choose(case, aspect, embedder)], 1.0)
    return shortened(best, case.source, aspect, embedder).text
