"""How many papers the library had when it was last written, kept beside it: a lost library is not taken for a new one.

The number is only compared with nothing; how many papers there are, Chroma says.
"""

from contextlib import suppress
from pathlib import Path

from assistant.errors import LibraryError
from assistant.library.chroma import ChromaLocation

FILE = "papers-count"


def remember(location: ChromaLocation, papers: int) -> None:
    """Keep the number; where it cannot be written, the one from before stays."""
    with suppress(OSError):
        _file(location).write_text(f"{papers} {_place(location)}", encoding="utf-8")


def check_not_lost(location: ChromaLocation, papers: int) -> None:
    """LibraryError where there are no papers and there were some."""
    if not papers and (before := _remembered(location)):
        raise LibraryError(
            f"The library is gone: it had {before:,} papers, and there are none.",
            f"Put back a copy of it, or start anew by deleting {_file(location)}.",
        )


def check_folder(location: ChromaLocation) -> None:
    """The same before anything is opened, which would make a new one, for a library in a folder."""
    if not _place(location) and not (location.folder / "chroma" / "chroma.sqlite3").is_file():
        check_not_lost(location, 0)


def _remembered(location: ChromaLocation) -> int:
    with suppress(OSError, ValueError):
        papers, place = _file(location).read_text(encoding="utf-8").split(" ", 1)
        return int(papers) if place == _place(location) else 0
    return 0


def _file(location: ChromaLocation) -> Path:
    return location.folder / FILE


def _place(location: ChromaLocation) -> str:
    return "cloud" if location.cloud else location.url.rpartition("@")[2]
