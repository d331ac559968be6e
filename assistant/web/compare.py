"""The Compare page: choose papers and aspects, see the table come, open each cell's sentence, ask only these papers."""

from dataclasses import replace
from functools import partial

import streamlit as st

from assistant.asking.answer import ask
from assistant.asking.reply import Reply
from assistant.comparing.compare import compare
from assistant.comparing.comparison import Comparison, comparison_from
from assistant.errors import InputError
from assistant.grounding.aspects import LONGEST, MOST, STANDARD, USUAL, Aspect, aspects_named
from assistant.library.filters import Filters
from assistant.library.papers import Paper
from assistant.output import html, markdown
from assistant.output.comparison import as_html, in_form
from assistant.output.forms import FORMS, TABLES
from assistant.picking import Picked, checked, one_paper, pick_by_search
from assistant.web.basket import basket, put
from assistant.web.shared import (
    downloads,
    edge,
    inform,
    load_sample_if_wanted,
    style,
    today,
    warn,
    workshop,
)
from assistant.wiring import Workshop


def main() -> None:
    """Draw the page."""
    st.set_page_config(layout="wide")
    style()
    shop = workshop()
    load_sample_if_wanted(shop)
    _follow_link()
    st.title("Compare", anchor=False)
    _saved(shop)
    papers = _papers(shop)
    aspects = _aspects()
    _keep_link(papers, aspects)
    if len(papers) < 2:
        st.info("Choose at least two papers, or let the search choose.", icon=":material/info:")
        return
    one = _compared(checked(papers, shop.library), aspects, shop)
    if one and one.finished:
        _take_away(one, shop)
        _ask_these(one, shop)


def _follow_link() -> None:
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


def _saved(shop: Workshop) -> None:
    saved = shop.comparisons.items()
    if not saved:
        return
    with st.expander(f"{len(saved)} saved comparison{'s' * (len(saved) != 1)}"):
        for name, values in saved.items():
            with st.container(horizontal=True, vertical_alignment="center"):
                label = markdown.escaped(name)
                st.button(
                    label, key=f"open {name}", icon=":material/table_view:", on_click=_open, args=(values,)
                )
                st.button("Remove", key=f"drop {name}", on_click=_drop, args=(name, shop))


def _drop(name: str, shop: Workshop) -> None:
    shop.comparisons.remove(name)


def _open(values: dict[str, object]) -> None:
    one = comparison_from(values)
    st.session_state["compared"] = one
    st.session_state["comparison"] = [paper.id for paper in one.papers]
    st.session_state["aspects"] = [aspect.name for aspect in one.aspects]


def _papers(shop: Workshop) -> list[Paper]:
    """The chosen papers, with a way to add one, to let the search choose, and to take each away."""
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
            put([one_paper(text, shop.library).id])
        elif search and text.strip():
            st.session_state["comparison"] = [paper.id for paper in pick_by_search(text, shop.library).papers]
    except InputError as error:
        warn(error)
    return _chosen(shop)


def _chosen(shop: Workshop) -> list[Paper]:
    known = shop.library.get(basket())
    one = _before()
    before = {paper.id: paper for paper in one.papers} if one else {}
    papers = [paper for id_ in basket() if (paper := known.get(id_) or before.get(id_))]
    for id_ in basket():
        if id_ not in known and id_ not in before:
            st.warning(
                f"{markdown.escaped(id_[:60])} is not in your library. Fetch it with `papers fetch arxiv ID`."
            )
    with st.container(horizontal=True):
        for number, paper in enumerate(papers, 1):
            label = paper.title if len(paper.title) < 60 else f"{paper.title[:57]}…"
            st.button(
                f"✕ {number} {markdown.escaped(label)}",
                key=f"without {paper.id}",
                help="Take this paper away",
                on_click=basket().remove,
                args=(paper.id,),
            )
    return papers


def _aspects() -> tuple[Aspect, ...]:
    st.session_state.setdefault("aspects", list(USUAL))
    names = list(dict.fromkeys([*STANDARD, *st.session_state["aspects"]]))
    chosen = st.multiselect(
        "Aspects",
        names,
        key="aspects",
        accept_new_options=True,
        max_selections=MOST,
        placeholder="choose aspects, or write your own",
        help=f"Your own aspect may have {LONGEST} characters.",
        persist_state="session",
    )
    return aspects_named(list(chosen))


def _before() -> Comparison | None:
    one: Comparison | None = st.session_state.get("compared")
    return one


def _compared(picked: Picked, aspects: tuple[Aspect, ...], shop: Workshop) -> Comparison | None:
    """The table; it is made at once without a model, and with one when it is asked for, as that costs tokens."""
    before, writer = _before(), shop.cell_writer
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
        st.caption(markdown.escaped(note))
    if before:
        slot.html(as_html(before))
        for problem in before.problems:
            warn(problem)
    return before


def _take_away(one: Comparison, shop: Workshop) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Save as", key="name", placeholder="a name", max_chars=80)
        st.button("Save", disabled=not name.strip(), on_click=_save, args=(name.strip(), one, shop))
        downloads("comparison", partial(in_form, one), (*FORMS, *TABLES))
    st.caption("The page's address names these papers and aspects: keep or send it to come back to them.")


def _save(name: str, one: Comparison, shop: Workshop) -> None:
    shop.comparisons.put(name, one.as_saved())
    st.toast("Saved")


def _ask_these(one: Comparison, shop: Workshop) -> None:
    """Questions answered from these papers only; what was asked of other papers is not shown."""
    ids = tuple(paper.id for paper in one.papers)
    asked: dict[tuple[str, ...], list[Reply]] = st.session_state.setdefault("asked of", {})
    replies = asked.setdefault(ids, [])
    for number, reply in enumerate(replies):
        st.markdown(f"**{markdown.escaped(reply.question.text)}**")
        if reply.notice:
            inform(reply.notice)
        st.html(html.answer(reply, f"asked{number}"))
        if reply.problem:
            warn(reply.problem)
    with st.container():  # in its place under the table; pinned to the window it would scroll the page down
        text = st.chat_input(f"Ask only these {len(ids)} papers", key="question of these", max_chars=20_000)
    if text:
        question = shop.understand(text, today(), [reply.as_turn() for reply in replies])
        question = replace(question, filters=Filters(papers=ids).over(question.filters))
        replies.append(ask(question, shop.library, shop.writer).finish())
        st.rerun()


with edge():
    main()
