"""The chat page: ask, watch the answer come, open the sentence that each claim rests on."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from assistant.asking.finding import NEW_DAYS
from assistant.asking.paper_scope import restrict_to
from assistant.asking.question import Question
from assistant.asking.suggestions import suggest
from assistant.export.conversation import as_form
from assistant.library.filters import Filters
from assistant.library.papers import Paper
from assistant.services import Services
from assistant.web import conversations
from assistant.web.answers import ask_in, asked_again, draw_all, go_on_in, to_go_on
from assistant.web.shared import (
    downloads,
    edge,
    get_services,
    literal,
    load_sample_if_wanted,
    settings,
    style,
    today,
)
from assistant.web.writing import Dialogue

WRITERS: Mapping[str, str] = {"none": "quotations only", "embedded": "the embedded model"}
"""Those that can be chosen whatever the settings name, which comes first."""


def main() -> None:
    """Draw the page."""
    style()
    services = get_services()
    load_sample_if_wanted(services)
    dialogue = conversations.current(services)
    about = _about(services)
    typed = st.chat_input(
        f"Ask about {about.title}" if about else "Ask about the papers in your library",
        key="question",
        max_chars=20_000,
    )
    asked = typed or st.session_state.pop("suggested", None) or st.query_params.get("q")
    if question := _understood(asked, about, services, dialogue) if asked else asked_again():
        st.query_params.pop("q", None)
        ask_in(dialogue, question, services)
        conversations.show_address()
    elif rest := to_go_on():
        go_on_in(dialogue, rest, services)
    _sidebar(services)  # which lists the conversation that has just begun
    if not dialogue.replies:
        _welcome(services, about)
    draw_all(dialogue)
    if dialogue.replies:
        downloads("conversation", partial(as_form, tuple(dialogue.replies)))


def _about(services: Services) -> Paper | None:
    """The one paper that is asked about, where the address names it; shown, and to be taken away."""
    id_ = st.query_params.get("paper")
    about = services.library.get([id_]) if id_ else {}
    for paper in about.values():
        with st.container(horizontal=True, vertical_alignment="center", key="about"):
            st.markdown(f"Only about **{literal(paper.title)}**")
            st.button("Ask the whole library", icon=":material/close:", on_click=_ask_the_whole_library)
    return next(iter(about.values()), None)


def _ask_the_whole_library() -> None:
    st.query_params.pop("paper", None)


def _understood(asked: str, about: Paper | None, services: Services, dialogue: Dialogue) -> Question:
    question = services.understand(asked, today(), [reply.as_turn() for reply in dialogue.replies])
    return restrict_to(question, [about]) if about else question


def _welcome(services: Services, about: Paper | None) -> None:
    inventory = services.library.inventory()
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
    for question in _suggestions(services, about):
        st.button(
            literal(question),
            key=f"suggest {question}",
            on_click=_suggest,
            args=(question,),
            icon=":material/arrow_forward:",
        )


def _suggestions(services: Services, about: Paper | None) -> list[str]:
    if about:
        return [f"What does “{about.title}” do, and what was found?"]
    newest = [hit.paper for hit in services.library.newest(Filters(), 12, NEW_DAYS)]
    return suggest(services.library.inventory(), newest)


def _suggest(question: str) -> None:
    st.session_state["suggested"] = question


def _sidebar(services: Services) -> None:
    with st.sidebar:
        own = settings().model
        choices = {"": WRITERS.get(own.kind, own.name)}
        choices |= {kind: label for kind, label in WRITERS.items() if kind != own.kind}
        st.selectbox(
            "Model",
            list(choices),
            format_func=lambda choice: choices[choice],
            key="model_choice",
            persist_state="session",
        )
        st.caption(f"{services.writer.name} · {len(services.library):,} papers")
        conversations.sidebar(services)


with edge():
    main()
