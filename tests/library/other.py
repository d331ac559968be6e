"""The other process of the two-process tests: `add 5` or `remove 5`, a line each, on standard input; or an import."""

import sys
from pathlib import Path
from typing import Any

from assistant.library import importing
from tests.conftest import paper
from tests.library.helpers import open_library


def main() -> None:
    library = open_library(Path(sys.argv[1]))
    for line in sys.stdin:
        verb, number = line.split()
        if verb == "add":
            library.put([paper(int(number))])
        else:
            library.remove([paper(int(number)).id])
        print("done", flush=True)


def import_slowly(folder: Path, count: int, reported: Any) -> None:
    """Import so many papers in small steps, and say after each step how many are safe."""
    importing.STEP, importing.INDEXED = 4, 12

    def report(done: importing.ImportReport) -> None:
        reported.value = max(reported.value, done.read)

    importing.import_papers(map(paper, range(count)), open_library(folder), report)


def import_a_telling(folder: Path, count: int, fields: dict[str, Any], added: Any) -> None:
    """Import so many papers as one source tells them, and count those that were new."""
    importing.STEP = 8
    papers = [paper(i, **fields) for i in range(count)]
    report = importing.import_papers(papers, open_library(folder))
    with added.get_lock():
        added.value += report.added


if __name__ == "__main__":
    main()
