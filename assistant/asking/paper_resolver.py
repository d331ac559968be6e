"""Which papers a person means: by id, by link, by words of the title, or by letting the search choose.

What cannot be compared is reported at once, with what to do next: too few, too many, an id that is not in the library.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.errors import InputError
from assistant.evidence.ranking import rank_sentences
from assistant.library.identifiers import arxiv_number
from assistant.library.library import Library
from assistant.library.papers import Paper, title_key
from assistant.text.words import content, coverage

FEWEST, MOST = 2, 12
CHOSEN = 6
"""Papers that a search chooses: a table that still fits a page."""
ALIKE = 0.2
"""Cosine of two titles under which two papers are of different fields. Of six papers found by one search of the Daily Papers
none in a hundred is that far from all others, of pairs drawn at random a half is."""
LEAST_OF_TITLE = 0.8
"""Weighted share of the words given that the title has, for it to be the one that is meant."""
_ASKS = re.compile(r"^\s*(?:please\s+)?compare\s+(?:the\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ResolvedPapers:
    """The papers that were meant, each once, and what a person should know of the choice."""

    papers: tuple[Paper, ...]
    notes: tuple[str, ...] = ()


def pick(meant: Sequence[str], library: Library) -> ResolvedPapers:
    """The papers of these ids, links or titles; InputError where one is not in the library, or for fewer than 2 or over 12."""
    found = [one_paper(text, library) for text in meant]
    return checked(found, library)


def pick_by_search(query: str, library: Library, limit: int = CHOSEN) -> ResolvedPapers:
    """Papers that answer the query or have all its words, best first; InputError where there are fewer than two."""
    query = _ASKS.sub("", query)
    hits = library.search(query, limit=limit * 2)
    answering = {evidence.sentence.paper for evidence in rank_sentences([query], hits, library.embedder)}
    words = content(query)
    answering |= {hit.paper.id for hit in hits if words and words <= content(hit.paper.text)}
    papers = [hit.paper for hit in hits if hit.paper.id in answering and not hit.paper.withdrawn][:limit]
    if len(papers) < FEWEST:
        raise InputError(
            f"The search found {'one paper' if papers else 'no paper'} on this.",
            "Say it in other words, or name the papers by id, link or title.",
        )
    return checked(papers, library)


def checked(papers: Sequence[Paper], library: Library) -> ResolvedPapers:
    """The papers without doubles and withdrawn ones, with notes; InputError for fewer than 2 or more than 12."""
    gone = list(dict.fromkeys(paper.title for paper in papers if paper.withdrawn))
    papers = [paper for paper in papers if not paper.withdrawn]
    once = {paper.id: paper for paper in papers}
    by_title = {title_key(paper.title): paper for paper in reversed(once.values())}
    kept = tuple(paper for paper in once.values() if by_title[title_key(paper.title)] is paper)
    if len(kept) > MOST:
        raise InputError(
            f"A comparison holds at most {MOST} papers, and there are {len(kept)} here.",
            "Leave some out, or make two comparisons.",
        )
    if len(kept) < FEWEST:
        same = " (the same paper was given twice)" if len(papers) > len(kept) else ""
        left = f" ({gone[0]} was withdrawn)" if gone else same
        raise InputError(f"A comparison needs at least {FEWEST} papers{left}.", "Add another paper.")
    twice = [
        f"{paper.title} was given more than once; it stands here once." for paper in _doubles(papers, kept)
    ]
    left_out = [f"{title} was withdrawn and is left out." for title in gone]
    return ResolvedPapers(kept, (*left_out, *twice, *_far_apart(kept, library)))


def one_paper(text: str, library: Library) -> Paper:
    """The paper of this id, link or title; InputError where it is not in the library."""
    text = " ".join(text.split())
    known = library.get([text]) if text else {}
    if found := arxiv_number(text, bare=True):
        known = known or library.get([found[0]])
        if not known:
            raise InputError(
                f"{found[0]} is not in your library.", f"Fetch it with `papers fetch arxiv {found[0]}`."
            )
    return next(iter(known.values()), None) or _by_title(text, library)


def _by_title(text: str, library: Library) -> Paper:
    words = content(text)
    for hit in library.search(text, limit=10) if words else ():
        if coverage(words, content(hit.paper.title)) >= LEAST_OF_TITLE:
            return hit.paper
    raise InputError(
        f"No paper in your library is called {text[:80]!r}.",
        "Give its arXiv id, its link, or more words of its title.",
    )


def _doubles(papers: Sequence[Paper], kept: Sequence[Paper]) -> list[Paper]:
    titles = [title_key(paper.title) for paper in papers]
    return [paper for paper in kept if titles.count(title_key(paper.title)) > 1]


def _far_apart(papers: Sequence[Paper], library: Library) -> list[str]:
    """A note where a paper has nothing in common with any other."""
    vectors = library.embedder.embed([paper.title for paper in papers])
    near = {paper.id: 0.0 for paper in papers}
    for (one, u), (other, v) in combinations(zip(papers, vectors, strict=True), 2):
        for paper in (one, other):
            near[paper.id] = max(near[paper.id], float(u @ v))
    alone = [paper.title for paper in papers if near[paper.id] < ALIKE]
    if not alone:
        return []
    return ["These papers seem to be of different fields; a cell of one may say little about another's."]
