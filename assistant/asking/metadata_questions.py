"""What the papers' records say, where no abstract answers: how many there are, who wrote one, what somebody wrote."""

from collections.abc import Sequence
from datetime import date

from assistant.asking.intent import Intent
from assistant.asking.paper_resolver import one_paper
from assistant.asking.refusals import not_there
from assistant.asking.reply import FACT, Notice
from assistant.errors import InputError
from assistant.library.library import Library
from assistant.library.papers import Hit, Paper, title_key
from assistant.text.words import content

LISTED = 10
"""Papers named below a fact."""
NAMED = 3
"""Papers of one name, all of which are listed: two methods may be called SAPO."""
AUTHORS = 20
"""Authors that are spelled out."""

Fact = tuple[Notice, tuple[Hit, ...]]
"""What the records say, and the papers it is said of."""


def fact_for(intent: Intent, library: Library) -> Fact | None:
    """What the records say to this, where it is for them to answer; None for every other question."""
    if intent.kind == "count":
        return _count(intent, library)
    if intent.kind == "by_author" and not (intent.query and intent.filters.papers):
        return _written_by(intent, library)
    return _of_one(intent, library) if intent.kind == "record" else None


def _count(intent: Intent, library: Library) -> Fact:
    filters = intent.filters
    if intent.subjects:
        papers = library.with_all_words(intent.subjects[0], filters)
        said = f"with “{intent.subjects[0]}” in title or abstract"
    else:
        papers = [hit.paper for hit in library.newest(filters, len(library))]
        said = ""
    conditions = " and ".join(filters.labels().values())
    message = f"Your library has {' '.join(filter(None, (_papers(len(papers)), said, conditions)))}."
    listed = papers[:LISTED] if filters or intent.subjects else ()
    return Notice(FACT, message, "The Library page shows them by day, source and category."), _as_hits(listed)


def _written_by(intent: Intent, library: Library) -> Fact:
    name, filters = intent.subjects[0], intent.filters
    ids = library.authors.papers_of(name)
    papers = [paper for paper in library.get(ids).values() if filters.admit(paper)]
    papers.sort(key=lambda paper: (-(paper.published or date.min).toordinal(), paper.id))
    by = f"by {name}" if " " in name else f"by authors called {name}"
    count = _papers(len(papers)) if papers else "No paper"
    conditions = ", ".join(filters.without("papers").labels().values())
    message = f"{count} in your library {'are' if len(papers) > 1 else 'is'} {by}"
    rest = f"The newest {LISTED} are below." if len(papers) > LISTED else ""
    return Notice(FACT, f"{message}{f' ({conditions})' if conditions else ''}.", rest), _as_hits(
        papers[:LISTED]
    )


def _of_one(intent: Intent, library: Library) -> Fact:
    name = intent.subjects[0] if intent.subjects else ""
    papers = [*library.get(intent.filters.papers).values()] or _called(name, library)
    if papers:
        return Notice(FACT, " ".join(map(_record, papers[:LISTED])), ""), _as_hits(papers[:LISTED])
    if intent.filters.papers:
        return not_there(intent.filters.papers), ()
    if not name:
        return Notice(FACT, "It is not said which paper is meant.", "Name it by its title or its number."), ()
    message = f"No paper in your library is called {name}."
    return Notice(FACT, message, "Give more words of its title, or its number."), ()


def _called(name: str, library: Library) -> list[Paper]:
    """The papers of this title, else those that use the one word: "the SAPO paper" need not have SAPO in its title."""
    if not name:
        return []
    try:
        key = title_key(one_paper(name, library).title)
    except InputError:
        words = content(name)
        hits = library.search(name) if len(words) == 1 else []
        return [hit.paper for hit in hits if words <= content(hit.paper.text)][:NAMED]
    return [hit.paper for hit in library.search(key) if title_key(hit.paper.title) == key][:NAMED]


def _record(paper: Paper) -> str:
    """Who wrote the paper and when it came out, as far as it is known."""
    names, more = paper.authors[:AUTHORS], len(paper.authors) - AUTHORS
    by = (
        f"by {', '.join(names)}{f' and {more} more' if more > 0 else ''}"
        if names
        else "by authors not known here"
    )
    days = [
        f"published on {paper.published}" if paper.published else "",
        f"featured on {paper.featured}" if paper.featured else "",
    ]
    return f"“{paper.title}” is {', '.join(filter(None, (by, *days)))}."


def _papers(count: int) -> str:
    return f"{count:,} paper{'s' * (count != 1)}"


def _as_hits(papers: Sequence[Paper]) -> tuple[Hit, ...]:
    return tuple(Hit(paper, 1.0, None, None) for paper in papers)
