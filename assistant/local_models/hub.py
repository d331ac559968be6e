"""The model hub (huggingface.co, or a mirror of it): what a repository holds, and its files downloaded.

The tree listing of the hub's API tells each file's size and checksum. Where a file is kept is the caller's to say.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from assistant.errors import SourceRefused, UnexpectedResponse
from assistant.library.sources.http import JSON, Bounds, Server
from assistant.local_models.download import Patience, Progress, RemoteFile, download
from assistant.local_models.part import Checksum
from assistant.settings import masked

BOUNDS = Bounds(tries=2)
"""A person waits for the listing: one more try, and then it is said that there is no network."""
NAMED = 12
"""Files that are named where the one asked for is not there."""


@dataclass(frozen=True, slots=True)
class Lfs:
    """How the API describes contents that are kept outside of git: `oid` is their SHA-256."""

    oid: str
    size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or folder of a repository, as the API lists it: `oid` is git's id of it."""

    type: str
    path: str
    oid: str = ""
    size: int = 0
    lfs: Lfs | None = None


class Hub:
    """One hub at its address, asked with a person's key where they have one."""

    def __init__(
        self, url: str, key: str = "", bounds: Bounds = BOUNDS, patience: Patience | None = None
    ) -> None:
        self._server, self._key, self._patience = Server(url, 0.0, bounds, key), key, patience

    def list_folder(self, repo: str, folder: str = "") -> list[Entry]:
        """What is in a folder of the repository, the first thousand entries."""
        from pydantic import TypeAdapter, ValidationError

        place = f"/{quote(folder)}" if folder else ""
        with self._explained(repo):
            answer = self._server.get(f"/api/models/{quote(repo)}/tree/main{place}", JSON)
        try:
            return TypeAdapter(list[Entry]).validate_json(answer)
        except ValidationError as error:
            raise UnexpectedResponse(
                f"{self._server.name} lists {repo} in a form that is not known here.",
                "Check PAPERS_HUB_URL, or update papers.",
            ) from error

    def find(self, repo: str, path: str) -> RemoteFile:
        """One file of the repository; SourceRefused where there is none, which names those there are."""
        folder = str(PurePosixPath(path).parent)
        entries = self.list_folder(repo, "" if folder == "." else folder)
        for entry in entries:
            if entry.path == path and entry.type == "file":
                url = f"{self._server.base}/{quote(repo)}/resolve/main/{quote(path)}"
                return RemoteFile(url, *_size_and_checksum(entry), self._key)
        ending = PurePosixPath(path).suffix
        others = [entry.path for entry in entries if entry.path.endswith(ending)]
        named = f" It has {', '.join(others[:NAMED])}{' …' if len(others) > NAMED else ''}." if others else ""
        raise SourceRefused(f"There is no file {path} in {repo}.{named}", "Check the file's name.", 404)

    def download(self, repo: str, path: str, target: Path, progress: Progress) -> None:
        """Bring one file of the repository to the target."""
        remote = self.find(repo, path)
        with self._explained(repo):
            download(remote, target, progress, self._patience)

    @contextmanager
    def _explained(self, repo: str) -> Iterator[None]:
        """Say what a refusal means here."""
        try:
            yield
        except SourceRefused as error:
            page = f"{masked(self._server.base)}/{repo}"
            if error.status == 404:
                raise SourceRefused(
                    f"{self._server.name} has no model {repo}.", "Check the spelling.", 404
                ) from error
            if error.status in (401, 403):
                raise SourceRefused(
                    f"{self._server.name} does not give {repo} to everyone (HTTP {error.status}).",
                    f"Check the spelling. If {page} asks you to accept its terms, do so there, "
                    "and then run `papers config set hub.key` with an access token of yours.",
                    error.status,
                ) from error
            raise


def _size_and_checksum(entry: Entry) -> tuple[int, Checksum]:
    if entry.lfs:
        return entry.lfs.size, Checksum("sha256", entry.lfs.oid.removeprefix("sha256:"))
    return entry.size, Checksum("git", entry.oid)
