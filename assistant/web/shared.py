"""What the pages share: the services, the style sheet, the edge where errors become sentences."""

import logging
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from assistant.asking.reply import Notice
from assistant.errors import PapersError
from assistant.export import page
from assistant.export.forms import FORMS, TABLES
from assistant.export.markdown import escaped
from assistant.library.importing import ImportReport
from assistant.llm import local
from assistant.log import configure, level_named, mask_keys
from assistant.services import Services
from assistant.settings import Settings
from assistant.settings_file import load_settings

logger = logging.getLogger(__name__)

_LIVE = re.compile(r"(?<=:)(?=\S)|(?<=www)(?=\.)|(?<=\w)(?=@)", re.IGNORECASE)
"""Where Streamlit would begin a link, an icon, an emoji or a directive."""


@st.cache_resource(show_spinner=False)
def _made_services() -> tuple[Lock, dict[str | None, Services]]:
    configure(level_named(os.environ.get("PAPERS_LOG", "").strip()))
    return Lock(), {}


def get_services() -> Services:
    """The library and the writer this session uses; made once per choice of model, shared by all sessions."""
    choice = st.session_state.get("model_choice") or None
    guard, made = _made_services()
    with guard:
        if choice not in made:
            chosen = load_settings(os.environ, choice)
            mask_keys(chosen.keys)
            new = Services(chosen)
            if made:
                new.library = next(iter(made.values())).library
            made[choice] = new
            Thread(target=new.warm_up, daemon=True).start()
        return made[choice]


def reload_settings() -> None:
    """Let every session go by the settings as they are now. The library stays open; an earlier model leaves the memory."""
    guard, made = _made_services()
    with guard:
        if not made:
            return
        new = Services(load_settings(os.environ, "none"))
        new.library = next(iter(made.values())).library
        files = [each.settings.model.name for each in made.values() if each.settings.model.kind == "gguf"]
        made.clear()
        made["none"] = new
    for file in files:
        local.stop(Path(file))


def settings() -> Settings:
    """What the person has set, whatever writer this session has chosen."""
    return load_settings(os.environ)


def style() -> None:
    """The style sheet, in the colours of the theme the visitor has."""
    theme = st.context.theme.type or "light"
    st.html(f"<style>:root {{ color-scheme: {theme}; }}\n{page.style()}</style>")


def downloads(name: str, write: Callable[[str], str | bytes], forms: Sequence[str] = tuple(FORMS)) -> None:
    """A menu of the forms in which a result can be taken away; a file is written when its button is pressed."""
    with st.popover("Download", icon=":material/download:", key=f"download {name}"):
        for form in forms:
            made = {**FORMS, **TABLES}[form]
            st.download_button(
                made.label,
                partial(write, form),
                name + made.ending,
                made.media_type,
                key=f"download {name} {form}",
                on_click="ignore",
                type="tertiary",
            )


@contextmanager
def edge() -> Iterator[None]:
    """The edge of the page: any error becomes a sentence that says what to do."""
    with _caught(lambda sentence: st.error(sentence, icon=":material/error:")):
        yield


def failure_of(work: Callable[[], None]) -> str:
    """Do work that no page waits for; where it fails, the sentence that says what to do, as Markdown."""
    sentences: list[str] = []
    with _caught(sentences.append):
        work()
    return "".join(sentences)


def literal(text: str) -> str:
    """A stranger's text for Streamlit's Markdown, which makes links, icons and emoji also of text that is escaped.

    So a word joiner, which is not seen, breaks `https://`, `www.`, `name@host`, `:material/name:`, `:emoji:`, `:red`.
    """
    return escaped(_LIVE.sub("\u2060", text))


def error_text(problem: PapersError) -> str:
    """An error as Markdown. What happened may have a server's or a paper's words in it; the hint is our own."""
    return f"{literal(problem.message)} {problem.hint}".strip()


def warn(problem: PapersError) -> None:
    """Say on the page what failed while the rest of it stands."""
    st.warning(error_text(problem), icon=":material/warning:")


def inform(notice: Notice) -> None:
    """Say on the page why there is no answer."""
    st.info(f"{literal(notice.message)} {notice.next_step}", icon=":material/info:")


@contextmanager
def _caught(show: Callable[[str], object]) -> Iterator[None]:
    try:
        yield
    except PapersError as error:
        show(error_text(error))
    except Exception as error:  # the edge: a visitor sees one sentence, the log has the rest
        logger.exception("The web app failed: %s", type(error).__name__)
        show("Unexpected error. Reload the page; the server's log says more.")


def today() -> date:
    """The visitor's own day, which is not always the server's."""
    try:
        return datetime.now(ZoneInfo(st.context.timezone or "")).date()
    except (ValueError, ZoneInfoNotFoundError):
        return date.today()


def load_sample_if_wanted(services: Services) -> None:
    """Fill an empty library with the sample papers, visibly, unless the person removed them."""
    if services.wants_sample:
        with st.status("Loading the sample papers …", type="compact") as status:
            report = services.add_sample(progress_bar())
            status.update(label=f"{report.added} sample papers are ready", state="complete")


def progress_bar() -> Callable[[ImportReport], None]:
    """A bar on the page; gives the function to call with a report."""
    bar = st.progress(0.0, "starting …")

    def advance(report: ImportReport) -> None:
        bar.progress(1.0, f"{report.read:,} papers read, {report.added:,} added")

    return advance
