"""What is kept up to date (Daily Papers, arXiv categories, queries), and fetching what is missing since last time.

May run at any time and be killed: a source moves on only when all of it is in the library, and fetching the
same again changes nothing.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from assistant.errors import InputError
from assistant.jsonable import from_json, to_json
from assistant.key_value_store import KeyValueStore
from assistant.library.fetch_log import Fetched, FetchLog, is_weekend
from assistant.library.fetching import FetchProgress, Progress, concerns_the_server, fetch_arxiv, fetch_days
from assistant.library.library import Library
from assistant.library.sources.arxiv import Search, query_for, spelled
from assistant.library.sources.http import Server

logger = logging.getLogger(__name__)

BEGIN = timedelta(days=7)
"""How far back a source begins where the person names no day."""
REFRESH = timedelta(days=7)
"""Days as young as this are asked for again although they are whole: their upvotes still rise."""
OVERLAP = timedelta(days=5)
"""arXiv shows a paper up to four days after it was submitted (weekend and holiday), so a search begins earlier."""


class Kind(StrEnum):
    """What can be kept up to date."""

    DAILY = "daily"
    CATEGORY = "category"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class SyncSource:
    """One thing kept up to date from the day `since`; everything up to `last` is in the library."""

    kind: Kind
    what: str
    since: date
    last: date | None = None

    @property
    def label(self) -> str:
        """As it was added: `daily`, `category cs.CL`, `query …`."""
        return f"{self.kind} {self.what}".strip()

    @property
    def state(self) -> str:
        """Up to when it is in the library, in words."""
        return f"fetched up to {self.last}" if self.last else "not fetched yet"


def to_sync(kind: str, what: str, since: date) -> SyncSource:
    """What a person asks to keep up to date: on one line, a category as arXiv spells it."""
    plain = " ".join(what.split())
    return SyncSource(Kind(kind), spelled(plain) if kind == Kind.CATEGORY else plain, since)


class SyncSources:
    """The list of what is kept up to date; safe with several threads and processes."""

    def __init__(self, home: Path) -> None:
        self._store = KeyValueStore(home, "sync")

    def all(self) -> list[SyncSource]:
        """Everything on the list, Daily Papers first."""
        found = [from_json(SyncSource, value) for value in self._store.items().values()]
        return sorted(found, key=lambda each: (list(Kind).index(each.kind), each.what))

    def add(self, new: SyncSource) -> None:
        """Keep it up to date; InputError if that cannot be done.

        Added again with an earlier day, it is fetched from that day on.
        """
        if (new.kind is Kind.DAILY) == bool(new.what):
            raise InputError(
                f"{new.label} cannot be kept up to date.", 'Write daily, category cs.CL, or query "…".'
            )
        if new.kind is Kind.CATEGORY:
            query_for([new.what], "")
        if value := self._store.get(new.label):
            known = from_json(SyncSource, value)
            new = replace(new, last=known.last) if known.since <= new.since else new
        self._store.put(new.label, to_json(new))

    def remove(self, synced: SyncSource) -> bool:
        """Keep it up to date no longer; False where it was not on the list. Papers stay."""
        return self._store.remove(synced.label)

    def reached(self, synced: SyncSource, day: date) -> None:
        """Remember that everything up to this day is in the library."""
        self._store.put(synced.label, to_json(replace(synced, last=day)))


def sync(
    wanted: list[SyncSource],
    hugging_face: Server,
    arxiv: Server,
    library: Library,
    book: FetchLog,
    today: date,
    fetching: FetchProgress,
    progress: Progress = lambda report: None,
) -> Iterator[SyncSource]:
    """Fetch what is missing; each thing whose papers are all in the library is given back.

    Where one server fails the other is still asked; `fetching.problem` is the first failure.
    """
    unreachable: set[Server] = set()
    for synced in wanted:
        server = hugging_face if synced.kind is Kind.DAILY else arxiv
        if server in unreachable:
            continue
        part = FetchProgress(fetching.papers, fetching.days)
        if synced.kind is Kind.DAILY:
            days = missing_days(synced.since, today, book.all())
            fetch_days(days, server, library, book, part, progress)
        else:
            fetch_arxiv(search_for(synced), server, library, part, progress)
        logger.info("Synchronized a %s source: %s", synced.kind, part.problem or "done")
        logger.debug("That was %s", synced.label)
        if part.problem is None:
            yield synced
        else:
            fetching.problem = fetching.problem or part.problem
            unreachable |= {server} if concerns_the_server(part.problem) else set()


def missing_days(since: date, today: date, fetched: Mapping[date, Fetched]) -> list[date]:
    """The weekdays up to today that are not whole in the library, and the young ones."""
    days = [since + timedelta(days=number) for number in range((today - since).days + 1)]
    return [
        day
        for day in days
        if not is_weekend(day) and (today - day < REFRESH or not fetched.get(day, Fetched()).is_settled(day))
    ]


def search_for(synced: SyncSource) -> Search:
    """What to ask arXiv for, from a little before where the last fetch ended."""
    begin = synced.last - OVERLAP if synced.last else synced.since
    if synced.kind is Kind.CATEGORY:
        return Search(query_for([synced.what], "", begin))
    return Search(query_for([], synced.what, begin))
