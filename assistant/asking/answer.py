"""A question → a cited Reply.

Search, choose evidence, write, check: the steps in the order a reader would name them. Where there is no evidence
no model is called, and the reply says why in a sentence of its own.
"""

import time
from collections.abc import Iterator, Sequence
from threading import Thread

from assistant.asking.metadata_questions import fact_for
from assistant.asking.paper_scope import rank_general
from assistant.asking.question import Question
from assistant.asking.refusals import cannot_begin, nothing_found, one_side_missing
from assistant.asking.reply import Reply
from assistant.asking.writers import Writer, WritingRequest
from assistant.asking.writing import OnStep, timed, write_into
from assistant.evidence.definitions import defining, names_of
from assistant.evidence.key_sentence import key_sentence_of
from assistant.evidence.ranking import PAPERS_READ, Evidence, rank_sentences, similarity_by
from assistant.evidence.role_preference import thing_to_define
from assistant.evidence.selection import choose
from assistant.evidence.sources import Source, number_sources
from assistant.library.library import Library
from assistant.library.papers import Hit, Paper
from assistant.reader.embeddings import Embedder
from assistant.text.sentences import sentences_of
from assistant.text.words import content, coverage

OFFERED = 3
"""Nearest papers named where nothing answers."""
LEAST_NEAR = 0.2
"""Weighted share of the question's words that a paper needs to be offered as near."""
INTRODUCING = 30
"""Papers among which those that say what a thing is are looked for: nearly all papers on it only use its name."""
BROWSED = 5
"""Papers told of where a question asks for papers: those that are new, or those on a topic."""
NEW_DAYS = 7
"""What counts as new where no period is said: the last days that the library has."""


def ask(question: Question, library: Library, writer: Writer, on_step: OnStep = lambda step: None) -> Reply:
    """The reply to a question, written as it is iterated; `on_step` is told what is being done."""
    reply = Reply(question, writer.kind, writer.name)
    reply.usage.add(question.usage)
    return reply.started(timed(reply, _answer(reply, library, writer, on_step)))


def _answer(reply: Reply, library: Library, writer: Writer, on_step: OnStep) -> Iterator[str]:
    start = time.perf_counter()
    reply.searched = len(library)
    if notice := cannot_begin(reply.question, reply.searched):
        reply.notice = notice
        return
    if fact := fact_for(reply.question, library):
        reply.notice, reply.nearest = fact
        return
    on_step(f"searching {reply.searched:,} papers")
    hits = _search(reply.question, library)
    reply.timings["search"] = time.perf_counter() - start
    if hits:
        on_step(f"reading {len(hits)} abstracts")
    ranked = _rank(reply.question, hits, library)
    reply.timings["evidence"] = time.perf_counter() - start - reply.timings["search"]
    if not ranked:
        reply.nearest = _nearest(reply.question, hits)
        reply.notice = nothing_found(reply.question, bool(hits), library)
        return
    on_step("writing")
    task = _task(reply, hits, ranked, writer, library)
    if writer.reads_whole_abstracts:
        _read_ahead(task.sources, library.embedder)
    yield from write_into(reply, task, writer, on_step)
    if reply.notice:
        reply.nearest = _nearest(reply.question, hits)
    else:
        reply.notice = one_side_missing(reply.question, [source.paper.text for source in reply.cited])


def _search(question: Question, library: Library) -> list[Hit]:
    if question.asks_for_latest:
        return library.newest(question.filters, BROWSED, None if question.filters else NEW_DAYS)
    if thing := thing_to_define(question.standalone):
        return _search_definition(thing, question, library)
    searches = question.subjects or (question.standalone,)
    found = [library.search(text, question.filters, PAPERS_READ // len(searches)) for text in searches]
    return list({hit.paper.id: hit for hits in found for hit in hits}.values())


def _search_definition(thing: str, question: Question, library: Library) -> list[Hit]:
    """The papers that best say what the thing is, searched for by what its letters stand for, too."""
    hits = library.search(question.standalone, question.filters, INTRODUCING)
    names = names_of(thing, [hit.paper.abstract for hit in hits])
    if len(names) > 1:
        hits = library.search(" ".join((question.standalone, *names[1:])), question.filters, INTRODUCING)
    return sorted(hits, key=lambda hit: -hit.score - defining(hit.paper.abstract, names))[:PAPERS_READ]


def _rank(question: Question, hits: list[Hit], library: Library) -> list[Evidence]:
    if question.asks_for_latest:
        return _told_of([hit.paper for hit in hits], library)
    if question.is_general:
        return rank_general(question.topic, [hit.paper for hit in hits], library.embedder)
    ranked = rank_sentences(question.phrasings, hits, library.embedder)
    if question.asks_for_papers:
        answering = {evidence.sentence.paper for evidence in ranked}
        papers = [hit.paper for hit in hits if hit.paper.id in answering]
        return _told_of(papers[:BROWSED], library)
    return ranked


def _told_of(papers: Sequence[Paper], library: Library) -> list[Evidence]:
    """For each paper the sentence that tells what it did."""
    told = [key_sentence_of(paper, library.embedder) for paper in papers]
    return [Evidence(sentence, 1.0) for sentence in told if sentence]


def _task(
    reply: Reply, hits: list[Hit], ranked: list[Evidence], writer: Writer, library: Library
) -> WritingRequest:
    """What the writer is given: the chosen evidence and its papers, or every paper that answers, to read whole."""
    one_a_paper = reply.question.asks_for_latest or reply.question.asks_for_papers
    evidence = ranked if one_a_paper else choose(ranked, library.embedder)
    read = [*evidence, *ranked] if writer.reads_whole_abstracts else evidence
    by_id = {hit.paper.id: hit for hit in hits}
    reply.sources = number_sources([by_id[id_] for id_ in dict.fromkeys(e.sentence.paper for e in read)])
    question, similarity = reply.question, similarity_by(library.embedder)
    return WritingRequest(question.text, question.conversation, reply.sources, tuple(evidence), similarity)


def _read_ahead(sources: Sequence[Source], embedder: Embedder) -> None:
    """Read what the check will compare with while the model still thinks; the embedder remembers it.

    That is more than half of what checking an answer takes (`papers eval citations`: 342 ms, and 134 where they are known).
    """
    texts = [sentence.text for source in sources for sentence in sentences_of(source.paper)]
    Thread(target=embedder.embed_tokens, args=(texts,), name="read ahead").start()


def _nearest(question: Question, hits: list[Hit]) -> tuple[Hit, ...]:
    """The first papers found that have at least some of the question's words."""
    asked = content(question.standalone)
    near = [hit for hit in hits if coverage(asked, content(hit.paper.text)) >= LEAST_NEAR]
    return tuple(near[:OFFERED])
