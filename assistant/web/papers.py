"""A paper on a page: what can be done with it there, and the papers that a visitor has put aside to compare."""

from collections.abc import Iterable
from pathlib import Path

import streamlit as st

from assistant.library.papers import Paper

ASK, EXPLAIN, COMPARE, LIBRARY, OVERVIEW = (
    str(Path(__file__).with_name(f"{name}.py"))
    for name in ("ask", "explain", "compare", "library", "overview")
)


def actions(paper: Paper, key: str, explain: bool = True) -> None:
    """Ask about the paper, have it explained, put it aside to compare: in the app, so that nothing chosen is lost.

    `key` keeps the same paper's places on a page apart.
    """
    of = {"paper": paper.id}
    with st.container(horizontal=True, vertical_alignment="center", key=f"actions {key}"):
        st.page_link(ASK, label="Ask about this", icon=":material/forum:", query_params=of)
        if explain:
            st.page_link(EXPLAIN, label="Explain", icon=":material/lightbulb:", query_params=of)
        _add_button(paper.id, f"compare {key}")


def basket() -> list[str]:
    """The ids of this session's chosen papers, in their order."""
    ids: list[str] = st.session_state.setdefault("comparison", [])
    return ids


def put(ids: Iterable[str]) -> None:
    """Add papers that are not chosen yet."""
    basket().extend(id_ for id_ in ids if id_ not in basket())


def compare_button(ids: list[str], key: str) -> None:
    """A button that opens the Compare page with just these papers."""
    if st.button("Compare these papers", key=key, icon=":material/compare_arrows:", type="tertiary"):
        st.session_state["comparison"] = list(ids)
        st.switch_page(COMPARE)


def overview_button(ids: Iterable[str], topic: str, key: str) -> None:
    """A button that opens the Overview page with just these papers."""
    if st.button("Overview of these", key=f"overview {key}", icon=":material/summarize:", type="tertiary"):
        st.switch_page(OVERVIEW, query_params={"papers": ",".join(ids), "topic": topic})


def _add_button(id_: str, key: str) -> None:
    added = id_ in basket()
    st.button(
        "Added to comparison" if added else "Add to comparison",
        key=key,
        icon=":material/check:" if added else ":material/compare_arrows:",
        type="tertiary",
        disabled=added,
        help="Already on the Compare page." if added else None,
        on_click=put,
        args=([id_],),
    )
