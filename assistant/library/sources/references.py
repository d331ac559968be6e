"""A reference as a parser or a row of a table gives it, made into a Paper. Which field is which is known to its caller."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.library.identifiers import arxiv_number, doi
from assistant.library.papers import Paper, id_from_title
from assistant.library.sources.dates import best_date
from assistant.library.sources.entries import (
    MAX_LABEL,
    NoAbstract,
    abstract_in,
    names,
    one_line,
    title_in,
    web_address,
    whole_number,
)
from assistant.library.sources.people import People, people_in
from assistant.library.sources.retractions import is_retracted

BIBLIOGRAPHY = "bibliography"
"""The source of papers from the formats of reference managers and databases."""
_NOTHING = re.compile(
    r"[(#<\[]?(?:n/?a|nan|none|null|-|no abstract(?: (?:is )?available)?)\.?[)>.\]]?", re.IGNORECASE
)
"""What programs write where there is no abstract: pandas, Excel, and Scopus' `[No abstract available]`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a record says, each value still as it came.

    `numbers` may hold an arXiv number alone, `places` one beside arXiv's name; `dates` are fields that together make the day
    of publication, the likeliest first.
    """

    title: Any
    abstract: Any = None
    authors: Any = None
    numbers: tuple[Any, ...] = ()
    places: tuple[Any, ...] = ()
    doi: Any = None
    dates: tuple[Any, ...] = ()
    featured: Any = None
    categories: Any = None
    keywords: Any = None
    organization: Any = None
    code: Any = None
    upvotes: Any = None
    comment: Any = None
    is_retracted: bool = False
    source: str = BIBLIOGRAPHY


def paper_of(reference: Reference) -> Paper:
    """The paper of a reference; Unreadable where it has no title, NoAbstract where only the abstract is missing."""
    title, abstract = title_in(reference.title), _abstract(reference.abstract)
    people = reference.authors if isinstance(reference.authors, People) else people_in(reference.authors)
    published = best_date(*reference.dates)
    its_doi = doi(reference.doi) or next(filter(None, map(doi, _texts(*reference.numbers))), None)
    number, version = _number(reference)
    apart = (its_doi or next(iter(people.authors), ""), str(published.year if published else ""), abstract)
    paper = Paper(
        id=number or id_from_title(title, *apart),
        version=version,
        doi=its_doi,
        title=title,
        abstract=abstract,
        authors=people.authors,
        names=people.names,
        published=published,
        featured=best_date(reference.featured),
        upvotes=_count(reference.upvotes),
        categories=listed(reference.categories, r"[;,|\s]+"),
        keywords=listed(reference.keywords, r"[;,|\n]+"),
        organization=one_line(reference.organization) or None,
        code=web_address(reference.code),
        withdrawn=reference.is_retracted or is_retracted(title, reference.comment, abstract),
        source=reference.source,
    )
    if not abstract:
        raise NoAbstract(paper)
    return paper


def listed(value: Any, divider: str) -> tuple[str, ...]:
    """The texts of a list, or of a text divided by the pattern; of objects their names."""
    if isinstance(value, list):
        value = [_name(each) if isinstance(each, Mapping) else each for each in value]
    return names(re.split(divider, value) if isinstance(value, str) else value)


def _name(value: Mapping[str, Any]) -> Any:
    return next((value[key] for key in ("display_name", "name", "tag", "term") if key in value), None)


def _abstract(value: Any) -> str:
    text = abstract_in(value)
    return "" if _NOTHING.fullmatch(text) else text


def _number(reference: Reference) -> tuple[str | None, int | None]:
    """The arXiv number of the reference, and the version."""
    alone = (arxiv_number(text, bare=True) for text in _texts(*reference.numbers))
    beside = (arxiv_number(text) for text in _texts(reference.doi, *reference.places))
    noted = (arxiv_number(text) for text in _texts(reference.comment) if text.casefold().startswith("arxiv:"))
    return next(filter(None, (*alone, *beside, *noted)), (None, None))


def _texts(*values: Any) -> list[str]:
    flat = (each for value in values for each in (value if isinstance(value, list) else [value]))
    return [text for each in flat if (text := one_line(each, 10 * MAX_LABEL))]


def _count(value: Any) -> int | None:
    return whole_number(
        int(value) if isinstance(value, str) and value.isdecimal() and len(value) < 10 else value
    )
