"""Rows of a person's own tables and JSON: which column holds what, told by the names that people and programs give them.

A title is required, and an abstract, but for rows that are to be completed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assistant.errors import InputError
from assistant.library.papers import Paper
from assistant.library.sources.entries import one_line
from assistant.library.sources.references import Reference, paper_of
from assistant.library.sources.retractions import is_flagged

OWN = "file"
"""The source of papers from a person's own rows."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "title": (
        "title",
        "paper title",
        "article title",
        "primary title",
        "document title",
        "display name",
        "ti",
    ),
    "abstract": (
        "abstract",
        "summary",
        "abstract note",
        "abstractnote",
        "abstract text",
        "abstracttext",
        "ab",
    ),
    "authors": (
        *(
            "author full names",
            "authors full name",
            "authors",
            "author",
            "author s",
            "author names",
            "creators",
        ),
        *("authorships author display name", "authorships raw author name", "authorstring", "af", "au"),
    ),
    "id": ("id", "arxiv id", "arxivid", "arxiv", "externalids arxiv", "ids arxiv", "eprint", "paper id"),
    "doi": ("doi", "externalids doi", "ids doi", "di"),
    "published": (
        "published",
        "publication date",
        "publicationdate",
        "date published",
        "date",
        "issued",
        "announced",
    ),
    "year": ("publication year", "year", "pubyear", "py"),
    "featured": ("featured",),
    "categories": ("categories", "category", "primary category", "primaryclass", "arxiv categories"),
    "keywords": (
        "keywords",
        "keyword",
        "tags",
        "author keywords",
        "manual tags",
        "keywords display name",
        "de",
    ),
    "organization": ("organization", "organisation", "affiliation"),
    "code": ("code", "github", "repository", "code url"),
    "upvotes": ("upvotes",),
    "comment": ("comment", "comments", "note", "extra"),
}
"""For each field the names its column goes by, the likeliest first: those of arXiv, Zotero, Scopus, Dimensions, OpenAlex, Web
of Science and others. A name inside another object follows the object's: `externalIds.ArXiv`."""

_OF_PLACES = frozenset(
    "url urls uri link links pdf html doi arxiv id ids identifier identifiers eprint page".split()
)
"""Words in the names of columns that say where a paper can be read."""
_DEEPEST = 3

Columns = Mapping[str, str]
"""Field → the name of its column in the file."""


def columns_among(header: Iterable[str]) -> Columns:
    """Which column holds which field; InputError where title or abstract is missing."""
    given = {_plain(name): name for name in reversed([name for name in header if isinstance(name, str)])}
    found = {field: next((given[n] for n in known if n in given), None) for field, known in NAMES.items()}
    missing = [field for field in ("title", "abstract") if not found[field]]
    if missing:
        listed = ", ".join(one_line(name, 60) or "…" for name in list(given.values())[::-1][:20]) or "none"
        raise InputError(
            f"none of its columns is the {' or the '.join(missing)} (they are: {listed}); a title and an abstract are needed"
        )
    return {field: name for field, name in found.items() if name}


def names_a_paper(header: Iterable[str]) -> bool:
    """Whether one of the columns is a title or an abstract."""
    known = {*NAMES["title"], *NAMES["abstract"]}
    return any(_plain(name) in known for name in header)


def described(columns: Columns) -> str:
    """The guess in words: `title ← Title, abstract ← Abstract Note`."""
    return ", ".join(f"{field} ← {one_line(name, 60)}" for field, name in columns.items())


def paper(row: Mapping[str, Any], columns: Columns) -> Paper:
    """The paper of one flat row; Unreadable where title or abstract is missing or too long."""
    value = {field: row.get(name) for field, name in columns.items()}
    places = tuple(each for name, each in row.items() if isinstance(name, str) and _is_place(name))
    return paper_of(
        Reference(
            title=value["title"],
            abstract=value["abstract"],
            authors=value.get("authors"),
            numbers=(value.get("id"),),
            places=places,
            doi=value.get("doi"),
            dates=(value.get("published"), value.get("year")),
            featured=value.get("featured"),
            categories=value.get("categories"),
            keywords=value.get("keywords"),
            organization=value.get("organization"),
            code=value.get("code"),
            upvotes=value.get("upvotes"),
            comment=value.get("comment"),
            is_retracted=is_flagged(row),
            source=OWN,
        )
    )


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """The object without objects in it: `{"ids": {"doi": …}}` has the column `ids.doi`. Lists stay."""
    return dict(_flat(row, "", _DEEPEST))


def _flat(row: Mapping[str, Any], prefix: str, depth: int) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, Mapping) and depth:
            yield from _flat(value, f"{prefix}{name}.", depth - 1)
        else:
            yield f"{prefix}{name}", value


def _is_place(name: str) -> bool:
    return not _OF_PLACES.isdisjoint(_plain(name).split())


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))
