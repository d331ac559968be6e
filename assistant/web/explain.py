"""The explanation page: choose a paper and a reader; claims with cards, terms with meanings, what to read first and next."""

from functools import partial
from html import escape

import streamlit as st

from assistant.errors import PapersError
from assistant.explaining.explain import explain
from assistant.explaining.explanation import Explanation
from assistant.explaining.readers import LONGEST, READERS, Reader, reader_called
from assistant.library.papers import Paper
from assistant.output import html, markdown
from assistant.output.explanation import as_form, beside, body, headline
from assistant.picking import one_paper
from assistant.web.basket import add_button
from assistant.web.shared import downloads, edge, load_sample_if_wanted, style, warn, workshop
from assistant.wiring import Workshop

OFFERED = 8
"""Papers that a search offers: more than one screen of choices is no help."""
OWN = "own"


def main() -> None:
    """Draw the page."""
    style()
    shop = workshop()
    load_sample_if_wanted(shop)
    st.title("Explain a paper", anchor=False)
    _search(shop)
    if not (named := st.query_params.get("paper", "")):
        st.caption("Find a paper above, or follow “Explain” beside any paper of the library.")
        return
    paper = one_paper(named, shop.library)
    st.html(f'<p class="title">{escape(paper.title)}</p><p class="about">{html.about(paper)}</p>')
    if reader := _reader():
        _show(paper, reader, shop)


def _search(shop: Workshop) -> None:
    text = st.text_input(
        "Paper",
        placeholder="an arXiv id or link, words of the title, or a topic",
        key="explain_find",
        max_chars=300,
    )
    if not text.strip() or st.session_state.get("explain_found") == text:
        return
    try:
        papers = [one_paper(text, shop.library)]
    except PapersError:
        papers = [hit.paper for hit in shop.library.search(text, limit=OFFERED)]
    if not papers:
        st.info(
            "No paper matches. Try other words, or add papers on the Library page.", icon=":material/info:"
        )
    for paper in papers:
        st.button(
            markdown.escaped(paper.title),
            key=f"explain {paper.id}",
            on_click=_choose,
            args=(paper.id, text),
            icon=":material/lightbulb:",
            type="tertiary",
        )


def _choose(id_: str, text: str) -> None:
    st.query_params["paper"] = id_
    st.session_state["explain_found"] = text


def _reader() -> Reader | None:
    """The reader that was chosen; None while a person has not yet said who they are."""
    asked = st.query_params.get("for", "newcomer")
    names = [*READERS, OWN]
    st.session_state.setdefault("explain_reader", asked if asked in READERS else OWN)
    name = st.selectbox(
        "For",
        names,
        format_func=lambda name: READERS[name].title if name in READERS else "In my words …",
        key="explain_reader",
    )
    if name in READERS:
        st.query_params["for"] = name
        return READERS[name]
    st.session_state.setdefault("explain_own", "" if asked in READERS else asked)
    words = st.text_input(
        "Who are you?",
        placeholder="a nurse who wants to know what it costs",
        key="explain_own",
        max_chars=LONGEST,
    )
    if not words.strip():
        return None
    st.query_params["for"] = words
    return reader_called(words)


def _show(paper: Paper, reader: Reader, shop: Workshop) -> None:
    explanation = _explained(paper, reader, shop)
    st.caption(markdown.escaped(headline(explanation)))
    if explanation.problem:
        warn(explanation.problem)
    st.html(body(explanation, "explained"))
    with st.container(horizontal=True):
        if st.button("Ask about this paper", icon=":material/forum:"):
            st.session_state["suggested"] = f"What does “{paper.title}” do, and what was found?"
            st.switch_page("assistant/web/ask.py")
        add_button(paper.id)
        downloads(f"explanation-{paper.id.replace('/', '-')}", partial(as_form, explanation))
    if more := beside(explanation):
        st.html(more)


def _explained(paper: Paper, reader: Reader, shop: Workshop) -> Explanation:
    """The explanation, made once a session for each paper, reader and writer."""
    made: dict[tuple[str, str, str], Explanation] = st.session_state.setdefault("explanations", {})
    key = (paper.abstract, reader.told, shop.writer.name)
    if key not in made:
        with st.spinner("Reading the abstract …"):
            explanation = explain(paper, reader, shop.library, shop.model)
        if explanation.problem:
            return explanation
        made[key] = explanation
    return made[key]


with edge():
    main()
