"""SciTLDR: papers with their abstracts in sentences, and for each what somebody wrote of it in one sentence.

The training part has one TL;DR a paper, by its own authors; the others have readers' too, after the authors'.
"""

from collections.abc import Iterator
from pathlib import Path

from assistant.evaluation import sets
from assistant.evaluation.sets import Progress, json_lines
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.services import Services

SOURCE = "scitldr"
PARTS = ("train", "dev", "test")


def by_readers(split: str) -> str:
    """The part to take readers' TL;DRs from: the training part has none."""
    return "dev" if split == "train" else split


def missing(data: Path, part: str) -> str:
    """Why this part cannot be measured; empty where it can."""
    return sets.missing(data / SOURCE, f"{part}.jsonl")


def open_library(data: Path, services: Services, progress: Progress) -> Library:
    """The papers of all parts as a library, embedded on the first run."""
    every = (paper for part in PARTS if not missing(data, part) for paper in papers(data, part))
    return sets.open_library(SOURCE, every, services, progress)


def by_others(data: Path, part: str) -> dict[str, str]:
    """For each paper of the part that has several TL;DRs the last one, which a reader wrote."""
    rows = json_lines(data / SOURCE / f"{part}.jsonl")
    return {_id(row["paper_id"]): row["target"][-1] for row in rows if len(row["target"]) > 1}


def papers(data: Path, part: str) -> Iterator[Paper]:
    """The papers of one part."""
    for row in json_lines(data / SOURCE / f"{part}.jsonl"):
        abstract = " ".join(sentence.strip() for sentence in row["source"])
        yield Paper(id=_id(row["paper_id"]), title=row["title"], abstract=abstract, source=SOURCE)


def _id(name: str) -> str:
    return f"{SOURCE}/{name}"
