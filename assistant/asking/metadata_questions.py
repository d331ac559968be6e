"""Questions that no abstract answers but the papers' records do: how many there are, who wrote one, what somebody wrote."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from assistant.asking.paper_resolver import one_paper
from assistant.asking.question import Question, Turn
from assistant.asking.reply import FACT, Notice
from assistant.errors import InputError
from assistant.library.library import Library
from assistant.library.papers import Hit, Paper
from assistant.text.words import content

LISTED = 10
"""Papers named below a fact."""
NAMED = 3
"""Papers of one name, all of which are told of: two methods may be called SAPO."""
AUTHORS = 20
"""Authors that are spelled out."""

_PAPERS = r"(?:papers?|articles?|publications?|works?|abstracts?)"
_HOW_MANY = re.compile(rf"^\W*how\s+many\s+{_PAPERS}\b(.*)$", re.IGNORECASE)
_IN_ALL = content("in library here have know hold contain total all together now collection database")
_BY = re.compile(
    rf"^\W*(?:(?:how|many|which|what|list|show|find|give|me|us|any|all|the|are|there|is|do|you|have|newest|latest|recent|new)\W+)*"
    rf"(?:{_PAPERS}|anything|something)\s+(?:(?:that\s+)?(?:is|are|was|were)\s+)?(?:(?:written|authored|published)\s+)?(?:by|from|of)\s+(.+?)"
    r"(?:\s+(?:are|is)\s+(?:there|here)|\s+do\s+(?:you|i|we)\s+have|\s+in\s+(?:my|the|your|this)\s+library)?\W*$"
    rf"|^\W*what\s+(?:has|have|did|does)\s+(.+?)\s+(?:write|wrote|written|publish|published|author|authored)\W*$"
    rf"|^\W*which\s+{_PAPERS}\s+(?:has|have|did|does)\s+(.+?)\s+(?:write|wrote|written|publish|published|author|authored)\W*$",
    re.IGNORECASE,
)
_OF_ONE = re.compile(
    r"^\W*(?:and\s+)?(?:who\s+(?:wrote|authored)|(?:who|what)\s+(?:is|are|was|were)\s+(?:the\s+)?authors?\s+of"
    r"|(?:(?:list|show|name|give|me)\s+)*(?:the\s+)?authors?\s+of)\s+(.+?)\W*$"
    r"|^\W*(?:and\s+)?when\s+(?:was|were|did)\s+(.+?)\s+(?:written|published|released|appear|come\s+out|featured)\W*$",
    re.IGNORECASE,
)
_IT = re.compile(
    r"(?:it|this|that|they|them|these|those|the)(?:\s+(?:papers?|ones?|articles?))?", re.IGNORECASE
)
_EARLIER = re.compile(
    rf"{_IT.pattern}|.*\[\d+\].*|(?:paper|source|number)\s+\d+|the\s+\w+\s+(?:paper|source|one)",
    re.IGNORECASE,
)
"""What a question calls the papers of the answer before it."""

Fact = tuple[Notice, tuple[Hit, ...]]
"""What the records say, and the papers it is said of."""


def stands_alone(text: str) -> bool:
    """Whether this asks the records, and of no paper of an earlier answer."""
    of_one = _OF_ONE.match(text)
    return bool(
        _HOW_MANY.match(text) or _BY.match(text) or (of_one and not _EARLIER.fullmatch(_name(of_one)))
    )


def scope_to_cited(question: Question, history: Sequence[Turn]) -> Question:
    """The question where "who wrote it?" asks of the papers that the last answer cited."""
    match = _OF_ONE.match(question.topic)
    if not (match and history and _IT.fullmatch(_name(match))) or question.filters.papers:
        return question
    cited = tuple(id_ for _, id_ in history[-1].cited)
    return replace(question, filters=replace(question.filters, papers=cited))


def fact_for(question: Question, library: Library) -> Fact | None:
    """What the records say to this, where it is for them to answer; None for every other question."""
    if (match := _HOW_MANY.match(question.topic)) and content(match[1]) <= _IN_ALL:
        return _count(question, library)
    if match := _BY.match(question.topic):
        return _written_by(_name(match), question, library)
    if match := _OF_ONE.match(question.topic):
        return _of_one(_name(match), question, library)
    return None


def _name(match: re.Match[str]) -> str:
    """What stands where the pattern has a name."""
    return next(filter(None, match.groups()), "")


def _count(question: Question, library: Library) -> Fact:
    hits = library.newest(question.filters, len(library)) if question.filters else []
    papers = _papers(len(hits) if question.filters else len(library))
    conditions = " and ".join(question.filters.labels().values())
    told = f"Your library has {' '.join(filter(None, (papers, conditions)))}."
    return Notice(FACT, told, "The Library page shows them by day, source and category."), tuple(
        hits[:LISTED]
    )


def _written_by(name: str, question: Question, library: Library) -> Fact | None:
    """Nothing where nobody has the name, unless it is spelled like one: "papers by topic" asks for something else."""
    ids = library.authors.papers_of(name)
    words = name.split()
    spelled = f"by {name}" in question.topic and len(words) > 1 and all(word[:1].isupper() for word in words)
    if not ids and not spelled:
        return None
    papers = [paper for paper in library.get(ids).values() if question.filters.admit(paper)]
    papers.sort(key=lambda paper: (-(paper.published or date.min).toordinal(), paper.id))
    by = f"by {name}" if " " in name else f"by authors called {name}"
    told = f"{_papers(len(papers)) if papers else 'No paper'} in your library {'are' if len(papers) > 1 else 'is'} {by}"
    conditions = ", ".join(question.filters.labels().values())
    rest = f"The newest {LISTED} are below." if len(papers) > LISTED else ""
    return Notice(FACT, f"{told}{f' ({conditions})' if conditions else ''}.", rest), _as_hits(papers[:LISTED])


def _of_one(name: str, question: Question, library: Library) -> Fact | None:
    papers = [*library.get(question.filters.papers).values()] or _called(name, library)
    if not papers and question.filters.papers:
        return None
    if not papers:
        return Notice(
            FACT,
            f"No paper in your library is called {name}.",
            "Give more words of its title, or its number.",
        ), ()
    return Notice(FACT, " ".join(map(_record, papers[:LISTED])), ""), _as_hits(papers[:LISTED])


def _called(name: str, library: Library) -> list[Paper]:
    """The paper of this title, else those that use the one word: "the SAPO paper" need not have SAPO in its title."""
    try:
        return [one_paper(name, library)]
    except InputError:
        words = content(name)
        hits = library.search(name) if len(words) == 1 else []
        return [hit.paper for hit in hits if words <= content(hit.paper.text)][:NAMED]


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
