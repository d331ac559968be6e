"""A comparison as it is saved, and opened again without a library: its JSON, and what is needed to use its cells again."""

from typing import Any

from assistant.checking.citations import Claim
from assistant.comparing.comparison import Cell, Comparison, Row
from assistant.errors import SavedDataError
from assistant.evidence.aspects import aspects_named
from assistant.evidence.ranking import Evidence
from assistant.export import shapes
from assistant.jsonable import from_json, to_json
from assistant.library.papers import Paper
from assistant.text.sentences import sentences_of
from assistant.versions import JSON_VERSION, check_version, with_version


class _Cell(shapes.Cell):
    reason: str = shapes.at("claim.reason", "reason", default="")
    writer: str
    told_with: str = ""


class _Row(shapes.Row):
    cells: tuple[_Cell, ...]


class SavedComparison(shapes.Table):
    """A comparison with the reason, the writer and the neighbour of each cell."""

    rows: tuple[_Row, ...]


def to_saved(one: Comparison) -> Any:
    """The comparison as JSON values, with all that `from_saved` needs."""
    return with_version(to_json(one, SavedComparison))


def from_saved(values: Any) -> Comparison:
    """The comparison that was saved; SavedDataError where it is not whole, LibraryError where a newer program saved it."""
    check_version(values.get("version", 0), JSON_VERSION, "The saved comparison")
    saved = from_json(SavedComparison, values)
    papers = {paper.id: paper for paper in saved.papers}
    try:
        rows = tuple(
            Row(papers[row.paper], tuple(_cell(cell, papers) for cell in row.cells)) for row in saved.rows
        )
        synthesis = tuple(_claim(claim, papers) for claim in saved.synthesis)
    except LookupError as error:
        raise SavedDataError(
            f"The saved comparison names a paper or sentence that it does not hold: {error}.",
            "Remove it and compare the papers again.",
        ) from error
    return Comparison(aspects_named(saved.aspects), rows, synthesis, finished=True)


def _cell(saved: _Cell, papers: dict[str, Paper]) -> Cell:
    if saved.verdict in ("not stated", "told with"):
        return Cell(saved.aspect, None, saved.writer, saved.text, saved.told_with)
    return Cell(saved.aspect, _claim(shapes.Claim(**dict(saved)), papers), saved.writer)


def _claim(saved: shapes.Claim, papers: dict[str, Paper]) -> Claim:
    evidence = tuple(Evidence(sentences_of(papers[e.paper])[e.sentence - 1], 1.0) for e in saved.evidence)
    cited = dict.fromkeys(list(papers).index(e.paper) + 1 for e in saved.evidence)
    return Claim(
        saved.text, tuple(cited), evidence, saved.verdict, saved.reason, removed=saved.removed_citations
    )
