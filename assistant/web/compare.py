"""The Compare page: choose papers and aspects, see the table come, open each cell's sentence, ask only these papers."""

from functools import partial

import streamlit as st

from assistant.asking.paper_resolver import ResolvedPapers, checked
from assistant.comparing.compare import compare
from assistant.comparing.comparison import Comparison
from assistant.evidence.aspects import USUAL, Aspect, aspects_named
from assistant.export.comparison import in_form
from assistant.export.comparison_table import as_html
from assistant.export.forms import FORMS, TABLES
from assistant.export.saved_comparison import from_saved, to_saved
from assistant.library.filters import Filters
from assistant.library.papers import Paper
from assistant.services import Services
from assistant.web import jobs
from assistant.web.answers import ask_in, asked_again, draw_all
from assistant.web.choosing import chosen_aspects, chosen_papers
from assistant.web.shared import (
    downloads,
    edge,
    get_services,
    literal,
    load_sample_if_wanted,
    style,
    today,
    warn,
)
from assistant.web.writing import Dialogue


def main() -> None:
    """Draw the page."""
    style()
    services = get_services()
    load_sample_if_wanted(services)
    jobs.show()
    _take_link()
    st.title("Compare", anchor=False)
    _saved(services)
    papers = chosen_papers(services, _before())
    aspects = chosen_aspects()
    _keep_link(papers, aspects)
    if len(papers) < 2:
        st.info("Choose at least two papers, or let the search choose.", icon=":material/info:")
        return
    one = _compared(checked(papers, services.library), aspects, services)
    if one and one.finished:
        _take_away(one, services)
        _ask_these(one, services)


def _take_link() -> None:
    """What the address names is chosen, once; afterwards the page's own choice goes into the address."""
    link = (st.query_params.get("papers", ""), st.query_params.get("aspects", ""))
    if any(link) and st.session_state.get("linked") != link:
        st.session_state["linked"] = link
        if link[0]:
            st.session_state["comparison"] = [id_ for id_ in link[0].split(",") if id_]
        if link[1]:
            st.session_state["aspects"] = [each.name for each in aspects_named(link[1].split(","))]


def _keep_link(papers: list[Paper], aspects: tuple[Aspect, ...]) -> None:
    names = ",".join(aspect.name.replace(",", " ") for aspect in aspects)
    link = (",".join(paper.id for paper in papers), names if names != ",".join(USUAL) else "")
    st.session_state["linked"] = link
    wanted = {name: value for name, value in zip(("papers", "aspects"), link, strict=True) if value}
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)


def _saved(services: Services) -> None:
    saved = services.comparisons.items()
    if not saved:
        return
    with st.expander(f"{len(saved)} saved comparison{'s' * (len(saved) != 1)}"):
        for name, values in saved.items():
            with st.container(horizontal=True, vertical_alignment="center"):
                label = literal(name)
                st.button(
                    label, key=f"open {name}", icon=":material/table_view:", on_click=_open, args=(values,)
                )
                st.button("Remove", key=f"drop {name}", on_click=_drop, args=(name, services))


def _drop(name: str, services: Services) -> None:
    services.comparisons.remove(name)


def _open(values: dict[str, object]) -> None:
    with edge():  # a callback runs before the page and its edge
        one = from_saved(values)
        st.session_state["compared"] = one
        st.session_state["comparison"] = [paper.id for paper in one.papers]
        st.session_state["aspects"] = [aspect.name for aspect in one.aspects]


def _before() -> Comparison | None:
    one: Comparison | None = st.session_state.get("compared")
    return one


def _compared(picked: ResolvedPapers, aspects: tuple[Aspect, ...], services: Services) -> Comparison | None:
    """The table; it is made at once without a model, and with one when it is asked for, as that costs tokens."""
    before, writer = _before(), services.cell_writer
    same = before and before.papers == picked.papers and before.aspects == aspects and before.finished
    slot = st.empty()
    if (
        not same
        and writer.name
        and not st.button("Compare", type="primary", icon=":material/compare_arrows:")
    ):
        return None
    if not same:
        for growing in compare(picked.papers, aspects, writer, before, picked.notes):
            st.session_state["compared"] = before = growing
            slot.html(as_html(growing))
    for note in picked.notes:
        st.caption(literal(note))
    if before:
        slot.html(as_html(before))
        if before.problem:
            warn(before.problem)
    return before


def _take_away(one: Comparison, services: Services) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Save as", key="name", placeholder="a name", max_chars=80)
        st.button("Save", disabled=not name.strip(), on_click=_save, args=(name.strip(), one, services))
        downloads("comparison", partial(in_form, one), (*FORMS, *TABLES))
    st.caption("The page's address names these papers and aspects: keep or send it to come back to them.")


def _save(name: str, one: Comparison, services: Services) -> None:
    services.comparisons.put(name, to_saved(one))
    st.toast("Saved")


def _ask_these(one: Comparison, services: Services) -> None:
    """Questions answered from these papers only; what was asked of other papers is not shown."""
    ids = tuple(paper.id for paper in one.papers)
    asked: dict[tuple[str, ...], Dialogue] = st.session_state.setdefault("asked of", {})
    dialogue = asked.setdefault(ids, Dialogue())
    place = st.container()
    with st.container():  # in its place under the table; pinned to the window it would scroll the page down
        text = st.chat_input(f"Ask only these {len(ids)} papers", key="question of these", max_chars=20_000)
    if text:
        turns = [reply.as_turn() for reply in dialogue.replies]
        st.session_state["again"] = services.understand(text, today(), turns)
    if question := asked_again():
        ask_in(dialogue, question.narrowed(Filters(papers=ids)), services)
    with place:
        draw_all(dialogue, "these-", fixed="papers")


with edge():
    main()
