"""What an overview is: papers in numbered order, sections by theme, a summary above them, and what is still open.

Frozen values; nothing is found, written or checked here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.checking.citations import Claim
from assistant.errors import PapersError
from assistant.evidence.sources import Source, sources_of
from assistant.library.filters import Filters
from assistant.library.papers import Paper
from assistant.llm.models import Usage

MOST_OPEN = 4
"""Sentences on what is disputed or open: a short list at the end."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The papers of an overview, best first, and what they were chosen by; `notes` are for the person.

    `limit` is how many were asked for, 0 where a person chose them one by one.
    """

    topic: str
    filters: Filters
    papers: tuple[Paper, ...]
    notes: tuple[str, ...] = ()
    limit: int = 0


@dataclass(frozen=True, slots=True)
class PlannedSection:
    """What a section will be written from: papers on the same subject, and a heading in their own words."""

    heading: str
    sources: tuple[Source, ...]
    among: int
    """How many papers the whole overview has, by which a prompt's tokens are shared out."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of its papers."""
        return tuple(source.number for source in self.sources)


@dataclass(frozen=True, slots=True)
class Section:
    """A theme of an overview: the numbers of its papers, what they say together, and what they leave open.

    `writer` is the model that wrote it; empty where the authors are quoted.
    """

    heading: str
    papers: tuple[int, ...]
    claims: tuple[Claim, ...]
    open: tuple[Claim, ...] = ()
    writer: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """An overview while it is made and after: its sections come one by one, its summary last.

    `problem` is why a model failed, where sentences of the authors stand in.
    """

    topic: str
    filters: Filters
    papers: tuple[Paper, ...]
    writer: str = ""
    planned: tuple[PlannedSection, ...] = ()
    sections: tuple[Section, ...] = ()
    summary: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = ()
    limit: int = 0
    """How many papers were asked for, 0 where a person chose them one by one."""
    problem: PapersError | None = None
    finished: bool = False
    usage: Usage = field(default_factory=Usage, compare=False)
    timings: Mapping[str, float] = field(default_factory=dict, compare=False)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The papers, numbered from 1 in their order."""
        return sources_of(self.papers)

    @property
    def ready(self) -> int:
        """How many sections are there of which all before them are there, too."""
        numbers = [section.papers[0] for section in self.sections]
        return next(
            (n for n, one in enumerate(self.planned) if one.numbers[0] not in numbers), len(self.planned)
        )

    @property
    def open(self) -> tuple[Claim, ...]:
        """What the abstracts call open or disputed, the first sections first."""
        return tuple(claim for section in self.sections for claim in section.open)[:MOST_OPEN]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every sentence of it, in the order in which it is read."""
        return (*self.summary, *(c for section in self.sections for c in section.claims), *self.open)

    @property
    def written_by(self) -> dict[str, str]:
        """The model's name, or `quotations`."""
        return {"name": self.writer or "quotations"}
