"""A person's files and folders: which format each one has, told by its content, and the papers in it.

Nothing is ever written to them. Sizes are bounded: a file that no source could have produced is refused unread.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from assistant.errors import InputError
from assistant.library.sources import huggingface, saved_page
from assistant.library.sources.entries import Entry, Refused, day

MAX_BYTES = 64_000_000
"""The largest day is under 1 MB, a month under 20 MB."""

_HINT = "Give a saved Daily Papers page, or answers of the Daily Papers API (one file, or a folder of them)."


class Reading:
    """The entries of several files, and how far the reading has come."""

    def __init__(self, paths: Sequence[Path], today: date, year: int | None = None) -> None:
        self._paths = paths
        self._today = today
        self._year = year
        self._sizes = [path.stat().st_size for path in paths]
        self._done = 0

    def __iter__(self) -> Iterator[Entry]:
        """Every entry of every file, in order."""
        for path, size in zip(self._paths, self._sizes, strict=True):
            yield from read(path, self._today, self._year)
            self._done += size

    @property
    def share(self) -> float:
        """The part of the bytes that has been read, 0…1."""
        return self._done / max(sum(self._sizes), 1)


def files_in(paths: Sequence[Path]) -> list[Path]:
    """Every file the paths name, folders walked in order of name; InputError where a path holds none."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise InputError(f"There is no file or folder {path}.", _HINT)
        files = (
            sorted(f for f in path.rglob("*") if f.is_file() and not _hidden(f, path))
            if path.is_dir()
            else [path]
        )
        if not files:
            raise InputError(f"The folder {path} holds no files.", _HINT)
        found += files
    return found


def read(path: Path, today: date, year: int | None = None) -> Iterator[Entry]:
    """The papers of one file; a file that cannot be used is one Refused without an entry."""
    try:
        text = _text(path)
        if text.lstrip()[:1] in ("[", "{"):
            entries = huggingface.read(_json(text), str(path), featured=_day_in_name(path))
        elif saved_page.recognises(text):
            entries = saved_page.read(text, str(path), today, year)
        else:
            raise InputError("it is neither a saved Daily Papers page nor an answer of the Daily Papers API")
    except InputError as error:
        yield Refused(str(path), None, error.message)
        return
    empty = True
    for entry in entries:
        empty = False
        yield entry
    if empty:
        yield Refused(str(path), None, "it holds no papers")


def _text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(f"it is larger than {MAX_BYTES // 1_000_000} MB, which no page or answer is")
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"it cannot be opened: {error.strerror}") from error
    if not content.strip():
        raise InputError("it is empty")
    if b"\x00" in content:
        raise InputError("it is a binary file")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"it is not UTF-8 text (byte {error.start + 1:,})") from error


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"its JSON breaks off or is damaged at line {error.lineno}: {error.msg}") from error
    except RecursionError as error:
        raise InputError("its JSON is nested too deeply") from error
    except ValueError as error:
        raise InputError("its JSON holds a number of thousands of digits") from error


def _day_in_name(path: Path) -> date | None:
    match = re.match(r"\d{4}-\d{2}-\d{2}", path.name)
    return day(match[0]) if match else None


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)
