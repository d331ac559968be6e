"""Suggested questions: made of what is in the library, and answered from it."""

from datetime import date

import pytest

from assistant.asking.answer import ask
from assistant.asking.suggestions import suggest
from assistant.asking.understanding import Known, understand
from assistant.asking.writers import QuotingWriter
from assistant.library.filters import Filters
from assistant.library.importing import import_papers
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.library.sources import sample
from tests.birds import PAPERS
from tests.conftest import TODAY, paper


def suggestions(library: Library, *papers: Paper) -> list[str]:
    library.put(list(papers))
    return suggest(library.inventory(), [hit.paper for hit in library.newest(Filters(), 12)])


def test_an_empty_library_suggests_nothing(library: Library) -> None:
    assert suggest(library.inventory(), []) == []


def test_each_suggestion_speaks_of_what_is_there(library: Library) -> None:
    assert suggestions(library, *PAPERS[:2]) == [
        "What do the papers say about memory?",
        "How does Heron work?",
        "What is new since June 2025?",
        "What has come from NVIDIA?",
    ]


def test_without_organizations_another_paper_is_asked_about(library: Library) -> None:
    two = [paper(n, title=title, keywords=()) for n, title in ((1, "Owl: A"), (2, "Emu-2 XL: B"))]
    assert suggestions(library, *two) == [
        "How does Owl work?",
        "What is new since January 2025?",
        "What did the authors of Emu-2 XL find?",
    ]


@pytest.mark.parametrize("keyword", ["LLM", "large language models", "Machine Learning"])
def test_a_keyword_that_fits_everything_is_passed_over(library: Library, keyword: str) -> None:
    found = suggestions(library, paper(1, keywords=(keyword, "pruning")), paper(2, keywords=(keyword,)))
    assert found[0] == "What do the papers say about pruning?"


@pytest.mark.parametrize(
    "title", ["A study: of things", "no name here", "X: y", "<b>Bold</b>: z", "A" * 40 + ": z"]
)
def test_a_title_without_a_name_is_not_asked_about(library: Library, title: str) -> None:
    assert not any(text.startswith("How does") for text in suggestions(library, paper(1, title=title)))


def test_papers_without_a_date_suggest_no_date(library: Library) -> None:
    assert suggestions(library, paper(1, published=None)) == []


def test_every_suggestion_of_the_sample_is_answered(library: Library) -> None:
    import_papers(sample.read(), library)
    found = suggestions(library)
    assert 2 < len(found) <= 4 and len(set(found)) == len(found)
    for text in found:
        question = understand(text, TODAY, Known(lambda: library.inventory().by_organization))
        assert ask(question, library, QuotingWriter()).finish().claims, text


def test_dates_are_of_the_newest_paper(library: Library) -> None:
    found = suggestions(library, paper(1, published=date(2024, 2, 29)), paper(2, published=date(2023, 5, 1)))
    assert "What is new since February 2024?" in found
