"""The library: all papers that were fetched, as one object to add to, look in and search.

It joins the store, the keyword index and the embedder, which know nothing of each other's workings.
"""

import logging
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.library.authors import Authors
from assistant.library.chroma import ChromaLocation
from assistant.library.filters import Filters
from assistant.library.keywords import Keywords
from assistant.library.papers import SAMPLE, Hit, Paper
from assistant.library.records import day_of
from assistant.library.reranking import RERANKED, Reranker
from assistant.library.search import DEPTH, SPARE, WORDS_FROM, Ranking, fuse, hits, rank, rocchio, signals
from assistant.library.store import Store
from assistant.reader.embeddings import Embedder, Vectors

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Inventory:
    """What is in the library, counted: for suggestions, filters and the overview of the web app."""

    papers: int
    by_source: Counter[str]
    by_category: Counter[str]
    by_keyword: Counter[str]
    by_organization: Counter[str]
    by_day: Counter[date]
    never_featured: Counter[date]
    """Papers that never stood on Daily Papers, by the day arXiv published them."""
    first_published: date | None
    last_published: date | None
    last_featured: date | None


@dataclass(frozen=True, slots=True)
class SearchTrace:
    """What a search looked at: the papers, how each leg ranks them, and the signals they are ranked by in the end."""

    papers: dict[str, Paper]
    meaning: Ranking
    keywords: Ranking
    signals: dict[str, tuple[float, float, float]]

    @property
    def ranking(self) -> list[tuple[str, float]]:
        """Ids of all papers with their scores, 0…1, best first."""
        return rank(self.signals)

    def hits(self, limit: int) -> list[Hit]:
        """The best papers that are not withdrawn."""
        return hits(self.ranking, self.meaning, self.keywords, self.papers, limit)


