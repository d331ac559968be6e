"""A comparison as it is saved, and opened again without a library.

What is saved is the JSON of the comparison, its papers with it, and what is needed to use its cells again.
"""

from typing import Any

from assistant.comparing import comparison
from assistant.comparing.comparison import Comparison
from assistant.errors import SavedDataError
from assistant.grounding.aspects import aspects_named
from assistant.grounding.citations import Claim
from assistant.grounding.evidence import Evidence
from assistant.grounding.sentences import sentences_of
from assistant.jsonable import from_json, to_json
from assistant.library.papers import Paper
from assistant.output import shapes


class Cell(shapes.Cell):
    """A cell with the reason for its verdict, its writer, and the aspect whose cell states it too."""

    reason: str = shapes.at("claim.reason", "reason", default="")
    writer: str
    told_with: str = ""


class Row(shapes.Row):
    """A row of such cells."""

    cells: tuple[Cell, ...]


class SavedComparison(shapes.Comparison):
    """A comparison of such rows."""

    rows: tuple[Row, ...]


def to_saved(one: Comparison) -> dict[str, Any]:
    """The comparison as JSON values, with all that `from_saved` needs."""
    values: dict[str, Any] = to_json(one, SavedComparison)
    return values


def from_saved(values: dict[str, Any]) -> Comparison:
    """The comparison that was saved; SavedDataError where the values are not whole."""
    saved = from_json(SavedComparison, values)
    papers = {paper.id: paper for paper in saved.papers}
    try:
        rows = tuple(comparison.Row(papers[row.paper], _cells(row, papers)) for row in saved.rows)
        synthesis = tuple(_claim(claim, papers) for claim in saved.synthesis)
    except LookupError as error:
        raise SavedDataError(
            f"The saved comparison names a paper or sentence that it does not hold: {error}.",
            "Remove it and compare the papers again.",
        ) from error
    return Comparison(aspects_named(saved.aspects), rows, synthesis, finished=True)


def _cells(row: Row, papers: dict[str, Paper]) -> tuple[comparison.Cell, ...]:
    return tuple(
        comparison.Cell(cell.aspect, None, cell.writer, cell.text, cell.told_with)
        if cell.verdict == "not stated" or cell.verdict == "told with"
        else comparison.Cell(cell.aspect, _claim(shapes.Claim(**dict(cell)), papers), cell.writer)
        for cell in row.cells
    )


def _claim(claim: shapes.Claim, papers: dict[str, Paper]) -> Claim:
    numbers = {id_: number for number, id_ in enumerate(papers, 1)}
    evidence = tuple(
        Evidence(sentences_of(papers[each.paper])[each.sentence - 1], 1.0) for each in claim.evidence
    )
    cited = tuple(dict.fromkeys(numbers[each.paper] for each in claim.evidence))
    return Claim(claim.text, cited, evidence, claim.verdict, claim.reason)
