"""The keyword index: tantivy, BM25 over stemmed words; their parts, pairs and company add to it.

A cache of the store: it carries the store's revision and is brought up to date during an
import and before a search, or is built anew when it cannot. Losing the folder loses nothing.
"""

import hashlib
import logging
import math
import shutil
import threading
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from assistant.library.filters import Filters, organization_key
from assistant.library.papers import Paper
from assistant.library.store import Store
from assistant.text.stems import parts, stems, words_without_stopwords
from assistant.versions import check_version

logger = logging.getLogger(__name__)

LAYOUT = 3
"""Raised when the fields below change, so that an index of the old shape is built anew; a newer one is left alone."""
MEMORY = 64_000_000
"""Bytes tantivy may fill before it writes a segment; the least that two threads accept is 30 MB."""
MAX_WORDS = 200
"""Words of a question that are looked up; a pasted book would otherwise cost seconds."""
MAX_PARTS = 400
"""Parts of words that are looked up: those of some 80 words."""
SLOP = 2
"""Words that may stand between the two of a pair."""
PARTS, PAIRS, RELATED = 0.1, 0.1, 0.1
"""What the parts of words, the pairs of neighbouring words and the related words add to the words themselves. On
SciFact's training claims each brings .002 to .005 nDCG@10; .2 instead of .1 changes less than .002."""
COMPANY = 10
"""Related words that are looked up, the most typical ones; 20 or 30 are no better on SciFact's training claims."""


class Keywords:
    """Finds papers by their words. Safe to share between threads and, while reading, between processes."""

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder = folder
        self._store = store
        self._guard = threading.Lock()
        self._index: Any = None
        self._at = -1

    def search(
        self, text: str, filters: Filters, limit: int, related: Sequence[tuple[str, float]] = ()
    ) -> list[tuple[str, float]]:
        """Ids of the papers that share words with the text and that the filters admit, with their scores.

        `related` are stems with weights up to 1, as `typical` gives them: they raise a score but find nothing.
        """
        if not stems(text) or not limit:
            return []
        searcher = self._searcher()
        query = _filtered(_query(self._index.schema, text, related), self._index.schema, filters)
        hits = searcher.search(query, limit).hits
        return [(searcher.doc(address)["id"][0], score) for score, address in hits]

    def with_all_words(self, text: str, filters: Filters) -> list[str]:
        """Ids of the papers that have every word of the text and that the filters admit."""
        import tantivy

        searcher, schema = self._searcher(), self._index.schema
        words = stems(" ".join(words_without_stopwords(text)))[:MAX_WORDS]
        terms = [(tantivy.Occur.Must, tantivy.Query.term_query(schema, "text", word)) for word in words]
        query = _filtered(tantivy.Query.boolean_query(terms), schema, filters)
        return (
            [
                searcher.doc(address)["id"][0]
                for _, address in searcher.search(query, max(searcher.num_docs, 1)).hits
            ]
            if words
            else []
        )

    def expansion_terms(self, texts: Sequence[tuple[str, float]], besides: str) -> list[tuple[str, float]]:
        """The stems most typical for these weighted texts, with weights up to 1; those of `besides` left out.

        A stem that no other paper has leads nowhere. (Relevance model of Lavrenko & Croft 2001, with idf.)
        """
        searcher, known = self._searcher(), set(stems(besides))
        found: Counter[str] = Counter()
        for text, weight in texts:
            counts = Counter(stems(text))
            for stem in counts.keys() - known:
                papers = searcher.doc_freq("text", stem)
                rarity = math.log(1 + (searcher.num_docs - papers + 0.5) / (papers + 0.5))
                found[stem] += weight * counts[stem] / counts.total() * rarity * (papers > 1)
        best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:COMPANY]
        return [(stem, score / best[0][1]) for stem, score in best if score > 0]

    def refresh(self) -> None:
        """Index what changed since the last time, as a search would do first; at once where nothing did."""
        with self._guard:
            self._bring_up_to_date()

    def _searcher(self) -> Any:
        with self._guard:
            self._bring_up_to_date()
            return self._index.searcher()

    def _bring_up_to_date(self) -> None:
        revision = self._store.revision
        if self._at == revision:
            return
        self._open()
        if self._at != revision:
            self._catch_up()

    def _open(self) -> None:
        import tantivy

        self._at = -1
        with suppress(ValueError, LookupError, OSError):  # missing or damaged: it is built anew
            layout, at, digest = [*self._mark().read_text().split(), ""][:3]
            check_version(int(layout), LAYOUT, "The keyword index")
            if digest == _digest(
                self._folder
            ):  # else it may stop the program: tantivy panics at a flipped byte
                self._index = tantivy.Index.open(str(self._folder))
                self._at = int(at) if int(layout) == LAYOUT else -1

    def _start_empty(self) -> None:
        import tantivy

        logger.info("Building the keyword index anew")
        self._mark().unlink(missing_ok=True)
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)  # a reader elsewhere may have put its lock file back
        self._index = tantivy.Index(_schema(), path=str(self._folder))
        self._at = -1

    def _catch_up(self) -> None:
        start = time.perf_counter()
        with self._store.writing():
            self._open()  # anew: another process may have brought it up to date, or begun it, in the meantime
            revision = self._store.revision
            if not 0 <= self._at <= revision:
                self._start_empty()
            self._write(self._store.since(self._at))
            if not self._is_whole():
                self._write((), removed=self._ids() - set(self._store.ids()))
            if not self._is_whole():  # it was of other papers
                self._start_empty()
                self._write(self._store)
            self._mark().write_text(f"{LAYOUT} {revision} {_digest(self._folder)}")
            self._at = revision
        seconds = time.perf_counter() - start
        logger.info("Brought the keyword index to revision %d in %.2f s", revision, seconds)

    def _is_whole(self) -> bool:
        return bool(self._index.searcher().num_docs == len(self._store))

    def _ids(self) -> set[str]:
        import tantivy

        searcher = self._index.searcher()
        hits = searcher.search(tantivy.Query.all_query(), max(searcher.num_docs, 1)).hits
        return {searcher.doc(address)["id"][0] for _, address in hits}

    def _write(self, papers: Iterable[Paper], removed: Iterable[str] = ()) -> None:
        import tantivy

        writer = self._index.writer(MEMORY, 1)
        for id_ in removed:
            writer.delete_documents_by_term("id", id_)
        for paper in papers:
            writer.delete_documents_by_term("id", paper.id)
            writer.add_document(tantivy.Document(**_fields(paper)))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def _mark(self) -> Path:
        return self._folder.with_suffix(".revision")


