"""Bytes of a person's file as text: the encoding is recognised by how they begin, and lines are bounded.

UTF-8, UTF-16 with its mark (Excel's "Unicode text"), else what `charset-normalizer` is sure of, else Windows-1252, in which
Excel saves CSV on Windows.
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

DETECTED = {
    "gb18030": "GB18030",
    "big5": "Big5",
    "cp932": "Shift-JIS",
    "euc_jp": "EUC-JP",
    "euc_kr": "EUC-KR",
    "koi8_r": "KOI8-R",
    "cp1251": "Windows-1251",
    "cp1252": "Windows-1252",
}
"""The encodings that are guessed, and how people call them."""
FEWEST_BYTES = 20
"""Bytes beyond ASCII from which a guess is worth something; with fewer a file is taken for Windows-1252."""
SURE_COHERENCE, SURE_MARGIN = 0.4, 0.09
"""How much like a language a reading is, or how much less messy than the next one, for the guess to be sure."""
_LOOKED_AT = 50_000
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
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(head, final=not cut)
    damaged = len(_ESCAPED.findall(text))
    if damaged > sum(not c.isascii() for c in text) - damaged:
        return _guessed(head)
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
    """The whole content as text; what of it is none is marked, so that the entry is refused that has it."""
    return content.decode(encoding, _errors(encoding))


def lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Each line; of a longer one than MAX_LINE its beginning. `is_damaged` recognises one that could not be decoded."""
    text = io.TextIOWrapper(stream, encoding, errors=_errors(encoding), newline="")
    while line := text.readline(MAX_LINE):
        yield line
        while len(line) == MAX_LINE and not line.endswith(("\n", "\r")):
            line = text.readline(MAX_LINE)


def is_damaged(line: str) -> bool:
    """Whether bytes of this line were no letters of its encoding."""
    return not line.isascii() and _ESCAPED.search(line) is not None


def _errors(encoding: str) -> str:
    """How bytes that are no letters are marked; in UTF-16 they cannot be kept, and stand as U+FFFD."""
    return "replace" if encoding == "utf-16" else "surrogateescape"


def _guessed(head: bytes) -> str:
    """The encoding of a text that is not UTF-8; InputError where it may be several."""
    import charset_normalizer

    beyond = b"\n".join(line for line in head.split(b"\n") if not line.isascii())[:_LOOKED_AT]
    if sum(byte > 127 for byte in beyond) < FEWEST_BYTES:
        return _windows(head)
    first, *others = [*charset_normalizer.from_bytes(beyond, cp_isolation=[*DETECTED]), None, None][:3]
    if first is None:
        raise InputError("it is not text in any encoding that is known here: save it as UTF-8")
    margin = others[0].chaos - first.chaos if others[0] else 1.0
    if first.encoding == "cp1252" or first.coherence >= SURE_COHERENCE or margin >= SURE_MARGIN:
        return str(first.encoding)
    raise InputError(f"it may be {DETECTED[first.encoding]} or another encoding: save it as UTF-8")


def _windows(head: bytes) -> str:
    try:
        head.decode("cp1252")
    except UnicodeDecodeError as error:
        raise InputError(f"it is not UTF-8 text (byte {error.start + 1:,})") from error
    return "cp1252"
