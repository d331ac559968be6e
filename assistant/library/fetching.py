"""Papers from their servers into the library: days of Daily Papers, searches and numbers of arXiv.

What came is stored before the next thing is asked for, so a failure or a kill loses nothing that was there. A source
that fails ends the fetch with its reason in the report, and nothing is raised. One fetch runs at a time.
"""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import FetchError, LibraryBusy, SourceOverloaded, SourceUnreachable
from assistant.home import make_home
from assistant.library.fetch_log import FetchLog
from assistant.library.importing import ImportReport, import_papers
from assistant.library.library import Library
from assistant.library.sources import arxiv
from assistant.library.sources.daily_papers import fetch_day
from assistant.library.sources.entries import Entry, papers_among
from assistant.library.sources.http import Server

logger = logging.getLogger(__name__)

WAIT = 60.0
"""Seconds a fetch waits for another one to end before it says so; a week of days takes less."""

Progress = Callable[[ImportReport], None]


@dataclass(slots=True)
class FetchProgress:
    """A fetch while it goes on, and its outcome; other threads may look at it.

    `days` are those that the source answered, with how many papers it named; `problem` is why it ended early.
    """

    papers: ImportReport = field(default_factory=ImportReport)
    days: dict[date, int] = field(default_factory=dict)
    problem: FetchError | None = None
    steps: int = 0
    done: int = 0

    @property
    def share(self) -> float:
        """How much of it is done, 0…1."""
        return min(1.0, self.done / max(self.steps, 1))


def fetch_days(
    days: Sequence[date],
    server: Server,
    library: Library,
    book: FetchLog,
    fetching: FetchProgress,
    progress: Progress = lambda report: None,
) -> None:
    """Bring the papers of these days into the library, one day after the other, and remember each in the book.

    Where the server cannot be reached or asks to wait, the days that are left are not tried.
    """
    fetching.steps += len(days)
    for number, day in enumerate(days):
        now = datetime.now(UTC)
        try:
            entries = fetch_day(server, day)
        except FetchError as error:
            logger.info("Daily Papers of %s could not be fetched: %s", day, error.message)
            fetching.problem = error
            if concerns_the_server(error):
                for lost in days[number:]:
                    book.failed(lost, error.message)
                return
            book.failed(day, error.message)
            continue
        import_papers(entries, library, progress, fetching.papers)
        fetching.days[day] = len(papers_among(entries))
        book.answered(day, fetching.days[day], now)
        seconds = (datetime.now(UTC) - now).total_seconds()
        logger.info("Fetched Daily Papers of %s: %d papers in %.1f s", day, fetching.days[day], seconds)
        fetching.done += 1


def concerns_the_server(problem: FetchError) -> bool:
    """Whether the server is out of reach or asks to wait, so that it need not be asked for anything else now."""
    return isinstance(problem, SourceUnreachable | SourceOverloaded)


def fetch_arxiv(
    search: arxiv.Search,
    server: Server,
    library: Library,
    fetching: FetchProgress,
    progress: Progress = lambda report: None,
) -> None:
    """Bring what arXiv finds into the library; what came before a failure is kept."""
    fetching.steps += len(search.numbers) or search.limit
    done, start = fetching.done, time.perf_counter()
    import_papers(_counted(arxiv.fetch(server, search), fetching), library, progress, fetching.papers)
    seconds = time.perf_counter() - start
    logger.info("Fetched from arXiv: %d entries in %.1f s", fetching.done - done, seconds)


def _counted(entries: Iterable[Entry], fetching: FetchProgress) -> Iterator[Entry]:
    """The entries, counted, up to a failure, which is noted: raised, it would take the papers of its step along."""
    try:
        for entry in entries:
            fetching.done += 1
            yield entry
    except FetchError as error:
        logger.info("arXiv could not be fetched to the end: %s", error.message)
        fetching.problem = error


@contextmanager
def one_at_a_time(home: Path) -> Iterator[None]:
    """Hold this while fetching: a second fetch waits for the first, and after a while says so (LibraryBusy)."""
    make_home(home)
    lock = FileLock(home / "fetching.lock", timeout=WAIT)
    try:
        lock.acquire()
    except Timeout as error:
        raise LibraryBusy("Another fetch is under way.", "Wait for it to end, and try again.") from error
    try:
        yield
    finally:
        lock.release()
