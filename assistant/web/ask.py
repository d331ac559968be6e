"""The chat page: ask, watch the answer come, open the sentence that each claim rests on."""

import time
from dataclasses import replace
from functools import partial

import streamlit as st

from assistant.asking.answer import NEW_DAYS, ask
from assistant.asking.question import Question
from assistant.asking.reply import Reply
from assistant.asking.second_opinion import asked_about, give
from assistant.asking.suggestions import suggest
from assistant.errors import ModelError
from assistant.library.filters import Filters
from assistant.library.papers import Paper
from assistant.output import html, markdown
from assistant.output.conversation import as_form
from assistant.output.terminal import opinions, summary
from assistant.web.basket import compare_button
from assistant.web.shared import (
    conversation,
    downloads,
    edge,
    inform,
    load_sample_if_wanted,
    style,
    today,
    told,
    warn,
    workshop,
)
from assistant.wiring import Workshop

REDRAW = 0.1
"""Seconds between two drawings of a growing answer: smooth to the eye, light for the browser."""


def main() -> None:
    """Draw the page."""
    style()
    shop = workshop()
    load_sample_if_wanted(shop)
    _sidebar(shop)
    replies = conversation()
    about = _about(shop)
    asked = st.chat_input(
        f"Ask about {about.title}" if about else "Ask about the papers in your library",
        key="question",
        submit_mode="stop",
        max_chars=20_000,
    )
    asked = asked or st.session_state.pop("suggested", None)
    welcome = st.empty()
    if not replies and not asked:
        with welcome.container():
            _welcome(shop)
    for number, reply in enumerate(replies):
        _draw(reply, number)
    if asked:
        _ask(_understood(asked, about, shop), shop)
    elif again := st.session_state.pop("again", None):
        _ask(again, shop)
    if replies:
        downloads("conversation", partial(as_form, tuple(replies)))


def _about(shop: Workshop) -> Paper | None:
    """The one paper that is asked about, where a link led here from it; shown, and to be taken away."""
    if id_ := st.query_params.get("paper"):
        st.session_state["about"] = id_
    about = shop.library.get([st.session_state["about"]]) if st.session_state.get("about") else {}
    for paper in about.values():
        with st.container(horizontal=True, vertical_alignment="center", key="about"):
            st.markdown(f"Only about **{markdown.escaped(paper.title)}**")
            st.button("Ask the whole library", icon=":material/close:", on_click=_ask_the_whole_library)
    return next(iter(about.values()), None)


def _ask_the_whole_library() -> None:
    st.session_state.pop("about", None)
    st.query_params.pop("paper", None)


def _understood(asked: str, about: Paper | None, shop: Workshop) -> Question:
    question = shop.understand(asked, today(), [reply.as_turn() for reply in conversation()])
    only = Filters(papers=(about.id,)) if about else Filters()
    return replace(question, filters=only.over(question.filters))


def _welcome(shop: Workshop) -> None:
    inventory = shop.library.inventory()
    st.title("Ask your papers", anchor=False)
    if not inventory.papers:
        st.info("Your library is empty. Add papers on the Library page.", icon=":material/info:")
        return
    st.markdown("Every sentence of an answer cites a sentence of an abstract, and the citation is checked.")
    if count := inventory.by_source["sample"]:
        st.caption(
            f"{count} of {inventory.papers:,} papers are a sample, described in this project's own words. "
            "Add your own, or remove the sample, on the Library page."
        )
    newest = [hit.paper for hit in shop.library.newest(Filters(), 12, NEW_DAYS)]
    for question in suggest(inventory, newest):
        st.button(
            markdown.escaped(question),
            key=f"suggest {question}",
            on_click=_suggest,
            args=(question,),
            icon=":material/arrow_forward:",
        )


def _suggest(question: str) -> None:
    st.session_state["suggested"] = question


