"""What every evaluation shares: what a set calls its parts, their files and lines, and a library of its own papers.

Such a library lies beside the person's, so that a second run embeds nothing and the person's papers stay apart.
"""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from assistant.library.chroma import ChromaLocation
from assistant.library.importing import ImportReport, import_papers
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.services import Services

Progress = Callable[[ImportReport], None]

PARTS = {
    "scifact": {"dev": "train"},
    "pubmedqa": {"dev": "train"},
    "aclsum": {"dev": "val"},
}
"""What a set calls a split, where that is not the split's own name; two have no dev part but their training half."""


def part(set_: str, split: str) -> str:
    """The set's own name for the split."""
    return PARTS.get(set_, {}).get(split, split)


def missing(folder: Path, *names: str) -> str:
    """Why a set cannot be measured: those of its files that are not in the folder; empty where all are there."""
    absent = [name for name in names if not (folder / name).is_file()]
    return f"not found: {', '.join(absent)}" if absent else ""


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file with one a line, packed with gzip or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def open_library(name: str, papers: Iterable[Paper], services: Services, progress: Progress) -> Library:
    """These papers and no others as a library of this name, embedded on the first run."""
    library = Library(ChromaLocation(services.settings.home / "evaluation" / name), services.library.embedder)
    wanted = list(papers)
    import_papers(wanted, library, progress)
    ids = {paper.id for paper in wanted}
    library.remove([paper.id for paper in library.store if paper.id not in ids])  # of an earlier run's folder
    return library
