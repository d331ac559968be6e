"""How well papers are found: SciFact's claims against its 5,183 abstracts, by keywords, by meaning, and fused."""

import time
from collections.abc import Iterator, Sequence
from math import log2
from pathlib import Path
from statistics import median

from assistant.evaluation import scifact
from assistant.evaluation.sets import Progress
from assistant.evaluation.table import Row, mean_row, missing_row
from assistant.library.filters import Filters
from assistant.library.library import Library
from assistant.library.search import Ranking, fuse
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


def evaluate(data: Path, split: str, workshop: Workshop, progress: Progress) -> list[Row]:
    """The rows for SciFact, or one row that says what is missing."""
    if absent := scifact.missing(data, "corpus.jsonl.gz", "queries.jsonl", f"qrels/{split}.tsv"):
        return [missing_row("scifact", absent)]
    library = scifact.open_library(data, workshop, progress)
    texts, relevant = scifact.queries(data), scifact.relevant(data, split)
    return _rows(library, {id_: texts[id_] for id_ in relevant if id_ in texts}, relevant)


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
