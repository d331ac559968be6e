"""A paper from named values: a person's own CSV or JSON columns, or what a parser made of BibTeX, RIS or CSL-JSON.

Columns are recognised by the names that people and programs give them. A title and an abstract are required.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from assistant.errors import InputError
from assistant.library.identifiers import arxiv_number, doi
from assistant.library.papers import Paper, id_from_title
from assistant.library.sources.entries import (
    MAX_ABSTRACT,
    MAX_NAMES,
    MAX_TITLE,
    names,
    one_line,
    required,
    says_withdrawn,
    web_address,
    whole_number,
)

NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "paper title", "article title", "primary title", "document title"),
    "abstract": ("abstract", "summary", "abstract note", "abstractnote", "abstract text"),
    "authors": ("authors", "author", "author s", "author names", "author full names", "creators"),
    "id": ("id", "arxiv id", "arxivid", "arxiv", "eprint", "paper id"),
    "doi": ("doi",),
    "url": ("url", "link", "urls", "pdf", "link to pdf"),
    "published": ("published", "date", "publication date", "publication year", "issued", "year", "announced"),
    "featured": ("featured",),
    "categories": ("categories", "category", "primary category", "primaryclass", "arxiv categories"),
    "keywords": ("keywords", "keyword", "tags", "author keywords", "manual tags"),
    "organization": ("organization", "organisation", "affiliation"),
    "code": ("code", "github", "repository", "code url"),
    "upvotes": ("upvotes",),
    "comment": ("comment", "comments", "note"),
}
"""For each field the names its column goes by, the likeliest first: those of arXiv, Zotero, Scopus, rispy and bibtexparser."""

_NO_ABSTRACT = re.compile(
    r"[(#<\[]?(?:n/?a|nan|none|null|-|no abstract(?: available)?)[)>.\]]?", re.IGNORECASE
)
"""What programs write where there is none: pandas, Excel, and Scopus' `[No abstract available]`."""

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


def paper(row: Mapping[str, Any], columns: Columns, source: str) -> Paper:
    """The paper of one row; Unreadable where title or abstract is missing or too long."""
    value = {field: row.get(name) for field, name in columns.items()}
    title = required(_text(value["title"]), "title", MAX_TITLE)
    number, version = _number(value)
    authors, its_doi = people(value.get("authors")), doi(value.get("doi"))
    return Paper(
        id=number or id_from_title(title, its_doi or next(iter(authors), "")),
        version=version,
        doi=its_doi,
        title=title,
        abstract=required(_abstract(value["abstract"]), "abstract", MAX_ABSTRACT),
        authors=authors,
        published=first_day(value.get("published")),
        featured=first_day(value.get("featured")),
        upvotes=_count(value.get("upvotes")),
        categories=listed(value.get("categories"), r"[;,\s]+"),
        keywords=listed(value.get("keywords"), r"[;,\n]+"),
        organization=one_line(value.get("organization")) or None,
        code=web_address(value.get("code")),
        withdrawn=says_withdrawn(value.get("comment"), value["abstract"]),
        source=source,
    )


def people(value: Any) -> tuple[str, ...]:
    """Authors as `First Last`, from a list or from a text in which `;`, ` and ` or `,` divides them."""
    if isinstance(value, str):
        value = _divided(value)
    return names([_first_last(each) for each in value[:MAX_NAMES]]) if isinstance(value, list) else ()


def first_day(value: Any) -> date | None:
    """The first day of what a date says: 2025-03-18, 2025/03/18, 2025-03 or 2025, perhaps with a time behind it."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else one_line(value)
    found = re.match(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?!\d)", text)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None


def listed(value: Any, divider: str) -> tuple[str, ...]:
    """The texts of a list, or of a text divided by the pattern."""
    return names(re.split(divider, value) if isinstance(value, str) else value)


def _number(value: Mapping[str, Any]) -> tuple[str | None, int | None]:
    """The arXiv number that the row gives as its id, its DOI or its address, and the version."""
    for field in ("id", "doi", "url"):
        told = value.get(field)
        for text in told if isinstance(told, list) else [told]:
            if found := arxiv_number(text, bare=field == "id"):
                return found
    return None, None


def _divided(text: str) -> list[str]:
    if ";" in text:
        return text.split(";")
    if re.search(r"\sand\s|\n", text):
        return re.split(r"\s+and\s+|\n", text)
    parts = text.split(",")
    return parts if all(" " in part.strip() for part in parts) else [text]


def _first_last(name: Any) -> str:
    text = one_line(name)
    last, comma, first = text.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first else text


def _text(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _abstract(value: Any) -> Any:
    text = _text(value)
    return "" if isinstance(text, str) and _NO_ABSTRACT.fullmatch(text) else text


def _count(value: Any) -> int | None:
    return whole_number(
        int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 10 else value
    )


def _plain(name: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))
