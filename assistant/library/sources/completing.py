"""Entries without an abstract, as half of a real bibliography has them: completed from arXiv, or kept by their titles.

arXiv is asked by number or DOI, and believed only where title and first author agree with the entry's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from assistant.errors import FetchError
from assistant.library.papers import Paper, have_same_title_and_author, merge
from assistant.library.sources import arxiv
from assistant.library.sources.entries import Entry, Refused, Remark
from assistant.library.sources.http import Server

BATCH = 100
"""Numbers asked for at once, arXiv's page."""
DOIS = 20
"""DOIs asked for at once: the address of the request may be only so long."""


def completed(entries: Iterable[Entry], server: Server) -> Iterator[Entry]:
    """The entries, those without an abstract at the end, with arXiv's where it has the paper; a failure is a Remark."""
    bare: list[Refused] = []
    for entry in entries:
        if isinstance(entry, Refused) and entry.paper:
            bare.append(entry)
        else:
            yield entry
    numbered = [entry for entry in bare if entry.paper and entry.paper.has_arxiv_id]
    others = [entry for entry in bare if entry not in numbered]
    try:
        for batch in _batches(numbered, BATCH):
            yield from _by_number(batch, server)
            numbered = numbered[len(batch) :]
        for batch in _batches([entry for entry in others if entry.paper and entry.paper.doi], DOIS):
            yield from _by_doi(batch, server)
            others = [entry for entry in others if entry not in batch]
    except FetchError as error:
        yield Remark(server.name, f"abstracts could not be fetched: {error.message}")
    yield from (*numbered, *others)


def with_titles(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries, those without an abstract as papers of a title only."""
    for entry in entries:
        yield entry.paper if isinstance(entry, Refused) and entry.paper else entry


def _by_number(batch: Sequence[Refused], server: Server) -> Iterator[Entry]:
    numbers = tuple(dict.fromkeys(entry.paper.id for entry in batch if entry.paper))
    found = {paper.id: paper for paper in _papers(arxiv.fetch(server, arxiv.Search(numbers=numbers)))}
    for entry in batch:
        yield _completed(entry, found.get(entry.paper.id) if entry.paper else None)


def _by_doi(batch: Sequence[Refused], server: Server) -> Iterator[Entry]:
    query = " OR ".join(f'doi:"{entry.paper.doi}"' for entry in batch if entry.paper)
    found = {paper.doi: paper for paper in _papers(arxiv.fetch(server, arxiv.Search(query, limit=2 * DOIS)))}
    for entry in batch:
        yield _completed(entry, found.get(entry.paper.doi) if entry.paper else None)


def _papers(entries: Iterable[Entry]) -> Iterator[Paper]:
    return (entry for entry in entries if isinstance(entry, Paper))


def _completed(entry: Refused, found: Paper | None) -> Entry:
    """The paper of the entry with arXiv's abstract, or why there is none."""
    if not entry.paper or not found:
        return replace(entry, reason=f"{entry.reason}, and arXiv does not know it")
    if not have_same_title_and_author(entry.paper, found):
        return replace(entry, reason=f"{entry.reason}, and arXiv's {found.id} is another paper")
    return merge(entry.paper, found)


def _batches(entries: Sequence[Refused], size: int) -> Iterator[list[Refused]]:
    rest = iter(entries)
    while batch := list(islice(rest, size)):
        yield batch
