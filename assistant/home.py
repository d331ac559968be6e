"""The folder of everything that a person keeps, and the small databases in it: made for their owner alone.

What they hold is not known here, nor are the papers, which Chroma keeps.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from assistant.versions import check_database

OWNER_ONLY = 0o600


def make_home(folder: Path) -> None:
    """Make the folder, readable by its owner only, unless it is there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def open_database(file: Path, version: int, wait: float) -> Iterator[sqlite3.Connection]:
    """A connection to the database, made if missing; one that is there can be read where nothing can be written."""
    if not file.exists():
        make_home(file.parent)
        file.touch(mode=OWNER_ONLY)  # before SQLite makes it, whose own files beside it get the same mode
    elif file.stat().st_mode & ~OWNER_ONLY & 0o777:
        with suppress(OSError):  # of an older version, and not ours to change
            file.chmod(OWNER_ONLY)
    with closing(sqlite3.connect(file, timeout=wait)) as db:
        check_database(db, version, str(file))
        yield db
