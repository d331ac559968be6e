"""The settings page: which model writes; download models for this machine, use and remove them; servers that run here."""

import os
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from assistant.errors import PapersError, SettingsError
from assistant.local_models import choosing, servers
from assistant.local_models.catalogue import model_file, name_of
from assistant.local_models.folder import ModelFolder
from assistant.local_models.overview import Offer, Overview, overview
from assistant.local_models.servers import FoundServer, find_servers
from assistant.local_models.sizes import in_words
from assistant.settings import ModelChoice, Settings, masked
from assistant.settings_file import load_settings
from assistant.web import downloads
from assistant.web.shared import edge, literal, reload_settings, style, warn

BUNDLED = {"none": "Use no model: quote the papers", "embedded": "Use the embedded model"}
SERVERS_KNOWN = 15.0
"""Seconds for which servers that were found are not looked for again."""


def main() -> None:
    """Draw the page. It goes by settings without a model's, for it is where a model that is gone is replaced."""
    style()
    settings = load_settings(os.environ, "none")
    seen = overview(os.environ, settings.home, _servers())
    st.title("Settings", anchor=False)
    st.subheader("Which model writes", anchor=False)
    _current(settings)
    downloads.show()
    st.subheader("Models for this machine", anchor=False)
    st.caption(
        "Each is downloaded once and then works without a network. Sizes, and the memory needed, are approximate."
    )
    for offer in seen.offers:
        _offer(settings, offer, seen)
    _other(settings)
    st.subheader("Model servers on this machine", anchor=False)
    _found(settings, seen)


@st.cache_data(ttl=SERVERS_KNOWN, show_spinner=False)
def _servers() -> list[FoundServer]:
    return find_servers(servers.USUAL_PLACES)


def _current(settings: Settings) -> None:
    kind = ""
    try:
        choice = load_settings(os.environ).model
    except SettingsError as error:
        warn(error)
    else:
        kind = choice.kind
        st.markdown(f"In use: **{literal(_said(choice))}**")
    for variable in choosing.overriding(os.environ):
        st.caption(f"{variable} is set where the app was started, and goes before what is chosen here.")
    with st.container(horizontal=True):
        for name, label in BUNDLED.items():
            if st.button(label, key=f"use {name}", disabled=kind == name):
                _use(settings, name)


def _said(choice: ModelChoice) -> str:
    if choice.kind == "none":
        return "no model; the papers are quoted"
    if choice.kind == "embedded":
        return "the embedded SmolLM2-135M"
    if choice.kind == "gguf":
        return f"{Path(choice.name).name}, on this machine"
    return f"{choice.name}, at {masked(choice.base_url) or 'OpenAI'}"


def _offer(settings: Settings, offer: Offer, seen: Overview) -> None:
    """A model, the buttons that fit it, and what a person should know of it."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"model {offer.name}"):
        st.markdown(f"**{literal(offer.title)}**", width="stretch")
        _buttons(settings, offer)
    facts = [in_words(offer.size), offer.licence, offer.expect]
    if offer.memory:
        facts.insert(1, f"needs {in_words(offer.memory)} of memory")
        if seen.memory and offer.memory > seen.memory:
            facts.insert(2, f"this machine has {in_words(seen.memory)}: too little")
    st.caption(literal(" · ".join(filter(None, facts))))


def _buttons(settings: Settings, offer: Offer) -> None:
    name = offer.name
    if offer.in_use:
        st.badge("in use", icon=":material/check:")
    if not offer.is_here:
        if st.button("Get", icon=":material/download:", key=f"get {name}", disabled=downloads.running()):
            _get(settings, name)
        return
    if not offer.in_use and st.button("Use", icon=":material/check:", key=f"use {name}"):
        _use(settings, name)
    if st.button("Remove", icon=":material/delete:", key=f"remove {name}"):
        _remove(settings, name)


def _other(settings: Settings) -> None:
    with st.form("other model", border=False):
        name = st.text_input("Any other model of Hugging Face", placeholder="hf:OWNER/REPO/FILE.gguf")
        pressed = st.form_submit_button("Get it", icon=":material/download:", disabled=downloads.running())
    if pressed and name.strip():
        _get(settings, name)


def _found(settings: Settings, seen: Overview) -> None:
    """The servers that answer, and a way to use each of their models."""
    if not seen.servers:
        usual = ", ".join(f"{place.name} ({place.port})" for place in servers.USUAL_PLACES)
        st.caption(f"None answers at the usual ports: {usual}.")
    for server in seen.servers:
        with st.container(horizontal=True, vertical_alignment="bottom", key=f"server {server.url}"):
            _server(settings, server)
    st.button("Look again", icon=":material/refresh:", on_click=_servers.clear)


def _server(settings: Settings, server: FoundServer) -> None:
    named = literal(f"{server.name}, at {server.url}")
    if server.wants_key:
        st.markdown(f"{named}: it asks for a key, which `papers config set model.key` keeps.")
        return
    model = st.selectbox(named, server.models, key=f"model of {server.url}", placeholder="it has no models")
    if st.button("Use", icon=":material/check:", key=f"use {server.url}", disabled=model is None):
        _use(settings, server.address(model or ""))


def _get(settings: Settings, name: str) -> None:
    def begin() -> None:
        file = model_file(name)
        if not downloads.start(settings, file, name_of(file)):
            st.toast("Another model is still coming in; try again when it is here.")

    _act(begin)


def _use(settings: Settings, name: str) -> None:
    def use() -> None:
        choosing.use(os.environ, ModelFolder(settings.home), name)
        reload_settings()

    _act(use)


def _remove(settings: Settings, name: str) -> None:
    def remove() -> None:
        if choosing.remove(os.environ, ModelFolder(settings.home), model_file(name)):
            reload_settings()

    _act(remove)


def _act(action: Callable[[], object]) -> None:
    """Do what a button says and draw the page anew, or say beside it why that failed."""
    try:
        action()
    except PapersError as error:
        warn(error)
    else:
        st.rerun()


with edge():
    main()
