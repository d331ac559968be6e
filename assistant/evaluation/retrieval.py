"""How well papers are found: by keywords, by meaning, and by both in two stages, as the product does.

SciFact's claims against its 5,183 abstracts; and known items: what a reader wrote of a paper in one sentence
(SciTLDR's TL;DRs), to find that paper among all of SciTLDR's.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log2
from pathlib import Path
from statistics import median

from assistant.evaluation import scifact, scitldr
from assistant.evaluation.sets import Progress
from assistant.evaluation.table import Row, mean_row, missing_row
from assistant.library.filters import Filters
from assistant.library.library import Library, SearchTrace
from assistant.library.search import Ranking
from assistant.services import Services

BASELINES = {
    ("scifact", "keywords", "ndcg@10"): "BM25 .68",
    ("scifact", "keywords", "recall@100"): "BM25 .93",
    ("scifact", "meaning", "ndcg@10"): "MiniLM .645, text-embedding-3-small .734",
    ("scifact", "meaning", "recall@100"): "MiniLM .925",
    ("scifact", "fused", "ndcg@10"): "BM25 + MiniLM .727–.731",
    ("scifact", "fused", "recall@100"): "BM25 + MiniLM .955",
}
"""Published or measured on SciFact's test split (shared data README). For the known items there are none."""

Relevant = Mapping[str, int]


def evaluate(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    """The rows for both sets; a set that is missing is one row that says so."""
    return [*_scifact(data, split, services, progress), *_known_items(data, split, services, progress)]


def _scifact(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    if absent := scifact.missing(data, "corpus.jsonl.gz", "queries.jsonl", scifact.qrels_file(split)):
        return [missing_row("scifact", absent)]
    library = scifact.open_library(data, services, progress)
    texts = scifact.queries(data)
    wanted = {texts[id_]: gains for id_, gains in scifact.relevant(data, split).items() if id_ in texts}
    return _rows("scifact", library, wanted)


def _known_items(data: Path, split: str, services: Services, progress: Progress) -> list[Row]:
    part = scitldr.by_readers(split)
    if absent := scitldr.missing(data, part):
        return [missing_row("scitldr", absent)]
    library = scitldr.open_library(data, services, progress)
    return _rows("scitldr", library, {text: {id_: 1} for id_, text in scitldr.by_others(data, part).items()})


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


def reciprocal_rank(ranked: Sequence[str], relevant: Relevant, depth: int = 10) -> float:
    """One over the rank of the first relevant paper; nothing where none is among the first `depth`."""
    return next((1 / rank for rank, id_ in enumerate(ranked[:depth], 1) if relevant.get(id_, 0) > 0), 0.0)


MEASURES: Mapping[str, Callable[[Sequence[str], Relevant], float]] = {
    "ndcg@10": ndcg,
    "mrr@10": reciprocal_rank,
    "recall@100": recall,
}


def _rows(set_: str, library: Library, wanted: Mapping[str, Relevant]) -> list[Row]:
    scores: dict[tuple[str, str], list[float]] = {}
    seconds: list[float] = []
    for text, relevant in wanted.items():
        start = time.perf_counter()
        trace = library.trace(text, Filters())
        seconds.append(time.perf_counter() - start)
        for system, ranking in _rankings(trace):
            ranked = [paper for paper, _ in ranking]
            for metric, measure in MEASURES.items():
                scores.setdefault((system, metric), []).append(measure(ranked, relevant))
    rows = [
        mean_row(set_, system, metric, values, BASELINES.get((set_, system, metric)))
        for (system, metric), values in scores.items()
    ]
    milliseconds = round(median(seconds) * 1000, 1) if seconds else None
    return [*rows, Row(set_, "fused", "ms/query median", milliseconds, None, None, len(seconds))]


def _rankings(trace: SearchTrace) -> Iterator[tuple[str, Ranking]]:
    yield "keywords", trace.keywords
    yield "meaning", trace.meaning
    yield "fused", trace.ranking
