"""What to read first and next: the library's nearest earlier and later papers, each with one line why.

Nearness is that of the stored vectors; nothing is embedded, and no model asked.
"""

from dataclasses import dataclass
from datetime import timedelta

from assistant.evidence.key_sentence import stands_alone
from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.reader.roles import ROLES, role_shares
from assistant.text.sentences import sentences_of
from assistant.text.shortening import shorten

OFFERED = 3
"""Papers named before and after: more is a list nobody reads."""
LEAST_NEAR = 0.6
"""Cosine under which a paper is on another topic. Of 500 of the Daily Papers 95 % have three papers as near as that, of pairs
drawn at random fewer than 5 % are."""
COMMON = 0.01
"""Share of a library's papers that a keyword has at most, to be a reason: over it stand “reinforcement learning” and the like."""
WORDS = 25
"""Of a key sentence: one line on a page."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A paper worth reading beside another, and why, in a line."""

    paper: Paper
    why: str


def read_first(paper: Paper, library: Library) -> tuple[Suggestion, ...]:
    """The nearest papers published before this one, nearest first; none where its day is not known."""
    if not paper.published:
        return ()
    return _near(paper, Filters(until=paper.published - timedelta(days=1)), library)


def read_next(paper: Paper, library: Library) -> tuple[Suggestion, ...]:
    """The nearest papers published after this one, nearest first; none where its day is not known."""
    if not paper.published:
        return ()
    return _near(paper, Filters(since=paper.published + timedelta(days=1)), library)


def _near(paper: Paper, filters: Filters, library: Library) -> tuple[Suggestion, ...]:
    vector = library.store.vectors([paper.id]).get(paper.id)
    if vector is None:
        return ()
    found = library.store.nearest(vector, filters, OFFERED + 1)
    near = [
        other
        for other, cosine in found
        if cosine >= LEAST_NEAR and other.id != paper.id and not other.withdrawn
    ]
    return tuple(Suggestion(other, _why(paper, other, library)) for other in near[:OFFERED])


def _why(paper: Paper, other: Paper, library: Library) -> str:
    """What both are about, by the keywords they share; else the sentence that says what the other one does, in quotes."""
    if shared := _shared_keywords(paper, other, library):
        return f"Also on {' and '.join(shared)}."
    texts = [sentence.text for sentence in sentences_of(other)]
    if not texts:
        return ""
    alone = [stands_alone(text) for text in texts]
    aims = [
        (whole, shares[ROLES.index("objective")])
        for whole, shares in zip(alone, role_shares(texts), strict=True)
    ]
    return f"“{shorten(texts[aims.index(max(aims))], WORDS)}”"


def _shared_keywords(paper: Paper, other: Paper, library: Library) -> list[str]:
    """At most two keywords of both, the rarer first; one that much of the library has says nothing."""
    counts = library.inventory().by_keyword
    common = COMMON * len(library)
    theirs = {keyword.casefold() for keyword in other.keywords}
    shared = [each for each in paper.keywords if each.casefold() in theirs and counts[each] <= common]
    return sorted(shared, key=lambda keyword: counts[keyword])[:2]
