"""Work that goes on when the visitor turns to another page, one thing at a time at each desk. Nothing is drawn here."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Generic, TypeVar

from assistant.web.shared import failure_of

P = TypeVar("P")

INTERVAL = 1.0
"""Seconds between two looks at a running job."""


@dataclass(slots=True)
class Job(Generic[P]):
    """One piece of work: what it is called, how far it is, and once it is over, what went wrong, as Markdown."""

    label: str
    progress: P
    over: bool = False
    failure: str = ""


class Desk(Generic[P]):
    """The job of one kind that this server does; the last one stays until it is put away."""

    def __init__(self) -> None:
        self.job: Job[P] | None = None
        self._guard = Lock()

    @property
    def is_busy(self) -> bool:
        """Whether a job is under way."""
        return self.job is not None and not self.job.over

    def start(self, label: str, progress: P, work: Callable[[P], None]) -> bool:
        """Begin the work in a thread; False where another job is still running."""
        with self._guard:
            if self.is_busy:
                return False
            self.job = Job(label, progress)
            Thread(target=_run, args=(self.job, work), daemon=True).start()
        return True

    def put_away(self) -> None:
        """Forget the last job."""
        self.job = None


def _run(job: Job[P], work: Callable[[P], None]) -> None:
    job.failure = failure_of(lambda: work(job.progress))
    job.over = True
