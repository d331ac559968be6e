"""A Paper as one of Chroma's flat records and back, and filters as conditions on records. Pure."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from assistant.library.filters import Filters, organization_key
from assistant.library.names import Name
from assistant.library.papers import Paper, title_key

_PLAIN = ("version", "doi", "upvotes", "comments", "organization", "code", "stars", "project")
"""Fields that are stored as they are."""


def to_metadata(paper: Paper, revision: int) -> dict[str, Any]:
    """The paper as Chroma's flat metadata, with what filters compare: numbers for days, lists for names."""
    values: dict[str, Any] = {
        "title": paper.title,
        "authors": json.dumps(paper.authors, ensure_ascii=False),
        "names": json.dumps([asdict(name) for name in paper.names], ensure_ascii=False)
        if paper.names
        else None,
        "title_key": title_key(paper.title),
        "revision": revision,
        "published": day_number(paper.published),
        "featured": day_number(paper.featured),
        "organization_key": organization_key(paper.organization) or None,
        "categories": list(paper.categories) or None,
        "keywords": list(paper.keywords) or None,
        "has_code": bool(paper.code),
    }
    # None is passed on: it takes away what the record said before, while a name left out would keep it.
    return values | {name: getattr(paper, name) for name in (*_PLAIN, "withdrawn", "source")}


def papers_in(answer: Any) -> Iterator[Paper]:
    """The papers of an answer of Chroma that has ids, documents and metadatas."""
    for id_, abstract, row in zip(answer["ids"], answer["documents"], answer["metadatas"], strict=True):
        plain = {name: row.get(name) for name in _PLAIN}
        yield Paper(
            id=id_,
            title=row["title"],
            abstract=abstract,
            authors=tuple(json.loads(row["authors"])),
            names=tuple(Name(**parts) for parts in json.loads(row.get("names") or "[]")),
            published=day_of(row.get("published")),
            featured=day_of(row.get("featured")),
            categories=tuple(row.get("categories") or ()),
            keywords=tuple(row.get("keywords") or ()),
            withdrawn=bool(row.get("withdrawn")),
            source=str(row.get("source", "")),
            **plain,
        )


def where_clause(filters: Filters) -> dict[str, Any] | None:
    """The filters as Chroma's condition on the metadata; those on ids are not in it."""
    # No condition on `withdrawn`: any condition at all makes the query four times slower, see `search.py`.
    conditions: list[dict[str, Any]] = []
    for name, first, last in (
        ("published", filters.since, filters.until),
        ("featured", filters.featured_since, filters.featured_until),
    ):
        if first:
            conditions.append({name: {"$gte": day_number(first)}})
        if last:
            conditions.append({name: {"$lte": day_number(last)}})
    if filters.categories:
        conditions.append(
            _joined("$or", [{"categories": {"$contains": each}} for each in filters.categories])
        )
    if filters.organizations:
        conditions.append({"organization_key": {"$in": list(filters.organization_keys)}})
    if filters.has_code:  # a record from before there was this field has none, and is looked at by itself
        conditions.append({"has_code": {"$ne": False}})
    return _joined("$and", conditions) if conditions else None


def _joined(operator: str, conditions: list[dict[str, Any]]) -> dict[str, Any]:
    return conditions[0] if len(conditions) == 1 else {operator: conditions}


def day_number(day: date | None) -> int | None:
    """The day as a number that compares as days do: 20250910."""
    return day.year * 10_000 + day.month * 100 + day.day if day else None


def day_of(number: Any) -> date | None:
    """The day of such a number, or None for none."""
    return date(number // 10_000, number // 100 % 100, number % 100) if number else None
