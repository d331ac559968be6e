"""Make text/word_frequencies.json: in how many arXiv abstracts each of the commonest word stems occurs.

Run: python -m assistant.evaluation.training.word_frequencies PATH/TO/arxiv/papers.jsonl.gz
(the file of the shared data: 74,728 abstracts, CC0). The result decides how much a shared word counts.
"""

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

from assistant.text.stems import stems
from assistant.text.words import FREQUENCIES

KEPT = 6_000
"""Stems written: the next one occurs in under 40 of 74,728 abstracts and counts as rare anyway."""


def main(path: str) -> None:
    """Count and write."""
    frequencies, documents = Counter[str](), 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            paper = json.loads(line)
            frequencies.update(set(stems(f"{paper['title']} {paper['summary']}")))
            documents += 1
    commonest = sorted(frequencies.items(), key=lambda pair: (-pair[1], pair[0]))[:KEPT]
    table = {"documents": documents, "frequencies": dict(commonest)}
    Path(FREQUENCIES).write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
