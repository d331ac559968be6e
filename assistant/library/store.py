"""The papers and their vectors in the Chroma collection: read, written, and read afresh when another process wrote.

It knows nothing of questions or of what makes two papers the same; it stores what it is given. Chroma holds the truth, so each write ends by raising the collection's `revision`, from which
every other process, and the keyword index, sees that something changed.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout

from assistant.errors import LibraryBusy, SettingsError
from assistant.home import make_home
from assistant.library.chroma import COLLECTION, SCHEMA, ChromaLocation, connect, find_or_create, our_errors
from assistant.library.filters import Filters
from assistant.library.papers import Paper, title_key
from assistant.library.presence import check_folder, check_not_lost, remember
from assistant.library.records import papers_in, to_metadata, where_clause
from assistant.reader.embeddings import Embedder, Vectors

logger = logging.getLogger(__name__)

PAGE = 2_000
"""Records a read: SQLite refuses more than some 32,000 variables a statement, Cloud more than 300 results."""
CLOUD_PAGE = 300
LOCK_WAIT = 60
"""Seconds a writer waits for another one before it says so."""


class Store:
    """The papers of one library. Safe to share between threads; several processes may read while one writes."""

    def __init__(self, location: ChromaLocation, embedder: Embedder) -> None:
        self._location = location
        self._embedder = embedder
        self._guard = threading.RLock()
        self._page = CLOUD_PAGE if location.cloud else PAGE
        self._client: Any = None
        self._collection: Any = None
        self._seen = -1
        _make(location.folder)
        self._writing = FileLock(location.folder / "writing.lock", timeout=LOCK_WAIT)
        self._opening = FileLock(location.folder / "opening.lock", timeout=LOCK_WAIT)

    def __len__(self) -> int:
        """How many papers there are, counting what another process has just added."""
        return int(self._read(lambda c: c.count()))

    @property
    def revision(self) -> int:
        """Rises with every write, whichever process made it."""
        return int(self._read(lambda c: self._revision_on_disk()))

    def writing(self) -> AbstractContextManager[Any]:
        """Hold this while writing: one writer at a time; LibraryBusy when the other one does not finish."""
        return _held(self._writing)

    def put(self, papers: Sequence[Paper], vectors: Vectors) -> None:
        """Add these papers, or replace those with the same id; on return they are safe on disk."""
        if not papers:
            return
        with self._changing() as (collection, revision):
            for i in range(0, len(papers), self._page):
                part = papers[i : i + self._page]
                collection.upsert(
                    ids=[paper.id for paper in part],
                    embeddings=vectors[i : i + self._page],
                    documents=[paper.abstract for paper in part],
                    metadatas=[to_metadata(paper, revision) for paper in part],
                )

    def remove(self, ids: Sequence[str]) -> None:
        """Take these papers out; ids that are not there do not matter."""
        if not ids:
            return
        unique = list(dict.fromkeys(ids))
        with self._changing() as (collection, _):
            for i in range(0, len(unique), self._page):
                collection.delete(ids=unique[i : i + self._page])

    def get(self, ids: Sequence[str]) -> dict[str, Paper]:
        """The papers with these ids, those that are there."""
        found: dict[str, Paper] = {}
        unique = list(dict.fromkeys(ids))
        for i in range(0, len(unique), self._page):
            part = unique[i : i + self._page]
            answer = self._get(ids=part, include=["documents", "metadatas"])
            found |= {paper.id: paper for paper in papers_in(answer)}
        return found

    def named(self, titles: Sequence[str], dois: Sequence[str]) -> list[Paper]:
        """The papers that have one of these titles, but for case, accents and punctuation, or one of these DOIs."""
        wanted = {"title_key": list({title_key(title) for title in titles}), "doi": list(set(dois))}
        return [
            paper
            for name, keys in wanted.items()
            for i in range(0, len(keys), self._page)
            for paper in self._where({name: {"$in": keys[i : i + self._page]}})
        ]

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The stored vectors of these papers."""
        if not ids:
            return {}
        answer = self._get(ids=list(ids), include=["embeddings"])
        rows = np.asarray(answer["embeddings"], np.float32)
        return dict(zip(answer["ids"], rows, strict=True))

    def matching(self, filters: Filters) -> Iterator[Paper]:
        """Every paper the filters admit, in no order."""
        found = self.get(filters.papers).values() if filters.papers else self._where(where_clause(filters))
        return filter(filters.admit, found)

    def since(self, revision: int) -> Iterator[Paper]:
        """The papers written after this revision, a page at a time; hold `writing` meanwhile."""
        return self._where({"revision": {"$gt": revision}})

    def ids(self) -> list[str]:
        """Of every paper."""
        return [id_ for answer in self._pages(None, []) for id_ in answer["ids"]]

    def __iter__(self) -> Iterator[Paper]:
        """Every paper, a page at a time."""
        yield from self._where(None)

    def nearest(self, vector: Vectors, filters: Filters, limit: int) -> list[tuple[Paper, float]]:
        """The papers nearest in meaning that the filters admit, and their cosine, best first."""
        size, papers = len(self), list(self.get(filters.papers))
        if not size or (filters.papers and not papers):
            return []
        answer = self._read(
            lambda c: c.query(
                query_embeddings=[vector],
                n_results=min(limit, size),
                where=where_clause(filters),
                ids=papers or None,  # an id that is not there would be an error
                include=["documents", "metadatas", "distances"],
            )
        )
        flat = {key: answer[key][0] for key in ("ids", "documents", "metadatas")}
        near = zip(papers_in(flat), answer["distances"][0], strict=True)
        return [(paper, 1 - distance) for paper, distance in near if filters.admit(paper)]

    def metadata(self, *names: str) -> list[dict[str, Any]]:
        """Some stored fields of every paper, for counting; dates are numbers like 20250910."""
        answers = self._pages(None, ["metadatas"])
        return [{name: row.get(name) for name in names} for answer in answers for row in answer["metadatas"]]

    def authors(self) -> Iterator[tuple[str, list[str]]]:
        """The id and the authors of every paper."""
        for answer in self._pages(None, ["metadatas"]):
            for id_, row in zip(answer["ids"], answer["metadatas"], strict=True):
                yield id_, json.loads(row["authors"])

    def close(self) -> None:
        """Let go of the files; the next call opens them again."""
        with self._guard:
            if self._client is not None and not self._location.url and not self._location.cloud:
                self._client.close()
            self._client = self._collection = None

    def _where(self, where: Any) -> Iterator[Paper]:
        for answer in self._pages(where, ["documents", "metadatas"]):
            yield from papers_in(answer)

    def _pages(self, where: Any, include: list[str]) -> Iterator[Any]:
        offset = 0
        while True:
            answer = self._get(where=where, include=include, limit=self._page, offset=offset)
            if not answer["ids"]:
                return
            yield answer
            offset += len(answer["ids"])

    def _get(self, **what: Any) -> Any:
        return self._read(lambda collection: collection.get(**what))

    def _read(self, ask: Callable[[Any], Any]) -> Any:
        with self._guard, our_errors(self._location):
            return ask(self._open_fresh())

    def _open_fresh(self) -> Any:
        """The collection, opened anew when another process has written.

        A client that has queried once goes on answering from its own index whatever another process adds,
        without a word; only the collection's metadata is read afresh.
        """
        self._open()
        if self._revision_on_disk() != self._seen:
            self.close()
        return self._open()

    def _open(self) -> Any:
        if self._collection is None:
            start = time.perf_counter()
            with _held_if_writable(
                self._opening
            ):  # two processes that open a new library would both make its tables
                check_folder(self._location)
                self._client = connect(self._location)
                collection = find_or_create(self._client, self._embedder)
                check_not_lost(self._location, int(collection.count()))
                self._collection = collection
            self._seen = int(self._collection.metadata["revision"])
            seconds = time.perf_counter() - start
            logger.info("Opened the library at revision %d in %.2f s", self._seen, seconds)
        return self._collection

    def _revision_on_disk(self) -> int:
        fresh = self._client.get_collection(COLLECTION, embedding_function=None)
        return int(fresh.metadata["revision"])

    @contextmanager
    def _changing(self) -> Iterator[tuple[Any, int]]:
        """The collection to write to, and the revision that its new records carry.

        The number is raised before the records are in, so that what a killed writer leaves behind is later than
        all that was seen, and again after them: a reader that looked in between has not seen all of them.
        """
        with self.writing(), self._guard, our_errors(self._location):
            collection = self._open_fresh()
            self._raise_revision()
            yield collection, self._seen + 1
            self._raise_revision()
            remember(self._location, int(collection.count()))

    def _raise_revision(self) -> None:
        revision = max(self._revision_on_disk(), self._seen) + 1  # on a server, homes have no lock in common
        numbers = {"revision": revision, "schema": SCHEMA}
        self._collection.modify(metadata=self._collection.metadata | numbers)
        self._seen = revision


def _held(lock: FileLock) -> AbstractContextManager[Any]:
    try:
        return lock.acquire()
    except Timeout as error:
        raise LibraryBusy(
            f"Another process has been writing to the library for over {LOCK_WAIT} seconds.",
            "Wait for it to end, or stop it, and try again.",
        ) from error


def _held_if_writable(lock: FileLock) -> AbstractContextManager[Any]:
    """The lock, or nothing where no file can be made: what is there can still be read."""
    try:
        return _held(lock)
    except OSError:
        return nullcontext()


def _make(folder: Path) -> None:
    try:
        make_home(folder)
    except OSError as error:
        raise SettingsError(
            f"The library cannot be kept in {folder}: {error.strerror}.",
            "Set PAPERS_HOME to a folder that you may write to.",
        ) from error
