"""A comparison as an HTML table that fits its place: no more columns than a screen holds, a band over each row.

A paper's title stands over the row of its cells; where aspects are many and papers few, they change places. Aspects
that no abstract states are named under the table and take no column.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from assistant.comparing.comparison import NO_ABSTRACT, NOT_STATED, Cell, Comparison
from assistant.comparing.synthesis import short_name
from assistant.evidence.aspects import Aspect
from assistant.evidence.sources import Source, sources_of
from assistant.export import html

PENDING = "…"
"""Stands in a cell that has not come yet."""
MOST_COLUMNS = 6
"""Columns that fit a screen beside the app's menu; more scroll within their box."""


@dataclass(frozen=True, slots=True)
class _Band:
    """A row of cells and what stands over it."""

    head: str
    cells: tuple[str, ...]


def as_html(one: Comparison, key: str = "comparison") -> str:
    """Synthesis and table; each cell opens a card with its sentence marked in the abstract."""
    sources = sources_of(one.papers)
    told = [html.claim_with_cards(claim, sources, f"{key}-s{n}") for n, claim in enumerate(one.synthesis)]
    above, cards = "".join(f"<p>{text}</p>" for text, _ in told), [c for _, its in told for c in its]
    shown = [aspect for aspect in one.aspects if not _empty(one, aspect)]
    texts = [
        [
            _cell(row.cell(aspect), source, f"{key}-{source.number}-{at}", cards)
            for at, aspect in enumerate(shown)
        ]
        for row, source in zip(one.rows, sources, strict=True)
    ]
    synthesis = f'<div class="answer synthesis">{above}</div>' if one.synthesis else ""
    return f"{synthesis}{_table(texts, shown, sources)}{_absent(one, shown)}{''.join(cards)}"


def _empty(one: Comparison, aspect: Aspect) -> bool:
    """Whether no paper of the finished table says anything of the aspect."""
    cells = [row.cell(aspect) for row in one.rows]
    return one.finished and all(cell and cell.text in (NOT_STATED, NO_ABSTRACT) for cell in cells)


def _absent(one: Comparison, shown: Sequence[Aspect]) -> str:
    absent = [escape(aspect.name) for aspect in one.aspects if aspect not in shown]
    return (
        f'<p class="empty absent">Not stated in any of these abstracts: {", ".join(absent)}.</p>'
        if absent
        else ""
    )


def _cell(cell: Cell | None, source: Source, key: str, cards: list[str]) -> str:
    if cell and cell.claim:
        text, its_cards = html.claim_with_cards(cell.claim, [source], key)
        cards += its_cards
        return text
    return f'<span class="empty">{escape(cell.without if cell else PENDING)}</span>'


def _table(texts: Sequence[Sequence[str]], aspects: Sequence[Aspect], sources: Sequence[Source]) -> str:
    heads = [escape(aspect.name) for aspect in aspects]
    bands = [_Band(_about(source), tuple(row)) for source, row in zip(sources, texts, strict=True)]
    if len(aspects) > MOST_COLUMNS and len(sources) < len(aspects):
        bands = [_Band(head, tuple(row[at] for row in texts)) for at, head in enumerate(heads)]
        heads = [f"{source.number} · {escape(short_name(source.paper))}" for source in sources]
    width = ' class="wide"' if len(heads) > MOST_COLUMNS else ""
    head = "".join(f'<th scope="col">{each}</th>' for each in heads)
    body = "".join(_band(band, heads) for band in bands)
    table = f"<table{width}><thead><tr>{head}</tr></thead>{body}</table>" if heads else ""
    return f'<div class="comparison" tabindex="0" role="region" aria-label="Comparison">{table}</div>'


def _band(band: _Band, heads: Sequence[str]) -> str:
    cells = "".join(
        f'<td data-aspect="{head}">{cell}</td>' for head, cell in zip(heads, band.cells, strict=True)
    )
    over = f'<th scope="rowgroup" colspan="{len(heads)}"><div>{band.head}</div></th>'
    return f"<tbody><tr>{over}</tr><tr>{cells}</tr></tbody>"


def _about(source: Source) -> str:
    paper = source.paper
    about = f'<span class="about">{escape(paper.byline)} · {html.links(paper)}</span>'
    return f'<span class="number">{source.number}</span> {escape(paper.title)} {about}'
