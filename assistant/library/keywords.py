"""The keyword index: tantivy, BM25 over stemmed words.

The only importer of tantivy. A cache of the store: it carries the store's revision and brings itself up to date
before a search, or is built anew when it cannot. Losing the folder loses nothing.
"""

import shutil
import threading
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from assistant.library.filters import Filters, organization_key
from assistant.library.papers import Paper
from assistant.library.store import Store

LAYOUT = 1
"""Raised when the fields below change, so that an index of the old shape is built anew."""
MEMORY = 64_000_000
"""Bytes tantivy may fill before it writes a segment; the least that two threads accept is 30 MB."""
MAX_WORDS = 200
"""Words of a question that are looked up; a pasted book would otherwise cost seconds."""


class Keywords:
    """Finds papers by their words. Safe to share between threads and, while reading, between processes."""

    def __init__(self, folder: Path, store: Store) -> None:
        self._folder = folder
        self._store = store
        self._guard = threading.Lock()
        self._index: Any = None
        self._at = -1

    def search(self, text: str, filters: Filters, limit: int) -> list[tuple[str, float]]:
        """Ids of the papers that share words with the text and that the filters admit, with BM25 scores."""
        words = list(dict.fromkeys(stems(text)))[:MAX_WORDS]
        if not words or not limit:
            return []
        with self._guard:
            self._bring_up_to_date()
            searcher = self._index.searcher()
        query = _filtered(_words_query(self._index.schema, words), self._index.schema, filters)
        hits = searcher.search(query, limit).hits
        return [(searcher.doc(address)["id"][0], score) for score, address in hits]

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
        with suppress(ValueError, OSError):  # missing or damaged: it is built anew
            layout, at = map(int, self._mark().read_text().split())
            self._index = tantivy.Index.open(str(self._folder))
            _look_into(self._index)
            self._at = at if layout == LAYOUT else -1

    def _start_empty(self) -> None:
        import tantivy

        self._mark().unlink(missing_ok=True)
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)  # a reader elsewhere may have put its lock file back
        self._index = tantivy.Index(_schema(), path=str(self._folder))
        self._at = -1

    def _catch_up(self) -> None:
        with self._store.writing():
            self._open()  # anew: another process may have brought it up to date, or begun it, in the meantime
            revision = self._store.revision
            if not 0 <= self._at <= revision:
                self._start_empty()
            self._write(self._store.since(self._at))
            if self._index.searcher().num_docs != len(self._store):  # papers were removed
                self._start_empty()
                self._write(self._store)
            self._mark().write_text(f"{LAYOUT} {revision}")
            self._at = revision

    def _write(self, papers: Iterable[Paper]) -> None:
        import tantivy

        writer = self._index.writer(MEMORY, 1)
        for paper in papers:
            writer.delete_documents_by_term("id", paper.id)
            writer.add_document(tantivy.Document(**_fields(paper)))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def _mark(self) -> Path:
        return self._folder.with_suffix(".revision")


def _look_into(index: Any) -> None:
    """Open every part of the index that a search may need; ValueError where one is damaged."""
    import tantivy

    searcher = index.searcher()
    schema = index.schema
    searcher.search(tantivy.Query.term_query(schema, "text", ""), 1)


def stems(text: str) -> list[str]:
    """The words of a text, lower-case and stemmed, just as the index has them."""
    return list(_analyzer().analyze(text))


@cache
def _analyzer() -> Any:
    import tantivy

    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
    return builder.filter(tantivy.Filter.stemmer("english")).build()


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text", stored=False, tokenizer_name="en_stem")
    builder.add_text_field("category", stored=False, tokenizer_name="raw")
    builder.add_text_field("organization", stored=False, tokenizer_name="raw")
    builder.add_integer_field("published", stored=False, indexed=True, fast=True)
    builder.add_integer_field("featured", stored=False, indexed=True, fast=True)
    return builder.build()


def _fields(paper: Paper) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": paper.id,
        "text": paper.text,
        "category": list(paper.categories),
        "organization": organization_key(paper.organization) or None,
        "published": paper.published and paper.published.toordinal(),
        "featured": paper.featured and paper.featured.toordinal(),
    }
    return {name: value for name, value in fields.items() if value not in (None, [])}


def _words_query(schema: Any, words: Iterable[str]) -> Any:
    import tantivy

    # Built by hand and not parsed, so no character of a question is an operator.
    one_of = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", term)) for term in words]
    return tantivy.Query.boolean_query(one_of)


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
    ):
        if allowed:
            conditions.append(tantivy.Query.term_set_query(schema, name, list(allowed)))
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, each) for each in conditions])
