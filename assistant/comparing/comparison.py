"""What a comparison is: papers, aspects, a row of cells for each paper, and above them what they say together.

Frozen values that become plain JSON and come back from it; nothing is found, written or checked here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from assistant.checking.citations import Claim, removed_citations
from assistant.errors import PapersError
from assistant.evidence.aspects import Aspect, aspects_named
from assistant.evidence.ranking import Evidence
from assistant.library.papers import Paper
from assistant.llm.models import Usage
from assistant.text.sentences import sentences_of
from assistant.versions import JSON_VERSION, check_version, with_version

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
    def text(self) -> str:
        """The claim, in quotes where it is the authors' own sentence, or why there is none."""
        return self.claim.display_text if self.claim else self.without

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        if self.claim is None:
            verdict = "told with" if self.told_with else "not stated"
            return {"aspect": self.aspect, "text": self.without, "verdict": verdict, "evidence": []}
        told = self.claim.as_dict()
        return {"aspect": self.aspect} | {key: told[key] for key in ("text", "verdict", "evidence")}

    def as_saved(self) -> dict[str, Any]:
        """The same, with all that is needed to use the cell again."""
        reason = self.claim.reason if self.claim else ""
        return self.as_dict() | {"reason": reason, "writer": self.writer, "told_with": self.told_with}


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

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return self._told(Cell.as_dict) | {
            "removed_citations": removed_citations(self.synthesis),
            "notes": list(self.notes),
            "error": self.problem and str(self.problem),
            "usage": self.usage.as_dict(),
        }

    def as_saved(self) -> dict[str, Any]:
        """The same, with all that `comparison_from` needs to make the comparison again, without a library."""
        return with_version(self._told(Cell.as_saved))

    def _told(self, cell: Callable[[Cell], dict[str, Any]]) -> dict[str, Any]:
        return {
            "papers": [paper.as_dict() for paper in self.papers],
            "aspects": [aspect.name for aspect in self.aspects],
            "rows": [{"paper": row.paper.id, "cells": list(map(cell, row.cells))} for row in self.rows],
            "synthesis": [claim.as_dict() for claim in self.synthesis],
        }


def comparison_from(values: dict[str, Any]) -> Comparison:
    """The comparison that was saved; LibraryError where a newer program saved it, LookupError where it is not whole."""
    check_version(values.get("version", 0), JSON_VERSION, "The saved comparison")
    papers = {told["id"]: _paper(told) for told in values["papers"]}
    numbers = {id_: number for number, id_ in enumerate(papers, 1)}
    rows = tuple(
        Row(papers[row["paper"]], tuple(_cell(cell, papers, numbers) for cell in row["cells"]))
        for row in values["rows"]
    )
    synthesis = tuple(_claim(told, papers, numbers) for told in values["synthesis"])
    return Comparison(aspects_named(values["aspects"]), rows, synthesis, finished=True)


def _paper(told: dict[str, Any]) -> Paper:
    known = {each.name: told[each.name] for each in fields(Paper) if each.name in told}
    days = {name: date.fromisoformat(known[name]) for name in ("published", "featured") if known.get(name)}
    lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    return Paper(**known | days | lists)


def _cell(told: dict[str, Any], papers: dict[str, Paper], numbers: dict[str, int]) -> Cell:
    if told["verdict"] in ("not stated", "told with"):
        return Cell(told["aspect"], None, told["writer"], told["text"], told.get("told_with", ""))
    return Cell(told["aspect"], _claim(told, papers, numbers), told["writer"])


def _claim(told: dict[str, Any], papers: dict[str, Paper], numbers: dict[str, int]) -> Claim:
    evidence = tuple(
        Evidence(sentences_of(papers[each["paper"]])[each["sentence"] - 1], 1.0) for each in told["evidence"]
    )
    cited = tuple(dict.fromkeys(numbers[each.sentence.paper] for each in evidence))
    removed = tuple(told.get("removed_citations", ()))
    return Claim(told["text"], cited, evidence, told["verdict"], told.get("reason", ""), removed=removed)
