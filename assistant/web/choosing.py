"""What a comparison is of, as its page asks for it: papers and aspects, added, found by the search, taken away."""

import streamlit as st

from assistant.asking.paper_resolver import one_paper, pick_by_search
from assistant.comparing.comparison import Comparison
from assistant.errors import InputError
from assistant.evidence.aspects import LONGEST, MOST, STANDARD, USUAL, Aspect, aspects_named
from assistant.library.identifiers import arxiv_number
from assistant.library.papers import Paper
from assistant.services import Services
from assistant.web.adding import offer_papers
from assistant.web.papers import EXPLAIN, basket, put
from assistant.web.shared import literal, warn


def chosen_papers(services: Services, before: Comparison | None) -> list[Paper]:
    """The chosen papers that are there, with ways to add one, to let the search choose, and to take each away.

    A paper of the comparison `before` is there also when the library has lost it.
    """
    with st.form("choose", clear_on_submit=True, border=False):
        text = st.text_input(
            "Papers",
            placeholder="an arXiv id, a link, words of a title; or a topic for the search",
            key="wanted",
        )
        with st.container(horizontal=True):
            add = st.form_submit_button("Add this paper", icon=":material/add:")
            search = st.form_submit_button("Let the search choose", icon=":material/search:")
    try:
        if add and text.strip():
            put([_meant(text, services)])
        elif search and text.strip():
            st.session_state["comparison"] = [
                paper.id for paper in pick_by_search(text, services.library).papers
            ]
    except InputError as error:
        warn(error)
    return _chosen(services, before)


def _meant(text: str, services: Services) -> str:
    """The id of the paper that is meant; also where the library lacks it, so that it can be fetched."""
    try:
        return one_paper(text, services.library).id
    except InputError:
        if number := arxiv_number(text.strip(), bare=True):
            return number[0]
        raise


def _chosen(services: Services, before: Comparison | None) -> list[Paper]:
    """A line for each chosen paper: its title leads to its explanation, a button takes it away."""
    known = {paper.id: paper for paper in before.papers} if before else {}
    known |= services.library.get(basket())
    papers = [known[id_] for id_ in basket() if id_ in known]
    for number, paper in enumerate(papers, 1):
        with st.container(horizontal=True, vertical_alignment="center", key=f"chosen {paper.id}"):
            st.page_link(
                EXPLAIN,
                label=f"{number} · {literal(paper.title)}",
                help="Explain this paper",
                query_params={"paper": paper.id},
            )
            _without(paper.id)
    if absent := [id_ for id_ in basket() if id_ not in known]:
        for id_ in absent:
            with st.container(horizontal=True, vertical_alignment="center", key=f"chosen {id_}"):
                st.markdown(f"{literal(id_[:60])} is not in your library.", width="content")
                _without(id_)
        offer_papers(services, absent)
    return papers


def _without(id_: str) -> None:
    st.button(
        "Take away",
        key=f"without {id_}",
        icon=":material/close:",
        type="tertiary",
        on_click=basket().remove,
        args=(id_,),
    )


def chosen_aspects() -> tuple[Aspect, ...]:
    """What is compared: the usual aspects, others, a visitor's own."""
    st.session_state.setdefault("aspects", list(USUAL))
    names = list(dict.fromkeys([*STANDARD, *st.session_state["aspects"]]))
    chosen = st.multiselect(
        "Aspects",
        names,
        key="aspects",
        accept_new_options=True,
        max_selections=MOST,
        placeholder="choose aspects, or write your own",
        help=f"An aspect of your own may have up to {LONGEST} characters.",
        persist_state="session",
    )
    return aspects_named(list(chosen))
