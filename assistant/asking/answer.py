"""A question → a cited Reply.

Search, choose evidence, write, check: the steps in the order a reader would name them. Where there is no evidence
no model is called, and the reply says why in a sentence of its own.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from threading import Thread

from assistant.asking.drafts import read_draft
from assistant.asking.intent import Intent
from assistant.asking.metadata_questions import fact_for
from assistant.asking.paper_scope import rank_general
from assistant.asking.question import Question
from assistant.asking.refusals import cannot_begin, nothing_found, remarks
from assistant.asking.reply import Notice, Reply, StreamCursor
from assistant.asking.writers import QuotingWriter, Writer, WritingRequest
from assistant.checking.citations import Claim
from assistant.checking.polarity import has_denial
from assistant.errors import ModelError
from assistant.evidence.definitions import defining, names_of
from assistant.evidence.key_sentence import key_sentence_of
from assistant.evidence.ranking import PAPERS_READ, Evidence, rank_sentences, similarity_by
from assistant.evidence.selection import choose
from assistant.evidence.sources import Source, number_sources
from assistant.library.library import Library
from assistant.library.papers import Hit, Paper
from assistant.reader.embeddings import Embedder
from assistant.text.sentences import sentences_of
from assistant.text.words import content, coverage

logger = logging.getLogger(__name__)

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

OnStep = Callable[[str], None]


def ask(question: Question, library: Library, writer: Writer, on_step: OnStep = lambda step: None) -> Reply:
    """The reply to a question, written as it is iterated; `on_step` is told what is being done."""
    reply = Reply(question, writer.kind, writer.name)
    reply.usage.add(question.usage)
    return reply.started(_timed(reply, _with_remarks(reply, _answer(reply, library, writer, on_step))))


def _with_remarks(reply: Reply, pieces: Iterator[str]) -> Iterator[str]:
    """The answer, and after it what a person should know of how the question was read."""
    yield from pieces
    denied = any(has_denial(evidence.sentence.text) for claim in reply.claims for evidence in claim.evidence)
    cited = [source.paper.text for source in reply.cited]
    if remark := remarks(reply.question, cited, denied):
        reply.notice = _joined(remark, reply.notice) if reply.notice else remark


def _joined(one: Notice, other: Notice) -> Notice:
    """Both in one, of the other's kind."""
    return replace(
        other,
        message=f"{other.message} {one.message}",
        next_step=f"{other.next_step} {one.next_step}".strip(),
    )


def _answer(reply: Reply, library: Library, writer: Writer, on_step: OnStep) -> Iterator[str]:
    start = time.perf_counter()
    reply.searched = len(library)
    if notice := cannot_begin(reply.question, reply.searched):
        reply.notice = notice
        return
    if fact := fact_for(reply.question.intent, library):
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
    yield from _written(reply, task, writer)
    if reply.notice:
        reply.nearest = _nearest(reply.question, hits)


def _search(question: Question, library: Library) -> list[Hit]:
    intent = question.intent
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


def _rank(question: Question, hits: list[Hit], library: Library) -> list[Evidence]:
    intent, papers = question.intent, [hit.paper for hit in hits]
    if intent.is_without_topic:
        return _told_of(papers, library)
    if intent.is_general:
        return rank_general(intent, papers, library.embedder)
    ranked = rank_sentences(intent.phrasings, hits, library.embedder, intent.preference)
    if not intent.is_for_papers:
        return ranked
    first = {evidence.sentence.paper: evidence for evidence in reversed(ranked)}
    answering = [paper for paper in papers if paper.id in first][:BROWSED]
    if intent.denies:  # what the paper did says nothing of what it found not to be so
        return [first[paper.id] for paper in answering]
    return _told_of(answering, library)


def _told_of(papers: Sequence[Paper], library: Library) -> list[Evidence]:
    """For each paper the sentence that tells what it did."""
    told = [key_sentence_of(paper, library.embedder) for paper in papers]
    return [Evidence(sentence, 1.0) for sentence in told if sentence]


def _task(
    reply: Reply, hits: list[Hit], ranked: list[Evidence], writer: Writer, library: Library
) -> WritingRequest:
    """What the writer is given: the chosen evidence and its papers, or every paper that answers, to read whole."""
    evidence = ranked if reply.question.intent.is_for_papers else choose(ranked, library.embedder)
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


def _written(reply: Reply, task: WritingRequest, writer: Writer) -> Iterator[str]:
    """The writer's answer into the reply; where its model fails before a word, the evidence in quotes."""
    shown = StreamCursor(reply)
    try:
        yield from _take(reply, task, writer, shown)
        if not reply.claims and not reply.notice:
            raise ModelError(
                f"{writer.name} wrote no sentence.", "Ask again, or set PAPERS_MODEL to another model."
            )
    except ModelError as problem:
        reply.problem = problem
        yield shown.more()
        if not reply.claims and not reply.pending and not reply.notice:
            logger.info("The model failed; the evidence is quoted instead")
            reply.model_kind, reply.model_name = QuotingWriter.kind, QuotingWriter.name
            yield from _take(reply, task, QuotingWriter(), shown)


def _take(reply: Reply, task: WritingRequest, writer: Writer, shown: StreamCursor) -> Iterator[str]:
    cut = True
    try:
        for piece in writer.write(task, reply.usage):
            if isinstance(piece, Claim):
                reply.claims.append(_led_in(piece, reply.claims, task))
            else:
                reply.raw += piece
                read_draft(reply, task, final=False)
            yield shown.more()
        cut = task.record.cut_short
    finally:  # also when the reader stops listening: what was written is kept, and checked
        if reply.raw:
            read_draft(reply, task, final=True, cut=cut)
            task.record.add_claims(reply.claims)
    yield shown.more()


def _led_in(claim: Claim, earlier: list[Claim], task: WritingRequest) -> Claim:
    """The first claim of a paper begins a paragraph, under the paper's title where the answer goes through several."""
    if earlier and earlier[-1].cited == claim.cited:
        return claim
    several = len({evidence.sentence.paper for evidence in task.evidence}) > 1
    heading = _titled(task.source_of(claim.evidence[0]).paper) if several else ""
    return replace(claim, prefix="\n\n" if earlier else "", heading=heading)


def _titled(paper: Paper) -> str:
    return f"{paper.title} ({paper.published.year})" if paper.published else paper.title


def _timed(reply: Reply, pieces: Iterator[str]) -> Iterator[str]:
    start = time.perf_counter()
    try:
        for piece in pieces:
            if piece and "first_word" not in reply.timings:
                reply.timings["first_word"] = time.perf_counter() - start
            yield piece
        reply.finished = True
    finally:
        reply.timings["total"] = time.perf_counter() - start


def _nearest(question: Question, hits: list[Hit]) -> tuple[Hit, ...]:
    """The first papers found that have at least some of the question's words."""
    asked = content(question.intent.query)
    near = [hit for hit in hits if coverage(asked, content(hit.paper.text)) >= LEAST_NEAR]
    return tuple(near[:OFFERED])
