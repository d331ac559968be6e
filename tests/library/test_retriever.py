"""The library as LangChain sees it: the same papers in the same order, as Documents."""

from langchain_core.documents import Document

from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.library.retriever import PapersRetriever

QUESTION = "How do models remember long conversations?"


def test_documents_are_what_the_search_finds_best_first(birds: Library) -> None:
    found = PapersRetriever(library=birds, limit=3).invoke(QUESTION)
    hits = birds.search(QUESTION, limit=3)
    assert [document.id for document in found] == [hit.paper.id for hit in hits]
    assert [document.page_content for document in found] == [hit.paper.abstract for hit in hits]
    assert isinstance(found[0], Document) and found[0].metadata["title"] == hits[0].paper.title
    assert found[0].metadata["score"] == hits[0].score


def test_its_filters_are_obeyed(birds: Library) -> None:
    only = birds.search(QUESTION)[1].paper.id
    found = PapersRetriever(library=birds, filters=Filters(papers=(only,))).invoke(QUESTION)
    assert [document.id for document in found] == [only]
