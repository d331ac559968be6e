"""The explanation page: choose a paper and a reader; claims with cards, terms with meanings, what to read first and next."""

from functools import partial

import streamlit as st

from assistant.asking.finding import NEW_DAYS
from assistant.asking.paper_resolver import one_paper
from assistant.errors import InputError
from assistant.explaining.explain import explain
from assistant.explaining.explanation import Explanation
from assistant.explaining.readers import LONGEST, READERS, Reader, reader_called
from assistant.export import html
from assistant.export.explanation import as_form, body, glossary, headline, reading, suggested
from assistant.library.filters import Filters
from assistant.library.identifiers import arxiv_numbers_in
from assistant.library.papers import Paper
from assistant.services import Services
from assistant.text.words import content
from assistant.web import jobs
from assistant.web.adding import offer_papers
from assistant.web.papers import actions
from assistant.web.shared import downloads, edge, get_services, literal, load_sample_if_wanted, style, warn

OFFERED = 8
"""Papers offered at once: more than one screen of choices is no help."""
OWN = "own"


def main() -> None:
    """Draw the page."""
    style()
    services = get_services()
    load_sample_if_wanted(services)
    jobs.show()
    st.title("Explain a paper", anchor=False)
    named = st.query_params.get("paper", "")
    _search(services, anything=not named)
    if not named:
        return
    try:
        paper = one_paper(named, services.library)
    except InputError as error:
        warn(error)
        offer_papers(services, [named])
        return
    st.html(html.render("parts.head", paper))
    if reader := _reader():
        _show(paper, reader, services)


def _search(services: Services, anything: bool) -> None:
    """A way to find a paper; where none is open yet and nothing is sought, some of the newest or best liked."""
    text = st.text_input(
        "Paper",
        placeholder="an arXiv id or link, words of the title, or a topic",
        key="explain_find",
        max_chars=300,
    )
    if text.strip():
        try:
            _offer(_found(text, services))
        except InputError as error:
            warn(error)
            offer_papers(services, [*arxiv_numbers_in(text)])
    elif anything and len(services.library):
        st.caption("Find a paper above, press “Explain” beside any paper, or begin with one of these:")
        newest = services.library.newest(Filters(), OFFERED, NEW_DAYS)
        found = newest if len(newest) == OFFERED else services.library.newest(Filters(), OFFERED)
        _offer([hit.paper for hit in found])
    elif anything:
        st.info("Your library is empty. Add papers on the Library page.", icon=":material/info:")


def _found(text: str, services: Services) -> list[Paper]:
    """The paper of this number, link or title; InputError for a number that is not there.

    One word that a title has may as well be a topic: that paper comes first, and others beside it.
    """
    if numbers := arxiv_numbers_in(text):
        return [one_paper(numbers[0], services.library)]
    try:
        titled = [one_paper(text, services.library)]
    except InputError:
        titled = []
    if titled and len(content(text)) > 1:
        return titled
    hits = services.library.search(text, limit=OFFERED)
    return [*titled, *(hit.paper for hit in hits if hit.paper not in titled)][:OFFERED]


def _offer(papers: list[Paper]) -> None:
    if not papers:
        st.info(
            "No paper matches. Try other words, or add papers on the Library page.", icon=":material/info:"
        )
    for paper in papers:
        st.button(
            literal(paper.title),
            key=f"explain {paper.id}",
            on_click=_choose,
            args=(paper.id,),
            icon=":material/lightbulb:",
            type="tertiary",
        )


def _choose(id_: str) -> None:
    st.query_params["paper"], st.session_state["explain_find"] = id_, ""


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


def _show(paper: Paper, reader: Reader, services: Services) -> None:
    explanation = _explained(paper, reader, services)
    st.caption(literal(headline(explanation)))
    if explanation.problem:
        warn(explanation.problem)
    st.html(body(explanation, "explained"))
    with st.container(horizontal=True, vertical_alignment="center"):
        downloads(f"explanation-{paper.id.replace('/', '-')}", partial(as_form, explanation))
        actions(paper, paper.id, explain=False)
    if terms := glossary(explanation):
        st.html(terms)
    for heading, found in reading(explanation):
        for number, each in enumerate(found):
            st.html(suggested([each], "" if number else heading))
            actions(each.paper, f"{heading} {each.paper.id}")


def _explained(paper: Paper, reader: Reader, services: Services) -> Explanation:
    """The explanation, made once a session for each paper, reader and writer."""
    made: dict[tuple[str, str, str], Explanation] = st.session_state.setdefault("explanations", {})
    key = (paper.abstract, reader.description, services.writer.name)
    if key not in made:
        with st.spinner("Reading the abstract …"):
            explanation = explain(paper, reader, services.library, services.capable_model)
        if explanation.problem:
            return explanation
        made[key] = explanation
    return made[key]


with edge():
    main()
