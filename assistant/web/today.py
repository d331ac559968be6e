"""The front page: a day's, week's or month's papers in TL;DRs, what they are about, and a map of them."""

from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from assistant.digesting.digest import Digest, cost_of, make
from assistant.digesting.following import Following, follow, following, unfollow
from assistant.digesting.selection import Request, Selection, days_of, newest_span, select
from assistant.digesting.tldr import TldrWriter
from assistant.library.papers import Paper
from assistant.output import digest as forms
from assistant.output import markdown
from assistant.output.digest_forms import as_form
from assistant.shelf import Shelf
from assistant.spans import SPAN_KINDS, Span, SpanKind, neighbours, read_span, span_of
from assistant.web import charts
from assistant.web.basket import add_button
from assistant.web.shared import downloads, edge, load_sample_if_wanted, style, today, workshop
from assistant.wiring import Workshop

ORDERS = {"upvotes": "By upvotes", "topic": "By topic", "follow": "What I follow"}
KEPT = 32
"""Finished digests kept for all visitors: stepping back and forth through a month's days makes none twice."""
LEAST_MAPPED = 4
"""Fewer papers are no map."""


def main() -> None:
    """Draw the page."""
    style()
    shop = workshop()
    load_sample_if_wanted(shop)
    days = days_of(shop.library)
    span = _span(shop)
    _steps(span, days)
    st.title(span.label, anchor=False)
    with st.container():  # in its place: at the foot of the page it would keep the page scrolled down
        asked = st.chat_input("Ask about the papers in your library", key="ask", max_chars=20_000)
    if asked:
        st.session_state["suggested"] = asked
        st.switch_page("assistant/web/ask.py")
    if request := _request(span, shop):
        _draw(request, shop)


def _span(shop: Workshop) -> Span:
    """What is looked at: as the address says, else as before, else the newest papers."""
    name = st.query_params.get("of") or st.session_state.get("of")
    return read_span(name, today()) if name else newest_span(shop.library, today())


def _go(span: Span) -> None:
    st.session_state["of"] = st.query_params["of"] = span.name


def _steps(span: Span, days: set[date]) -> None:
    """Day, week or month; and the ones before and after that have papers."""
    before, after = neighbours(span, days)
    st.session_state["kind"], st.session_state["jump"] = span.kind, span.first
    with st.container(horizontal=True, vertical_alignment="center", key="steps"):
        st.segmented_control(
            "Span",
            SPAN_KINDS,
            format_func=str.capitalize,
            key="kind",
            required=True,
            label_visibility="collapsed",
            on_change=lambda: _go(_as_kind(span, st.session_state["kind"], days)),
        )
        with st.container(horizontal=True, width="content", gap="xsmall"):  # wraps as one
            _step("chevron_left", "Before", before)
            st.date_input(
                "Go to a day",
                key="jump",
                label_visibility="collapsed",
                width=140,
                on_change=lambda: _go(span_of(span.kind, st.session_state["jump"])),
            )
            _step("chevron_right", "After", after)


def _step(icon: str, label: str, to: Span | None) -> None:
    st.button(
        "",
        icon=f":material/{icon}:",
        key=icon,
        help=f"{label}: {to.label}" if to else f"{label}: no papers in your library",
        disabled=to is None,
        on_click=_go,
        args=(to,),
    )


def _as_kind(span: Span, kind: SpanKind, days: set[date]) -> Span:
    """The span of another kind: out of a week or month, of its newest day that has papers."""
    return span_of(kind, max((day for day in days if day in span), default=span.first))


