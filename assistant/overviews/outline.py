"""Which sections an overview will have: its papers by theme, every paper in exactly one."""

from collections.abc import Iterable, Sequence

from assistant.evidence.sources import Source, sources_of
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.overviews.overview import Chosen, PlannedSection
from assistant.overviews.themes import MOST, find_themes
from assistant.reader.embeddings import Vectors

A_SECTION = 3
"""Papers of a section on average, at least: two side by side are no theme."""
OTHERS = "Other papers"
"""The heading of papers whose theme has no name in their own words."""


def planned_sections(chosen: Chosen, library: Library) -> tuple[PlannedSection, ...]:
    """The sections, the largest first; one for all where there are too few papers for themes."""
    sources = sources_of(chosen.papers)
    by_id = {source.paper.id: source for source in sources}
    most = min(MOST, len(sources) // A_SECTION)
    themes = find_themes(*_with_vectors(chosen.papers, library), most)
    planned = [
        PlannedSection(theme.name, tuple(by_id.pop(id_) for id_ in theme.papers), len(sources))
        for theme in themes
    ]
    if by_id:
        heading = OTHERS if planned else chosen.topic or "These papers"
        planned.append(PlannedSection(heading, _in_order(by_id.values()), len(sources)))
    return tuple(planned)


def _in_order(sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(sorted(sources, key=lambda source: source.number))


def _with_vectors(papers: Sequence[Paper], library: Library) -> tuple[list[Paper], list[Vectors]]:
    vectors = library.store.vectors([paper.id for paper in papers])
    known = [paper for paper in papers if paper.id in vectors]
    return known, [vectors[paper.id] for paper in known]
