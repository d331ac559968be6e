"""The download of a model in the background, and how far it is."""

from dataclasses import dataclass

import streamlit as st

from assistant.errors import FetchError
from assistant.local_models.catalogue import ModelFile
from assistant.local_models.folder import ModelFolder
from assistant.local_models.hub import Hub
from assistant.local_models.sizes import in_words
from assistant.settings import Settings
from assistant.web.background import INTERVAL, Desk, Job
from assistant.web.shared import literal


@dataclass(slots=True)
class Transfer:
    """The bytes that are here and the bytes in all; `stopped` is set by who wants it to end."""

    here: int = 0
    whole: int = 0
    stopped: bool = False

    def advance(self, here: int, whole: int) -> None:
        """Note how far it is; FetchError where it is to end."""
        if self.stopped:
            raise FetchError(
                "The download was stopped.", "What came is kept: get the model again to continue."
            )
        self.here, self.whole = here, whole


@st.cache_resource(show_spinner=False)
def _desk() -> Desk[Transfer]:
    return Desk()


def running() -> bool:
    """Whether a download is under way."""
    return _desk().is_busy


def start(settings: Settings, file: ModelFile, label: str) -> bool:
    """Begin to download the file; False where another download is under way."""

    def get(transfer: Transfer) -> None:
        hub = Hub(settings.hub_url, settings.hub_key)
        ModelFolder(settings.home).get(file, hub, transfer.advance)

    return _desk().start(label, Transfer(), get)


def show() -> None:
    """The running download, or how the last one ended, until the visitor puts it away."""
    job = _desk().job
    if job is None:
        return
    if not job.over:
        st.fragment(_progress, run_every=INTERVAL)(job)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if job.failure:
            st.error(job.failure, icon=":material/error:", width="stretch")
        else:
            st.success(f"{literal(job.label)} is on this machine.", width="stretch")
        st.button("Close", icon=":material/close:", on_click=_desk().put_away, key="close download")


def _progress(job: Job[Transfer]) -> None:
    if job.over:
        st.rerun()
    transfer = job.progress
    done = f"{in_words(transfer.here)} of {in_words(transfer.whole)}" if transfer.whole else "asking the hub"
    st.progress(transfer.here / max(transfer.whole, 1), f"{literal(job.label)}: {done}")
    if st.button("Stop", icon=":material/stop:", key="stop download", disabled=transfer.stopped):
        transfer.stopped = True
