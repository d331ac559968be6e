"""The conversation of the Ask page: at an address of its own, the same in every tab, kept on this machine.

`/ask?c=ID` opens one. While it is open anywhere its replies are shared, so that an answer goes on after a reload.
"""

from dataclasses import dataclass, field
from threading import Lock

import streamlit as st

from assistant.conversations import Conversation
from assistant.services import Services
from assistant.web.shared import literal
from assistant.web.writing import Dialogue

SHOWN = 12
"""Conversations in the sidebar; the others are found by their words."""
OPEN_AT_ONCE = 200
"""Conversations whose replies are held in memory; the first opened are let go of."""


@dataclass(slots=True)
class _Opened:
    """The dialogues that are open on some page, by their ids."""

    dialogues: dict[str, Dialogue] = field(default_factory=dict)
    guard: Lock = field(default_factory=Lock)


@st.cache_resource(show_spinner=False)
def _opened() -> _Opened:
    return _Opened()


def current(services: Services) -> Dialogue:
    """The conversation that the address names, or else the one this session had last; a new one where there is none."""
    named = st.query_params.get("c", "")
    id_ = named or st.session_state.get("c", "")
    if dialogue := _open(id_, services) if id_ else None:
        st.session_state["c"] = id_
    else:
        if named:
            del st.query_params["c"]
            st.toast("This conversation is no longer there.")
        dialogue = _new(services)
    if dialogue.replies:
        show_address()
    return dialogue


def show_address() -> None:
    """Put the conversation into the page's address, so that a reload or a bookmark opens it again."""
    st.query_params["c"] = st.session_state["c"]


def begin_anew() -> None:
    """Leave the conversation; the next question begins another."""
    st.session_state.pop("c", None)
    st.query_params.clear()


def sidebar(services: Services) -> None:
    """The conversations, to be opened, searched, renamed and deleted."""
    st.button("New conversation", icon=":material/add:", on_click=begin_anew, width="stretch")
    words = st.text_input(
        "Search your conversations",
        key="search conversations",
        placeholder="Search your conversations",
        label_visibility="collapsed",
    )
    found = services.conversations.all(words)
    for entry in found[:SHOWN]:
        name = literal(entry.name)
        st.button(
            f"**{name}**" if entry.id == st.session_state.get("c") else name,
            key=f"open {entry.id}",
            type="tertiary",
            on_click=_switch,
            args=(entry.id,),
        )
    if len(found) > SHOWN:
        st.caption(f"{len(found) - SHOWN:,} older ones: search for their words.")
    if words and not found:
        st.caption("No conversation has these words.")
    if any(entry.id == st.session_state.get("c") for entry in found):
        _manage(services, st.session_state["c"])


def _manage(services: Services, id_: str) -> None:
    with st.popover("Rename or delete", icon=":material/edit:", width="stretch"):
        name = st.text_input("Name", key=f"name {id_}", max_chars=80)
        if st.button("Rename", key=f"rename {id_}", disabled=not name.strip()):
            services.conversations.rename(id_, name)
            st.rerun()
        st.button(
            "Delete this conversation",
            key=f"delete {id_}",
            icon=":material/delete:",
            on_click=_delete,
            args=(services, id_),
        )


def _switch(id_: str) -> None:
    st.session_state["c"] = id_
    st.query_params.from_dict({"c": id_})


def _delete(services: Services, id_: str) -> None:
    if (dialogue := _opened().dialogues.pop(id_, None)) and dialogue.writing:
        dialogue.writing.stop()
    services.conversations.remove(id_)
    begin_anew()


def _new(services: Services) -> Dialogue:
    conversation = Conversation()
    st.session_state["c"] = conversation.id
    opened = _opened()
    with opened.guard:
        dialogue = opened.dialogues[conversation.id] = _dialogue(conversation, services)
        for id_ in list(opened.dialogues)[:-OPEN_AT_ONCE]:
            del opened.dialogues[id_]
    return dialogue


def _open(id_: str, services: Services) -> Dialogue | None:
    opened = _opened()
    with opened.guard:
        if id_ not in opened.dialogues and (kept := services.conversations.open(id_)):
            opened.dialogues[id_] = _dialogue(kept, services)
        return opened.dialogues.get(id_)


def _dialogue(conversation: Conversation, services: Services) -> Dialogue:
    return Dialogue(conversation.replies, lambda number: services.conversations.keep(conversation, number))
