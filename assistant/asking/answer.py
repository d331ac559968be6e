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
from assistant.asking.finding import find_evidence, find_papers, nearest
from assistant.asking.metadata_questions import fact_for
from assistant.asking.question import Question
from assistant.asking.refusals import cannot_begin, nothing_found
from assistant.asking.remarks import with_remarks
from assistant.asking.reply import Reply, StreamCursor
from assistant.asking.writers import QuotingWriter, Writer, WritingRequest
from assistant.checking.citations import Claim
from assistant.checking.polarity import has_denial
from assistant.errors import ModelError
from assistant.evidence.ranking import Evidence, similarity_by
from assistant.evidence.selection import choose
from assistant.evidence.sources import Source, number_sources
from assistant.library.library import Library
from assistant.library.papers import Hit, Paper
from assistant.reader.embeddings import Embedder
from assistant.text.sentences import sentences_of

logger = logging.getLogger(__name__)

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
    reply.notice = with_remarks(reply.notice, reply.question, cited, denied)


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
    hits = find_papers(reply.question.intent, library)
    reply.timings["search"] = time.perf_counter() - start
    if hits:
        on_step(f"reading {len(hits)} abstracts")
    ranked = find_evidence(reply.question.intent, hits, library)
    reply.timings["evidence"] = time.perf_counter() - start - reply.timings["search"]
    if not ranked:
        reply.nearest = nearest(reply.question.intent, hits)
        reply.notice = nothing_found(reply.question, bool(hits), library)
        return
    on_step("writing")
    task = _task(reply, hits, ranked, writer, library)
    if writer.reads_whole_abstracts:
        _read_ahead(task.sources, library.embedder)
    yield from _written(reply, task, writer)
    if reply.notice:
        reply.nearest = nearest(reply.question.intent, hits)


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
