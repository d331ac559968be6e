"""Papers of the arXiv API: what is asked of it, and its results read. The `arxiv` package pages and parses.

The package's own connection is replaced by a `Server`, so that every request keeps the bounds and the pace that hold
for all sources. The API answers a mistake with an entry called "Error"; that becomes a SourceRefused with its reason.
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assistant.errors import InputError, SourceRefused, SourceUnreachable, UnexpectedResponse
from assistant.library.identifiers import arxiv_number, doi
from assistant.library.papers import ARXIV, Paper
from assistant.library.sources.entries import (
    Entry,
    Refused,
    Unreadable,
    names,
    one_line,
    required_abstract,
    title_in,
)
from assistant.library.sources.http import ATOM, Server
from assistant.library.sources.people import people_in
from assistant.library.sources.retractions import is_retracted

if TYPE_CHECKING:
    import arxiv

PAUSE = 3.0
"""Seconds between two requests: https://info.arxiv.org/help/api/tou.html"""
PAGE = 100
"""Results a request, the package's own default: a short wait for the first papers, 300 requests for the most there are."""
MAX_RESULTS = 30_000
"""What the API gives of one search in all."""
EMPTY_TRIES = 3
"""How often a page that should have results but has none is asked for; a second request usually gets them."""

_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z]{2}|\.[a-z]+-[a-z]+)?", re.ASCII)
_LOWER_CASE_ARCHIVES = ("physics", "cond-mat")
"""Archives whose subjects arXiv spells small, as in `physics.optics`; the others have `cs.CL`."""
_FIELDED = re.compile(
    r"\b(?:AND|OR|ANDNOT)\b|\b(?:ti|au|abs|co|jr|cat|rn|id|all|submittedDate|lastUpdatedDate):"
)


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked of arXiv: a query in its own language, or numbers (with or without version); the newest first."""

    query: str = ""
    numbers: tuple[str, ...] = ()
    limit: int = MAX_RESULTS


def query_for(
    categories: Sequence[str], words: str, since: date | None = None, until: date | None = None
) -> str:
    """Categories (any of them), words (all of them, or arXiv's own `ti:… AND au:…`) and days of submission as a query.

    InputError for anything that is not a category.
    """
    for category in categories:
        if not _CATEGORY.fullmatch(category):
            raise InputError(f"{category} is not an arXiv category.", "Write it like cs.CL or quant-ph.")
    parts = [f"({' OR '.join(f'cat:{category}' for category in categories)})"] if categories else []
    if words.strip():
        parts.append(words if _FIELDED.search(words) else _all_of(words))
    if since or until:
        first, last = since or date(1991, 1, 1), until or date(2099, 12, 31)
        parts.append(f"submittedDate:[{first:%Y%m%d}0000 TO {last:%Y%m%d}2359]")
    return " AND ".join(f"({part})" if " OR " in part and part[0] != "(" else part for part in parts)


def spelled(category: str) -> str:
    """A category as arXiv spells it: `cs.cl` is `cs.CL`."""
    archive, dot, subject = category.partition(".")
    archive = archive.lower()
    return archive + dot + (subject.lower() if archive in _LOWER_CASE_ARCHIVES else subject.upper())


def number_in(text: str) -> str:
    """The arXiv number, with its version where it has one, of an id or link as people paste it; else InputError."""
    number = arxiv_number(text.strip(), bare=True)
    if not number:
        raise InputError(
            f"{one_line(text, 200) or 'This'} is not an arXiv id or link.",
            "Give it like 2509.08721, math/0309136 or https://arxiv.org/abs/2509.08721.",
        )
    return f"{number[0]}v{number[1]}" if number[1] else number[0]


def fetch(server: Server, search: Search, page: int = PAGE) -> Iterator[Entry]:
    """The papers found, as they come in; numbers that arXiv does not know are Refused. FetchError when it fails."""
    if not search.numbers:
        yield from _results(server, search.query, (), search.limit, page)
        return
    for start in range(0, len(search.numbers), page):
        asked = search.numbers[start : start + page]
        found = set[str]()
        for entry in _results(server, "", asked, len(asked), page):
            if isinstance(entry, Paper):
                found.add(entry.id)
            yield entry
        missing = [
            number for number in asked if number.rpartition("v")[0] not in found and number not in found
        ]
        yield from (
            Refused(server.name, number, "arXiv knows no paper with this number") for number in missing
        )


def read_feed(content: bytes, file: str) -> Iterator[Entry]:
    """The papers of an answer that was saved to a file; FetchError where it is damaged or reports an error."""
    import arxiv

    _check(content, file)
    client = arxiv.Client(delay_seconds=0, num_retries=0)
    client._session = _Saved(content)
    try:
        for result in client.results(arxiv.Search(max_results=content.count(b"<entry"))):
            yield _entry(result, file)
    except (ValueError, OverflowError) as error:
        raise UnexpectedResponse(f"{file} has damaged entries.", "Save it again.") from error


def _results(server: Server, query: str, numbers: Sequence[str], limit: int, page: int) -> Iterator[Entry]:
    import arxiv

    search = arxiv.Search(query, list(numbers), limit, arxiv.SortCriterion.SubmittedDate)
    try:
        for result in _client(server, min(page, limit)).results(search):
            yield _entry(result, server.name)
    except (ValueError, OverflowError) as error:
        raise UnexpectedResponse(
            f"{server.name} answers with damaged entries.", "Try again later."
        ) from error


def _client(server: Server, page: int) -> "arxiv.Client":
    """The package's client, asking through our server, which keeps the pace and tries again."""
    import arxiv

    client = arxiv.Client(page, delay_seconds=0, num_retries=0)
    client.query_url_format = server.base + "/api/query?{}"
    client._session = _Session(server)
    return client


def _entry(result: "arxiv.Result", file: str) -> Entry:
    try:
        return _paper(result)
    except Unreadable as reason:
        return Refused(file, one_line(result.entry_id) or None, str(reason))


def _paper(result: "arxiv.Result") -> Paper:
    number = arxiv_number(result.entry_id)
    if not number:
        raise Unreadable("its address has no arXiv number")
    title, people = title_in(result.title), people_in([author.name for author in result.authors])
    return Paper(
        id=number[0],
        version=number[1],
        title=title,
        abstract=required_abstract(result.summary),
        authors=people.authors,
        names=people.names,
        published=result.published.date(),
        doi=doi(result.doi),
        categories=names(result.categories),
        withdrawn=is_retracted(title, result.comment, result.summary),
        source=ARXIV,
    )


def _all_of(words: str) -> str:
    return " AND ".join(f"all:{word}" for word in re.findall(r'"[^"]+"|[^\s"]+', words))


@dataclass(frozen=True, slots=True)
class _Answer:
    content: bytes
    status_code: int = 200


class _Session:
    """Stands where the package has its connection: each page comes through the Server, and is whole or an error."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def get(self, url: str, headers: object = None) -> _Answer:
        """One page; asked for again where it has no entries although its total says that there are some."""
        for _ in range(EMPTY_TRIES):
            content = self._page(url)
            if b"<entry" in content or not re.search(rb"totalResults[^>]*>\s*[1-9]", content):
                return _Answer(content)
        raise SourceUnreachable(f"{self._server.name} gives empty pages.", "Try again later.")

    def _page(self, url: str) -> bytes:
        try:
            content = self._server.get(url, ATOM)
        except SourceRefused as error:
            _raise_reason(error.content)
            raise
        _check(content, self._server.name)
        return content


@dataclass(frozen=True, slots=True)
class _Saved:
    """Stands where the package has its connection: there is one page, which was saved."""

    content: bytes

    def get(self, url: str, headers: object = None) -> _Answer:
        return _Answer(self.content)


def _check(content: bytes, name: str) -> None:
    """Raise what an answer says instead of papers, and where it is not whole."""
    _raise_reason(content)
    if not content.rstrip().endswith(b"</feed>"):
        raise UnexpectedResponse(f"{name} answers with damaged XML.", "Try again later.")


def _raise_reason(content: bytes) -> None:
    """Raise what an "Error" entry says. The package passes such an entry over: it has no day of publication."""
    if b"/api/errors#" in content:
        said = re.search(rb"<summary[^>]*>([^<]*)", content)
        reason = one_line(html.unescape(said[1].decode(errors="replace")), 300) if said else ""
        raise SourceRefused(
            f"arXiv refused the request: {reason or 'it gives no reason'}.", "Check the ids and the query."
        )
