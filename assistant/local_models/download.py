"""Download one large file: resumable, within the free disk space, and checked before it gets its name.

A broken connection or a stopped program loses nothing: what arrived waits in a part file, and the next try asks for
the rest. The target exists only once its size and checksum are right. What the file is for is not known here.
"""

import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.errors import (
    DiskFull,
    DownloadDamaged,
    SourceOverloaded,
    SourceRefused,
    SourceUnreachable,
    UnexpectedResponse,
)
from assistant.local_models.part import Checksum, Part, open_part, part_path
from assistant.local_models.sizes import in_words

if TYPE_CHECKING:
    import httpx2

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Called with the bytes that are here and the bytes in all; what it raises ends the download, and the part is kept."""

SPARE = 200_000_000
"""Bytes of the disk that stay free: a full disk stops more than this program."""
HEADWAY = 1 << 16
"""Bytes that a connection must bring for its breaking not to count as a failed try."""
_LATER = "Try again later; the download continues where it stopped."
_NOT_THE_FILE = "A proxy or sign-in page may stand between, or the file was just replaced: check the network and try again."


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file on a server, with the size and checksum it should have; `key` is sent to that server only."""

    url: str
    size: int
    checksum: Checksum
    key: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """The server's name, for messages."""
        return urlsplit(self.url).netloc.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds, and how often to try without getting further."""

    connect: float = 10.0
    read: float = 30.0
    tries: int = 4
    first_wait: float = 1.0


def download(
    remote: RemoteFile,
    target: Path,
    progress: Progress = lambda here, whole: None,
    patience: Patience | None = None,
) -> None:
    """Bring the file to the target, continuing an earlier try; a FetchError says what went wrong and what to do."""
    patience = patience or Patience()
    _check_space(remote, target)
    with open_part(target, remote.size, remote.checksum) as part, _client(remote, patience) as client:
        logger.info("Downloading %s, %d of %d bytes are here", target.name, part.size, remote.size)
        progress(part.size, remote.size)
        while part.size < remote.size:
            _retrying(patience)(_connect, client, remote, part, progress)


def _check_space(remote: RemoteFile, target: Path) -> None:
    part = part_path(target, remote.checksum)
    missing = remote.size - (part.stat().st_size if part.is_file() else 0)
    folder = next(each for each in target.parents if each.is_dir())
    free = shutil.disk_usage(folder).free
    if missing + SPARE > free:
        raise DiskFull(
            f"{target.name} needs {in_words(missing + SPARE)} of disk space, and {in_words(free)} are free in {folder}.",
            f"Free {in_words(missing + SPARE - free)}, or choose a folder on another disk with PAPERS_HOME.",
        )


def _client(remote: RemoteFile, patience: Patience) -> "httpx2.Client":
    """Follows redirects, for large files come from other hosts; httpx2 takes the key along to none of them."""
    import httpx2

    def stay_safe(request: httpx2.Request) -> None:
        if remote.url.startswith("https:") and request.url.scheme != "https":
            raise UnexpectedResponse(
                f"{remote.host} redirects to an address without encryption.", _NOT_THE_FILE
            )

    headers = {"accept-encoding": "identity"}  # a part is continued at a byte of the file itself
    if remote.key:
        headers["authorization"] = f"Bearer {remote.key}"
    return httpx2.Client(
        headers=headers,
        timeout=httpx2.Timeout(patience.read, connect=patience.connect),
        follow_redirects=True,
        event_hooks={"request": [stay_safe]},
    )


def _retrying(patience: Patience) -> Callable[..., None]:
    import tenacity

    return tenacity.Retrying(
        stop=tenacity.stop_after_attempt(patience.tries),
        wait=tenacity.wait_exponential(multiplier=patience.first_wait),
        retry=tenacity.retry_if_exception_type((SourceUnreachable, SourceOverloaded)),
        reraise=True,
    )


def _connect(client: "httpx2.Client", remote: RemoteFile, part: Part, progress: Progress) -> None:
    """Take what one connection brings; a failure to be tried again only where it brought next to nothing."""
    before = part.size
    try:
        with _our_errors(remote):
            _receive(client, remote, part, progress)
        if part.size == before:
            raise SourceUnreachable(f"{remote.host} sends nothing.", _LATER)
    except SourceUnreachable as error:
        logger.info("After %d bytes: %s", part.size - before, error.message)
        if part.size - before < HEADWAY:
            raise


@contextmanager
def _our_errors(remote: RemoteFile) -> Iterator[None]:
    import httpx2

    try:
        yield
    except httpx2.TimeoutException as error:
        raise SourceUnreachable(f"{remote.host} does not answer.", _LATER) from error
    except httpx2.TransportError as error:
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        raise SourceUnreachable(f"The connection to {remote.host} failed: {reason}.", _LATER) from error
    except (httpx2.TooManyRedirects, httpx2.InvalidURL) as error:
        raise UnexpectedResponse(f"{remote.host} redirects without end.", _NOT_THE_FILE) from error


def _receive(client: "httpx2.Client", remote: RemoteFile, part: Part, progress: Progress) -> None:
    headers = {"range": f"bytes={part.size}-"} if part.size else {}
    with client.stream("GET", remote.url, headers=headers) as response:
        _check_answer(response, remote, part)
        for data in response.iter_raw():
            if part.size + len(data) > remote.size:
                raise DownloadDamaged(f"{remote.host} sends more than the file's size.", _NOT_THE_FILE)
            part.add(data)
            progress(part.size, remote.size)


def _check_answer(response: "httpx2.Response", remote: RemoteFile, part: Part) -> None:
    """Make sure that what follows continues the part; where the server only gives the whole, begin anew."""
    status = response.status_code
    if status == 429:
        raise SourceOverloaded(f"{remote.host} asks to wait.", _LATER)
    if status >= 500:
        raise SourceUnreachable(f"{remote.host} has a server error (HTTP {status}).", _LATER)
    if status not in (200, 206):
        raise SourceRefused(
            f"{remote.host} refused the file (HTTP {status}).", "Check the file's name.", status
        )
    start = part.size if status == 206 else 0
    if start and not response.headers.get("content-range", "").startswith(f"bytes {start}-"):
        raise UnexpectedResponse(f"{remote.host} sends another part than it was asked for.", _NOT_THE_FILE)
    length = response.headers.get("content-length", "")
    page = response.headers.get("content-type", "").startswith("text/html")
    if page or (length and length != str(remote.size - start)):
        raise UnexpectedResponse(f"{remote.host} sends something else than the file.", _NOT_THE_FILE)
    if not start:
        part.empty()
