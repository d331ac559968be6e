"""A question and its reply on a page: growing while it is written, with a button to stop it, and whole afterwards."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.asking.answer import ask
from assistant.asking.question import Question
from assistant.asking.reply import Reply
from assistant.asking.second_opinion import asked_about, give
from assistant.asking.writing import OnStep, go_on
from assistant.errors import ModelError
from assistant.export import html
from assistant.export.terminal import opinions, summary
from assistant.llm.models import Usage
from assistant.web.papers import actions, compare_button
from assistant.web.shared import get_services, inform, literal, told, warn
from assistant.web.writing import Writing


def draw(reply: Reply, key: str, fixed: str = "") -> None:
    """The question and all there is of its reply; `key` keeps the replies on a page apart.

    `fixed` is the filter that the page itself sets, as `Filters.labels` names it: it cannot be taken away.
    """
    _draw_question(reply.question, key, fixed)
    with _bubble():
        st.caption(_how_it_went(reply))
        if reply.notice:
            inform(reply.notice)
        if reply.claims or reply.pending:
            _draw_answer(reply, key)
        elif not (reply.finished or reply.notice or reply.problem):
            st.caption("Stopped before the first word.")
            st.button("Ask again", key=f"again {key}", on_click=_ask_again, args=(reply.question,))
        if reply.problem:
            warn(reply.problem)
        _draw_thoughts(reply)
        if reply.can_go_on and get_services().writer.reads_whole_abstracts:
            st.button(
                "Go on", key=f"go on {key}", icon=":material/arrow_forward:", on_click=_go_on, args=(reply,)
            )
        if reply.nearest:
            with st.expander(reply.heading):
                for hit in reply.nearest:
                    st.html(html.papers([hit.paper]))
                    actions(hit.paper, f"{key} {hit.paper.id}")


def write(question: Question, replies: list[Reply], key: str, fixed: str = "") -> None:
    """Have the question answered, on the page as it is written, then draw the page anew.

    The reply is the last of `replies` before it begins, so that no click loses what was written.
    """
    services = get_services()
    _draw_question(question, key, fixed)
    _write(lambda show: ask(question, services.library, services.writer, show), replies, key)


def write_rest(reply: Reply, replies: list[Reply], key: str) -> None:
    """Have the rest of a reply written that was cut short; it becomes the last of `replies`."""
    services = get_services()
    replies[:] = [each for each in replies if each is not reply]
    _write(lambda show: go_on(reply, services.library, services.writer, show), replies, key)


def _write(begin: Callable[[OnStep], Reply], replies: list[Reply], key: str) -> None:
    step = ""

    def show(doing: str) -> None:
        nonlocal step
        step = doing

    with _bubble():
        steps, slot, drawn = st.empty(), st.empty(), ""
        st.button("Stop", key=f"stop {key}", icon=":material/stop_circle:")
        reply = begin(show)
        writing = st.session_state["writing"] = Writing(reply, replies)
        try:
            while writing.goes_on():
                steps.html(html.step(step or "beginning"))
                if (grown := html.answer(reply, f"live-{key}")) != drawn:
                    slot.html(grown)
                    drawn = grown
        finally:
            writing.stop()
        if writing.failure:
            st.error(writing.failure, icon=":material/error:")
        else:
            st.rerun()


def cancel_running() -> None:
    """End what an earlier run of a page is still writing, before the replies are drawn.

    A click begins a new run at once, while the one it stops has yet to notice.
    """
    if writing := st.session_state.pop("writing", None):
        writing.stop()


def asked_again() -> Question | None:
    """The question that a button on this page has just asked anew."""
    question: Question | None = st.session_state.pop("again", None)
    return question


def to_go_on() -> Reply | None:
    """The reply that a button on this page has just asked the rest of."""
    reply: Reply | None = st.session_state.pop("go on", None)
    return reply


def _go_on(reply: Reply) -> None:
    st.session_state["go on"] = reply


def _draw_thoughts(reply: Reply) -> None:
    """What the model thought aloud, folded."""
    if reply.thoughts:
        with st.expander("Thinking", icon=":material/psychology:"):
            st.text(reply.thoughts)


def _bubble() -> DeltaGenerator:
    return st.chat_message("assistant", avatar=":material/menu_book:")


def _draw_answer(reply: Reply, key: str) -> None:
    doubtful = not all(claim.holds for claim in reply.claims)
    only = doubtful and st.toggle("Show only what is supported", key=f"only {key}")
    st.html(html.answer(reply, f"answer-{key}", only))
    if not reply.finished:
        st.caption("Stopped here.")
    if reply.claims:
        st.caption(" · ".join(filter(None, (summary(reply), opinions(reply)))))
    _second_opinion(reply, key)
    if len(reply.cited) > 1:
        compare_button([source.paper.id for source in reply.cited], f"compare {key}")
    if reply.cited:
        with st.expander(f"{len(reply.cited)} source{'s' * (len(reply.cited) != 1)}, and why each was found"):
            for source in reply.cited:
                st.html(html.sources([source]))
                actions(source.paper, f"{key} {source.paper.id}")


def _second_opinion(reply: Reply, key: str) -> None:
    """A button under an answer that a capable model may be asked about, and what comes of it."""
    services = get_services()
    if services.capable_model is None:
        return
    if not reply.finished or opinions(reply) or not asked_about(reply):
        return
    help_ = (
        f"{services.writer.name} reads each sentence against its abstracts. It can only make a verdict worse."
    )
    if st.button("Second opinion", key=f"opinion {key}", icon=":material/fact_check:", help=help_):
        try:
            with st.spinner(f"{services.writer.name} reads the abstracts"):
                give(reply, services.capable_model, services.settings.context_tokens)
        except ModelError as error:
            st.warning(f"There is no second opinion: {told(error)}", icon=":material/warning:")
        else:
            st.rerun()


def _draw_question(question: Question, key: str, fixed: str) -> None:
    with st.chat_message("user", avatar=":material/person:"):
        st.text(question.text or " ")
        if labels := question.filters.without(fixed).labels():
            with st.container(horizontal=True):
                for names, label in labels.items():
                    st.button(
                        f"{literal(label)} ✕",
                        key=f"chip {key} {names}",
                        help="Ask again without this filter",
                        on_click=_ask_again,
                        args=(question.without(names),),
                    )


def _ask_again(question: Question) -> None:
    st.session_state["again"] = replace(question, usage=Usage())  # it is not read by a model again


def _how_it_went(reply: Reply) -> str:
    seconds = reply.timings.get("total")
    quoted = all(claim.verdict == "quoted" for claim in reply.claims)
    by = "quoted" if quoted else f"written by {reply.model_name}"
    parts = [
        f"searched {reply.searched:,} papers",
        by if reply.claims else "",
        f"{seconds:.1f} s" if seconds else "",
    ]
    return " · ".join(filter(None, parts))
