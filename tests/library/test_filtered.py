"""Filters inside both queries, and strings that break programs, over one small library."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.reader.embeddings import Embedder
from assistant.text.stems import stems
from tests.conftest import paper
from tests.library.helpers import found_by_keywords, found_by_meaning, open_library

GOOD = settings(max_examples=60, deadline=None, derandomize=True)
START = date(2025, 1, 1)
CATEGORIES = ("cs.CL", "cs.C", "cs.CV", "stat.ML")
ORGANIZATIONS = ("Nap Lab", "nap  LAB", "Nap", 'L\'Été "x"')
PAPERS = [
    paper(
        i,
        published=None if i % 7 == 0 else START + timedelta(i),
        featured=START + timedelta(2 * i) if i % 3 else None,
        categories=tuple(c for j, c in enumerate(CATEGORIES) if (i + j) % 3 == 0),
        organization=(*ORGANIZATIONS, None)[i % 5],
        code="https://code.example/nap" if i % 4 else None,
    )
    for i in range(30)
]
DAYS = (
    st.none()
    | st.sampled_from([date.min, date.max])
    | st.integers(-2, 60).map(lambda i: START + timedelta(i))
)


def some(*names: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(names), max_size=3).map(tuple)


FILTERS = st.builds(
    Filters,
    *[st.none() | DAYS] * 4,
    some(*CATEGORIES, "cs", "none"),
    some(*ORGANIZATIONS, " NAP ", "none"),
    some(*[each.id for each in PAPERS], "unknown"),
    st.booleans(),
)


@pytest.fixture(scope="module")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = open_library(tmp_path_factory.mktemp("thirty"))
    library.put(PAPERS)
    yield library
    library.store.close()


@GOOD
@given(FILTERS)
@example(Filters())
@example(Filters(since=START + timedelta(8), until=START + timedelta(8)))
@example(Filters(papers=("unknown",)))
@example(Filters(papers=(PAPERS[1].id, "unknown", PAPERS[1].id)))
def test_every_query_admits_exactly_what_the_filters_admit(thirty: Library, filters: Filters) -> None:
    admitted = {each.id for each in PAPERS if filters.admit(each)}
    assert {each.id for each in thirty.store.matching(filters)} == admitted
    assert found_by_meaning(thirty, filters=filters) == admitted
    assert found_by_keywords(thirty, filters=filters) == admitted
    assert {hit.paper.id for hit in thirty.search("method", filters, limit=100)} == admitted


def test_the_examples_are_not_all_or_nothing() -> None:
    sizes = [
        sum(map(filters.admit, PAPERS))
        for filters in (
            Filters(since=START + timedelta(8)),
            Filters(featured_until=START + timedelta(30)),
            Filters(categories=("cs.C",)),
            Filters(organizations=("NAP LAB",)),
            Filters(has_code=True),
        )
    ]
    assert all(0 < size < len(PAPERS) for size in sizes)


@pytest.mark.data
def test_naughty_strings_are_searched_for_and_filtered_by_in_peace(
    thirty: Library, embedder: Embedder, data: Path
) -> None:
    strings = [s for s in json.loads((data / "naughty" / "blns.json").read_text()) if s]
    assert len(strings) > 500
    assert np.allclose(np.linalg.norm(embedder.embed(strings[::6]), axis=1), 1, atol=1e-5)
    assert all(found_by_keywords(thirty, naughty) <= {each.id for each in PAPERS} for naughty in strings)
    for naughty in strings[::5]:
        assert len(thirty.search(naughty, limit=3)) == (3 if naughty.strip() else 0)
        odd = Filters(categories=(naughty,), organizations=(naughty,), papers=(naughty,))
        assert thirty.search(naughty, odd) == []


@pytest.mark.data
def test_naughty_strings_are_stored_and_come_back(thirty: Library, data: Path, tmp_path: Path) -> None:
    strings = json.loads((data / "naughty" / "blns.json").read_text())
    odd = [
        paper(i, title=s, abstract=s, authors=(s,), keywords=(s,), categories=(s,), organization=s)
        for i, s in enumerate(strings)
    ]
    library = open_library(tmp_path / "odd")
    library.put(odd)
    assert library.get([each.id for each in odd]) == {each.id: each for each in odd}
    for each in odd[5:500:50]:
        assert each.id in found_by_meaning(library, filters=Filters(categories=each.categories))
        found = found_by_keywords(library, each.title, Filters(categories=each.categories))
        assert each.id in found or not stems(each.title)
    library.store.close()


@pytest.mark.parametrize(
    "text", ["", "  ", "\n", "?!", "method AND (", 'title:"x', "-method", "*", "a" * 100_000]
)
def test_a_question_is_words_and_never_operators(thirty: Library, text: str) -> None:
    assert bool(found_by_keywords(thirty, text)) == ("method" in text)


def test_a_pasted_book_is_searched_for_quickly_by_its_first_words(thirty: Library) -> None:
    book = " ".join(f"word{i}" for i in range(100_000))
    assert found_by_keywords(thirty, "method " + book) == {each.id for each in PAPERS}
    assert found_by_keywords(thirty, book + " method") == set()
