"""CSL-JSON, as Zotero and pandoc have it, and Crossref's answers, which are made like it."""

from collections.abc import Mapping
from typing import Any

from assistant.library.papers import Paper
from assistant.library.sources.dates import from_parts
from assistant.library.sources.references import Reference, paper_of
from assistant.library.sources.retractions import is_flagged

_DATES = ("issued", "published", "published-print", "published-online", "posted", "created")


def recognises(row: Mapping[str, Any]) -> bool:
    """Whether the object is an item of CSL-JSON."""
    people = row.get("author")
    of_people = isinstance(people, list) and any(
        isinstance(each, dict) and {"family", "literal"} & each.keys() for each in people
    )
    return "type" in row and (of_people or any(isinstance(row.get(name), dict) for name in _DATES))


def paper(row: Mapping[str, Any]) -> Paper:
    """The paper of one item; Unreadable where it has no title or no abstract."""
    return paper_of(
        Reference(
            title=row.get("title"),
            abstract=row.get("abstract"),
            authors=row.get("author"),
            numbers=(row.get("number"), row.get("arxiv"), row.get("id")),
            places=(row.get("URL"), row.get("container-title"), row.get("archive_location")),
            doi=row.get("DOI") or row.get("URL"),
            dates=tuple(text for name in _DATES if (text := _date(row.get(name)))),
            keywords=row.get("keyword") or row.get("subject"),
            comment=row.get("note"),
            is_retracted=is_flagged(row),
        )
    )


def _date(value: Any) -> str:
    """The date in one form; Crossref's may be a list of one null."""
    if not isinstance(value, Mapping):
        return ""
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    day = from_parts([part for part in first if part is not None])
    if day and len(first) < 3:
        return f"{day:%Y-%m}" if len(first) == 2 else f"{day:%Y}"
    return day.isoformat() if day else str(value.get("raw") or value.get("literal") or "")
