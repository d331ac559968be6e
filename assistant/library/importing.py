"""Bring papers into the library: tell the new from the known, embed what changed, store it in small safe steps.

One paper stays one, by id or, for a source that gives no ids, by title. A step is on disk before it is counted,
so after a kill the next import goes on where this one stopped. The keyword index follows on the way.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import reduce
from itertools import islice

import numpy as np

from assistant.errors import LibraryBusy
from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.library.papers import Paper, are_one, merge, title_key
from assistant.library.sources.entries import Entry, Refused, Remark

STEP = 128
"""Papers stored at once: about five seconds of embedding, the most that a kill can cost; smaller steps cost more each."""
INDEXED = 32 * STEP
"""Papers brought in before the keyword index is brought up to date: some two seconds then, after minutes of embedding."""


@dataclass(slots=True)
class ImportReport:
    """What an import did, counted as it goes.

    `refused` is what could not be read, `remarks` how files were read, `revised` the ids of papers whose title or
    abstract has changed, `indexing` whether it is waiting for the keyword index.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    revised: list[str] = field(default_factory=list)
    indexing: bool = False

    @property
    def read(self) -> int:
        """Entries looked at so far."""
        return self.changed + self.unchanged + len(self.refused)

    @property
    def changed(self) -> int:
        """Papers written so far."""
        return self.added + self.updated

    def count(self, old: Paper | None, new: Paper) -> None:
        """Count one paper, by what was known of it before and what is now."""
        self.added += old is None
        self.updated += old not in (None, new)
        self.unchanged += old == new
        if old and not old.is_sample and old.text != new.text:
            self.revised.append(new.id)


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
    indexed = report.changed
    for step in _steps(entries):
        report.refused += [entry for entry in step if isinstance(entry, Refused)]
        report.remarks += [entry for entry in step if isinstance(entry, Remark)]
        _store([entry for entry in step if isinstance(entry, Paper)], library, report)
        progress(report)
        if report.changed - indexed >= INDEXED:
            _index(library, report, progress)
            indexed = report.changed
    _index(library, report, progress)
    return report


def _index(library: Library, report: ImportReport, progress: Callable[[ImportReport], None]) -> None:
    """Bring the keyword index up to date, and say so while it lasts."""
    report.indexing = True
    progress(report)
    with suppress(LibraryBusy):  # the papers are safe, and the next search tries again
        library.bring_up_to_date()
    report.indexing = False


def admitted(entries: Iterable[Entry], filters: Filters) -> Iterator[Entry]:
    """The entries without the papers that the filters pass over."""
    return (entry for entry in entries if not isinstance(entry, Paper) or filters.admit(entry))


def _store(papers: Sequence[Paper], library: Library, report: ImportReport) -> None:
    known = _Known(library, papers)
    before, changed = dict(known.papers), dict[str, Paper]()
    for paper in papers:
        tellings = known.tellings(paper)
        old = tellings[-1] if tellings else None
        new = reduce(merge, [*tellings, paper])
        report.count(old, new)
        known.learn(new, tellings)
        if old != new:
            changed[new.id] = new
    gone = known.gone
    _write([paper for paper in changed.values() if paper.id not in gone], before, library)
    library.remove([id_ for id_ in gone if id_ in before])


class _Known:
    """The latest telling of each paper of a step, found by id, by DOI and by title."""

    def __init__(self, library: Library, papers: Sequence[Paper]) -> None:
        namesakes = library.store.named([p.title for p in papers], [p.doi for p in papers if p.doi])
        self.papers = {paper.id: paper for paper in namesakes} | library.get([paper.id for paper in papers])
        self._became: dict[str, str] = {}
        self._called: dict[str, dict[str, Paper]] = {}  # also by titles that a later telling changed
        for paper in self.papers.values():
            self._call(paper)

    @property
    def gone(self) -> list[str]:
        """Ids whose papers live on under another."""
        return list(self._became)

    def tellings(self, paper: Paper) -> list[Paper]:
        """The same paper as already told: those under other ids first, and last the one under its own."""
        told = [each for name in _names(paper) for each in self._called.get(name, {}).values()]
        ids = [self._latest(id_) for id_ in [*(each.id for each in told if are_one(each, paper)), paper.id]]
        others = [id_ for id_ in dict.fromkeys(ids) if id_ != ids[-1]]
        return [self.papers[id_] for id_ in [*others, ids[-1]] if id_ in self.papers]

    def learn(self, new: Paper, tellings: Sequence[Paper]) -> None:
        """Take the new telling in the place of those it was made of."""
        self._became |= {telling.id: new.id for telling in tellings if telling.id != new.id}
        self.papers[new.id] = new
        self._call(new)

    def _latest(self, id_: str) -> str:
        while id_ in self._became:
            id_ = self._became[id_]
        return id_

    def _call(self, paper: Paper) -> None:
        for name in _names(paper):
            self._called.setdefault(name, {})[paper.id] = paper


def _names(paper: Paper) -> list[str]:
    return [f"title {title_key(paper.title)}", *([f"doi {paper.doi}"] if paper.doi else [])]


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
