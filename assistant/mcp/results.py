"""What the tools return, as typed and bounded values: a model that reads them should not drown in them."""

from pydantic import BaseModel, Field

from assistant.export import shapes
from assistant.jsonable import to_json
from assistant.library.papers import Paper

ABSTRACT_SHOWN = 4_000
"""Characters of an abstract: the longest of 75,000 arXiv abstracts is within it."""


class PaperResult(BaseModel):
    """A paper of the library."""

    id: str
    title: str
    authors: list[str] = []
    published: str | None = None
    featured: str | None = Field(None, description="The day it stood on Hugging Face Daily Papers.")
    url: str = ""
    categories: list[str] = []
    organization: str | None = None
    upvotes: int | None = None
    code: str | None = None
    withdrawn: bool = False
    abstract: str = ""

    @classmethod
    def of(cls, paper: Paper) -> "PaperResult":
        """The paper, its abstract cut where it is very long."""
        values = to_json(paper, shapes.Paper)
        return cls.model_validate(values | {"abstract": values["abstract"][:ABSTRACT_SHOWN]})


class EvidenceResult(BaseModel):
    """A sentence of an abstract, word for word."""

    paper: str = Field(description="The id of the paper.")
    sentence: int = Field(description="Its number in the abstract, from 1.")
    text: str


class ClaimResult(BaseModel):
    """A sentence with the verdict of the check and the evidence it rests on."""

    text: str
    verdict: str = Field(
        description="quoted: word for word in the abstract. supported: words, numbers and names agree with it. unsure: only "
        "in part. unsupported: it does not agree. uncited: it cites no paper."
    )
    reason: str = ""
    evidence: list[EvidenceResult] = []


class SourceResult(BaseModel):
    """A paper that the answer cites by its number."""

    number: int
    id: str
    title: str
    url: str


class SearchResult(BaseModel):
    """The papers found, best first."""

    papers: list[PaperResult]


class AnswerResult(BaseModel):
    """An answer whose every sentence is a claim; where nothing in the library answers, `claims` is empty."""

    answer: str
    claims: list[ClaimResult]
    sources: list[SourceResult]
    error: str | None = Field(None, description="Why a model could not write, where one failed.")


class TldrResult(BaseModel):
    """A paper of the digest in a sentence."""

    id: str
    title: str
    upvotes: int | None = None
    tldr: ClaimResult


class ThemeResult(BaseModel):
    """Papers of the digest that are about the same."""

    name: str
    papers: list[str]


class MissingResult(BaseModel):
    """What the digest lacks, and why."""

    reason: str
    id: str | None = None
    title: str | None = None


class DigestResult(BaseModel):
    """The papers of a day, week or month."""

    day: str
    headline: list[ClaimResult]
    themes: list[ThemeResult]
    papers: list[TldrResult]
    missing: list[MissingResult]


class CellResult(BaseModel):
    """What a paper's abstract says of an aspect, or that it is not stated there."""

    aspect: str
    text: str
    verdict: str
    evidence: list[EvidenceResult] = []


class RowResult(BaseModel):
    """A paper's cells."""

    paper: str
    cells: list[CellResult]


class ComparisonResult(BaseModel):
    """Papers × aspects, and what the papers say together."""

    papers: list[PaperResult]
    aspects: list[str]
    rows: list[RowResult]
    synthesis: list[ClaimResult]


class ExplainedClaim(ClaimResult):
    """A claim in a part of an explanation: why, what, how, found, limits."""

    part: str


class TermResult(BaseModel):
    """A term and what it stands for."""

    term: str
    meaning: str


class ExplanationResult(BaseModel):
    """A paper in plain language for a reader."""

    paper: PaperResult
    reader: str
    claims: list[ExplainedClaim]
    glossary: list[TermResult]
    grade: float | None = Field(None, description="US school grade of the text by Flesch and Kincaid.")
