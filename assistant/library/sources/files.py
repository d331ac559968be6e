"""A person's files and folders: which format each one has, told by its content, and the papers in it.

Nothing is ever written to them. Formats of a line or a row a paper are streamed in constant memory; the others are
bounded in size.
"""

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from assistant.errors import InputError
from assistant.library.sources import (
    arxiv_feed,
    bibtex,
    endnote_xml,
    mixed,
    pubmed,
    refer,
    ris,
    rows,
    saved_page,
    tables,
    web_of_science,
)
from assistant.library.sources.decoding import (
    DETECTED,
    MAX_LINE,
    beginning,
    decoded,
    encoding_of,
    is_damaged,
    lines,
)
from assistant.library.sources.entries import DAMAGED, Entry, Refused, Remark, Unreadable, day
from assistant.library.sources.unpack import Unpacked, opened
from assistant.plugins import FORMAT_PLUGINS, load_plugins

MAX_BYTES = 64_000_000
"""Of a file that is read whole: the largest day is under 1 MB, a bibliography of 20,000 papers under 50 MB."""
HEAD = 1_000_000
"""Bytes from which the format is told."""


class Format(Protocol):
    """A module that reads one format; another package may register its own (`assistant/plugins.py`)."""

    def recognises(self, start: str) -> bool:
        """Whether a file that starts so is of this format; `start` is at most HEAD bytes, decoded."""

    def read(self, text: str, file: str) -> Iterator[Entry]:
        """The papers of a whole file's text, and what was refused; `file` is what to call it."""


WHOLE: tuple[Format, ...] = (arxiv_feed, endnote_xml, refer, pubmed, web_of_science, bibtex, ris)
"""Modules of the formats that are read whole, each of which recognises its own; the strictest first."""

FORMATS = (
    "a saved Daily Papers page or answer, the arXiv snapshot or a saved arXiv feed, BibTeX, RIS, CSL-JSON, PubMed, "
    "Web of Science, EndNote, Semantic Scholar, OpenAlex, CSV, JSON or JSON lines"
)
_HINT = f"Give {FORMATS}: one file, or a folder of them."


class FileImport:
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
                stream = io.BufferedReader(self._open, HEAD)
                head = stream.peek(HEAD)[:HEAD]
                encoding = encoding_of(head, cut=len(head) == HEAD)
                start = beginning(head, encoding)
                found = _entries(stream, start, encoding, path, self._today, self._year)
                yield from _some(found, path, encoding)
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


def _some(entries: Iterable[Entry], path: Path, encoding: str) -> Iterator[Entry]:
    """The entries, before them how the file was read where that is a guess; Refused where there are none."""
    empty = True
    for entry in entries:
        if empty and encoding in DETECTED:
            yield Remark(str(path), f"read as {DETECTED[encoding]}, because it is not UTF-8")
        empty = False
        yield entry
    if empty:
        yield Refused(str(path), None, "it holds no papers")


def _entries(
    stream: BinaryIO, start: str, encoding: str, path: Path, today: date, year: int | None
) -> Iterator[Entry]:
    file = str(path)
    if _is_one_a_line(start):
        return mixed.read(_values(lines(stream, encoding)), file, _day_in_name(path))
    if start[:1] in ("[", "{"):
        return mixed.read_answer(_json(_text(stream, encoding)), file, _day_in_name(path))
    for format_ in (*load_plugins(FORMAT_PLUGINS), *WHOLE):
        if format_.recognises(start):
            found: Iterator[Entry] = format_.read(_text(stream, encoding), file)
            return found
    if saved_page.recognises(start):
        return saved_page.read(_text(stream, encoding), file, today, year)
    if layout := tables.layout_of(start):
        return mixed.read(tables.read(lines(stream, encoding), layout), file)
    if header := tables.header_of(start):
        rows.columns_among(header)  # says which columns it has and lacks
    raise InputError(f"it is none of these: {FORMATS}")


def _text(stream: BinaryIO, encoding: str) -> str:
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise InputError(f"it is larger than {MAX_BYTES // 1_000_000} MB, which no page or answer is")
    return decoded(content, encoding)


def _values(lines_read: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Each line's number and the value on it, or why there is none."""
    for number, line in enumerate(lines_read, 1):
        if line.strip():
            yield f"line {number}", _value(line.removeprefix("\ufeff"))


def _value(line: str) -> Any:
    if len(line) >= MAX_LINE:
        return Unreadable("it is longer than any line of papers")
    if is_damaged(line):
        return Unreadable(DAMAGED)
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return Unreadable("it is not JSON, or is cut off")


def _is_one_a_line(start: str) -> bool:
    """Whether there are lines of an object each; one of the first two may be damaged."""
    first, _, rest = start.partition("\n")
    second = rest.partition("\n")[0]
    return first[:1] == "{" and bool(rest.strip()) and (_is_object(first) or _is_object(second))


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
        raise InputError("its JSON holds a number with thousands of digits") from error


def _day_in_name(path: Path) -> date | None:
    match = re.match(r"\d{4}-\d{2}-\d{2}", path.name)
    return day(match[0]) if match else None


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)
