"""The other process of the two-process tests: `add 5`, `remove 5` or `import 300`, a line each, on standard input."""

import sys
from pathlib import Path

from assistant.library.importing import import_papers
from tests.conftest import paper
from tests.library.helpers import open_library


def main() -> None:
    library = open_library(Path(sys.argv[1]))
    for line in sys.stdin:
        verb, number = line.split()
        if verb == "add":
            library.put([paper(int(number))])
        elif verb == "remove":
            library.remove([paper(int(number)).id])
        else:
            papers = (paper(i) for i in range(int(number)))
            import_papers(papers, library, lambda report: print(report.added, flush=True))
        print("done", flush=True)


if __name__ == "__main__":
    main()
