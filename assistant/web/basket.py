"""The papers a visitor has put aside to compare; every page may add to them, the Compare page shows them."""

from collections.abc import Iterable

import streamlit as st

PAGE = "assistant/web/compare.py"


def basket() -> list[str]:
    """The ids of this session's chosen papers, in their order."""
    ids: list[str] = st.session_state.setdefault("comparison", [])
    return ids


def put(ids: Iterable[str]) -> None:
    """Add papers that are not chosen yet."""
    basket().extend(id_ for id_ in ids if id_ not in basket())


def add_button(id_: str) -> None:
    """A button that puts the paper aside to compare."""
    st.button(
        "Add to comparison",
        key=f"compare {id_}",
        icon=":material/compare_arrows:",
        type="tertiary",
        on_click=_add,
        args=(id_,),
    )


def compare_button(ids: list[str], key: str) -> None:
    """A button that opens the Compare page with just these papers."""
    if st.button("Compare these papers", key=key, icon=":material/compare_arrows:", type="tertiary"):
        st.session_state["comparison"] = list(ids)
        st.switch_page(PAGE)


def _add(id_: str) -> None:
    put([id_])
    st.toast(f"{len(basket())} paper{'s' * (len(basket()) != 1)} to compare, on the Compare page")
