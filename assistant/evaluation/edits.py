"""Texts in which a word was changed: how many of the changed ones the check still calls supported, and of the true ones.

SummEdits (folder `summedits`, a row a file): summaries of documents, right ones and ones with an edit. A summary counts
as supported where all its sentences are. Made edits (SciTLDR's papers): sentences of abstracts and their TL;DRs changed
by rule, as made_edits.py has them. The rules are ours, so this shows what is seen, not what writers do.
"""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluation import sets
from assistant.evaluation.agreement import agreement_row
from assistant.evaluation.citations import auc
from assistant.evaluation.judging import judged
from assistant.evaluation.made_edits import WRONG, near_copy, reordered
from assistant.evaluation.sets import Progress, json_lines
from assistant.evaluation.table import Row, mean_row, missing_row
from assistant.library.papers import Paper
from assistant.services import Services
from assistant.text.sentences import split_text

FOLDER, MADE = "summedits", "made edits"
BASELINE = "all kinds: QAFactEval .68, GPT-4 .82"
WORDS = range(7, 46)
"""How long a sentence is that edits are made in."""
CASES = 150
"""Edits of each kind that are tried."""


def evaluate(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    """The rows for every file of the folder and for the made edits; where one is missing, a row that says so."""
    files = sorted([*(data / FOLDER).glob("*.json"), *(data / FOLDER).glob("*.json.gz")])
    rows = [row for path in files for row in _summary_rows(path, services)]
    return [
        *(rows or [missing_row(FOLDER, f"not found: {FOLDER}/*.json")]),
        *_made_rows(data, split, services),
    ]


def _summary_rows(path: Path, services: Services) -> list[Row]:
    """Balanced accuracy of `supported`, and the AUC of the support for a summary's least supported sentence."""
    name = path.name.removesuffix(".gz").removesuffix(".json")
    judged = [(str(row["label"]) == "1", *_judged(row, services)) for row in _rows(path)]
    verdicts = [(right, called) for right, called, _ in judged]
    support = {kind: [support for right, _, support in judged if right == kind] for kind in (True, False)}
    value = round(auc(support[True], support[False]), 4) if all(support.values()) else None
    return [
        agreement_row(name, "summaries", "balanced accuracy", verdicts, BASELINE),
        Row(name, "summaries", "AUC", value, None, None, len(judged)),
    ]


def _rows(path: Path) -> list[dict[str, Any]]:
    content = path.read_bytes()
    rows: list[dict[str, Any]] = json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)
    return rows


def _judged(row: dict[str, Any], services: Services) -> tuple[bool, float]:
    """Whether all sentences of the summary are called supported by the document, and the least support of one."""
    document = Paper("document", "", row["doc"])
    found = [judged(text, [document], services) for text in split_text(row["summary"])]
    return all(claim.holds for claim in found), min((claim.support for claim in found), default=0.0)


def _made_rows(data: Path, split: str, services: Services) -> list[Row]:
    name = f"{split}.jsonl"
    if absent := sets.missing(data / "scitldr", name):
        return [missing_row(MADE, f"{absent} in scitldr")]
    rows = []
    for kind, cases in made_cases(data / "scitldr" / name).items():
        found = [
            judged(text, [Paper("paper", "", " ".join(sentences))], services) for text, sentences in cases
        ]
        if kind in WRONG:
            rows.append(mean_row(MADE, kind, "caught", [not each.holds for each in found]))
        else:
            rows.append(mean_row(MADE, kind, "kept", [each.holds for each in found]))
            rows.append(mean_row(MADE, kind, "accused", [each.verdict == "unsupported" for each in found]))
    return rows


Case = tuple[str, Sequence[str]]
"""A text, and the sentences of the abstract that it is about."""


def made_cases(path: Path) -> dict[str, list[Case]]:
    """Of each kind of edit, wrong or right, as many as there are up to CASES; the same in every run."""
    chance = random.Random(0)
    papers = list(json_lines(path))
    chance.shuffle(papers)
    abstracts = [[" ".join(text.split()) for text in row["source"]] for row in papers]
    texts = [(text, sentences) for sentences in abstracts for text in sentences if len(text.split()) in WORDS]
    chance.shuffle(texts)
    edits = {**WRONG, "near copies": near_copy, "reordered": reordered}
    cases = {kind: list(_first(_edited(texts, edit, chance))) for kind, edit in edits.items()}
    summaries = ((row["target"][0], sentences) for row, sentences in zip(papers, abstracts, strict=True))
    return cases | {"paraphrases": list(_first(summaries))}


def _edited(texts: Sequence[Case], edit: Any, chance: random.Random) -> Iterator[Case]:
    for text, sentences in texts:
        if changed := edit(text, chance):
            yield changed, sentences


def _first(cases: Iterator[Case]) -> Iterator[Case]:
    yield from (case for case, _ in zip(cases, range(CASES), strict=False))
