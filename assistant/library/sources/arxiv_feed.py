"""A saved answer of the arXiv API (Atom), read as a fetched one is: by the `arxiv` package."""

from collections.abc import Iterator

from assistant.errors import FetchError, InputError
from assistant.library.sources import arxiv
from assistant.library.sources.entries import Entry


def recognises(start: str) -> bool:
    """Whether a text that begins like this is an Atom feed of arXiv."""
    return "<feed" in start[:1_000] and "arxiv.org" in start


def read(text: str, file: str) -> Iterator[Entry]:
    """The papers of the feed; InputError where it breaks off or reports an error."""
    try:
        yield from arxiv.read_feed(text.encode(), file)
    except FetchError as error:
        raise InputError(error.message) from error
