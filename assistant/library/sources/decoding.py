"""Bytes of a person's file as text: the encoding is told by how they begin, and lines are bounded.

UTF-8, UTF-16 with its mark (Excel's "Unicode text"), else Windows-1252, in which Excel saves CSV on Windows.
"""

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from assistant.errors import InputError
from assistant.library.sources.unpack import is_packed

MAX_LINE = 1_000_000
"""Characters of a line: the longest of arXiv's, with 3,000 authors, is under 200 KB."""

NAMES = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
"""How people call the encodings that `encoding_of` gives."""

_LETTERS = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
"""Letters beyond ASCII as UTF-8 has them; in Windows-1252 such neighbours are no words."""
_ESCAPED = re.compile("[\ud800-\udfff]")


def encoding_of(head: bytes, cut: bool) -> str:
    """The encoding of a text that begins like this; `cut` where it goes on. InputError where it is no text."""
    if head.startswith(b"%PDF-"):
        raise InputError(
            "it is a PDF, and only abstracts are read: add the paper by its arXiv number instead"
        )
    if is_packed(head):
        raise InputError("it is packed twice: unpack it once")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in head:
        raise InputError("it is a binary file")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=not cut)
    except UnicodeDecodeError as error:
        if not _LETTERS.search(head):
            return _windows(head, error)
    return "utf-8-sig"  # perhaps damaged: what is read of it will say so


def beginning(head: bytes, encoding: str) -> str:
    """The beginning as text, without space before it; InputError where nothing is left or it is none."""
    start = head.decode(encoding, "replace").lstrip()
    if "\x00" in start:
        raise InputError("it is a binary file")
    if not start:
        raise InputError("it is empty")
    return start


def decoded(content: bytes, encoding: str) -> str:
    """The whole content as text; InputError where some of it is none."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _no_text(error, NAMES[encoding]) from error


def lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Each line; of a longer one than MAX_LINE its beginning. `is_damaged` tells one that could not be decoded."""
    text = io.TextIOWrapper(stream, encoding, errors="surrogateescape", newline="")
    while line := text.readline(MAX_LINE):
        yield line
        while len(line) == MAX_LINE and not line.endswith(("\n", "\r")):
            line = text.readline(MAX_LINE)


def is_damaged(line: str) -> bool:
    """Whether bytes of this line were no letters of its encoding."""
    return not line.isascii() and _ESCAPED.search(line) is not None


def _windows(head: bytes, error: UnicodeDecodeError) -> str:
    try:
        head.decode("cp1252")
    except UnicodeDecodeError:
        raise _no_text(error, NAMES["utf-8-sig"]) from error
    return "cp1252"


def _no_text(error: UnicodeDecodeError, name: str) -> InputError:
    return InputError(f"it is not {name} text (byte {error.start + 1:,})")
