"""Have a writer write into a reply: as it comes, checked, stopped, failing, and going on where it was cut short."""

import logging
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace

from assistant.asking.drafts import Draft, declined, no_answer_of
from assistant.asking.reply import Reply, StreamCursor
from assistant.asking.writers import QuotingWriter, Writer, WritingRequest
from assistant.checking.citations import Claim
from assistant.errors import EmptyResponse, ModelError, ModelRefused
from assistant.evidence.ranking import similarity_by
from assistant.library.library import Library
from assistant.text.markup import Block

logger = logging.getLogger(__name__)

OnStep = Callable[[str], None]


def go_on(reply: Reply, library: Library, writer: Writer, on_step: OnStep = lambda step: None) -> Reply:
    """The same reply, cut short before, with the rest of it written as it is iterated anew."""
    question, similarity = reply.question, similarity_by(library.embedder)
    reply.cut_short, reply.pending, reply.problem, reply.finished = "", "", None, False
    task = WritingRequest(
        question.text, question.conversation, reply.sources, (), similarity, written=reply.text
    )
    return reply.started(timed(reply, write_into(reply, task, writer, on_step)))


def write_into(reply: Reply, task: WritingRequest, writer: Writer, on_step: OnStep) -> Iterator[str]:
    """The writer's answer into the reply; where its model fails before a word, the evidence in quotes."""
    shown = StreamCursor(reply)
    try:
        yield from _take(reply, task, writer, shown, on_step)
        if not reply.claims and not reply.pending and not reply.notice:
            raise _nothing_written(reply, writer)
        if notice := no_answer_of(reply):
            reply.notice, reply.claims[:] = notice, []
    except ModelRefused as problem:
        reply.notice, reply.claims[:], reply.pending = declined(problem.message), [], ""
    except ModelError as problem:
        reply.problem = problem
        yield shown.more()
        if not reply.claims and not reply.pending and not reply.notice and task.evidence:
            logger.info("The model failed; the evidence is quoted instead")
            reply.model_kind, reply.model_name = QuotingWriter.kind, QuotingWriter.name
            yield from _take(reply, task, QuotingWriter(), shown, on_step)


def _nothing_written(reply: Reply, writer: Writer) -> ModelError:
    if reply.thoughts:
        return EmptyResponse(
            f"{writer.name} only thought aloud and gave no answer.",
            "Ask again, or set PAPERS_MODEL to another model.",
        )
    return ModelError(f"{writer.name} wrote no sentence.", "Ask again, or set PAPERS_MODEL to another model.")


def _take(
    reply: Reply, task: WritingRequest, writer: Writer, shown: StreamCursor, on_step: OnStep
) -> Iterator[str]:
    task.record.notify_by(on_step)
    draft, written = Draft(reply, task), writer.write(task, reply.usage)
    broke_off, thinking = True, False
    try:
        for piece in written:
            if isinstance(piece, Claim):
                reply.claims.append(_led_in(piece, reply.claims, task))
            elif not draft.add(piece):
                break
            if draft.is_thinking != thinking:
                thinking = draft.is_thinking
                on_step("thinking" if thinking else "writing")
            yield shown.more()
        broke_off = False
    finally:  # also when the reader stops listening: what was written is kept, and checked
        if isinstance(written, Generator):
            written.close()
        if not draft.is_empty:
            draft.finish(task.record.ending, broke_off)
            task.record.add_claims(reply.claims)
    yield shown.more()


def _led_in(claim: Claim, earlier: list[Claim], task: WritingRequest) -> Claim:
    """The first claim of a paper begins a paragraph, under the paper's title where the answer goes through several."""
    if earlier and earlier[-1].cited == claim.cited:
        return claim
    if len({evidence.sentence.paper for evidence in task.evidence}) < 2:
        return replace(claim, prefix="\n\n") if earlier else claim
    paper = task.source_of(claim.evidence[0]).paper
    title = f"{paper.title} ({paper.published.year})" if paper.published else paper.title
    return replace(claim, prefix="\n", before=(Block("heading", title),))


def timed(reply: Reply, pieces: Iterator[str]) -> Iterator[str]:
    """The pieces as they come, with the seconds until the first word and in all."""
    start = time.perf_counter()
    try:
        for piece in pieces:
            if piece and "first_word" not in reply.timings:
                reply.timings["first_word"] = time.perf_counter() - start
            yield piece
        reply.finished = True
    finally:
        reply.timings["total"] = time.perf_counter() - start
