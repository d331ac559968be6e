"""Open a person's file for reading: plain, gzip, Zstandard or a zip of one file, told by its first bytes.

Nothing is unpacked to disk or kept in memory. What unpacks to far more than any text would is refused on the way.
"""

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from assistant.errors import InputError

MAX_RATIO = 200
"""Unpacked bytes a packed byte: papers as JSON lines pack 3 to 10 times, a megabyte of zeros a thousand times."""
FREE = 64_000_000
"""Unpacked bytes below which the ratio does not matter."""
FINDERS_OWN = "__MACOSX/"
"""Where the Finder of macOS puts notes of its own into every zip."""
_GZIP, _ZSTANDARD, _ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
_PIECE = 256
"""Packed bytes given to Zstandard at once: what a bomb makes of them, at most 8 MB, fits into memory."""


class Unpacked(io.RawIOBase):
    """The bytes of a file as they are once unpacked; `read_share` says how far its reading has come."""

    def __init__(self, packed: BinaryIO, size: int, unpacked: BinaryIO) -> None:
        self._packed = packed
        self.size = size
        self._unpacked = unpacked
        self._given = 0

    def readable(self) -> bool:
        """Always: that is all it can do."""
        return True

    # typeshed names the buffer by a protocol of its own, which has no length.
    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill the buffer; InputError for damage, and for an archive that unpacks to an enormous size."""
        piece = self._read(len(buffer))
        self._given += len(piece)
        if self._given > FREE and self._given > MAX_RATIO * max(self._packed.tell(), 1):
            raise InputError("it unpacks to an enormous size, which no file of papers does")
        buffer[: len(piece)] = piece
        return len(piece)

    def _read(self, size: int) -> bytes:
        """So many bytes, fewer only at the end: unpackers give them in pieces as they please."""
        pieces: list[bytes] = []
        try:
            while size and (piece := self._unpacked.read(size)):
                pieces.append(piece)
                size -= len(piece)
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, _zstandard_error()) as error:
            raise InputError(f"it cannot be unpacked: {error}") from error
        return b"".join(pieces)

    @property
    def read_share(self) -> float:
        """The part of the file that has been read, 0…1."""
        return min(1.0, self._packed.tell() / max(self.size, 1))


@contextmanager
def opened(path: Path) -> Iterator[Unpacked]:
    """The file, ready to be read; InputError where it cannot be opened, or is a pipe or device, which may never end."""
    if path.exists() and not path.is_file():
        raise InputError("it is not a regular file")
    try:
        packed = path.open("rb")
    except OSError as error:
        raise InputError(f"it cannot be opened: {error.strerror}") from error
    with packed:
        yield Unpacked(packed, path.stat().st_size, _unpacking(packed))


def _unpacking(packed: BinaryIO) -> BinaryIO:
    head = packed.read(4)
    packed.seek(0)
    if head[:2] == _GZIP:
        return cast(BinaryIO, gzip.GzipFile(fileobj=packed))
    if head == _ZSTANDARD:
        return cast(BinaryIO, _Zstandard(packed))
    if head == _ZIP:
        return _only_member(packed)
    return packed


def is_packed(head: bytes) -> bool:
    """Whether what begins like this is packed."""
    return head.startswith((_GZIP, _ZSTANDARD, _ZIP))


class _Zstandard:
    """Unpacks Zstandard, and unlike the package's own stream says so where the last frame is cut off."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._frame: Any = None
        self._piece = b""
        self._out = memoryview(b"")

    def read(self, size: int) -> bytes:
        """Up to so many bytes, none at the end."""
        while not self._out:
            self._piece = self._piece or self._packed.read(_PIECE)
            if not self._piece:
                if self._frame:
                    raise EOFError("it ends too early, perhaps cut off")
                return b""
            self._unpack()
        given, self._out = self._out[:size], self._out[size:]
        return bytes(given)

    def _unpack(self) -> None:
        import zstandard

        self._frame = self._frame or zstandard.ZstdDecompressor().decompressobj()
        self._out = memoryview(self._frame.decompress(self._piece))
        self._piece = self._frame.unused_data
        if self._frame.eof:
            self._frame = None


def _only_member(packed: BinaryIO) -> BinaryIO:
    try:
        archive = zipfile.ZipFile(packed)
        members = [each for each in archive.infolist() if not each.is_dir()]
        files = [each for each in members if not each.filename.startswith(FINDERS_OWN)]
        if len(files) != 1:
            raise InputError(f"it is an archive of {len(files)} files: unpack it and give the folder")
        return cast(BinaryIO, archive.open(files[0]))
    # zipfile raises the last two for a password, and for a way of packing that it does not know.
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        raise InputError(f"it cannot be unpacked: {error}") from error


def _zstandard_error() -> type[Exception]:
    import zstandard

    return zstandard.ZstdError
