"""ACLSum: papers of the ACL with an expert's one-sentence challenge, approach and outcome, and the evidence for each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.evaluation import sets
from assistant.evidence.sources import Source, source_of
from assistant.library.papers import Paper, Sentence

SET = "aclsum"
ASPECTS = {"problem": "challenge", "approach": "approach", "results": "outcome"}
"""Our names of the three aspects, and the set's."""


@dataclass(frozen=True, slots=True)
class Summarized:
    """A paper, and by our aspects what the expert wrote and which sentences of the abstract state it."""

    paper: Paper
    chosen: tuple[Sentence, ...]
    """The sentences as the set has them cut."""
    written: dict[str, str]
    stated: dict[str, tuple[bool, ...]]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Their texts."""
        return tuple(sentence.text for sentence in self.chosen)

    @property
    def source(self) -> Source:
        """The paper as the only source."""
        return source_of(self.paper)


def missing(data: Path, split: str) -> str:
    """Why the split cannot be measured; empty where it can."""
    return sets.missing(data / SET, _file(split))


def read(data: Path, split: str) -> list[Summarized]:
    """The papers of the split, their sentences put back from tokens into running text."""
    return [_summarized(row) for row in sets.json_lines(data / SET / _file(split))]


def read_as_tokens(data: Path, split: str) -> list[tuple[Paper, dict[str, frozenset[int]]]]:
    """The papers of the split with their sentences as the set has them, `it fails .`, and the marks of the experts.

    The marks are the numbers, from 1, of the sentences that state each of our aspects.
    """
    return [
        (_paper(row, row["sentences"]["abstract"]), _marked(row))
        for row in sets.json_lines(data / SET / _file(split))
    ]


def _file(split: str) -> str:
    return f"{sets.part(SET, split)}.jsonl"


def _summarized(row: dict[str, Any]) -> Summarized:
    texts = [_joined(text) for text in row["sentences"]["abstract"]]
    paper, marked = _paper(row, texts), _marked(row)
    written = {ours: row["summary"][theirs] for ours, theirs in ASPECTS.items()}
    stated = {
        aspect: tuple(number in numbers for number in range(1, len(texts) + 1))
        for aspect, numbers in marked.items()
    }
    return Summarized(paper, tuple(_placed(paper, texts)), written, stated)


def _paper(row: dict[str, Any], sentences: Sequence[str]) -> Paper:
    return Paper(f"{SET}/{row['id']}", row["title"], " ".join(sentences), source=SET)


def _marked(row: dict[str, Any]) -> dict[str, frozenset[int]]:
    flags = {ours: row["highlights"][theirs]["abstract"] for ours, theirs in ASPECTS.items()}
    return {
        aspect: frozenset(number for number, flag in enumerate(each, 1) if flag)
        for aspect, each in flags.items()
    }


def _placed(paper: Paper, texts: Sequence[str]) -> Iterator[Sentence]:
    start = 0
    for number, text in enumerate(texts, 1):
        yield Sentence(paper.id, number, text, start, start + len(text))
        start += len(text) + 1


def _joined(text: str) -> str:
    """`However , it ( still ) fails .` as it is usually written."""
    text = re.sub(r"(?<!\s)\s+([.,;:!?%)\]}])", r"\1", text)
    text = re.sub(r"([(\[{])\s+", r"\1", text)
    text = re.sub(r"(?<!\s)\s+(['’]s\b|n['’]t\b)", r"\1", text)
    return re.sub(r"(\d)\s*-\s*(\d)", r"\1-\2", text)
