"""A person's files and folders: which format each one has, told by its content, and the papers in it.

Nothing is ever written to them. Formats of a line or a row a paper are streamed in constant memory; the others are
bounded in size.
"""

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from assistant.errors import InputError
from assistant.library.sources import bibliography, mixed, rows, saved_page
from assistant.library.sources.entries import Entry, Refused, Unreadable, day
from assistant.library.sources.unpack import Unpacked, opened

MAX_BYTES = 64_000_000
"""Of a file that is read whole: the largest day is under 1 MB, a bibliography of 20,000 papers under 50 MB."""
MAX_LINE = 1_000_000
"""Of a line of JSON: the longest of arXiv's, with 3,000 authors, is under 200 KB."""
HEAD = 1_000_000
"""Bytes from which the format is told."""

FORMATS = (
    "a saved Daily Papers page, an answer of the Daily Papers API, the arXiv snapshot, JSON, JSON lines, CSV, "
    "BibTeX, RIS or CSL-JSON"
)
_DIVIDERS = ",;\t|"
_HINT = f"Give {FORMATS}: one file, or a folder of them."


class Reading:
    """The entries of several files, and how far the reading has come."""

    def __init__(self, paths: Sequence[Path], today: date, year: int | None = None) -> None:
        self._paths = paths
        self._today = today
        self._year = year
        self._sizes = [path.stat().st_size if path.exists() else 0 for path in paths]
        self._done = 0
        self._open: Unpacked | None = None

    def __iter__(self) -> Iterator[Entry]:
        """Every entry of every file, in order; a file that cannot be used is one Refused without an entry."""
        for path, size in zip(self._paths, self._sizes, strict=True):
            yield from self._read(path)
            self._done += size

    def _read(self, path: Path) -> Iterator[Entry]:
        refused = None
        try:
            with opened(path) as self._open:
                yield from _some(_entries(self._open, path, self._today, self._year), path)
        except InputError as error:
            refused = Refused(str(path), None, error.message)
        finally:
            self._open = None
        if refused:
            yield refused

    @property
    def share(self) -> float:
        """The part of the bytes that has been read, 0…1."""
        current = self._open.read_share * self._open.size if self._open else 0
        return (self._done + current) / max(sum(self._sizes), 1)


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


def _some(entries: Iterable[Entry], path: Path) -> Iterator[Entry]:
    empty = True
    for entry in entries:
        empty = False
        yield entry
    if empty:
        yield Refused(str(path), None, "it holds no papers")


def _entries(unpacked: Unpacked, path: Path, today: date, year: int | None) -> Iterator[Entry]:
    stream = io.BufferedReader(unpacked, HEAD)
    head = stream.peek(HEAD)[:HEAD]
    start = _start(head)
    file = str(path)
    first, _, second = start.partition("\n")
    if first[:1] == "{" and second.strip() and _is_object(first):
        return mixed.read(_lines(stream, file), file, _day_in_name(path))
    if start[:1] in ("[", "{"):
        return mixed.read_answer(_json(_text(stream)), file, _day_in_name(path))
    if read := bibliography.reader_of(start):
        return read(_text(stream), file)
    if saved_page.recognises(start):
        return saved_page.read(_text(stream), file, today, year)
    if dialect := _table(start):
        return _read_table(stream, dialect, file)
    if header := _header(start):
        rows.columns_among(header)  # says which columns it has and lacks
    raise InputError(f"it is none of these: {FORMATS}")


def _start(head: bytes) -> str:
    """The beginning as text; InputError where it is none."""
    if head.startswith(b"%PDF-"):
        raise InputError(
            "it is a PDF, and only abstracts are read: add the paper by its arXiv number instead"
        )
    if b"\x00" in head:
        raise InputError("it is a binary file")
    try:
        start = head.decode("utf-8-sig").lstrip()
    except UnicodeDecodeError as error:
        if len(head) == HEAD and error.start > HEAD - 4:  # a letter cut in two where the looking ended
            return head[: error.start].decode("utf-8-sig").lstrip()
        raise InputError(f"it is not UTF-8 text (byte {error.start + 1:,})") from error
    if not start:
        raise InputError("it is empty")
    return start


def _text(stream: BinaryIO) -> str:
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise InputError(f"it is larger than {MAX_BYTES // 1_000_000} MB, which no page or answer is")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"it is not UTF-8 text (byte {error.start + 1:,})") from error


def _lines(stream: BinaryIO, file: str) -> Iterator[tuple[str, Any]]:
    """Each line's number and the value on it, or why there is none."""
    for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE), b""), 1):
        line = line.removeprefix(codecs.BOM_UTF8)
        if len(line) == MAX_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
            yield f"line {number}", Unreadable("it is longer than any line of papers")
        elif line.strip():
            try:
                yield f"line {number}", json.loads(line)
            except (ValueError, RecursionError):
                yield f"line {number}", Unreadable("it is no JSON, cut off perhaps")


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"its JSON breaks off or is damaged at line {error.lineno}: {error.msg}") from error
    except RecursionError as error:
        raise InputError("its JSON is nested too deeply") from error
    except ValueError as error:
        raise InputError("its JSON holds a number of thousands of digits") from error


def _table(start: str) -> type[csv.Dialect] | None:
    """How the columns are divided, where the first line names a column that papers have."""
    first = start.splitlines()[0]
    for divider in _DIVIDERS:
        header = next(csv.reader([first], delimiter=divider), [])
        if len(header) > 1 and rows.names_a_paper(header):
            return type("Divided", (csv.excel,), {"delimiter": divider})
    return None


def _header(start: str) -> list[str]:
    """The first row, where the first rows have as many columns; nothing where this is no table."""
    for divider in _DIVIDERS:
        with suppress(csv.Error):
            first = list(islice(csv.reader(io.StringIO(start), delimiter=divider), 3))
            if len(first) > 1 and len(first[0]) > 1 and len({len(row) for row in first}) == 1:
                return first[0]
    return []


def _read_table(stream: BinaryIO, dialect: type[csv.Dialect], file: str) -> Iterator[Entry]:
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    table = csv.DictReader(text, dialect=dialect, restkey="")
    try:
        yield from mixed.read(((f"line {table.line_num}", row) for row in table), file)
    except (csv.Error, UnicodeDecodeError) as error:
        yield Refused(
            file, f"line {table.line_num + 1}", f"the table is damaged from here on: {str(error)[:100]}"
        )


def _day_in_name(path: Path) -> date | None:
    match = re.match(r"\d{4}-\d{2}-\d{2}", path.name)
    return day(match[0]) if match else None


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)
