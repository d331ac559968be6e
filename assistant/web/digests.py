"""A digest on a page: every paper in its place at once, its TL;DR as it is written, then what they are about and a map."""

from functools import partial
from typing import Any

import streamlit as st

from assistant.digests.digest import Digest, cost_of, make
from assistant.digests.selection import Request, Selection, select
from assistant.digests.tldr import TldrWriter
from assistant.export import digest as forms
from assistant.export.digest_forms import as_form
from assistant.services import Services
from assistant.web import charts
from assistant.web.adding import offer_days
from assistant.web.papers import LIBRARY, actions
from assistant.web.shared import downloads, literal, today

KEPT = 32
"""Finished digests kept for all visitors: stepping back and forth through a month's days makes none twice."""
LEAST_MAPPED = 4
"""Fewer papers are no map."""


@st.cache_resource(show_spinner=False)
def _finished() -> dict[object, Digest]:
    return {}


def draw(request: Request, services: Services) -> None:
    """The digest: at once where it is finished, else growing paper by paper; where there is none, why."""
    kept = _finished()
    selection = select(request, services.library, services.days, today())
    if selection.why_empty:
        _say_why(selection, services)
        return
    writer = _writer(selection, services)
    key = (selection, services.library.store.revision, writer.name, writer.fingerprint)
    if key in kept:
        _Page(kept[key])
        _downloads(kept[key])
        return
    growing = make(selection, services.library, writer)
    digest = next(growing)
    page = _Page(digest)
    for digest in growing:
        page.show(digest)
    if not digest.missing:  # what failed may succeed the next time
        while len(kept) >= KEPT:
            kept.pop(next(iter(kept)))
        kept[key] = digest
    _downloads(digest)


def _say_why(selection: Selection, services: Services) -> None:
    """Why there is no paper, and a way to get some, where there is one."""
    st.info(literal(selection.why_empty), icon=":material/info:")
    if not len(services.library):
        st.page_link(LIBRARY, label="Add papers", icon=":material/library_books:")
    elif selection.next_step:
        offer_days(services, selection.request.span, today())


def _writer(selection: Selection, services: Services) -> TldrWriter:
    """The model where it costs nothing more or was asked for, else the authors' words and a button to ask for it."""
    cost = cost_of(selection, services.tldrs)
    asked = f"write {selection.request.span.name}"
    if not cost.tldrs or st.session_state.get(asked):
        return services.tldrs
    st.button(
        f"Have {literal(services.tldrs.name)} write the TL;DRs",
        key=asked,
        icon=":material/edit:",
        help=forms.price(cost, services.settings.price).replace("$", "\\$"),
    )
    return services.free_tldrs


def _downloads(digest: Digest) -> None:
    if digest.entries:
        downloads(f"papers-{digest.selection.request.span.name}", partial(as_form, digest))


class _Page:
    """A digest on the page: every paper has its place at once, and its TL;DR as soon as it is written."""

    def __init__(self, digest: Digest) -> None:
        st.caption(literal(forms.facts(digest.selection)))
        self._headline, self._charts, self._progress = st.empty(), st.empty(), st.empty()
        self._slots: dict[str, Any] = {}
        self._waiting = {paper.id for paper in digest.papers}
        for paper in digest.papers:
            with st.container(key=f"paper {paper.id}", gap="xxsmall"):
                self._slots[paper.id] = st.empty()
                actions(paper, paper.id)
        self.show(digest)
        if not digest.finished:
            for paper in digest.papers:
                if paper.id in self._waiting:
                    self._slots[paper.id].html(forms.waiting(paper))

    def show(self, digest: Digest) -> None:
        """Put what is new in its place."""
        shown = {
            one.paper.id: forms.entry(one, "paper") for one in digest.entries if one.paper.id in self._waiting
        }
        shown |= {one.paper.id: forms.missing(one) for one in digest.missing if one.paper.id in self._waiting}
        for id_, html in shown.items():
            self._slots[id_].html(html)
        headline_was_waiting = not self._waiting.isdisjoint(digest.highlights)
        self._waiting -= shown.keys()
        if digest.finished:
            self._progress.caption(forms.how_written(digest) if digest.entries else "")
            if digest.entries:
                _charts(self._charts, digest)
        else:
            self._progress.progress(
                digest.done / len(digest.papers), f"{digest.done} of {len(digest.papers)}"
            )
        if headline_was_waiting and self._waiting.isdisjoint(digest.highlights):
            self._headline.html(forms.headline(digest, "headline"))


def _charts(place: Any, digest: Digest) -> None:
    if len(digest.entries) < LEAST_MAPPED:
        return
    with place.expander("Map and themes", icon=":material/scatter_plot:"):
        st.caption("Each point is a paper; papers that are alike are near each other.")
        st.vega_lite_chart(spec=charts.papers_map(digest), width="stretch", alt="Map of the papers by theme")
        if digest.selection.request.span.kind != "day":
            st.caption("Papers per day, by theme.")
            st.vega_lite_chart(
                spec=charts.themes_over_time(digest), width="stretch", alt="Papers a day by theme"
            )
