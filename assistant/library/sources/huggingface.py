"""Daily Papers API answers, as the Hugging Face site gives them for a day, a search or one paper.

Reads what has been fetched or saved; fetching is not done here. Fields came and went over the years: only id,
title and summary are required. Entries that were saved as the text of a Python dict are read too.
"""

import ast
from collections.abc import Iterator
from datetime import date
from typing import Any

from assistant.library.identifiers import arxiv_number
from assistant.library.papers import Paper
from assistant.library.sources.entries import (
    Entry,
    Refused,
    Unreadable,
    day,
    names,
    one_line,
    required,
    required_abstract,
    title_in,
    web_address,
    whole_number,
)
from assistant.library.sources.people import people_in
from assistant.library.sources.retractions import is_retracted

SOURCE = "huggingface"

_MAX_ENTRY_TEXT = 1_000_000


def recognises(entry: dict[str, Any]) -> bool:
    """Whether the object is one of the API's: a paper inside an entry, or a paper by itself."""
    return "paper" in entry or {"summary", "publishedAt"} <= entry.keys()


def read(answer: Any, file: str, featured: date | None = None) -> Iterator[Entry]:
    """The papers of a parsed answer; `featured` is its day, for the years when the entries do not say it."""
    entries = answer if isinstance(answer, list) else [answer]
    for number, entry in enumerate(entries, 1):
        try:
            yield paper(entry, featured)
        except Unreadable as reason:
            yield Refused(file, str(number), str(reason))


def paper(entry: Any, featured: date | None = None) -> Paper:
    """The paper of one entry of an answer; Unreadable, with the reason, if there is none."""
    return _paper(_as_object(entry), featured)


def _as_object(entry: Any) -> dict[str, Any]:
    if isinstance(entry, str) and len(entry) <= _MAX_ENTRY_TEXT:
        try:
            entry = ast.literal_eval(entry)  # only literals: nothing in the text is run
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            raise Unreadable("it is a text that does not parse, perhaps cut off") from None
    if not isinstance(entry, dict):
        raise Unreadable(f"it is not an object but {_kind(entry)}")
    return entry


def _paper(entry: dict[str, Any], featured: date | None) -> Paper:
    nested = entry.get("paper", entry)
    if not isinstance(nested, dict):
        raise Unreadable(f"its paper is not an object but {_kind(nested)}")
    organization = nested.get("organization") or entry.get("organization")
    id_, version = _id(nested.get("id"))
    title = title_in(nested.get("title") or entry.get("title"))
    abstract = required_abstract(nested.get("summary") or entry.get("summary"))
    people = people_in(nested.get("authors"))
    return Paper(
        id=id_,
        version=version,
        title=title,
        abstract=abstract,
        authors=people.authors,
        names=people.names,
        published=day(nested.get("publishedAt") or entry.get("publishedAt")),
        featured=day(nested.get("submittedOnDailyAt")) or featured,
        upvotes=whole_number(nested.get("upvotes")),
        comments=whole_number(entry.get("numComments")),
        keywords=names(nested.get("ai_keywords")),
        organization=_organization(organization),
        code=web_address(nested.get("githubRepo")),
        stars=whole_number(nested.get("githubStars")),
        project=web_address(nested.get("projectPage")),
        withdrawn=bool(nested.get("withdrawnAt")) or is_retracted(title, abstract),
        source=SOURCE,
    )


def _id(value: Any) -> tuple[str, int | None]:
    if number := arxiv_number(required(value, "id", 40), bare=True):
        return number
    raise Unreadable(f"its id {one_line(value, 40)!r} is not an arXiv number")


def _organization(value: Any) -> str | None:
    if not isinstance(value, dict):
        return one_line(value) or None
    return one_line(value.get("fullname")) or one_line(value.get("name")) or None


def _kind(value: Any) -> str:
    kinds = {type(None): "null", str: "a text", list: "a list", bool: "true or false"}
    return kinds.get(type(value), "a number")
