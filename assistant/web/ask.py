"""The chat page: ask, watch the answer come, open the sentence that each claim rests on."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from assistant.asking.answer import NEW_DAYS
from assistant.asking.named import asked_of
from assistant.asking.question import Question
from assistant.asking.suggestions import suggest
from assistant.library.filters import Filters
from assistant.library.papers import Paper
from assistant.output.conversation import as_form
from assistant.web.answers import asked_again, draw, settle, write
from assistant.web.shared import (
    conversation,
    downloads,
    edge,
    literal,
    load_sample_if_wanted,
    settings,
    style,
    today,
    workshop,
)
from assistant.wiring import Workshop

WRITERS: Mapping[str, str] = {"none": "quotations only", "embedded": "the embedded model"}
"""Those that can be chosen whatever the settings name, which comes first."""


def main() -> None:
    """Draw the page."""
    style()
    shop = workshop()
    load_sample_if_wanted(shop)
    _sidebar(shop)
    settle()
    replies = conversation()
    about = _about(shop)
    asked = st.chat_input(
        f"Ask about {about.title}" if about else "Ask about the papers in your library",
        key="question",
        max_chars=20_000,
    )
    asked = asked or st.session_state.pop("suggested", None)
    welcome = st.empty()
    if not replies and not asked:
        with welcome.container():
            _welcome(shop, about)
    for number, reply in enumerate(replies):
        draw(reply, str(number))
    if question := _understood(asked, about, shop) if asked else asked_again():
        write(question, replies, str(len(replies)))
    if replies:
        downloads("conversation", partial(as_form, tuple(replies)))


def _about(shop: Workshop) -> Paper | None:
    """The one paper that is asked about, where a link led here from it; shown, and to be taken away."""
    if id_ := st.query_params.get("paper"):
        st.session_state["about"] = id_
    about = shop.library.get([st.session_state["about"]]) if st.session_state.get("about") else {}
    for paper in about.values():
        with st.container(horizontal=True, vertical_alignment="center", key="about"):
            st.markdown(f"Only about **{literal(paper.title)}**")
            st.button("Ask the whole library", icon=":material/close:", on_click=_ask_the_whole_library)
    return next(iter(about.values()), None)


def _ask_the_whole_library() -> None:
    st.session_state.pop("about", None)
    st.query_params.pop("paper", None)


def _understood(asked: str, about: Paper | None, shop: Workshop) -> Question:
    question = shop.understand(asked, today(), [reply.as_turn() for reply in conversation()])
    return asked_of(question, [about]) if about else question


def _welcome(shop: Workshop, about: Paper | None) -> None:
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
    for question in _suggestions(shop, about):
        st.button(
            literal(question),
            key=f"suggest {question}",
            on_click=_suggest,
            args=(question,),
            icon=":material/arrow_forward:",
        )


def _suggestions(shop: Workshop, about: Paper | None) -> list[str]:
    if about:
        return [f"What does “{about.title}” do, and what was found?"]
    newest = [hit.paper for hit in shop.library.newest(Filters(), 12, NEW_DAYS)]
    return suggest(shop.library.inventory(), newest)


def _suggest(question: str) -> None:
    st.session_state["suggested"] = question


def _sidebar(shop: Workshop) -> None:
    with st.sidebar:
        own = settings().model
        choices = {"": WRITERS.get(own.kind, own.name)}
        choices |= {kind: told for kind, told in WRITERS.items() if kind != own.kind}
        st.selectbox(
            "Who writes",
            list(choices),
            format_func=lambda choice: choices[choice],
            key="model_choice",
            persist_state="session",
        )
        st.caption(f"{shop.writer.name} · {len(shop.library):,} papers")
        if conversation():
            st.button("New conversation", icon=":material/add:", on_click=_begin_anew, width="stretch")


def _begin_anew() -> None:
    st.session_state["conversation"] = []


with edge():
    main()
