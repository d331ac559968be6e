"""Ask the Daily Papers API for the papers of one day, page after page. How an entry is read is known to huggingface.py."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from assistant.errors import UnexpectedResponse
from assistant.library.sources import huggingface
from assistant.library.sources.entries import Entry
from assistant.library.sources.http import JSON, Server

PAUSE = 0.5
"""Seconds between two requests: a month is fetched in some twenty seconds, and the site hardly notices."""
PAGE = 100
"""Entries a page: the most the API gives; the fullest of 479 recorded days has fewer."""
MAX_PAGES = 20
"""Against a server that always has one more."""


def fetch_day(server: Server, day: date) -> list[Entry]:
    """The papers featured on the day, and what could not be read of them; FetchError when the server fails."""
    return [
        entry for page in _pages(server, day) for entry in huggingface.read(page, f"{server.name} {day}", day)
    ]


def _pages(server: Server, day: date) -> Iterator[list[Any]]:
    before: list[Any] = []
    for number in range(MAX_PAGES):
        page = _page(server, f"/api/daily_papers?date={day}&limit={PAGE}&p={number}")
        if page == before:  # empty, or a server that knows no pages
            return
        yield page
        if len(page) < PAGE:
            return
        before = page


def _page(server: Server, address: str) -> list[Any]:
    try:
        page = json.loads(server.get(address, JSON))
    except (ValueError, RecursionError) as error:
        raise UnexpectedResponse(f"{server.name} answers with damaged JSON.", "Try again later.") from error
    if not isinstance(page, list):
        raise UnexpectedResponse(
            f"{server.name} did not answer with a list of papers.", "Check PAPERS_HF_URL, or try again later."
        )
    return page
