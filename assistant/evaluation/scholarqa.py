"""Swapped citations: answers of experts with `[n]` marks, each mark then put on another of the answer's own sources.

A swap is caught where the sentence is no longer called supported; a true mark is accused where it is called
unsupported. The passages are excerpts of papers, so some true marks rest on text that the passage does not have.
"""

import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from assistant.checking.checks import HOLDS, Similarity
from assistant.checking.citations import claim_from, judge
from assistant.checking.written import Written, read_sentences
from assistant.evaluation import sets
from assistant.evaluation.table import Row, mean_row, missing_row
from assistant.evidence.ranking import similarity_by
from assistant.evidence.sources import Source, source_of
from assistant.library.papers import Paper, title_key
from assistant.reader.embeddings import CachedEmbedder, Embedder
from assistant.services import Services

SET, FILE = "scholarqa", "human_answers.json"
ALIKE = 20
"""Letters of a title by which two passages are taken to be of one paper: titles are cut and spelled in several ways."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An expert's answer: its sentences that carry marks, and the passages as numbered sources."""

    sentences: tuple[Written, ...]
    sources: tuple[Source, ...]

    def cited_by(self, sentence: Written) -> tuple[Source, ...]:
        """The sources that the sentence's marks name."""
        return tuple(source for source in self.sources if source.number in sentence.numbers)

    def others(self, sentence: Written) -> tuple[Source, ...]:
        """The sources of other papers than those the sentence cites."""
        cited = {_key(source) for source in self.cited_by(sentence)}
        return tuple(source for source in self.sources if _key(source) not in cited)


def evaluate(data: Path, services: Services) -> list[Row]:
    """The rows for the experts' answers, or one row that says what is missing."""
    if absent := sets.missing(data / SET, FILE):
        return [missing_row(SET, absent)]
    answers = read(data / SET / FILE)
    similarity = similarity_by(services.library.embedder)
    return [
        *_swap_rows(answers, similarity),
        *_uncited_rows(answers, similarity),
        *_speed_rows(answers, services.embedder()),
    ]


def read(path: Path) -> list[Answer]:
    """The answers of the file, with those of their sentences that cite a passage that is there."""
    answers = []
    for row in json.loads(path.read_text(encoding="utf-8")):
        sources = tuple(_source(number, row["id"], passage) for number, passage in enumerate(row["ctxs"]))
        numbers = {source.number for source in sources}
        sentences = (s for s in read_sentences(row["output"]) if numbers.intersection(s.numbers))
        answers.append(Answer(tuple(sentences), sources))
    return answers


def _source(number: int, answer: str, passage: dict[str, Any]) -> Source:
    paper = Paper(f"{answer}/{number}", str(passage["title"] or ""), str(passage["text"] or ""))
    return source_of(paper, number)


def _key(source: Source) -> str:
    return title_key(source.paper.title)[:ALIKE]


def _swap_rows(answers: Sequence[Answer], similarity: Similarity) -> list[Row]:
    """Each true mark judged, and each swapped for another source of the answer (the same one in every run)."""
    chance, true, swapped = random.Random(0), list[str](), list[str]()
    for answer in answers:
        for sentence in answer.sentences:
            if others := answer.others(sentence):
                true.append(judge(sentence.text, answer.cited_by(sentence), similarity).verdict)
                swapped.append(judge(sentence.text, [chance.choice(others)], similarity).verdict)
    return [
        mean_row(SET, "swapped marks", "caught", [verdict not in HOLDS for verdict in swapped]),
        mean_row(
            SET, "swapped marks", "called unsupported", [verdict == "unsupported" for verdict in swapped]
        ),
        mean_row(SET, "true marks", "called supported", [verdict in HOLDS for verdict in true]),
        mean_row(SET, "true marks", "accused", [verdict == "unsupported" for verdict in true]),
    ]


def _uncited_rows(answers: Sequence[Answer], similarity: Similarity) -> list[Row]:
    """The sentences with their marks taken off: how many get one put on, and how many of those the right one."""
    given, right = list[bool](), list[bool]()
    for answer in answers:
        for sentence in answer.sentences:
            claim = claim_from(Written(sentence.text, ()), answer.sources, similarity)
            given.append(bool(claim.cited))
            if claim.cited:
                right.append(not {s.number for s in answer.others(sentence)} & set(claim.cited))
    return [
        mean_row(SET, "marks taken off", "one put on", given),
        mean_row(SET, "marks put on", "right", right),
    ]


def _speed_rows(answers: Sequence[Answer], embedder: Embedder) -> list[Row]:
    """Milliseconds to check an answer: with its abstracts embedded by the search before, as in use, or not."""
    before, new = list[float](), list[float]()
    for answer in answers:
        similarity = similarity_by(CachedEmbedder(embedder))
        new.append(_milliseconds(answer, similarity_by(CachedEmbedder(embedder))))
        for source in answer.sources:
            judge("The abstracts are read.", [source], similarity)
        before.append(_milliseconds(answer, similarity))
    taken = {"abstracts read before": before, "abstracts new": new}
    return [
        Row(SET, system, "ms/answer median", round(median(times), 1), None, None, len(times))
        for system, times in taken.items()
        if times
    ]


def _milliseconds(answer: Answer, similarity: Similarity) -> float:
    start = time.perf_counter()
    for sentence in answer.sentences:
        judge(sentence.text, answer.cited_by(sentence), similarity)
    return (time.perf_counter() - start) * 1000
