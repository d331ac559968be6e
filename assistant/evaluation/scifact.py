"""SciFact in the BEIR form: 5,183 abstracts, claims about them, which abstracts are relevant, and labelled evidence."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.evaluation import sets
from assistant.evaluation.sets import Progress, json_lines
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.services import Services

SOURCE = "scifact"
CLAIMS = {"test": "dev"}
"""SciFact's own name for the claims of a part of BEIR's, where it is another: its test labels were never published."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A claim, for each abstract that speaks of it whether it supports the claim or contradicts it, and by which sentences.

    `evidence` holds the paper's id and the sentence's number, from 1, of each of them.
    """

    text: str
    cited: frozenset[str]
    labels: tuple[tuple[str, str], ...]
    evidence: frozenset[tuple[str, int]]


def missing(data: Path, *names: str) -> str:
    """Why SciFact cannot be measured: those of its files that are not in the folder."""
    return sets.missing(data / SOURCE, *names)


def claims_file(split: str) -> str:
    """The name of the file with the labelled claims of the split."""
    part = sets.part(SOURCE, split)
    return f"claims_{CLAIMS.get(part, part)}.jsonl"


def qrels_file(split: str) -> str:
    """The name of the file that says which papers are relevant for the claims of the split."""
    return f"qrels/{sets.part(SOURCE, split)}.tsv"


def open_library(data: Path, services: Services, progress: Progress) -> Library:
    """All abstracts as a library, embedded on the first run."""
    return sets.open_library(SOURCE, _corpus(data / SOURCE / "corpus.jsonl.gz"), services, progress)


def queries(data: Path) -> dict[str, str]:
    """Every claim's text by its id."""
    return {str(row["_id"]): row["text"] for row in json_lines(data / SOURCE / "queries.jsonl")}


def relevant(data: Path, split: str) -> dict[str, dict[str, int]]:
    """For each claim of the split its relevant papers and their grades."""
    found: dict[str, dict[str, int]] = {}
    with (data / SOURCE / qrels_file(split)).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            found.setdefault(row["query-id"], {})[_paper_id(row["corpus-id"])] = int(row["score"])
    return found


def labelled(data: Path, split: str) -> list[Labelled]:
    """The claims of the split that some abstract supports or contradicts."""
    rows = json_lines(data / SOURCE / claims_file(split))
    return [
        Labelled(
            row["claim"],
            frozenset(map(_paper_id, row.get("cited_doc_ids", ()))),
            tuple((_paper_id(id_), evidence[0]["label"]) for id_, evidence in row["evidence"].items()),
            frozenset(_sentences(row["evidence"])),
        )
        for row in rows
        if row.get("evidence")
    ]


def _sentences(evidence: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, int]]:
    for id_, reasons in evidence.items():
        yield from ((_paper_id(id_), number + 1) for reason in reasons for number in reason["sentences"])


def _paper_id(number: object) -> str:
    return f"{SOURCE}/{number}"


def _corpus(path: Path) -> Iterator[Paper]:
    for row in json_lines(path):
        yield Paper(id=_paper_id(row["_id"]), title=row["title"], abstract=row["text"], source=SOURCE)
