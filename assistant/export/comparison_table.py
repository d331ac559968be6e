"""A comparison as an HTML table that fits its place: no more columns than a screen holds, a band over each row.

A paper's title stands over the row of its cells; where aspects are many and papers few, they change places. Aspects
that no abstract states are named under the table and take no column.
"""

from collections.abc import Sequence

from assistant.comparing.comparison import NO_ABSTRACT, NOT_STATED, Comparison
from assistant.comparing.synthesis import short_name
from assistant.evidence.aspects import Aspect
from assistant.evidence.sources import Source, sources_of
from assistant.export.html import render

PENDING = "…"
"""Stands in a cell that has not come yet."""
MOST_COLUMNS = 6
"""Columns that fit a screen beside the app's menu; more scroll within their box."""


def as_html(one: Comparison, key: str = "comparison") -> str:
    """Synthesis and table; each cell opens a card with its sentence marked in the abstract."""
    sources = sources_of(one.papers)
    shown = [aspect for aspect in one.aspects if not _empty(one, aspect)]
    absent = [aspect.name for aspect in one.aspects if aspect not in shown]
    heads = [aspect.name for aspect in shown]
    rows = [
        [(row.cell(aspect), source, f"{key}-{source.number}-{at}") for at, aspect in enumerate(shown)]
        for row, source in zip(one.rows, sources, strict=True)
    ]
    bands: list[tuple[Source | str, Sequence[object]]] = list(zip(sources, rows, strict=True))
    if len(shown) > MOST_COLUMNS and len(sources) < len(shown):
        bands = list(zip(heads, zip(*rows, strict=True), strict=True))
        heads = [f"{source.number} · {short_name(source.paper)}" for source in sources]
    is_wide = len(heads) > MOST_COLUMNS
    return render("comparison.comparison", one, sources, heads, bands, absent, is_wide, key)


def _empty(one: Comparison, aspect: Aspect) -> bool:
    """Whether no paper of the finished table says anything of the aspect."""
    cells = [row.cell(aspect) for row in one.rows]
    return one.finished and all(cell and cell.text in (NOT_STATED, NO_ABSTRACT) for cell in cells)
