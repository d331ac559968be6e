"""Which papers an overview is of: those on a topic, best first, or those a person chose."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.errors import InputError
from assistant.evidence.topics import on_topic
from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.overviews.overview import Chosen

PAPERS, MOST = 30, 100
"""Papers of an overview where nobody says how many, and at most: a section of more than twenty papers says little of each."""
LOOKED_AT = 4
"""Papers searched for each that is wanted, since not all that is found is on the topic."""


def select(topic: str, filters: Filters, library: Library, limit: int = PAPERS) -> Chosen:
    """The papers on the topic that the filters admit, best first; with no topic those with most upvotes.

    InputError where there is none.
    """
    found = _found(" ".join(topic.split()), filters, library, limit)
    papers = [paper for paper in found if paper.abstract.strip()]
    if not papers:
        raise InputError(
            f"No paper in your library is on {topic.strip() or 'these conditions'}.",
            "Say it in other words, set fewer conditions, or fetch papers with `papers fetch`.",
        )
    chosen = Chosen(" ".join(topic.split()), filters, tuple(papers[:limit]), limit=limit)
    if len(papers) > limit:
        note = f"At least {len(papers)} papers are on this; the overview is of the first {limit}."
        return replace(chosen, notes=(note,))
    return chosen


def select_these(ids: Sequence[str], topic: str, library: Library) -> Chosen:
    """The papers with these ids, in their order; those that are gone, withdrawn or without abstract are named in a note.

    InputError where none is left.
    """
    wanted = list(dict.fromkeys(ids))
    known = library.get(wanted)
    papers = [known[id_] for id_ in wanted if id_ in known and _can_be_read(known[id_])]
    notes = [f"{id_} is not in your library." for id_ in wanted if id_ not in known]
    notes += [
        f"{paper.title} {'was withdrawn' if paper.withdrawn else 'has no abstract'} and is left out."
        for paper in known.values()
        if not _can_be_read(paper)
    ]
    if len(papers) > MOST:
        notes.append(f"{len(papers)} papers were chosen; the overview is of the first {MOST}.")
    if not papers:
        raise InputError(" ".join(["None of these papers can be read.", *notes]), "Choose other papers.")
    return Chosen(topic, Filters(papers=tuple(wanted)), tuple(papers[:MOST]), tuple(notes))


def _can_be_read(paper: Paper) -> bool:
    return bool(paper.abstract.strip()) and not paper.withdrawn


def _found(topic: str, filters: Filters, library: Library, limit: int) -> list[Paper]:
    if not topic:
        return [hit.paper for hit in library.newest(filters, limit + 1)]
    found = [hit.paper for hit in library.search(topic, filters, limit * LOOKED_AT)]
    near = on_topic(topic, found, library)
    return [paper for paper in found if paper.id in near]
