"""A file that is still arriving: its bytes on disk, how many there are, and what they hash to so far.

The part's name ends in the first digits of the checksum that the whole file should have, so that a file that was
replaced on its server is not continued with other bytes. Nothing is downloaded here.
"""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

from assistant.errors import DiskFull, DownloadDamaged, FetchError

BLOCK = 1 << 20
"""Bytes read at once when what is already here is hashed."""


class Hash(Protocol):
    """What hashlib's hashes have in common."""

    def update(self, data: bytes, /) -> None:
        """Take in more of the contents."""

    def hexdigest(self) -> str:
        """The hash of what was taken in."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a file's contents hash to: SHA-256, or the id that git gives a file (SHA-1 after a header)."""

    kind: Literal["sha256", "git"]
    value: str

    def start(self, size: int) -> Hash:
        """A hash for the contents of a file of this size."""
        return hashlib.sha256() if self.kind == "sha256" else hashlib.sha1(f"blob {size}\0".encode())


def part_path(target: Path, checksum: Checksum) -> Path:
    """Where the bytes wait that become the target."""
    return target.with_name(f"{target.name}.{checksum.value[:12]}.part")


class Part:
    """The part of one file, open for more; made by `open_part`."""

    def __init__(self, file: BinaryIO, whole: int, checksum: Checksum) -> None:
        self._file, self._whole, self._checksum = file, whole, checksum
        self.size = os.fstat(file.fileno()).st_size
        self._hash = checksum.start(whole)
        if self.size > whole:
            self.empty()
        elif self.size:
            file.seek(0)
            while block := file.read(BLOCK):
                self._hash.update(block)

    def add(self, data: bytes) -> None:
        """Put more bytes at the end."""
        self._file.write(data)
        self._file.flush()  # a full disk should be noticed here, and `size` be what is on disk
        self._hash.update(data)
        self.size += len(data)

    def empty(self) -> None:
        """Begin anew."""
        if self.size:
            self._file.truncate(0)
            self.size, self._hash = 0, self._checksum.start(self._whole)

    def check(self) -> None:
        """See the bytes safely on disk; DownloadDamaged where they are not what was promised."""
        if self._hash.hexdigest() != self._checksum.value:
            raise DownloadDamaged(
                "The file arrived damaged: its contents do not have the checksum that the server names.",
                "It was deleted. Try again; if it happens again, something changes the file on its way.",
            )
        os.fsync(self._file.fileno())


@contextmanager
def open_part(target: Path, whole: int, checksum: Checksum) -> Iterator[Part]:
    """The part of a target, readable by its owner only; at the end it becomes the target, checked.

    A part that proves damaged is deleted, any other error leaves it; what the disk refuses becomes a FetchError.
    """
    path = part_path(target, checksum)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "a+b") as file:
            part = Part(file, whole, checksum)
            yield part
            part.check()
        path.replace(target)
    except DownloadDamaged:
        path.unlink()
        raise
    except OSError as error:
        raise _disk_error(target, error) from error


def _disk_error(target: Path, error: OSError) -> FetchError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(
            f"The disk is full: {target.name} could not be kept whole in {target.parent}.",
            "Free some space and try again; the download continues where it stopped.",
        )
    return FetchError(
        f"{target.name} cannot be written in {target.parent}: {error.strerror}.",
        "Check the folder's rights, or choose another folder with PAPERS_HOME.",
    )
