"""The Overview page: name a topic or bring papers, see the sections come, open their sources, save it, ask only its papers."""

from datetime import date
from functools import partial

import streamlit as st

from assistant.errors import InputError
from assistant.export.forms import FORMS
from assistant.export.overview import as_html, in_form, price
from assistant.library.filters import Filters
from assistant.overviews.make import cost_of, make
from assistant.overviews.overview import Chosen, Overview
from assistant.overviews.saved import opened, refreshed, save, saved_as
from assistant.overviews.selection import MOST, PAPERS, select_these
from assistant.services import Services
from assistant.web import jobs
from assistant.web.answers import ask_these
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


def main() -> None:
    """Draw the page."""
    style()
    services = get_services()
    load_sample_if_wanted(services)
    jobs.show()
    st.title("Overview", anchor=False)
    _saved(services)
    name = st.query_params.get("saved", "")
    try:
        one = _opened(name, services) if name else _made(_chosen(services), services)
    except InputError as error:
        warn(error)
        return
    if one and one.finished:
        _take_away(one, services)
        ask_these(tuple(paper.id for paper in one.papers), services)


def _saved(services: Services) -> None:
    """The saved overviews: a click opens one, and the address names it."""
    saved = services.overviews.items()
    if not saved:
        return
    with st.expander(f"{len(saved)} saved overview{'s' * (len(saved) != 1)}"):
        for name in saved:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.button(
                    literal(name),
                    key=f"open {name}",
                    icon=":material/summarize:",
                    on_click=_open,
                    args=(name,),
                )
                st.button("Remove", key=f"drop {name}", on_click=_drop, args=(name, services))


def _open(name: str) -> None:
    st.session_state.pop("overview", None)
    st.query_params.from_dict({"saved": name})


def _drop(name: str, services: Services) -> None:
    services.overviews.remove(name)
    st.query_params.clear()


def _opened(name: str, services: Services) -> Overview | None:
    """A saved overview as it was; one that was stopped, or is to be refreshed, is made from its papers of today."""
    saved = saved_as(name, services.overviews)
    st.subheader(literal(name), anchor=False)
    refresh = st.button("Refresh", icon=":material/refresh:", help="Take in papers that are new since.")
    if not (refresh or not saved.finished):
        one = opened(saved, services.library)
        st.html(as_html(one, "overview"))
        return one
    one = _written(refreshed(saved, services.library), services, st.empty())
    save(one, name, services.overviews, today())
    return one


def _chosen(services: Services) -> Chosen | None:
    """The papers that the address or the form names; None while neither names any."""
    topic = st.text_input(
        "Topic", value=st.query_params.get("topic", ""), key="overview topic", max_chars=300
    )
    ids = [id_ for id_ in st.query_params.get("papers", "").split(",") if id_]
    if ids:
        st.button("Of the whole library", icon=":material/close:", on_click=st.query_params.clear)
        return select_these(ids, topic.strip(), services.library)
    with st.container(horizontal=True):
        since = st.date_input("Since", None, key="overview since")
        until = st.date_input("Until", None, key="overview until")
        limit = st.number_input("Papers", 1, MOST, PAPERS, key="overview papers")
    filters = Filters(since=_day(since), until=_day(until))
    if not topic.strip() and not filters:
        st.info("Name a topic, for example “KV-cache compression”.", icon=":material/info:")
        return None
    if topic.strip() and st.query_params.get("topic") != topic:
        st.query_params["topic"] = topic
    return services.papers_on(topic, filters, today(), int(limit))


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _made(chosen: Chosen | None, services: Services) -> Overview | None:
    """The overview; made at once where it costs nothing, and with a model when it is asked for, as that costs tokens."""
    if chosen is None:
        return None
    before: tuple[Chosen, Overview] | None = st.session_state.get("overview")
    slot = st.empty()
    if (
        before
        and before[0] == chosen
        and before[1].finished
        and before[1].writer == services.overview_writer.name
    ):
        slot.html(as_html(before[1], "overview"))
        return before[1]
    cost = cost_of(chosen, services.library, services.overview_writer)
    help_ = price(cost, services.settings.price).replace("$", "\\$")
    if cost.calls and not st.button("Write it", type="primary", icon=":material/edit:", help=help_):
        st.caption(help_)
        return None
    one = _written(chosen, services, slot)
    st.session_state["overview"] = (chosen, one)
    return one


def _written(chosen: Chosen, services: Services, slot: "st.delta_generator.DeltaGenerator") -> Overview:
    """The overview, drawn as its sections come. Whatever a click stops, its finished sections are kept."""
    for one in make(chosen, services.library, services.overview_writer):
        slot.html(as_html(one, "overview"))
    if one.problem:
        warn(one.problem)
    return one


def _take_away(one: Overview, services: Services) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Save as", key="overview name", placeholder="a name", max_chars=80)
        st.button("Save", disabled=not name.strip(), on_click=_save, args=(name.strip(), one, services))
        downloads("overview", partial(in_form, one), (*FORMS, "json"))


def _save(name: str, one: Overview, services: Services) -> None:
    save(one, name, services.overviews, today())
    st.toast("Saved")


with edge():
    main()
