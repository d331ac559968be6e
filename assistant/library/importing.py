"""Bring papers into the library: separate the new from the known, embed what changed, store it in small safe steps.

One paper stays one, by id or, for a source that gives no ids, by title. A step is on disk before it is counted,
so after a kill the next import goes on where this one stopped. What is known is read, merged and written under one lock, so
that several imports at once lose nothing. The keyword index follows on the way.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import islice

import numpy as np

from assistant.errors import LibraryBusy
from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.library.papers import Paper, is_same_paper, merge, title_key
from assistant.library.sources.entries import Entry, Refused, Remark
from assistant.reader.embeddings import Vectors

logger = logging.getLogger(__name__)

STEP = 128
"""Papers stored at once: about five seconds of embedding, the most that a kill can cost; smaller steps cost more each."""
INDEXED = 32 * STEP
"""Papers brought in before the keyword index is brought up to date: some two seconds then, after minutes of embedding."""
MAX_LISTED = 1_000
"""Refused entries that a report lists; of a file that is no list of papers there are millions, and they are only counted."""


@dataclass(slots=True)
class ImportReport:
    """What an import did, counted as it goes.

    `refused` is what could not be read, up to a bound, and `refused_total` counts all of it; `remarks` says how files were read, `revised` the ids of papers whose title or
    abstract has changed, `indexing` whether it is waiting for the keyword index.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Refused] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    revised: list[str] = field(default_factory=list)
    indexing: bool = False
    refused_total: int = 0

    def __post_init__(self) -> None:
        self.refused_total = self.refused_total or len(self.refused)

    @property
    def read(self) -> int:
        """Entries looked at so far."""
        return self.changed + self.unchanged + self.refused_total

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

    def refuse(self, entries: Sequence[Refused]) -> None:
        """Count entries that could not be read, and list them while there is room."""
        self.refused_total += len(entries)
        self.refused += entries[: max(0, MAX_LISTED - len(self.refused))]


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
    read, indexed, start = report.read, report.changed, time.perf_counter()
    for step in _steps(entries):
        report.refuse([entry for entry in step if isinstance(entry, Refused)])
        report.remarks += [entry for entry in step if isinstance(entry, Remark)]
        _store([entry for entry in step if isinstance(entry, Paper)], library, report)
        progress(report)
        if report.changed - indexed >= INDEXED:
            _index(library, report, progress)
            indexed = report.changed
    _index(library, report, progress)
    counts = (report.added, report.updated, report.unchanged, len(report.refused))
    logger.info("Imported %d entries in %.1f s", report.read - read, time.perf_counter() - start)
    logger.info("So far: %d added, %d updated, %d unchanged, %d refused", *counts)
    return report


def _index(library: Library, report: ImportReport, progress: Callable[[ImportReport], None]) -> None:
    """Bring the keyword index up to date, and say so while it lasts."""
    report.indexing = True
    progress(report)
    try:
        library.refresh()
    except LibraryBusy as error:  # the papers are safe, and the next search tries again
        logger.info("The keyword index is left to the next search: %s", error.message)
    report.indexing = False


def admitted(entries: Iterable[Entry], filters: Filters) -> Iterator[Entry]:
    """The entries without the papers that the filters pass over."""
    return (entry for entry in entries if not isinstance(entry, Paper) or filters.admit(entry))


def _store(papers: Sequence[Paper], library: Library, report: ImportReport) -> None:
    """Merge the papers into the library, as it is while nobody else writes; embedding, which takes long, comes before."""
    vectors = _embedded(_merged(papers, library), library)
    with library.store.writing():
        merged = _merged(papers, library)
        for old, new in merged.counted:
            report.count(old, new)
        _write(merged, vectors, library)
        library.remove([id_ for id_ in merged.gone if id_ in merged.before])


@dataclass(frozen=True, slots=True)
class _Merged:
    """What a step makes of its papers: `before` as they were, `changed` as they are to be stored, and ids that are `gone`."""

    before: Mapping[str, Paper]
    changed: Sequence[Paper]
    gone: Sequence[str]
    counted: Sequence[tuple[Paper | None, Paper]]

    @property
    def anew(self) -> list[Paper]:
        """The papers whose text is another than before, so that their vectors are to be made."""
        return [paper for paper in self.changed if not self._keeps_its_text(paper)]

    @property
    def same(self) -> list[Paper]:
        """The changed papers that keep their vectors."""
        return [paper for paper in self.changed if self._keeps_its_text(paper)]

    def _keeps_its_text(self, paper: Paper) -> bool:
        return paper.id in self.before and self.before[paper.id].text == paper.text


def _merged(papers: Sequence[Paper], library: Library) -> _Merged:
    known = _Known(library, papers)
    before, changed = dict(known.papers), dict[str, Paper]()
    counted = list[tuple[Paper | None, Paper]]()
    for paper in papers:
        records = known.records(paper)
        old = records[-1] if records else None
        new = reduce(merge, [*records, paper])
        counted.append((old, new))
        known.learn(new, records)
        if old != new:
            changed[new.id] = new
    return _Merged(before, [p for p in changed.values() if p.id not in known.gone], known.gone, counted)


class _Known:
    """The latest record of each paper of a step, found by id, by DOI and by title."""

    def __init__(self, library: Library, papers: Sequence[Paper]) -> None:
        namesakes = library.store.named([p.title for p in papers], [p.doi for p in papers if p.doi])
        self.papers = {paper.id: paper for paper in namesakes} | library.get([paper.id for paper in papers])
        self._became: dict[str, str] = {}
        self._called: dict[str, dict[str, Paper]] = {}  # also by titles that a later record changed
        for paper in self.papers.values():
            self._call(paper)

    @property
    def gone(self) -> list[str]:
        """Ids whose papers live on under another."""
        return list(self._became)

    def records(self, paper: Paper) -> list[Paper]:
        """The same paper as already told: those under other ids first, and last the one under its own."""
        namesakes = [each for name in _names(paper) for each in self._called.get(name, {}).values()]
        ids = [
            self._latest(id_)
            for id_ in [*(each.id for each in namesakes if is_same_paper(each, paper)), paper.id]
        ]
        others = [id_ for id_ in dict.fromkeys(ids) if id_ != ids[-1]]
        return [self.papers[id_] for id_ in [*others, ids[-1]] if id_ in self.papers]

    def learn(self, new: Paper, records: Sequence[Paper]) -> None:
        """Take the new record in the place of those it was made of."""
        self._became |= {record.id: new.id for record in records if record.id != new.id}
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


def _embedded(merged: _Merged, library: Library) -> dict[str, Vectors]:
    """The vectors of the texts that are new."""
    texts = list(dict.fromkeys(paper.text for paper in merged.anew))
    return dict(zip(texts, library.embedder.embed(texts), strict=True)) if texts else {}


def _write(merged: _Merged, vectors: dict[str, Vectors], library: Library) -> None:
    """Store the papers; one whose text is as it was keeps its vector."""
    kept = library.store.vectors([paper.id for paper in merged.same])
    made = {paper.id: vectors[paper.text] for paper in merged.anew if paper.text in vectors}
    ready = kept | made
    library.put([paper for paper in merged.changed if paper.id not in ready])  # another import came between
    stored = [paper for paper in merged.changed if paper.id in ready]
    if stored:
        library.put(stored, np.array([ready[paper.id] for paper in stored]))


def _steps(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while step := list(islice(rest, STEP)):
        yield step
