from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.library.library import Library
from tests.library.helpers import open_library


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Library]:
    """An empty library with the cheap embedder."""
    library = open_library(tmp_path / "small")
    yield library
    library.store.close()
