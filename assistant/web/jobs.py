"""Work that goes on when the visitor turns to another page: fetching and adding papers, one thing at a time.

The work runs in a thread of the server and draws nothing; whichever page is open shows how far it is.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Thread

import streamlit as st

from assistant.library.fetching import FetchProgress
from assistant.web.shared import failure_of, literal, told

REFUSED_SHOWN = 20
INTERVAL = 1.0
"""Seconds between two looks at a running job."""


@dataclass(slots=True)
class Job:
    """One piece of work: what it is called, how far it is, and once it is over, what went wrong, as Markdown."""

    label: str
    fetching: FetchProgress = field(default_factory=FetchProgress)
    over: bool = False
    failure: str = ""


@dataclass(slots=True)
class _Desk:
    """The job of this server; the last one stays until it is put away."""

    job: Job | None = None
    guard: Lock = field(default_factory=Lock)


@st.cache_resource(show_spinner=False)
def _desk() -> _Desk:
    return _Desk()


def start(label: str, work: Callable[[FetchProgress], None]) -> bool:
    """Begin the work in the background; False where another job is still running."""
    desk = _desk()
    with desk.guard:
        if desk.job and not desk.job.over:
            return False
        desk.job = Job(label)
        Thread(target=_run, args=(desk.job, work), daemon=True).start()
    return True


def running() -> bool:
    """Whether a job is under way."""
    job = _desk().job
    return job is not None and not job.over


def show() -> None:
    """The running job's progress, or what the last one did, until the visitor puts it away."""
    job = _desk().job
    if job is None:
        return
    if job.over:
        _outcome(job)
    else:
        st.fragment(_progress, run_every=INTERVAL)(job)


def _run(job: Job, work: Callable[[FetchProgress], None]) -> None:
    job.failure = failure_of(lambda: work(job.fetching))
    job.over = True


def _progress(job: Job) -> None:
    if job.over:
        st.rerun()
    papers = job.fetching.papers
    done = f"{papers.read:,} papers read, {papers.added:,} added"
    indexing = ", indexing their words" if papers.indexing else ""
    st.progress(job.fetching.share, f"{literal(job.label)}: {done}{indexing}")


def _outcome(job: Job) -> None:
    papers, problem = job.fetching.papers, job.fetching.problem
    failures = [each for each in (job.failure, told(problem) if problem else "") if each]
    with st.container(horizontal=True, vertical_alignment="center"):
        done = f"{papers.added:,} added, {papers.updated:,} updated, {papers.unchanged:,} unchanged."
        empty = [f"{day:%Y-%m-%d}" for day, count in job.fetching.days.items() if not count]
        nothing = f" Nothing was featured on {', '.join(empty)}." if empty else ""
        tell = st.success if papers.read or not failures else st.warning
        tell(f"{literal(job.label)}: {done}{nothing}", width="stretch")
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
    _desk().job = None
