"""A question and its reply on a page: growing while it is written, with a button to stop it, and whole afterwards."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.asking.answer import ask
from assistant.asking.question import Question
from assistant.asking.reply import Reply
from assistant.asking.second_opinion import asked_about, give
from assistant.asking.writing import go_on
from assistant.errors import ModelError
from assistant.export import html
from assistant.export.terminal import opinions, summary
from assistant.library.filters import Filters
from assistant.llm.models import Usage
from assistant.services import Services
from assistant.web.papers import actions, compare_button, overview_button
from assistant.web.shared import error_text, get_services, inform, literal, today, warn
from assistant.web.writing import Dialogue, Writing


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
        for problem in filter(None, (reply.problem, reply.reader_problem)):
            warn(problem)
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


def draw_all(dialogue: Dialogue, key: str = "", fixed: str = "") -> None:
    """Every reply; the one that is being written grows until it is finished, then the page is drawn anew."""
    writing = dialogue.writing
    for number, reply in enumerate(dialogue.replies):
        if writing and reply is writing.reply and writing.goes_on():
            _follow(writing, f"{key}{number}", fixed)
        else:
            draw(reply, f"{key}{number}", fixed)
    if writing and writing.failure:
        st.error(writing.failure, icon=":material/error:")


def ask_in(dialogue: Dialogue, question: Question, services: Services) -> None:
    """Begin to answer the question as the dialogue's next reply."""
    dialogue.ask(lambda show: ask(question, services.library, services.writer, show, services.reader))


def go_on_in(dialogue: Dialogue, reply: Reply, services: Services) -> None:
    """Begin to write the rest of a reply that was cut short, in its place."""
    dialogue.ask(lambda show: go_on(reply, services.library, services.writer, show))


def _follow(writing: Writing, key: str, fixed: str) -> None:
    _draw_question(writing.reply.question, key, fixed)
    with _bubble():
        steps, slot, drawn = st.empty(), st.empty(), ""
        st.button("Stop", key=f"stop {key}", icon=":material/stop_circle:", on_click=writing.stop)
        while writing.goes_on():
            steps.html(html.step(writing.step))
            if (grown := html.answer(writing.reply, f"live-{key}")) != drawn:
                slot.html(grown)
                drawn = grown
    st.rerun()


def asked_again() -> Question | None:
    """The question that a button on this page has just asked anew."""
    question: Question | None = st.session_state.pop("again", None)
    return question


def ask_these(ids: tuple[str, ...], services: Services) -> None:
    """Questions answered from these papers only; what was asked of other papers is not shown."""
    asked: dict[tuple[str, ...], Dialogue] = st.session_state.setdefault("asked of", {})
    dialogue = asked.setdefault(ids, Dialogue())
    place = st.container()
    with st.container():  # in its place on the page; pinned to the window it would scroll the page down
        text = st.chat_input(f"Ask only these {len(ids)} papers", key="question of these", max_chars=20_000)
    if text:
        turns = [reply.as_turn() for reply in dialogue.replies]
        st.session_state["again"] = services.understand(text, today(), turns)
    if question := asked_again():
        ask_in(dialogue, question.narrowed(Filters(papers=ids)), services)
    with place:
        draw_all(dialogue, "these-", fixed="papers")


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
        st.button("Ask again", key=f"again {key}", on_click=_ask_again, args=(reply.question,))
    if reply.claims:
        st.caption(" · ".join(filter(None, (summary(reply), opinions(reply)))))
    _second_opinion(reply, key)
    if len(reply.cited) > 1:
        ids = [source.paper.id for source in reply.cited]
        with st.container(horizontal=True):
            compare_button(ids, f"compare {key}")
            overview_button(ids, reply.question.intent.topic, key)
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
            st.warning(f"There is no second opinion: {error_text(error)}", icon=":material/warning:")
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
