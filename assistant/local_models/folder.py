"""The models on this machine's disk: `models/OWNER/REPO/FILE.gguf` in the data folder.

Where a file lies says what it is, so nothing else is recorded. Which one is used is `choosing`'s.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import LibraryBusy
from assistant.home import make_home
from assistant.local_models.catalogue import ModelFile
from assistant.local_models.download import Progress
from assistant.local_models.hub import Hub


class ModelFolder:
    """The downloaded models of one data folder."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "models"

    def path(self, file: ModelFile) -> Path:
        """Where the file is, or would be."""
        return self._folder / file.repo / file.path

    def has(self, file: ModelFile) -> bool:
        """Whether the file is here, whole."""
        return self.path(file).is_file()

    def files(self) -> list[ModelFile]:
        """The files that are here."""
        found = sorted(path.relative_to(self._folder) for path in self._folder.glob("*/*/**/*.gguf"))
        return [ModelFile("/".join(path.parts[:2]), "/".join(path.parts[2:])) for path in found]

    def get(self, file: ModelFile, hub: Hub, progress: Progress) -> None:
        """Download the file, unless it is here; one download at a time (LibraryBusy)."""
        with self._alone():
            if not self.has(file):
                hub.download(file.repo, file.path, self.path(file), progress)

    def remove(self, file: ModelFile) -> bool:
        """Delete the file and what is here of it from a download that stopped; returns whether there was anything."""
        path = self.path(file)
        here = [*path.parent.glob(f"{escape(path.name)}.*.part"), *([path] if path.is_file() else [])]
        if not here:
            return False
        with self._alone():
            for each in here:
                each.unlink(missing_ok=True)
        with suppress(OSError):  # a folder that is not empty stays
            for folder in path.parents[: len(Path(file.path).parts) + 1]:
                folder.rmdir()
        return True

    @contextmanager
    def _alone(self) -> Iterator[None]:
        make_home(self._folder)
        lock = FileLock(self._folder / "downloading.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise LibraryBusy(
                "Another download of a model is under way.", "Wait for it to end, and try again."
            ) from error
        try:
            yield
        finally:
            lock.release()
