"""How well papers are found: SciFact's claims against its 5,183 abstracts, by keywords, by meaning, and fused.

The abstracts are kept as a library of their own beside the person's, so that a second run embeds nothing.
"""

import csv
import gzip
import json
import time
from collections.abc import Callable, Iterator, Sequence
from math import log2
from pathlib import Path
from statistics import median

from assistant.evaluation.table import Row, mean_row, missing_row
from assistant.library.filters import Filters
from assistant.library.importing import ImportReport, import_papers
from assistant.library.library import Library
from assistant.library.papers import Paper
from assistant.library.search import Ranking, fuse
from assistant.library.store import Place
from assistant.wiring import Workshop

BASELINES = {
    ("keywords", "ndcg@10"): "BM25 .68",
    ("keywords", "recall@100"): "BM25 .93",
    ("meaning", "ndcg@10"): "MiniLM .645, text-embedding-3-small .734",
    ("meaning", "recall@100"): "MiniLM .925",
    ("fused", "ndcg@10"): "BM25 + MiniLM .727–.731",
    ("fused", "recall@100"): "BM25 + MiniLM .955",
}
"""Published or measured on SciFact's test split (shared data README)."""

Relevant = dict[str, int]


def evaluate(
    data: Path, split: str, workshop: Workshop, progress: Callable[[ImportReport], None] = lambda report: None
) -> list[Row]:
    """The rows for SciFact, or one row that says what is missing."""
    folder = data / "scifact"
    wanted = (folder / "corpus.jsonl.gz", folder / "queries.jsonl", folder / "qrels" / f"{split}.tsv")
    if missing := [path.name for path in wanted if not path.is_file()]:
        return [missing_row("scifact", f"not found: {', '.join(missing)}")]
    library = Library(Place(workshop.settings.home / "evaluation" / "scifact"), workshop.library.embedder)
    import_papers(_corpus(wanted[0]), library, progress)
    queries = {str(row["_id"]): row["text"] for row in _json_lines(wanted[1])}
    relevant = _relevant(wanted[2])
    return _rows(library, {id_: queries[id_] for id_ in relevant if id_ in queries}, relevant)


def ndcg(ranked: Sequence[str], relevant: Relevant, depth: int = 10) -> float:
    """Normalised discounted cumulative gain with binary or graded gains (Järvelin & Kekäläinen 2002)."""
    gain = sum(relevant.get(id_, 0) / log2(rank + 1) for rank, id_ in enumerate(ranked[:depth], 1))
    ideal = sorted(relevant.values(), reverse=True)[:depth]
    best = sum(value / log2(rank + 1) for rank, value in enumerate(ideal, 1))
    return gain / best if best else 0.0


def recall(ranked: Sequence[str], relevant: Relevant, depth: int = 100) -> float:
    """The share of the relevant papers among the first `depth`."""
    wanted = {id_ for id_, gain in relevant.items() if gain > 0}
    return len(wanted & set(ranked[:depth])) / len(wanted) if wanted else 0.0


def _rows(library: Library, queries: dict[str, str], relevant: dict[str, Relevant]) -> list[Row]:
    scores: dict[tuple[str, str], list[float]] = {}
    seconds: list[float] = []
    for id_, text in queries.items():
        start = time.perf_counter()
        library.search(text, limit=10)
        seconds.append(time.perf_counter() - start)
        for system, ranking in _rankings(library, text):
            ranked = [paper for paper, _ in ranking]
            scores.setdefault((system, "ndcg@10"), []).append(ndcg(ranked, relevant[id_]))
            scores.setdefault((system, "recall@100"), []).append(recall(ranked, relevant[id_]))
    rows = [
        mean_row("scifact", system, metric, values, BASELINES.get((system, metric)))
        for (system, metric), values in scores.items()
    ]
    milliseconds = round(median(seconds) * 1000, 1)
    return [*rows, Row("scifact", "fused", "ms/query median", milliseconds, None, None, len(seconds))]


def _rankings(library: Library, text: str) -> Iterator[tuple[str, Ranking]]:
    keywords = library.by_keywords(text, Filters())
    meaning = [(paper.id, score) for paper, score in library.by_meaning(text, Filters())]
    yield "keywords", keywords
    yield "meaning", meaning
    yield "fused", fuse(meaning, keywords)


def _corpus(path: Path) -> Iterator[Paper]:
    for row in _json_lines(path):
        yield Paper(id=f"scifact/{row['_id']}", title=row["title"], abstract=row["text"], source="scifact")


def _relevant(path: Path) -> dict[str, Relevant]:
    found: dict[str, Relevant] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            found.setdefault(row["query-id"], {})[f"scifact/{row['corpus-id']}"] = int(row["score"])
    return found


def _json_lines(path: Path) -> Iterator[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
