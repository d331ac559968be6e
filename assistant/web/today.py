"""The front page: a day's, week's or month's papers in TL;DRs, what they are about, and a map of them."""

from datetime import date

import streamlit as st

from assistant.digests.following import Following, follow, following, unfollow
from assistant.digests.selection import Request, days_of, newest_span
from assistant.key_value_store import KeyValueStore
from assistant.services import Services
from assistant.spans import SPAN_KINDS, Span, SpanKind, neighbours, read_span, span_of
from assistant.web import jobs
from assistant.web.digests import draw
from assistant.web.papers import ASK
from assistant.web.shared import edge, get_services, literal, load_sample_if_wanted, style, today

ORDERS = {"upvotes": "By upvotes", "topic": "By topic", "follow": "Topics I follow"}


def main() -> None:
    """Draw the page."""
    style()
    services = get_services()
    load_sample_if_wanted(services)
    jobs.show()
    days = days_of(services.library)
    span = _span(services)
    _steps(span, days)
    st.title(span.label, anchor=False)
    with st.container():  # in its place: at the foot of the page it would keep the page scrolled down
        asked = st.chat_input("Ask about the papers in your library", key="ask", max_chars=20_000)
    if asked:
        st.session_state["suggested"] = asked
        st.switch_page(ASK)
    if request := _request(span, services):
        draw(request, services)


def _span(services: Services) -> Span:
    """What is looked at: as the address says, else as before, else the newest papers."""
    name = st.query_params.get("of") or st.session_state.get("of")
    return read_span(name, today()) if name else newest_span(services.library, today())


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


def _request(span: Span, services: Services) -> Request | None:
    """What is asked for, and in which order; None while the topics are still to be said."""
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
        chosen = _followed(services.topics)
    return Request(span, following=chosen) if chosen or order == "upvotes" else None


def _followed(store: KeyValueStore) -> Following:
    """The topics followed and the words muted, to be taken away or added to."""
    kept = following(store)
    with st.container(horizontal=True, key="followed"):
        for text in kept.topics:
            _taken_away(store, text, literal(text), "Stop following this topic")
        for text in kept.muted:
            _taken_away(store, text, f"not {literal(text)}", "Stop muting this")
    form = st.form("follow", clear_on_submit=True, border=False)
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input("A topic to follow, or a word to mute", placeholder="world models for robots")
        add, mute = st.form_submit_button("Follow"), st.form_submit_button("Mute")
    if (add or mute) and text.strip():
        follow(store, "topic" if add else "muted", text)
        st.rerun()
    if not kept:
        st.info(
            "You follow no topic yet. Name one: only papers on the topics you follow are shown here, best first."
        )
    return kept


def _taken_away(store: KeyValueStore, text: str, label: str, help_: str) -> None:
    st.button(f"{label} ✕", key=f"unfollow {text}", help=help_, on_click=_unfollow, args=(store, text))


def _unfollow(store: KeyValueStore, text: str) -> None:
    unfollow(store, text)


with edge():
    main()