class Library:
    """All papers that were fetched. Safe to share between threads."""

    def __init__(
        self, location: ChromaLocation, embedder: Embedder, reranker: Reranker | None = None
    ) -> None:
        self.location = location
        self.embedder = embedder
        self.reranker = reranker
        self.store = Store(location, embedder)
        self.authors = Authors(self.store)
        self._keywords = Keywords(location.folder / "keywords", self.store)
        self._inventory: tuple[int, Inventory] | None = None
        self._newest: tuple[int, dict[tuple[Filters, int, int | None, bool], list[Hit]]] = (-1, {})

    def __len__(self) -> int:
        """How many papers there are."""
        return len(self.store)

    def get(self, ids: Sequence[str]) -> dict[str, Paper]:
        """The papers with these ids, those that are there."""
        return self.store.get(ids)

    def search(self, text: str, filters: Filters | None = None, limit: int = 10) -> list[Hit]:
        """The papers for a question, best first."""
        if not len(self) or not text.strip():
            return []
        start = time.perf_counter()
        trace = self.trace(text, filters or Filters())
        found = trace.hits(max(limit, RERANKED) if self.reranker else limit)
        if self.reranker:
            found = self.reranker.rerank(text, found)[:limit]
        seconds = time.perf_counter() - start
        logger.info("Searched %d papers: %d hits in %.3f s", len(self), len(found), seconds)
        logger.debug("Searched for %r with %r: %s", text, filters, [hit.paper.id for hit in found])
        return found

    def trace(self, text: str, filters: Filters) -> SearchTrace:
        """All that the two looks found for a question: what `search` ranks by, for measuring and training."""
        question = self.embedder.embed([text])[0]
        near = self.store.nearest(question, filters, DEPTH + SPARE)[:DEPTH]
        meaning, words = [(paper.id, score) for paper, score in near], self.by_keywords(text, filters)
        papers = {paper.id: paper for paper, _ in near}
        papers |= self.get([id_ for id_, _ in words if id_ not in papers])
        vectors = self.store.vectors([*papers])
        if not vectors:
            return SearchTrace({}, meaning, words, {})
        first = [(id_, score) for id_, score in fuse(meaning, words) if id_ in papers]
        related = self._keywords.expansion_terms(
            [(papers[i].text, s) for i, s in first[:WORDS_FROM]], besides=text
        )
        again = self._keywords.search(text, replace(filters, papers=(*papers,)), len(papers), related)
        found = signals(question, rocchio(question, first, vectors), again, vectors)
        return SearchTrace(papers, meaning, words, found)

    def newest(
        self, filters: Filters, limit: int, days: int | None = None, withdrawn: bool = False
    ) -> list[Hit]:
        """The papers that the filters admit, most upvotes first; `days` keeps those of so many days up to the newest.

        Withdrawn papers are among them only where they are asked for. Found once per revision: it looks at every paper,
        and pages ask for it at every click.
        """
        revision, asked = self.store.revision, (filters, limit, days, withdrawn)
        if self._newest[0] != revision:
            self._newest = (revision, {})
        _, found = self._newest  # this call's own, should another thread see a newer revision meanwhile
        if asked not in found:
            found[asked] = self._find_newest(*asked)
        return found[asked]

    def _find_newest(self, filters: Filters, limit: int, days: int | None, withdrawn: bool) -> list[Hit]:
        admitted = [paper for paper in self.store.matching(filters) if withdrawn or not paper.withdrawn]
        newest = {
            paper.id: max(filter(None, (paper.featured, paper.published)), default=date.min)
            for paper in admitted
        }
        if admitted and days:
            last = max(newest.values())
            admitted = [paper for paper in admitted if (last - newest[paper.id]).days < days]
        admitted.sort(key=lambda paper: (-(paper.upvotes or 0), -newest[paper.id].toordinal(), paper.id))
        return [Hit(paper, 1.0, None, None) for paper in admitted[:limit]]

    def by_keywords(self, text: str, filters: Filters) -> list[tuple[str, float]]:
        """Ids of the papers that share words with the text, with BM25 scores."""
        return self._keywords.search(text, filters, DEPTH)

    def with_all_words(self, text: str, filters: Filters) -> list[Paper]:
        """The papers that have every word of the text in title or abstract, the newest first."""
        found = self.get(self._keywords.with_all_words(text, filters))
        admitted = [paper for paper in found.values() if not paper.withdrawn]
        return sorted(admitted, key=lambda paper: (-(paper.published or date.min).toordinal(), paper.id))

    def refresh(self) -> None:
        """Index for keywords what changed since the last time, so that the next search need not; else at once."""
        self._keywords.refresh()

    def put(self, papers: Sequence[Paper], vectors: Vectors | None = None) -> None:
        """Add or replace papers; on return they are safe on disk. Vectors are made where none are given."""
        if vectors is None:
            vectors = self.embedder.embed([paper.text for paper in papers])
        self.store.put(papers, vectors)

    def remove(self, ids: Sequence[str]) -> None:
        """Take papers out."""
        self.store.remove(ids)

    def sample_ids(self) -> list[str]:
        """Ids of the sample papers whose real abstract has not come yet."""
        return (
            [paper.id for paper in self.store if paper.is_sample]
            if self.inventory().by_source[SAMPLE]
            else []
        )

    def inventory(self) -> Inventory:
        """What is in the library, counted once per revision."""
        revision = self.store.revision
        if self._inventory is None or self._inventory[0] != revision:
            start = time.perf_counter()
            self._inventory = (revision, _count(self.store))
            seconds = time.perf_counter() - start
            logger.info("Counted %d papers in %.2f s", self._inventory[1].papers, seconds)
        return self._inventory[1]


def _count(store: Store) -> Inventory:
    rows = store.metadata("source", "categories", "keywords", "organization", "published", "featured")
    published = sorted(row["published"] for row in rows if row["published"])
    days = Counter(row["featured"] for row in rows if row["featured"])
    by_day = Counter({day: count for number, count in days.items() if (day := day_of(number))})
    return Inventory(
        papers=len(rows),
        by_source=Counter(row["source"] or "unknown" for row in rows),
        by_category=Counter(each for row in rows for each in row["categories"] or ()),
        by_keyword=Counter(each for row in rows for each in row["keywords"] or ()),
        by_organization=Counter(row["organization"] for row in rows if row["organization"]),
        by_day=by_day,
        never_featured=Counter(
            day for row in rows if not row["featured"] and (day := day_of(row["published"]))
        ),
        first_published=day_of(published[0]) if published else None,
        last_published=day_of(published[-1]) if published else None,
        last_featured=max(by_day, default=None),
    )
