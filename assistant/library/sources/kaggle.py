"""The arXiv metadata snapshot on Kaggle: one JSON object a line, 2.7 million of them."""

from collections.abc import Mapping
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from assistant.library.identifiers import arxiv_number, doi
from assistant.library.papers import ARXIV, Paper
from assistant.library.sources.entries import (
    Unreadable,
    day,
    one_line,
    required_abstract,
    title_in,
)
from assistant.library.sources.people import People, people_in
from assistant.library.sources.references import listed
from assistant.library.sources.retractions import is_retracted


def recognises(row: Mapping[str, Any]) -> bool:
    """Whether the object has the snapshot's own fields."""
    return "authors_parsed" in row or "update_date" in row


def paper(row: Mapping[str, Any]) -> Paper:
    """The paper of one line, dated by its first version; Unreadable where it has no number, title or abstract."""
    number = arxiv_number(row.get("id"), bare=True)
    if not number:
        raise Unreadable(f"its id {one_line(row.get('id'), 40)!r} is not an arXiv number")
    versions = [each for each in _list(row.get("versions")) if isinstance(each, dict)]
    title, people = title_in(row.get("title")), _people(row)
    return Paper(
        id=number[0],
        version=_version(versions),
        doi=doi(row.get("doi")),
        title=title,
        abstract=required_abstract(row.get("abstract")),
        authors=people.authors,
        names=people.names,
        published=_created(versions) or day(row.get("update_date")),
        categories=listed(row.get("categories"), r"\s+"),
        withdrawn=is_retracted(title, row.get("comments"), row.get("abstract")),
        source=ARXIV,
    )


def _people(row: Mapping[str, Any]) -> People:
    """From `[last, first, suffix]` triples, or from the plain text where there are none."""
    parsed = people_in([each for each in _list(row.get("authors_parsed")) if isinstance(each, list)])
    return parsed if parsed.authors else people_in(row.get("authors"))


def _version(versions: list[dict[str, Any]]) -> int | None:
    last = one_line(versions[-1].get("version")) if versions else ""
    return int(last[1:]) if last[:1] == "v" and last[1:].isdecimal() and len(last) < 6 else None


def _created(versions: list[dict[str, Any]]) -> date | None:
    try:
        return parsedate_to_datetime(one_line(versions[0].get("created"))).date() if versions else None
    except (ValueError, OverflowError):
        return None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
