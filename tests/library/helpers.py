"""What the library's tests share: a cheap embedder, and the formats in our own words."""

import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from assistant.library.chroma import ChromaLocation
from assistant.library.filters import Filters
from assistant.library.importing import import_papers
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.library.sources import files
from assistant.library.sources.entries import Entry
from assistant.reader.embeddings import Vectors
from tests.conftest import TODAY

ALL = Filters()
DAY = date(2025, 1, 2)


class HashEmbedder:
    """Vectors made of the text's hash: the same in every process; counts what it was asked for."""

    name = "hash"
    dimension = 8

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked.update(texts)
        digests = [list(hashlib.sha256(text.encode()).digest()[:8]) for text in texts]
        rows = np.array(digests, np.float32).reshape(len(texts), 8) + 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def open_library(folder: Path) -> Library:
    """A library with the cheap embedder."""
    return Library(ChromaLocation(folder), HashEmbedder())


def found_by_keywords(library: Library, words: str = "method", filters: Filters = ALL) -> set[str]:
    return {id_ for id_, _ in library._keywords.search(words, filters, 10_000)}


def found_by_meaning(library: Library, text: str = "method", filters: Filters = ALL) -> set[str]:
    vector = library.embedder.embed([text])[0]
    return {paper.id for paper, _ in library.store.nearest(vector, filters, 10_000)}


def other_process(folder: Path) -> subprocess.Popen[str]:
    """Another process with the same library: it does what each line says (`other.py`) and then prints a line."""
    command = [sys.executable, "-m", "tests.library.other", str(folder)]
    root = Path(__file__).parents[2]
    return subprocess.Popen(
        command, cwd=root, text=True, bufsize=1, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def tell(process: subprocess.Popen[str], line: str) -> str:
    """Say a line to the other process; gives its answer."""
    assert process.stdin and process.stdout
    process.stdin.write(line + "\n")
    return process.stdout.readline().strip()


def entry(number: int = 1, **fields: Any) -> dict[str, Any]:
    """An entry of a Daily Papers answer; `fields` stand in its inner `paper`."""
    paper = {
        "id": f"2501.{number:05}",
        "title": f"Paper number {number}",
        "summary": f"We propose method {number}.",
        "authors": [{"name": "Ada Abel"}, {"name": "Bo Berg"}],
        "publishedAt": "2025-01-02T10:00:00.000Z",
        "upvotes": number,
    }
    return {"paper": paper | fields, "numComments": 2}


def read(path: Path, content: object = None, **options: Any) -> list[Entry]:
    """The entries of a file, written first where content is given: bytes, text, or values for JSON."""
    if content is not None:
        text = content if isinstance(content, (bytes, str)) else json.dumps(content)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(files.FileImport([path], options.pop("today", TODAY), **options))


def page(*papers: tuple[str, str, str, str], head: str = "Daily Papers\n\nNov 19\n\n") -> str:
    """A saved page: title, abstract, organization or number of authors, and date with its comments."""
    return head + "\n\n".join(f"{title}\n\n{text}\n\n{by}\n·\n{day}" for title, text, by, day in papers)


def brought(library: Library, *entries: Entry) -> tuple[int, int, int, int]:
    """Import, and give the counts: added, updated, unchanged, refused."""
    report = import_papers(entries, library)
    assert report.read == len(entries)
    return report.added, report.updated, report.unchanged, len(report.refused)


def contents(library: Library) -> dict[str, Paper]:
    """All papers; both searches must know the same ones."""
    papers = {each.id: each for each in library.store}
    assert found_by_meaning(library, "x") == set(papers)
    words = " ".join(each.text for each in papers.values())
    assert found_by_keywords(library, words or "x") == set(papers)
    return papers


def asked(library: Library) -> int:
    """How many texts were embedded so far."""
    assert isinstance(library.embedder, HashEmbedder)
    return library.embedder.asked.total()
