"""Calls to the language model, kept on this machine for a person who has asked for it (PAPERS_LOG_CALLS).

One row a call in a SQLite file that only its owner can read: prompt, raw reply, sources, claims with verdicts, tokens,
seconds, error. Only the last calls are kept. Writing never raises: an answer is worth more than its record.
"""

import json
import logging
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.errors import LibraryError
from assistant.home import open_database
from assistant.jsonable import to_json
from assistant.log import masked

logger = logging.getLogger(__name__)

FILE = "calls.sqlite"
VERSION = 1
"""Of the table below."""
KEPT = 1_000
"""Calls that are kept: with eight thousand tokens of prompt each, some 40 MB."""
WAIT = 5.0
"""Seconds to wait for another process that is writing; one row takes it milliseconds."""

_TABLE = """CREATE TABLE IF NOT EXISTS calls (
    id INTEGER PRIMARY KEY AUTOINCREMENT, time TEXT, purpose TEXT, model TEXT, system TEXT, user TEXT, reply TEXT,
    sources TEXT, claims TEXT, input_tokens INTEGER, output_tokens INTEGER, seconds REAL, cut_short INTEGER, error TEXT
)"""


@dataclass(slots=True)
class CallRecord:
    """One call to a model: what it is for, and what came of it; filled in while the call goes on.

    `sources` are the ids of the papers in the prompt; `cut_short` says that the reply ended at its token limit.
    """

    purpose: str
    sources: Sequence[str] = ()
    time: str = ""
    model: str = ""
    system: str = ""
    user: str = ""
    reply: str = ""
    claims: Sequence[dict[str, object]] = ()
    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0
    cut_short: bool = False
    error: str = ""
    _row: int = field(default=0, repr=False, compare=False)
    _log: "CallLog | None" = field(default=None, repr=False, compare=False)

    def add_claims(self, claims: Iterable[object]) -> None:
        """Keep the claims that were read from the reply, with their verdicts."""
        if self._log:
            self.claims = [to_json(claim) for claim in claims]
            self._log.update_claims(self._row, self.claims)

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {name: getattr(self, name) for name in _COLUMNS}

    def added_to(self, log: "CallLog", row: int) -> None:
        """Remember where it is kept, for the claims that follow."""
        self._log, self._row = log, row


_COLUMNS = tuple(each.name for each in fields(CallRecord) if not each.name.startswith("_"))
_INSERT = f"INSERT INTO calls ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_LATEST = f"SELECT {', '.join(_COLUMNS)} FROM calls ORDER BY id DESC LIMIT ?"


class CallLog:
    """The kept calls of one home; safe with several threads and processes."""

    def __init__(self, home: Path) -> None:
        self._file = home / FILE
        self._warned = False

    def add(self, record: CallRecord) -> None:
        """Keep the call, and let go of the oldest beyond KEPT."""
        record.time = datetime.now(UTC).isoformat(timespec="seconds")

        def insert(db: sqlite3.Connection) -> None:
            row = db.execute(_INSERT, _as_row(record)).lastrowid or 0
            db.execute("DELETE FROM calls WHERE id <= ?", (row - KEPT,))
            record.added_to(self, row)

        self._write(insert)

    def update_claims(self, row: int, claims: Sequence[dict[str, object]]) -> None:
        """Put these claims into the row."""
        statement = "UPDATE calls SET claims = ? WHERE id = ?"
        self._write(lambda db: db.execute(statement, (json.dumps(claims), row)))

    def latest(self, count: int) -> list[CallRecord]:
        """The last so many calls, oldest first; LibraryError where the file cannot be read."""
        if not self._file.exists():
            return []
        with self._reading() as db:
            return [_from_row(row) for row in db.execute(_LATEST, (count,))][::-1]

    def clear(self) -> int:
        """Delete all calls, from the disk too; gives how many there were."""
        if not self._file.exists():
            return 0
        with self._reading() as db:
            with db:
                count = db.execute("DELETE FROM calls").rowcount
            db.execute("VACUUM")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return count

    def _write(self, work: Callable[[sqlite3.Connection], object]) -> None:
        """Do the work in a transaction; a failure is one warning, however often it happens."""
        try:
            with self._open() as db, db:
                work(db)
        except (sqlite3.Error, OSError, LibraryError) as error:
            if not self._warned:
                logger.warning("Model calls are not kept in %s: %s", self._file, error)
            self._warned = True

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._open() as db:
                yield db
        except (sqlite3.Error, OSError) as error:
            raise LibraryError(
                f"{self._file} cannot be used: {error}.", "Delete it, or check that it may be read."
            ) from error

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with open_database(self._file, VERSION, WAIT) as db:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute(_TABLE)
            yield db


def log_call(record: CallRecord) -> None:
    """Log what the call was, and at DEBUG also what was said."""
    ending = ", cut short at its token limit" * record.cut_short + ", failed" * bool(record.error)
    used = (record.input_tokens, record.output_tokens, record.seconds, ending)
    logger.info("%s for %s: %d + %d tokens in %.2f s%s", record.model, record.purpose, *used)
    logger.debug("Prompt: %s\n%s\nReply: %s\n%s", record.system, record.user, record.reply, record.error)


def _as_row(record: CallRecord) -> list[object]:
    return [_as_value(getattr(record, name)) for name in _COLUMNS]


def _as_value(value: object) -> object:
    """The value as SQLite takes it, without keys, and without halves of characters, which it refuses."""
    if isinstance(value, str):
        return masked(value).encode("utf-8", "replace").decode()
    return value if isinstance(value, int | float) else json.dumps(value)


def _from_row(row: Sequence[Any]) -> CallRecord:
    values = dict(zip(_COLUMNS, row, strict=True))
    lists = {name: json.loads(values[name]) for name in ("sources", "claims")}
    return CallRecord(**values | lists | {"cut_short": bool(values["cut_short"])})
