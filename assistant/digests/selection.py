"""Which papers of a day, week or month a digest is of, and in which order.

A paper's day is the day it was featured on Daily Papers; for a paper that never was, the day arXiv published it. The
two are counted apart and never mixed. Nothing is written here, and no paper is judged but by search.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.digests.following import Following
from assistant.evidence.topics import on_topic
from assistant.library.fetch_log import FetchLog, Reason, explained, why_empty
from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.spans import SPAN_KINDS, Span, span_of

TOP = 50
"""Papers of a digest where nobody says how many: as many as the fullest day of Daily Papers in two years had."""

_MAY_COME = (Reason.NOT_FETCHED, Reason.UNREACHABLE, Reason.NOTHING_YET)
"""Why a day is empty that fetching may fill."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a digest is asked for: a span, how many papers, and topics; with none it goes by upvotes."""

    span: Span
    top: int = TOP
    following: Following = field(default_factory=Following)

    @property
    def by_topic(self) -> bool:
        """Whether topics choose and order the papers."""
        return bool(self.following.topics)


FILLS_A_PAGE = 4
"""Papers with which a day is worth opening on: the sample has one a day, Daily Papers ten and more."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The papers chosen, in order, and what was left out: facts of the library, counted."""

    request: Request
    papers: tuple[Paper, ...] = ()
    topics: tuple[tuple[str, ...], ...] = ()
    """The topics that each of the papers is on, by place."""
    featured: int = 0
    """Papers of the span that Daily Papers featured in it."""
    published: int = 0
    """Papers of the span that arXiv published in it and Daily Papers never featured."""
    muted: int = 0
    off_topic: int = 0
    beyond_top: int = 0
    why_empty: str = ""
    """Where there is no paper at all, why."""
    next_step: str = ""
    """Where there is no paper and something can be done, what to type."""


def select(request: Request, library: Library, days: FetchLog, today: date) -> Selection:
    """The papers of the span: on the topics, best first; or all, most upvotes first. Muted ones are left out."""
    found = _papers_of(request.span, library)
    heard = [paper for paper in found if not request.following.mutes(paper)]
    ranked = (
        _by_topics(request, heard, library) if request.by_topic else [(p, ()) for p in _by_upvotes(heard)]
    )
    kept = ranked[: request.top]
    featured = sum(paper.featured is not None for paper in found)
    empty = ("", "") if found else _why_empty(request.span, library, days, today)
    return Selection(
        request,
        tuple(paper for paper, _ in kept),
        tuple(topics for _, topics in kept),
        featured,
        len(found) - featured,
        len(found) - len(heard),
        len(heard) - len(ranked),
        len(ranked) - len(kept),
        *empty,
    )


def newest_day(library: Library) -> date | None:
    """The newest day that has papers; None for an empty library."""
    return max(days_of(library), default=None)


def newest_span(library: Library, today: date) -> Span:
    """The newest day that has papers, or its week or month where the day has too few to fill a page."""
    newest = newest_day(library) or today
    inventory = library.inventory()
    spans = [span_of(kind, newest) for kind in SPAN_KINDS]
    papers = [
        sum(inventory.by_day[day] + inventory.never_featured[day] for day in span.days) for span in spans
    ]
    return next((s for s, count in zip(spans, papers, strict=True) if count >= FILLS_A_PAGE), spans[-1])


def days_of(library: Library) -> set[date]:
    """The days that have papers."""
    inventory = library.inventory()
    return {*inventory.by_day, *inventory.never_featured}


def day_of(paper: Paper) -> date | None:
    """The day a digest counts the paper to."""
    return paper.featured or paper.published


def _papers_of(span: Span, library: Library) -> list[Paper]:
    featured = library.store.matching(Filters(featured_since=span.first, featured_until=span.last))
    published = library.store.matching(Filters(since=span.first, until=span.last))
    found = [*featured, *(paper for paper in published if not paper.featured)]
    return [paper for paper in found if not paper.withdrawn]


def _by_upvotes(papers: Iterable[Paper]) -> list[Paper]:
    return sorted(papers, key=lambda paper: (-(paper.upvotes or 0), paper.id))


def _by_topics(
    request: Request, papers: Sequence[Paper], library: Library
) -> list[tuple[Paper, tuple[str, ...]]]:
    """The papers that are on some topic, by their best score in the hybrid search for a topic, and which topics."""
    among = Filters(papers=tuple(paper.id for paper in papers))
    best: dict[str, float] = {}
    on: dict[str, tuple[str, ...]] = {}
    for topic in request.following.topics if papers else ():
        near = on_topic(topic, papers, library)
        for hit in library.search(topic, among, len(papers)):
            if hit.paper.id in near:
                best[hit.paper.id] = max(hit.score, best.get(hit.paper.id, 0.0))
                on[hit.paper.id] = (*on.get(hit.paper.id, ()), topic)
    order = [paper for paper in _by_upvotes(papers) if paper.id in on]
    return [(paper, on[paper.id]) for paper in sorted(order, key=lambda paper: -best[paper.id])]


def _why_empty(span: Span, library: Library, days: FetchLog, today: date) -> tuple[str, str]:
    """Why, and what can be done."""
    if not len(library):
        return "Your library is empty.", "Add papers with `papers import`, or `papers sample add`."
    if span.kind != "day":
        return f"Your library has no paper of {span.label}.", _coming(span, today)
    fetched = days.get(span.first)
    reason = why_empty(span.first, fetched, today)
    next_step = _coming(span, today) if reason in _MAY_COME else ""
    return f"{span.label}: {explained(reason, fetched)}.", next_step


def _coming(span: Span, today: date) -> str:
    return "" if span.first > today else f"Get its papers with `papers fetch daily {span.name}`."
