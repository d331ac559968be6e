"""Ways to bring papers in, as the Library page offers them: a day, ids and links, files, and what is followed.

Each starts a job that goes on in the background; nothing is fetched before a button is pressed.
"""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import streamlit as st

from assistant.errors import InputError
from assistant.library.days import is_weekend
from assistant.library.fetching import Fetching, fetch_arxiv, fetch_days, one_at_a_time
from assistant.library.importing import ImportReport, import_papers
from assistant.library.sources import arxiv, files
from assistant.library.syncing import BEGIN, Followed, Kind, to_follow
from assistant.output.markdown import escaped
from assistant.spans import span_of
from assistant.web import jobs
from assistant.wiring import Workshop

MOST_NUMBERS = 500
"""Ids pasted at once: five requests; who wants more follows a category or imports a file."""


def add(shop: Workshop, today: date) -> None:
    """The four ways, in tabs."""
    with st.expander("Add papers", icon=":material/add:", key="add-papers", expanded=not len(shop.library)):
        daily, ids, upload, follow = st.tabs(["Daily Papers", "arXiv", "Files", "Following"])
        with daily:
            _daily(shop, today)
        with ids:
            _arxiv(shop)
        with upload:
            _files(shop)
        with follow:
            _following(shop, today)


def _daily(shop: Workshop, today: date) -> None:
    with st.form("daily", border=False):
        day = st.date_input("Day", today, max_value=today, key="day", width=220)
        with st.container(horizontal=True):
            one = st.form_submit_button("Fetch this day", icon=":material/download:")
            whole = st.form_submit_button("Fetch its month", icon=":material/calendar_month:")
    if isinstance(day, date) and (one or whole):
        span = span_of("month" if whole else "day", day)
        days = [each for each in span.days if each <= today and (one or not is_weekend(each))]
        _start(shop, f"Daily Papers, {span.label}", lambda fetching: _fetch_days(shop, days, fetching))


def _fetch_days(shop: Workshop, days: list[date], fetching: Fetching) -> None:
    fetch_days(days, shop.hugging_face, shop.library, shop.days, fetching)


def _arxiv(shop: Workshop) -> None:
    with st.form("arxiv", border=False, clear_on_submit=False):
        text = st.text_area(
            "arXiv ids or links", placeholder="2509.08721\nhttps://arxiv.org/abs/2509.08721", key="numbers"
        )
        pressed = st.form_submit_button("Fetch these", icon=":material/download:")
    if pressed and text.split():
        numbers = tuple(dict.fromkeys(arxiv.number_in(each) for each in text.replace(",", " ").split()))
        if len(numbers) > MOST_NUMBERS:
            raise InputError(
                f"These are more than {MOST_NUMBERS} papers.", "Follow a category, or import a file."
            )
        search = arxiv.Search(numbers=numbers)
        label = f"{len(numbers)} paper{'s' * (len(numbers) > 1)} of arXiv"
        _start(shop, label, lambda fetching: fetch_arxiv(search, shop.arxiv, shop.library, fetching))


def _files(shop: Workshop) -> None:
    with st.form("files", border=False, clear_on_submit=True):
        uploads = st.file_uploader(
            "Daily Papers pages and answers, the arXiv snapshot, JSON, CSV, BibTeX, RIS, CSL-JSON; also packed",
            accept_multiple_files=True,
        )
        pressed = st.form_submit_button("Add these", icon=":material/upload:")
    if pressed and uploads:
        contents = [(Path(upload.name).name, upload.getvalue()) for upload in uploads]
        label = contents[0][0] if len(contents) == 1 else f"{len(contents)} files"
        _start(shop, label, lambda fetching: _import(contents, shop, fetching))


def _import(contents: list[tuple[str, bytes]], shop: Workshop, fetching: Fetching) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / str(number) / name for number, (name, _) in enumerate(contents)]
        for path, (_, content) in zip(paths, contents, strict=True):
            path.parent.mkdir()
            path.write_bytes(content)
        reading = files.Reading(paths, date.today())
        fetching.steps = 1_000

        def advance(report: ImportReport) -> None:
            fetching.done = int(reading.share * fetching.steps)

        import_papers(reading, shop.library, advance, fetching.papers)


def _following(shop: Workshop, today: date) -> None:
    kept = shop.sync_list.all()
    for each in kept:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{escaped(each.label)}, {each.state}", width="stretch")
            st.button("Remove", key=f"unfollow {each.label}", on_click=_unfollow, args=(shop, each))
    with st.form("follow", border=False, clear_on_submit=True):
        kind = st.selectbox("What to follow", [kind.value for kind in Kind], key="follow kind", width=220)
        what = st.text_input("Its category, like cs.CL, or its query", key="follow what")
        pressed = st.form_submit_button("Follow", icon=":material/add:")
    if pressed and kind:
        shop.sync_list.add(to_follow(kind, what if kind != Kind.DAILY else "", today - BEGIN))
        st.rerun()
    if kept and st.button("Fetch what is missing", icon=":material/sync:"):
        _start(shop, "What you follow", lambda fetching: shop.sync(today, fetching))


def _unfollow(shop: Workshop, followed: Followed) -> None:
    shop.sync_list.remove(followed)


def _start(shop: Workshop, label: str, work: Callable[[Fetching], None]) -> None:
    """Begin in the background, unless something else is still coming in."""

    def alone(fetching: Fetching) -> None:
        with one_at_a_time(shop.settings.home):
            work(fetching)

    if not jobs.start(label, alone):
        st.toast("Something else is still coming in; try again when it is done.")
    st.rerun()
