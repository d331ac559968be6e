"""The acronyms of a paper, each with what it stands for and the sentence that says so.

What the abstract explains itself is taken from there. The rest is looked up among the other papers of the library, and
given only where those nearest to this paper agree: a missing term is better than a wrong one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence.ranking import Evidence
from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.text.acronyms import Acronym, acronyms_explained, acronyms_used, same_meaning
from assistant.text.sentences import sentences_of
from assistant.text.words import content, coverage

ASKED = 10
"""Papers whose explanation of an acronym is counted: those nearest to the paper that uses it."""
AGREEING, MANY, FEW = 0.7, 5, 2
"""Share of them, weighted by their nearness, that must agree on a meaning, and how many papers that must be: MANY, or FEW
where the paper that uses the acronym has most of the meaning's words itself (docs/explain.md)."""
OWN_WORDS = 0.5
"""Weighted share of the meaning's words that counts as most."""


@dataclass(frozen=True, slots=True)
class Term:
    """What a term stands for, and the sentence of which paper says so."""

    name: str
    meaning: str
    evidence: tuple[Evidence, ...]
    paper: Paper


@dataclass(frozen=True, slots=True)
class _Said:
    """An acronym as a paper explains it, and how near that paper is."""

    acronym: Acronym
    paper: Paper
    nearness: float


def glossary_of(paper: Paper, library: Library) -> tuple[Term, ...]:
    """The acronyms of title and abstract in their order, those that can be explained."""
    own = {acronym.short: acronym for acronym in acronyms_explained(paper.abstract)}
    terms = []
    for short in dict.fromkeys([*acronyms_used(paper.text), *own]):
        if short in own:
            terms += _term(own[short], paper)
        elif short not in paper.title.split(":")[0].split():  # the paper's own name has no meaning elsewhere
            terms += _elsewhere(short, paper, library)
    return tuple(terms)


def _elsewhere(short: str, paper: Paper, library: Library) -> list[Term]:
    """The meaning that most of the nearest papers give, told by the nearest of them; nothing where they do not agree."""
    said = _explaining(short, paper, library)[:ASKED]
    words = content(f"{paper.text} {' '.join(paper.keywords)}")
    for first in said:
        agreeing = [each for each in said if same_meaning(each.acronym.long, first.acronym.long)]
        least = FEW if coverage(content(first.acronym.long), words) >= OWN_WORDS else MANY
        if len(agreeing) >= least and _nearness_of(agreeing) >= AGREEING * _nearness_of(said):
            return _term(first.acronym, first.paper)
    return []


def _nearness_of(said: Sequence[_Said]) -> float:
    return sum(max(each.nearness, 0.0) for each in said)


def _explaining(short: str, paper: Paper, library: Library) -> list[_Said]:
    """The papers that explain the acronym, nearest first."""
    ids = [id_ for id_, _ in library.by_keywords(short, Filters()) if id_ != paper.id]
    found = [
        (acronym, other)
        for other in library.get(ids).values()
        for acronym in acronyms_explained(other.abstract)
        if acronym.short == short
    ]
    near = _nearness(paper, [other for _, other in found], library)
    said = [_Said(acronym, other, near[other.id]) for acronym, other in found]
    return sorted(said, key=lambda each: (-each.nearness, each.paper.id))


def _nearness(paper: Paper, others: Sequence[Paper], library: Library) -> dict[str, float]:
    vectors = library.store.vectors([paper.id, *(other.id for other in others)])
    here = vectors[paper.id] if paper.id in vectors else library.embedder.embed([paper.text])[0]
    return {other.id: float(vectors[other.id] @ here) for other in others}


def _term(acronym: Acronym, paper: Paper) -> list[Term]:
    """The term with the sentence that explains it; nothing if it stands in markup, which `sentences_of` leaves out."""
    return [
        Term(acronym.short, acronym.long, (Evidence(sentence, 1.0),), paper)
        for sentence in sentences_of(paper)
        if sentence.start <= acronym.start < sentence.end
    ]
