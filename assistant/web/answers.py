"""A question and its reply on a page: growing while it is written, with a button to stop it, and whole afterwards."""

from copy import copy
from threading import Event, Thread

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.asking.answer import ask
from assistant.asking.question import Question
from assistant.asking.reply import Reply
from assistant.asking.second_opinion import asked_about, give
from assistant.errors import ModelError
from assistant.output import html, markdown
from assistant.output.terminal import opinions, summary
from assistant.web.papers import actions, compare_button
from assistant.web.shared import failure_of, inform, told, warn, workshop

REDRAW = 0.1
"""Seconds between two drawings of a growing answer: smooth to the eye, light for the browser."""
PATIENCE = 0.5
"""Seconds that a stopped answer has to end in: a model that is writing says its next word sooner, one that has not begun
may be silent for a minute."""


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
        if reply.nearest:
            with st.expander(reply.heading):
                for hit in reply.nearest:
                    st.html(html.papers([hit.paper]))
                    actions(hit.paper, f"{key} {hit.paper.id}")


def write(question: Question, replies: list[Reply], key: str, fixed: str = "") -> None:
    """Have the question answered, on the page as it is written, then draw the page anew.

    The reply is the last of `replies` before it begins, so that no click loses what was written.
    """
    shop, step = workshop(), ""

    def show(doing: str) -> None:
        nonlocal step
        step = doing

    _draw_question(question, key, fixed)
    with _bubble():
        steps, slot, drawn = st.empty(), st.empty(), ""
        st.button("Stop", key=f"stop {key}", icon=":material/stop_circle:")
        reply = ask(question, shop.library, shop.writer, show)
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


def settle() -> None:
    """End what an earlier run of a page is still writing, before the replies are drawn.

    A click begins a new run at once, while the one it stops has yet to notice.
    """
    if writing := st.session_state.pop("writing", None):
        writing.stop()


def asked_again() -> Question | None:
    """The question that a button on this page has just asked anew."""
    question: Question | None = st.session_state.pop("again", None)
    return question


class Writing:
    """A reply that is written in a thread of its own, so that Stop is heard also while the model is silent."""

    def __init__(self, reply: Reply, replies: list[Reply]) -> None:
        """Begin; the reply is the last of the replies from now on."""
        self.failure = ""
        """What failed that should not have, as Markdown; known once it goes on no longer."""
        self._reply, self._replies, self._place, self._stopped = reply, replies, len(replies), Event()
        replies.append(reply)
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def goes_on(self) -> bool:
        """Whether it is still being written, after the time between two drawings."""
        self._thread.join(REDRAW)
        return self._thread.is_alive()

    def stop(self) -> None:
        """Write no further; what is written is kept and checked.

        A model that stays silent is left behind: a copy takes the reply's place, and late words do not reach it.
        """
        self._stopped.set()
        self._thread.join(PATIENCE)
        if self._thread.is_alive() and self._replies[self._place] is self._reply:
            self._replies[self._place] = left = copy(self._reply)
            left.claims = list(left.claims)

    def _run(self) -> None:
        self.failure = failure_of(self._write)

    def _write(self) -> None:
        for _ in self._reply:
            if self._stopped.is_set():
                self._reply.stop()
                return


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
    shop = workshop()
    if shop.model is None or not shop.writer.reads_whole_abstracts:
        return
    if not reply.finished or opinions(reply) or not asked_about(reply):
        return
    help_ = f"{shop.writer.name} reads each sentence against its abstracts. It can only make a verdict worse."
    if st.button("Second opinion", key=f"opinion {key}", icon=":material/fact_check:", help=help_):
        try:
            with st.spinner(f"{shop.writer.name} reads the abstracts"):
                give(reply, shop.model, shop.settings.context_tokens)
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
                        f"{markdown.escaped(label)} ✕",
                        key=f"chip {key} {names}",
                        help="Ask again without this filter",
                        on_click=_ask_again,
                        args=(question.without(names),),
                    )


def _ask_again(question: Question) -> None:
    st.session_state["again"] = question


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
