"""A question → a cited Reply.

Search, choose evidence, write, check: the steps in the order a reader would name them. Where there is no evidence
no model is called, and the reply says why in a sentence of its own.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from threading import Thread

from assistant.asking.finding import find_evidence, find_papers, nearest
from assistant.asking.metadata_questions import fact_for
from assistant.asking.question import Question
from assistant.asking.refusals import cannot_begin, nothing_found
from assistant.asking.remarks import with_remarks
from assistant.asking.reply import Reply
from assistant.asking.writers import Writer, WritingRequest
from assistant.asking.writing import OnStep, timed, write_into
from assistant.checking.polarity import has_denial
from assistant.checking.second_reading import read_again
from assistant.errors import SettingsError
from assistant.evidence.ranking import Evidence, similarity_by
from assistant.evidence.selection import choose
from assistant.evidence.sources import Source, number_sources
from assistant.library.library import Library
from assistant.library.papers import Hit
from assistant.reader.embeddings import Embedder
from assistant.reader.entailment import EntailmentReader
from assistant.text.sentences import sentences_of

logger = logging.getLogger(__name__)


def ask(
    question: Question,
    library: Library,
    writer: Writer,
    on_step: OnStep = lambda step: None,
    reader: EntailmentReader | None = None,
) -> Reply:
    """The reply to a question, written as it is iterated; `on_step` is called with what is being done.

    Where there is a reader, it reads the finished claims a second time.
    """
    reply = Reply(question, writer.kind, writer.name)
    reply.usage.add(question.usage)
    pieces = _with_remarks(reply, _answer(reply, library, writer, on_step))
    return reply.started(timed(reply, _read_again(reply, pieces, reader) if reader else pieces))


def _read_again(reply: Reply, pieces: Iterator[str], reader: EntailmentReader) -> Iterator[str]:
    """The answer, whose claims are then read again; a reader that cannot be used leaves them as the rules judged them."""
    yield from pieces
    try:
        reply.claims[:] = read_again(reply.claims, reply.sources, reader)
    except SettingsError as problem:
        logger.warning("The claims were not read a second time: %s", problem.message)
        reply.reader_problem = problem


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
    yield from write_into(reply, task, writer, on_step)
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
