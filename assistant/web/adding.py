"""Ways to bring papers in, as the pages offer them: days, ids and links, files, and what is kept up to date.

Each starts a job that goes on in the background; nothing is fetched before a button is pressed.
"""

import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import streamlit as st

from assistant.errors import InputError
from assistant.library.fetch_log import is_weekend
from assistant.library.fetching import FetchProgress, fetch_arxiv, fetch_days, one_at_a_time
from assistant.library.identifiers import arxiv_number
from assistant.library.importing import ImportReport, import_papers
from assistant.library.sources import arxiv, files
from assistant.library.syncing import BEGIN, Kind, SyncSource, to_sync
from assistant.services import Services
from assistant.spans import Span, span_of
from assistant.web import jobs
from assistant.web.shared import literal, warn

MOST_NUMBERS = 500
"""Ids pasted at once: five requests; who wants more keeps a category up to date or imports a file."""
KINDS = {
    Kind.DAILY: "Daily Papers",
    Kind.CATEGORY: "a category of arXiv",
    Kind.QUERY: "a query to arXiv",
}
ASKED = {Kind.CATEGORY: "Which category", Kind.QUERY: "Which query"}
EXAMPLES = {Kind.CATEGORY: "cs.CL", Kind.QUERY: "mixture of experts"}


def add(services: Services, today: date) -> None:
    """The four ways, in tabs."""
    with st.expander(
        "Add papers", icon=":material/add:", key="add-papers", expanded=not len(services.library)
    ):
        daily, ids, upload, current = st.tabs(["Daily Papers", "arXiv", "Files", "Kept up to date"])
        with daily:
            _daily(services, today)
        with ids:
            _arxiv(services)
        with upload:
            _files(services)
        with current:
            _kept_up_to_date(services, today)


def offer_days(services: Services, span: Span, today: date) -> None:
    """A button that fetches the Daily Papers of a span that the library lacks."""
    if st.button(f"Fetch Daily Papers of {span.label}", icon=":material/download:", disabled=jobs.running()):
        _start_days(services, span, today)


def offer_papers(services: Services, named: Sequence[str]) -> None:
    """A button that fetches papers that somebody named and the library lacks; none where arXiv cannot have them."""
    numbers = tuple(found[0] for text in named if (found := arxiv_number(text, bare=True)))
    if not numbers:
        return
    label = "Fetch it from arXiv" if len(numbers) == 1 else "Fetch them from arXiv"
    if st.button(label, icon=":material/download:", disabled=jobs.running()):
        _start_numbers(services, numbers)


def _daily(services: Services, today: date) -> None:
    with st.form("daily", border=False):
        day = st.date_input("Day", today, max_value=today, key="day", width=220)
        with st.container(horizontal=True):
            one = st.form_submit_button("Fetch this day", icon=":material/download:")
            whole = st.form_submit_button("Fetch its month", icon=":material/calendar_month:")
    if isinstance(day, date) and (one or whole):
        _start_days(services, span_of("month" if whole else "day", day), today)


def _start_days(services: Services, span: Span, today: date) -> None:
    days = [each for each in span.days if each <= today and (span.kind == "day" or not is_weekend(each))]
    _start(services, f"Daily Papers, {span.label}", lambda fetching: _fetch_days(services, days, fetching))


def _fetch_days(services: Services, days: list[date], fetching: FetchProgress) -> None:
    fetch_days(days, services.hugging_face, services.library, services.days, fetching)


def _arxiv(services: Services) -> None:
    with st.form("arxiv", border=False, clear_on_submit=False):
        text = st.text_area(
            "arXiv ids or links", placeholder="2509.08721\nhttps://arxiv.org/abs/2509.08721", key="numbers"
        )
        pressed = st.form_submit_button("Fetch these", icon=":material/download:")
    if pressed and text.split():
        try:
            _start_numbers(services, _numbers(text))
        except InputError as error:  # beside the field; the rest of the page stands
            warn(error)


def _numbers(text: str) -> tuple[str, ...]:
    numbers = tuple(dict.fromkeys(arxiv.number_in(each) for each in text.replace(",", " ").split()))
    if len(numbers) > MOST_NUMBERS:
        raise InputError(
            f"That is more than {MOST_NUMBERS} papers.", "Keep a category up to date, or import a file."
        )
    return numbers


def _start_numbers(services: Services, numbers: tuple[str, ...]) -> None:
    search = arxiv.Search(numbers=numbers)
    label = f"{len(numbers)} paper{'s' * (len(numbers) > 1)} of arXiv"
    _start(services, label, lambda fetching: fetch_arxiv(search, services.arxiv, services.library, fetching))


def _files(services: Services) -> None:
    with st.form("files", border=False, clear_on_submit=True):
        uploads = st.file_uploader(
            "Daily Papers pages and answers, the arXiv snapshot, JSON, CSV, BibTeX, RIS, CSL-JSON; also packed",
            accept_multiple_files=True,
        )
        pressed = st.form_submit_button("Add these", icon=":material/upload:")
    if pressed and uploads:
        contents = [(Path(upload.name).name, upload.getvalue()) for upload in uploads]
        label = contents[0][0] if len(contents) == 1 else f"{len(contents)} files"
        _start(services, label, lambda fetching: _import(contents, services, fetching))


def _import(contents: list[tuple[str, bytes]], services: Services, fetching: FetchProgress) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / str(number) / name for number, (name, _) in enumerate(contents)]
        for path, (_, content) in zip(paths, contents, strict=True):
            path.parent.mkdir()
            path.write_bytes(content)
        reading = files.FileImport(paths, date.today())
        fetching.steps = 1_000

        def advance(report: ImportReport) -> None:
            fetching.done = int(reading.share * fetching.steps)

        import_papers(reading, services.library, advance, fetching.papers)


def _kept_up_to_date(services: Services, today: date) -> None:
    st.caption("“Fetch what is missing”, or a daily `papers sync`, fetches what is new.")
    kept = services.sync_list.all()
    for each in kept:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{literal(each.label)}, {each.state}", width="stretch")
            st.button("Remove", key=f"no longer {each.label}", on_click=_drop, args=(services, each))
    if kept and st.button("Fetch what is missing", icon=":material/sync:"):
        _start(services, "What is kept up to date", lambda fetching: services.sync(today, fetching))
    named = st.selectbox(
        "Keep up to date", list(Kind), format_func=lambda kind: KINDS[kind], key="sync kind", width=320
    )
    kind = named or Kind.DAILY
    with st.form("sync", border=False, clear_on_submit=True):
        what = ""
        if kind != Kind.DAILY:
            what = st.text_input(ASKED[kind], key="sync what", placeholder=EXAMPLES[kind])
        pressed = st.form_submit_button("Add", icon=":material/add:")
    if pressed:
        try:
            services.sync_list.add(to_sync(kind, what, today - BEGIN))
        except InputError as error:
            warn(error)
        else:
            st.rerun()


def _drop(services: Services, synced: SyncSource) -> None:
    services.sync_list.remove(synced)


def _start(services: Services, label: str, work: Callable[[FetchProgress], None]) -> None:
    """Begin in the background, unless something else is still coming in."""

    def alone(fetching: FetchProgress) -> None:
        with one_at_a_time(services.settings.home):
            work(fetching)

    if not jobs.start(label, alone):
        st.toast("Something else is still coming in; try again when it is done.")
    st.rerun()
