"""ACLSum: papers of the ACL with an expert's one-sentence challenge, approach and outcome, and the evidence for each."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.evaluation.sets import part
from assistant.grounding.context import Source, source_of
from assistant.library.papers import Paper, Sentence

SET = "aclsum"
ASPECTS = {"problem": "challenge", "approach": "approach", "results": "outcome"}
"""Our names of the three aspects, and the set's."""


@dataclass(frozen=True, slots=True)
class Summarized:
    """A paper, and by our aspects what the expert wrote and which sentences of the abstract state it."""

    paper: Paper
    told: tuple[Sentence, ...]
    """The sentences as the set has them cut."""
    written: dict[str, str]
    stated: dict[str, tuple[bool, ...]]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Their texts."""
        return tuple(sentence.text for sentence in self.told)

    @property
    def source(self) -> Source:
        """The paper as the only source."""
        return source_of(self.paper)


def file(data: Path, split: str) -> Path:
    """Where the split lies; it may be missing."""
    return data / SET / f"{part(SET, split)}.jsonl"


def read(data: Path, split: str) -> list[Summarized]:
    """The papers of the split, their sentences put back from tokens into running text."""
    lines = file(data, split).read_text(encoding="utf-8").splitlines()
    return [_summarized(json.loads(line)) for line in lines if line.strip()]


def _summarized(row: dict[str, dict[str, dict[str, list[int]]]]) -> Summarized:
    texts = [_joined(str(text)) for text in row["sentences"]["abstract"]]
    paper = Paper(f"{SET}/{row['id']}", str(row["title"]), " ".join(texts), source=SET)
    written = {ours: str(row["summary"][theirs]) for ours, theirs in ASPECTS.items()}
    stated = {
        ours: tuple(map(bool, row["highlights"][theirs]["abstract"])) for ours, theirs in ASPECTS.items()
    }
    return Summarized(paper, tuple(_placed(paper, texts)), written, stated)


def _placed(paper: Paper, texts: Sequence[str]) -> Iterator[Sentence]:
    start = 0
    for number, text in enumerate(texts, 1):
        yield Sentence(paper.id, number, text, start, start + len(text))
        start += len(text) + 1


def _joined(text: str) -> str:
    """`However , it ( still ) fails .` as it is usually written."""
    text = re.sub(r"\s+([.,;:!?%)\]}])", r"\1", text)
    text = re.sub(r"([(\[{])\s+", r"\1", text)
    text = re.sub(r"\s+(['’]s\b|n['’]t\b)", r"\1", text)
    return re.sub(r"(\d)\s*-\s*(\d)", r"\1-\2", text)
