"""What one cell of a comparison says: the paper's best sentence for the aspect, made short, and checked like any claim.

No cell has more than WORDS words, and none has a number that is not in the paper's abstract.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from assistant.comparing.comparison import NO_ABSTRACT, NOT_STATED, Cell, Row
from assistant.comparing.synthesis import synthesis_of
from assistant.errors import PapersError
from assistant.grounding.aspect_sentences import sentence_for
from assistant.grounding.aspects import Aspect
from assistant.grounding.citations import Claim, judge
from assistant.grounding.context import Source
from assistant.grounding.evidence import Evidence, similarity_by
from assistant.grounding.words import numbers
from assistant.library.embeddings import Embedder
from assistant.writing.excerpts import excerpt
from assistant.writing.shortening import shorten
from assistant.writing.third_person import in_third_person

WORDS = 25
"""The most a cell may have: two or three lines of a table's column."""
_WANTED = {
    "problem": r"but|yet|however|challeng\w*|difficult\w*|lack\w*|limit\w*|suffer\w*|fail\w*|costly|expensive|bottleneck\w*|"
    r"poor\w*|overlook\w*|struggl\w*|cannot|remains?|under\w*ed|unclear|hinder\w*|not|inefficien\w*",
    "approach": r"we|propos\w*|present\w*|introduc\w*|develop\w*|by|using",
    "what is new": r"first|novel|new|unlike|instead|rather",
    "data and setting": r"on|across|datasets?|benchmarks?|tasks?|models|[A-Z][\w-]*[A-Z\d][\w-]*|\d[\d,.]*",
    "results": r"\d+(?:[.,]\d+)*|outperform\w*|improv\w*|achiev\w*|reduc\w*",
    "cost": r"memory|latency|parameters?|times faster|faster|throughput|GPU\w*|cost\w*|overhead|speed\w*|comput\w*|efficien\w*",
    "limitations": r"still|not|only|struggl\w*|fail\w*|limit\w*|degrad\w*|trade-?offs?|future",
    "code": r"https?:\S+|available|releas\w*|open-?sourc\w*",
}
_WANTED_PARTS = {
    aspect: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE) for aspect, words in _WANTED.items()
}
"""What the part of a long sentence should have, where not all of it fits a cell."""


class CellWriter(Protocol):
    """Fills the cells of a table, and says what its papers say together; safe to be called from several threads."""

    name: str
    """The model's name; empty where the authors' sentences are taken. Cells of another writer are not used again."""
    at_once: int
    """How many papers it pays to fill side by side."""

    def fill(self, source: Source, aspects: Sequence[Aspect]) -> tuple[tuple[Cell, ...], PapersError | None]:
        """A cell for each aspect of the paper, in some order; with the error where a model failed and sentences stand in."""

    def synthesis(self, rows: Sequence[Row]) -> tuple[tuple[Claim, ...], PapersError | None]:
        """The claims above the finished table; with the error where a model failed."""


class QuotingCells:
    """Fills cells with the authors' own sentences. Needs no model."""

    name = ""
    at_once = 1

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def fill(self, source: Source, aspects: Sequence[Aspect]) -> tuple[tuple[Cell, ...], PapersError | None]:
        """The best sentence for each aspect, shortened, or that none states it."""
        return tuple(quoted_cell(aspect, source, self._embedder) for aspect in aspects), None

    def synthesis(self, rows: Sequence[Row]) -> tuple[tuple[Claim, ...], PapersError | None]:
        """Quotations beside each other."""
        return synthesis_of(rows, self._embedder), None


def quoted_cell(aspect: Aspect, source: Source, embedder: Embedder) -> Cell:
    """The cell from the authors' own sentence, without a language model."""
    if not source.paper.abstract.strip():
        return Cell(aspect.name, None, without=NO_ABSTRACT)
    evidence = sentence_for(aspect, source.paper, embedder)
    if evidence is None:
        return _empty(aspect, source)
    return Cell(aspect.name, shortened(evidence, source, aspect.name, embedder))


def written_cell(aspect: Aspect, text: str, source: Source, embedder: Embedder, writer: str) -> Cell | None:
    """The cell as a model filled it; None where its check fails, so that the authors' sentence stands instead.

    A model that says nothing of the aspect is believed.
    """
    if not text:
        return _empty(aspect, source, writer)
    claim = judge(excerpt(text, WORDS), [source], similarity_by(embedder))
    sound = (claim.holds or claim.verdict == "unsure") and numbers(claim.text) <= _given(source)
    return Cell(aspect.name, claim, writer) if sound else None


def shortened(evidence: Evidence, source: Source, aspect: str, embedder: Embedder) -> Claim:
    """The sentence shortened and told of the authors, where that holds; else it, or a part of it, in quotes."""
    sentence, wanted = evidence.sentence.text, _WANTED_PARTS.get(aspect)
    text = in_third_person(shorten(sentence, WORDS))
    if wanted and wanted.search(sentence) and not wanted.search(text):
        text = in_third_person(sentence)
    if (
        text != sentence and text.rstrip(".") in sentence
    ):  # a part, word for word: the full stop is not the authors'
        text = text.rstrip(".")
    claim = judge(excerpt(text, WORDS, wanted), [source], similarity_by(embedder))
    if claim.holds:
        return replace(claim, evidence=(evidence,))
    return Claim(excerpt(sentence, WORDS, wanted), (source.number,), (evidence,), "quoted")


def _empty(aspect: Aspect, source: Source, writer: str = "") -> Cell:
    """No claim; the code's address is told where the page that the paper came from has it."""
    if aspect.name == "code" and source.paper.code:
        return Cell(aspect.name, None, writer, f"{NOT_STATED}; its page has {source.paper.code}")
    return Cell(aspect.name, None, writer)


def _given(source: Source) -> frozenset[str]:
    """The numbers that stand in the abstract, in words, in figures or inside names."""
    abstract = source.paper.abstract
    return numbers(abstract) | frozenset(re.findall(r"\d+(?:\.\d+)?", abstract))