def _digest(folder: Path) -> str:
    """Of every file of the index, but for its locks."""
    whole = hashlib.blake2b(digest_size=16)
    for path in sorted(folder.iterdir()):
        if path.suffix != ".lock":
            with path.open("rb") as file:
                whole.update(path.name.encode() + hashlib.file_digest(file, "blake2b").digest())
    return whole.hexdigest()


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", stored=False, tokenizer_name="en_stem")
    builder.add_text_field("parts", stored=False, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("category", stored=False, tokenizer_name="raw")
    builder.add_text_field("organization", stored=False, tokenizer_name="raw")
    builder.add_text_field("has_code", stored=False, tokenizer_name="raw")
    builder.add_integer_field("published", stored=False, indexed=True, fast=True)
    builder.add_integer_field("featured", stored=False, indexed=True, fast=True)
    return builder.build()


def _fields(paper: Paper) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": paper.id,
        "text": paper.text,
        "parts": " ".join(parts(paper.text)),
        "category": list(paper.categories),
        "organization": organization_key(paper.organization) or None,
        "has_code": str(bool(paper.code)),
        "published": paper.published and paper.published.toordinal(),
        "featured": paper.featured and paper.featured.toordinal(),
    }
    return {name: value for name, value in fields.items() if value not in (None, [])}


def _query(schema: Any, text: str, related: Sequence[tuple[str, float]]) -> Any:
    """Papers with any word of the text; parts, pairs and related words only add to the score."""
    import tantivy

    # Built by hand and not parsed, so no character of a question is an operator.
    words = list(dict.fromkeys(stems(text)))[:MAX_WORDS]
    terms = stems(" ".join(words_without_stopwords(text)))[:MAX_WORDS]
    term, boost = partial(tantivy.Query.term_query, schema), tantivy.Query.boost_query
    phrase = partial(tantivy.Query.phrase_query, schema, "text", slop=SLOP)
    more = [boost(term("text", stem), RELATED * weight) for stem, weight in related]
    more += [boost(term("parts", part), PARTS) for part in list(dict.fromkeys(parts(text)))[:MAX_PARTS]]
    more += [boost(phrase([a, b]), PAIRS) for a, b in dict.fromkeys(pairwise(terms)) if a != b]
    any_word = tantivy.Query.boolean_query([(tantivy.Occur.Should, term("text", word)) for word in words])
    extra = [(tantivy.Occur.Should, each) for each in more]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, any_word), *extra])


def _filtered(query: Any, schema: Any, filters: Filters) -> Any:
    import tantivy

    conditions = [query]
    for name, first, last in (
        ("published", filters.since, filters.until),
        ("featured", filters.featured_since, filters.featured_until),
    ):
        if first or last:
            low, high = (day.toordinal() if day else None for day in (first, last))
            conditions.append(tantivy.Query.range_query(schema, name, tantivy.FieldType.Integer, low, high))
    for name, allowed in (
        ("category", filters.categories),
        ("organization", filters.organization_keys),
        ("id", filters.papers),
        ("has_code", [str(True)] * filters.has_code),
    ):
        if allowed:
            conditions.append(tantivy.Query.term_set_query(schema, name, list(allowed)))
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, each) for each in conditions])
