"""The numbers that stored data and printed JSON carry, so that a later version can know what it reads.

Data without a number was written before there were numbers: it is read as it is, and gets its number with the next
write. Data with a higher number than this version knows is not touched.
"""

import sqlite3
from collections.abc import Mapping
from typing import Any

from assistant.errors import LibraryError

JSON_VERSION = 1
"""Of every result in JSON, printed or saved. Raised when a field changes its meaning or goes; not for a new field."""


def with_version(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a result with their number before them."""
    return {"version": JSON_VERSION, **values}


def check_version(found: int, known: int, what: str) -> None:
    """LibraryError where `what` was written by a newer version of this program."""
    if found > known:
        raise LibraryError(
            f"{what} was written by a newer version of papers (format {found}; this one knows {known}).",
            "Update papers, or choose another PAPERS_HOME.",
        )


def check_database(db: sqlite3.Connection, known: int, what: str) -> None:
    """Check the number of a database, and give it this one where it has none."""
    found = int(db.execute("PRAGMA user_version").fetchone()[0])
    check_version(found, known, what)
    if found < known:
        db.execute(f"PRAGMA user_version = {known:d}")
