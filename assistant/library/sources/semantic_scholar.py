"""Semantic Scholar's answers and dumps (Academic Graph): JSON objects with `externalIds`."""

from collections.abc import Mapping
from typing import Any

from assistant.library.papers import Paper
from assistant.library.sources.references import Reference, paper_of
from assistant.library.sources.retractions import is_kind_of_retraction


def recognises(row: Mapping[str, Any]) -> bool:
    """Whether the object is a paper of Semantic Scholar."""
    has_id = not {"paperId", "corpusId", "corpusid"}.isdisjoint(row)
    return has_id and ("externalIds" in row or "externalids" in row or isinstance(row.get("authors"), list))


def paper(row: Mapping[str, Any]) -> Paper:
    """The paper of one object; Unreadable where it has no title or no abstract."""
    ids = row.get("externalIds") or row.get("externalids") or {}
    given = {str(key).casefold(): value for key, value in ids.items()} if isinstance(ids, Mapping) else {}
    kinds = row.get("publicationTypes")
    return paper_of(
        Reference(
            title=row.get("title"),
            abstract=row.get("abstract"),
            authors=row.get("authors"),
            numbers=(given.get("arxiv"), row.get("arxivId")),
            places=(row.get("url"), _url(row.get("openAccessPdf"))),
            doi=given.get("doi") or row.get("doi"),
            dates=(row.get("publicationDate") or row.get("publicationdate"), row.get("year")),
            is_retracted=is_kind_of_retraction(*(kinds if isinstance(kinds, list) else ())),
        )
    )


def _url(value: Any) -> Any:
    return value.get("url") if isinstance(value, Mapping) else value