def _request(span: Span, shop: Workshop) -> Request | None:
    """What is asked for, and in which order; None while the topic or what is followed is still to be said."""
    order = st.segmented_control(
        "Order",
        list(ORDERS),
        format_func=lambda order: ORDERS[order],
        key="order",
        default="upvotes",
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    chosen = Following()
    if order == "topic":
        text = st.text_input(
            "Topic",
            key="topic",
            placeholder="a topic, in plain words",
            max_chars=200,
            persist_state="session",
        )
        chosen = Following((text.strip(),)) if text.strip() else Following()
    elif order == "follow":
        chosen = _followed(shop.topics)
    return Request(span, following=chosen) if chosen or order == "upvotes" else None


def _followed(shelf: Shelf) -> Following:
    """What is followed and muted, to be taken away or added to."""
    kept = following(shelf)
    with st.container(horizontal=True, key="followed"):
        for text in kept.topics:
            _taken_away(shelf, text, markdown.escaped(text), "Follow it no longer")
        for text in kept.muted:
            _taken_away(shelf, text, f"not {markdown.escaped(text)}", "Mute it no longer")
    form = st.form("follow", clear_on_submit=True, border=False)
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input("A topic to follow, or a word to mute", placeholder="world models for robots")
        add, mute = st.form_submit_button("Follow"), st.form_submit_button("Mute")
    if (add or mute) and text.strip():
        follow(shelf, "topic" if add else "muted", text)
        st.rerun()
    if not kept:
        st.info(
            "You follow nothing yet. Name a topic: only papers on what you follow are shown here, best first."
        )
    return kept


def _taken_away(shelf: Shelf, text: str, label: str, help_: str) -> None:
    st.button(f"{label} ✕", key=f"unfollow {text}", help=help_, on_click=_unfollow, args=(shelf, text))


def _unfollow(shelf: Shelf, text: str) -> None:
    unfollow(shelf, text)


@st.cache_resource(show_spinner=False)
def _finished() -> dict[object, Digest]:
    return {}


def _draw(request: Request, shop: Workshop) -> None:
    """The digest: at once where it is finished, else growing paper by paper."""
    kept = _finished()
    selection = select(request, shop.library, shop.days, today())
    writer = _writer(selection, shop)
    key = (selection, shop.library.store.revision, writer.name, writer.fingerprint)
    if key in kept:
        _Page(kept[key])
        _downloads(kept[key])
        return
    growing = make(selection, shop.library, writer)
    digest = next(growing)
    page = _Page(digest)
    for digest in growing:
        page.show(digest)
    if not digest.missing:  # what failed may succeed the next time
        while len(kept) >= KEPT:
            kept.pop(next(iter(kept)))
        kept[key] = digest
    _downloads(digest)


def _writer(selection: Selection, shop: Workshop) -> TldrWriter:
    """The model where it costs nothing more or was asked for, else the authors' words and a button to ask for it."""
    cost = cost_of(selection, shop.tldrs)
    asked = f"write {selection.request.span.name}"
    if not cost.tldrs or st.session_state.get(asked):
        return shop.tldrs
    st.button(
        f"Have {markdown.escaped(shop.tldrs.name)} write the TL;DRs",
        key=asked,
        icon=":material/edit:",
        help=forms.price(cost, shop.settings.price).replace("$", "\\$"),
    )
    return shop.free_tldrs


def _downloads(digest: Digest) -> None:
    if digest.entries:
        downloads(f"papers-{digest.selection.request.span.name}", partial(as_form, digest))


class _Page:
    """A digest on the page: every paper has its place at once, and its TL;DR as soon as it is written."""

    def __init__(self, digest: Digest) -> None:
        st.caption(markdown.escaped(forms.facts(digest.selection)))
        self._headline, self._charts, self._progress = st.empty(), st.empty(), st.empty()
        self._slots: dict[str, Any] = {}
        self._waiting = {paper.id for paper in digest.papers}
        for paper in digest.papers:
            with st.container(key=f"paper {paper.id}", gap="xxsmall"):
                self._slots[paper.id] = st.empty()
                _actions(paper)
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
        headline_was_waiting = not self._waiting.isdisjoint(digest.standing_out)
        self._waiting -= shown.keys()
        if digest.finished:
            self._progress.caption(forms.how_written(digest) if digest.entries else "")
            if digest.entries:
                _charts(self._charts, digest)
        else:
            self._progress.progress(
                digest.done / len(digest.papers), f"{digest.done} of {len(digest.papers)}"
            )
        if headline_was_waiting and self._waiting.isdisjoint(digest.standing_out):
            self._headline.html(forms.headline(digest, "headline"))


def _actions(paper: Paper) -> None:
    """What can be done with a paper beside following its links."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"actions {paper.id}"):
        st.page_link(
            "assistant/web/ask.py",
            label="Ask about this",
            icon=":material/forum:",
            query_params={"paper": paper.id},
        )
        add_button(paper.id)


def _charts(place: Any, digest: Digest) -> None:
    if len(digest.entries) < LEAST_MAPPED:
        return
    with place.expander("Map and themes", icon=":material/scatter_plot:"):
        st.caption("Each point is a paper; papers that are alike are near each other.")
        st.vega_lite_chart(spec=charts.papers_map(digest), width="stretch", alt="Map of the papers by theme")
        if digest.selection.request.span.kind != "day":
            st.caption("Papers a day, by theme.")
            st.vega_lite_chart(
                spec=charts.themes_over_time(digest), width="stretch", alt="Papers a day by theme"
            )


with edge():
    main()
