"""Find the papers and the sentences that an answer may rest on, as the question's intent says."""

from collections.abc import Sequence

from assistant.asking.intent import Intent
from assistant.asking.paper_scope import rank_general
from assistant.evidence.definitions import defining, names_of
from assistant.evidence.key_sentence import key_sentence_of
from assistant.evidence.ranking import PAPERS_READ, Evidence, rank_sentences
from assistant.library.library import Library
from assistant.library.papers import Hit, Paper
from assistant.text.words import content, coverage

OFFERED = 3
"""Nearest papers named where nothing answers."""
LEAST_NEAR = 0.2
"""Weighted share of the question's words that a paper needs to be offered as near."""
INTRODUCING = 30
"""Papers among which those that say what a thing is are looked for: nearly all papers on it only use its name."""
BROWSED = 5
"""Papers listed where a question asks for papers: those that are new, or those on a topic."""
NEW_DAYS = 7
"""What counts as new where no period is said: the last days that the library has."""


def find_papers(intent: Intent, library: Library) -> list[Hit]:
    """The papers among which the answer may be, best first."""
    if intent.is_without_topic:
        return library.newest(intent.filters, BROWSED, None if intent.filters else NEW_DAYS)
    if thing := intent.preference.defined:
        return _search_definition(thing, intent, library)
    searches = intent.compared or (intent.query,)
    found = [library.search(text, intent.filters, PAPERS_READ // len(searches)) for text in searches]
    return list({hit.paper.id: hit for hits in found for hit in hits}.values())


def _search_definition(thing: str, intent: Intent, library: Library) -> list[Hit]:
    """The papers that best say what the thing is, searched for by what its letters stand for, too."""
    hits = library.search(intent.query, intent.filters, INTRODUCING)
    names = names_of(thing, [hit.paper.abstract for hit in hits])
    if len(names) > 1:
        hits = library.search(" ".join((intent.query, *names[1:])), intent.filters, INTRODUCING)
    return sorted(hits, key=lambda hit: -hit.score - defining(hit.paper.abstract, names))[:PAPERS_READ]


def find_evidence(intent: Intent, hits: Sequence[Hit], library: Library) -> list[Evidence]:
    """The sentences of these papers that answer, best first; of each paper one where papers are asked for."""
    papers = [hit.paper for hit in hits]
    if intent.is_without_topic:
        return _key_sentences(papers, library)
    if intent.is_general:
        return rank_general(intent, papers, library.embedder)
    ranked = rank_sentences(intent.phrasings, hits, library.embedder, intent.preference)
    if not intent.is_for_papers:
        return ranked
    first = {evidence.sentence.paper: evidence for evidence in reversed(ranked)}
    answering = [paper for paper in papers if paper.id in first][:BROWSED]
    if intent.denies:  # what the paper did says nothing of what it found not to be so
        return [first[paper.id] for paper in answering]
    return _key_sentences(answering, library)


def _key_sentences(papers: Sequence[Paper], library: Library) -> list[Evidence]:
    """For each paper the sentence that says what it did."""
    sentences = [key_sentence_of(paper, library.embedder) for paper in papers]
    return [Evidence(sentence, 1.0) for sentence in sentences if sentence]


def nearest(intent: Intent, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """The first papers found that have at least some of the question's words."""
    asked = content(intent.query)
    near = [hit for hit in hits if coverage(asked, content(hit.paper.text)) >= LEAST_NEAR]
    return tuple(near[:OFFERED])
