"""What a comparison is: papers, aspects, a row of cells for each paper, and above them what they say together.

Frozen values; nothing is found, written or checked here.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.checking.checks import Verdict
from assistant.checking.citations import Claim
from assistant.errors import PapersError
from assistant.evidence.aspects import Aspect
from assistant.library.papers import Paper
from assistant.llm.models import Usage

NOT_STATED = "not stated in the abstract"
NO_ABSTRACT = "no abstract"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a paper's abstract says of an aspect: a checked claim of at most 25 words, or none.

    `writer` is the model that filled it, empty where the authors' sentence was taken; it is what a later comparison
    goes by to use the cell again.
    """

    aspect: str
    claim: Claim | None
    writer: str = ""
    without: str = NOT_STATED
    """What stands where there is no claim."""
    told_with: str = ""
    """The aspect in whose cell stands the one sentence that states this one too; empty where the cell has its own."""

    @property
    def verdict(self) -> Verdict | Literal["told with", "not stated"]:
        """What the check said of the claim, or which way there is none."""
        return self.claim.verdict if self.claim else "told with" if self.told_with else "not stated"

    @property
    def text(self) -> str:
        """The claim, in quotes where it is the authors' own sentence, or why there is none."""
        return self.claim.display_text if self.claim else self.without


@dataclass(frozen=True, slots=True)
class Row:
    """A paper's cells, in the order of the aspects; fewer while they are still coming."""

    paper: Paper
    cells: tuple[Cell, ...] = ()

    def cell(self, aspect: Aspect) -> Cell | None:
        """The cell for the aspect, or None while it has not come."""
        return next((cell for cell in self.cells if cell.aspect == aspect.name), None)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A table whose every cell is a checked claim or says that the abstract does not state it.

    `notes` are for the person: what was left out, or does not quite fit. `problem` is why a model failed, and sentences
    of the authors stand in.
    """

    aspects: tuple[Aspect, ...]
    rows: tuple[Row, ...]
    synthesis: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = ()
    problem: PapersError | None = None
    finished: bool = False
    usage: Usage = field(default_factory=Usage, compare=False)
    """What making it took; nothing for one that was only opened."""

    @property
    def papers(self) -> tuple[Paper, ...]:
        """The papers, in the order of their numbers from 1."""
        return tuple(row.paper for row in self.rows)

    def with_row(self, row: Row) -> "Comparison":
        """The same with this row in place of the one of its paper."""
        rows = tuple(row if each.paper.id == row.paper.id else each for each in self.rows)
        return replace(self, rows=rows)
