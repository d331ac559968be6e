"""The fetching and adding of papers in the background: whichever page is open shows how far it is."""

from collections.abc import Callable

import streamlit as st

from assistant.library.fetching import FetchProgress
from assistant.web.background import INTERVAL, Job, JobSlot
from assistant.web.shared import error_text, literal

REFUSED_SHOWN = 20


@st.cache_resource(show_spinner=False)
def _slot() -> JobSlot[FetchProgress]:
    return JobSlot()


def start(label: str, work: Callable[[FetchProgress], None]) -> bool:
    """Begin the work in the background; False where another job is still running."""
    return _slot().start(label, FetchProgress(), work)


def running() -> bool:
    """Whether a job is under way."""
    return _slot().is_busy


def show() -> None:
    """The running job's progress, or what the last one did, until the visitor puts it away."""
    job = _slot().job
    if job is None:
        return
    if job.over:
        _outcome(job)
    else:
        st.fragment(_progress, run_every=INTERVAL)(job)


def _progress(job: Job[FetchProgress]) -> None:
    if job.over:
        st.rerun()
    papers = job.progress.papers
    done = f"{papers.read:,} papers read, {papers.added:,} added"
    indexing = ", indexing their words" if papers.indexing else ""
    st.progress(job.progress.share, f"{literal(job.label)}: {done}{indexing}")


def _outcome(job: Job[FetchProgress]) -> None:
    papers, problem = job.progress.papers, job.progress.problem
    failures = [each for each in (job.failure, error_text(problem) if problem else "") if each]
    with st.container(horizontal=True, vertical_alignment="center"):
        done = f"{papers.added:,} added, {papers.updated:,} updated, {papers.unchanged:,} unchanged."
        empty = [f"{day:%Y-%m-%d}" for day, count in job.progress.days.items() if not count]
        nothing = f" Nothing was featured on {', '.join(empty)}." if empty else ""
        show_outcome = st.success if papers.read or not failures else st.warning
        show_outcome(f"{literal(job.label)}: {done}{nothing}", width="stretch")
        st.button("Close", icon=":material/close:", on_click=_put_away)
    for failure in failures:
        st.error(failure, icon=":material/error:")
    shown = papers.refused[:REFUSED_SHOWN]
    for refused in shown:
        where = refused.file.rsplit("/", 1)[-1] + (f", entry {refused.entry}" if refused.entry else "")
        st.warning(literal(f"Refused {where}: {refused.reason}."))
    if (more := papers.refused_total - len(shown)) > 0:
        st.caption(f"… and {more:,} more were refused.")
    for remark in papers.remarks:
        st.caption(literal(f"{remark.file.rsplit('/', 1)[-1]}: {remark.text}"))


def _put_away() -> None:
    _slot().put_away()
