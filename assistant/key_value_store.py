"""What a person keeps beside the papers: TL;DRs already written, topics followed, subscriptions, comparisons.

JSON values by store name and key in one SQLite file, safe with several threads and processes. What the values mean is
known only to whoever puts them there.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from assistant.errors import LibraryError, SavedDataError
from assistant.versions import check_database

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
        """The value, or None."""
        with self._open() as db:
            row = db.execute(
                "SELECT value FROM kept WHERE shelf = ? AND key = ?", (self._name, key)
            ).fetchone()
        return self._value(key, row[0]) if row else None

    def items(self) -> dict[str, Any]:
        """All values by their keys, in order of the keys."""
        with self._open() as db:
            rows = db.execute(
                "SELECT key, value FROM kept WHERE shelf = ? ORDER BY key", (self._name,)
            ).fetchall()
        return {key: self._value(key, value) for key, value in rows}

    def put(self, key: str, value: Any) -> None:
        """Keep the value in place of what was there; on return it is on disk."""
        self._write(
            "INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", key, json.dumps(value, ensure_ascii=False)
        )

    def put_new(self, key: str, value: Any) -> bool:
        """Keep the value unless there is one; of several processes at once exactly one is told True."""
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

    def _value(self, key: str, text: str) -> Any:
        try:
            return json.loads(text)
        except ValueError as error:
            raise SavedDataError(
                f"What is kept in {self._file} as {key!r} cannot be read: {error}.",
                "Restore the file or remove it.",
            ) from error

    def _write(self, statement: str, *values: str) -> int:
        with self._open() as db, db:
            return db.execute(statement, (self._name, *values)).rowcount

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection for this call alone: SQLite binds one to its thread, and opening it takes a tenth of a millisecond."""
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._file, timeout=WAIT)) as db:
                check_database(db, VERSION, str(self._file))
                db.execute(
                    "CREATE TABLE IF NOT EXISTS kept (shelf TEXT, key TEXT, value TEXT, PRIMARY KEY (shelf, key))"
                )
                yield db
        except (sqlite3.Error, OSError) as error:
            raise LibraryError(
                f"{self._file} cannot be used: {error}.",
                "Check free disk space and that the folder may be written to.",
            ) from error
