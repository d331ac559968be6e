"""AttributionBench: claims of answers by many systems, each with what it cites, and whether that says it.

The folder `attributionbench` has a file a split. Said to be attributable is a claim that the check calls supported
(or quoted) by its references. A row for each source of the claims, and their mean as the bench reports it.
"""

from pathlib import Path
from statistics import mean
from typing import Any

from assistant.evaluation.agreement import agreement_row
from assistant.evaluation.judging import judged
from assistant.evaluation.sets import Progress, json_lines
from assistant.evaluation.table import Row, missing_row
from assistant.library.papers import Paper
from assistant.services import Services

SET, METRIC = "attributionbench", "macro-F1"
BASELINE = "fine-tuned GPT-3.5 .81"


def evaluate(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    """The rows, or one that says which file is missing."""
    names = f"{split}.jsonl", f"{split}.jsonl.gz"
    path = next((data / SET / name for name in names if (data / SET / name).is_file()), None)
    if path is None:
        return [missing_row(SET, f"not found: {names[-1]}")]
    judged: dict[str, list[tuple[bool, bool]]] = {}
    for row in json_lines(path):
        so = row["attribution_label"] == "attributable"
        judged.setdefault(row["src_dataset"], []).append((so, _is_supported(row, services)))
    rows = [agreement_row(SET, source, METRIC, pairs) for source, pairs in sorted(judged.items())]
    value = mean(row.value or 0.0 for row in rows) if rows else None
    return [*rows, Row(SET, "mean", METRIC, value, None, None, sum(row.cases for row in rows), BASELINE)]


def _is_supported(row: dict[str, Any], services: Services) -> bool:
    references = [*row["references"], *(row.get("webpage_references") or ())]
    cited = [_paper(text, number) for number, text in enumerate(references, 1)]
    return judged(row["claim"], cited, services).holds


def _paper(text: str, number: int) -> Paper:
    """A reference as a paper: its first line is the title where a blank line follows it."""
    title, blank, rest = text.partition("\n\n")
    return Paper(f"reference/{number}", title if blank else "", rest if blank else text)
