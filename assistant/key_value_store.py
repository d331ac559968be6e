"""What a person keeps beside the papers: TL;DRs already written, topics followed, subscriptions, comparisons.

JSON values by store name and key in one SQLite file, safe with several threads and processes. What the values mean is
known only to whoever puts them there.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.errors import LibraryError, SavedDataError
from assistant.home import open_database

FILE = "shelf.sqlite"  # the file's and the column's first name, kept so that older homes open
VERSION = 1
"""Of the table and of the values in it. Raised when an older program could not read them."""
WAIT = 30.0
"""Seconds to wait for another process that is writing; one value takes it milliseconds."""


class KeyValueStore:
    """One named store in the file under `home`; the file is made with the first value."""

    def __init__(self, home: Path, name: str) -> None:
        self._file = home / FILE
        self._name = name

    def get(self, key: str) -> Any:
        """The value, or None; SavedDataError where it cannot be read."""
        if not self._file.exists():
            return None
        with self._open() as db:
            row = db.execute(
                "SELECT value FROM kept WHERE shelf = ? AND key = ?", (self._name, key)
            ).fetchone()
        return self._loaded(key, row[0]) if row else None

    def items(self) -> dict[str, Any]:
        """All values by their keys, in order of the keys; SavedDataError where one cannot be read."""
        if not self._file.exists():
            return {}
        with self._open() as db:
            rows = db.execute(
                "SELECT key, value FROM kept WHERE shelf = ? ORDER BY key", (self._name,)
            ).fetchall()
        return {key: self._loaded(key, value) for key, value in rows}

    def put(self, key: str, value: Any) -> None:
        """Keep the value in place of what was there; on return it is on disk."""
        self._write(
            "INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", key, json.dumps(value, ensure_ascii=False)
        )

    def put_new(self, key: str, value: Any) -> bool:
        """Keep the value unless there is one; of several processes at once exactly one gets True."""
        return (
            self._write(
                "INSERT OR IGNORE INTO kept VALUES (?, ?, ?)", key, json.dumps(value, ensure_ascii=False)
            )
            == 1
        )

    def remove(self, key: str) -> bool:
        """Delete the value; False if there was none."""
        return self._write("DELETE FROM kept WHERE shelf = ? AND key = ?", key) == 1

    def clear(self) -> int:
        """Delete everything in this store; returns how many values there were."""
        return self._write("DELETE FROM kept WHERE shelf = ?")

    def _write(self, statement: str, *values: str) -> int:
        with self._open() as db, db:
            return db.execute(statement, (self._name, *values)).rowcount

    def _loaded(self, key: str, value: Any) -> Any:
        try:
            return json.loads(value)
        except (ValueError, TypeError) as error:
            raise SavedDataError(
                f"What is kept as {self._name} {key[:80]!r} in {self._file} is damaged.",
                "Put back a copy of the file from before.",
            ) from error

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection for this call alone: SQLite binds one to its thread, and opening it takes a tenth of a millisecond."""
        try:
            with open_database(self._file, VERSION, WAIT) as db:
                db.execute(
                    "CREATE TABLE IF NOT EXISTS kept (shelf TEXT, key TEXT, value TEXT, PRIMARY KEY (shelf, key))"
                )
                yield db
        except (sqlite3.Error, OSError) as error:
            raise LibraryError(
                f"{self._file} cannot be used: {error}.",
                "Check free disk space and that the folder may be written to; put back a copy of a damaged file.",
            ) from error
