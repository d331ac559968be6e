from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.library.sources import huggingface
from assistant.library.sources.entries import papers_among
from tests.library.helpers import entry, open_library
from tests.library.sources.answers import JSON

GOOD = settings(max_examples=25, deadline=None, derandomize=True)
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
NAMES = st.lists(TEXT, max_size=3).map(tuple)
COUNT = st.none() | st.integers(0, 2**31 - 1)
PAPERS = st.builds(
    Paper,
    id=st.integers(0, 9).map("2501.{:05}".format) | st.integers(0, 9).map("title-{}".format),
    title=TEXT,
    abstract=TEXT,
    authors=NAMES,
    version=COUNT,
    published=st.none() | st.dates(),
    featured=st.none() | st.dates(),
    upvotes=COUNT,
    comments=COUNT,
    categories=NAMES,
    keywords=NAMES,
    organization=st.none() | TEXT,
    code=st.none() | TEXT,
    stars=COUNT,
    project=st.none() | TEXT,
    withdrawn=st.booleans(),
    source=TEXT,
)
FIELDS = st.sampled_from([*entry()["paper"], "githubRepo", "githubStars", "ai_keywords", "organization"])


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """One library for all examples of a property."""
    library = open_library(tmp_path_factory.mktemp("shared"))
    yield library
    library.store.close()


@GOOD
@given(st.lists(PAPERS, min_size=3, max_size=8, unique_by=lambda p: p.id))
def test_every_field_of_every_paper_comes_back_as_it_was(shared: Library, papers: list[Paper]) -> None:
    shared.put(papers)
    assert shared.get([p.id for p in papers]) == {p.id: p for p in papers}


@GOOD
@given(st.lists(st.dictionaries(FIELDS, JSON), min_size=3, max_size=8))
def test_whatever_a_source_reads_can_be_stored(shared: Library, odd: list[dict[str, Any]]) -> None:
    needed = [{"id": f"2501.{i:05}", "title": "T", "summary": "A."} for i in range(len(odd))]
    answer = [fields | own for fields, own in zip(odd, needed, strict=True)]
    papers = papers_among(huggingface.read(answer, "day.json"))
    shared.put(papers)
    assert shared.get([p.id for p in papers]) == {p.id: p for p in papers}
    assert len(papers) == len(odd)
