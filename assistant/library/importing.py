"""Bring papers into the library: tell the new from the known, embed what changed, store it in small safe steps.

One paper stays one, by id or, for a source that gives no ids, by title. A step is on disk before it is counted,
so after a kill the next import goes on where this one stopped.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import reduce
from itertools import islice

import numpy as np

from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.library.papers import Paper, merge, title_key
from assistant.library.sources.entries import Entry, Refused, Remark

STEP = 128
"""Papers stored at once: about five seconds of embedding, the most that a kill can cost; smaller steps cost more each."""


@dataclass(slots=True)
class ImportReport:
    """What an import did, counted as it goes; `refused` holds what could not be read, `remarks` how files were."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Entries looked at so far."""
        return self.added + self.updated + self.unchanged + len(self.refused)

    def count(self, old: Paper | None, new: Paper) -> None:
        """Count one paper, by what was known of it before and what is now."""
        self.added += old is None
        self.updated += old not in (None, new)
        self.unchanged += old == new

    def as_dict(self) -> dict[str, object]:
        """Plain JSON values."""
        return asdict(self)


def import_papers(
    entries: Iterable[Entry],
    library: Library,
    progress: Callable[[ImportReport], None] = lambda report: None,
    report: ImportReport | None = None,
) -> ImportReport:
    """Add or update every paper among the entries; `progress` is called after each stored step.

    Several imports may count in one `report`.
    """
    report = report or ImportReport()
    for step in _steps(entries):
        report.refused += [entry for entry in step if isinstance(entry, Refused)]
        report.remarks += [entry for entry in step if isinstance(entry, Remark)]
        _store([entry for entry in step if isinstance(entry, Paper)], library, report)
        progress(report)
    return report


def admitted(entries: Iterable[Entry], filters: Filters) -> Iterator[Entry]:
    """The entries without the papers that the filters pass over."""
    return (entry for entry in entries if not isinstance(entry, Paper) or filters.admit(entry))


def _store(papers: Sequence[Paper], library: Library, report: ImportReport) -> None:
    known = _known(papers, library)
    latest, changed, replaced = dict(known), dict[str, Paper](), list[str]()
    for paper in papers:
        tellings = _tellings(paper, latest)
        old = tellings[-1] if tellings else None
        new = reduce(merge, [*tellings, paper])
        gone = [telling.id for telling in tellings if telling.id != new.id]
        report.count(old, new)
        replaced += gone
        latest |= dict.fromkeys([new.id, title_key(new.title), *gone], new)
        if old != new:
            changed[new.id] = new
    _write([paper for paper in changed.values() if paper.id not in replaced], known, library)
    library.remove(replaced)


def _known(papers: Sequence[Paper], library: Library) -> dict[str, Paper]:
    """The library's tellings of these papers, by id and by title."""
    by_title = library.store.with_titles([paper.title for paper in papers])
    by_id = {paper.id: paper for paper in by_title.values()}
    return by_title | by_id | library.get([paper.id for paper in papers])


def _tellings(paper: Paper, known: Mapping[str, Paper]) -> list[Paper]:
    """The same paper as already told: by title where one of the two has no id of its own, and last by id."""
    namesake = known.get(title_key(paper.title))
    namesake = namesake and known[namesake.id]  # its latest telling may have another title
    if namesake and not namesake.is_named_by_title and not paper.is_named_by_title:
        namesake = None
    found = [telling for telling in (namesake, known.get(paper.id)) if telling]
    return list({telling.id: telling for telling in found}.values())


def _write(papers: Sequence[Paper], known: Mapping[str, Paper], library: Library) -> None:
    """Store the papers; one whose text is as it was keeps its vector."""
    same = [paper for paper in papers if paper.id in known and known[paper.id].text == paper.text]
    kept = library.store.vectors([paper.id for paper in same])
    library.put([paper for paper in papers if paper.id not in kept])
    if same:
        library.put(same, np.array([kept[paper.id] for paper in same]))


def _steps(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while step := list(islice(rest, STEP)):
        yield step
