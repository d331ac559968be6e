"""Some papers × some aspects → a Comparison that grows row by row, and above the table what the papers say together.

Cells that an earlier comparison has are used again: a paper or an aspect may come or go, and the rest stays.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.comparing.cells import CellWriter
from assistant.comparing.comparison import Cell, Comparison, Row
from assistant.errors import ModelError, PapersError
from assistant.evidence.aspects import Aspect
from assistant.evidence.sources import Source, sources_of
from assistant.library.papers import Paper
from assistant.llm.parallel import in_parallel

logger = logging.getLogger(__name__)


def compare(
    papers: Sequence[Paper],
    aspects: Sequence[Aspect],
    writer: CellWriter,
    known: Comparison | None = None,
    notes: Sequence[str] = (),
) -> Iterator[Comparison]:
    """The comparison as it grows; the last one is finished. The writer's cells in `known` are taken over.

    A model that fails stops nothing: the writer's stand-in fills the row, and `problem` says why.
    """
    sources = sources_of(papers)
    rows = tuple(_kept(source, aspects, writer, known) for source in sources)
    growing = Comparison(tuple(aspects), rows, notes=tuple(notes))
    yield growing

    def fill(source: Source, by: CellWriter = writer) -> tuple[Cell, ...]:
        row = rows[source.number - 1]
        missing = [aspect for aspect in aspects if row.cell(aspect) is None]
        return by.fill(source, missing, growing.usage, row.cells)

    unfilled = [source for source in sources if len(rows[source.number - 1].cells) < len(aspects)]
    for source, made in in_parallel(fill, unfilled, writer.at_once):
        if isinstance(made, ModelError):
            growing = _with_problem(growing, made)
            made = fill(source, writer.stand_in)
        if isinstance(made, PapersError):
            raise made
        growing = _with_cells(growing, source, made)
        yield growing
    if len(papers) > 1:
        growing = _with_synthesis(growing, writer)
    yield replace(growing, finished=True)


def finished(growing: Iterator[Comparison]) -> Comparison:
    """The last of a growing comparison."""
    *_, last = growing
    return last


def _kept(source: Source, aspects: Sequence[Aspect], writer: CellWriter, known: Comparison | None) -> Row:
    """The paper's row with the cells that need not be made again, citing it by its number now."""
    paper = source.paper
    before = (
        next(
            (row for row in known.rows if (row.paper.id, row.paper.abstract) == (paper.id, paper.abstract)),
            None,
        )
        if known
        else None
    )
    names = {"", *(aspect.name for aspect in aspects)}
    cells = [cell for aspect in aspects if before and (cell := before.cell(aspect))]
    kept = [cell for cell in cells if cell.writer == writer.name and cell.told_with in names]
    return Row(paper, tuple(_cited(cell, source.number) for cell in kept))


def _cited(cell: Cell, number: int) -> Cell:
    return replace(cell, claim=cell.claim and replace(cell.claim, cited=(number,)))


def _with_cells(growing: Comparison, source: Source, made: Sequence[Cell]) -> Comparison:
    row = growing.rows[source.number - 1]
    cells = {cell.aspect: cell for cell in [*row.cells, *made]}
    ordered = tuple(cells[aspect.name] for aspect in growing.aspects)
    return growing.with_row(Row(source.paper, ordered))


def _with_synthesis(growing: Comparison, writer: CellWriter) -> Comparison:
    try:
        return replace(growing, synthesis=writer.synthesis(growing.rows, growing.usage))
    except ModelError as problem:
        claims = writer.stand_in.synthesis(growing.rows, growing.usage)
        return _with_problem(replace(growing, synthesis=claims), problem)


def _with_problem(growing: Comparison, problem: ModelError) -> Comparison:
    """The first problem stays: twelve papers meet the same unreachable server."""
    logger.info("The model failed; the authors' sentences stand instead")
    return growing if growing.problem else replace(growing, problem=problem)