def _ask(question: Question, shop: Workshop) -> None:
    """Write the answer on the page as it comes; the reply is kept first, so a stop loses nothing."""
    number = len(conversation())
    _draw_question(question, number)
    with st.chat_message("assistant", avatar=":material/menu_book:"):
        steps, slot, drawn = st.empty(), st.empty(), 0.0

        def show(step: str) -> None:
            steps.html(html.step(step))

        reply = ask(question, shop.library, shop.writer, show)
        conversation().append(reply)
        try:
            for _ in reply:
                if time.monotonic() - drawn > REDRAW:
                    slot.html(html.answer(reply, f"live{number}") + html.STOPPED)
                    drawn = time.monotonic()
        finally:
            reply.stop()
    st.rerun()


def _draw(reply: Reply, number: int) -> None:
    _draw_question(reply.question, number)
    with st.chat_message("assistant", avatar=":material/menu_book:"):
        st.caption(_how_it_went(reply))
        if reply.notice:
            inform(reply.notice)
        if reply.claims or reply.pending:
            _draw_answer(reply, number)
        if reply.problem:
            warn(reply.problem)
        if reply.nearest:
            with st.expander("The nearest papers"):
                st.html(html.papers(hit.paper for hit in reply.nearest))


def _draw_answer(reply: Reply, number: int) -> None:
    doubtful = not all(claim.holds for claim in reply.claims)
    only = doubtful and st.toggle("Show only what is supported", key=f"only {number}")
    st.html(html.answer(reply, f"answer{number}", only))
    if not reply.finished:
        st.caption("Stopped here.")
    st.caption(" · ".join(filter(None, (summary(reply), opinions(reply)))))
    _second_opinion(reply, number)
    if len(reply.cited) > 1:
        compare_button([source.paper.id for source in reply.cited], f"compare {number}")
    if reply.cited:
        with st.expander(f"{len(reply.cited)} source{'s' * (len(reply.cited) != 1)}, and why each was found"):
            st.html(html.sources(reply))


def _second_opinion(reply: Reply, number: int) -> None:
    """A button under an answer that a capable model may be asked about, and what comes of it."""
    shop = workshop()
    if shop.model is None or not shop.writer.reads_whole_abstracts:
        return
    if not reply.finished or opinions(reply) or not asked_about(reply):
        return
    help_ = f"{shop.writer.name} reads each sentence against its abstracts. It can only make a verdict worse."
    if st.button("Second opinion", key=f"opinion {number}", icon=":material/fact_check:", help=help_):
        try:
            with st.spinner(f"{shop.writer.name} reads the abstracts"):
                give(reply, shop.model, shop.settings.context_tokens)
        except ModelError as error:
            st.warning(f"There is no second opinion: {told(error)}", icon=":material/warning:")
        else:
            st.rerun()


def _draw_question(question: Question, number: int) -> None:
    with st.chat_message("user", avatar=":material/person:"):
        st.text(question.text or " ")
        labels = question.filters.labels()
        if labels:
            with st.container(horizontal=True):
                for names, label in labels.items():
                    st.button(
                        f"{markdown.escaped(label)} ✕",
                        key=f"chip {number} {names}",
                        help="Ask again without this filter",
                        on_click=_ask_again,
                        args=(question.without(names),),
                    )


def _ask_again(question: Question) -> None:
    st.session_state["again"] = question


def _how_it_went(reply: Reply) -> str:
    seconds = reply.timings.get("total", 0.0)
    quoted = all(claim.verdict == "quoted" for claim in reply.claims)
    by = "quoted" if quoted else f"written by {reply.model_name}"
    parts = [f"searched {reply.searched:,} papers", by if reply.claims else "", f"{seconds:.1f} s"]
    return " · ".join(filter(None, parts))


def _sidebar(shop: Workshop) -> None:
    with st.sidebar:
        choices = {
            "": "the model in your settings",
            "embedded": "the embedded model",
            "none": "quotations only",
        }
        st.selectbox(
            "Who writes",
            list(choices),
            format_func=lambda choice: choices[choice],
            key="model_choice",
            persist_state="session",
        )
        st.caption(f"{shop.writer.name} · {len(shop.library):,} papers")
        if conversation():
            st.button(
                "New conversation", icon=":material/add:", on_click=conversation().clear, width="stretch"
            )


with edge():
    main()
