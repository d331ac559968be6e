"""What an explanation is: one paper, a reader, claims in parts, a glossary, a grade. Nothing is written here."""

from dataclasses import dataclass

from assistant.checking.citations import Claim
from assistant.errors import PapersError
from assistant.evidence.sources import Source, sources_of
from assistant.explaining.glossary import Term
from assistant.explaining.readers import PARTS, Reader
from assistant.explaining.reading import Suggestion
from assistant.library.papers import Paper
from assistant.llm.models import Usage
from assistant.settings import ModelKind


@dataclass(frozen=True, slots=True)
class Part:
    """The claims of one part, by its key in PARTS."""

    key: str
    claims: tuple[Claim, ...]

    @property
    def heading(self) -> str:
        """The part's heading."""
        return PARTS[self.key]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A paper in plain language. The paper is source [1]; the papers that its glossary cites follow."""

    paper: Paper
    reader: Reader
    parts: tuple[Part, ...]
    glossary: tuple[Term, ...]
    grade: float | None
    first: tuple[Suggestion, ...] = ()
    next: tuple[Suggestion, ...] = ()
    model_kind: ModelKind = "none"
    model_name: str = "quotations"
    problem: PapersError | None = None
    usage: Usage | None = None

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, in order."""
        return tuple(claim for part in self.parts for claim in part.claims)

    @property
    def is_quoted(self) -> bool:
        """Whether the words are the abstract's own, shortened, and no model wrote."""
        return self.model_kind == "none"

    @property
    def sources(self) -> tuple[Source, ...]:
        """The paper, and those that explain its terms."""
        papers = {self.paper.id: self.paper} | {term.paper.id: term.paper for term in self.glossary}
        return sources_of(papers.values())

    def number_of(self, paper: Paper) -> int:
        """The number of a source."""
        return next(source.number for source in self.sources if source.paper.id == paper.id)

    @property
    def written_by(self) -> dict[str, str]:
        """The model's kind and name."""
        return {"kind": self.model_kind, "name": self.model_name}

    @property
    def note(self) -> str:
        """Who wrote it, said honestly."""
        if self.is_quoted:
            whose = (
                "This project's own words on a sample paper"
                if self.paper.is_sample
                else "The authors' own words"
            )
            return f"{whose}, shortened: no model wrote this."
        return f"Written by {self.model_name}; each sentence about the paper is checked against the abstract."
